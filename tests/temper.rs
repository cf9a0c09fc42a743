//! Many runs of parallel tempering: where they end, whatever the threads, and what is refused.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::sync::Arc;

use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::ensemble::Ending;
use glassbox::engine::hopfield::temper::{Temper, TemperConfig};
use glassbox::physics::hopfield::{Acceptance, LearningRule, Network};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::Pattern;

fn config(size: usize, patterns: usize, runs: u64) -> TemperConfig {
    let mut rng = Seed(3).stream(Stream::Patterns);
    let patterns: Vec<_> = (0..patterns).map(|_| Pattern::random(size, &mut rng)).collect();
    let network = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
    TemperConfig {
        network,
        acceptance: Acceptance::Glauber,
        coldest: 0.3,
        hottest: 0.9,
        rungs: 5,
        rounds: 20,
        sweeps: 3,
        runs,
        seed: Seed(8),
    }
}

fn finish(config: &TemperConfig) -> Temper {
    let mut job = Temper::new(config).unwrap();
    job.run_to_end();
    job
}

#[test]
fn tempering_ends_in_memories() {
    let config = config(400, 7, 200);
    assert_eq!(config.total_sweeps(), 300);
    let job = finish(&config);
    let view = job.view();
    assert_eq!((view.done, view.total), (200, 200));
    assert_eq!(job.progress().unwrap().fraction(), 1.0);
    // 0.97 of 200 are expected at least; four standard errors below that are 0.92, and a quench has some 0.6.
    assert!(view.pure() >= 190, "{} of 200 in a memory or its reverse: {:?}", view.pure(), view.classes);
    // At rest in a memory: −(1 − p/N)/2 per spin and some crosstalk.
    assert!(view.mean_energy.unwrap() < -0.46 && view.min_energy.unwrap() > -0.6, "{view:?}");
}

#[test]
fn threads_and_slices_change_no_ending() {
    let config = config(120, 9, 30);
    let endings = |threads: usize| -> Vec<Ending> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| finish(&config).endings().to_vec())
    };
    let one = endings(1);
    assert_eq!(one.len(), 30);
    assert_eq!(one, endings(2));
    assert!(one.iter().any(|ending| ending.energy != one[0].energy), "endings differ, or this shows nothing");
    // More runs begin with the same ones.
    let few = TemperConfig { runs: 7, ..config };
    assert_eq!(finish(&few).endings(), &one[..7]);
}

#[test]
fn a_step_does_a_bounded_number_of_visits() {
    let config = TemperConfig { rungs: 3, rounds: 1, sweeps: 1, runs: 1, ..config(20_000, 100, 1) };
    let mut job = Temper::new(&config).unwrap();
    let mut steps = 1;
    while job.step() == Flow::Continue {
        steps += 1;
    }
    // 60 000 visits on the ladder at 6393 a step, and at least one sweep to rest.
    assert!(steps >= 12, "{steps}");
}

#[test]
fn impossible_ladders_are_refused_with_the_number() {
    let refused = |change: fn(&mut TemperConfig), words: &str| {
        let mut config = config(30, 2, 10);
        change(&mut config);
        let sentence = Temper::new(&config).err().unwrap().to_string();
        assert!(sentence.contains(words), "{sentence}");
    };
    refused(|config| config.runs = 0, "0 runs");
    refused(|config| config.runs = 1_000_001, "1000001 runs");
    refused(|config| config.rungs = 0, "0 temperatures");
    refused(|config| config.rungs = 1025, "1025 temperatures");
    refused(|config| config.coldest = 0.0, "the coldest temperature is 0");
    refused(|config| config.hottest = f64::NAN, "the hottest temperature is NaN");
    refused(|config| config.hottest = 0.2, "the hottest temperature is 0.2, not above the coldest, 0.3");
    refused(|config| config.rounds = 0, "0 rounds");
    refused(|config| config.sweeps = 0, "0 sweeps");
    refused(|config| config.rounds = u64::MAX, "4294967296 sweeps");
    let mut large = config(30_000, 1, 1);
    large.rungs = 1000;
    let sentence = Temper::new(&large).err().unwrap().to_string();
    assert!(sentence.contains("1000 replicas of 30000 spins"), "{sentence}");
}
