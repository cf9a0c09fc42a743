//! [`SimplexView`]: three numbers on their way, seen along the diagonal, with a scale for what that view hides.

use egui::{Align2, Color32, Pos2, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::frame;
use super::labels::{LabelWish, declutter};
use super::scale::Scale;
use super::simplex::{CORNERS, SimplexLayout, height};
use crate::ui::theme;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Width of the scale at the right, and the least total width with which it is drawn.
const SCALE: f32 = 118.0;
const SCALE_FROM: f32 = 300.0;
/// The range of the scale: beyond √3/2 no state of balanced patterns can be.
const HEIGHTS: (f64, f64) = (-0.92, 0.92);

/// A level named on the scale of heights.
#[derive(Clone, Copy, Debug)]
pub struct HeightLevel<'a> {
    pub name: &'a str,
    /// The height along the diagonal.
    pub value: f64,
}

/// What is drawn. Fill the fields and call [`SimplexView::show`].
#[derive(Clone, Copy)]
pub struct SimplexView<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// Names of the six corners as in [`CORNERS`], with their colours.
    pub corners: [(&'a str, Color32); 6],
    pub path: &'a [[f64; 3]],
    /// The way by theory: dashed.
    pub theory: &'a [[f64; 3]],
    pub live: Option<[f64; 3]>,
    pub levels: &'a [HeightLevel<'a>],
}

