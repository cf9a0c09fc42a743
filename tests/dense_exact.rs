//! Dense memories against enumeration and the reference tables.

use std::sync::Arc;

use glassbox::physics::hopfield::dense::Interaction;
use glassbox::physics::hopfield::{Acceptance, Dynamics, LearningRule, Network, Outcome, UpdateOrder};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{Pattern, dot};

fn random(count: usize, size: usize, seed: u64) -> Vec<Pattern> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

/// The energy by its definition, in the units of the network.
fn energy(interaction: Interaction, patterns: &[Pattern], spins: &[i8]) -> f64 {
    let sum: f64 = patterns.iter().map(|pattern| interaction.value(dot(pattern.spins(), spins) as f64)).sum();
    match interaction {
        Interaction::Exponential => -sum.ln(),
        _ => -sum / interaction.unit(spins.len()),
    }
}

fn reversed(spins: &[i8], site: usize) -> Vec<i8> {
    let mut spins = spins.to_vec();
    spins[site] = -spins[site];
    spins
}

fn close(found: f64, wanted: f64, tolerance: f64) -> bool {
    (found - wanted).abs() <= tolerance * (1.0 + wanted.abs())
}

#[test]
fn energies_and_fields_are_those_of_the_definition() {
    for (count, size) in [(1, 1), (3, 7), (32, 9), (33, 12), (70, 31)] {
        let patterns = random(count, size, 5);
        for interaction in Interaction::ALL {
            let network = Network::store(&patterns, LearningRule::Dense(interaction)).unwrap();
            for state in random(4, size, 6) {
                let spins = state.spins();
                let here = energy(interaction, &patterns, spins);
                assert!(close(network.energy(spins), here, 1e-13), "{interaction:?}");
                for (site, field) in network.fields(spins).into_iter().enumerate() {
                    let there = energy(interaction, &patterns, &reversed(spins, site));
                    let wanted = 0.5 * f64::from(spins[site]) * (there - here);
                    let scale = here.abs().max(there.abs());
                    assert!((field - wanted).abs() < 1e-12 * (1.0 + scale), "{interaction:?}: {field}, {wanted}");
                    assert!((network.field(&reversed(spins, site), site) - field).abs() < 1e-12 * (1.0 + scale));
                }
            }
        }
    }
}

#[test]
fn the_field_is_the_sign_rule_of_krotov_and_hopfield() {
    let patterns = random(20, 15, 8);
    for interaction in Interaction::ALL.into_iter().filter(|&one| one != Interaction::Exponential) {
        let network = Network::store(&patterns, LearningRule::Dense(interaction)).unwrap();
        for state in random(5, 15, 9) {
            let fields = network.fields(state.spins());
            for (site, field) in fields.into_iter().enumerate() {
                let term = |pattern: &Pattern| {
                    let xi = f64::from(pattern.spins()[site]);
                    let rest = dot(pattern.spins(), state.spins()) as f64 - xi * f64::from(state.spins()[site]);
                    interaction.value(xi + rest) - interaction.value(-xi + rest)
                };
                let wanted = 0.5 * patterns.iter().map(term).sum::<f64>() / interaction.unit(15);
                assert!(close(field, wanted, 1e-13), "{interaction:?}");
            }
        }
    }
}

#[test]
fn degree_two_is_hebbs_network() {
    let patterns = random(9, 40, 10);
    let square: Interaction = "dense:2".parse().unwrap();
    let dense = Network::store(&patterns, LearningRule::Dense(square)).unwrap();
    let hebb = Network::store(&patterns, LearningRule::Hebb).unwrap();
    for state in random(5, 40, 11) {
        // E differs by the p/2 that J_ii = 0 takes away.
        assert!(close(dense.energy(state.spins()) + 4.5, hebb.energy(state.spins()), 1e-13));
        for (a, b) in dense.fields(state.spins()).into_iter().zip(hebb.fields(state.spins())) {
            assert!((a - b).abs() < 1e-13);
        }
    }
}

#[test]
fn runs_keep_their_sums_and_come_to_rest_in_minima() {
    for interaction in Interaction::ALL {
        let network = Arc::new(Network::store(&random(40, 50, 12), LearningRule::Dense(interaction)).unwrap());
        for (order, temperature) in UpdateOrder::ALL.into_iter().flat_map(|order| [(order, 0.0), (order, 0.4)]) {
            let start = random(1, 50, 13).remove(0);
            let rng = Seed(14).stream(Stream::Dynamics);
            let mut run = Dynamics::new(Arc::clone(&network), &start, order, temperature, rng).unwrap();
            run.set_acceptance(Acceptance::Metropolis);
            let mut kept = run.energy();
            for _ in 0..400 {
                let update = run.update();
                kept += update.delta_energy;
                let scale = 1.0 + run.energy().abs();
                assert!((kept - run.energy()).abs() < 1e-9 * scale, "{interaction:?} {order:?}");
                if temperature == 0.0 && order != UpdateOrder::Synchronous {
                    assert!(update.delta_energy <= 0.0);
                }
            }
            assert_eq!(run.energy().to_bits(), network.energy(run.spins()).to_bits());
            if temperature == 0.0 && order != UpdateOrder::Synchronous && run.run(200) == Some(Outcome::FixedPoint) {
                let fields = network.fields(run.spins());
                assert!(fields.iter().zip(run.spins()).all(|(h, &s)| h * f64::from(s) > -1e-11));
            }
        }
    }
}

