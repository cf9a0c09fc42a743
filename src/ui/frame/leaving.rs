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

/// The words of the question.
#[derive(Clone, Copy, Debug)]
pub struct LeaveWords {
    title: &'static str,
    /// What the buttons do, for who rests on them.
    save: &'static str,
    /// The button that saves nothing, and what it does.
    discard: [&'static str; 2],
}

/// The window closes.
pub const CLOSING: LeaveWords = LeaveWords {
    title: "Close Glassbox?",
    save: "Saves it, then closes the window",
    discard: ["Discard", "Closes the window; it is lost"],
};
/// A session takes the place of what is open.
pub const REPLACING: LeaveWords = LeaveWords {
    title: "Open another session?",
    save: "Saves it, then opens the other session",
    discard: ["Don’t save", "Opens the other session; what is open can be brought back until the window closes"],
};

/// Draws the question about these works: each with its lab, and a sentence that names it.
pub fn leave_ui<'a>(
    ctx: &Context,
    words: LeaveWords,
    works: impl Iterator<Item = (&'a str, &'a str)>,
) -> Option<Leave> {
    let dialog = Dialog::new(words.title, WIDTH);
    let content = |ui: &mut egui::Ui| {
        ui.spacing_mut().item_spacing.y = theme::STEP * 2.0;
        for (lab, sentence) in works {
            sentence_ui(ui, &format!("{lab}: {sentence}"), Some(theme::tokens(ui.ctx()).ink));
        }
    };
    let buttons = |ui: &mut egui::Ui| {
        let save = Button::new("Save…").accent(true).tooltip(words.save).show(ui).clicked();
        let discard = Button::new(words.discard[0]).tooltip(words.discard[1]).show(ui).clicked();
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
