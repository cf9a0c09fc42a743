//! The picture of a vector of numbers over the visible units: a column of W, a mode.

use egui::{Stroke, StrokeKind, Ui, Vec2};

use super::profile::Heights;
use super::{Canvas, Colours, Profile, limit_of};
use crate::ui::theme;
use crate::ui::theme::numbers::signed;
use crate::ui::widgets::{TileGrid, Tiles};

/// The narrowest picture that is drawn.
const LEAST: f32 = 8.0;
/// Sites that are named at each end of a vector, and how large their numbers are, as a fraction of the largest.
const NAMED: usize = 2;
const LARGE: f32 = 0.4;

/// One vector, in full colour at its largest number; that of sequences as letters above and below an axis.
pub struct VectorPicture<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// A number for each row of W.
    pub values: &'a [f32],
    /// How they become a picture.
    pub canvas: &'a Canvas<'a>,
    /// Whatever names this picture: generation, update, what it shows.
    pub key: (u64, u64, u64),
    /// The room on the screen.
    pub size: Vec2,
    pub chosen: bool,
    /// Whether a click means something.
    pub clickable: bool,
}

/// What happened on it in this frame.
pub struct VectorResponse {
    pub clicked: bool,
    /// What is under the pointer, and its number: `feathers: +0.312`.
    pub hover: Option<String>,
}

impl VectorPicture<'_> {
    /// Draws it with the texture of `grid`.
    pub fn show(&self, ui: &mut Ui, grid: &mut TileGrid, colours: &Colours<'_>) -> VectorResponse {
        if let Some((visible, alphabet)) = self.canvas.letters() {
            let (name, values, size) = (self.name, self.values, self.size);
            let answer = Profile { name, values, heights: Heights::Signed, visible, alphabet, size }.show(ui, colours);
            if self.chosen {
                let ring = Stroke::new(1.5, theme::tokens(ui.ctx()).accent);
                ui.painter().rect_stroke(answer.response.rect, 1.0, ring, StrokeKind::Outside);
            }
            return VectorResponse { clicked: self.clickable && answer.response.clicked(), hover: answer.hover };
        }
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
        let answer = grid.show(ui, &tiles, self.size);
        let said = |(_, cell): (usize, usize)| {
            let value = self.values.get(self.canvas.index(cell)).copied().unwrap_or(0.0);
            format!("{}: {}", self.canvas.name(cell), signed(f64::from(value), 3))
        };
        VectorResponse { clicked: answer.clicked.is_some(), hover: answer.hover.map(said) }
    }
}

/// What the ends of a vector over named sites are: `milk, hair against eggs, feathers`.
pub fn ends(values: &[f32], canvas: &Canvas<'_>) -> Option<String> {
    let names = canvas.site_names().filter(|names| names.len() == values.len())?;
    let least = LARGE * limit_of(values);
    let end = |sign: f32| {
        let mut found: Vec<(f32, &str)> = values
            .iter()
            .map(|value| sign * value)
            .zip(names.iter().map(String::as_str))
            .filter(|(value, _)| *value > 0.0 && *value >= least)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.iter().take(NAMED).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    };
    let found: Vec<String> = [end(1.0), end(-1.0)].into_iter().filter(|end| !end.is_empty()).collect();
    (!found.is_empty()).then(|| found.join(" against "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::data::Dataset;
    use crate::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};

    #[test]
    fn the_largest_numbers_of_either_sign_are_named() {
        let mut rows = Dataset::new("animals", vec![0; 5], 5, 2);
        rows.column_names = Some(["hair", "feathers", "eggs", "milk", "tail"].map(str::to_owned).to_vec());
        let rbm =
            Rbm::from_flat(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, vec![0.0; 5], vec![0.0; 5], vec![0.0])
                .unwrap();
        let canvas = Canvas::of_rows(&rbm, Some(&rows));
        let said = |values: [f32; 5]| ends(&values, &canvas);
        assert_eq!(said([0.5, -0.6, -0.9, 1.0, 0.1]).as_deref(), Some("milk, hair against eggs, feathers"));
        assert_eq!(said([0.0, 0.0, 0.0, 1.0, 0.0]).as_deref(), Some("milk"));
        assert_eq!(said([0.0; 5]), None);
        assert_eq!(ends(&[1.0; 5], &Canvas::of_sites(5)), None, "sites without names");
    }
}
