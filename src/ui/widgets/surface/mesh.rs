//! The patches of a surface and what lies on it, painted from the back to the front.

use egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2};

use super::light::falls;
use super::patch::{self, Corner};
use super::scene::Marble;
use super::view::{HEIGHT, Projection};
use crate::ui::theme::{Tokens, mix};

/// Lines of the net on each axis, at most, and how strong they and the contours are.
const NET_LINES: usize = 12;
const NET: f32 = 0.16;
const CONTOUR: f32 = 0.55;
/// How opaque the surface is where it is seen from below.
const GLASS: f32 = 0.3;
/// By how much of the scale a point at the edge stands out that is left out.
const CREST: f32 = 0.04;
/// Half the side of a small dot, and the radii of small marbles and of the one that counts.
const DOT: f32 = 0.9;
const SMALL: f32 = 3.4;
const LARGE: f32 = 7.0;

/// What is painted, in parts: places from −1 to 1, heights from 0 to 1.
pub(super) struct Relief<'a> {
    pub side: usize,
    /// Heights; not-a-number where there are none, above 1 where they are cut off.
    pub heights: &'a [f32],
    pub projection: Projection,
    /// Heights at which lines are drawn.
    pub levels: &'a [f32],
    /// Small points on the surface.
    pub dots: &'a [[f32; 2]],
    /// Where each marble is, its height and that of the surface below it.
    pub marbles: &'a [(Marble, [f32; 2], f32, f32)],
    /// How large marks are.
    pub size: f32,
}

enum Piece {
    Patch(usize, usize),
    Dot(Pos2),
    Marble(usize),
}

