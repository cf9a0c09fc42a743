//! The picture of a vector of numbers over the visible units: a column of W, a mode.

use egui::{Ui, Vec2};

use super::{Canvas, Colours, limit_of};
use crate::ui::widgets::{TileGrid, TileResponse, Tiles};

/// The narrowest picture that is drawn.
const LEAST: f32 = 8.0;

/// One vector, in full colour at its largest number.
pub struct VectorPicture<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// A number for each row of W.
    pub values: &'a [f32],
    /// How they become a picture.
    pub canvas: &'a Canvas,
    /// Whatever names this picture: generation, update, what it shows.
    pub key: (u64, u64, u64),
    /// The room on the screen.
    pub size: Vec2,
    pub chosen: bool,
    /// Whether a click means something.
    pub clickable: bool,
}

impl VectorPicture<'_> {
    /// Draws it with the texture of `grid`.
    pub fn show(&self, ui: &mut Ui, grid: &mut TileGrid, colours: &Colours<'_>) -> TileResponse {
        let limit = limit_of(self.values);
        let tiles = Tiles {
            name: self.name,
            count: 1,
            shape: self.canvas.shape,
            key: self.key,
            value: &|_, cell| self.values.get(self.canvas.index(cell)).copied(),
            colour: &|_, value| colours.number(value, limit),
            layout: self.canvas.layout(LEAST, self.size.x, self.size.y),
            chosen: self.chosen.then_some(0),
            clickable: self.clickable,
        };
        grid.show(ui, &tiles, self.size)
    }

    /// The number in a cell of the picture.
    pub fn value(&self, cell: usize) -> f32 {
        self.values.get(self.canvas.index(cell)).copied().unwrap_or(0.0)
    }
}
