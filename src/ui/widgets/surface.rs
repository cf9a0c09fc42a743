//! A surface over a square that can be turned: drawn as one mesh, its patches sorted from the back to the front.

use egui::{
    Align2, Color32, CornerRadius, FontId, Key, Mesh, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2,
};

use super::paint;
use crate::ui::theme::{self, ColourMap};

/// How far it is turned, in radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// About the vertical.
    pub around: f32,
    /// From above: 0 is from the side.
    pub above: f32,
}

impl Default for Turn {
    fn default() -> Self {
        Self { around: 0.6, above: 0.55 }
    }
}

/// Least and greatest angle from which it is seen: never from below.
const ABOVE: (f32, f32) = (0.08, 1.5);
/// Radians for a point of dragging, and for an arrow key.
const DRAGGED: f32 = 0.008;
const KEY: f32 = 0.12;
/// A line of the net for every so many patches.
const NET: usize = 5;
/// Its height, where the half side of the square is 1.
const HEIGHT: f32 = 0.9;
/// Room for the names of the corners.
const MARGIN: Vec2 = Vec2::new(34.0, 22.0);
const MARBLE: f32 = 6.0;

/// What lies on it or above it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marble {
    /// Where, each from −1 to 1.
    pub at: [f64; 2],
    /// How high.
    pub value: f64,
    /// The height of the surface there.
    pub below: f64,
}

/// A surface.
#[must_use = "call show"]
#[derive(Clone, Copy, Debug)]
pub struct Surface<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Values along each side.
    pub side: usize,
    /// `side` × `side` values, row by row.
    pub values: &'a [f64],
    /// The names of the corners (−1, −1), (1, −1), (−1, 1), (1, 1).
    pub corners: [&'a str; 4],
    pub marble: Option<Marble>,
}

/// From points of the surface to those of the screen.
struct View {
    centre: Pos2,
    scale: f32,
    turn: Turn,
    low: f64,
    high: f64,
}

impl View {
    fn fraction(&self, value: f64) -> f32 {
        ((value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE)) as f32
    }

    /// The place on the screen, and how far away it is.
    fn place(&self, [u, v]: [f32; 2], value: f64) -> (Pos2, f32) {
        let ((sin, cos), (above, flat)) = (self.turn.around.sin_cos(), self.turn.above.sin_cos());
        let (across, away) = (u * cos - v * sin, u * sin + v * cos);
        let up = away * above + (self.fraction(value) - 0.5) * HEIGHT * flat;
        (self.centre + Vec2::new(across, -up) * self.scale, away)
    }
}

