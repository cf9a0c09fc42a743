//! A card over the lower left corner: how far something has come, and a button that ends it.

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Role, Stroke, vec2};

use crate::ui::theme;
use crate::ui::widgets::{Button, paint};

/// Distance from the corner, over rail and timeline.
const FROM_CORNER: egui::Vec2 = vec2(16.0, -92.0);
/// Padding of a card above and below its row, and what is between two cards.
const AROUND: f32 = 24.0;

/// What there are cards of, the lowest first: two of them at once do not cover each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Card {
    Film,
    Replay,
}

/// Draws the card; whether its button was pressed.
pub fn progress_card_ui(ctx: &Context, card: Card, sentence: &str, button: Option<Button<'_>>) -> bool {
    let tokens = theme::tokens(ctx);
    let higher = f32::from(card as u8) * (tokens.theme.metrics().control + AROUND);
    let area = Area::new(Id::unique(("progress", card))).order(Order::Foreground);
    let area = area.anchor(Align2::LEFT_BOTTOM, FROM_CORNER - vec2(0.0, higher));
    let frame = Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.5, tokens.hairline))
        .corner_radius(paint::PANEL_RADIUS)
        .inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 8 });
    let shown = area.show(ctx, |ui| {
        let row = frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                let label = ui.label(sentence);
                paint::name(ui, &label, Role::Status, sentence);
                button.is_some_and(|button| button.show(ui).clicked())
            })
            .inner
        });
        row.inner
    });
    shown.inner
}
