//! The profile of a set of sequences: at each site its letters, each as high as it is frequent.

use egui::{Align2, Color32, FontId, Mesh, Rect, Role, Sense, Shape, Ui, Vec2, pos2, vec2};

use super::{Colours, state_name};
use crate::physics::rbm::VisibleUnits;
use crate::ui::theme::{self, contrast};
use crate::ui::widgets::paint;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Sites at least this wide are set apart.
const GAPS_FROM: f32 = 4.0;

/// The letters of one frame.
pub struct Profile<'a> {
    /// What a screen reader calls it.
    pub name: &'a str,
    /// The fraction of each state, those of one site after those of another.
    pub frequencies: &'a [f32],
    pub visible: VisibleUnits,
    /// The letters of the states, where the data have some.
    pub alphabet: Option<&'a str>,
    pub size: Vec2,
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
    /// Draws it in these colours; the sentence about the letter under the pointer.
    pub fn show(&self, ui: &mut Ui, colours: &Colours<'_>) -> Option<String> {
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
        let at = (response.hover_pos()? - rect.min) / rect.size();
        let site = (at.x * self.sites() as f32) as usize;
        let under = |letter: &&Letter| letter.site == site && (letter.low..=letter.high).contains(&(1.0 - at.y));
        let Letter { state, low, high, .. } = *letters.iter().find(under)?;
        let percent = theme::numbers::percent(f64::from(high - low), 0);
        Some(format!("site {}: {} in {percent} of the sequences", site + 1, self.letter(state)))
    }

    fn states(&self) -> usize {
        usize::from(self.visible.states()).max(1)
    }

    fn sites(&self) -> usize {
        self.frequencies.len() / self.states()
    }

    fn letter(&self, state: u8) -> String {
        state_name(state, self.visible, self.alphabet)
    }

    /// The letters that are there at all; the most frequent one of a site on top.
    fn letters(&self) -> Vec<Letter> {
        let mut letters = Vec::new();
        for (site, frequencies) in self.frequencies.chunks_exact(self.states()).enumerate() {
            let mut order: Vec<(u8, f32)> = (0..).zip(frequencies.iter().copied()).filter(|(_, f)| *f > 0.0).collect();
            order.sort_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let mut low = 0.0;
            for (state, frequency) in order {
                letters.push(Letter { site, state, low, high: low + frequency });
                low += frequency;
            }
        }
        letters
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
        for (site, frequencies) in self.frequencies.chunks_exact(self.states()).enumerate() {
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
            frequencies: &frequencies,
            visible: VisibleUnits::Potts(3),
            alphabet: Some("ACG"),
            size: Vec2::ZERO,
        };
        let letter = |site, state, low, high| Letter { site, state, low, high };
        let wanted = [letter(0, 0, 0.0, 0.25), letter(0, 1, 0.25, 1.0), letter(1, 2, 0.0, 0.5), letter(1, 0, 0.5, 1.0)];
        assert_eq!(profile.letters(), wanted);
        assert_eq!(profile.table().commas(), "site,A,C,G\n1,0.25,0.75,0\n2,0.5,0,0.5\n");
    }
}
