//! The noise that memories make for each other: measured over all sites and patterns, and compared with its Gaussian.

use egui::RichText;
use egui_plot::PlotPoint;

use crate::engine::hopfield::couplings::CrosstalkView;
use crate::physics::hopfield::LearningRule;
use crate::physics::theory::crosstalk;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::couplings::{bins, measured};
use crate::ui::labs::hopfield::help;
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, power_of_ten, signed, with_error};
use crate::ui::widgets::plots::{Histogram, Tail, Threshold};

const CROSSTALK: &str = "Distribution of the crosstalk";
const STABILITIES: &str = "Distribution of the stabilities";
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

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        match context.view().document.rule {
            LearningRule::Hebb => "beyond 1 a spin of a memory flips",
            _ => "stabilities: below 0 a spin of a memory flips",
        }
        .to_owned()
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
        let hebb = crosstalk.rule == LearningRule::Hebb;
        let (x, tail) = if hebb { (1.0, Tail::Above) } else { (0.0, Tail::Below) };
        let line = ui.text_style_height(&egui::TextStyle::Body);
        let chart = Histogram {
            summary: &sentence,
            height: (ui.available_height() - 2.4 * line).max(0.0),
            x_label: if hebb { "C" } else { "ξh" },
            bins: &bins(&crosstalk.histogram),
            theory: &self.theory,
            threshold: Some(Threshold { x, name: "unstable", color: tokens.warning, tail }),
            ..Histogram::new(if hebb { CROSSTALK } else { STABILITIES }, tokens.accent)
        };
        let response = chart.show(ui);
        if let Some(hover) = response.hover {
            let x = signed(hover.x, 2);
            context.shell.status = if hebb {
                format!("crosstalk C = {x}: dashed the Gaussian of variance p/N")
            } else {
                format!("stability ξh = {x} under the rule in force, {}", crosstalk.rule.title())
            };
        }
        ui.label(RichText::new(sentence).color(tokens.soft));
    }
}

/// The Gaussian of random patterns, which is about Hebb's rule alone.
fn theory(view: &CrosstalkView) -> Vec<PlotPoint> {
    if view.rule != LearningRule::Hebb {
        return Vec::new();
    }
    let (low, reach) = (view.histogram.low, view.histogram.width * view.histogram.counts.len() as f64);
    let x = |k: usize| low + reach * k as f64 / (CURVE - 1) as f64;
    (0..CURVE).map(|k| PlotPoint::new(x(k), crosstalk::density(x(k), view.gaussian_variance))).collect()
}

fn sentence(view: &CrosstalkView) -> String {
    let measured = match view.measured_error {
        0.0 => format!("none of {}", grouped(view.moments.count)),
        error if error < 1e-3 => format!("{} ± {}", power_of_ten(error), power_of_ten(view.measured_error_stderr)),
        error => with_error(error, Some(view.measured_error_stderr)),
    };
    let formula = power_of_ten(view.gaussian_error);
    if view.rule != LearningRule::Hebb {
        let rule = view.rule.title();
        return format!("One-step error under {rule}: measured {measured}. Random patterns, Hebb: {formula}.");
    }
    format!(
        "One-step error: measured {measured}, formula for random patterns {formula}. Variance {} where p/N = {}.",
        power_of_ten(view.moments.variance),
        power_of_ten(view.gaussian_variance)
    )
}
