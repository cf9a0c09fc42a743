//! The top bar: name and lab at the left, transport at the right.

use egui::RichText;

use crate::ui::lab::{Lab, LabName};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, semibold};

/// Height of the bar in the dark profile.
pub const HEIGHT: f32 = 52.0;

/// Draws the bar; whether the list of keys was asked for.
pub fn top_bar_ui(ui: &mut egui::Ui, name: LabName, lab: &mut dyn Lab, shell: &mut Shell) -> bool {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Glassbox").font(semibold(tokens.theme.metrics().body + 1.5)));
        ui.label(RichText::new(name.title).color(tokens.soft));
        lab.transport_ui(ui, shell)
    })
    .inner
}
