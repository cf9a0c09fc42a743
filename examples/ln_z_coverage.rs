//! How often two error bars of an estimated ln Z hold the exact value: annealed importance sampling and the estimate along
//! a training, for small machines whose ln Z is enumerated. Prints a table.
//!
//! cargo run --release --no-default-features --example ln_z_coverage [-- WORDS [SEEDS]]
//!
//! With words, only the rows whose names contain them; each over 40 seeds unless given.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::sync::Arc;

use glassbox::physics::rbm::importance::LogPartition;
use glassbox::physics::rbm::{
    AlongTraining, AnnealedImportance, Checkpoint, HiddenUnits, Rbm, Trajectory, VisibleUnits, exact,
};
use glassbox::physics::seed::{Seed, Stream, uniform};

/// Seeds of a row, unless given.
const SEEDS: u64 = 40;
const SITES: usize = 40;
const HIDDEN: usize = 10;

/// Independent uniform parameters: weights up to `spread`.
fn machine(visible: VisibleUnits, spread: f64) -> Rbm {
    let mut rng = Seed(5).stream(Stream::Weights);
    let mut draw = |count: usize, spread: f64| -> Vec<f32> {
        (0..count).map(|_| (spread * (2.0 * uniform(&mut rng) - 1.0)) as f32).collect()
    };
    let rows = SITES * visible.channels();
    let (weights, bias) = (draw(rows * HIDDEN, spread), draw(rows, 0.5));
    Rbm::from_flat(visible, HiddenUnits::Bernoulli, weights, bias, draw(HIDDEN, 0.5)).unwrap_or_else(|error| {
        unreachable!("the shapes fit: {error}");
    })
}

/// The machine with weights that grow to their values, as those of a training do.
fn growing(last: &Rbm) -> Trajectory {
    let checkpoint = |k: u16| {
        let mut rbm = last.clone();
        let factor = (f32::from(k) / 20.0).powi(2);
        rbm.parameters_mut()[0].iter_mut().for_each(|weight| *weight *= factor);
        Arc::new(Checkpoint { update: u64::from(k), rbm: Arc::new(rbm), chains: None, settings: None, seconds: None })
    };
    Trajectory { checkpoints: (0..=20).map(checkpoint).collect() }
}

fn annealed(rbm: &Rbm, temperatures: usize, seed: Seed) -> LogPartition {
    let mut run = AnnealedImportance::new(rbm, 100, temperatures, seed);
    while !run.step() {}
    run.estimate()
}

fn along(trajectory: &Trajectory, between: usize, seed: Seed) -> Option<LogPartition> {
    let mut run = AlongTraining::new(trajectory, 512, between, seed);
    while !run.step() {}
    run.estimates().last().map(|estimate| estimate.log_partition)
}

fn row(name: &str, wanted: f64, estimate: impl Fn(Seed) -> Option<LogPartition>) {
    if std::env::args().nth(1).is_some_and(|words| !name.contains(&words)) {
        return;
    }
    let seeds = std::env::args().nth(2).and_then(|count| count.parse().ok()).unwrap_or(SEEDS);
    let found: Vec<LogPartition> = (0..seeds).filter_map(|seed| estimate(Seed(1000 + seed))).collect();
    let inside = |one: &&LogPartition| (one.value - wanted).abs() < 2.0 * one.standard_error;
    let count = |of: &dyn Fn(&&LogPartition) -> bool| found.iter().filter(of).count();
    let reliable = count(&|one| one.is_reliable());
    let mean = |of: fn(&LogPartition) -> f64| found.iter().map(of).sum::<f64>() / found.len() as f64;
    let worst = found.iter().map(|one| ((one.value - wanted) / one.standard_error).abs()).fold(0.0, f64::max);
    println!(
        "{name:<44} {:>5.2} {:>14} {:>8.3} {:>8.0} {worst:>7.1}",
        count(&|one| inside(one)) as f64 / found.len() as f64,
        format!("{} of {reliable}", count(&|one| one.is_reliable() && inside(one))),
        mean(|one| one.standard_error),
        mean(|one| one.effective_sample_size),
    );
}

fn main() {
    println!("{:<44} {:>5} {:>14} {:>8} {:>8} {:>7}", "2 bars hold", "all", "of reliable", "bar", "size", "worst");
    let settings = [
        ("0/1", VisibleUnits::Bernoulli, 0.5),
        ("0/1", VisibleUnits::Bernoulli, 1.0),
        ("0/1", VisibleUnits::Bernoulli, 2.0),
        ("±1", VisibleUnits::Ising, 0.5),
        ("4 states", VisibleUnits::Potts(4), 1.0),
    ];
    for (kind, visible, spread) in settings {
        let rbm = machine(visible, spread);
        let Ok(wanted) = exact::log_partition(&Rbm::<f64>::from(&rbm)) else { continue };
        for temperatures in [100, 1000] {
            row(&format!("AIS, {kind}, weights to {spread}, {temperatures} steps"), wanted, |seed| {
                Some(annealed(&rbm, temperatures, seed))
            });
        }
        let trajectory = growing(&rbm);
        for between in [2, 10] {
            row(&format!("trajectory, {kind}, weights to {spread}, {between} steps"), wanted, |seed| {
                along(&trajectory, between, seed)
            });
        }
    }
}
