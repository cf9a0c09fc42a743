//! The top bar: name and lab at the left, transport at the right.

use egui::RichText;

use crate::ui::theme::{self, semibold};
use crate::ui::widgets::button::button;
use crate::ui::widgets::transport::{TransportAction, TransportState, transport};

/// Height of the bar in the dark profile.
pub const HEIGHT: f32 = 52.0;

/// Draws the bar; gives what was clicked.
pub fn top_bar_ui(ui: &mut egui::Ui, lab: &str, state: &TransportState, keys_shown: &mut bool) -> Vec<TransportAction> {
    let tokens = theme::tokens(ui.ctx());
    let mut actions = Vec::new();
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Glassbox").font(semibold(tokens.theme.metrics().body + 1.5)));
        ui.label(RichText::new(lab).color(tokens.soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button(ui, "?").on_hover_text("The keys").clicked() {
                *keys_shown = true;
            }
            actions = transport(ui, state);
        });
    });
    actions
}
