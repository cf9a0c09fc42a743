//! A plot of a lesson: points that were measured here, or by a class, on the curve of theory.

use egui::{RichText, Ui};
use egui_plot::PlotPoint;

use crate::io::lesson::{Plot, PlotResult};
use crate::ui::lessons::measuring::Measuring;
use crate::ui::lessons::sheet::SCALE;
use crate::ui::theme::{self, Theme, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart, extent, nice_range};
use crate::ui::widgets::take_out::{Sheet, raster};
use crate::ui::widgets::{Button, title_ui};

/// Height of the chart in the dark profile.
const HEIGHT: f32 = 190.0;
/// Width of a printed plot, and the room that it needs above the chart.
const PRINTED_WIDTH: f32 = 480.0;
const PRINTED_TITLE: f32 = 34.0;

/// Draws the plot at a place; `pooled` are the points of a class.
pub fn plot_ui(ui: &mut Ui, (place, plot): (usize, &Plot), measuring: &mut Measuring, pooled: Option<&PlotResult>) {
    let tokens = theme::tokens(ui.ctx());
    title_ui(ui, &plot.title, if pooled.is_some() { "the mean of a class" } else { "" });
    match (pooled, measuring.plot(place)) {
        (Some(result), _) | (None, Some(Ok(result))) => chart_ui(ui, place, plot, result),
        (None, Some(Err(sentence))) => {
            ui.label(RichText::new(sentence).color(tokens.warning));
        }
        (None, None) => {
            ui.label(RichText::new(format!("{} over {}", plot.y_label, plot.x_label)).color(tokens.soft));
        }
    }
    if measuring.measures_plot(place) {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label(RichText::new("measuring").color(tokens.soft));
            if Button::new("Cancel").small().show(ui).clicked() {
                measuring.cancel();
            }
        });
    } else if Button::new("Measure the points").small().name(&format!("Measure: {}", plot.title)).show(ui).clicked() {
        measuring.want_plot(place, plot);
    }
}

/// The measured plot as PNG, in the colours of print: drawn by itself, without a graphics device.
pub fn png(plot: &Plot, result: &PlotResult) -> Vec<u8> {
    let theme = Theme::Light;
    let size = egui::vec2(PRINTED_WIDTH, HEIGHT * theme.metrics().scale + PRINTED_TITLE);
    let sheet = Sheet::draw(&Tokens::of(theme), theme, size, SCALE, &|ui| {
        title_ui(ui, &plot.title, &plot.y_label);
        chart_ui(ui, 0, plot, result);
    });
    raster::pixels(&sheet).png()
}

fn chart_ui(ui: &mut Ui, place: usize, plot: &Plot, result: &PlotResult) {
    let tokens = theme::tokens(ui.ctx());
    let theory = points(&result.theory_x, &result.theory_y);
    let measured = points(&result.x, &result.y);
    let error = |k: usize| result.stderr.get(k).copied().flatten();
    let dots: Vec<Dot<'_>> = result
        .x
        .iter()
        .zip(&result.y)
        .enumerate()
        .filter_map(|(k, (x, y))| {
            Some(Dot { error: error(k), radius: 4.0, ..Dot::new("", [(*x)?, (*y)?], tokens.accent) })
        })
        .collect();
    let curves = [Curve { dashed: true, ..Curve::new("theory", tokens.soft, &theory) }];
    let all = || theory.iter().chain(&measured);
    let (Some(x_range), Some(y_range)) = (extent(all().map(|point| point.x)), extent(all().map(|point| point.y)))
    else {
        ui.label("No point was measured.");
        return;
    };
    let id = format!("lesson plot {place}");
    let summary = format!("{} measured points of {} over {}", dots.len(), plot.y_label, plot.x_label);
    let chart = LineChart {
        height: HEIGHT * tokens.theme.metrics().scale,
        curves: if theory.is_empty() { &[] } else { &curves },
        dots: &dots,
        summary: &summary,
        x_label: &plot.x_label,
        x_range: with_room(x_range),
        y_range: nice_range(y_range.0, y_range.1),
        ..LineChart::new(&id, &plot.title)
    };
    chart.show(ui);
}

/// Points at the ends do not lie on the axis.
fn with_room((first, last): (f64, f64)) -> (f64, f64) {
    let room = 0.04 * (last - first);
    if room > 0.0 { (first - room, last + room) } else { nice_range(first, last) }
}

fn points(x: &[Option<f64>], y: &[Option<f64>]) -> Vec<PlotPoint> {
    x.iter().zip(y).filter_map(|(x, y)| Some(PlotPoint::new((*x)?, (*y)?))).collect()
}
