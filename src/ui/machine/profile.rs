//! The letters of the sites of sequences: each as high as it is frequent, or as the number is that it has in a mode or
//! in the weights of a unit, up or down from an axis.

use egui::{Align2, Color32, FontId, Mesh, Rect, Response, Role, Sense, Shape, Ui, Vec2, pos2, vec2};

use super::{Colours, state_name};
use crate::physics::rbm::VisibleUnits;
use crate::ui::theme::{self, contrast};
use crate::ui::widgets::paint;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Sites at least this wide are set apart.
const GAPS_FROM: f32 = 4.0;

/// What the heights of letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heights {
    /// Fractions of the sequences: those of a site fill its column.
    Frequencies,
    /// Numbers of either sign: what favours a letter stands above an axis, what disfavours it below.
    Signed,
}

/// The letters of one frame.
pub struct Profile<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// A number for each state, those of one site after those of another.
    pub values: &'a [f32],
    pub heights: Heights,
    pub visible: VisibleUnits,
    /// The letters of the states, where the data have some.
    pub alphabet: Option<&'a str>,
    pub size: Vec2,
}

/// What happened on it in this frame.
pub struct ProfileResponse {
    pub response: Response,
    /// The letter under the pointer, and its number.
    pub hover: Option<String>,
}

/// A letter at its site, from the lower end of its column to the upper one, both between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Letter {
    site: usize,
    state: u8,
    low: f32,
    high: f32,
}

impl Profile<'_> {
    /// Draws it in these colours.
    pub fn show(&self, ui: &mut Ui, colours: &Colours<'_>) -> ProfileResponse {
        let (rect, response) = ui.allocate_exact_size(self.size.max(Vec2::ZERO), Sense::CLICK);
        paint::name(ui, &response, Role::Image, self.name);
        let letters = self.letters();
        if ui.is_rect_visible(rect) && !letters.is_empty() {
            self.paint(ui, rect, &letters, colours);
        }
        let figure = Figure {
            name: self.name,
            size: rect.size(),
            table: &|| self.table(),
            draw: &|ui| {
                let room = Rect::from_min_size(ui.max_rect().min, self.size);
                self.paint(ui, room, &letters, colours);
            },
            gestures: "",
        };
        take_out::offer(ui, &response, &figure);
        let hover =
            response.hover_pos().and_then(|pointer| self.sentence((pointer - rect.min) / rect.size(), &letters));
        ProfileResponse { response, hover }
    }

    /// What is to be said of the letter at these fractions of the width and the height.
    fn sentence(&self, at: Vec2, letters: &[Letter]) -> Option<String> {
        let site = (at.x * self.sites() as f32) as usize;
        let under = |letter: &&Letter| letter.site == site && (letter.low..=letter.high).contains(&(1.0 - at.y));
        let state = letters.iter().find(under)?.state;
        let value = f64::from(*self.values.get(site * self.states() + usize::from(state))?);
        let (site, letter) = (site + 1, self.letter(state));
        Some(match self.heights {
            Heights::Frequencies => {
                format!("site {site}: {letter} in {} of the sequences", theme::numbers::percent(value, 0))
            }
            Heights::Signed => format!("site {site}, {letter}: {}", theme::numbers::signed(value, 3)),
        })
    }

    fn states(&self) -> usize {
        usize::from(self.visible.states()).max(1)
    }

    fn sites(&self) -> usize {
        self.values.len() / self.states()
    }

    fn letter(&self, state: u8) -> String {
        state_name(state, self.visible, self.alphabet)
    }

    /// The letters that are there at all; at each site the one with the largest number is farthest from the axis.
    fn letters(&self) -> Vec<Letter> {
        let (up, down) = self.reach();
        let whole = up + down;
        let mut letters = Vec::new();
        for (site, values) in self.values.chunks_exact(self.states()).enumerate() {
            let mut order: Vec<(u8, f32)> = (0..).zip(values.iter().copied()).filter(|(_, f)| *f != 0.0).collect();
            order.sort_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(&a.0)));
            let (mut top, mut foot) = (down, down);
            for (state, value) in order.into_iter().filter(|(_, value)| value.is_finite()) {
                let [low, high] = if value > 0.0 { [top, top + value] } else { [foot + value, foot] };
                (top, foot) = if value > 0.0 { (high, foot) } else { (top, low) };
                letters.push(Letter { site, state, low: low / whole, high: high / whole });
            }
        }
        letters
    }

    /// How far letters reach above the axis and below it.
    fn reach(&self) -> (f32, f32) {
        if self.heights == Heights::Frequencies {
            return (1.0, 0.0);
        }
        let sum = |values: &[f32], sign: f32| values.iter().map(|value| (sign * value).max(0.0)).sum::<f32>();
        let most = |sign: f32| {
            let sums = self.values.chunks_exact(self.states()).map(|values| sum(values, sign));
            sums.filter(|sum| sum.is_finite()).fold(0.0, f32::max)
        };
        (most(1.0).max(f32::MIN_POSITIVE), most(-1.0))
    }

    fn paint(&self, ui: &Ui, rect: Rect, letters: &[Letter], colours: &Colours<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let font = FontId::monospace(tokens.theme.metrics().small);
        let width = rect.width() / self.sites().max(1) as f32;
        let gap = if width >= GAPS_FROM { 1.0 } else { 0.0 };
        let room = |letter: &Letter| {
            let left = rect.left() + width * letter.site as f32;
            let height = |share: f32| rect.bottom() - rect.height() * share;
            Rect::from_min_max(pos2(left, height(letter.high)), pos2(left + width - gap, height(letter.low) - gap))
        };
        let colour = |letter: &Letter| colours.state(letter.state, self.visible.states());
        let mut mesh = Mesh::default();
        for letter in letters {
            mesh.add_colored_rect(room(letter), colour(letter));
        }
        ui.painter().add(Shape::mesh(mesh));
        if self.heights == Heights::Signed {
            let (up, down) = self.reach();
            let axis = rect.bottom() - rect.height() * down / (up + down);
            ui.painter().hline(rect.x_range(), axis, egui::Stroke::new(1.0, tokens.soft));
        }
        let needed = vec2(paint::width(ui, "W", font.clone()), ui.fonts_mut(|fonts| fonts.row_height(&font)));
        for letter in letters {
            let (room, ground) = (room(letter), colour(letter));
            if room.width() >= needed.x && room.height() >= needed.y {
                let galley = paint::line(ui, &self.letter(letter.state), font.clone(), readable(ground, &tokens));
                paint::galley(ui, galley, room.center(), Align2::CENTER_CENTER);
            }
        }
    }

    /// A row for each site, a column for each letter.
    fn table(&self) -> Table {
        let names: Vec<String> = (0..self.visible.states()).map(|state| self.letter(state)).collect();
        let mut table = Table::new(std::iter::once("site").chain(names.iter().map(String::as_str)));
        for (site, frequencies) in self.values.chunks_exact(self.states()).enumerate() {
            table.row(&(site + 1).to_string(), frequencies.iter().copied().map(f64::from));
        }
        table
    }
}

