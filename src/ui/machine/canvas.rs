//! How a vector over the visible units becomes a picture: a grid where the data are pictures, a strip elsewhere.

use crate::physics::data::Dataset;
use crate::physics::rbm::{Rbm, VisibleUnits};
use crate::physics::spins::GridShape;
use crate::ui::widgets::TileLayout;

/// Archives of other programs say nothing of pictures; those of 784 binary sites are of digits.
const DIGITS: GridShape = GridShape::new(28, 28);

/// Where a number stands in a picture, and what it is called there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas<'a> {
    /// Columns and rows of a picture.
    pub shape: [usize; 2],
    /// Whether it is a picture, not a strip.
    pub is_picture: bool,
    /// Numbers of a site, which stand below each other.
    channels: usize,
    /// What the sites are called, where the data have names for their columns.
    names: Option<&'a [String]>,
    /// The letters of the states of a site, where the data have some.
    alphabet: Option<&'a str>,
}

impl<'a> Canvas<'a> {
    /// For states of the sites of a machine that learns, or learnt, from these rows.
    pub fn of_states(rbm: &Rbm, rows: Option<&'a Dataset>) -> Self {
        let sites = rbm.sites();
        // States of Potts units are letters of a sequence. A square number of sites alone is no sign of a picture.
        let binary = rbm.visible().channels() == 1;
        let known = rows.map_or(Some(DIGITS), |rows| rows.shape);
        match known.filter(|shape| binary && shape.cells() == sites) {
            Some(shape) => Self { shape: [shape.width, shape.height], is_picture: true, ..Self::of_sites(sites) },
            None => Self::of_sites(sites).named_by(rows),
        }
    }

    /// For states of a row that is no picture: a strip.
    pub const fn of_sites(sites: usize) -> Self {
        Self { shape: [sites, 1], is_picture: false, channels: 1, names: None, alphabet: None }
    }

    /// With the names that these data have for their columns and states.
    fn named_by(self, rows: Option<&'a Dataset>) -> Self {
        let names = rows.and_then(|rows| rows.column_names.as_deref());
        let alphabet = rows.and_then(|rows| rows.alphabet.as_deref());
        Self { names: names.filter(|names| names.len() == self.shape[0]), alphabet, ..self }
    }

    /// For numbers of the rows of W: the states of a Potts unit stand below each other.
    pub fn of_rows(rbm: &Rbm, rows: Option<&'a Dataset>) -> Self {
        match rbm.visible() {
            VisibleUnits::Potts(states) => {
                let channels = usize::from(states);
                let canvas = Self::of_sites(rbm.sites()).named_by(rows);
                Self { shape: [rbm.sites(), channels], channels, ..canvas }
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

    /// The states of a site, and their letters, where its numbers stand below each other.
    pub fn letters(&self) -> Option<(VisibleUnits, Option<&'a str>)> {
        let states = u8::try_from(self.channels).ok().filter(|states| *states > 1)?;
        Some((VisibleUnits::Potts(states), self.alphabet))
    }

    /// What the sites are called, one name for each, where they have names.
    pub const fn site_names(&self) -> Option<&'a [String]> {
        self.names
    }

    /// What a site is called: `feathers`, or `site 12` where it has no name; counted from 1.
    pub fn site_name(&self, site: usize) -> String {
        let name = self.names.and_then(|names| names.get(site));
        name.cloned().unwrap_or_else(|| format!("site {}", site + 1))
    }

    /// What a cell is called: `row 3, column 7`, `feathers`, `site 12`, `site 12, K`.
    pub fn name(&self, cell: usize) -> String {
        let [column, row] = [cell % self.shape[0].max(1), cell / self.shape[0].max(1)];
        if self.is_picture {
            return format!("row {}, column {}", row + 1, column + 1);
        }
        let site = self.site_name(column);
        match self.letters() {
            None => site,
            Some((_, None)) => format!("{site}, state {}", row + 1),
            Some((_, Some(letters))) => format!("{site}, {}", letters.chars().nth(row).unwrap_or('?')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_a_potts_unit_stand_below_their_site() {
        let canvas = Canvas { shape: [3, 2], channels: 2, ..Canvas::of_sites(3) };
        let order: Vec<usize> = (0..canvas.cells()).map(|cell| canvas.index(cell)).collect();
        assert_eq!(order, [0, 2, 4, 1, 3, 5]);
        assert_eq!(canvas.name(4), "site 2, state 2");
    }

    #[test]
    fn sites_are_called_what_the_data_call_them() {
        let mut rows = Dataset::new("animals", vec![0, 1], 2, 2);
        rows.column_names = Some(vec!["hair".to_owned(), "feathers".to_owned()]);
        let canvas = Canvas::of_sites(2).named_by(Some(&rows));
        assert_eq!([0, 1].map(|cell| canvas.name(cell)), ["hair", "feathers"]);
        let more = Canvas::of_sites(3).named_by(Some(&rows));
        assert_eq!(more.name(1), "site 2", "the names are of other columns");
        let rows = Dataset { alphabet: Some("ACGT".to_owned()), ..rows };
        let letters = Canvas { shape: [2, 4], channels: 4, ..Canvas::of_sites(2).named_by(Some(&rows)) };
        assert_eq!(letters.name(5), "feathers, G");
    }
}
