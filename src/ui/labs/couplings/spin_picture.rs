//! Up to four spins as a picture of all that couples them: fields as discs, pairs as edges, triples as corners, the
//! quadruple in the middle.

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Shape, Stroke, TextStyle, pos2, vec2};

use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::take_out::{self, Figure, Table};
use crate::ui::widgets::{hover_help, paint};

/// Radius of a spin, and its part of the side in a small picture.
const SPIN: f32 = 11.0;
const SMALL_SPIN: f32 = 0.09;
/// Width of the strongest edge.
const WIDEST: f32 = 8.0;
/// How near an edge must be to the pointer, in points.
const NEAR: f32 = 6.0;
/// How far a corner reaches along the edges, and the radius of the middle, in parts of the side.
const CORNER: f32 = 0.3;
const MIDDLE: f32 = 0.11;
/// A coupling this small is drawn as none: rounding.
const ROUNDING: f64 = 1e-12;

/// The coefficients of all products of the spins; the bits of a place are the spins of its product.
pub struct SpinPicture<'a> {
    pub spins: usize,
    pub couplings: &'a [f64],
    /// What the tooltip says.
    pub help: &'a str,
}

impl SpinPicture<'_> {
    /// Draws it across the width, so high; the product under the pointer.
    pub fn show(&self, ui: &mut egui::Ui, height: f32) -> Option<usize> {
        let size = vec2(ui.available_width().max(0.0), height.max(0.0));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        paint::name(ui, &response, Role::Image, "The spins and what couples them");
        let place = Places::new(self.spins, rect);
        let hovered = response.hover_pos().and_then(|pointer| place.under(pointer));
        if ui.is_rect_visible(rect) {
            self.paint(ui, &place, hovered);
        }
        let table = || {
            let mut table = Table::new(["product of spins", "coupling"]);
            for set in 1..1_usize << self.spins {
                table.row(&spins_of(set), [self.coupling(set)]);
            }
            table
        };
        let again = |ui: &mut egui::Ui| {
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            self.paint(ui, &Places::new(self.spins, rect), None);
        };
        let name = "The spins and what couples them";
        take_out::offer(ui, &response, &Figure { name, size, table: &table, draw: &again, gestures: "" });
        hover_help(response, self.help);
        hovered
    }

    fn coupling(&self, set: usize) -> f64 {
        self.couplings.get(set).copied().unwrap_or_default()
    }

    /// The largest of an order and those above 0, by which strength is shown.
    fn largest(&self) -> f64 {
        self.couplings.iter().skip(1).map(|value| value.abs()).fold(ROUNDING, f64::max)
    }

    fn strength(&self, set: usize) -> f32 {
        let value = self.coupling(set).abs();
        if value < ROUNDING { 0.0 } else { (value / self.largest()) as f32 }
    }

    /// The colour of a coupling on the panel: the stronger, the fuller.
    fn fill(&self, set: usize, tokens: &Tokens) -> Color32 {
        let full = if self.coupling(set) < 0.0 { tokens.negative } else { tokens.positive };
        tokens.panel.lerp_to_gamma(full, self.strength(set))
    }

    fn paint(&self, ui: &egui::Ui, place: &Places, hovered: Option<usize>) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter();
        let outline = |set: usize| {
            if hovered == Some(set) { Stroke::new(2.0, tokens.accent) } else { Stroke::new(1.0, tokens.soft) }
        };
        for (set, corners) in place.triples() {
            painter.add(Shape::convex_polygon(corners.to_vec(), self.fill(set, &tokens), outline(set)));
        }
        for (set, ends) in place.pairs() {
            painter.line_segment(ends, Stroke::new(1.0, tokens.soft));
            let (width, colour) = (WIDEST * self.strength(set), self.fill(set, &tokens));
            let width = if hovered == Some(set) { width.max(3.0) } else { width };
            let colour = if hovered == Some(set) { tokens.accent } else { colour };
            painter.line_segment(ends, Stroke::new(width, colour));
        }
        if let Some((set, [centre, rim])) = place.quadruple() {
            let radius = centre.distance(rim);
            painter.circle(centre, radius, self.fill(set, &tokens), outline(set));
        }
        for (spin, at) in place.spins.iter().enumerate() {
            let set = 1 << spin;
            let fill = self.fill(set, &tokens);
            painter.circle(*at, place.radius, fill, outline(set));
            let font = TextStyle::Small.resolve(ui.style());
            let ink = tokens.on(fill);
            painter.text(*at, Align2::CENTER_CENTER, (spin + 1).to_string(), font, ink);
        }
    }
}

/// `1, 3`: spins are counted from 1 on the screen.
pub fn spins_of(set: usize) -> String {
    let spins = (0..usize::BITS).filter(|spin| set >> spin & 1 == 1).map(|spin| (spin + 1).to_string());
    spins.collect::<Vec<_>>().join(", ")
}

