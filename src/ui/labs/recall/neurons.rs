//! Hidden neurons, one for each memory, that rise and compete: attention as a network of two layers in continuous time.

use std::sync::Arc;

use egui_plot::PlotPoint;

use crate::engine::hopfield::continuous::NeuronsView;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, NeuronSettings};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::sentences::{stored_identity, stored_letter};
use crate::ui::labs::hopfield::studies::document_key;
use crate::ui::theme;
use crate::ui::theme::numbers::{number, signed};
use crate::ui::widgets::plots::{Bar, Bars, Curve, LineChart, extent, nice_range};
use crate::ui::widgets::{SliderField, columns_ui, hover_help, sentence_ui, title_ui};

/// Time constants of the sliders.
const TIMES: std::ops::RangeInclusive<f64> = 0.0..=10.0;
/// Widths of the sliders, of the curves and of the bars.
const SHARES: [f32; 3] = [0.26, 0.46, 0.28];

#[derive(Default)]
pub struct NeuronsPanel {
    key: Option<(u64, u64)>,
    curves: Vec<Vec<PlotPoint>>,
}

const INFO: PanelInfo = PanelInfo {
    id: "neurons",
    title: "Hidden neurons that compete",
    tab: "Hidden neurons",
    help: help::NEURONS,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for NeuronsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let found = context.studies.neurons.latest();
        found.map_or_else(String::new, |found| format!("time {}", number(found.view.time, 1)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        if context.view().stored.is_empty() {
            sentence_ui(ui, "Nothing is stored: store a memory first.", None);
            return;
        }
        let settings = NeuronSettings { beta: context.shared.continuous.beta, ..context.shared.neurons };
        if !context.studies.neurons.is_of(&settings, document_key(context.snapshot)) {
            context.asks.push(Ask::Neurons(settings));
        }
        let Some(snapshot) = context.studies.neurons.latest() else { return };
        let (view, key) = (snapshot.view.clone(), (snapshot.generation, snapshot.revision));
        self.refresh(&view, key);
        let width = ui.available_width() - 2.0 * theme::GAP;
        columns_ui(ui, &SHARES.map(|share| share * width), |ui, column| match column {
            0 => settings_ui(ui, context, &view),
            1 => self.curves_ui(ui, context, &view),
            _ => bars_ui(ui, context, &view),
        });
    }
}

fn settings_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &NeuronsView) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let settings = &mut context.shared.neurons;
    for (name, time) in [("τ visible", &mut settings.visible), ("τ hidden", &mut settings.hidden)] {
        if let Some(chosen) = SliderField::new(name, *time, TIMES).digits(2).tooltip(help::NEURON_TIMES).show(ui) {
            *time = chosen;
        }
    }
    let text = if view.ended { "At rest." } else { "Still moving." };
    hover_help(sentence_ui(ui, text, None), help::NEURONS);
}

impl NeuronsPanel {
    fn refresh(&mut self, view: &NeuronsView, key: (u64, u64)) {
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let points = |curve: &Arc<[[f64; 2]]>| curve.iter().map(|&[time, h]| PlotPoint::new(time, h)).collect();
        self.curves = view.curves.iter().map(points).collect();
    }

    fn curves_ui(&self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &NeuronsView) {
        let tokens = theme::tokens(ui.ctx());
        let recall = context.view();
        let names: Vec<String> = (0..self.curves.len()).map(|mu| stored_letter(recall, mu)).collect();
        let curves: Vec<Curve<'_>> = self
            .curves
            .iter()
            .zip(&names)
            .enumerate()
            .map(|(mu, (points, name))| Curve::new(name, tokens.identity_ink(stored_identity(recall, mu)), points))
            .collect();
        let (low, high) = extent(self.curves.iter().flatten().map(|point| point.y)).unwrap_or((0.0, 1.0));
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "time",
            curves: &curves,
            x_range: (0.0, view.time.max(1e-3)),
            y_range: nice_range(low.min(0.0), high.max(low + 1e-3)),
            scrub: false,
            ..LineChart::new("hidden neurons", "Hidden neurons over time")
        }
        .show(ui);
        if let Some(hover) = answer.hover
            && let Some(mu) = hover.curve
            && let (Some(name), Some(Some(value))) = (names.get(mu), hover.values.get(mu))
        {
            context.shell.status = format!("h of memory {name} at time {}: {}", number(hover.x, 2), signed(*value, 3));
        }
    }
}

/// f(h_μ): the share that each hidden neuron has in what the visible ones are pulled to.
fn bars_ui(ui: &mut egui::Ui, context: &HopfieldContext<'_>, view: &NeuronsView) {
    let tokens = theme::tokens(ui.ctx());
    let recall = context.view();
    hover_help(title_ui(ui, "Activity now", ""), help::NEURONS);
    let activity = view.hidden_activity.iter().take(view.curves.len());
    let bars: Vec<Bar> = activity
        .enumerate()
        .map(|(mu, &value)| Bar { value, color: tokens.identity(stored_identity(recall, mu)) })
        .collect();
    let names: Vec<String> = (0..bars.len()).map(|mu| stored_letter(recall, mu)).collect();
    let top = bars.iter().map(|bar| bar.value).fold(1e-3, f64::max);
    Bars {
        height: ui.available_height().max(0.0),
        bars: &bars,
        y_range: (0.0, 1.05 * top),
        names: &names,
        ..Bars::new("Activity of hidden neurons")
    }
    .show(ui);
}