impl Relief<'_> {
    fn height(&self, column: usize, row: usize) -> f32 {
        if column >= self.side {
            return f32::NAN;
        }
        self.heights.get(row * self.side + column).copied().unwrap_or(f32::NAN)
    }

    fn along(&self, place: usize) -> f32 {
        2.0 * place as f32 / (self.side - 1) as f32 - 1.0
    }

    fn step(&self) -> f32 {
        2.0 / (self.side - 1) as f32
    }

    /// The height at a point, between its four nearest; not-a-number where one is missing.
    pub fn height_at(&self, [u, v]: [f32; 2]) -> f32 {
        if !(u.abs() <= 1.0 && v.abs() <= 1.0) {
            return f32::NAN;
        }
        let cell = |place: f32| {
            let along = f32::midpoint(place, 1.0) * (self.side - 1) as f32;
            let whole = (along.floor().max(0.0) as usize).min(self.side - 2);
            (whole, along - whole as f32)
        };
        let ((column, right), (row, up)) = (cell(u), cell(v));
        let mixed = |row: usize| self.height(column, row) * (1.0 - right) + self.height(column + 1, row) * right;
        mixed(row) * (1.0 - up) + mixed(row + 1) * up
    }

    fn corner(&self, column: usize, row: usize) -> Option<Corner> {
        let height = self.height(column, row);
        if !height.is_finite() {
            return None;
        }
        if self.is_crest(column, row, height) {
            return None;
        }
        // From neighbour to neighbour, where there are both, else to the one that there is.
        let slope = |before: f32, after: f32| {
            let (back, ahead) = (height - before, after - height);
            let rise = match (back.is_finite(), ahead.is_finite()) {
                (true, true) => f32::midpoint(back, ahead),
                (true, false) => back,
                (false, true) => ahead,
                (false, false) => 0.0,
            };
            rise * HEIGHT / self.step()
        };
        let left = column.checked_sub(1).map_or(f32::NAN, |left| self.height(left, row));
        let below = row.checked_sub(1).map_or(f32::NAN, |below| self.height(column, below));
        let (right, away) = self
            .projection
            .turn([slope(left, self.height(column + 1, row)), slope(below, self.height(column, row + 1))]);
        let at = [self.along(column), self.along(row)];
        Some(Corner { place: self.projection.place(at, height), at, height, light: falls(right, away) })
    }

    /// Whether a point at the edge of what there is stands out from its neighbours: where the surface turns up into a wall,
    /// the grid meets it here and there, and would show teeth that are none.
    fn is_crest(&self, column: usize, row: usize, height: f32) -> bool {
        let inner = |place: usize| place > 0 && place < self.side - 1;
        if !(inner(column) && inner(row)) {
            return false;
        }
        let around = [(column - 1, row), (column + 1, row), (column, row - 1), (column, row + 1)];
        let heights = around.map(|(column, row)| self.height(column, row));
        let highest = heights.into_iter().filter(|height| height.is_finite()).fold(f32::NEG_INFINITY, f32::max);
        heights.iter().any(|height| height.is_nan()) && height > highest + CREST
    }

    fn corners(&self) -> Vec<Option<Corner>> {
        (0..self.side * self.side).map(|place| self.corner(place % self.side, place / self.side)).collect()
    }

    /// The part of a patch that is drawn.
    fn cut(&self, corners: &[Option<Corner>], (column, row): (usize, usize), part: &mut Vec<Corner>) {
        let around = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
        patch::cut(around.map(|(column, row)| corners.get(row * self.side + column).copied().flatten()), part);
    }

    fn patches(&self) -> impl Iterator<Item = (usize, usize)> {
        let last = self.side - 1;
        (0..last * last).map(move |place| (place % last, place / last))
    }

    /// The point of the surface that is seen at a place of the screen: where it is, and how high.
    pub fn under(&self, pointer: Pos2) -> Option<([f32; 2], f32)> {
        let (corners, mut part) = (self.corners(), Vec::new());
        let found = self.patches().filter_map(|patch| {
            self.cut(&corners, patch, &mut part);
            patch::under(&part, pointer)
        });
        found.min_by(|(one, _), (other, _)| self.projection.away(*one).total_cmp(&self.projection.away(*other)))
    }

    /// Paints everything.
    pub fn paint(&self, painter: &Painter, tokens: &Tokens) {
        let step = self.step();
        let mut pieces: Vec<(f32, Piece)> = Vec::with_capacity(self.heights.len());
        pieces.extend(self.patches().map(|(column, row)| {
            let middle = [self.along(column) + step / 2.0, self.along(row) + step / 2.0];
            (self.projection.away(middle), Piece::Patch(column, row))
        }));
        // What lies on a patch comes after it, and after the one behind it.
        let nearer = |at: [f32; 2]| self.projection.away(at) - step;
        pieces.extend(self.dots.iter().filter_map(|&at| {
            let height = self.height_at(at);
            (height <= 1.0).then(|| (nearer(at), Piece::Dot(self.projection.place(at, height))))
        }));
        pieces.extend(self.marbles.iter().enumerate().map(|(index, marble)| {
            // The one that counts is seen whatever lies before it.
            (if marble.0.large { f32::NEG_INFINITY } else { nearer(marble.1) }, Piece::Marble(index))
        }));
        pieces.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (corners, mut part) = (self.corners(), Vec::new());
        let mut mesh = Mesh::default();
        for (_, piece) in pieces {
            match piece {
                Piece::Patch(column, row) => {
                    self.cut(&corners, (column, row), &mut part);
                    self.add_patch(&mut mesh, (column, row), &part, tokens);
                }
                Piece::Dot(place) => {
                    let half = Vec2::splat(DOT * self.size);
                    mesh.add_colored_rect(
                        Rect::from_min_max(place - half, place + half),
                        tokens.ink.gamma_multiply(0.7),
                    );
                }
                Piece::Marble(index) => {
                    painter.add(Shape::mesh(std::mem::take(&mut mesh)));
                    self.paint_marble(painter, index, tokens);
                }
            }
        }
        painter.add(Shape::mesh(mesh));
    }

    fn add_patch(&self, mesh: &mut Mesh, (column, row): (usize, usize), part: &[Corner], tokens: &Tokens) {
        // A wall in front is of glass.
        let opacity = if patch::is_seen_from_below(part) { GLASS } else { 1.0 };
        patch::fill(mesh, part, opacity);
        let every = (self.side - 1).div_ceil(NET_LINES);
        let net = tokens.background.gamma_multiply(NET * opacity);
        // Along the two sides of the patch that belong to it: a part that was cut off has them shorter.
        let along = |axis: usize, value: f32| {
            let mut ends =
                part.iter().filter(|corner| (corner.at[axis] - value).abs() < 1e-4).map(|corner| corner.place);
            ends.next().zip(ends.next())
        };
        let lines = [
            row.is_multiple_of(every).then(|| along(1, self.along(row))),
            column.is_multiple_of(every).then(|| along(0, self.along(column))),
        ];
        for (from, to) in lines.into_iter().flatten().flatten() {
            line(mesh, from, to, 1.5, net);
        }
        let ink = tokens.background.gamma_multiply(CONTOUR * opacity);
        for [from, to] in self.levels.iter().filter_map(|&level| patch::contour(part, level)) {
            line(mesh, from, to, 1.5 * self.size, ink);
        }
    }

    fn paint_marble(&self, painter: &Painter, index: usize, tokens: &Tokens) {
        let Some((marble, at, height, below)) = self.marbles.get(index) else { return };
        let top = self.projection.place(*at, height.clamp(0.0, 1.0));
        let radius = if marble.large { LARGE } else { SMALL } * self.size;
        if marble.large && below.is_finite() {
            let foot = self.projection.place(*at, below.clamp(0.0, 1.0));
            painter.line_segment([foot, top], Stroke::new(1.5 * self.size, tokens.ink));
            painter.circle_filled(foot, 2.0 * self.size, tokens.ink);
        }
        let ring = Stroke::new(if marble.large { 1.5 } else { 1.0 } * self.size, tokens.background);
        painter.circle(top, radius, tokens.accent, ring);
        let bright = if tokens.theme.is_dark() { tokens.ink } else { tokens.panel };
        let shine = mix(tokens.accent, bright, 0.6);
        painter.circle_filled(top - Vec2::splat(0.3 * radius), 0.28 * radius, shine);
    }
}