impl Surface<'_> {
    /// Draws it into the room there is, and turns it where it is dragged or the arrow keys are pressed.
    pub fn show(self, ui: &mut Ui, turn: &mut Turn) -> Response {
        let room = ui.available_size().max(Vec2::splat(1.0));
        let (rect, response) = ui.allocate_exact_size(room, Sense::click_and_drag());
        paint::name(ui, &response, Role::Image, self.name);
        turn_by(ui, &response, turn);
        if self.side >= 2 && self.values.len() >= self.side * self.side && rect.is_positive() {
            self.paint(ui, rect, *turn);
        }
        paint::focus_ring(ui, &response, CornerRadius::same(4));
        response
    }

    fn value(&self, column: usize, row: usize) -> f64 {
        self.values.get(row * self.side + column).copied().unwrap_or_default()
    }

    fn paint(&self, ui: &Ui, rect: Rect, turn: Turn) {
        let tokens = theme::tokens(ui.ctx());
        let all = self.values.iter().copied().chain(self.marble.map(|marble| marble.value));
        let (low, high) =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let inner = rect.shrink2(MARGIN);
        // A corner of the square is √2 away from its middle.
        let high_enough = 2.0 * std::f32::consts::SQRT_2 * turn.above.sin() + HEIGHT * turn.above.cos();
        let scale = (inner.width() / (2.0 * std::f32::consts::SQRT_2)).min(inner.height() / high_enough).max(1.0);
        let view = View { centre: rect.center(), scale, turn, low, high };
        let painter = ui.painter().with_clip_rect(rect);
        painter.add(Shape::mesh(self.mesh(&view, tokens.background)));
        let font = FontId::proportional(tokens.theme.metrics().small);
        for (corner, name) in self.corners.iter().enumerate() {
            let (column, row) = ((corner % 2) * (self.side - 1), (corner / 2) * (self.side - 1));
            let (at, _) = view.place([self.along(column), self.along(row)], self.value(column, row));
            painter.circle_filled(at, 2.5, tokens.ink);
            let name = paint::line(ui, name, font.clone(), tokens.ink);
            paint::galley(ui, name, at + Vec2::new(0.0, 5.0), Align2::CENTER_TOP);
        }
        if let Some(marble) = self.marble {
            let at = marble.at.map(|place| place as f32);
            let ((top, _), (foot, _)) = (view.place(at, marble.value), view.place(at, marble.below));
            painter.line_segment([foot, top], Stroke::new(1.5, tokens.ink));
            painter.circle(top, MARBLE, tokens.accent, Stroke::new(1.5, tokens.ink));
        }
    }

    fn along(&self, place: usize) -> f32 {
        2.0 * place as f32 / (self.side - 1) as f32 - 1.0
    }

    fn mesh(&self, view: &View, ground: Color32) -> Mesh {
        let map = ColourMap::sequential();
        let mut patches: Vec<(f32, usize, usize)> = Vec::with_capacity((self.side - 1) * (self.side - 1));
        for row in 0..self.side - 1 {
            for column in 0..self.side - 1 {
                let middle = [self.along(column) + self.along(column + 1), self.along(row) + self.along(row + 1)];
                patches.push((view.place(middle.map(|sum| sum / 2.0), view.low).1, column, row));
            }
        }
        patches.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut mesh = Mesh::default();
        for (_, column, row) in patches {
            let corner = |column: usize, row: usize| {
                let value = self.value(column, row);
                (view.place([self.along(column), self.along(row)], value).0, map.at(view.fraction(value)))
            };
            let corners =
                [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)];
            let first = mesh.vertices.len() as u32;
            for (at, colour) in corners {
                mesh.colored_vertex(at, colour);
            }
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first, first + 2, first + 3);
            let [(a, _), (b, _), (_, _), (d, _)] = corners;
            if row % NET == 0 {
                line(&mut mesh, a, b, ground);
            }
            if column % NET == 0 {
                line(&mut mesh, a, d, ground);
            }
        }
        mesh
    }
}

/// Turns it as far as it was dragged, or by the arrow keys.
fn turn_by(ui: &Ui, response: &Response, turn: &mut Turn) {
    let mut by = response.drag_delta() * DRAGGED;
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        for (key, step) in [
            (Key::ArrowLeft, Vec2::new(-KEY, 0.0)),
            (Key::ArrowRight, Vec2::new(KEY, 0.0)),
            (Key::ArrowUp, Vec2::new(0.0, -KEY)),
            (Key::ArrowDown, Vec2::new(0.0, KEY)),
        ] {
            if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                by += step;
            }
        }
        let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    turn.around = (turn.around + by.x) % std::f32::consts::TAU;
    turn.above = (turn.above + by.y).clamp(ABOVE.0, ABOVE.1);
    if response.double_clicked() {
        *turn = Turn::default();
    }
}

/// A line of the net, half transparent, as part of the mesh: what lies in front covers it.
fn line(mesh: &mut Mesh, from: Pos2, to: Pos2, ground: Color32) {
    let side = (to - from).normalized().rot90() * 0.5;
    let colour = ground.gamma_multiply(0.45);
    let first = mesh.vertices.len() as u32;
    for at in [from + side, to + side, to - side, from - side] {
        mesh.colored_vertex(at, colour);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first, first + 2, first + 3);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_farther_is_drawn_first_and_what_is_higher_stands_higher() {
        let values: Vec<f64> = (0..9).map(f64::from).collect();
        let surface = Surface { name: "", side: 3, values: &values, corners: [""; 4], marble: None };
        let turn = Turn { around: 0.0, above: 0.5 };
        let view = View { centre: Pos2::ZERO, scale: 100.0, turn, low: 0.0, high: 8.0 };
        let (low, high) = (view.place([0.3, 0.1], 0.0).0, view.place([0.3, 0.1], 8.0).0);
        assert!(high.y < low.y && high.x == low.x);
        let mesh = surface.mesh(&view, Color32::TRANSPARENT);
        // Unturned, the second row of patches is the farther one: its corners have the values 3 to 8.
        let (back, _) = view.place([surface.along(0), surface.along(1)], 3.0);
        assert_eq!(mesh.vertices[0].pos, back);
        assert!(mesh.is_valid());
    }
}
