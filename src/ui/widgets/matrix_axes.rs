//! What rows and columns of a matrix stand for: numbers and names at its left and below it.

use egui::{Align2, FontId, Rect, Ui, Vec2, pos2, vec2};

use super::paint;
use crate::ui::theme;

/// Between the matrix and its numbers.
const GAP: f32 = 5.0;
/// Numbers along x are so far apart at least.
const APART: f32 = 8.0;

/// One side of a matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatrixAxis<'a> {
    /// What is counted along it.
    pub name: &'a str,
    /// A number for each cell, along y from the bottom; those without room are left out.
    pub numbers: &'a [String],
}

/// Both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatrixAxes<'a> {
    pub x: MatrixAxis<'a>,
    pub y: MatrixAxis<'a>,
}

fn font(ui: &Ui) -> FontId {
    FontId::proportional(theme::tokens(ui.ctx()).theme.metrics().small)
}

impl MatrixAxes<'_> {
    /// The corners of the room that numbers and names take: at left and above, at right and below.
    pub(super) fn margins(&self, ui: &Ui) -> [Vec2; 2] {
        let font = font(ui);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let widest = self.y.numbers.iter().map(|number| paint::width(ui, number, font.clone())).fold(0.0, f32::max);
        [vec2(widest + GAP, line + GAP), vec2(0.0, line + GAP)]
    }

    /// Paints them around the matrix in `cells`.
    pub(super) fn paint(&self, ui: &Ui, cells: Rect) {
        let (font, colour) = (font(ui), theme::tokens(ui.ctx()).soft);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let middle = |place: usize, count: usize| (place as f32 + 0.5) / count.max(1) as f32;
        let text = |text: &str| paint::line(ui, text, font.clone(), colour);
        let mut free = f32::INFINITY;
        for (place, number) in self.y.numbers.iter().enumerate() {
            let y = egui::lerp(cells.bottom()..=cells.top(), middle(place, self.y.numbers.len()));
            if y + line / 2.0 <= free {
                free = y - line / 2.0;
                paint::galley(ui, text(number), pos2(cells.left() - GAP, y), Align2::RIGHT_CENTER);
            }
        }
        let mut free = f32::NEG_INFINITY;
        for (place, number) in self.x.numbers.iter().enumerate() {
            let x = egui::lerp(cells.x_range(), middle(place, self.x.numbers.len()));
            let galley = text(number);
            let half = galley.size().x / 2.0;
            if x - half >= free {
                free = x + half + APART;
                paint::galley(ui, galley, pos2(x, cells.bottom() + GAP), Align2::CENTER_TOP);
            }
        }
        paint::galley(ui, text(self.y.name), pos2(cells.left(), cells.top() - GAP), Align2::LEFT_BOTTOM);
        // Right of the last number, below the scale of colours.
        paint::galley(ui, text(self.x.name), pos2(cells.right() + APART, cells.bottom() + GAP), Align2::LEFT_TOP);
    }
}
