//! Controls that the race of estimators and the picture of their errors have in common.

use crate::physics::ising::Graph;
use crate::ui::labs::couplings::help;
use crate::ui::labs::couplings::race_settings::{BETAS, sizes, usual_size};
use crate::ui::widgets::{Segmented, SliderField};

const GRAPHS: [(Graph, &str, &str); 4] = [
    (Graph::Ring, "Ring", help::RACE_GRAPH),
    (Graph::Square, "Lattice", help::RACE_GRAPH),
    (Graph::Sk, "SK", help::RACE_GRAPH),
    (Graph::Tree, "Tree", help::RACE_GRAPH),
];

/// Which spins are coupled, and how many there are.
pub fn graph_ui(ui: &mut egui::Ui, graph: &mut Graph, size: &mut usize) {
    if let Some(chosen) = Segmented::new("Graph", *graph, &GRAPHS).show(ui) {
        (*graph, *size) = (chosen, usual_size(chosen));
    }
    let (range, is_square) = (sizes(*graph), *graph == Graph::Square);
    let written = |value: f64| if is_square { format!("{value:.0} × {value:.0}") } else { format!("{value:.0}") };
    let ends = *range.start() as f64..=*range.end() as f64;
    let field = SliderField::new("spins", *size as f64, ends).step(1.0).digits(0).format(&written);
    if let Some(chosen) = field.tooltip(help::RACE_GRAPH).show(ui) {
        *size = (chosen.round() as usize).clamp(*range.start(), *range.end());
    }
}

/// The inverse temperature.
pub fn beta_ui(ui: &mut egui::Ui, beta: &mut f64) {
    if let Some(chosen) = SliderField::new("β", *beta, BETAS).digits(2).tooltip(help::RACE_GRAPH).show(ui) {
        *beta = chosen;
    }
}
