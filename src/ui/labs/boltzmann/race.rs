//! All optimisers from the same start: how many updates each needs, and what a natural gradient is good for.

use std::sync::Arc;

use egui_plot::PlotPoint;

use crate::engine::boltzmann::Racer;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{help, learning};
use crate::ui::machine::Axes;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Curve, LineChart, nice_range};
use crate::ui::widgets::{Button, Segmented, sentence_ui};

/// Smallest values that are drawn.
const LEAST: f64 = 1e-8;

#[derive(Default)]
pub struct RacePanel {
    /// Whether the largest difference of moments is drawn, or KL.
    of_moments: bool,
}

const INFO: PanelInfo =
    PanelInfo { id: "race", title: "Race of optimisers", tab: "Race", help: help::RACE, place: Place::Tabs("phases") };

impl Panel<BoltzmannPanels> for RacePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let Some(race) = context.studies.race() else { return String::new() };
        let first = race.view.racers.iter().filter_map(|racer| Some((racer.reached?, racer))).min_by_key(|(at, _)| *at);
        first.map_or_else(String::new, |(at, racer)| {
            format!("{}: {} updates", racer.learning.optimiser.title(), grouped(at))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        self.controls_ui(ui, context);
        let Some(race) = context.studies.race() else {
            let text = "Four optimisers learn the same data from the same weights, each with its usual rate.";
            sentence_ui(ui, text, None);
            return;
        };
        if let Some(error) = &race.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let racers = Arc::clone(&race.view.racers);
        self.chart_ui(ui, context, &racers);
    }
}

impl RacePanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        ui.horizontal_wrapped(|ui| {
            let race = context.studies.race();
            let running = race.is_some_and(|race| race.running);
            let sampled = (!learning::is_exact(context.view()))
                .then_some("A race is on exact averages: choose All states under Learning");
            if running {
                if Button::new("Stop").tooltip("Keeps what is drawn").show(ui).clicked() {
                    context.asks.push(Ask::StopRace);
                }
            } else if Button::new("Start the race").tooltip(help::RACE).disabled_because(sampled).show(ui).clicked() {
                context.asks.push(Ask::Race);
            }
            let measures = [(false, "KL(q‖p)", help::DIVERGENCE), (true, "Largest difference", help::MOMENTS)];
            if let Some(of_moments) = Segmented::new("Race over", self.of_moments, &measures).show(ui) {
                self.of_moments = of_moments;
            }
        });
    }

    fn chart_ui(&self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>, racers: &[Racer]) {
        let tokens = theme::tokens(ui.ctx());
        let axes = Axes::LogLog;
        let points: Vec<Vec<PlotPoint>> = racers
            .iter()
            .map(|racer| {
                let series = if self.of_moments { &racer.largest } else { &racer.kl };
                let point = |&[update, value]: &[f64; 2]| {
                    PlotPoint::new(axes.along(update as u64), axes.value(value.max(LEAST)))
                };
                series.iter().map(point).collect()
            })
            .collect();
        let names: Vec<String> = racers.iter().map(name).collect();
        let curves: Vec<Curve<'_>> = points
            .iter()
            .zip(&names)
            .enumerate()
            .map(|(place, (points, name))| Curve::new(name, tokens.identity_ink(place), points))
            .collect();
        let ends = points.iter().flatten().map(|point| point.y);
        let (low, high) = ends.fold((0.0_f64, -1.0_f64), |(low, high), y| (low.min(y), high.max(y)));
        let last = racers.iter().map(|racer| racer.updates).max().unwrap_or(1);
        let title = if self.of_moments { "Largest difference of moments" } else { "KL of all optimisers" };
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "updates",
            curves: &curves,
            x_range: axes.range(last),
            y_range: nice_range(low, high),
            logarithmic: [true, true],
            scrub: false,
            ..LineChart::new("race", title)
        }
        .show(ui);
        let hovered = answer.hover.and_then(|hover| Some((hover.curve?, hover)));
        if let Some((curve, hover)) = hovered
            && let (Some(racer), Some(Some(value))) = (racers.get(curve), hover.values.get(curve))
        {
            let value = number(10_f64.powf(*value), 5);
            let update = grouped(axes.update_at(hover.x));
            context.shell.status = format!("{}: {value} at update {update}", racer.learning.optimiser.title());
        }
    }
}

/// The name at the end of a curve, with the updates that it took.
fn name(racer: &Racer) -> String {
    let title = racer.learning.optimiser.title();
    racer.reached.map_or_else(|| title.to_owned(), |at| format!("{title}: {}", grouped(at)))
}
