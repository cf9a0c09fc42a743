//! Every estimate asks often whether it is still wanted, and ends at once where it is not: without a clock, by counting.

use std::sync::atomic::{AtomicUsize, Ordering};

use glassbox::physics::configurations::Configurations;
use glassbox::physics::inference::potts::boltzmann::{BoltzmannLearning, BoltzmannSettings as PottsSettings};
use glassbox::physics::inference::potts::mean_field::mean_field;
use glassbox::physics::inference::potts::pseudo_likelihood::{PseudoLikelihood, site_by_site, symmetric};
use glassbox::physics::inference::potts::{Frequencies, InferenceError as PottsError};
use glassbox::physics::inference::{
    BoltzmannSettings, InferenceError, LocalLoss, LocalSettings, Optimiser, SpinRows, boltzmann, local,
};
use glassbox::physics::ising::{Graph, IsingSystem, Moves, Plan, sample};
use glassbox::physics::potts::PottsCouplings;
use glassbox::physics::rbm::reweighting::sequence_weights_until;
use glassbox::physics::seed::Seed;
use glassbox::physics::stop::{NEVER, Stop};

/// Runs work that says whether it was stopped: it asks at least `least` times, and is stopped wherever it is told so.
fn check(name: &str, least: usize, work: impl Fn(Stop<'_>) -> bool) {
    let asked = AtomicUsize::new(0);
    let stopped = work(&|| {
        asked.fetch_add(1, Ordering::Relaxed);
        false
    });
    let asked = asked.into_inner();
    assert!(!stopped && asked >= least, "{name}: asked {asked} times, not {least}");
    for part in [0, asked / 3, asked / 2] {
        let count = AtomicUsize::new(0);
        let stopped = work(&|| count.fetch_add(1, Ordering::Relaxed) >= part);
        assert!(stopped, "{name} went on after it was told to stop at question {part} of {asked}");
        // Each piece of work that is under way may ask once or twice more.
        let after = count.into_inner() - part;
        assert!(after <= 200, "{name} asked {after} times more");
    }
}

#[test]
fn estimates_of_spins_ask_and_stop() {
    let model = IsingSystem::new(Graph::Square, 5, 0.4).model(Seed(1)).unwrap();
    let plan = Plan { moves: Moves::Glauber, rows: 2000, thermalisation: 200, spacing: 2 };
    check("sampling", 1000, |stop| sample(&model, plan, Seed(1), stop).is_err());
    let rows = SpinRows::new(&sample(&model, plan, Seed(1), NEVER).unwrap().rows, None).unwrap();
    for (loss, penalty) in [(LocalLoss::PseudoLikelihood, 0.0), (LocalLoss::LogRise, 0.0), (LocalLoss::Rise, 0.02)] {
        // Once for each 512 rows of each evaluation of each of 25 spins.
        let settings = LocalSettings { loss, penalty, triples: false, errors: penalty == 0.0 };
        check("spin by spin", 25 * 4 * 5, |stop| local(&rows, settings, stop) == Err(InferenceError::Stopped));
    }
    let settings = BoltzmannSettings { optimiser: Optimiser::Newton, triples: false, steps: 5, seed: Seed(1) };
    // Once for each look of each of sixteen blocks of chains.
    check("learning", 16 * 64, |stop| boltzmann(&rows, settings, stop) == Err(InferenceError::Stopped));
}

#[test]
fn estimates_of_sequences_ask_and_stop() {
    let (sites, states) = (30, 9);
    let values: Vec<u8> = (0..600 * sites).map(|k| ((k * k * 7 + k * 13 + k / sites) % 1009 % states) as u8).collect();
    let rows = Configurations::new(values, sites);
    let weights = vec![1.0; rows.rows()];
    let of_rows = || Frequencies::of(&rows, states as u8, None, NEVER).unwrap();
    check("weights", 600, |stop| sequence_weights_until(&rows, 0.8, stop).is_none());
    // Once for each pair of sites.
    check("counting", 30 * 29 / 2, |stop| Frequencies::of(&rows, states as u8, None, stop) == Err(PottsError::Stopped));
    // Two strips for each of two blocks of the matrix of 240 rows, and the blocks themselves.
    check("mean field", 6, |stop| mean_field(of_rows(), 0.5, stop) == Err(PottsError::Stopped));
    let start = PottsCouplings::zeros(sites, states);
    let settings = PseudoLikelihood::usual(sites, states as u8, 600.0);
    for estimate in [site_by_site, symmetric] {
        check("pseudo-likelihood", 2 * sites, |stop| {
            estimate(&rows, &weights, &start, &settings, stop) == Err(PottsError::Stopped)
        });
    }
    let learnt = |stop: Stop<'_>| {
        let target = of_rows().with_pseudocount(0.1).unwrap();
        let start = PottsCouplings::zeros(sites, states);
        let mut learning = BoltzmannLearning::new(target, start, PottsSettings::default(), Seed(1)).unwrap();
        (0..3).any(|_| learning.step(stop) == Err(PottsError::Stopped))
    };
    check("learning", 30, learnt);
}
