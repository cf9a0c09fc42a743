//! A square lattice of 8 by 8 spins read back from 20,000 rows at temperatures below, at and above the transition, by
//! pseudo-likelihood and by Boltzmann learning: errors of neighbours and of all other pairs.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "an example prints, and may end at what cannot happen")]

use glassbox::physics::inference::{
    BoltzmannSettings, Estimate, LocalLoss, LocalSettings, Optimiser, SpinRows, boltzmann, local,
};
use glassbox::physics::ising::{Graph, IsingModel, IsingSystem, Moves, Plan, sample};
use glassbox::physics::seed::Seed;
use glassbox::physics::stop::NEVER;

/// The mean of J over neighbours with its spread, and the root mean square of J elsewhere.
fn describe(estimate: &Estimate, truth: &IsingModel) -> String {
    let wanted = truth.pair_matrix();
    let (mut near, mut far) = (Vec::new(), Vec::new());
    for (i, j) in (0..truth.spins()).flat_map(|i| (0..i).map(move |j| (i, j))) {
        if wanted[(i, j)] == 0.0 { &mut far } else { &mut near }.push(estimate.pairs[(i, j)]);
    }
    let mean = near.iter().sum::<f64>() / near.len() as f64;
    let spread = (near.iter().map(|j| (j - mean).powi(2)).sum::<f64>() / near.len() as f64).sqrt();
    let rest = (far.iter().map(|j| j * j).sum::<f64>() / far.len() as f64).sqrt();
    let rms = estimate.error_rms(truth).unwrap();
    format!("rms error {rms:.5}, neighbours {mean:.4} ± {spread:.4}, others rms {rest:.5}")
}

fn main() {
    for temperature in [2.0, 2.27, 3.0] {
        let truth = IsingSystem::new(Graph::Square, 8, 1.0 / temperature).model(Seed(1)).unwrap();
        let plan = Plan { moves: Moves::Clusters, rows: 20_000, thermalisation: 1000, spacing: 10 };
        let rows = SpinRows::new(&sample(&truth, plan, Seed(1), NEVER).unwrap().rows, None).unwrap();
        let settings = LocalSettings { loss: LocalLoss::PseudoLikelihood, penalty: 0.0, triples: false, errors: false };
        let found = local(&rows, settings, NEVER).unwrap();
        println!("T = {temperature} (J = {:.4}): pseudo-likelihood {}", 1.0 / temperature, describe(&found, &truth));
        let settings = BoltzmannSettings { optimiser: Optimiser::Newton, triples: false, steps: 20, seed: Seed(1) };
        let fit = boltzmann(&rows, settings, NEVER).unwrap();
        println!(
            "    Boltzmann learning {}; {} steps, largest deviation {:.2}",
            describe(&fit.estimate, &truth),
            fit.steps,
            fit.largest
        );
    }
}
