//! Configurations of the visible units as tiles.

use egui::{Ui, Vec2};

use super::{Canvas, Palette};
use crate::physics::rbm::{Configurations, VisibleUnits};
use crate::ui::widgets::{TileGrid, TileLayout, TileResponse, Tiles};

/// The configurations of one frame.
pub struct Samples<'a> {
    /// What a screen reader calls them.
    pub name: &'a str,
    pub states: &'a Configurations,
    pub visible: VisibleUnits,
    /// How a row becomes a picture.
    pub canvas: &'a Canvas<'a>,
    /// Whatever names these pictures: generation, update, what they show.
    pub key: (u64, u64, u64),
    /// How they fill the room.
    pub layout: TileLayout,
    /// Whether a click on one means something.
    pub clickable: bool,
}

/// Holds their texture; keep it in the state of the panel.
#[derive(Default)]
pub struct SampleTiles {
    grid: TileGrid,
    palette: Palette,
}

impl SampleTiles {
    /// Draws them into a room of `size`.
    pub fn show(&mut self, ui: &mut Ui, samples: &Samples<'_>, size: Vec2) -> TileResponse {
        let colours = self.palette.colours(ui.ctx());
        let states = samples.visible.states();
        let tiles = Tiles {
            name: samples.name,
            count: samples.states.rows(),
            shape: samples.canvas.shape,
            key: samples.key,
            value: &|tile, cell| samples.states.row(tile)?.get(samples.canvas.index(cell)).copied().map(f32::from),
            colour: &|_, value| colours.state(value as u8, states),
            layout: samples.layout,
            chosen: None,
            clickable: samples.clickable,
        };
        self.grid.show(ui, &tiles, size)
    }
}

/// How the state of a site is written: a letter where the data have an alphabet, else its value.
pub fn state_name(value: u8, visible: VisibleUnits, alphabet: Option<&str>) -> String {
    match alphabet {
        Some(alphabet) => alphabet.chars().nth(usize::from(value)).map_or_else(String::new, String::from),
        None if visible == VisibleUnits::Ising => if value == 0 { "\u{2212}1" } else { "1" }.to_owned(),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_letters_signs_or_numbers() {
        assert_eq!(state_name(2, VisibleUnits::Potts(4), Some("ACGT")), "G");
        assert_eq!(state_name(7, VisibleUnits::Potts(4), Some("ACGT")), "");
        assert_eq!(state_name(0, VisibleUnits::Ising, None), "\u{2212}1");
        assert_eq!(state_name(1, VisibleUnits::Ising, None), "1");
        assert_eq!(state_name(1, VisibleUnits::Bernoulli, None), "1");
    }
}
