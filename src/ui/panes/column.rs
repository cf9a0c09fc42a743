//! The left column of a lab: what the model is, card under card.

use crate::ui::lab::{LabPanels, Place};
use crate::ui::panes::Panes;
use crate::ui::theme;
use crate::ui::widgets::Card;

/// Draws the left column, which can be made wider and narrower: `[usual, least, most]` width. The last panel takes the
/// height that those above it leave.
pub fn column_ui<L: LabPanels>(
    ui: &mut egui::Ui,
    [usual, least, most]: [f32; 3],
    panes: &mut Panes<L>,
    context: &mut L::Context<'_>,
) {
    let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
    let frame = egui::Frame::new().outer_margin(egui::Margin { right: theme::GAP as i8, ..egui::Margin::ZERO });
    egui::Panel::left(panes.name)
        .default_size(usual * scale)
        .min_size(least)
        .max_size(most * scale)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let spacing = ui.spacing().item_spacing.y;
            ui.spacing_mut().item_spacing.y = theme::GAP;
            let mut panels = panes.panels.iter_mut().filter(|panel| panel.info().place == Place::Left).peekable();
            while let Some(panel) = panels.next() {
                let info = panel.info();
                let explanation = panel.explanation(context);
                let card = Card::new(info.title).note(&explanation).help(info.help);
                let card = if panels.peek().is_none() { card.fill_height() } else { card };
                card.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = spacing;
                    ui.push_id(info.id, |ui| panel.ui(ui, context));
                });
            }
        });
}