/// The ink of the theme that stands out more on this ground.
fn readable(ground: Color32, tokens: &theme::Tokens) -> Color32 {
    if contrast(tokens.ink, ground) >= contrast(tokens.panel, ground) { tokens.ink } else { tokens.panel }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_letter_stands_on_top() {
        let frequencies = [0.25, 0.75, 0.0, 0.5, 0.0, 0.5];
        let profile = Profile {
            name: "",
            values: &frequencies,
            heights: Heights::Frequencies,
            visible: VisibleUnits::Potts(3),
            alphabet: Some("ACG"),
            size: Vec2::ZERO,
        };
        let letter = |site, state, low, high| Letter { site, state, low, high };
        let wanted = [letter(0, 0, 0.0, 0.25), letter(0, 1, 0.25, 1.0), letter(1, 2, 0.0, 0.5), letter(1, 0, 0.5, 1.0)];
        assert_eq!(profile.letters(), wanted);
        assert_eq!(profile.table().commas(), "site,A,C,G\n1,0.25,0.75,0\n2,0.5,0,0.5\n");
    }

    #[test]
    fn what_favours_a_letter_stands_above_the_axis() {
        let values = [3.0, -1.0, 1.0, 0.0, -2.0, 0.0];
        let profile = Profile {
            name: "",
            values: &values,
            heights: Heights::Signed,
            visible: VisibleUnits::Potts(3),
            alphabet: Some("ACG"),
            size: Vec2::ZERO,
        };
        let letters = profile.letters();
        let found: Vec<(usize, u8, f32, f32)> = letters
            .iter()
            .map(|letter| (letter.site, letter.state, letter.low * 6.0, letter.high * 6.0))
            .map(|(site, state, low, high)| (site, state, low.round(), high.round()))
            .collect();
        // Four up, two down: the axis stands at 2 of 6.
        assert_eq!(found, [(0, 2, 2.0, 3.0), (0, 1, 1.0, 2.0), (0, 0, 3.0, 6.0), (1, 1, 0.0, 2.0)]);
        let said = |x: f32, y: f32| profile.sentence(vec2(x, y), &letters);
        assert_eq!(said(0.2, 0.2).as_deref(), Some("site 1, A: +3.000"));
        assert_eq!(said(0.7, 0.9).as_deref(), Some("site 2, C: −2.000"));
        assert_eq!(said(0.7, 0.2), None);
    }
}
