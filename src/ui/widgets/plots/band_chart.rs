//! [`BandChart`]: the smallest, mean and largest value along a path between two named ends.

use egui::{Color32, Mesh, Pos2, Rangef, Rect, Response, Sense, Shape, Stroke, Ui, pos2};

use super::axes::Axis;
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec, Margins};
use super::level::Level;
use super::line_paint;
use super::scale::drawable;
use crate::ui::theme;

/// The name of one end of a path.
#[derive(Clone, Copy, Debug)]
pub struct EndMark<'a> {
    pub name: &'a str,
    pub color: Color32,
}

/// A band over an x axis. Fill the fields of [`BandChart::new`] and call [`BandChart::show`].
#[derive(Clone, Copy)]
pub struct BandChart<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// The height, names and numbers included.
    pub height: f32,
    /// The name of the x axis, at its right end.
    pub x_label: &'a str,
    /// Where along the path, rising.
    pub xs: &'a [f64],
    /// The smallest values. Where the slices differ in length, the shortest counts.
    pub min: &'a [f64],
    pub mean: &'a [f64],
    pub max: &'a [f64],
    /// The colour of band and mean.
    pub color: Color32,
    pub start: EndMark<'a>,
    pub end: EndMark<'a>,
    pub levels: &'a [Level<'a>],
    pub y_range: (f64, f64),
    /// Given margins; measured when `None`.
    pub margins: Option<Margins>,
}

/// The step of the path under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandHover {
    pub index: usize,
    pub x: f64,
}

/// What happened on a band chart in this frame.
pub struct BandResponse {
    pub response: Response,
    pub hover: Option<BandHover>,
    /// Where the data are drawn; `None` when there was no room.
    pub data: Option<Rect>,
}

#[derive(Clone, Copy)]
struct Step {
    index: usize,
    x: f64,
    min: f64,
    mean: f64,
    max: f64,
}

impl<'a> BandChart<'a> {
    /// A chart without data, 170 points high.
    pub fn new(name: &'a str, color: Color32, start: EndMark<'a>, end: EndMark<'a>) -> Self {
        Self {
            name,
            summary: "",
            height: 170.0,
            x_label: "",
            xs: &[],
            min: &[],
            mean: &[],
            max: &[],
            color,
            start,
            end,
            levels: &[],
            y_range: (0.0, 1.0),
            margins: None,
        }
    }

    /// Shows the chart across the available width.
    pub fn show(&self, ui: &mut Ui) -> BandResponse {
        let steps = self.steps();
        let size = frame::plot_size(ui, self.height);
        let x = Axis { range: x_range(&steps), name: self.x_label, logarithmic: false };
        let y = Axis { range: self.y_range, name: "", logarithmic: false };
        let names = self.levels.iter().map(|level| level.name);
        let margins = self.margins.unwrap_or_else(|| frame::measure(ui, size, [x, y], names));
        let (outer, response) = frame::figure(ui, size, Sense::hover(), self.name, self.summary);
        // The names of the ends stand in a row of their own, where no data can reach them.
        let row = frame::text(ui, self.start.name, self.start.color, f32::INFINITY).size().y;
        let below = Rect::from_min_max(pos2(outer.left(), (outer.top() + row - 4.0).min(outer.bottom())), outer.max);
        let spec = FrameSpec { id: self.name, x, y, margins, grounded: false, bare: false, linked: false };
        let Some((frame, over)) = Frame::show(ui, below, spec) else {
            return BandResponse { response, hover: None, data: None };
        };
        let pointer = over.hover_pos().map(|pos| frame.x.value(pos.x));
        let hover = pointer.and_then(|at| {
            let near = steps.iter().min_by(|a, b| (a.x - at).abs().total_cmp(&(b.x - at).abs()))?;
            Some(BandHover { index: near.index, x: near.x })
        });
        if ui.is_rect_visible(outer) {
            line_paint::levels(ui, &frame, self.levels);
            self.paint_band(ui, &frame, &steps);
            self.paint_ends(ui, &frame, outer, &steps);
            paint_hover(ui, &frame, &steps, hover);
            let names: Vec<_> = Level::names(self.levels, (frame.y.low, frame.y.high)).collect();
            frame.paint_names(ui, &names);
        }
        let original = Original { name: self.name, size: outer.size(), frame: &frame, spec, over: &over };
        let alone = Self { margins: None, ..*self };
        figure::offer(ui, &original, &|| self.table(), &|ui| drop(alone.show(ui)));
        BandResponse { response, hover, data: Some(frame.data) }
    }

