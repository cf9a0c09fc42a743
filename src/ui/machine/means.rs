//! The picture of the means of the visible units, from off to on: a fixed point.

use egui::{Ui, Vec2};

use super::{Canvas, Colours};
use crate::physics::rbm::VisibleUnits;
use crate::ui::widgets::{TileGrid, TileResponse, Tiles};

/// The narrowest picture that is drawn.
const LEAST: f32 = 8.0;

/// The means of one frame.
pub struct MeansPicture<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// A mean for each row of W.
    pub means: &'a [f32],
    pub visible: VisibleUnits,
    /// How they become a picture.
    pub canvas: &'a Canvas<'a>,
    /// Whatever names this picture: generation, node, what it shows.
    pub key: (u64, u64, u64),
    /// The room on the screen.
    pub size: Vec2,
    /// Whether a click means something.
    pub clickable: bool,
}

impl MeansPicture<'_> {
    /// Draws it with the texture of `grid`.
    pub fn show(&self, ui: &mut Ui, grid: &mut TileGrid, colours: &Colours<'_>) -> TileResponse {
        let tiles = Tiles {
            name: self.name,
            count: 1,
            shape: self.canvas.shape,
            key: self.key,
            value: &|_, cell| self.means.get(self.canvas.index(cell)).copied(),
            colour: &|_, mean| colours.fraction(probability_on(mean, self.visible)),
            layout: self.canvas.layout(LEAST, self.size.x, self.size.y),
            chosen: None,
            clickable: self.clickable,
        };
        grid.show(ui, &tiles, self.size)
    }
}

/// The probability of a unit to be on, or of a Potts unit to be in a state, at its mean.
pub fn probability_on(mean: f32, visible: VisibleUnits) -> f32 {
    if visible == VisibleUnits::Ising { f32::midpoint(mean, 1.0) } else { mean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_of_spins_reach_from_minus_one() {
        assert_eq!(probability_on(-1.0, VisibleUnits::Ising), 0.0);
        assert_eq!(probability_on(0.5, VisibleUnits::Ising), 0.75);
        assert_eq!(probability_on(0.5, VisibleUnits::Bernoulli), 0.5);
    }
}
