//! What a running network must keep to.

use super::*;
use crate::physics::hopfield::LearningRule;
use crate::physics::seed::{Seed, Stream};

fn network(rule: LearningRule, size: usize, count: usize) -> Arc<Network> {
    let mut rng = Seed(21).stream(Stream::Patterns);
    let patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
    Arc::new(Network::store(&patterns, rule).unwrap())
}

fn start(network: &Arc<Network>, order: UpdateOrder, temperature: f64, index: u64) -> Dynamics {
    let state = Pattern::random(network.size(), &mut Seed(22).indexed(Stream::Patterns, index));
    let rng = Seed(23).indexed(Stream::Dynamics, index);
    Dynamics::new(Arc::clone(network), &state, order, temperature, rng).unwrap()
}

#[test]
fn visits_make_sweeps_bit_for_bit() {
    for rule in LearningRule::ALL {
        let network = network(rule, 67, 9);
        let cold_and_warm = [(0.0, Acceptance::Glauber), (0.6, Acceptance::Glauber), (0.6, Acceptance::Metropolis)];
        for (order, (temperature, acceptance)) in
            UpdateOrder::ALL.into_iter().flat_map(|order| cold_and_warm.map(|how| (order, how)))
        {
            let mut whole = start(&network, order, temperature, 0);
            whole.set_acceptance(acceptance);
            let mut slices = whole.clone();
            for (sweep, head) in [0, 1, 7, 66, 30].into_iter().enumerate() {
                for _ in 0..head {
                    whole.update();
                }
                let wanted = whole.sweep();
                let flips = (0..67).filter(|_| slices.update().flipped()).count();
                assert_eq!(flips, wanted.flips, "{rule:?} {order:?} sweep {sweep}");
                assert_eq!(whole.spins(), slices.spins());
                assert_eq!(whole.energy().to_bits(), slices.energy().to_bits());
                assert_eq!((whole.updates(), whole.sweeps()), (slices.updates(), slices.sweeps()));
                assert_eq!(whole.outcome(), slices.outcome());
                let bits = |d: &Dynamics| d.fields().into_iter().map(f64::to_bits).collect::<Vec<_>>();
                assert_eq!(bits(&whole), bits(&slices));
            }
        }
    }
}

#[test]
fn changes_of_energy_add_up_and_kept_sums_stay_right() {
    for rule in LearningRule::ALL {
        let network = network(rule, 50, 6);
        for (order, acceptance) in
            UpdateOrder::ALL.into_iter().flat_map(|order| Acceptance::ALL.map(|rule| (order, rule)))
        {
            let mut run = start(&network, order, 0.8, 1);
            run.set_acceptance(acceptance);
            let mut energy = run.energy();
            for _ in 0..500 {
                let field = run.next_spin().map(|site| run.field(site));
                let update = run.update();
                energy += update.delta_energy;
                assert!((energy - run.energy()).abs() < 1e-10, "{rule:?} {order:?}");
                if order != UpdateOrder::Synchronous {
                    // Where J is formed the start of a sweep may renew the fields.
                    assert!(field.is_none_or(|field| (field - update.field).abs() < 1e-12));
                }
                assert_eq!(update.drawn < update.probability, update.after == 1);
            }
            assert_eq!(run.overlaps(), network.overlaps(run.spins()));
            for (kept, fresh) in run.fields().into_iter().zip(network.fields(run.spins())) {
                assert!((kept - fresh).abs() < 1e-11);
            }
            assert!((run.energy() - network.energy(run.spins())).abs() < 1e-10);
        }
    }
}

/// A state with one spin reversed.
fn with_reversed(spins: &[i8], site: usize) -> Pattern {
    let mut spins = spins.to_vec();
    spins[site] = -spins[site];
    Pattern::new(spins).unwrap()
}

#[test]
fn another_state_undoes_a_fixed_point() {
    let network = network(LearningRule::Hebb, 200, 3);
    let rng = Seed(1).stream(Stream::Dynamics);
    let memory = network.patterns()[1].clone();
    let mut run = Dynamics::new(network, &memory, UpdateOrder::RandomAsynchronous, 0.0, rng).unwrap();
    assert_eq!(run.run(10), Some(Outcome::FixedPoint));
    assert_eq!(run.sweeps(), 1);
    run.set_state(&with_reversed(memory.spins(), 17)).unwrap();
    assert_eq!(run.outcome(), None);
    assert_eq!(run.run(10), Some(Outcome::FixedPoint));
    assert_eq!(run.spins(), memory.spins());
    run.set_state(&memory.reversed()).unwrap();
    assert_eq!((run.overlap(1), run.outcome()), (-1.0, None));
    assert_eq!(run.field(200), 0.0);
}

#[test]
fn another_state_within_a_sweep_keeps_that_sweep_from_ending_the_run() {
    let network = network(LearningRule::Hebb, 200, 3);
    let rng = Seed(1).stream(Stream::Dynamics);
    let memory = network.patterns()[0].clone();
    let mut run = Dynamics::new(network, &memory, UpdateOrder::FixedAsynchronous, 0.0, rng).unwrap();
    for _ in 0..10 {
        run.update();
    }
    run.set_state(&with_reversed(memory.spins(), 3)).unwrap();
    assert_eq!(run.sweep(), Sweep { flips: 0, outcome: None });
    assert_eq!(run.sweep(), Sweep { flips: 1, outcome: None });
    assert_eq!(run.sweep(), Sweep { flips: 0, outcome: Some(Outcome::FixedPoint) });
}

#[test]
fn refuses_what_cannot_be_run() {
    let network = network(LearningRule::Hebb, 5, 1);
    let rng = || Seed(1).stream(Stream::Dynamics);
    let state = Pattern::from_bits([true; 4]);
    let error = Dynamics::new(Arc::clone(&network), &state, UpdateOrder::Synchronous, 0.0, rng()).unwrap_err();
    assert_eq!(error.to_string(), "the state has 4 spins, the network 5");
    let state = Pattern::from_bits([true; 5]);
    for temperature in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(Dynamics::new(Arc::clone(&network), &state, UpdateOrder::Synchronous, temperature, rng()).is_err());
    }
    let mut run = Dynamics::new(network, &state, UpdateOrder::Synchronous, 0.0, rng()).unwrap();
    assert_eq!(
        run.set_temperature(-0.5).unwrap_err().to_string(),
        "the temperature is -0.5; it must be a finite number, zero or more"
    );
}

#[test]
fn temperatures_next_to_zero_are_its_limit() {
    // An odd number of patterns on an even number of spins: no field is 0, where T → 0 and T = 0 would differ.
    let network = network(LearningRule::Hebb, 100, 5);
    for acceptance in Acceptance::ALL {
        for temperature in [1e-300, f64::MIN_POSITIVE] {
            let (mut cold, mut coldest) = (
                start(&network, UpdateOrder::FixedAsynchronous, temperature, 3),
                start(&network, UpdateOrder::FixedAsynchronous, 0.0, 3),
            );
            cold.set_acceptance(acceptance);
            assert!(coldest.fields().iter().all(|&field| field != 0.0));
            for _ in 0..5 {
                cold.sweep();
                coldest.sweep();
                assert_eq!(cold.spins(), coldest.spins());
            }
            assert_eq!((cold.outcome(), coldest.outcome()), (None, Some(Outcome::FixedPoint)));
        }
    }
}

#[test]
fn names_are_read_back() {
    assert!(UpdateOrder::ALL.into_iter().all(|order| order.name().parse() == Ok(order)));
    assert!("asynchronous".parse::<UpdateOrder>().unwrap_err().to_string().contains("asynchronous"));
}
