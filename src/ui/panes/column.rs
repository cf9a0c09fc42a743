//! The left column of a lab: what the model is, in one card.

use crate::ui::lab::{LabPanels, Panel};
use crate::ui::theme;
use crate::ui::widgets::Card;

/// Draws the left column as a card that can be made wider and narrower: `[usual, least, most]` width.
pub fn column_ui<L: LabPanels>(
    ui: &mut egui::Ui,
    id: &str,
    [usual, least, most]: [f32; 3],
    panel: &mut dyn Panel<L>,
    context: &mut L::Context<'_>,
) {
    let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
    let frame = egui::Frame::new().outer_margin(egui::Margin { right: theme::GAP as i8, ..egui::Margin::ZERO });
    egui::Panel::left(id)
        .default_size(usual * scale)
        .min_size(least)
        .max_size(most * scale)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let explanation = panel.explanation(context);
            Card::new(panel.title())
                .note(&explanation)
                .help(panel.help())
                .fill_height()
                .show(ui, |ui| panel.ui(ui, context));
        });
}
