//! The floor under a surface, its axes, and their numbers.

use std::sync::Arc;

use egui::{Align2, FontId, Galley, Pos2, Rect, Shape, Stroke, Ui, Vec2};

use super::mesh::Relief;
use super::scene::Surface;
use super::view::{Projection, floor};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::{tick_text, ticks};

/// Numbers along an axis, at most, and the room that one takes.
const MOST: usize = 6;
/// Lines of equal height, at most.
const LINES: usize = 16;
const ROOM: f32 = 46.0;
/// How far numbers and names stand off the axis, in points.
const NUMBER: f32 = 6.0;
const NAME: f32 = 16.0;
/// Length of a tick.
const TICK: f32 = 4.0;
/// In smaller places there are no numbers.
const LEAST: Vec2 = Vec2::new(260.0, 190.0);
const LOW: f32 = 260.0;
/// The height of a picture whose marks are as large as they say.
const USUAL: f32 = 320.0;
/// What numbers and names take around the surface: at left, right, top, bottom.
const MARGINS: [f32; 4] = [58.0, 34.0, 20.0, 34.0];

/// Whether a place is so low that what stands above the picture must be short.
pub fn is_low(ui: &Ui) -> bool {
    ui.available_height() < LOW * theme::tokens(ui.ctx()).theme.metrics().scale
}

/// Whether there is room for numbers.
pub(super) fn has_numbers(rect: Rect, tokens: &Tokens) -> bool {
    let scale = tokens.theme.metrics().scale;
    rect.width() >= LEAST.x * scale && rect.height() >= LEAST.y * scale
}

/// The room that axes leave.
pub(super) fn inner(rect: Rect, tokens: &Tokens) -> Rect {
    if !has_numbers(rect, tokens) {
        return rect.shrink(8.0);
    }
    let [left, right, top, bottom] = MARGINS.map(|margin| margin * tokens.theme.metrics().scale);
    Rect::from_min_max(rect.min + Vec2::new(left, top), rect.max - Vec2::new(right, bottom))
}

/// The heights at which there are lines over the surface.
pub(super) fn levels(range: (f64, f64)) -> Vec<f64> {
    ticks(range, LINES).0
}

const CORNERS: [[f32; 2]; 4] = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];

/// The floor, with the lines of its numbers; below everything.
pub(super) fn paint_floor(ui: &Ui, scene: &Surface<'_>, projection: &Projection, tokens: &Tokens) {
    let corners = CORNERS.map(|corner| projection.place(corner, floor()));
    let border = Stroke::new(1.0, tokens.hairline);
    ui.painter().add(Shape::convex_polygon(corners.to_vec(), tokens.raised.gamma_multiply(0.5), border));
    for axis in 0..2 {
        for (value, _) in numbers(scene, projection, axis) {
            let at = |end: f32| if axis == 0 { [value, end] } else { [end, value] };
            let line = [-1.0, 1.0].map(|end| projection.place(at(end), floor()));
            ui.painter().line_segment(line, border);
        }
    }
}

/// Numbers and names along the two nearer edges of the floor, and those of the heights at the corner farthest left.
pub(super) fn paint_axes(ui: &Ui, scene: &Surface<'_>, projection: &Projection, tokens: &Tokens) {
    let font = FontId::proportional(tokens.theme.metrics().small);
    let middle = projection.place([0.0, 0.0], floor());
    for axis in 0..2 {
        // Of the two edges the nearer one.
        let edge = |side: f32| if axis == 0 { [0.0, side] } else { [side, 0.0] };
        let side = if projection.away(edge(-1.0)) < projection.away(edge(1.0)) { -1.0 } else { 1.0 };
        let at = |value: f32, side: f32| {
            let point = if axis == 0 { [value, side] } else { [side, value] };
            projection.place(point, floor())
        };
        let outwards = (at(0.0, side) - middle).normalized();
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        for (value, text) in numbers(scene, projection, axis) {
            let from = at(value, side);
            ui.painter().line_segment([from, from + outwards * TICK], Stroke::new(1.0, tokens.soft));
            beyond(ui, from, outwards, NUMBER, paint::line(ui, &text, font.clone(), tokens.soft));
        }
        let name = paint::line(ui, scene.axes[axis], font.clone(), tokens.ink);
        beyond(ui, at(0.0, side) + outwards * NAME + Vec2::new(0.0, line), outwards, NUMBER, name);
    }
    paint_heights(ui, scene, projection, tokens, font);
}