/// A line as part of the mesh: what lies in front covers it.
fn line(mesh: &mut Mesh, from: Pos2, to: Pos2, width: f32, colour: Color32) {
    let side = (to - from).normalized().rot90() * (width / 2.0);
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
    use crate::ui::widgets::surface::view::SurfaceView;

    fn relief(heights: &[f32], view: SurfaceView) -> Relief<'_> {
        let room = Rect::from_min_size(Pos2::ZERO, Vec2::new(400.0, 300.0));
        let side = heights.len().isqrt();
        let projection = Projection::new(view, room);
        Relief { side, heights, projection, levels: &[], dots: &[], marbles: &[], size: 1.0 }
    }

    #[test]
    fn what_is_pointed_at_is_what_is_seen() {
        let heights: Vec<f32> = (0..25).map(|k| 0.5 + 0.4 * (k as f32 * 0.9).sin()).collect();
        let relief = relief(&heights, SurfaceView { above: 0.9, ..SurfaceView::default() });
        for at in [[0.1, -0.3], [0.9, 0.9], [-0.7, 0.2]] {
            let place = relief.projection.place(at, relief.height_at(at));
            let (found, height) = relief.under(place).unwrap();
            // Patches are two triangles, heights between their corners bend.
            assert!((0..2).all(|axis| (found[axis] - at[axis]).abs() < 0.12), "{found:?} is not {at:?}");
            assert!((height - relief.height_at(at)).abs() < 0.1);
        }
        assert_eq!(relief.under(Pos2::new(-50.0, 0.0)), None);
    }

    #[test]
    fn what_is_missing_has_no_height() {
        let mut heights = vec![0.5; 9];
        heights[0] = f32::NAN;
        let relief = relief(&heights, SurfaceView::default());
        assert!(relief.height_at([-0.9, -0.9]).is_nan() && relief.height_at([1.2, 0.0]).is_nan());
        assert_eq!(relief.height_at([0.5, 0.5]), 0.5);
        assert_eq!(relief.corners().iter().flatten().count(), 8);
    }
}
