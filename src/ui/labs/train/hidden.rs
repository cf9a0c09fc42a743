//! How often each hidden unit is on, and how the weights are spread.

use egui_plot::PlotPoint;

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels};
use crate::ui::labs::train::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent, signed};
use crate::ui::widgets::plots::{Bar, Bars, Curve, LineChart, extent, nice_range};
use crate::ui::widgets::{columns_ui, hover_help, sentence_ui, title_ui};

/// Units that are on for a fraction nearer to an end than this do not take part.
const IDLE: f32 = 0.01;
/// The fraction of the width that the bars take, where there is room for both.
const BARS: f32 = 0.62;
const LEAST: f32 = 420.0;

#[derive(Default)]
pub struct HiddenPanel {
    key: Option<((u64, u64), theme::Theme)>,
    order: Vec<usize>,
    bars: Vec<Bar>,
    weights: Vec<PlotPoint>,
    weights_range: ((f64, f64), (f64, f64)),
}

impl Panel<TrainPanels> for HiddenPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "hidden",
            title: "Which hidden units take part",
            tab: "Hidden",
            help: help::HIDDEN,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let hidden = context.view().rbm.hidden_units();
        context.measured().map_or_else(String::new, |row| sentences::activity(&row, hidden))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let Some(diagnostics) =
            context.derived.diagnostics.clone().filter(|diagnostics| !diagnostics.hidden_means.is_empty())
        else {
            sentence_ui(ui, "The activity of the machine under the cursor is being measured.", None);
            return;
        };
        let tokens = theme::tokens(ui.ctx());
        let key = (context.derived.diagnostics_key, tokens.theme);
        if self.key != Some(key) {
            self.key = Some(key);
            self.refresh(&diagnostics.hidden_means, &diagnostics.weight_histogram, &tokens);
        }
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let side_by_side = room.x >= LEAST && self.weights.len() > 1;
        let width = if side_by_side { room.x * BARS } else { room.x };
        let widths = [width, room.x - width - theme::GAP];
        columns_ui(ui, if side_by_side { &widths } else { &widths[..1] }, |ui, column| match column {
            0 => self.bars_ui(ui, context, diagnostics.update, room.y),
            _ => self.weights_ui(ui, context, room.y),
        });
    }
}

impl HiddenPanel {
    fn refresh(&mut self, means: &[f32], histogram: &[[f32; 2]], tokens: &theme::Tokens) {
        let mut order: Vec<usize> = (0..means.len()).collect();
        let mean = |unit: &usize| means.get(*unit).copied().unwrap_or(0.0);
        order.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
        self.bars = order
            .iter()
            .map(|unit| {
                let idle = !(IDLE..=1.0 - IDLE).contains(&mean(unit));
                Bar { value: f64::from(mean(unit)), color: if idle { tokens.warning } else { tokens.identity(1) } }
            })
            .collect();
        self.order = order;
        let found = histogram.iter().filter(|[_, count]| count.is_finite());
        self.weights = found.map(|[centre, count]| PlotPoint::new(f64::from(*centre), f64::from(*count))).collect();
        let ends = |of: fn(&PlotPoint) -> f64| {
            extent(self.weights.iter().map(of)).filter(|(low, high)| low < high).unwrap_or((0.0, 1.0))
        };
        let (across, up) = (ends(|point| point.x), ends(|point| point.y));
        self.weights_range = (nice_range(across.0, across.1), (0.0, up.1.ceil().max(1.0)));
    }

    fn bars_ui(&self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, update: u64, height: f32) {
        let before = ui.cursor().top();
        let note = format!("update {}", grouped(update));
        // Without data the chains stand for them.
        let over = if context.view().config.data.is_some() { "the data" } else { "the chains" };
        let title = format!("Fraction of {over} that each unit is on for, sorted");
        hover_help(title_ui(ui, &title, &note), help::HIDDEN);
        let height = (height - (ui.cursor().top() - before)).max(0.0);
        let chosen = context.shared.unit.and_then(|unit| self.order.iter().position(|each| *each == unit));
        let summary = format!("{} hidden units", self.bars.len());
        let answer = Bars {
            summary: &summary,
            height,
            x_label: "units",
            bars: &self.bars,
            y_range: (0.0, 1.0),
            chosen,
            ..Bars::new("Hidden activity")
        }
        .show(ui);
        let unit_of = |place: Option<usize>| place.and_then(|place| self.order.get(place)).copied();
        if let (Some(unit), Some(bar)) = (unit_of(answer.hover), answer.hover.and_then(|place| self.bars.get(place))) {
            let fraction = percent(bar.value, 1);
            context.shell.status = format!(
                "hidden unit {}: on for {fraction} of {over}; click to choose it in Weights and Slow motion",
                unit + 1
            );
        }
        if let Some(unit) = unit_of(answer.clicked) {
            context.shared.unit = Some(unit);
        }
    }

    fn weights_ui(&self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let before = ui.cursor().top();
        hover_help(title_ui(ui, "How many weights of each size", ""), help::WEIGHT_HISTOGRAM);
        let curves = [Curve { filled: true, width: 1.5, ..Curve::new("", tokens.identity(1), &self.weights) }];
        let (x_range, y_range) = self.weights_range;
        let answer = LineChart {
            height: (height - (ui.cursor().top() - before)).max(0.0),
            summary: "weights by value",
            x_label: "W",
            curves: &curves,
            x_range,
            y_range,
            logarithmic: [false, true],
            scrub: false,
            ..LineChart::new("weight histogram", "Weights by value")
        }
        .show(ui);
        if let Some(hover) = &answer.hover
            && let Some(count) = hover.values.first().copied().flatten()
        {
            let count = grouped(10f64.powf(count).round() as u64);
            context.shell.status = format!("{count} weights near {}", signed(hover.x, 3));
        }
    }
}
