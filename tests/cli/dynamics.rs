//! What `anneal` leaves of its dynamics, against the enumeration of all states of a small network.

use glassbox::physics::hopfield::{LearningRule, Network};
use glassbox::physics::spins::Pattern;

use crate::commands::{Folder, object, usage};

/// Patterns of six spins, without a state in which a spin is free: what such a spin does is another matter.
const PATTERNS: [&str; 3] = ["010011", "001101", "111010"];
const STATES: usize = 1 << 6;
const RUNS: f64 = 4000.0;
/// A fixed seed makes the outcome a fact; of all seeds one in ten thousand or so would exceed this many standard errors.
const TOLERANCE: f64 = 4.0;

fn network() -> Network {
    let patterns = PATTERNS.map(|row| Pattern::from_bits(row.chars().map(|sign| sign == '1')));
    Network::store(&patterns, LearningRule::Hebb).unwrap()
}

fn spins(state: usize) -> Vec<i8> {
    (0..6).map(|site| if state >> site & 1 == 1 { 1 } else { -1 }).collect()
}

/// Weights as probabilities.
fn normalised(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let weights: Vec<f64> = weights.collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

fn boltzmann(network: &Network, temperature: f64) -> Vec<f64> {
    normalised((0..STATES).map(|state| (-network.energy(&spins(state)) / temperature).exp()))
}

/// The mean of a value of the states, and the standard error of that of all runs.
fn mean(probabilities: &[f64], values: &[[f64; 2]]) -> [f64; 2] {
    let moment = |power: usize| -> f64 { probabilities.iter().zip(values).map(|(p, value)| p * value[power]).sum() };
    let (first, second) = (moment(0), moment(1));
    [first, ((second - first * first) / RUNS).sqrt()]
}

/// Energy of each state, and its square.
fn energies(network: &Network) -> Vec<[f64; 2]> {
    (0..STATES).map(|state| network.energy(&spins(state))).map(|energy| [energy, energy * energy]).collect()
}

/// Mean energy, and mean square, of where each state comes to rest at T = 0: sweeps visit the spins in random order, and
/// the energy falls at every change.
fn rests(network: &Network) -> Vec<[f64; 2]> {
    let after = |state: usize, site: usize| {
        let field = network.fields(&spins(state))[site];
        if field > 0.0 { state | 1 << site } else { state & !(1 << site) }
    };
    let mut order: Vec<usize> = (0..STATES).collect();
    let energies = energies(network);
    order.sort_by(|&a, &b| energies[a][0].total_cmp(&energies[b][0]));
    let mut rest = energies.clone();
    for state in order {
        if (0..6).all(|site| after(state, site) == state) {
            continue;
        }
        // Probabilities of the states as more and more spins are visited: those of each set of visited ones, in order.
        let mut reached = vec![vec![0.0; STATES]; STATES];
        reached[0][state] = 1.0;
        for visited in 0..STATES - 1 {
            let left: Vec<usize> = (0..6).filter(|site| visited >> site & 1 == 0).collect();
            for (now, probability) in reached[visited].clone().into_iter().enumerate().filter(|(_, p)| *p > 0.0) {
                for &site in &left {
                    reached[visited | 1 << site][after(now, site)] += probability / left.len() as f64;
                }
            }
        }
        let last = &reached[STATES - 1];
        rest[state] = [0, 1].map(|power| last.iter().zip(&rest).map(|(p, rest)| p * rest[power]).sum());
    }
    rest
}

#[test]
fn every_dynamics_leaves_its_own_distribution() {
    let network = network();
    assert!((0..STATES).all(|state| network.fields(&spins(state)).iter().all(|field| field.abs() > 1e-9)));
    let folder = Folder::new();
    let file = folder.path("patterns.txt");
    std::fs::write(&file, PATTERNS.join("\n")).unwrap();
    let found = |more: &[&str]| {
        let answer = object(&[&["anneal", "--patterns", &file, "--runs", "4000"], more].concat());
        (answer["dynamics"].as_str().unwrap().to_owned(), answer["energy_mean"].as_f64().unwrap())
    };
    let check = |more: &[&str], dynamics: &str, [exact, error]: [f64; 2]| {
        let (name, energy) = found(more);
        assert_eq!(name, dynamics);
        assert!((energy - exact).abs() < TOLERANCE * error, "{more:?}: {energy} is not {exact} ± {error}");
    };
    let at_rest = mean(&boltzmann(&network, 1.0), &energies(&network));
    let constant = ["--temperature", "1", "--sweeps", "60"];
    check(&constant, "glauber", at_rest);
    for order in ["async", "fixed"] {
        check(&[&constant[..], &["--update", order, "--dynamics", "metropolis"]].concat(), "metropolis", at_rest);
    }
    // All spins at once: the weight of a state is the product of 2 cosh(h/T).
    let weight = |state| network.fields(&spins(state)).iter().map(|field| 2.0 * field.cosh()).product();
    let parallel = normalised((0..STATES).map(weight));
    check(&[&constant[..], &["--update", "sync"]].concat(), "glauber", mean(&parallel, &energies(&network)));
    // What the coldest of the replicas is, quenched.
    let quenched = mean(&boltzmann(&network, 0.5), &rests(&network));
    let ladder = ["--dynamics", "tempering", "--schedule", "linear:1.5:0.5:200", "--rungs", "4"];
    check(&ladder, "tempering", quenched);
}

#[test]
fn tempering_needs_a_ladder_and_random_starts() {
    let with = |more: &[&str], words: &str| {
        usage(&[&["anneal", "--patterns", "random:3x50", "--dynamics", "tempering"], more].concat(), words);
    };
    with(&["--temperature", "0.5"], "between two temperatures");
    with(&["--schedule", "linear:1:0:50"], "found 0 to 1");
    let schedule = ["--schedule", "linear:1:0.2:50"];
    with(&[&schedule[..], &["--start", "cue"]].concat(), "random spins");
    with(&[&schedule[..], &["--update", "sync"]].concat(), "--update async");
    with(&[&schedule[..], &["--rungs", "1"]].concat(), "--rungs");
    usage(&["anneal", "--patterns", "random:3x50", "--temperature", "1", "--rungs", "4"], "--dynamics tempering");
    usage(&["anneal", "--patterns", "random:3x50", "--temperature", "1", "--dynamics", "metropolos"], "'metropolis'");
    let answer = object(
        &[&["anneal", "--patterns", "random:3x50", "--runs", "3", "--dynamics", "tempering"], &schedule[..]].concat(),
    );
    let ladder: Vec<f64> = answer["ladder"].as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
    assert!(ladder.len() == 5 && ladder[0] == 0.2 && (ladder[4] - 1.0).abs() < 1e-12, "{ladder:?}");
}