impl SimplexView<'_> {
    /// Draws it over `size`. The index in [`CORNERS`] of the corner under the pointer.
    pub fn show(&self, ui: &mut Ui, size: Vec2) -> (Response, Option<usize>) {
        let tokens = theme::tokens(ui.ctx());
        let (outer, response) = frame::figure(ui, size, Sense::CLICK, self.name, self.summary);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&frame::font(ui)));
        let has_scale = outer.width() >= SCALE_FROM && outer.height() >= 4.0 * line;
        let room = if has_scale { outer.with_max_x(outer.right() - SCALE) } else { outer };
        let widest = self
            .corners
            .iter()
            .map(|(name, _)| frame::text(ui, name, tokens.soft, f32::INFINITY).size().x)
            .fold(0.0, f32::max);
        let margin = vec2((widest + 10.0).min(0.25 * room.width()), line + 6.0);
        let Some(layout) = SimplexLayout::fit(room, margin) else { return (response, None) };
        let corners = layout.corners();
        let pointer = response.hover_pos();
        let near =
            |at: &Pos2| pointer.is_some_and(|pointer| pointer.distance(*at) < (0.3 * layout.scale()).clamp(12.0, 28.0));
        let hovered = corners.iter().position(near);
        if ui.is_rect_visible(outer) {
            self.paint_frame(ui, layout, &corners);
            self.paint_ways(ui, layout);
            if has_scale {
                let bar = Rect::from_min_max(
                    pos2(outer.right() - SCALE + 18.0, corners.first().map_or(outer.top(), |top| top.y)),
                    pos2(outer.right(), corners.get(3).map_or(outer.bottom(), |bottom| bottom.y)),
                );
                self.paint_heights(ui, bar, line);
            }
        }
        let figure = Figure {
            name: self.name,
            size: outer.size(),
            table: &|| self.table(),
            draw: &|ui| drop(self.show(ui, outer.size())),
            gestures: "",
        };
        take_out::offer(ui, &response, &figure);
        (response, hovered)
    }

    fn table(&self) -> Table {
        let mut table = Table::new(["series", "m1", "m2", "m3"]);
        for (name, way) in [("measured", self.path), ("theory", self.theory)] {
            for numbers in way {
                table.row(name, *numbers);
            }
        }
        for level in self.levels {
            table.row(level.name, [level.value]);
        }
        table
    }

    fn paint_frame(&self, ui: &Ui, layout: SimplexLayout, corners: &[Pos2; 6]) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter();
        let hairline = Stroke::new(1.0, tokens.hairline);
        let center = layout.position([0.0; 3]);
        painter.add(Shape::closed_line(corners.to_vec(), hairline));
        for (at, (_, sign)) in corners.iter().zip(CORNERS) {
            if sign > 0.0 {
                painter.line_segment([center, *at], hairline);
            }
        }
        for (at, (name, color)) in corners.iter().zip(self.corners) {
            painter.circle_filled(*at, 3.0, color);
            let outwards = (*at - center) / layout.scale();
            let galley = frame::text(ui, name, color, f32::INFINITY);
            // Names stand outside: above and below at the top and the bottom, else next to their corner.
            let anchor = if outwards.x.abs() < 0.1 {
                if outwards.y < 0.0 { Align2::CENTER_BOTTOM } else { Align2::CENTER_TOP }
            } else if outwards.x > 0.0 {
                Align2::LEFT_CENTER
            } else {
                Align2::RIGHT_CENTER
            };
            let rect = anchor.anchor_size(*at + outwards * 7.0, galley.size());
            painter.galley(rect.min, galley, color);
        }
    }

    fn paint_ways(&self, ui: &Ui, layout: SimplexLayout) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter();
        let points = |way: &[[f64; 3]]| -> Vec<Pos2> { way.iter().map(|&numbers| layout.position(numbers)).collect() };
        painter.add(Shape::line(points(self.path), Stroke::new(2.0, tokens.ink)));
        let mut dashes = Vec::new();
        let theory = points(self.theory);
        Shape::dashed_line_many(&theory, Stroke::new(2.0, tokens.accent), 5.0, 3.5, &mut dashes);
        painter.extend(dashes);
        if let Some(end) = theory.last() {
            painter.circle_filled(*end, 6.5, tokens.panel);
            painter.circle_stroke(*end, 5.0, Stroke::new(1.5, tokens.accent));
        }
        if let Some(live) = self.live {
            let at = layout.position(live);
            painter.circle_filled(at, 6.5, tokens.panel);
            painter.circle_filled(at, 5.0, tokens.ink);
        }
    }

    /// The scale at the right: the coordinate along the diagonal, which the view from above cannot show.
    fn paint_heights(&self, ui: &Ui, bar: Rect, line: f32) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter();
        let y = Scale::new(HEIGHTS, bar.bottom(), bar.top());
        painter.vline(bar.left(), bar.y_range(), Stroke::new(1.0, tokens.hairline));
        let title = frame::text(ui, "height", tokens.soft, bar.width() + 18.0);
        painter.galley(pos2(bar.left() - 14.0, bar.top() - title.size().y - 5.0), title, tokens.soft);
        let wishes: Vec<LabelWish> = self
            .levels
            .iter()
            .map(|level| LabelWish { y: y.position(level.value), height: line, priority: 1 })
            .collect();
        for ((level, wish), at) in self.levels.iter().zip(&wishes).zip(declutter(&wishes, bar.top(), bar.bottom())) {
            painter.hline(Rangef::new(bar.left() - 3.0, bar.left() + 5.0), wish.y, Stroke::new(1.0, tokens.soft));
            let Some(at) = at else { continue };
            let left = bar.left() + 14.0;
            if (at - wish.y).abs() > 1.5 {
                let leader = [pos2(bar.left() + 5.0, wish.y), pos2(left - 3.0, at)];
                painter.line_segment(leader, Stroke::new(1.0, tokens.hairline));
            }
            let galley = frame::text(ui, level.name, tokens.soft, bar.right() - left);
            painter.galley(pos2(left, at - galley.size().y / 2.0), galley, tokens.soft);
        }
        let mark = |numbers: [f64; 3]| pos2(bar.left(), y.position(height(numbers).clamp(HEIGHTS.0, HEIGHTS.1)));
        if let Some(end) = self.theory.last() {
            painter.circle_filled(mark(*end), 6.5, tokens.panel);
            painter.circle_stroke(mark(*end), 5.0, Stroke::new(1.5, tokens.accent));
        }
        if let Some(live) = self.live {
            painter.circle_filled(mark(live), 6.5, tokens.panel);
            painter.circle_filled(mark(live), 5.0, tokens.ink);
        }
    }
}
