//! The key of a colour scale in a line of text: a strip from what one end means to what the other does.

use egui::{Align2, Color32, FontId, Mesh, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::paint;
use crate::ui::theme;

const THICKNESS: f32 = 8.0;
const LONGEST: f32 = 120.0;
const GAP: f32 = 6.0;
const BANDS: u32 = 48;

/// Draws the key called `name` between the meanings of its ends; `colour` is asked for fractions of the way from the
/// first end to the second.
pub fn colour_key_ui(ui: &mut Ui, name: &str, ends: [&str; 2], colour: impl Fn(f32) -> Color32) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let font = FontId::proportional(tokens.theme.metrics().small);
    let [left, right] = ends.map(|text| paint::line(ui, text, font.clone(), tokens.soft));
    let words = left.size().x + right.size().x + 2.0 * GAP;
    let length = (ui.available_width() - words).clamp(0.0, LONGEST);
    let size = Vec2::new(words + length, left.size().y.max(right.size().y));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint::name(ui, &response, Role::Figure, &format!("{name}: from {} to {}", ends[0], ends[1]));
    let start = Pos2::new(rect.left() + left.size().x + GAP, rect.center().y - THICKNESS / 2.0);
    let strip = Rect::from_min_size(start, Vec2::new(length, THICKNESS));
    let mut mesh = Mesh::default();
    for band in 0..BANDS {
        let at = |band: u32| egui::lerp(strip.x_range(), band as f32 / BANDS as f32);
        let piece = Rect::from_x_y_ranges(at(band)..=at(band + 1), strip.y_range());
        mesh.add_colored_rect(piece, colour((band as f32 + 0.5) / BANDS as f32));
    }
    ui.painter().add(mesh);
    ui.painter().rect_stroke(strip, 0, Stroke::new(1.0, tokens.hairline), StrokeKind::Outside);
    paint::galley(ui, left, rect.left_center(), Align2::LEFT_CENTER);
    paint::galley(ui, right, Pos2::new(strip.right() + GAP, rect.center().y), Align2::LEFT_CENTER);
    response
}
