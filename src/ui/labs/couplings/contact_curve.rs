//! How many of the first pairs are contacts, by couplings and by mere correlation, next to chance.

use egui_plot::PlotPoint;

use crate::engine::couplings::ContactMap;
use crate::physics::contacts::{Precision, Prediction};
use crate::ui::labs::couplings::context::CouplingsContext;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::widgets::plots::{Band, Curve, Emphasis, Level, LineChart};

/// PPV over the number of pairs, and Wilson's interval.
#[derive(Default)]
pub struct ContactCurve {
    key: Option<(u64, u64)>,
    sites: usize,
    couplings: Vec<PlotPoint>,
    low: Vec<PlotPoint>,
    high: Vec<PlotPoint>,
    information: Vec<PlotPoint>,
}

impl ContactCurve {
    /// Follows the map of this generation and revision.
    pub fn refresh(&mut self, map: &ContactMap, key: (u64, u64)) {
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.sites = map.scores.nrows();
        let of = |prediction: &Prediction| -> Vec<Precision> {
            (1..=2 * self.sites).filter_map(|count| prediction.precision(count)).collect()
        };
        let points = |of: &[Precision], value: &dyn Fn(&Precision) -> f64| -> Vec<PlotPoint> {
            of.iter().map(|one| PlotPoint::new((one.pairs as f64).log10(), value(one))).collect()
        };
        let couplings = of(&map.prediction);
        self.couplings = points(&couplings, &|one| one.value);
        (self.low, self.high) =
            (points(&couplings, &|one| one.interval[0]), points(&couplings, &|one| one.interval[1]));
        self.information = points(&of(&map.by_information), &|one| one.value);
    }

    pub fn ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let Some(map) = context.contacts.map() else { return };
        let tokens = theme::tokens(ui.ctx());
        let curves = [
            Curve::new("MI", tokens.soft, &self.information),
            Curve { emphasis: Emphasis::Strong, ..Curve::new("PPV", tokens.accent, &self.couplings) },
        ];
        let bands = [Band { name: "", color: tokens.accent, low: &self.low, high: &self.high }];
        let chance = map.prediction.base_rate();
        let name = chance.map_or_else(String::new, |rate| format!("chance {}", percent(rate, 1)));
        let levels: Vec<Level<'_>> = chance
            .map(|value| Level { name: &name, value, color: tokens.soft, emphasis: Emphasis::Strong })
            .into_iter()
            .collect();
        let most = (2 * self.sites.max(1)) as f64;
        let answer = LineChart {
            height,
            x_label: "first pairs",
            curves: &curves,
            bands: &bands,
            levels: &levels,
            x_range: (0.0, most.log10()),
            logarithmic: [true, false],
            scrub: false,
            empty: "No structure is known.",
            ..LineChart::new("precision", "Fraction of contacts among the first pairs")
        }
        .show(ui);
        if let Some(hover) = answer.hover {
            let count = 10f64.powf(hover.x).round() as usize;
            if let Some(one) = map.prediction.precision(count) {
                context.shell.status = sentence(&one, map.by_information.precision(count).as_ref());
            }
        }
    }
}

/// `120 of the first 137 pairs are contacts (0.806 to 0.922), 22.1 times chance; 61 by mutual information`.
fn sentence(one: &Precision, by_information: Option<&Precision>) -> String {
    let [low, high] = one.interval.map(|end| number(end, 3));
    let lift = one.lift.map_or_else(String::new, |lift| format!(", {} times chance", number(lift, 1)));
    let other = by_information
        .map_or_else(String::new, |other| format!("; {} by mutual information", grouped(other.contacts as u64)));
    let (right, pairs) = (grouped(one.contacts as u64), grouped(one.pairs as u64));
    format!("{right} of the first {pairs} pairs are contacts ({low} to {high}){lift}{other}")
}
