//! The left column of a lab: what the model is, card under card.

use crate::ui::lab::{LabPanels, Panel};
use crate::ui::theme;
use crate::ui::widgets::Card;

/// Draws the left column, which can be made wider and narrower: `[usual, least, most]` width. The last panel takes the
/// height that those above it leave.
pub fn column_ui<L: LabPanels>(
    ui: &mut egui::Ui,
    id: &str,
    [usual, least, most]: [f32; 3],
    panels: &mut [Box<dyn Panel<L>>],
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
            let spacing = ui.spacing().item_spacing.y;
            ui.spacing_mut().item_spacing.y = theme::GAP;
            let last = panels.len().saturating_sub(1);
            for (place, panel) in panels.iter_mut().enumerate() {
                let explanation = panel.explanation(context);
                let card = Card::new(panel.title()).note(&explanation).help(panel.help());
                let card = if place == last { card.fill_height() } else { card };
                card.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = spacing;
                    ui.push_id(panel.id(), |ui| panel.ui(ui, context));
                });
            }
        });
}
