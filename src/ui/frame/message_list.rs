//! The list of the last messages.

use egui::{Context, Key, Label, Modifiers, RichText, Ui};

use crate::ui::messages::Messages;
use crate::ui::shortcuts::Action;
use crate::ui::theme;
use crate::ui::widgets::{Dialog, sentence_ui};

pub const MESSAGES: Action = Action::new("messages", Modifiers::NONE, Key::M, "the last messages");

const WIDTH: f32 = 620.0;

/// Draws it while `open`, the latest message first.
pub fn message_list_ui(ctx: &Context, open: &mut bool, messages: &Messages) {
    if *open {
        let dialog = Dialog::new("Messages", WIDTH).closed_by_a_click_outside();
        *open = !dialog.show(ctx, |ui| list_ui(ui, messages)).closed;
    }
}

fn list_ui(ui: &mut Ui, messages: &Messages) {
    let tokens = theme::tokens(ui.ctx());
    let none = messages.iter().next().is_none();
    let head =
        if none { "Nothing was said yet." } else { "Each with minutes and seconds since the window was opened." };
    sentence_ui(ui, head, None);
    for said in messages.iter().rev() {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(said.time()).monospace().color(tokens.soft));
            let colour = if said.refusal { tokens.warning } else { tokens.ink };
            ui.add(Label::new(RichText::new(&said.text).color(colour)).wrap());
        });
    }
}
