//! What lies inside a chart's data area.

use std::borrow::Cow;

use egui::{Color32, Mesh, Pos2, Rangef, Rect, Shape, Stroke, Ui, pos2, vec2};
use egui_plot::{Line, PlotItem as _, PlotPoint, PlotPoints};

use super::axes::Axis;
use super::clip::visible_runs;
use super::frame::{Frame, text};
use super::labels::{LabelWish, declutter};
use super::level::Level;
use super::line_chart::{ChartHover, Curve, Emphasis};
use super::scale::{Scale, drawable};
use crate::ui::theme::{self, Tokens, numbers::number};

/// Dashes of curves, and the gaps between them, in points.
const DASH: (f32, f32) = (5.0, 3.5);
/// A dash and a dot, and the gaps after them.
const DASH_DOT: ([f32; 2], [f32; 2]) = ([7.0, 1.5], [3.0, 3.0]);
/// Points further outside than this many times the range are drawn at that distance: coordinates on the screen stay
/// exact.
const FAR: f64 = 1e4;
/// How much of its colour an area below a curve has.
const AREA: f32 = 0.22;
/// From the line under the pointer to a value, in points.
const TAG: f32 = 9.0;
/// Height of an event's tick, in points, and how far apart two of them stand.
const EVENT: f32 = 7.0;
const APART: i32 = 3;

/// Events marked at the foot of the plot: by short upward ticks, or where they are dense by a strip.
#[derive(Clone, Copy, Debug)]
pub struct Ticks<'a> {
    pub xs: &'a [f64],
    /// A strip instead: (from x, to x, strength from 0 to 1).
    pub strip: &'a [[f64; 3]],
    pub color: Color32,
}

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

/// Paints one tick wherever something happened, close ones as one; or the strip.
pub(super) fn event_ticks(ui: &Ui, frame: &Frame, ticks: Ticks<'_>) {
    // One mesh: hundreds of rectangles of their own would each get a feathered edge in every frame.
    let mut strip = Mesh::default();
    for &[from, to, strength] in ticks.strip {
        let x = |value: f64| frame.x.position(value.clamp(frame.x.low, frame.x.high));
        let rect = Rect::from_x_y_ranges(x(from)..=x(to), frame.data.bottom() - EVENT..=frame.data.bottom());
        strip.add_colored_rect(rect, ticks.color.gamma_multiply(strength.clamp(0.0, 1.0) as f32));
    }
    if !strip.is_empty() {
        ui.painter().add(Shape::mesh(strip));
    }
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

/// What the curves that have names are at the line under the pointer, next to it.
pub(super) fn values(ui: &Ui, frame: &Frame, curves: &[Curve<'_>], hover: &ChartHover, axis: Axis<'_>) {
    if !(frame.x.low..=frame.x.high).contains(&hover.x) {
        return;
    }
    let tokens = theme::tokens(ui.ctx());
    let shown = curves.iter().zip(&hover.values).filter(|(curve, _)| !curve.name.is_empty());
    let shown: Vec<(&Curve<'_>, f64)> = shown
        .filter_map(|(curve, value)| Some((curve, (*value)?)))
        .filter(|(_, value)| (frame.y.low..=frame.y.high).contains(value))
        .collect();
    let line = frame.line;
    let wishes: Vec<LabelWish> = shown
        .iter()
        .map(|(curve, value)| LabelWish {
            y: frame.y.position(*value),
            height: line + 1.0,
            priority: curve.emphasis.importance(),
        })
        .collect();
    let tags = declutter(&wishes, frame.data.top(), frame.data.bottom());
    for ((curve, value), y) in shown.iter().zip(tags) {
        let Some(y) = y else { continue };
        let galley = text(ui, &value_text(*value, axis), curve.color, f32::INFINITY);
        let x = frame.x.position(hover.x);
        let right = x + TAG + galley.size().x <= frame.data.right();
        let left = if right { x + TAG } else { x - TAG - galley.size().x };
        let at = pos2(left, y - galley.size().y / 2.0);
        let plate = Rect::from_min_size(at, galley.size()).expand2(vec2(3.0, 0.0));
        ui.painter().rect_filled(plate, 3.0, tokens.panel.gamma_multiply(0.85));
        ui.painter().galley(at, galley, curve.color);
    }
}

/// A value as it is read off: to a thousandth of its axis, or with three digits where that is logarithmic.
fn value_text(value: f64, axis: Axis<'_>) -> String {
    if axis.logarithmic {
        let digits = (2.0 - value.floor()).clamp(0.0, 8.0) as usize;
        return number(10f64.powf(value), digits);
    }
    let (low, high) = axis.range;
    let digits = (3.0 - (high - low).abs().max(f64::MIN_POSITIVE).log10().ceil()).clamp(0.0, 8.0) as usize;
    number(value, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_digits_that_their_axis_shows() {
        let axis = |range, logarithmic| Axis { range, name: "", logarithmic };
        assert_eq!(value_text(0.967_25, axis((0.0, 1.0), false)), "0.967");
        assert_eq!(value_text(-0.5, axis((-1.0, 1.0), false)), "\u{2212}0.50");
        assert_eq!(value_text(1234.6, axis((0.0, 3000.0), false)), "1\u{202F}235");
        assert_eq!(value_text(0.012_345_f64.log10(), axis((-3.0, 1.0), true)), "0.0123");
        assert_eq!(value_text(7.79_f64.log10(), axis((-1.0, 1.0), true)), "7.79");
    }
}
