//! [`LadderView`]: levels as the rungs of a ladder, named at its left and right.

use egui::{Color32, Pos2, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::frame;
use super::rungs::{RungPlace, RungSide, RungWish, rung_at, rung_places};
use super::scale::extent;
use crate::ui::theme;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// The ladder takes this fraction of the width, within limits.
const SHARE: f32 = 0.32;
const WIDTH: Rangef = Rangef { min: 24.0, max: 360.0 };
/// How far a name stands away from its rail.
const AWAY: f32 = 16.0;
/// How near the pointer must be to a rung.
const REACH: f32 = 9.0;

#[derive(Clone, Copy, Debug)]
pub struct Rung<'a> {
    /// Its name, with its number.
    pub name: &'a str,
    pub value: f64,
    pub side: RungSide,
    /// Dashed and thin: no state to stay in.
    pub dashed: bool,
    /// Its colour and that of its name.
    pub color: Color32,
    /// When there is no room for all names, the smallest are left out first.
    pub priority: u32,
}

/// Rungs, and a mark of where something stands. Fill the fields and call [`LadderView::show`].
#[derive(Clone, Copy)]
pub struct LadderView<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    pub rungs: &'a [Rung<'a>],
    /// A measured value with its name.
    pub mark: Option<(&'a str, f64)>,
}

impl LadderView<'_> {
    /// Draws it over `size`. The index of the rung under the pointer.
    pub fn show(&self, ui: &mut Ui, size: Vec2) -> (Response, Option<usize>) {
        let tokens = theme::tokens(ui.ctx());
        let (outer, response) = frame::figure(ui, size, Sense::CLICK, self.name, self.summary);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&frame::font(ui)));
        let width = (outer.width() * SHARE).clamp(WIDTH.min, WIDTH.max);
        let rails =
            Rect::from_center_size(outer.center(), vec2(width, outer.height())).shrink2(vec2(0.0, line / 2.0 + 4.0));
        if !(rails.height() >= 2.0 * line && outer.width() >= 2.0 * width) {
            return (response, None);
        }
        let wishes: Vec<RungWish> = self
            .rungs
            .iter()
            .map(|rung| RungWish { value: rung.value, side: rung.side, priority: rung.priority })
            .collect();
        let places = rung_places(&wishes, rails.top(), rails.bottom(), line + 1.0);
        let hovered = response.hover_pos().and_then(|pointer| self.hovered(&places, pointer, rails));
        if ui.is_rect_visible(outer) {
            for x in [rails.left(), rails.right()] {
                ui.painter().vline(x, rails.y_range().expand(4.0), Stroke::new(1.0, tokens.hairline));
            }
            // What is dashed lies below what is solid.
            for dashed in [true, false] {
                for (index, (rung, place)) in self.rungs.iter().zip(&places).enumerate() {
                    if rung.dashed == dashed && place.y.is_finite() {
                        paint_rung(ui, outer, rails, (rung, place), hovered == Some(index));
                    }
                }
            }
            self.paint_mark(ui, rails);
        }
        let table = || {
            let mut table = Table::new(["level", self.name]);
            for rung in self.rungs {
                table.row(rung.name, [rung.value]);
            }
            table
        };
        let draw = |ui: &mut Ui| drop(self.show(ui, outer.size()));
        let figure = Figure { name: self.name, size: outer.size(), table: &table, draw: &draw, gestures: "" };
        take_out::offer(ui, &response, &figure);
        (response, hovered)
    }

    /// Names count as well as rungs.
    fn hovered(&self, places: &[RungPlace], pointer: Pos2, rails: Rect) -> Option<usize> {
        let side = if pointer.x < rails.left() { Some(RungSide::Left) } else { None };
        let side = if pointer.x > rails.right() { Some(RungSide::Right) } else { side };
        let Some(side) = side else { return rung_at(places, pointer.y, REACH) };
        let names: Vec<RungPlace> = places
            .iter()
            .zip(self.rungs)
            .map(|(place, rung)| {
                let y = place.label.filter(|_| rung.side == side).unwrap_or(f32::NAN);
                RungPlace { y, ..*place }
            })
            .collect();
        rung_at(&names, pointer.y, REACH)
    }

    /// A measured value: a dot between the rails, its name next to it; at an end, with an arrow, where it lies beyond.
    fn paint_mark(&self, ui: &Ui, rails: Rect) {
        let tokens = theme::tokens(ui.ctx());
        let Some((name, value)) = self.mark else { return };
        let ends = extent(self.rungs.iter().map(|rung| rung.value)).filter(|(low, high)| low < high);
        let Some((low, high)) = ends.filter(|_| value.is_finite()) else { return };
        let fraction = ((value - low) / (high - low)) as f32;
        let name = match fraction {
            fraction if fraction < 0.0 => format!("↓ {name}"),
            fraction if fraction > 1.0 => format!("↑ {name}"),
            _ => name.to_owned(),
        };
        let y = egui::lerp(rails.bottom()..=rails.top(), fraction.clamp(0.0, 1.0));
        let room = (rails.width() - 40.0).max(0.0);
        let galley = frame::text(ui, &name, tokens.accent, room);
        // As far left as keeps dot and name between the rails.
        let at = pos2(rails.center().x - galley.size().x.min(room) / 2.0, y);
        if room > 60.0 {
            let behind = Rect::from_min_size(at + vec2(12.0, -galley.size().y / 2.0), galley.size());
            ui.painter().rect_filled(behind.expand2(vec2(4.0, 0.0)), 2.0, tokens.panel);
            ui.painter().galley(behind.min, galley, tokens.accent);
        }
        ui.painter().circle_filled(at, 6.5, tokens.panel);
        ui.painter().circle_filled(at, 5.0, tokens.accent);
    }
}

fn paint_rung(ui: &Ui, outer: Rect, rails: Rect, (rung, place): (&Rung<'_>, &RungPlace), hovered: bool) {
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter();
    let color = if hovered { tokens.accent } else { rung.color };
    let y = painter.round_to_pixel_center(place.y);
    let ends = [pos2(rails.left(), y), pos2(rails.right(), y)];
    if rung.dashed {
        let mut dashes = Vec::new();
        Shape::dashed_line_many(&ends, Stroke::new(if hovered { 2.0 } else { 1.5 }, color), 5.0, 3.5, &mut dashes);
        painter.extend(dashes);
    } else {
        painter.line_segment(ends, Stroke::new(if hovered { 3.0 } else { 2.0 }, color));
    }
    let Some(label) = place.label else { return };
    let (from, to, room) = match rung.side {
        RungSide::Left => (rails.left() - 2.0, rails.left() - AWAY, rails.left() - AWAY - 4.0 - outer.left()),
        RungSide::Right => (rails.right() + 2.0, rails.right() + AWAY, outer.right() - rails.right() - AWAY - 4.0),
    };
    painter.line_segment([pos2(from, y), pos2(to, label)], Stroke::new(1.0, color.gamma_multiply(0.55)));
    let galley = frame::text(ui, rung.name, color, room);
    let left = match rung.side {
        RungSide::Left => to - 4.0 - galley.size().x,
        RungSide::Right => to + 4.0,
    };
    painter.galley(pos2(left, label - galley.size().y / 2.0), galley, color);
}
