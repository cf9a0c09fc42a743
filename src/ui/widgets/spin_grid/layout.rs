//! Where the cells lie on the screen: pure geometry.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::strokes::Cell;
use crate::physics::spins::GridShape;

/// A grid laid into a rectangle, with square cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridLayout {
    /// The rectangle that the cells fill exactly.
    pub rect: Rect,
    /// Side of one cell, in points.
    pub cell: f32,
    pub shape: GridShape,
}

impl GridLayout {
    /// The largest grid that fits into `available`, centred across and at the top. Where a cell has room for at
    /// least one physical pixel, its side is a whole number of them and the grid starts on one: cells are sharp
    /// at every scale.
    pub fn fit(available: Rect, shape: GridShape, pixels_per_point: f32) -> Self {
        let side = Self::cell_side(available.size(), shape, pixels_per_point);
        let size = vec2(side * shape.width as f32, side * shape.height as f32);
        if !(size.x > 0.0 && size.y > 0.0) {
            return Self { rect: Rect::from_min_size(available.min, Vec2::ZERO), cell: 0.0, shape };
        }
        let left = available.left() + (available.width() - size.x) / 2.0;
        let snap = |value: f32| (value * pixels_per_point).round() / pixels_per_point;
        Self { rect: Rect::from_min_size(pos2(snap(left), snap(available.top())), size), cell: side, shape }
    }

    /// The side of a cell, in points, of the largest grid that fits into `size`; zero when nothing fits.
    pub fn cell_side(size: Vec2, shape: GridShape, pixels_per_point: f32) -> f32 {
        let side = (size.x / shape.width as f32).min(size.y / shape.height as f32);
        let pixels = side * pixels_per_point;
        if shape.cells() == 0 || !side.is_finite() || side <= 0.0 || pixels_per_point <= 0.0 {
            0.0
        } else if pixels >= 1.0 {
            pixels.floor() / pixels_per_point
        } else {
            side
        }
    }

    /// The cell under a position; `None` outside the grid.
    pub fn cell_at(&self, pos: Pos2) -> Option<Cell> {
        let cell = self.cell_unbounded(pos)?;
        cell.index(self.shape).map(|_| cell)
    }

    /// The cell nearest to a position; `None` only when the grid is empty.
    pub fn cell_clamped(&self, pos: Pos2) -> Option<Cell> {
        let cell = self.cell_unbounded(pos)?;
        Some(Cell::new(cell.col.clamp(0, self.shape.width as i32 - 1), cell.row.clamp(0, self.shape.height as i32 - 1)))
    }

    /// The cell a position would fall into if the grid went on beyond its edges, up to one grid's width away: a
    /// stroke that leaves the grid keeps its direction and comes back where it really does.
    pub fn cell_unbounded(&self, pos: Pos2) -> Option<Cell> {
        if self.cell <= 0.0 || pos.any_nan() {
            return None;
        }
        let offset = (pos - self.rect.min) / self.cell;
        let clamp = |value: f32, count: usize| (value.floor() as i32).clamp(-(count as i32), 2 * count as i32);
        Some(Cell::new(clamp(offset.x, self.shape.width), clamp(offset.y, self.shape.height)))
    }

    /// The rectangle of a cell, also outside the grid.
    pub fn rect_of(&self, cell: Cell) -> Rect {
        let corner = self.rect.min + vec2(cell.col as f32, cell.row as f32) * self.cell;
        Rect::from_min_size(corner, Vec2::splat(self.cell))
    }

    /// The sides of `cells` (sorted indices) that border on a cell not among them: the outline of a brush.
    pub fn outline(&self, cells: &[usize]) -> Vec<[Pos2; 2]> {
        let among = |cell: Cell| cell.index(self.shape).is_some_and(|index| cells.binary_search(&index).is_ok());
        let mut sides = Vec::new();
        for &index in cells {
            let cell = Cell::from_index(index, self.shape);
            let rect = self.rect_of(cell);
            for (dx, dy, side) in [
                (0, -1, [rect.left_top(), rect.right_top()]),
                (1, 0, [rect.right_top(), rect.right_bottom()]),
                (0, 1, [rect.left_bottom(), rect.right_bottom()]),
                (-1, 0, [rect.left_top(), rect.left_bottom()]),
            ] {
                if !among(Cell::new(cell.col + dx, cell.row + dy)) {
                    sides.push(side);
                }
            }
        }
        sides
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(width: f32, height: f32, shape: (usize, usize), scale: f32) -> GridLayout {
        let available = Rect::from_min_size(pos2(10.3, 20.7), vec2(width, height));
        GridLayout::fit(available, GridShape::new(shape.0, shape.1), scale)
    }

    #[test]
    fn cells_are_whole_pixels_at_every_scale() {
        for scale in [1.0, 1.25, 1.5, 2.0, 3.0] {
            for shape in [(28, 28), (8, 8), (64, 20), (1, 1), (5, 60)] {
                let layout = fit(301.0, 283.0, shape, scale);
                let whole = |value: f32| ((value * scale).round() - value * scale).abs() < 1e-3;
                assert!(whole(layout.cell), "{scale} {shape:?}: {}", layout.cell);
                assert!(whole(layout.rect.left()) && whole(layout.rect.top()), "{scale} {shape:?}");
                assert!(layout.rect.width() <= 301.0 && layout.rect.height() <= 283.0);
                // No larger whole cell would fit.
                let larger = layout.cell + 1.0 / scale;
                assert!(larger * shape.0 as f32 > 301.0 || larger * shape.1 as f32 > 283.0);
            }
        }
    }

    #[test]
    fn positions_and_cells_agree() {
        let layout = fit(300.0, 300.0, (28, 20), 2.0);
        for index in 0..layout.shape.cells() {
            let cell = Cell::from_index(index, layout.shape);
            assert_eq!(layout.cell_at(layout.rect_of(cell).center()), Some(cell));
            assert_eq!(layout.cell_clamped(layout.rect_of(cell).center()), Some(cell));
        }
        let outside = layout.rect.right_bottom() + vec2(3.0, 3.0);
        assert_eq!(layout.cell_at(outside), None);
        assert_eq!(layout.cell_clamped(outside), Some(Cell::new(27, 19)));
        assert_eq!(layout.cell_unbounded(outside), Some(Cell::new(28, 20)));
        assert_eq!(layout.cell_unbounded(pos2(1e9, -1e9)), Some(Cell::new(56, -20)));
    }

    #[test]
    fn empty_grids_and_rectangles_hold_no_cell() {
        for (width, height, shape) in
            [(0.0, 0.0, (28, 28)), (300.0, 0.0, (28, 28)), (300.0, 300.0, (0, 0)), (300.0, -5.0, (3, 3))]
        {
            let layout = fit(width, height, shape, 1.0);
            assert_eq!(layout.rect.size(), Vec2::ZERO);
            assert_eq!(layout.cell_at(layout.rect.min), None);
            assert_eq!(layout.cell_clamped(layout.rect.min), None);
        }
    }

    #[test]
    fn the_outline_of_a_block_is_its_border() {
        let layout = fit(100.0, 100.0, (10, 10), 1.0);
        // A 2 by 2 block: two sides a cell.
        assert_eq!(layout.outline(&[0, 1, 10, 11]).len(), 8);
        // Two cells that touch at a corner only.
        assert_eq!(layout.outline(&[0, 11]).len(), 8);
        assert!(layout.outline(&[]).is_empty());
    }
}
