//! How a vector over the visible units becomes a picture: a grid where the data are pictures, a strip elsewhere.

use egui::Color32;

use crate::engine::rbm::TrainView;
use crate::physics::rbm::VisibleUnits;
use crate::physics::spins::GridShape;
use crate::ui::theme::{self, ColourMap, Theme, Tokens};
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
    /// For states of the sites.
    pub fn of_states(view: &TrainView) -> Self {
        let sites = view.rbm.sites();
        // States of Potts units are letters of a sequence. A square number of sites alone is no sign of a picture.
        let binary = view.rbm.visible().channels() == 1;
        let known = view.config.data.as_ref().map_or(Some(DIGITS), |data| data.rows.shape);
        match known.filter(|shape| binary && shape.cells() == sites) {
            Some(shape) => Self { shape: [shape.width, shape.height], is_picture: true, channels: 1 },
            None => Self { shape: [sites, 1], is_picture: false, channels: 1 },
        }
    }

    /// For numbers of the rows of W: the states of a Potts unit stand below each other.
    pub fn of_rows(view: &TrainView) -> Self {
        match view.rbm.visible() {
            VisibleUnits::Potts(states) => Self {
                shape: [view.rbm.sites(), usize::from(states)],
                is_picture: false,
                channels: usize::from(states),
            },
            _ => Self::of_states(view),
        }
    }

    /// The index into the vector of a cell of the picture.
    pub const fn index(&self, cell: usize) -> usize {
        if self.channels == 1 {
            return cell;
        }
        (cell % self.shape[0]) * self.channels + cell / self.shape[0]
    }

    /// Cells of a picture.
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

/// Colours of states and of numbers, kept for as long as the theme stays.
#[derive(Default)]
pub struct Palette {
    maps: Option<(Theme, Tokens, ColourMap, ColourMap)>,
}

/// The colours of one theme.
#[derive(Clone, Copy)]
pub struct Colours<'a> {
    tokens: &'a Tokens,
    diverging: &'a ColourMap,
    sequential: &'a ColourMap,
}

impl Palette {
    /// The colours of the present theme.
    pub fn colours(&mut self, ctx: &egui::Context) -> Colours<'_> {
        let tokens = theme::tokens(ctx);
        if self.maps.as_ref().is_some_and(|(theme, ..)| *theme != tokens.theme) {
            self.maps = None;
        }
        let (_, tokens, diverging, sequential) = self
            .maps
            .get_or_insert_with(|| (tokens.theme, tokens, ColourMap::diverging(&tokens), ColourMap::sequential()));
        Colours { tokens, diverging, sequential }
    }
}

impl Colours<'_> {
    /// The colour of a state of a site with so many states.
    pub fn state(&self, value: u8, states: u8) -> Color32 {
        match (states, value) {
            (0..=2, 0) => self.tokens.spin_off,
            (0..=2, _) => self.tokens.spin_on,
            _ => self.sequential.at(f32::from(value) / f32::from(states - 1)),
        }
    }

    /// The colour of a number, in full at ± `limit`.
    pub fn number(&self, value: f32, limit: f32) -> Color32 {
        if limit > 0.0 { self.diverging.at(0.5f32.mul_add(value / limit, 0.5)) } else { self.diverging.at(0.5) }
    }

    /// The colour of a share from 0 to 1, from off to on.
    pub fn share(&self, value: f32) -> Color32 {
        theme::mix(self.tokens.spin_off, self.tokens.spin_on, value.clamp(0.0, 1.0))
    }
}

/// Bins of sizes, and the part of the numbers (one in so many) that may be beyond the limit.
const BINS: usize = 256;
const SHARE: usize = 500;

/// The largest size among numbers, but the few largest of many: one outlier does not grey all others.
pub fn limit_of(values: &[f32]) -> f32 {
    let largest = values.iter().filter(|value| value.is_finite()).fold(0.0_f32, |most, value| most.max(value.abs()));
    if values.len() < 2_000 || largest == 0.0 {
        return largest;
    }
    // A histogram of sizes finds the share without sorting.
    let mut counts = [0_usize; BINS];
    for value in values.iter().filter(|value| value.is_finite()) {
        let bin = (value.abs() / largest * (BINS as f32 - 1.0)) as usize;
        if let Some(count) = counts.get_mut(bin) {
            *count += 1;
        }
    }
    let mut above = 0;
    for (bin, count) in counts.iter().enumerate().rev() {
        above += count;
        if above * SHARE >= values.len() {
            return largest * (bin as f32 + 1.0) / BINS as f32;
        }
    }
    largest
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

    #[test]
    fn one_outlier_does_not_set_the_scale() {
        let mut values = vec![0.1_f32; 10_000];
        values[7] = 50.0;
        values[9] = f32::NAN;
        assert!(limit_of(&values) < 1.0, "{}", limit_of(&values));
        assert_eq!(limit_of(&[0.5, -2.0]), 2.0);
        assert_eq!(limit_of(&[]), 0.0);
    }
}
