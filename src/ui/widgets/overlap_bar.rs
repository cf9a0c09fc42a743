//! The overlap with a memory: full colour for the memory, hatched for its negative.

use egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2};

use super::paint;
use crate::ui::theme::{self, numbers};

const HEIGHT: f32 = 7.0;

/// A bar as long as |`overlap`|; negative overlaps are outlined and hatched. `name` says of what it is the overlap.
pub fn overlap_bar_ui(ui: &mut Ui, name: &str, overlap: f64, colour: Color32) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
    paint::name(ui, &response, Role::Meter, &format!("overlap with {name} {}", numbers::signed(overlap, 2)));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let round = CornerRadius::same(3);
    ui.painter().rect_filled(rect, round, tokens.raised);
    let size = if overlap.is_finite() { overlap.abs().min(1.0) as f32 } else { 0.0 };
    let filled = rect.with_max_x(rect.left() + rect.width() * size);
    if filled.width() < 0.5 {
        return response;
    }
    if overlap > 0.0 {
        // A tiny overlap still shows as a mark of its colour.
        let filled = filled.with_max_x(filled.right().max(rect.left() + 2.0));
        ui.painter().rect_filled(filled, round, colour);
    } else {
        hatch(ui, filled, colour);
        ui.painter().rect_stroke(filled, round, Stroke::new(1.0, colour), StrokeKind::Inside);
    }
    response
}

fn hatch(ui: &Ui, rect: Rect, colour: Color32) {
    const SPACING: f32 = 5.0;
    let lines = (rect.width() + rect.height()) / SPACING;
    let painter = ui.painter_at(rect);
    painter.extend((0..=lines as usize).map(|index| {
        let x = (index as f32).mul_add(SPACING, rect.left());
        Shape::line_segment(
            [egui::pos2(x, rect.top()), egui::pos2(x - rect.height(), rect.bottom())],
            Stroke::new(1.2, colour),
        )
    }));
}
