//! What lies inside a chart's data area.

use std::borrow::Cow;

use egui::{Color32, Pos2, Rangef, Sense, Shape, Stroke, Ui, UiBuilder, Vec2, pos2};
use egui_plot::{Line, LineStyle, Plot, PlotBounds, PlotPoint, PlotPoints};

use super::frame::{Frame, PlotColors};
use super::line_chart::{ChartHover, Curve, Emphasis, Level, Ticks};
use super::scale::drawable;

/// Dashes of curves and levels, in points.
const DASH: f32 = 5.0;
/// Height of an event's tick, in points.
const EVENT: f32 = 7.0;

/// Paints reference lines.
pub(super) fn levels(ui: &Ui, frame: &Frame, levels: &[Level<'_>]) {
    let mut shapes = Vec::new();
    for level in levels.iter().filter(|level| (frame.y.low..=frame.y.high).contains(&level.value)) {
        // On the middle of a physical pixel, or the dashes would be two pixels of half strength.
        let y = ui.painter().round_to_pixel_center(frame.y.position(level.value));
        let ends = [pos2(frame.data.left(), y), pos2(frame.data.right(), y)];
        Shape::dashed_line_many(&ends, Stroke::new(1.0, level.color), 4.0, 4.0, &mut shapes);
    }
    ui.painter().extend(shapes);
}

/// Paints curves with egui_plot, which merges the points that fall on one column of pixels.
pub(super) fn curves(ui: &mut Ui, id: &str, frame: &Frame, curves: &[Curve<'_>], ghost: Color32) {
    let mut ordered: Vec<&Curve<'_>> = curves.iter().collect();
    ordered.sort_by_key(|curve| match curve.emphasis {
        Emphasis::Ghost => 0,
        Emphasis::Normal => 1,
        Emphasis::Strong => 2,
    });
    let lines: Vec<(&Curve<'_>, Cow<'_, [PlotPoint]>)> = ordered
        .into_iter()
        .map(|curve| (curve, clean(curve.points)))
        .filter(|(_, points)| !points.is_empty())
        .collect();
    if lines.is_empty() {
        return;
    }
    let (low, high) = frame.y_over_data();
    let bounds = PlotBounds::from_min_max([frame.x.low, low], [frame.x.high, high]);
    let mut area = ui.new_child(UiBuilder::new().id_salt(id).max_rect(frame.data));
    Plot::new(id)
        .width(frame.data.width())
        .height(frame.data.height())
        .min_size(Vec2::ZERO)
        .sense(Sense::hover())
        .show_background(false)
        .show_axes(false)
        .show_grid(false)
        .show_x(false)
        .show_y(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_axis_zoom_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show(&mut area, |plot| {
            plot.set_plot_bounds(bounds);
            for (index, (curve, points)) in lines.iter().enumerate() {
                let is_ghost = curve.emphasis == Emphasis::Ghost;
                let style = if curve.dashed { LineStyle::Dashed { length: DASH } } else { LineStyle::Solid };
                let line = Line::new("", PlotPoints::Borrowed(points))
                    .id(index)
                    .color(if is_ghost { ghost } else { curve.color })
                    .width(if is_ghost { 1.0 } else { curve.width })
                    .style(style)
                    .allow_hover(false);
                plot.line(line);
            }
        });
}

/// The drawable points: borrowed when all are.
fn clean(points: &[PlotPoint]) -> Cow<'_, [PlotPoint]> {
    if points.iter().all(|point| drawable(point.x, point.y)) {
        Cow::Borrowed(points)
    } else {
        Cow::Owned(points.iter().copied().filter(|point| drawable(point.x, point.y)).collect())
    }
}

/// Paints one tick for each column of pixels in which something happened.
pub(super) fn event_ticks(ui: &Ui, frame: &Frame, ticks: Ticks<'_>) {
    let inside = |x: &&f64| (frame.x.low..=frame.x.high).contains(*x);
    let mut columns: Vec<i32> = ticks.xs.iter().filter(inside).map(|&x| frame.x.position(x).round() as i32).collect();
    columns.sort_unstable();
    columns.dedup();
    let reach = Rangef::new(frame.data.bottom() - EVENT, frame.data.bottom());
    for column in columns {
        ui.painter().vline(column as f32, reach, Stroke::new(1.0, ticks.color));
    }
}

/// Paints a thin line at the data under the pointer and a dot on each curve.
pub(super) fn hover(ui: &Ui, frame: &Frame, curves: &[Curve<'_>], hover: &ChartHover, colors: PlotColors) {
    if !(frame.x.low..=frame.x.high).contains(&hover.x) {
        return;
    }
    let painter = ui.painter();
    painter.vline(frame.x.position(hover.x), frame.data.y_range(), Stroke::new(1.0, colors.soft.gamma_multiply(0.6)));
    for (curve, value) in curves.iter().zip(&hover.values) {
        let Some(value) = value.filter(|_| curve.emphasis != Emphasis::Ghost) else { continue };
        if (frame.y.low..=frame.y.high).contains(&value) {
            let at: Pos2 = frame.position(hover.x, value);
            painter.circle_filled(at, 4.5, colors.ground);
            painter.circle_filled(at, 3.0, curve.color);
        }
    }
}
