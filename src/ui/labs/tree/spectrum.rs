//! The singular values of the weights on the axis of the tree: splits stand under the modes that cross the threshold.

use egui_plot::PlotPoint;

use crate::engine::rbm::tree::Growth;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels, newest};
use crate::ui::labs::tree::{help, sentences};
use crate::ui::machine::Axes;
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, nice_range};
use crate::ui::widgets::sentence_ui;

/// Modes that are drawn, and those with a colour of their own.
const DRAWN: usize = 12;
const NAMED: usize = 4;

#[derive(Default)]
pub struct SpectrumPanel {
    key: Option<(u64, usize, Axes)>,
    modes: Vec<Vec<PlotPoint>>,
}

const INFO: PanelInfo = PanelInfo {
    id: "spectrum",
    title: "Modes that cross the threshold split the landscape",
    tab: "Modes",
    help: help::SPECTRUM,
    place: Place::Tabs("over the tree"),
};

impl Panel<TreePanels> for SpectrumPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let at = context.age().map(|age| age.update);
        let found = context.derived.spectra.iter().rev().find(|spectrum| Some(spectrum.update) <= at);
        found.map_or_else(String::new, |spectrum| match spectrum.condensed {
            0 => format!("no mode above 1 at update {}", grouped(spectrum.update)),
            1 => format!("1 mode above 1 at update {}", grouped(spectrum.update)),
            count => format!("{count} modes above 1 at update {}", grouped(spectrum.update)),
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        if matches!(context.view().config.growth, Growth::Heated { .. }) {
            sentence_ui(ui, "A heated machine has one set of weights: its modes do not change along this axis.", None);
            return;
        }
        if context.derived.spectra.is_empty() {
            sentence_ui(ui, "The singular values of the checkpoints are being computed.", None);
            return;
        }
        let axes = if context.shared.tree.logarithmic { Axes::LogLog } else { Axes::Linear };
        self.refresh(context, axes);
        let tokens = theme::tokens(ui.ctx());
        let names: Vec<String> = (1..=NAMED).map(|mode| format!("mode {mode}")).collect();
        let curves: Vec<Curve<'_>> = self
            .modes
            .iter()
            .enumerate()
            .map(|(mode, points)| {
                let named = mode < NAMED;
                let ink = if named { tokens.identity_ink(mode) } else { tokens.faint };
                let name = names.get(mode).map_or("", String::as_str);
                Curve { width: if named { 2.0 } else { 1.0 }, ..Curve::new(name, ink, points) }
            })
            .collect();
        let levels = [Level { name: "threshold 1", value: 0.0, color: tokens.soft, emphasis: Emphasis::Strong }];
        let heights = self.modes.iter().flatten().map(|point| point.y).filter(|y| y.is_finite());
        let (low, high) = heights.fold((0.0_f64, 0.1_f64), |(low, high), y| (low.min(y), high.max(y)));
        let at = context.cut();
        let said = sentences::position(context.view(), at);
        let shared = context.shared.axis;
        let [from, to] = if shared.tree.is_some() { shared.ends } else { [1.0, newest(context.view()).max(10.0)] };
        let along = |position: f64| match axes {
            Axes::LogLog => position.max(1.0).log10(),
            _ => position,
        };
        let chart = LineChart {
            height: ui.available_height().max(0.0),
            summary: &said,
            curves: &curves,
            levels: &levels,
            cursor: Some(axes.along(at.round().max(0.0) as u64)),
            x_range: (along(from), along(to)),
            y_range: nice_range(low.max(-2.0), high),
            logarithmic: [axes.logarithmic_updates(), true],
            x_label: "updates",
            ..LineChart::new("tree modes", "Scaled singular values")
        };
        let needed = chart.measure(ui);
        context.shared.axis.plot = needed;
        let margins = shared.tree.map_or(needed, |tree| tree.union(needed));
        let answer = LineChart { margins: Some(margins), ..chart }.show(ui);
        if let Some(x) = answer.scrub {
            context.asks.push(Ask::Cut(Some(axes.update_at(x) as f64)));
        }
    }
}

impl SpectrumPanel {
    fn refresh(&mut self, context: &TreeContext<'_>, axes: Axes) {
        let spectra = &context.derived.spectra;
        let key = (context.snapshot.generation, spectra.len(), axes);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.modes = (0..DRAWN)
            .map(|mode| {
                let points = spectra.iter().filter_map(|spectrum| {
                    let value = spectrum.scaled.get(mode)?;
                    Some(PlotPoint::new(axes.along(spectrum.update), Axes::LogLog.value(*value)))
                });
                points.collect()
            })
            .filter(|points: &Vec<PlotPoint>| !points.is_empty())
            .collect();
    }
}
