//! What a surface is made of, and the widget.

use egui::{CornerRadius, Pos2, Rect, Response, Role, Sense, Ui, Vec2};

use super::mesh::Relief;
use super::view::{Projection, SurfaceView};
use super::{frame, pointer};
use crate::ui::theme;
use crate::ui::widgets::paint;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// What lies on it or above it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marble {
    /// Where, in the units of the axes.
    pub at: [f64; 2],
    /// How high; `None` puts it on the surface.
    pub height: Option<f64>,
    /// Whether it is the one that counts: large, always seen, with a line to the surface.
    pub large: bool,
}

/// A surface over a rectangle.
#[must_use = "call show"]
#[derive(Clone, Copy, Debug)]
pub struct Surface<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The sentence that a screen reader reads.
    pub summary: &'a str,
    /// Values along each side.
    pub side: usize,
    /// Heights row by row; not-a-number where there is none. Rows that are missing are not there yet.
    pub heights: &'a [f64],
    /// From where to where each axis goes.
    pub ranges: [(f64, f64); 2],
    /// The names of the axes, and of the heights.
    pub axes: [&'a str; 2],
    pub height_name: &'a str,
    /// The heights at the floor and at the top; above the top the surface is cut off.
    pub scale: (f64, f64),
    /// Places with a name.
    pub names: &'a [([f64; 2], &'a str)],
    /// Small points on the surface.
    pub dots: &'a [[f64; 2]],
    pub marbles: &'a [Marble],
}

/// What was done to it.
pub struct SurfaceAnswer {
    pub response: Response,
    /// The point of the surface under the pointer, in the units of axes and heights.
    pub hover: Option<[f64; 3]>,
}

impl Surface<'_> {
    /// Draws it into the room there is. It is turned where it is dragged or the arrow keys are pressed, and zoomed by the
    /// wheel.
    pub fn show(self, ui: &mut Ui, view: &mut SurfaceView) -> SurfaceAnswer {
        let size = ui.available_size().max(Vec2::splat(1.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let sentence =
            if self.summary.is_empty() { self.name.to_owned() } else { format!("{}: {}", self.name, self.summary) };
        paint::name(ui, &response, Role::Image, &sentence);
        let tokens = theme::tokens(ui.ctx());
        pointer::turn_by(ui, &response, frame::inner(rect, &tokens), view);
        let mut hover = None;
        if self.side >= 2 && rect.is_positive() && ui.is_rect_visible(rect) {
            hover = self.paint(ui, rect, *view, response.hover_pos());
        }
        paint::focus_ring(ui, &response, CornerRadius::same(4));
        let figure = Figure {
            name: self.name,
            size,
            table: &|| self.table(),
            draw: &|ui| drop(self.show(ui, &mut view.clone())),
            gestures: pointer::GESTURES,
        };
        take_out::offer(ui, &response, &figure);
        SurfaceAnswer { response, hover }
    }

    fn paint(&self, ui: &mut Ui, rect: Rect, view: SurfaceView, pointer: Option<Pos2>) -> Option<[f64; 3]> {
        let tokens = theme::tokens(ui.ctx());
        let projection = Projection::new(view, frame::inner(rect, &tokens));
        let clip = ui.clip_rect();
        ui.set_clip_rect(clip.intersect(rect));
        let (low, high) = self.scale;
        let part = |height: f64| ((height - low) / (high - low).max(f64::MIN_POSITIVE)) as f32;
        let heights: Vec<f32> = self.heights.iter().map(|&height| part(height)).collect();
        let levels: Vec<f32> = frame::levels(self.scale).into_iter().map(part).collect();
        let dots: Vec<[f32; 2]> = self.dots.iter().map(|&at| self.part(at)).collect();
        let size = frame::mark_size(rect, &tokens);
        let mut relief =
            Relief { side: self.side, heights: &heights, projection, levels: &levels, dots: &dots, marbles: &[], size };
        let placed = |marble: &Marble| {
            let at = self.part(marble.at);
            let below = relief.height_at(at);
            (*marble, at, marble.height.map_or(below, part), below)
        };
        let marbles: Vec<_> = self.marbles.iter().map(placed).filter(|(_, _, height, _)| height.is_finite()).collect();
        relief.marbles = &marbles;
        frame::paint_floor(ui, self, &projection, &tokens);
        relief.paint(ui.painter(), &tokens);
        if frame::has_numbers(rect, &tokens) {
            frame::paint_axes(ui, self, &projection, &tokens);
        }
        frame::paint_names(ui, self.names.iter().map(|(at, name)| (self.part(*at), *name)), &relief, &tokens);
        let found = pointer.and_then(|pointer| relief.under(pointer));
        ui.set_clip_rect(clip);
        found.map(|(at, height)| {
            let [u, v] = self.whole(at);
            [u, v, low + f64::from(height) * (high - low)]
        })
    }

    /// A point of the axes as parts from −1 to 1, and back.
    fn part(&self, at: [f64; 2]) -> [f32; 2] {
        let part = |value: f64, (low, high): (f64, f64)| (2.0 * (value - low) / (high - low) - 1.0) as f32;
        [part(at[0], self.ranges[0]), part(at[1], self.ranges[1])]
    }

    fn whole(&self, at: [f32; 2]) -> [f64; 2] {
        let whole = |part: f32, (low, high): (f64, f64)| low + (high - low) * (f64::from(part) + 1.0) / 2.0;
        [whole(at[0], self.ranges[0]), whole(at[1], self.ranges[1])]
    }

    /// The points of the surface, then what lies on it.
    fn table(&self) -> Table {
        let mut table = Table::new(["series", self.axes[0], self.axes[1], self.height_name]);
        let last = self.side.saturating_sub(1).max(1) as f64;
        let along = |place: usize, (low, high): (f64, f64)| low + (high - low) * place as f64 / last;
        for (index, &height) in self.heights.iter().enumerate() {
            let (column, row) = (index % self.side.max(1), index / self.side.max(1));
            table.row("surface", [along(column, self.ranges[0]), along(row, self.ranges[1]), height]);
        }
        for marble in self.marbles {
            table.row(
                if marble.large { "state" } else { "chain" },
                [marble.at[0], marble.at[1], marble.height.unwrap_or(f64::NAN)],
            );
        }
        for dot in self.dots {
            table.row("row", [dot[0], dot[1], f64::NAN]);
        }
        table
    }
}

/// The height of a grid at a point, between its four nearest; not-a-number where one is missing.
pub fn height_at(side: usize, ranges: [(f64, f64); 2], heights: &[f64], at: [f64; 2]) -> f64 {
    let cell = |value: f64, (low, high): (f64, f64)| {
        let along = (value - low) / (high - low) * side.saturating_sub(1) as f64;
        let whole = (along.max(0.0).floor() as usize).min(side.saturating_sub(2));
        (whole, along - whole as f64)
    };
    let ((column, right), (row, up)) = (cell(at[0], ranges[0]), cell(at[1], ranges[1]));
    let value = |column: usize, row: usize| heights.get(row * side + column).copied().unwrap_or(f64::NAN);
    let mixed = |row: usize| value(column, row) * (1.0 - right) + value(column + 1, row) * right;
    mixed(row) * (1.0 - up) + mixed(row + 1) * up
}