/// Where everything stands.
struct Places {
    spins: Vec<Pos2>,
    radius: f32,
    side: f32,
    centre: Pos2,
}

impl Places {
    fn new(count: usize, rect: Rect) -> Self {
        let radius = SPIN.min(SMALL_SPIN * rect.width().min(rect.height()));
        let side = (rect.width().min(rect.height()) - 2.0 * radius - 4.0).max(0.0);
        let centre = rect.center();
        let half = side / 2.0;
        let at = |x: f32, y: f32| pos2(centre.x + x * half, centre.y + y * half);
        let spins = match count {
            2 => vec![at(-1.0, 0.0), at(1.0, 0.0)],
            3 => vec![at(-1.0, 0.85), at(1.0, 0.85), at(0.0, -0.85)],
            _ => vec![at(-1.0, -1.0), at(1.0, -1.0), at(1.0, 1.0), at(-1.0, 1.0)],
        };
        Self { spins, radius, side, centre }
    }

    fn pairs(&self) -> Vec<(usize, [Pos2; 2])> {
        let ends = self.spins.iter().enumerate();
        let pair = |(i, from): (usize, &Pos2)| {
            let (from, others) = (*from, self.spins.iter().enumerate().skip(i + 1));
            others.map(move |(j, to)| (1 << i | 1 << j, [from, *to])).collect::<Vec<_>>()
        };
        ends.flat_map(pair).collect()
    }

    /// Of four spins a triple is the corner of its middle spin; three have one, in their middle.
    fn triples(&self) -> Vec<(usize, [Pos2; 3])> {
        let count = self.spins.len();
        if let &[a, b, c] = &self.spins[..] {
            let centre = ((a.to_vec2() + b.to_vec2() + c.to_vec2()) / 3.0).to_pos2();
            let inner = [a, b, c].map(|corner| centre + (corner - centre) * 0.5);
            return vec![(0b111, inner)];
        }
        if count < 4 {
            return Vec::new();
        }
        let around = (0..count).zip(self.spins.iter());
        let corner = |(i, &at): (usize, &Pos2)| {
            let neighbours = [(i + count - 1) % count, (i + 1) % count];
            let set = neighbours.iter().fold(1 << i, |set, neighbour| set | 1 << neighbour);
            let [before, after] = neighbours.map(|spin| self.spins.get(spin).map_or(at, |to| at.lerp(*to, CORNER)));
            (set, [at, before, after])
        };
        around.map(corner).collect()
    }

    /// The middle, and a point on its rim.
    fn quadruple(&self) -> Option<(usize, [Pos2; 2])> {
        (self.spins.len() == 4).then(|| (0b1111, [self.centre, self.centre + vec2(MIDDLE * self.side, 0.0)]))
    }

    /// The product under the pointer: what is drawn on top first.
    fn under(&self, pointer: Pos2) -> Option<usize> {
        let spin = self.spins.iter().position(|at| at.distance(pointer) <= self.radius).map(|spin| 1 << spin);
        let middle = || self.quadruple().filter(|(_, [centre, rim])| centre.distance(pointer) <= centre.distance(*rim));
        let away = |[from, to]: [Pos2; 2]| {
            let along = to - from;
            let part = ((pointer - from).dot(along) / along.length_sq().max(1e-6)).clamp(0.0, 1.0);
            pointer.distance(from + part * along)
        };
        let edge = || {
            let near = self.pairs().into_iter().map(|(set, ends)| (set, away(ends))).filter(|(_, away)| *away <= NEAR);
            near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(set, _)| set)
        };
        let triple = || self.triples().into_iter().find(|(_, corners)| contains(*corners, pointer)).map(|(set, _)| set);
        spin.or_else(|| middle().map(|(set, _)| set)).or_else(edge).or_else(triple)
    }
}

/// Whether a triangle contains a point: it is on the same side of all edges.
fn contains([a, b, c]: [Pos2; 3], point: Pos2) -> bool {
    let side = |from: Pos2, to: Pos2| (to - from).rot90().dot(point - from);
    let sides = [side(a, b), side(b, c), side(c, a)];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_of_spins_is_found_where_it_is_drawn() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 200.0));
        for count in 2..=4 {
            let places = Places::new(count, rect);
            let mut found: Vec<usize> = (0..200 * 200)
                .filter_map(|point| places.under(rect.min + vec2((point % 200) as f32, (point / 200) as f32)))
                .collect();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found, (1..1 << count).collect::<Vec<_>>(), "{count} spins");
            for (spin, at) in places.spins.iter().enumerate() {
                assert_eq!(places.under(*at), Some(1 << spin));
            }
        }
        let four = Places::new(4, rect);
        assert_eq!(four.under(rect.center()), Some(0b1111));
        assert_eq!((spins_of(0b1011), spins_of(0)), ("1, 2, 4".to_owned(), String::new()));
    }
}
