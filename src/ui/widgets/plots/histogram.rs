//! [`Histogram`]: bars, with theory over them and a threshold beyond which the tail is shaded.

use egui::{Color32, Mesh, Rangef, Rect, Response, Sense, Stroke, Ui, pos2};
use egui_plot::PlotPoint;

use super::axes::Axis;
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec, Margins};
use super::line_paint;
use super::scale::{drawable, extent, nice_range};
use crate::ui::theme;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    /// Its height: a count or a density, not negative.
    pub height: f64,
}

/// On which side of a threshold the tail lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    Below,
    Above,
}

/// A vertical line with a name, and the tail beyond it drawn in its colour.
#[derive(Clone, Copy, Debug)]
pub struct Threshold<'a> {
    pub x: f64,
    pub name: &'a str,
    /// The colour of the line, its name and the tail.
    pub color: Color32,
    pub tail: Tail,
}

/// Bars over an x axis. Fill the fields of [`Histogram::new`] and call [`Histogram::show`].
#[derive(Clone, Copy)]
pub struct Histogram<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// The height, numbers of the x axis included.
    pub height: f32,
    /// The name of the x axis, at its right end.
    pub x_label: &'a str,
    /// The bars; those that are not finite or not positive are left out.
    pub bins: &'a [Bin],
    pub bar_color: Color32,
    /// Theory, dashed in ink; empty for none.
    pub theory: &'a [PlotPoint],
    pub threshold: Option<Threshold<'a>>,
    /// Heights as decimal logarithms.
    pub logarithmic: bool,
    /// The x range shown; that of the bars when `None`.
    pub x_range: Option<(f64, f64)>,
    /// The largest height shown; that of the bars and the theory when `None`.
    pub top: Option<f64>,
    /// Given margins; measured when `None`.
    pub margins: Option<Margins>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistogramHover {
    pub bin: usize,
    /// The x under the pointer.
    pub x: f64,
}

/// What happened on a histogram in this frame.
pub struct HistogramResponse {
    pub response: Response,
    pub hover: Option<HistogramHover>,
    /// Where the data are drawn; `None` when there was no room.
    pub data: Option<Rect>,
}

impl<'a> Histogram<'a> {
    /// A histogram without bars, 140 points high.
    pub fn new(name: &'a str, bar_color: Color32) -> Self {
        Self {
            name,
            summary: "",
            height: 140.0,
            x_label: "",
            bins: &[],
            bar_color,
            theory: &[],
            threshold: None,
            logarithmic: false,
            x_range: None,
            top: None,
            margins: None,
        }
    }

    /// Shows the histogram across the available width.
    pub fn show(&self, ui: &mut Ui) -> HistogramResponse {
        let size = frame::plot_size(ui, self.height);
        let (x, y) = (self.x_axis(), self.y_axis());
        let margins = self.margins.unwrap_or_else(|| frame::measure(ui, size, [x, y], []));
        let (outer, response) = frame::figure(ui, size, Sense::hover(), self.name, self.summary);
        let spec = FrameSpec { id: self.name, x, y, margins, grounded: true, bare: false, linked: false };
        let Some((frame, over)) = Frame::show(ui, outer, spec) else {
            return HistogramResponse { response, hover: None, data: None };
        };
        let pointer = over.hover_pos();
        let hover = pointer.and_then(|pos| {
            let x = frame.x.value(pos.x);
            let bin = self.bins.iter().position(|bin| bin.from <= x && x < bin.to)?;
            Some(HistogramHover { bin, x })
        });
        if ui.is_rect_visible(outer) {
            self.paint_bars(ui, &frame, hover);
            self.paint_theory(ui, &frame);
            if let Some(threshold) = self.threshold {
                paint_threshold(ui, &frame, threshold);
            }
        }
        let original = Original { name: self.name, size: outer.size(), frame: &frame, spec, over: &over };
        let alone = Self { margins: None, ..*self };
        figure::offer(ui, &original, &|| self.table(), &|ui| drop(alone.show(ui)));
        HistogramResponse { response, hover, data: Some(frame.data) }
    }

    fn bars(&self) -> impl Iterator<Item = (usize, &'a Bin)> {
        let sound = |bin: &Bin| drawable(bin.from, bin.to) && drawable(bin.height, 0.0) && bin.from < bin.to;
        self.bins.iter().enumerate().filter(move |(_, bin)| sound(bin) && bin.height > 0.0)
    }

