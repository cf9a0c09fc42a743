//! Asks what becomes of work that the window would take with it when it closes.

use egui::Context;

use crate::ui::theme;
use crate::ui::widgets::{Button, Dialog, sentence_ui};

const WIDTH: f32 = 460.0;

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// It is saved first.
    Save,
    Discard,
    /// The window stays.
    Cancel,
}

/// Draws the question about these works: each with its lab, and a sentence that names it.
pub fn leave_ui<'a>(ctx: &Context, works: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Leave> {
    let dialog = Dialog::new("Close Glassbox?", WIDTH);
    let content = |ui: &mut egui::Ui| {
        ui.spacing_mut().item_spacing.y = theme::STEP * 2.0;
        for (lab, sentence) in works {
            sentence_ui(ui, &format!("{lab}: {sentence}"), Some(theme::tokens(ui.ctx()).ink));
        }
    };
    let buttons = |ui: &mut egui::Ui| {
        let save = Button::new("Save…").accent(true).tooltip("Saves it, then closes the window").show(ui).clicked();
        let discard = Button::new("Discard").tooltip("Closes the window; it is lost").show(ui).clicked();
        let cancel = Button::new("Cancel").tooltip("Goes back to the window (Esc)").show(ui).clicked();
        match (save, discard, cancel) {
            (true, ..) => Some(Leave::Save),
            (_, true, _) => Some(Leave::Discard),
            (.., true) => Some(Leave::Cancel),
            _ => None,
        }
    };
    let answer = dialog.show_with_buttons(ctx, content, buttons);
    answer.inner.1.or(answer.closed.then_some(Leave::Cancel))
}
