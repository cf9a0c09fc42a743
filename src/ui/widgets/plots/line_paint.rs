//! What lies inside a chart's data area.

use std::borrow::Cow;

use egui::{Color32, Mesh, Pos2, Rangef, Shape, Stroke, Ui, pos2};
use egui_plot::{Line, PlotItem as _, PlotPoint, PlotPoints};

use super::clip::visible_runs;
use super::frame::Frame;
use super::line_chart::{ChartHover, Curve, Emphasis, Level, Ticks};
use super::scale::{Scale, drawable};
use crate::ui::theme::Tokens;

/// Dashes of curves, and the gaps between them, in points.
const DASH: (f32, f32) = (5.0, 3.5);
/// A dash and a dot, and the gaps after them.
const DASH_DOT: ([f32; 2], [f32; 2]) = ([7.0, 1.5], [3.0, 3.0]);
/// Points further outside than this many times the range are drawn at that distance: coordinates on the screen stay
/// exact.
const FAR: f64 = 1e4;
/// How much of its colour an area below a curve has.
const AREA: f32 = 0.22;
/// Height of an event's tick, in points, and how far apart two of them stand.
const EVENT: f32 = 7.0;
const APART: i32 = 3;

/// How a curve that is no theory is drawn: tells two in one chart apart without their colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    Solid,
    DashDotted,
}

pub(super) fn levels(ui: &Ui, frame: &Frame, levels: &[Level<'_>]) {
    let mut shapes = Vec::new();
    for level in levels.iter().filter(|level| (frame.y.low..=frame.y.high).contains(&level.value)) {
        // On the middle of a physical pixel, or the dashes would be two pixels of half strength.
        let y = ui.painter().round_to_pixel_center(frame.y.position(level.value));
        let ends = [pos2(frame.data.left(), y), pos2(frame.data.right(), y)];
        Shape::dashed_line_many(&ends, Stroke::new(1.0, level.color.gamma_multiply(0.8)), 4.0, 4.0, &mut shapes);
    }
    ui.painter().extend(shapes);
}

/// Paints curves that are filled, with the area below them. They may have steps, which egui_plot would smear.
pub(super) fn areas(ui: &Ui, frame: &Frame, curves: &[Curve<'_>]) {
    for curve in curves.iter().filter(|curve| curve.filled) {
        let color = curve.color.gamma_multiply(AREA);
        let inside = |point: &&PlotPoint| drawable(point.x, point.y);
        let top: Vec<Pos2> = curve
            .points
            .iter()
            .filter(inside)
            .map(|point| frame.position(point.x, point.y).clamp(frame.data.min, frame.data.max))
            .collect();
        let mut mesh = Mesh::default();
        for pair in top.windows(2) {
            let &[a, b] = pair else { continue };
            let first = mesh.vertices.len() as u32;
            for corner in [a, b, pos2(b.x, frame.data.bottom()), pos2(a.x, frame.data.bottom())] {
                mesh.colored_vertex(corner, color);
            }
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first, first + 2, first + 3);
        }
        let painter = ui.painter_at(frame.data.expand(curve.width));
        painter.add(Shape::mesh(mesh));
        painter.add(Shape::line(top, Stroke::new(curve.width, curve.color)));
    }
}

/// Paints curves with egui_plot, which merges the points that fall on one column of pixels.
pub(super) fn curves(ui: &Ui, frame: &Frame, curves: &[Curve<'_>], ghost: Color32) {
    let mut ordered: Vec<&Curve<'_>> = curves.iter().collect();
    ordered.sort_by_key(|curve| curve.emphasis.importance());
    let (dashed, solid): (Vec<&Curve<'_>>, Vec<&Curve<'_>>) = ordered
        .into_iter()
        .filter(|curve| !curve.filled)
        .partition(|curve| curve.dashed || curve.pattern == Pattern::DashDotted);
    for curve in dashed {
        let path = curve.points.iter().map(|point| (point.x, point.y));
        let stroke = Stroke::new(curve.width, shown_color(curve, ghost));
        if curve.pattern == Pattern::DashDotted {
            broken_path(ui, frame, path, |run| dash_dotted(run, stroke));
        } else {
            dashed_path(ui, frame, path, stroke);
        }
    }
    let mut shapes = Vec::new();
    for curve in solid {
        let points = clean(frame, curve.points);
        let line = Line::new("", PlotPoints::Borrowed(&points)).color(shown_color(curve, ghost)).width(curve.width);
        // Points of one column are drawn as one, but for those of a step: it would be smeared.
        let line = line.allow_band(!curve.stepped);
        line.shapes(ui, &frame.transform, &mut shapes);
    }
    ui.painter_at(frame.data).extend(shapes);
}

fn shown_color(curve: &Curve<'_>, ghost: Color32) -> Color32 {
    if curve.emphasis == Emphasis::Ghost { ghost } else { curve.color }
}

/// Paints a path in dashes. Only what is visible is cut into dashes: a point far outside would make millions.
pub(super) fn dashed_path(ui: &Ui, frame: &Frame, path: impl Iterator<Item = (f64, f64)>, stroke: Stroke) {
    broken_path(ui, frame, path, |run| Shape::dashed_line(run, stroke, DASH.0, DASH.1));
}

fn broken_path(ui: &Ui, frame: &Frame, path: impl Iterator<Item = (f64, f64)>, pieces: impl Fn(&[Pos2]) -> Vec<Shape>) {
    let path: Vec<Pos2> = path.filter(|&(x, y)| drawable(x, y)).map(|(x, y)| frame.position(x, y)).collect();
    let shapes = visible_runs(&path, frame.data).into_iter().flat_map(|run| pieces(&run)).collect::<Vec<_>>();
    ui.painter_at(frame.data).extend(shapes);
}

/// A path in dashes and dots in turn.
pub fn dash_dotted(path: &[Pos2], stroke: Stroke) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let (dashes, gaps) = DASH_DOT;
    Shape::dashed_line_many_with_offset(path, stroke, &dashes, &gaps, 0.0, &mut shapes);
    shapes
}

/// Says why a plot is empty, in its middle.
pub(super) fn sentence(ui: &Ui, frame: &Frame, text: &str, colour: Color32) {
    let font = egui::FontId::proportional(crate::ui::theme::tokens(ui.ctx()).theme.metrics().body);
    let room = (frame.data.width() - 16.0).max(0.0);
    let galley = ui.painter().layout(text.to_owned(), font, colour, room);
    if galley.size().y <= frame.data.height() {
        ui.painter().galley(frame.data.center() - galley.size() / 2.0, galley, colour);
    }
}

/// The drawable points, none of them absurdly far away: borrowed when all are so.
fn clean<'p>(frame: &Frame, points: &'p [PlotPoint]) -> Cow<'p, [PlotPoint]> {
    let near = |scale: Scale, value: f64| {
        let far = FAR * (scale.high - scale.low);
        value.clamp(scale.low - far, scale.high + far)
    };
    let kept = |point: &PlotPoint| PlotPoint::new(near(frame.x, point.x), near(frame.y, point.y));
    if points.iter().all(|point| drawable(point.x, point.y) && kept(point) == *point) {
        Cow::Borrowed(points)
    } else {
        Cow::Owned(points.iter().filter(|point| drawable(point.x, point.y)).map(kept).collect())
    }
}

