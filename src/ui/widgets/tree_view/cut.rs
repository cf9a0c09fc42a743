//! The line at the cursor, its pill, and the numbers along the branches.

use egui::{Align2, CursorIcon, Painter, Pos2, Rangef, Rect, Response, Stroke, Ui, Vec2};

use super::axis::DepthAxis;
use super::clusters::Inks;
use super::detail::Detail;
use super::projection::Projection;
use super::window::Layout;
use crate::ui::theme;
use crate::ui::widgets::paint;

/// The foot below the drawing: numbers, and the pill over them.
pub const FOOT: f32 = 24.0;
/// How near the pointer must be to the line to take it.
const GRIP: f32 = 5.0;
/// Dots at crossings nearer than this to each other are left out.
const DOTS: f32 = 7.0;

/// Draws the line, its dots where it crosses branches, and the pill.
pub fn draw(painter: &Painter, detail: &Detail, projection: &Projection, inks: &Inks<'_>, axis: &DepthAxis) {
    let Some(cut) = &inks.scene.cut else { return };
    let along = projection.along(axis.depth(cut.position));
    let stroke = Stroke::new(2.0, inks.tokens.accent);
    if projection.layout.is_round() {
        painter.circle_stroke(projection.centre(), along, stroke);
    } else {
        let x = projection.point(along, 0.0).x;
        painter.vline(x, Rangef::new(projection.sight.top(), projection.area.bottom()), stroke);
    }
    let mut last = f32::MIN;
    let crossed = detail.branches.iter().filter(|branch| branch.from < along && along <= branch.along);
    for branch in crossed.filter(|_| projection.layout != Layout::Icicle) {
        if branch.across - last >= DOTS {
            last = branch.across;
            painter.circle_filled(projection.point(along, branch.across), 4.0, inks.line(branch.node));
        }
    }
}

/// Draws the pill at the foot of the line, and says what it covers; none where the line is out of sight.
pub fn draw_pill(ui: &Ui, projection: &Projection, inks: &Inks<'_>, axis: &DepthAxis) -> Option<Rect> {
    let cut = inks.scene.cut?;
    let along = projection.along(axis.depth(cut.position));
    let at = if projection.layout.is_round() {
        projection.centre() + Vec2::new(0.0, along)
    } else {
        Pos2::new(projection.point(along, 0.0).x, projection.area.bottom() + FOOT / 2.0)
    };
    if !projection.sight.expand2(Vec2::new(0.0, FOOT)).contains(at) {
        return None;
    }
    let (tokens, text) = (inks.tokens, (cut.text)(cut.position));
    let galley = paint::line(ui, &text, theme::medium(11.5 * tokens.theme.metrics().scale), tokens.on_accent);
    let size = galley.size() + Vec2::new(18.0, 5.0);
    let room = projection.sight;
    let x = at.x.clamp(room.left() + size.x / 2.0, (room.right() - size.x / 2.0).max(room.left() + size.x / 2.0));
    let rect = Rect::from_center_size(Pos2::new(x, at.y), size);
    ui.painter().rect_filled(rect, size.y / 2.0, tokens.accent);
    paint::galley(ui, galley, rect.center(), Align2::CENTER_CENTER);
    Some(rect)
}

/// Whether the pointer could take the line.
pub fn grips(projection: &Projection, inks: &Inks<'_>, axis: &DepthAxis, pointer: Pos2) -> bool {
    let Some(cut) = &inks.scene.cut else { return false };
    let along = projection.along(axis.depth(cut.position));
    let near = (projection.lengths(pointer).0 - along).abs() <= GRIP;
    near && projection.sight.expand2(Vec2::new(GRIP, FOOT)).contains(pointer)
}

/// The position that the pointer asks for while it holds the line.
pub fn dragged(response: &Response, projection: &Projection, axis: &DepthAxis) -> Option<f64> {
    let pointer = response.interact_pointer_pos()?;
    response.ctx.set_cursor_icon(CursorIcon::ResizeHorizontal);
    Some(axis.position(projection.depth(projection.lengths(pointer).0)))
}

/// The name of the axis at the right end of the foot, and the numbers, where they cover neither it nor what is there.
pub fn draw_axis(ui: &Ui, projection: &Projection, axis: &DepthAxis, name: &str, mut taken: Vec<Rect>) {
    let tokens = theme::tokens(ui.ctx());
    let font = egui::FontId::proportional(tokens.theme.metrics().small);
    let seen = [0.0, projection.area.width()].map(|along| projection.depth(along));
    let most = (projection.area.width() / 72.0) as usize;
    let top = projection.area.bottom() + 5.0;
    let galley = paint::elided(ui, name, font.clone(), tokens.soft, projection.area.width() / 3.0);
    let end = taken.iter().map(Rect::left).filter(|left| *left > projection.area.center().x);
    let end = end.fold(projection.sight.right() - 4.0, |end, left| end.min(left - 12.0));
    let place = Align2::RIGHT_TOP.anchor_size(Pos2::new(end, top + 1.0), galley.size());
    if taken.iter().all(|other| !other.intersects(place)) {
        ui.painter().galley(place.min, galley, tokens.soft);
        taken.push(place);
    }
    for (depth, text) in axis.ticks(seen, most) {
        let x = projection.point(projection.along(depth), 0.0).x;
        ui.painter().vline(x, Rangef::new(top - 4.0, top), Stroke::new(1.0, tokens.hairline));
        let galley = paint::line(ui, &text, font.clone(), tokens.soft);
        let left = (x - galley.size().x / 2.0).max(projection.sight.left());
        let rect = Rect::from_min_size(Pos2::new(left, top + 1.0), galley.size());
        let free = taken.iter().all(|other| !other.expand2(Vec2::new(8.0, 0.0)).intersects(rect));
        if free {
            ui.painter().galley(rect.min, galley, tokens.soft);
            taken.push(rect);
        }
    }
}