    fn steps(&self) -> Vec<Step> {
        let values = self.min.iter().zip(self.mean).zip(self.max);
        self.xs
            .iter()
            .zip(values)
            .enumerate()
            .map(|(index, (&x, ((&min, &mean), &max)))| Step { index, x, min, mean, max })
            .filter(|step| drawable(step.x, step.mean) && drawable(step.min, step.max))
            .collect()
    }

    fn paint_band(&self, ui: &Ui, frame: &Frame, steps: &[Step]) {
        let painter = ui.painter_at(frame.data);
        let mut mesh = Mesh::default();
        for (index, step) in steps.iter().enumerate() {
            let fill = self.color.gamma_multiply(0.22);
            mesh.colored_vertex(frame.position(step.x, step.max), fill);
            mesh.colored_vertex(frame.position(step.x, step.min), fill);
            if index > 0 {
                let next = 2 * index as u32;
                mesh.add_triangle(next - 2, next - 1, next);
                mesh.add_triangle(next - 1, next, next + 1);
            }
        }
        painter.add(mesh);
        let path = |value: fn(&Step) -> f64| -> Vec<Pos2> {
            steps.iter().map(|step| frame.position(step.x, value(step))).collect()
        };
        let edge = Stroke::new(1.0, self.color.gamma_multiply(0.55));
        painter.add(Shape::line(path(|step| step.max), edge));
        painter.add(Shape::line(path(|step| step.min), edge));
        painter.add(Shape::line(path(|step| step.mean), Stroke::new(2.0, self.color)));
    }

    fn paint_ends(&self, ui: &Ui, frame: &Frame, outer: Rect, steps: &[Step]) {
        let tokens = theme::tokens(ui.ctx());
        let half = frame.data.width() / 2.0 - 6.0;
        let ends = [(self.start, steps.first(), 0.0), (self.end, steps.last().filter(|_| steps.len() > 1), 1.0)];
        for (mark, step, side) in ends {
            let galley = frame::text(ui, mark.name, mark.color, half);
            let x = frame.data.left() + side * (frame.data.width() - galley.size().x);
            let row = outer.top() + galley.size().y;
            ui.painter().galley(pos2(x, outer.top()), galley, mark.color);
            if let Some(step) = step {
                let dot = frame.position(step.x, step.mean);
                let stem = Rangef::new(row, dot.y.clamp(frame.data.top(), frame.data.bottom()));
                ui.painter().vline(dot.x, stem, Stroke::new(1.0, mark.color.gamma_multiply(0.7)));
                ui.painter().circle_filled(pos2(dot.x, stem.max), 5.5, tokens.panel);
                ui.painter().circle_filled(pos2(dot.x, stem.max), 4.0, mark.color);
            }
        }
    }
}

fn paint_hover(ui: &Ui, frame: &Frame, steps: &[Step], hover: Option<BandHover>) {
    let tokens = theme::tokens(ui.ctx());
    let Some(step) = hover.and_then(|hover| steps.iter().find(|step| step.index == hover.index)) else { return };
    let top = frame.position(step.x, step.max);
    let foot = frame.position(step.x, step.min);
    let painter = ui.painter_at(frame.data);
    painter.vline(top.x, frame.data.y_range(), Stroke::new(1.0, tokens.soft.gamma_multiply(0.6)));
    painter.vline(top.x, Rangef::new(top.y, foot.y), Stroke::new(2.0, tokens.accent));
    painter.circle_filled(frame.position(step.x, step.mean), 3.5, tokens.ink);
}

fn x_range(steps: &[Step]) -> (f64, f64) {
    match (steps.first(), steps.last()) {
        (Some(first), Some(last)) => (first.x, last.x),
        _ => (0.0, 1.0),
    }
}
