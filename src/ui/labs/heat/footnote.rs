//! The sentence under a theory panel: whole where there is room, one line of it where the drawing needs the height.

use egui::{Label, RichText, Ui, Vec2, vec2};

use crate::ui::shell::Shell;
use crate::ui::theme;
use crate::ui::widgets::sentence_ui;

/// Panels lower than this show one line, in points of the dark profile.
const LOW: f32 = 250.0;

/// Panels lower than this show none: it stands in the status line then.
const TINY: f32 = 165.0;

/// Keeps the room that the sentence took in the last frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Foot {
    height: f32,
}

impl Foot {
    /// What is left for the drawing.
    pub fn room(self, ui: &Ui) -> Vec2 {
        vec2(ui.available_width().max(0.0), (ui.available_height() - self.height).max(0.0))
    }

    /// Whether the room is so low that only the drawing is shown.
    pub fn is_tiny(ui: &Ui) -> bool {
        ui.max_rect().height() < TINY * theme::tokens(ui.ctx()).theme.metrics().scale
    }

    /// Draws the sentences; shortened ones are whole where the pointer rests on them.
    pub fn ui(&mut self, ui: &mut Ui, sentence: &str, shell: &mut Shell) {
        let tokens = theme::tokens(ui.ctx());
        let top = ui.cursor().top();
        if Self::is_tiny(ui) {
            if shell.status.is_empty() && ui.rect_contains_pointer(ui.max_rect()) {
                sentence.clone_into(&mut shell.status);
            }
        } else if ui.max_rect().height() < LOW * tokens.theme.metrics().scale {
            // The first of them says what is seen; the whole is there for the pointer.
            let first = sentence.split_inclusive(". ").next().unwrap_or(sentence);
            let label = ui.add(Label::new(RichText::new(first.trim_end()).color(tokens.soft)).truncate());
            if first.len() < sentence.len() {
                label.on_hover_text(sentence);
            }
        } else {
            sentence_ui(ui, sentence, None);
        }
        self.height = ui.cursor().top() - top;
    }
}
