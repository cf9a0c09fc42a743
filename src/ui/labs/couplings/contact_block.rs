//! One pair of sites of the map of contacts: its couplings letter by letter, its numbers, and why sites correlate that are
//! not coupled.

use egui::{Align2, FontId, Mesh, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::engine::couplings::{ContactMap, ContactPair};
use crate::physics::data::Dataset;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::theme::{self, ColourMap, DivergingScale};
use crate::ui::widgets::{colour_key_ui, paint, sentence_ui, title_ui, value_row_ui};

/// Least side of the picture, for units of few states.
const LEAST_SIDE: f32 = 120.0;
/// Between the picture and its letters.
const GAP: f32 = 4.0;
/// Digits of scores and couplings.
const DIGITS: usize = 3;

/// The letter of a state; its number where the data have no letters.
pub fn letter(data: &Dataset, state: usize) -> String {
    let letter = data.alphabet.as_deref().and_then(|letters| letters.chars().nth(state));
    letter.map_or_else(|| state.to_string(), String::from)
}

/// `0.312, rank 14 of 8 911`, or why there is no rank.
fn ranked(value: f64, rank: Option<usize>, of: usize) -> String {
    let value = number(value, DIGITS);
    match rank {
        Some(rank) => format!("{value}, rank {} of {}", grouped(rank as u64), grouped(of as u64)),
        None => format!("{value}, too near for a rank"),
    }
}

/// `6.3 Å, a contact`.
fn distance(map: &ContactMap, pair: &ContactPair) -> String {
    let Some(at) = pair.distance else { return "unknown".to_owned() };
    let touches = if f64::from(at) <= map.settings.cutoff { "a contact" } else { "no contact" };
    format!("{} Å, {touches}", number(f64::from(at), 1))
}

/// `K at 12 with E at 45: J = +0.410`; empty where no state counts.
fn strongest(data: &Dataset, pair: &ContactPair) -> String {
    let [i, j] = pair.sites.map(|site| site + 1);
    let value = pair.strongest.and_then(|[a, b]| Some(([a, b], *pair.block.get((a, b))?)));
    value.map_or_else(String::new, |([a, b], value)| {
        let [a, b] = [a, b].map(|state| letter(data, state));
        format!("strongest: {a} at {i} with {b} at {j}, J = {}", signed(value, DIGITS))
    })
}

/// Why a pair correlates that is not coupled; `None` where it is coupled or does not correlate.
fn indirect(pair: &ContactPair) -> Option<String> {
    if !pair.is_indirect {
        return None;
    }
    let [i, j] = pair.sites.map(|site| site + 1);
    let Some(path) = pair.path else {
        return Some("Indirect: the sites correlate without being coupled, and no single site explains it.".to_owned());
    };
    let through = path.through + 1;
    Some(format!(
        "Indirect path: the sites correlate by way of {i} – {through} – {j}, whose weaker score is {}.",
        number(path.weaker, DIGITS)
    ))
}

/// All of it in one line.
pub fn sentence(map: &ContactMap, data: &Dataset, pair: &ContactPair) -> String {
    let [i, j] = pair.sites;
    let pairs = map.prediction.ranked.len();
    let mut sentence = format!(
        "sites {} and {}, {} apart: score {}; {}",
        i + 1,
        j + 1,
        j - i,
        ranked(pair.score, pair.rank, pairs),
        distance(map, pair)
    );
    for part in [Some(strongest(data, pair)), indirect(pair)].into_iter().flatten().filter(|part| !part.is_empty()) {
        sentence.push_str("; ");
        sentence.push_str(&part);
    }
    sentence
}

/// What is shown next to the map while the pointer rests on a pair.
pub fn pair_ui(ui: &mut Ui, map: &ContactMap, data: &Dataset, pair: &ContactPair) {
    let states = pair.block.nrows();
    let layout = Layout::of(ui, states);
    ui.set_width(layout.size.x);
    ui.spacing_mut().item_spacing.y = theme::STEP / 2.0;
    let [i, j] = pair.sites;
    title_ui(ui, &format!("Sites {} and {}", i + 1, j + 1), &format!("{} apart", j - i));
    let pairs = map.prediction.ranked.len();
    value_row_ui(ui, "score", &ranked(pair.score, pair.rank, pairs), None);
    value_row_ui(ui, "correlation", &ranked(pair.information, pair.information_rank, pairs), None)
        .on_hover_text("Mutual information in nats");
    value_row_ui(ui, "distance", &distance(map, pair), None);
    layout.paint(ui, data, pair);
    let limit = scale(pair).limit;
    let colours = ColourMap::diverging(&theme::tokens(ui.ctx()));
    let ends = [-limit, limit].map(|end| signed(f64::from(end), 2));
    colour_key_ui(ui, "Coupling", [&ends[0], &ends[1]], |fraction| colours.at(fraction));
    sentence_ui(ui, &strongest(data, pair), Some(theme::tokens(ui.ctx()).ink));
    if let Some(sentence) = indirect(pair) {
        sentence_ui(ui, &sentence, Some(theme::tokens(ui.ctx()).warning));
    }
}

fn scale(pair: &ContactPair) -> DivergingScale {
    let largest = pair.block.iter().fold(0.0_f64, |largest, value| largest.max(value.abs())) as f32;
    DivergingScale { limit: if largest > 0.0 { largest } else { 1.0 } }
}

/// Where the picture of a block and its letters stand.
struct Layout {
    font: FontId,
    line: f32,
    /// Left of the rows.
    margin: f32,
    cell: f32,
    size: Vec2,
}

impl Layout {
    fn of(ui: &Ui, states: usize) -> Self {
        let font = FontId::monospace(theme::tokens(ui.ctx()).theme.metrics().small);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let margin = paint::width(ui, "W", font.clone()) + GAP;
        let cell = line.max(LEAST_SIDE / states.max(1) as f32);
        let side = cell * states as f32;
        Self { font, line, margin, cell, size: vec2(margin + side, side + GAP + line) }
    }

    /// The block with the letters of the first site at its left and those of the second below it.
    fn paint(&self, ui: &mut Ui, data: &Dataset, pair: &ContactPair) {
        let tokens = theme::tokens(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(self.size, Sense::hover());
        let [i, j] = pair.sites.map(|site| site + 1);
        let sentence = format!("Couplings of each letter at site {i} (rows) with each at site {j} (columns)");
        paint::name(ui, &response, Role::Image, &sentence);
        let cells = Rect::from_min_max(rect.min + vec2(self.margin, 0.0), rect.max - vec2(0.0, GAP + self.line));
        let (scale, colours) = (scale(pair), ColourMap::diverging(&tokens));
        let cell = |a: usize, b: usize| {
            Rect::from_min_size(cells.min + vec2(b as f32, a as f32) * self.cell, Vec2::splat(self.cell))
        };
        let mut mesh = Mesh::default();
        for ((a, b), &value) in pair.block.indexed_iter() {
            mesh.add_colored_rect(cell(a, b), colours.at(scale.fraction(value as f32)));
        }
        ui.painter().add(mesh);
        ui.painter().rect_stroke(cells, 0.0, Stroke::new(1.0, tokens.hairline), StrokeKind::Outside);
        let marked = pair.strongest.unwrap_or([usize::MAX; 2]);
        let ink = |marked: bool| if marked { tokens.ink } else { tokens.soft };
        for state in 0..pair.block.nrows() {
            let middle = (state as f32 + 0.5) * self.cell;
            let text = |marked| paint::line(ui, &letter(data, state), self.font.clone(), ink(marked));
            let at_left = pos2(cells.left() - GAP, cells.top() + middle);
            paint::galley(ui, text(state == marked[0]), at_left, Align2::RIGHT_CENTER);
            let below = pos2(cells.left() + middle, cells.bottom() + GAP);
            paint::galley(ui, text(state == marked[1]), below, Align2::CENTER_TOP);
        }
        if let Some([a, b]) = pair.strongest {
            let stroke = Stroke::new(1.5, tokens.accent);
            ui.painter().rect_stroke(cell(a, b).expand(1.0), 0.0, stroke, StrokeKind::Outside);
        }
    }
}
