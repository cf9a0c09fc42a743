//! [`LineChart`]: curves over one x axis, named at their ends, with levels and one cursor.

use egui::{Color32, CursorIcon, Pos2, Rect, Response, Sense, Ui};
use egui_plot::PlotPoint;

use super::axes::Axis;
use super::band::Band;
use super::dots::{self, Dot};
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec, Margins};
use super::level::Level;
use super::line_paint;
use super::marks::{self, RightAxis, VerticalMark};
use super::names::{MarginName, Named};
use super::scale::drawable;
use crate::ui::theme;

/// A curve this near to the pointer, in points, is the one that is pointed at.
const NEAR: f32 = 8.0;

/// How much a curve matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// An earlier run: thin, soft, behind everything, without a name.
    Ghost,
    #[default]
    Normal,
    /// Drawn last; its name is the last to be left out.
    Strong,
}

impl Emphasis {
    /// Curves and levels of less importance lose their names first.
    pub(super) const fn importance(self) -> u32 {
        match self {
            Self::Ghost => 0,
            Self::Normal => 2,
            Self::Strong => 4,
        }
    }
}

/// A curve. Its points are borrowed; those that are not finite are left out.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a> {
    /// The name at its end; empty for none.
    pub name: &'a str,
    /// Its colour. Ghosts take the plot's soft colour instead.
    pub color: Color32,
    /// Its width in points: 2 for what matters, 1 for the rest.
    pub width: f32,
    /// Dashed: theory. Solid: measurement.
    pub dashed: bool,
    /// How a measurement is drawn.
    pub pattern: line_paint::Pattern,
    /// Whether the area below it is filled, down to the foot of the plot.
    pub filled: bool,
    /// Whether it has steps: several points at one x, drawn as they are.
    pub stepped: bool,
    /// The points, x rising.
    pub points: &'a [PlotPoint],
    pub emphasis: Emphasis,
}

impl<'a> Curve<'a> {
    /// A solid curve two points wide.
    pub fn new(name: &'a str, color: Color32, points: &'a [PlotPoint]) -> Self {
        Self {
            name,
            color,
            width: 2.0,
            dashed: false,
            pattern: line_paint::Pattern::Solid,
            filled: false,
            stepped: false,
            points,
            emphasis: Emphasis::Normal,
        }
    }

    pub fn ghost(points: &'a [PlotPoint]) -> Self {
        Self { emphasis: Emphasis::Ghost, width: 1.0, ..Self::new("", Color32::TRANSPARENT, points) }
    }

    /// The last point that can be drawn, not beyond `end`.
    fn last(&self, end: f64) -> Option<&'a PlotPoint> {
        self.points.iter().rev().find(|point| drawable(point.x, point.y) && point.x <= end)
    }
}

/// Curves over one x axis. Fill the fields of [`LineChart::new`] and call [`LineChart::show`].
#[derive(Clone, Copy)]
pub struct LineChart<'a> {
    /// Unique among the plots of a lab, and stable.
    pub id: &'a str,
    pub name: &'a str,
    /// The sentence for the accessibility tree: what the curves say now.
    pub summary: &'a str,
    /// The height, numbers of the x axis included.
    pub height: f32,
    /// The name of the x axis, at its right end.
    pub x_label: &'a str,
    pub curves: &'a [Curve<'a>],
    pub levels: &'a [Level<'a>],
    /// Intervals behind the curves.
    pub bands: &'a [Band<'a>],
    /// Points that stand for themselves, over the curves.
    pub dots: &'a [Dot<'a>],
    pub ticks: Option<line_paint::Ticks<'a>>,
    /// What happened where: vertical lines with captions.
    pub marks: &'a [VerticalMark<'a>],
    /// Numbers at the right margin, for curves that are drawn on another scale than the one at left.
    pub right_axis: Option<RightAxis<'a>>,
    /// Whether the values along x and along y are decimal logarithms.
    pub logarithmic: [bool; 2],
    /// Where the one cursor of the lab is.
    pub cursor: Option<f64>,
    pub x_range: (f64, f64),
    pub y_range: (f64, f64),
    /// Given margins (see [`stack_margins`]); measured when `None`.
    pub margins: Option<Margins>,
    /// Whether the numbers along x are left to a chart below.
    pub bare: bool,
    /// Whether a click or a drag asks for a new cursor.
    pub scrub: bool,
    /// Whether the names at the right margin can be clicked.
    pub answering: bool,
    /// Said in the plot where no curve has a point to show.
    pub empty: &'a str,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChartHover {
    /// The x of the data nearest to the pointer; that of the pointer itself where all curves have steps.
    pub x: f64,
    /// For each curve, the y of its point nearest to that x, or of its step there; `None` for a curve without points.
    pub values: Vec<Option<f64>>,
    /// The curve that the pointer is on, ghosts left out.
    pub curve: Option<usize>,
}

