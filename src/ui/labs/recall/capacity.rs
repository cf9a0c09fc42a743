//! How many random memories a dense network keeps: measured along K on a logarithmic scale, next to theory.

use egui_plot::PlotPoint;

use crate::engine::hopfield::dense_capacity::{CapacityCurve, DenseCapacityView};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent};
use crate::ui::widgets::plots::{Curve, Dot, LineChart};
use crate::ui::widgets::{Button, Segmented, hover_help, sentence_ui};

/// Numbers of spins that are offered.
const SIZES: [(usize, &str, &str); 3] =
    [(32, "N = 32", help::DENSE_CAPACITY), (64, "64", help::DENSE_CAPACITY), (100, "100", help::DENSE_CAPACITY)];

/// The chosen number of spins, and whether single bits are counted, or whole memories.
pub struct CapacityPanel {
    size: usize,
    of_bits: bool,
}

impl Default for CapacityPanel {
    fn default() -> Self {
        Self { size: SIZES[1].0, of_bits: false }
    }
}

const INFO: PanelInfo = PanelInfo {
    id: "dense-capacity",
    title: "How many memories a dense network keeps",
    tab: "Dense capacity",
    help: help::DENSE_CAPACITY,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for CapacityPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "dots measured, dashed theory".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let study = context.studies.dense_capacity.latest();
        let running = study.is_some_and(|study| study.running);
        ui.horizontal_wrapped(|ui| {
            if let Some(size) = Segmented::new("Spins of the networks", self.size, &SIZES).show(ui) {
                self.size = size;
            }
            let kinds = [(false, "Whole memories", help::DENSE_CAPACITY), (true, "Wrong bits", help::DENSE_CAPACITY)];
            if let Some(of_bits) = Segmented::new("What is counted", self.of_bits, &kinds).show(ui) {
                self.of_bits = of_bits;
            }
            if running {
                if Button::new("Stop").tooltip("Keeps the points that are measured").show(ui).clicked() {
                    context.asks.push(Ask::StopDenseCapacity);
                }
            } else {
                let measure = Button::new("Measure").name("Measure the capacity").tooltip(help::DENSE_CAPACITY);
                if measure.show(ui).clicked() {
                    context.asks.push(Ask::DenseCapacity { size: self.size });
                }
            }
        });
        let Some(study) = study else {
            let text = "Random memories of n = 2, 3, 4 and of the exponential: which share of them stays where it is?";
            hover_help(sentence_ui(ui, text, None), help::DENSE_CAPACITY);
            return;
        };
        if let Some(error) = &study.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let view = study.view.clone();
        self.chart_ui(ui, context, &view);
    }
}

impl CapacityPanel {
    fn chart_ui(&self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &DenseCapacityView) {
        let tokens = theme::tokens(ui.ctx());
        let theory = |curve: &CapacityCurve| -> Vec<PlotPoint> {
            let points = if self.of_bits { &curve.theory } else { &curve.stable_theory };
            points.iter().map(|&[count, value]| PlotPoint::new(count.log10(), value)).collect()
        };
        let of_theory: Vec<Vec<PlotPoint>> = view.curves.iter().map(theory).collect();
        let names: Vec<String> = view.curves.iter().map(name).collect();
        let mut curves: Vec<Curve<'_>> = Vec::new();
        for (place, (points, name)) in of_theory.iter().zip(&names).enumerate() {
            curves.push(Curve { dashed: true, width: 1.5, ..Curve::new(name, tokens.identity_ink(place), points) });
        }
        let mut dots: Vec<Dot<'_>> = Vec::new();
        for (place, curve) in view.curves.iter().enumerate() {
            for point in curve.points.iter() {
                let (value, error) =
                    if self.of_bits { (point.error, point.error_stderr) } else { (point.stable, point.stable_stderr) };
                let at = [(point.memories as f64).log10(), value];
                dots.push(Dot { error: Some(error), radius: 3.5, ..Dot::new("", at, tokens.identity_ink(place)) });
            }
        }
        let counts = || view.curves.iter().flat_map(|curve| curve.theory.iter().map(|point| point[0]));
        let most = counts().fold(10.0, f64::max);
        let top = if self.of_bits { dots.iter().map(|dot| dot.y).fold(0.02, f64::max) * 1.1 } else { 1.0 };
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "memories K",
            curves: &curves,
            dots: &dots,
            logarithmic: [true, false],
            x_range: (0.0, most.log10()),
            y_range: (0.0, top),
            scrub: false,
            ..LineChart::new("dense capacity", "Share of memories over their number")
        }
        .show(ui);
        if let Some(hover) = answer.hover {
            let count = grouped(10_f64.powf(hover.x).round() as u64);
            let values = hover.values.iter().zip(&names);
            let said: Vec<String> =
                values.filter_map(|(value, name)| Some(format!("{name} {}", percent((*value)?, 1)))).collect();
            context.shell.status = format!("theory at K = {count}: {}", said.join(", "));
        }
    }
}

/// `n = 3`, with the number of memories that theory promises.
fn name(curve: &CapacityCurve) -> String {
    let title = curve.interaction.title();
    curve.capacity.map_or_else(|| title.to_owned(), |most| format!("{title}: {}", grouped(most as u64)))
}
