//! How near the couplings are to the truth along the training.

use egui_plot::PlotPoint;

use crate::engine::couplings::AlongTraining;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::machine::Axes;
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, nice_range};

/// The part of a decade that is always shown above and below.
const ROOM: f64 = 0.1;

#[derive(Default)]
pub struct AlongPanel {
    key: Option<(u64, usize)>,
    coupled: Vec<PlotPoint>,
    others: Vec<PlotPoint>,
    /// Where the truth is not known: the size of the couplings.
    size: Vec<PlotPoint>,
}

const INFO: PanelInfo = PanelInfo {
    id: "along",
    title: "Error along the training",
    tab: "Error",
    help: help::ALONG,
    place: Place::Right(0.42),
};

impl Panel<CouplingsPanels> for AlongPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        if context.view().config.truth.is_some() {
            "rms, exact form".to_owned()
        } else {
            "rms of all pairs, exact form".to_owned()
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        self.refresh(context);
        let tokens = theme::tokens(ui.ctx());
        let last = context.view().config.checkpoints.last().map_or(0, |checkpoint| checkpoint.update);
        let curve = |name, color, points| Curve::new(name, color, points);
        let curves = [
            curve("other pairs", tokens.soft, &self.others[..]),
            curve("true links", tokens.identity_ink(1), &self.coupled[..]),
            curve("pairs", tokens.identity_ink(1), &self.size[..]),
        ];
        // An unbiased estimate from M rows has an error of about 1/√M.
        let rows = context.rows();
        let floor = context.noise().filter(|_| context.view().config.truth.is_some());
        let name = rows.map_or_else(String::new, |rows| format!("1/√M, M = {}", grouped(rows as u64)));
        let levels: Vec<Level<'_>> = floor
            .map(|value| Level { name: &name, value: value.log10(), color: tokens.soft, emphasis: Emphasis::Normal })
            .into_iter()
            .collect();
        let heights = curves.iter().flat_map(|curve| curve.points).map(|point| point.y);
        let heights = heights.chain(floor.map(f64::log10)).filter(|y| y.is_finite());
        let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        let y_range = if low < high { nice_range(low - ROOM, high + ROOM) } else { (-3.0, 0.0) };
        let at = context.shared.cursor.unwrap_or(last);
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "updates",
            curves: &curves,
            levels: &levels,
            cursor: Some(Axes::LogLog.along(at)),
            x_range: Axes::LogLog.range(last),
            y_range,
            logarithmic: [true; 2],
            empty: "The couplings of the checkpoints are being computed.",
            ..LineChart::new("error along the training", "Error along the training")
        }
        .show(ui);
        if let Some(x) = answer.scrub {
            let update = Axes::LogLog.update_at(x);
            context.asks.push(Ask::Look((update < last).then_some(update)));
        }
        if let Some(hover) = answer.hover {
            let near = |along: &&AlongTraining| (Axes::LogLog.along(along.update) - hover.x).abs();
            let nearest = context.view().along.iter().min_by(|a, b| near(a).total_cmp(&near(b)));
            context.shell.status = nearest.map_or_else(String::new, sentences::along);
        }
    }
}

impl AlongPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let along = &context.view().along;
        let key = (context.snapshot.generation, along.len());
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let points = |value: &dyn Fn(&AlongTraining) -> Option<f64>| -> Vec<PlotPoint> {
            let point = |each: &AlongTraining| {
                Some(PlotPoint::new(Axes::LogLog.along(each.update), Axes::LogLog.value(value(each)?)))
            };
            along.iter().filter_map(point).collect()
        };
        self.coupled = points(&|each| Some(each.comparison?.coupled_pairs.rms_error));
        self.others = points(&|each| Some(each.comparison?.uncoupled_pairs.rms_error));
        self.size = points(&|each| each.comparison.is_none().then_some(each.rms_pairs));
    }
}