/// Paints one tick wherever something happened, close ones as one.
pub(super) fn event_ticks(ui: &Ui, frame: &Frame, ticks: Ticks<'_>) {
    let inside = |x: &&f64| frame.contains(**x, frame.y.low);
    let mut columns: Vec<i32> = ticks.xs.iter().filter(inside).map(|&x| frame.x.position(x).round() as i32).collect();
    columns.sort_unstable();
    columns.dedup_by(|column, last| *column - *last < APART);
    let reach = Rangef::new(frame.data.bottom() - EVENT, frame.data.bottom());
    for column in columns {
        ui.painter().vline(column as f32, reach, Stroke::new(1.0, ticks.color));
    }
}

/// Paints a thin line at the data under the pointer and a dot on each curve.
pub(super) fn hover(ui: &Ui, frame: &Frame, curves: &[Curve<'_>], hover: &ChartHover, tokens: &Tokens) {
    if !(frame.x.low..=frame.x.high).contains(&hover.x) {
        return;
    }
    let painter = ui.painter();
    painter.vline(frame.x.position(hover.x), frame.data.y_range(), Stroke::new(1.0, tokens.soft.gamma_multiply(0.6)));
    for (curve, value) in curves.iter().zip(&hover.values) {
        let Some(value) = value.filter(|_| curve.emphasis != Emphasis::Ghost) else { continue };
        if (frame.y.low..=frame.y.high).contains(&value) {
            let at: Pos2 = frame.position(hover.x, value);
            painter.circle_filled(at, 4.5, tokens.panel);
            painter.circle_filled(at, 3.0, curve.color);
        }
    }
}
