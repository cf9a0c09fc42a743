//! KL against updates, with the floor that a machine without hidden units cannot cross; and the largest difference of both
//! phases in standard errors, which says when there is nothing left to learn.

use egui_plot::PlotPoint;

use crate::physics::boltzmann::Floor;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels, OverUpdates};
use crate::ui::labs::boltzmann::help;
use crate::ui::machine::Axes;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, nice_range};
use crate::ui::widgets::{Button, Segmented, sentence_ui};

/// Updates of the shortest axis.
const SHORTEST: u64 = 100;
/// Smallest values of logarithmic axes.
const LEAST: f64 = 1e-6;
/// Differences below so many standard errors are none.
const WITHIN: f64 = crate::physics::boltzmann::moments::WITHIN;

/// What is drawn over the updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Measure {
    #[default]
    Kl,
    Largest,
}

#[derive(Default)]
pub struct DivergencePanel {
    measure: Measure,
    key: Option<((u64, u64), Measure, Axes)>,
    points: Vec<PlotPoint>,
    range: (f64, f64),
}

const INFO: PanelInfo = PanelInfo {
    id: "divergence",
    title: "How far from the data",
    tab: "Divergence",
    help: help::DIVERGENCE,
    place: Place::Right(0.34),
};

impl Panel<BoltzmannPanels> for DivergencePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let moment = context.moment();
        moment.kl.map_or_else(String::new, |kl| format!("{} nats", number(kl, 4)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        ui.horizontal_wrapped(|ui| {
            let measures = [(Measure::Kl, "KL", help::DIVERGENCE), (Measure::Largest, "Difference", help::DIFFERENCE)];
            if let Some(measure) = Segmented::new("Over updates", self.measure, &measures).show(ui) {
                self.measure = measure;
            }
            let is_log = context.shared.axes.0 == Axes::LogLog;
            let tip = "Logarithmic axes show the end of learning";
            if Button::new("Log").small().selected(is_log).tooltip(tip).show(ui).clicked() {
                context.shared.axes = OverUpdates(if is_log { Axes::Linear } else { Axes::LogLog });
            }
        });
        self.refresh(context);
        if self.points.is_empty() {
            let text = match self.measure {
                Measure::Kl => "KL is known where all states can be enumerated: up to 20 units.",
                Measure::Largest => "Nothing was learned yet.",
            };
            sentence_ui(ui, text, None);
            return;
        }
        self.chart_ui(ui, context);
    }
}

impl DivergencePanel {
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let axes = context.shared.axes.0;
        let key = (context.key(), self.measure, axes);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let history = &context.view().history;
        let series = match self.measure {
            Measure::Kl => &history.kl,
            Measure::Largest => &history.largest,
        };
        let point =
            |&[update, value]: &[f64; 2]| PlotPoint::new(axes.along(update as u64), axes.value(value.max(LEAST)));
        self.points = series.iter().map(point).collect();
        let level = level(self.measure, context.view().floor).map(|(value, _)| axes.value(value.max(LEAST)));
        let ends = self.points.iter().map(|point| point.y).chain(level);
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        self.range = if axes.logarithmic_values() { nice_range(low, high) } else { (0.0, (1.1 * high).max(1e-3)) };
    }

    fn chart_ui(&self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let axes = context.shared.axes.0;
        let view = context.view();
        let curves = [Curve::new("", tokens.accent, &self.points)];
        let levels: Vec<Level<'_>> = level(self.measure, view.floor)
            .map(|(value, name)| Level {
                name,
                value: axes.value(value.max(LEAST)),
                color: tokens.soft,
                emphasis: Emphasis::Normal,
            })
            .into_iter()
            .collect();
        let name = match self.measure {
            Measure::Kl => "KL over updates",
            Measure::Largest => "Largest difference over updates",
        };
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "updates",
            curves: &curves,
            levels: &levels,
            cursor: Some(axes.along(view.looked.update)),
            // As much as was learned, and a little of what is to come.
            x_range: axes.range((view.update + view.update / 4).clamp(SHORTEST, view.last_update.max(SHORTEST))),
            y_range: self.range,
            logarithmic: [axes.logarithmic_updates(), axes.logarithmic_values()],
            ..LineChart::new("divergence", name)
        }
        .show(ui);
        if let Some(x) = answer.scrub {
            context.go(axes.update_at(x));
        }
        if let Some(hover) = answer.hover
            && let Some(Some(value)) = hover.values.first()
        {
            let value = if axes.logarithmic_values() { 10_f64.powf(*value) } else { *value };
            let unit = if self.measure == Measure::Kl { "nats" } else { "standard errors" };
            let update = grouped(axes.update_at(hover.x));
            context.shell.status = format!("{name}: {} {unit} at update {update}", number(value, 4));
        }
    }
}

/// What the curve is read against, and its name.
fn level(measure: Measure, floor: Option<Floor>) -> Option<(f64, &'static str)> {
    match measure {
        Measure::Kl => floor.map(|floor| (floor.kl, "no hidden units")),
        Measure::Largest => Some((WITHIN, "2 s.e.")),
    }
}
