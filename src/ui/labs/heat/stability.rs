//! The smallest eigenvalue of the Hessian at the mixtures of 3, 5 and 7 memories over the temperature.

use egui::Ui;
use egui_plot::PlotPoint;

use crate::physics::theory::mixtures;
use crate::ui::theme::numbers::{number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, Emphasis, Level, LineChart};

const COMPONENTS: [u32; 3] = [3, 5, 7];
const NAMES: [&str; 3] = ["T₃", "T₅", "T₇"];
const RANGE: (f64, f64) = (0.0, 0.7);
const POINTS: usize = 141;
const EIGENVALUES: (f64, f64) = (-0.25, 1.0);

/// The curves; they depend on nothing.
#[derive(Default)]
pub struct Stability {
    mixtures: Vec<Eigenvalues>,
}

struct Eigenvalues {
    name: String,
    crossing: f64,
    points: Vec<PlotPoint>,
}

impl Stability {
    /// Draws them; the sentence on what is under the pointer.
    pub fn ui(&mut self, ui: &mut Ui, height: f32, temperature: f64) -> Option<String> {
        let tokens = theme::tokens(ui.ctx());
        if self.mixtures.is_empty() {
            self.mixtures = COMPONENTS.into_iter().zip(NAMES).map(|(n, name)| eigenvalues(n, name)).collect();
        }
        let curves: Vec<Curve<'_>> = self
            .mixtures
            .iter()
            .enumerate()
            .map(|(place, mixture)| Curve {
                dashed: true,
                ..Curve::new(&mixture.name, colour(&tokens, place), &mixture.points)
            })
            .collect();
        let dots: Vec<Dot<'_>> = self
            .mixtures
            .iter()
            .enumerate()
            .map(|(place, mixture)| Dot::theory("", [mixture.crossing, 0.0], colour(&tokens, place)))
            .collect();
        let zero = [Level { name: "", value: 0.0, color: tokens.soft, emphasis: Emphasis::Normal }];
        let summary: Vec<&str> = self.mixtures.iter().map(|mixture| mixture.name.as_str()).collect();
        let summary = format!("zero at {}", summary.join(", "));
        let chart = LineChart {
            height,
            summary: &summary,
            x_label: "T",
            curves: &curves,
            levels: &zero,
            dots: &dots,
            cursor: Some(temperature),
            x_range: RANGE,
            y_range: EIGENVALUES,
            scrub: false,
            ..LineChart::new("stability", "Smallest eigenvalue of the Hessian")
        };
        let hover = chart.show(ui).hover?;
        let values: Vec<String> = COMPONENTS
            .into_iter()
            .zip(&hover.values)
            .filter_map(|(n, value)| Some(format!("{n}-mixture {}", signed((*value)?, 2))))
            .collect();
        Some(format!("T = {}: smallest curvature {}; below zero it melts", number(hover.x, 3), values.join(", ")))
    }
}

fn colour(tokens: &Tokens, place: usize) -> egui::Color32 {
    match place {
        0 => tokens.ink,
        1 => tokens.good,
        _ => tokens.soft,
    }
}

fn eigenvalues(n: u32, name: &str) -> Eigenvalues {
    let at = |k: usize| RANGE.0 + (RANGE.1 - RANGE.0) * k as f64 / (POINTS - 1) as f64;
    let smallest = |t: f64| mixtures::mixture(n, t).map_or(f64::NAN, |mixture| mixture.eigenvalues.smallest());
    let crossing = mixtures::critical_temperature(n).ok().flatten().unwrap_or(f64::NAN);
    Eigenvalues {
        name: format!("{name} = {}", number(crossing, 3)),
        crossing,
        points: (0..POINTS).map(|k| PlotPoint::new(at(k), smallest(at(k)))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_cross_zero_at_their_temperatures() {
        for (n, name, wanted) in [(3, "T₃", "T₃ = 0.460"), (5, "T₅", "T₅ = 0.385"), (7, "T₇", "T₇ = 0.344")]
        {
            let curve = eigenvalues(n, name);
            assert_eq!(curve.name, wanted);
            assert!(curve.points.iter().all(|point| (point.y > 0.0) == (point.x < curve.crossing)), "{n}");
            assert!(curve.points.iter().all(|point| point.y >= EIGENVALUES.0), "{n}");
        }
    }
}