fn paint_heights(ui: &Ui, scene: &Surface<'_>, projection: &Projection, tokens: &Tokens, font: FontId) {
    let across = |corner: &[f32; 2]| projection.turn(*corner).0;
    let corner = CORNERS.into_iter().min_by(|a, b| across(a).total_cmp(&across(b))).unwrap_or(CORNERS[0]);
    let place = |height: f32| projection.place(corner, height);
    ui.painter().line_segment([place(floor()), place(1.0)], Stroke::new(1.0, tokens.soft));
    let (low, high) = scene.scale;
    let (values, step) = ticks(scene.scale, MOST);
    let mut lowest = f32::INFINITY;
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    for value in values {
        let at = place(((value - low) / (high - low)) as f32);
        ui.painter().line_segment([at, at - Vec2::new(TICK, 0.0)], Stroke::new(1.0, tokens.soft));
        // Seen from above the numbers would stand in each other.
        if lowest - at.y >= line {
            let text = paint::line(ui, &tick_text(value, step), font.clone(), tokens.soft);
            paint::galley(ui, text, at - Vec2::new(TICK + 3.0, 0.0), Align2::RIGHT_CENTER);
            lowest = at.y;
        }
    }
    let name = paint::line(ui, scene.height_name, font, tokens.ink);
    // The name begins above the axis, and goes to the right where it would leave the picture at left.
    let at = place(1.0) - Vec2::new(0.0, line);
    let left = (at.x - name.size().x / 2.0).max(ui.clip_rect().left());
    paint::galley(ui, name, Pos2::new(left, at.y), Align2::LEFT_CENTER);
}

/// A text that begins so far outwards from a place.
fn beyond(ui: &Ui, from: Pos2, outwards: Vec2, distance: f32, text: Arc<Galley>) {
    let half = text.size() / 2.0;
    let reach = outwards.x.abs() * half.x + outwards.y.abs() * half.y;
    paint::galley(ui, text, from + outwards * (distance + reach), Align2::CENTER_CENTER);
}

/// Places from −1 to 1 along an axis that have a number, and the numbers: as many as stand apart.
fn numbers(scene: &Surface<'_>, projection: &Projection, axis: usize) -> Vec<(f32, String)> {
    let (low, high) = scene.ranges[axis];
    let end = |value: f32| projection.place(if axis == 0 { [value, 0.0] } else { [0.0, value] }, 0.0);
    let length = (end(1.0) - end(-1.0)).length();
    let (values, step) = ticks((low, high), ((length / ROOM) as usize).clamp(2, MOST));
    let place = |value: f64| (2.0 * (value - low) / (high - low) - 1.0) as f32;
    values.into_iter().map(|value| (place(value), tick_text(value, step))).collect()
}

/// How large marks are: as type, and less in a small picture.
pub(super) fn mark_size(rect: Rect, tokens: &Tokens) -> f32 {
    let room = (rect.height() / USUAL).clamp(0.55, 1.4);
    tokens.theme.metrics().scale * room
}

/// Names at places on the surface, each with a dot.
pub(super) fn paint_names<'n>(
    ui: &Ui,
    names: impl Iterator<Item = ([f32; 2], &'n str)>,
    relief: &Relief<'_>,
    tokens: &Tokens,
) {
    let font = FontId::proportional(tokens.theme.metrics().small);
    for (at, name) in names {
        let height = relief.height_at(at);
        if !height.is_finite() {
            continue;
        }
        let place = relief.projection.place(at, height.clamp(0.0, 1.0));
        ui.painter().circle_filled(place, 2.5 * relief.size, tokens.ink);
        let name = paint::line(ui, name, font.clone(), tokens.ink);
        let above = place - Vec2::new(0.0, 6.0);
        let ground = Align2::CENTER_BOTTOM.anchor_size(above, name.size()).expand2(Vec2::new(3.0, 0.0));
        ui.painter().rect_filled(ground, 3.0, tokens.panel.gamma_multiply(0.75));
        paint::galley(ui, name, above, Align2::CENTER_BOTTOM);
    }
}
