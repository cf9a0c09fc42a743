//! How long the chains remember: their correlation with themselves after some Gibbs steps.

use egui_plot::PlotPoint;

use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels};
use crate::ui::labs::train::{help, ways_out};
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, VerticalMark};
use crate::ui::widgets::sentence_ui;

/// Chains that still correlate by more than this after an update are slow.
const SLOW: f64 = 0.37;

#[derive(Default)]
pub struct AutocorrelationPanel {
    points: Cached<Key, Vec<PlotPoint>>,
}

impl Panel<TrainPanels> for AutocorrelationPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "autocorrelation",
            title: "How long the chains remember",
            tab: "Mixing",
            help: help::AUTOCORRELATION,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let diagnostics = context.derived.diagnostics.as_ref();
        diagnostics.map_or_else(String::new, |diagnostics| format!("update {}", grouped(diagnostics.update)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let Some(diagnostics) =
            context.derived.diagnostics.clone().filter(|diagnostics| diagnostics.autocorrelation.len() > 1)
        else {
            sentence_ui(ui, "Chains of the machine under the cursor are being followed.", None);
            return;
        };
        self.points.refresh(context.derived.diagnostics_key, || {
            let steps = diagnostics.autocorrelation.iter().enumerate();
            steps.map(|(step, value)| PlotPoint::new(step as f64, f64::from(*value))).collect()
        });
        let tokens = theme::tokens(ui.ctx());
        // The k that the machine was trained with there, where it is known.
        let view = context.view();
        let kept = view.checkpoint(diagnostics.update).filter(|kept| kept.update == diagnostics.update);
        let settings = kept.and_then(|kept| kept.settings).unwrap_or(view.settings);
        let steps = f64::from(settings.gibbs_steps);
        let last = (diagnostics.autocorrelation.len() - 1) as f64;
        let low = self.points.iter().map(|point| point.y).fold(0.0, f64::min).max(-1.0);
        let caption = format!("one update, k = {steps}");
        let marks = [VerticalMark { x: steps, caption: &caption, color: tokens.soft }];
        let levels = [Level { name: "1/e", value: (-1.0_f64).exp(), color: tokens.soft, emphasis: Emphasis::Normal }];
        let curves = [Curve::new("", tokens.identity(1), &self.points)];
        let after = self.points.iter().find(|point| point.x >= steps).or(self.points.last());
        let said = after.map_or_else(String::new, |point| verdict(point.x, point.y));
        sentence_ui(ui, &said, None);
        if after.is_some_and(|point| point.y > SLOW) {
            ways_out::steps_ui(ui, context);
        }
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            summary: &said,
            curves: &curves,
            levels: &levels,
            marks: &marks,
            x_label: "Gibbs steps",
            x_range: (0.0, last),
            y_range: (if low < -0.02 { low } else { 0.0 }, 1.0),
            scrub: false,
            ..LineChart::new("autocorrelation", "Autocorrelation of the chains")
        }
        .show(ui);
        if let Some(hover) = &answer.hover
            && let Some(value) = hover.values.first().copied().flatten()
        {
            context.shell.status =
                format!("after {} Gibbs steps the chains correlate with themselves by {}", hover.x, signed(value, 3));
        }
    }
}

fn verdict(steps: f64, value: f64) -> String {
    let what = match value {
        frozen if frozen > 0.9 => "They hardly move, and samples stay near where they began",
        slow if slow > SLOW => "That is slow: each update sees mostly the samples of the one before",
        _ => "That is fresh enough: the gradient sees new samples",
    };
    let value = number(value, 2);
    format!(
        "After the {steps} Gibbs steps of an update, chains still correlate by {value} with where they were. {what}."
    )
}