    fn x_axis(&self) -> Axis<'a> {
        let seen = || {
            let ends = extent(self.bars().flat_map(|(_, bin)| [bin.from, bin.to]));
            ends.map_or((0.0, 1.0), |(low, high)| nice_range(low, high))
        };
        Axis { range: self.x_range.unwrap_or_else(seen), name: self.x_label, logarithmic: false }
    }

    fn y_axis(&self) -> Axis<'a> {
        let heights = || {
            let theory = self.theory.iter().filter(|point| drawable(point.x, point.y)).map(|point| point.y);
            self.bars().map(|(_, bin)| bin.height).chain(theory)
        };
        let top = self.top.filter(|top| top.is_finite()).unwrap_or_else(|| heights().fold(0.0, f64::max));
        if !self.logarithmic {
            return Axis { range: (0.0, nice_range(0.0, top.max(1e-290)).1), name: "", logarithmic: false };
        }
        // The lowest bar stands on half a decade; theory may go on below, unseen.
        let lowest = self.bars().map(|(_, bin)| bin.height).fold(top.max(1e-290), f64::min);
        let (low, high) = ((lowest.log10() - 0.3).floor(), top.max(lowest).log10().ceil());
        Axis { range: (low, high.max(low + 1.0)), name: "", logarithmic: true }
    }

    fn height_position(&self, frame: &Frame, height: f64) -> f32 {
        let value = if self.logarithmic { height.max(1e-300).log10() } else { height };
        frame.y.position(value).clamp(frame.data.top(), frame.data.bottom())
    }

    fn paint_bars(&self, ui: &Ui, frame: &Frame, hover: Option<HistogramHover>) {
        let scale = ui.pixels_per_point();
        let snap = |x: f32| (x * scale).round() / scale;
        let foot = frame
            .y
            .position(if self.logarithmic { frame.y.low } else { 0.0 })
            .clamp(frame.data.top(), frame.data.bottom());
        let mut mesh = Mesh::default();
        for (index, bin) in self.bars() {
            let top = self.height_position(frame, bin.height).min(foot - 1.0);
            let faded = hover.is_some_and(|hover| hover.bin != index);
            for (from, to, color) in self.parts(bin) {
                let left = snap(frame.x.position(from.max(frame.x.low)));
                let right = snap(frame.x.position(to.min(frame.x.high)));
                // One pixel between bars that are wide enough to spare it.
                let right = if to == bin.to && right - left > 3.0 { right - 1.0 / scale } else { right };
                if right > left {
                    let color = if faded { color.gamma_multiply(0.6) } else { color };
                    mesh.add_colored_rect(Rect::from_min_max(pos2(left, top), pos2(right, foot)), color);
                }
            }
        }
        ui.painter().add(mesh);
    }

    /// A bar, cut at the threshold.
    fn parts(&self, bin: &Bin) -> Vec<(f64, f64, Color32)> {
        let Some(threshold) = self.threshold else { return vec![(bin.from, bin.to, self.bar_color)] };
        let cut = if threshold.x.is_nan() { bin.to } else { threshold.x.clamp(bin.from, bin.to) };
        let (below, above) = match threshold.tail {
            Tail::Below => (threshold.color, self.bar_color),
            Tail::Above => (self.bar_color, threshold.color),
        };
        vec![(bin.from, cut, below), (cut, bin.to, above)]
    }

    fn paint_theory(&self, ui: &Ui, frame: &Frame) {
        let logarithmic = self.logarithmic;
        let path = self
            .theory
            .iter()
            .filter(|point| !logarithmic || point.y > 0.0)
            .map(|point| (point.x, if logarithmic { point.y.log10() } else { point.y }));
        line_paint::dashed_path(ui, frame, path, Stroke::new(1.5, theme::tokens(ui.ctx()).ink));
    }
}

fn paint_threshold(ui: &Ui, frame: &Frame, threshold: Threshold<'_>) {
    if !frame.contains(threshold.x, frame.y.low) {
        return;
    }
    let at = frame.x.position(threshold.x);
    let painter = ui.painter();
    let tail = match threshold.tail {
        Tail::Below => Rangef::new(frame.data.left(), at),
        Tail::Above => Rangef::new(at, frame.data.right()),
    };
    painter.rect_filled(Rect::from_x_y_ranges(tail, frame.data.y_range()), 0, threshold.color.gamma_multiply(0.10));
    painter.vline(at, frame.data.y_range(), Stroke::new(1.5, threshold.color));
    let room = |side: Rangef| side.span() - 8.0;
    let (right, left) = (Rangef::new(at, frame.outer.right()), Rangef::new(frame.data.left(), at));
    let galley = frame::text(ui, threshold.name, threshold.color, room(right).max(room(left)));
    // Next to the line, on the tail's side if the name fits there.
    let on_right = match threshold.tail {
        Tail::Above => galley.size().x <= room(right),
        Tail::Below => galley.size().x > room(left),
    };
    let x = if on_right { at + 5.0 } else { at - 5.0 - galley.size().x };
    painter.galley(pos2(x, frame.data.top()), galley, threshold.color);
}
