//! Shares of a whole as pieces of one bar, labelled inside where the label fits.

use egui::{Align2, Color32, CornerRadius, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::paint;
use crate::ui::theme;

#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// What may stand in it, the longest first: `B snail 172`, `B 172`, `172`.
    pub labels: [&'a str; 3],
    /// What the piece says when hovered.
    pub sentence: &'a str,
    /// Its size; negative and non-finite ones count as zero.
    pub value: f64,
    pub colour: Color32,
}

/// A bar over the whole width; the index of the piece under the pointer.
pub fn stacked_bar_ui(ui: &mut Ui, name: &str, parts: &[Part<'_>]) -> Option<usize> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let height = (26.0 * metrics.scale).round();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let id = response.id;
    paint::name(ui, &response, Role::Figure, name);
    let size = |part: &Part<'_>| if part.value.is_finite() { part.value.max(0.0) } else { 0.0 };
    let total: f64 = parts.iter().map(size).sum();
    let round = CornerRadius::same(5);
    ui.painter().rect_filled(rect, round, tokens.raised);
    if total <= 0.0 || !total.is_finite() {
        return None;
    }
    let last = parts.iter().rposition(|part| size(part) > 0.0);
    let mut before = 0.0;
    let mut hovered = None;
    let mut first = true;
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| size(part) > 0.0) {
        let place = |part: f64| rect.left() + rect.width() * (part / total) as f32;
        let piece = Rect::from_x_y_ranges(place(before)..=place(before + size(part)), rect.y_range());
        before += size(part);
        let end = last == Some(index);
        let corners = CornerRadius {
            nw: if first { round.nw } else { 0 },
            sw: if first { round.sw } else { 0 },
            ne: if end { round.ne } else { 0 },
            se: if end { round.se } else { 0 },
        };
        first = false;
        ui.painter().rect_filled(piece, corners, part.colour);
        // A gap of one point keeps neighbours of similar colour apart.
        if !end {
            ui.painter().vline(piece.right() - 0.5, piece.y_range(), Stroke::new(1.0, tokens.panel));
        }
        label(ui, piece, part);
        let response = ui.interact(piece, id.with(index), Sense::hover());
        paint::name(ui, &response, Role::Label, part.sentence);
        if response.hovered() {
            hovered = Some(index);
            ui.painter().rect_stroke(piece, corners, Stroke::new(1.5, tokens.ink), StrokeKind::Inside);
        }
        response.on_hover_text(part.sentence);
    }
    hovered
}

/// The place of a bar that is still to come, with what it will show.
pub fn empty_bar_ui(ui: &mut Ui, sentence: &str) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new(ui.available_width(), (26.0 * metrics.scale).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint::name(ui, &response, Role::Label, sentence);
    ui.painter().rect_stroke(rect, CornerRadius::same(5), Stroke::new(1.0, tokens.faint), StrokeKind::Inside);
    let font = FontId::proportional(metrics.body);
    let text = paint::elided(ui, sentence, font, tokens.soft, rect.width() - 14.0);
    paint::galley(ui, text, rect.center(), Align2::CENTER_CENTER);
}

/// The longest of the labels that fits with its padding, or none: never a clipped one.
fn label(ui: &Ui, piece: Rect, part: &Part<'_>) {
    const PADDING: f32 = 7.0;
    const LEAST: f32 = 2.0;
    let tokens = theme::tokens(ui.ctx());
    let font = theme::semibold(tokens.theme.metrics().small);
    let fitting = part
        .labels
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| paint::line(ui, text, font.clone(), tokens.on(part.colour)))
        .find(|galley| galley.size().x + 2.0 * LEAST <= piece.width());
    if let Some(galley) = fitting {
        // The padding gives way before the label does.
        let padding = PADDING.min((piece.width() - galley.size().x) / 2.0);
        let at = piece.left_center() + Vec2::new(padding, 0.0);
        paint::galley(ui, galley, at, Align2::LEFT_CENTER);
    }
}