/// What happened on a chart in this frame.
pub struct ChartResponse {
    pub response: Response,
    /// The x asked for by a click or a drag, within the range shown.
    pub scrub: Option<f64>,
    /// What is under the pointer.
    pub hover: Option<ChartHover>,
    pub clicked: Option<usize>,
    /// The names at the right margin, where they can be clicked.
    pub names: Vec<(Named, Response)>,
    /// Where the data are drawn; `None` when there was no room.
    pub data: Option<Rect>,
}

/// Margins that suit several charts, so that their x axes line up when stacked.
pub fn stack_margins(ui: &Ui, charts: &[LineChart<'_>]) -> Margins {
    charts.iter().map(|chart| chart.measure(ui)).fold(Margins::default(), Margins::union)
}

impl<'a> LineChart<'a> {
    /// An empty chart over 0 … 1 in both directions, 180 points high, that can be scrubbed.
    pub fn new(id: &'a str, name: &'a str) -> Self {
        Self {
            id,
            name,
            summary: "",
            height: 180.0,
            x_label: "",
            curves: &[],
            levels: &[],
            bands: &[],
            dots: &[],
            ticks: None,
            marks: &[],
            right_axis: None,
            logarithmic: [false; 2],
            cursor: None,
            x_range: (0.0, 1.0),
            y_range: (0.0, 1.0),
            margins: None,
            bare: false,
            scrub: true,
            answering: false,
            empty: "",
        }
    }

    /// The margins this chart needs.
    pub fn measure(&self, ui: &Ui) -> Margins {
        let size = frame::plot_size(ui, self.height);
        let [x, y] = self.spec(Margins::default()).visible(ui);
        let axes = [Axis { range: x, ..self.axes()[0] }, Axis { range: y, ..self.axes()[1] }];
        let margins = frame::measure(ui, size, axes, self.names(x.1, y).iter().map(|name| name.text));
        let right = self.right_axis.map_or(0.0, |axis| axis.seen(self.y_range, y).width(ui, size.y));
        margins.union(Margins { left: 0.0, right })
    }

    /// The x range in sight: what is drawn above or below the chart follows its zoom.
    pub fn visible_x(&self, ui: &Ui) -> (f64, f64) {
        self.spec(Margins::default()).visible(ui)[0]
    }

    /// Shows the chart across the available width.
    pub fn show(&self, ui: &mut Ui) -> ChartResponse {
        self.show_framed(ui, &[]).0
    }

    /// As [`Self::show`], for what is drawn over the chart: `on_top` stands for it where the chart is taken out of the
    /// window.
    pub(super) fn show_framed(&self, ui: &mut Ui, on_top: &[Dot<'_>]) -> (ChartResponse, Option<(Frame, Response)>) {
        let margins = self.margins.unwrap_or_else(|| self.measure(ui));
        let size = frame::plot_size(ui, self.height);
        let (outer, response) =
            frame::figure(ui, size, Sense::hover(), self.name, if self.is_empty() { self.empty } else { self.summary });
        let spec = self.spec(margins);
        let Some((frame, over)) = Frame::show(ui, outer, spec) else {
            let nothing =
                ChartResponse { response, scrub: None, hover: None, clicked: None, names: Vec::new(), data: None };
            return (nothing, None);
        };
        let over = if self.scrub { over.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal) } else { over };
        // Shift moves the plot instead, and the other buttons are its own.
        let primary = ui.input(|input| input.pointer.primary_down() && !input.modifiers.shift);
        let pressed = self.scrub && (over.is_pointer_button_down_on() && primary || over.clicked());
        let scrub = over.interact_pointer_pos().filter(|_| pressed).map(|pos| frame.x.value(pos.x));
        let hover = over.hover_pos().and_then(|pointer| self.hover(&frame, pointer));
        let clicked = hover.as_ref().and_then(|hover| hover.curve).filter(|_| over.clicked());
        let linked = frame.linked_hover(ui, hover.as_ref().map(|hover| hover.x));
        let mut names = Vec::new();
        if ui.is_rect_visible(outer) {
            let shown = hover.clone().or_else(|| self.values_at(linked?));
            self.paint(ui, &frame, shown.as_ref());
            let margin = self.names(frame.x.high, (frame.y.low, frame.y.high));
            let painted = frame.paint_names(ui, &margin);
            if self.answering {
                names = frame.answers(ui, &painted);
            }
        }
        let original = Original { name: self.name, size: outer.size(), frame: &frame, spec, over: &over };
        let dots = [self.dots, on_top].concat();
        let alone = LineChart {
            dots: &dots,
            cursor: None,
            margins: None,
            bare: false,
            scrub: false,
            answering: false,
            ..*self
        };
        figure::offer(ui, &original, &|| alone.table(), &|ui| drop(alone.show(ui)));
        (ChartResponse { response, scrub, hover, clicked, names, data: Some(frame.data) }, Some((frame, over)))
    }

    /// Whether something is said because there is nothing to draw.
    fn is_empty(&self) -> bool {
        let bare = |curve: &Curve<'_>| curve.points.iter().all(|point| !drawable(point.x, point.y));
        !self.empty.is_empty() && self.curves.iter().all(bare)
    }

    fn axes(&self) -> [Axis<'a>; 2] {
        let [x, y] = self.logarithmic;
        [
            Axis { range: self.x_range, name: self.x_label, logarithmic: x },
            Axis { range: self.y_range, name: "", logarithmic: y },
        ]
    }

    fn spec(&self, margins: Margins) -> FrameSpec<'a> {
        let [x, y] = self.axes();
        FrameSpec { id: self.id, x, y, margins, grounded: false, bare: self.bare, linked: true }
    }

    /// The names of curves and levels in sight: a curve is named where it leaves at right.
    fn names(&self, end: f64, range: (f64, f64)) -> Vec<MarginName<'a>> {
        let curves = self.curves.iter().enumerate().filter(|(_, curve)| curve.emphasis != Emphasis::Ghost);
        let ends = curves.filter_map(|(place, curve)| {
            let value = curve.last(end)?.y;
            let priority = curve.emphasis.importance() + 1;
            Some(MarginName { named: Named::Curve(place), text: curve.name, color: curve.color, value, priority })
        });
        ends.chain(self.bands.iter().filter_map(|band| band.margin_name(end)))
            .chain(Level::names(self.levels, range))
            .filter(|name| !name.text.is_empty() && name.value.is_finite())
            .collect()
    }

    /// What the curves have at the data nearest to `x`.
    fn values_at(&self, x: f64) -> Option<ChartHover> {
        let shown = || self.curves.iter().filter(|curve| curve.emphasis != Emphasis::Ghost);
        if shown().next().is_some() && shown().all(|curve| curve.stepped) {
            let values = self.curves.iter().map(|curve| step_at(curve.points, x).map(|point| point.y)).collect();
            return Some(ChartHover { x, values, curve: None });
        }
        let nearest = shown()
            .filter_map(|curve| point_at(curve.points, x))
            .map(|point| point.x)
            .min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()))?;
        let values = self.curves.iter().map(|curve| point_at(curve.points, nearest).map(|point| point.y)).collect();
        Some(ChartHover { x: nearest, values, curve: None })
    }

    fn hover(&self, frame: &Frame, pointer: Pos2) -> Option<ChartHover> {
        let found = self.values_at(frame.x.value(pointer.x))?;
        let away = |value: f64| (frame.y.position(value) - pointer.y).abs();
        let curve = found
            .values
            .iter()
            .zip(self.curves)
            .enumerate()
            .filter(|(_, (_, curve))| curve.emphasis != Emphasis::Ghost)
            .filter_map(|(index, (value, _))| Some((index, away((*value)?))))
            .filter(|(_, away)| *away <= NEAR)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(index, _)| index);
        Some(ChartHover { curve, ..found })
    }

    fn paint(&self, ui: &Ui, frame: &Frame, hover: Option<&ChartHover>) {
        let tokens = theme::tokens(ui.ctx());
        line_paint::levels(ui, frame, self.levels);
        marks::vertical(ui, frame, self.marks, &tokens);
        if let Some(axis) = self.right_axis {
            axis.seen(self.y_range, frame.ranges()[1]).paint(ui, frame);
        }
        for band in self.bands {
            band.paint(ui, frame);
        }
        line_paint::areas(ui, frame, self.curves);
        if self.is_empty() {
            line_paint::sentence(ui, frame, self.empty, tokens.soft);
        }
        line_paint::curves(ui, frame, self.curves, tokens.soft);
        if let Some(ticks) = self.ticks {
            line_paint::event_ticks(ui, frame, ticks);
        }
        if let Some(hover) = hover {
            // Values on another scale than the one at left are not what they look like.
            let values = Axis { range: (frame.y.low, frame.y.high), ..self.axes()[1] };
            let curves = if self.right_axis.is_some() { &[][..] } else { self.curves };
            line_paint::hover(ui, frame, self.curves, hover, &tokens);
            line_paint::values(ui, frame, curves, hover, values);
        }
        if let Some(cursor) = self.cursor {
            frame.paint_cursor(ui.painter(), cursor, tokens.accent);
        }
        dots::dots(ui, frame, self.dots, &tokens);
    }
}

