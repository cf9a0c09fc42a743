//! The top bar: name and lab at the left, transport at the right.

use egui::RichText;

use crate::ui::lab::Lab;
use crate::ui::theme::{self, semibold};
use crate::ui::widgets::TransportAction;

/// Height of the bar in the dark profile.
pub const HEIGHT: f32 = 52.0;

/// Draws the bar; gives what was clicked.
pub fn top_bar_ui(ui: &mut egui::Ui, lab: &dyn Lab) -> Vec<TransportAction> {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Glassbox").font(semibold(tokens.theme.metrics().body + 1.5)));
        ui.label(RichText::new(lab.name().title).color(tokens.soft));
        lab.transport_ui(ui)
    })
    .inner
}
