//! [`Bars`]: one bar for each of many things, in one mesh; a bar can be hovered and clicked.

use egui::{Color32, CursorIcon, Mesh, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2};

use super::axes::Axis;
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec};
use super::level::Level;
use super::line_paint;
use crate::ui::theme;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Its height, from 0; may be negative.
    pub value: f64,
    pub color: Color32,
}

/// Bars side by side. Fill the fields of [`Bars::new`] and call [`Bars::show`].
#[derive(Clone, Copy)]
pub struct Bars<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    pub height: f32,
    /// What the bars are, at the right end of the x axis.
    pub x_label: &'a str,
    pub bars: &'a [Bar],
    pub y_range: (f64, f64),
    pub levels: &'a [Level<'a>],
    /// A bar that is marked.
    pub chosen: Option<usize>,
    /// Names below the bars in the place of their numbers, one for each `group` of bars.
    pub names: &'a [String],
    /// Bars that stand together, and are hovered as one.
    pub group: usize,
}

/// Room between groups of several bars, in bars.
const BETWEEN_GROUPS: f32 = 0.6;
/// Names below bars are so far apart at least.
const NAMES_APART: f32 = 6.0;

/// What happened on the bars in this frame.
pub struct BarsResponse {
    pub response: Response,
    pub hover: Option<usize>,
    pub clicked: Option<usize>,
}

impl<'a> Bars<'a> {
    /// No bars yet, 140 points high, from 0 to 1.
    pub fn new(name: &'a str) -> Self {
        Self {
            name,
            summary: "",
            height: 140.0,
            x_label: "",
            bars: &[],
            y_range: (0.0, 1.0),
            levels: &[],
            chosen: None,
            names: &[],
            group: 1,
        }
    }

    /// Shows them across the available width.
    pub fn show(&self, ui: &mut Ui) -> BarsResponse {
        let size = frame::plot_size(ui, self.height);
        // Each bar stands on its number, from 1 on.
        let x = Axis { range: (0.5, self.bars.len().max(1) as f64 + 0.5), name: self.x_label, logarithmic: false };
        let y = Axis { range: self.y_range, name: "", logarithmic: false };
        let names = self.levels.iter().map(|level| level.name);
        let margins = frame::measure(ui, size, [x, y], names);
        let (outer, response) = frame::figure(ui, size, Sense::hover(), self.name, self.summary);
        let bare = !self.names.is_empty();
        let spec = FrameSpec { id: self.name, x, y, margins, grounded: true, bare, linked: false };
        let foot = if bare { ui.fonts_mut(|fonts| fonts.row_height(&frame::font(ui))) } else { 0.0 };
        let of_bars = outer.with_max_y((outer.bottom() - foot).max(outer.top()));
        let Some((frame, over)) = Frame::show(ui, of_bars, spec) else {
            return BarsResponse { response, hover: None, clicked: None };
        };
        let pointer = over.hover_pos().map(|pos| (frame.x.value(pos.x) - 0.5).max(0.0) as usize);
        let hover = pointer.filter(|index| *index < self.bars.len());
        if hover.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if ui.is_rect_visible(outer) {
            line_paint::levels(ui, &frame, self.levels);
            self.paint(ui, &frame, hover);
            self.paint_foot(ui, &frame, foot);
            let names: Vec<_> = Level::names(self.levels, (frame.y.low, frame.y.high)).collect();
            frame.paint_names(ui, &names);
        }
        let original = Original { name: self.name, size: outer.size(), frame: &frame, spec, over: &over };
        let alone = Self { chosen: None, ..*self };
        figure::offer(ui, &original, &|| self.table(), &|ui| drop(alone.show(ui)));
        let clicked = hover.filter(|_| over.clicked());
        BarsResponse { response, hover, clicked }
    }

    /// Where the group of a bar begins, ends and has its middle.
    fn group_at(&self, frame: &Frame, index: usize) -> (f32, f32, f32) {
        let group = self.group.max(1);
        let first = index / group * group;
        let (start, end) = (frame.x.position(first as f64 + 0.5), frame.x.position((first + group) as f64 + 0.5));
        (start, end, f32::midpoint(start, end))
    }

    /// The names below the bars, as far as they have room, and what they are.
    fn paint_foot(&self, ui: &Ui, frame: &Frame, line: f32) {
        let tokens = theme::tokens(ui.ctx());
        let y = frame.data.bottom() + 3.0;
        let mut free = f32::NEG_INFINITY;
        for (place, name) in self.names.iter().enumerate() {
            let (_, _, middle) = self.group_at(frame, place * self.group.max(1));
            let galley = frame::text(ui, name, tokens.soft, f32::INFINITY);
            let half = galley.size().x / 2.0;
            if middle - half >= free.max(frame.outer.left()) && frame.data.x_range().contains(middle) {
                free = middle + half + NAMES_APART;
                ui.painter().galley(pos2(middle - half, y), galley, tokens.soft);
            }
        }
        if line > 0.0 {
            let left = frame.data.right().max(free) + NAMES_APART;
            let galley = frame::text(ui, self.x_label, tokens.soft, frame.outer.right() - left);
            ui.painter().galley(pos2(left, y), galley, tokens.soft);
        }
    }

    fn paint(&self, ui: &Ui, frame: &Frame, hover: Option<usize>) {
        let tokens = theme::tokens(ui.ctx());
        let scale = ui.pixels_per_point();
        let snap = |x: f32| (x * scale).round() / scale;
        let foot = frame.y.position(0.0).clamp(frame.data.top(), frame.data.bottom());
        let place = |index: usize, value: f64| {
            let (left, right) = (frame.x.position(index as f64 + 0.5), frame.x.position(index as f64 + 1.5));
            // A group is narrowed, so that it stands apart from the next one.
            let (start, end, middle) = self.group_at(frame, index);
            let part = if self.group > 1 { 1.0 - BETWEEN_GROUPS / (self.group as f32 + BETWEEN_GROUPS) } else { 1.0 };
            let part = if end - start < 6.0 { 1.0 } else { part };
            let (left, right) = (middle + part * (left - middle), middle + part * (right - middle));
            let (left, right) = (snap(left), snap(right).max(snap(left) + 1.0 / scale));
            let right = if right - left > 3.0 { right - 1.0 } else { right };
            let top = frame.y.position(value).clamp(frame.data.top(), frame.data.bottom());
            Rect::from_min_max(pos2(left, top.min(foot - 1.0)), pos2(right, foot.max(top)))
        };
        let mut mesh = Mesh::default();
        for (index, bar) in self.bars.iter().enumerate().filter(|(_, bar)| bar.value.is_finite()) {
            let color = if hover.is_some_and(|hover| hover / self.group.max(1) != index / self.group.max(1)) {
                bar.color.gamma_multiply(0.6)
            } else {
                bar.color
            };
            mesh.add_colored_rect(place(index, bar.value), color);
        }
        ui.painter_at(frame.data).add(mesh);
        if let Some((index, bar)) = self.chosen.and_then(|index| Some((index, self.bars.get(index)?))) {
            let rect = place(index, bar.value).expand(1.5);
            ui.painter_at(frame.data.expand(3.0)).rect_stroke(
                rect,
                1.0,
                Stroke::new(1.5, tokens.accent),
                StrokeKind::Outside,
            );
        }
    }
}