#[test]
fn the_boltzmann_distribution_is_kept() {
    // 2^6 states: occupation of a long run against exp(−E/T).
    let patterns = random(3, 6, 15);
    for name in ["dense:3", "dense-rectified:4", "exponential"] {
        let interaction: Interaction = name.parse().unwrap();
        let network = Arc::new(Network::store(&patterns, LearningRule::Dense(interaction)).unwrap());
        let (temperature, sweeps) = (1.3, 60_000);
        let state = |index: usize| Pattern::from_bits((0..6).map(|site| index >> site & 1 == 1));
        let weights: Vec<f64> = (0..64).map(|k| (-network.energy(state(k).spins()) / temperature).exp()).collect();
        let z: f64 = weights.iter().sum();
        let rng = Seed(16).stream(Stream::Dynamics);
        let mut run = Dynamics::new(network, &state(0), UpdateOrder::RandomAsynchronous, temperature, rng).unwrap();
        let mut counts = [0.0; 64];
        for _ in 0..sweeps {
            run.sweep();
            let index: usize = run.spins().iter().enumerate().map(|(site, &s)| usize::from(s > 0) << site).sum();
            counts[index] += 1.0;
        }
        for (count, weight) in counts.iter().zip(&weights) {
            let p = weight / z;
            // Sweeps of six spins are nearly independent here; their correlation is allowed for by a factor of two.
            let error = 2.0 * (p * (1.0 - p) / f64::from(sweeps)).sqrt();
            assert!((count / f64::from(sweeps) - p).abs() < 4.0 * error, "{name}: {count} of {p}");
        }
    }
}

#[test]
fn nothing_overflows() {
    let eight: Interaction = "dense:8".parse().unwrap();
    let patterns = random(4, 100_000, 17);
    let network = Arc::new(Network::store(&patterns, LearningRule::Dense(eight)).unwrap());
    assert!(close(network.energy(patterns[1].spins()), -100_000.0 / 8.0, 1e-9));
    let rng = Seed(18).stream(Stream::Dynamics);
    let cue = Pattern::new(
        patterns[1].spins().iter().enumerate().map(|(i, &s)| if i % 5 == 0 { -s } else { s }).collect::<Vec<_>>(),
    )
    .unwrap();
    let mut run = Dynamics::new(network, &cue, UpdateOrder::RandomAsynchronous, 0.0, rng).unwrap();
    assert_eq!(run.run(5), Some(Outcome::FixedPoint));
    assert_eq!(run.overlap(1), 1.0);
    let patterns = random(60, 10_000, 19);
    let network = Arc::new(Network::store(&patterns, LearningRule::Dense(Interaction::Exponential)).unwrap());
    assert_eq!(network.energy(patterns[7].spins()), -10_000.0);
    assert!(network.stored_energies().iter().all(|energy| close(*energy, -10_000.0, 1e-14)));
    for temperature in [0.0, 0.5] {
        let rng = Seed(20).stream(Stream::Dynamics);
        let start = &random(1, 10_000, 21)[0];
        let mut run = Dynamics::new(Arc::clone(&network), start, UpdateOrder::Synchronous, temperature, rng).unwrap();
        for _ in 0..5 {
            run.sweep();
            assert!(run.energy().is_finite() && run.fields().iter().all(|h| h.abs() <= 1.0 + 1e-12));
        }
    }
}

#[test]
fn few_and_equal_memories_are_the_right_limit() {
    for interaction in Interaction::ALL {
        let rule = LearningRule::Dense(interaction);
        let empty = Network::empty(12, rule).unwrap();
        let state = random(1, 12, 22).remove(0);
        assert_eq!((empty.energy(state.spins()), empty.fields(state.spins())), (0.0, vec![0.0; 12]));
        let rng = Seed(1).stream(Stream::Dynamics);
        let mut run = Dynamics::new(Arc::new(empty), &state, UpdateOrder::Synchronous, 0.0, rng).unwrap();
        assert_eq!((run.run(3), run.spins()), (Some(Outcome::FixedPoint), state.spins()));
        let one = random(1, 12, 23);
        let three = [one[0].clone(), one[0].clone(), one[0].clone()];
        let (single, triple) = (Network::store(&one, rule).unwrap(), Network::store(&three, rule).unwrap());
        for (a, b) in single.fields(state.spins()).into_iter().zip(triple.fields(state.spins())) {
            let times = if interaction == Interaction::Exponential { 1.0 } else { 3.0 };
            assert!((times * a - b).abs() < 1e-12);
        }
        assert!(single.fields(one[0].spins()).iter().zip(one[0].spins()).all(|(h, &s)| h * f64::from(s) > 0.3));
        assert!(single.coupling_matrix().unwrap_err().to_string().contains(interaction.name()));
    }
}

#[test]
fn interactions_are_written_and_read_back() {
    for interaction in Interaction::ALL {
        let text = serde_json::to_string(&interaction).unwrap();
        assert_eq!(serde_json::from_str::<Interaction>(&text).unwrap(), interaction);
    }
    assert!(serde_json::from_str::<Interaction>("{\"polynomial\":9}").is_err());
}
