//! The noise that memories make for each other: measured over all sites and patterns, and compared with its Gaussian.

use egui::RichText;
use egui_plot::PlotPoint;

use crate::engine::hopfield::couplings::CrosstalkView;
use crate::physics::theory::crosstalk;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::couplings::{bins, measured};
use crate::ui::labs::hopfield::help;
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, power_of_ten};
use crate::ui::widgets::plots::{Histogram, Tail, Threshold};

/// Points of the theory curve.
const CURVE: usize = 241;

/// The histogram of C_i^μ.
#[derive(Default)]
pub struct CrosstalkPanel {
    theory: Cached<Key, Vec<PlotPoint>>,
}

impl Panel<HopfieldPanels> for CrosstalkPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "crosstalk",
            title: "Crosstalk",
            tab: "Crosstalk",
            help: help::CROSSTALK,
            place: Place::Tabs("studies"),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "beyond 1 a spin of a memory flips".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let Some((view, key)) = measured(ui, context) else { return };
        let Some(crosstalk) = &view.crosstalk else {
            ui.label(RichText::new("Measuring…").color(tokens.soft));
            return;
        };
        self.theory.refresh(key, || theory(crosstalk));
        let sentence = sentence(crosstalk);
        let line = ui.text_style_height(&egui::TextStyle::Body);
        let chart = Histogram {
            summary: &sentence,
            height: (ui.available_height() - 2.4 * line).max(0.0),
            x_label: "C",
            bins: &bins(&crosstalk.histogram),
            theory: &self.theory,
            threshold: Some(Threshold { x: 1.0, name: "unstable", color: tokens.warning, tail: Tail::Above }),
            ..Histogram::new("Distribution of the crosstalk", tokens.accent)
        };
        let response = chart.show(ui);
        if let Some(hover) = response.hover {
            context.shell.status = format!("crosstalk C = {}: dashed the Gaussian of variance p/N", number(hover.x, 2));
        }
        ui.label(RichText::new(sentence).color(tokens.soft));
    }
}

fn theory(view: &CrosstalkView) -> Vec<PlotPoint> {
    let (low, reach) = (view.histogram.low, -2.0 * view.histogram.low);
    let x = |k: usize| low + reach * k as f64 / (CURVE - 1) as f64;
    (0..CURVE).map(|k| PlotPoint::new(x(k), crosstalk::density(x(k), view.gaussian_variance))).collect()
}

fn sentence(view: &CrosstalkView) -> String {
    let measured = if view.measured_error > 0.0 {
        format!("{} ± {}", power_of_ten(view.measured_error), power_of_ten(view.measured_error_stderr))
    } else {
        format!("none of {}", grouped(view.moments.count))
    };
    format!(
        "One-step error: measured {measured}, formula for random patterns {}. Variance {} where p/N = {}.",
        power_of_ten(view.gaussian_error),
        number(view.moments.variance, 4),
        number(view.gaussian_variance, 4)
    )
}
