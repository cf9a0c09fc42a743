//! How a vector over the visible units becomes a picture: a grid where the data are pictures, a strip elsewhere.

use crate::physics::data::Dataset;
use crate::physics::rbm::{Rbm, VisibleUnits};
use crate::physics::spins::GridShape;
use crate::ui::widgets::TileLayout;

/// Archives of other programs say nothing of pictures; those of 784 binary sites are of digits.
const DIGITS: GridShape = GridShape::new(28, 28);

/// Where a number stands in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas {
    /// Columns and rows of a picture.
    pub shape: [usize; 2],
    /// Whether it is a picture, not a strip.
    pub is_picture: bool,
    /// Numbers of a site, which stand below each other.
    channels: usize,
}

impl Canvas {
    /// For states of the sites of a machine that learns, or learnt, from these rows.
    pub fn of_states(rbm: &Rbm, rows: Option<&Dataset>) -> Self {
        let sites = rbm.sites();
        // States of Potts units are letters of a sequence. A square number of sites alone is no sign of a picture.
        let binary = rbm.visible().channels() == 1;
        let known = rows.map_or(Some(DIGITS), |rows| rows.shape);
        match known.filter(|shape| binary && shape.cells() == sites) {
            Some(shape) => Self { shape: [shape.width, shape.height], is_picture: true, channels: 1 },
            None => Self::of_sites(sites),
        }
    }

    /// For states of a row that is no picture: a strip.
    pub const fn of_sites(sites: usize) -> Self {
        Self { shape: [sites, 1], is_picture: false, channels: 1 }
    }

    /// For numbers of the rows of W: the states of a Potts unit stand below each other.
    pub fn of_rows(rbm: &Rbm, rows: Option<&Dataset>) -> Self {
        match rbm.visible() {
            VisibleUnits::Potts(states) => {
                let channels = usize::from(states);
                Self { shape: [rbm.sites(), channels], is_picture: false, channels }
            }
            _ => Self::of_states(rbm, rows),
        }
    }

    /// The index into the vector of a cell of the picture.
    pub const fn index(&self, cell: usize) -> usize {
        if self.channels == 1 {
            return cell;
        }
        (cell % self.shape[0]) * self.channels + cell / self.shape[0]
    }

    pub const fn cells(&self) -> usize {
        self.shape[0] * self.shape[1]
    }

    /// How several of them are laid out, with the narrowest and the widest picture; strips are this tall at most.
    pub const fn layout(&self, least: f32, most: f32, tallest: f32) -> TileLayout {
        if self.is_picture { TileLayout::Pictures { most, least } } else { TileLayout::Strips { tallest } }
    }

    /// What a cell is called: `row 3, column 7`, `site 12`, `site 12, state 4`; counted from 1.
    pub fn name(&self, cell: usize) -> String {
        let [column, row] = [cell % self.shape[0].max(1) + 1, cell / self.shape[0].max(1) + 1];
        match (self.is_picture, self.channels) {
            (true, _) => format!("row {row}, column {column}"),
            (false, 1) => format!("site {column}"),
            (false, _) => format!("site {column}, state {row}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_a_potts_unit_stand_below_their_site() {
        let canvas = Canvas { shape: [3, 2], is_picture: false, channels: 2 };
        let order: Vec<usize> = (0..canvas.cells()).map(|cell| canvas.index(cell)).collect();
        assert_eq!(order, [0, 2, 4, 1, 3, 5]);
        assert_eq!(canvas.name(4), "site 2, state 2");
    }
}