/// The drawable point nearest to `x` among points whose x rises.
fn point_at(points: &[PlotPoint], x: f64) -> Option<&PlotPoint> {
    let after = points.partition_point(|point| point.x < x);
    let (before, after) = points.split_at_checked(after)?;
    let is_drawable = |point: &&PlotPoint| drawable(point.x, point.y);
    let candidates = [before.iter().rev().find(is_drawable), after.iter().find(is_drawable)];
    candidates.into_iter().flatten().min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs()))
}

/// The point at which the step over `x` begins: the last one that is not beyond it, or the first of all.
fn step_at(points: &[PlotPoint], x: f64) -> Option<&PlotPoint> {
    let after = points.partition_point(|point| point.x <= x);
    points.get(after.saturating_sub(1)).filter(|point| drawable(point.x, point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_holds_from_where_it_begins() {
        let at = |x: f64, y: f64| PlotPoint::new(x, y);
        let points = [at(0.0, 1.0), at(1.0, 1.0), at(1.0, 2.0), at(2.0, 2.0), at(2.0, 3.0), at(3.0, 3.0)];
        let y = |x: f64| step_at(&points, x).map(|point| point.y);
        assert_eq!([y(-1.0), y(0.1), y(0.9), y(1.1), y(1.9), y(9.0)], [1.0, 1.0, 1.0, 2.0, 2.0, 3.0].map(Some));
        assert_eq!(step_at(&[], 1.0), None);
    }

    #[test]
    fn the_nearest_point_is_found_and_broken_ones_are_skipped() {
        let at = |x: f64, y: f64| PlotPoint::new(x, y);
        let points = [at(0.0, 1.0), at(1.0, 2.0), at(2.0, f64::NAN), at(3.0, 4.0)];
        let y = |x: f64| point_at(&points, x).map(|point| point.y);
        assert_eq!([y(-5.0), y(0.4), y(0.6), y(1.9), y(2.1), y(99.0)], [1.0, 1.0, 2.0, 2.0, 4.0, 4.0].map(Some));
        assert_eq!(point_at(&[], 1.0), None);
        assert_eq!(point_at(&[at(0.0, f64::INFINITY)], 1.0), None);
    }
}
