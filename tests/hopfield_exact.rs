//! The Hopfield network against exact results: reference values, brute force, and the known facts of capacity.
#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::physics::corruption::Corruption;
use glassbox::physics::hopfield::{Dynamics, LearningRule, Network, NetworkError, Outcome, UpdateOrder};
use glassbox::physics::seed::{Seed, Stream, shuffle};
use glassbox::physics::spins::{GridShape, Pattern, overlap};
use glassbox::physics::theory::crosstalk;
use ndarray::array;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[expect(non_snake_case, reason = "the names of the reference file")]
struct TinyCase {
    N: usize,
    xi: Vec<Vec<i8>>,
    J: Vec<Vec<f64>>,
    E_patterns: Vec<f64>,
    E_min: f64,
    n_fixed_weak: usize,
    n_fixed_strict: usize,
    fixed_strict_state_index: Vec<usize>,
    fixed_strict_overlaps: Vec<Vec<f64>>,
    fixed_strict_E: Vec<f64>,
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-12, "{found} is not {wanted}");
}

fn state(size: usize, index: usize) -> Pattern {
    Pattern::from_bits((0..size).map(|bit| index >> bit & 1 == 1))
}

fn random_patterns(size: usize, count: usize, seed: u64) -> Vec<Pattern> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

fn run(network: &Arc<Network>, start: &Pattern, order: UpdateOrder, temperature: f64, seed: u64) -> Dynamics {
    let rng = Seed(seed).stream(Stream::Dynamics);
    Dynamics::new(Arc::clone(network), start, order, temperature, rng).unwrap()
}

#[test]
fn tiny_networks_agree_with_their_enumeration() {
    #[derive(Deserialize)]
    struct File {
        cases: Vec<TinyCase>,
    }
    let file: File = serde_json::from_str(include_str!("reference/t11_hopfield_small.json")).unwrap();
    assert_eq!(file.cases.iter().map(|case| case.N).collect::<Vec<_>>(), [10, 12, 15, 16]);
    for case in file.cases {
        let n = case.N;
        let patterns: Vec<_> = case.xi.into_iter().map(|xi| Pattern::new(xi).unwrap()).collect();
        let hebb = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
        let matrix: Vec<f64> = case.J.concat();
        for (found, &wanted) in hebb.coupling_matrix().unwrap().iter().zip(&matrix) {
            near(*found, wanted);
        }
        for (pattern, &energy) in patterns.iter().zip(&case.E_patterns) {
            near(hebb.energy(pattern.spins()), energy);
        }
        let (mut lowest, mut weak, mut strict) = (f64::INFINITY, 0, Vec::new());
        for index in 0..1 << n {
            let state = state(n, index);
            let spins = state.spins();
            let energy = hebb.energy(spins);
            lowest = lowest.min(energy);
            let by_hand: Vec<f64> =
                (0..n).map(|i| (0..n).map(|j| matrix[i * n + j] * f64::from(spins[j])).sum()).collect();
            near(energy, -0.5 * by_hand.iter().zip(spins).map(|(h, &s)| h * f64::from(s)).sum::<f64>());
            let fields = hebb.fields(spins);
            let mut flipped = spins.to_vec();
            for i in 0..n {
                near(fields[i], by_hand[i]);
                flipped[i] = -flipped[i];
                near(hebb.energy(&flipped) - energy, 2.0 * f64::from(spins[i]) * fields[i]);
                flipped[i] = -flipped[i];
            }
            let aligned = |least: f64| fields.iter().zip(spins).all(|(h, &s)| h * f64::from(s) >= least);
            weak += usize::from(aligned(0.0));
            if aligned(f64::MIN_POSITIVE) {
                strict.push(index);
            }
            // The dynamics keeps exactly the weak fixed points.
            let mut dynamics = run(&hebb, &state, UpdateOrder::FixedAsynchronous, 0.0, 1);
            dynamics.sweep();
            assert_eq!(dynamics.outcome().is_some(), aligned(0.0));
        }
        near(lowest, case.E_min);
        assert_eq!(weak, case.n_fixed_weak);
        assert_eq!(strict.len(), case.n_fixed_strict);
        assert_eq!(strict, case.fixed_strict_state_index);
        for (k, &index) in strict.iter().enumerate() {
            let state = state(n, index);
            near(hebb.energy(state.spins()), case.fixed_strict_E[k]);
            for (found, &wanted) in hebb.overlaps(state.spins()).iter().zip(&case.fixed_strict_overlaps[k]) {
                near(*found, wanted);
            }
        }
    }
}

#[test]
fn crosstalk_formulas_agree_with_the_reference() {
    let file: Value = serde_json::from_str(include_str!("reference/t01_crosstalk.json")).unwrap();
    for (probability, load) in file["alpha_of_P"].as_object().unwrap() {
        near(crosstalk::load_for_error(probability.parse().unwrap()).unwrap(), load.as_f64().unwrap());
    }
    for (load, values) in file["P_of_alpha"].as_object().unwrap() {
        near(crosstalk::error_probability(load.parse().unwrap()), values["gauss"].as_f64().unwrap());
    }
    let rows = file["simulation_Jii0"].as_array().unwrap();
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (n, p) = (row["N"].as_u64().unwrap(), row["p"].as_u64().unwrap());
        let exact = crosstalk::exact_first_step(n, p);
        near(exact.error, row["exact_error_strict"].as_f64().unwrap());
        near(exact.tie, row["exact_tie"].as_f64().unwrap());
        near(crosstalk::error_probability(p as f64 / n as f64), row["gauss"].as_f64().unwrap());
    }
}

#[test]
fn the_measured_first_step_makes_as_many_errors_as_theory_says() {
    let (n, p) = (1000, 138);
    let (mut errors, mut ties, mut spins, mut squares) = (0_usize, 0_usize, 0.0, 0.0);
    let sets = 8;
    let mut rates = Vec::new();
    for seed in 0..sets {
        let network = Network::store(&random_patterns(n, p, 100 + seed), LearningRule::Hebb).unwrap();
        let mut wrong = 0;
        for mu in 0..p {
            let stabilities = network.stabilities(mu);
            wrong += stabilities.iter().filter(|&&x| x < 0.0).count();
            ties += stabilities.iter().filter(|&&x| x == 0.0).count();
            for (stability, crosstalk) in stabilities.iter().zip(network.crosstalk(mu)) {
                near(*stability, 1.0 - 1.0 / n as f64 - crosstalk);
                squares += crosstalk * crosstalk;
                spins += 1.0;
            }
        }
        errors += wrong;
        rates.push(wrong as f64 / (n * p) as f64);
    }
    let exact = crosstalk::exact_first_step(n as u64, p as u64);
    let rate = errors as f64 / spins;
    // Errors of one set are correlated, so the spread between sets gives the uncertainty, the binomial one at least.
    let between = (rates.iter().map(|r| (r - rate).powi(2)).sum::<f64>() / (sets * (sets - 1)) as f64).sqrt();
    let sigma = between.max((exact.error / spins).sqrt());
    assert!((rate - exact.error).abs() < 3.0 * sigma, "{rate} is not {} ± {sigma}", exact.error);
    assert!((rate - exact.error).abs() < 1.5e-4);
    let tie_rate = ties as f64 / spins;
    assert!((tie_rate - exact.tie).abs() < 3.0 * (exact.tie / spins).sqrt().max(2e-5), "{tie_rate}");
    // The variance of the crosstalk is (N−1)(p−1)/N².
    let variance = (n - 1) as f64 * (p - 1) as f64 / (n * n) as f64;
    assert!((squares / spins / variance - 1.0).abs() < 0.02);
}

#[test]
fn two_units_chase_one_another_only_when_updated_together() {
    let network = Arc::new(Network::from_couplings(array![[0.0, 1.0], [1.0, 0.0]]).unwrap());
    let start = Pattern::new([1, -1]).unwrap();
    let mut together = run(&network, &start, UpdateOrder::Synchronous, 0.0, 1);
    assert_eq!(together.run(50), Some(Outcome::TwoCycle));
    assert_eq!((together.sweeps(), together.spins()), (2, start.spins()));
    assert_eq!(together.sweep().outcome, Some(Outcome::TwoCycle));
    for order in [UpdateOrder::RandomAsynchronous, UpdateOrder::FixedAsynchronous] {
        let mut apart = run(&network, &start, order, 0.0, 1);
        assert_eq!(apart.run(50), Some(Outcome::FixedPoint));
        assert_eq!(apart.spins()[0], apart.spins()[1]);
        assert_eq!(apart.energy(), -1.0);
    }
}

#[test]
fn storkeys_couplings_are_those_of_the_definition() {
    let (n, p) = (13, 4);
    let patterns = random_patterns(n, p, 7);
    let mut couplings = vec![vec![0.0; n]; n];
    for pattern in &patterns {
        let xi: Vec<f64> = pattern.spins().iter().map(|&s| f64::from(s)).collect();
        let field =
            |i: usize, j: usize| -> f64 { (0..n).filter(|&k| k != i && k != j).map(|k| couplings[i][k] * xi[k]).sum() };
        let mut next = couplings.clone();
        for i in 0..n {
            for j in (0..n).filter(|&j| j != i) {
                next[i][j] += (xi[i] * xi[j] - xi[i] * field(j, i) - field(i, j) * xi[j]) / n as f64;
            }
        }
        couplings = next;
    }
    let network = Network::store(&patterns, LearningRule::Storkey).unwrap();
    let matrix = network.coupling_matrix().unwrap();
    for i in 0..n {
        for j in 0..n {
            near(matrix[[i, j]], couplings[i][j]);
            assert_eq!(matrix[[i, j]].to_bits(), matrix[[j, i]].to_bits());
        }
    }
}

#[test]
fn the_pseudo_inverse_is_a_projection_without_its_diagonal() {
    let n = 40;
    let independent = random_patterns(n, 12, 8);
    let mut dependent = independent.clone();
    dependent.push(independent[3].clone());
    dependent.push(independent[5].reversed());
    let reference = Network::store(&independent, LearningRule::PseudoInverse).unwrap();
    for patterns in [&independent, &dependent] {
        let network = Arc::new(Network::store(patterns, LearningRule::PseudoInverse).unwrap());
        let matrix = network.coupling_matrix().unwrap();
        for (found, wanted) in matrix.iter().zip(reference.coupling_matrix().unwrap()) {
            assert!((found - wanted).abs() < 1e-11, "dependent patterns change nothing");
        }
        // (J + D) ξ = ξ for one diagonal D: at every pattern h_i = (1 − J_ii) ξ_i with the same J_ii.
        let own: Vec<f64> = network.stabilities(0).iter().map(|x| 1.0 - x).collect();
        near(own.iter().sum::<f64>(), 12.0);
        for mu in 0..patterns.len() {
            let stabilities = network.stabilities(mu);
            for (stability, own) in stabilities.iter().zip(&own) {
                assert!((stability - (1.0 - own)).abs() < 1e-11);
                assert!(*stability > 0.1);
            }
        }
        // P² = P.
        let full = |i: usize, j: usize| if i == j { own[i] } else { matrix[[i, j]] };
        for i in 0..n {
            for j in 0..n {
                let square: f64 = (0..n).map(|k| full(i, k) * full(k, j)).sum();
                assert!((square - full(i, j)).abs() < 1e-11);
            }
        }
        // Energies, also kept ones, are those of the matrix.
        let start = Pattern::random(n, &mut Seed(9).stream(Stream::Patterns));
        let mut dynamics = run(&network, &start, UpdateOrder::RandomAsynchronous, 0.5, 3);
        for _ in 0..20 {
            dynamics.sweep();
            let spins = dynamics.spins();
            let by_hand: f64 =
                (0..n * n).map(|k| matrix[[k / n, k % n]] * f64::from(spins[k / n] * spins[k % n])).sum();
            assert!((dynamics.energy() + 0.5 * by_hand).abs() < 1e-11);
        }
    }
}

#[test]
fn more_patterns_than_spins_leave_the_pseudo_inverse_without_couplings() {
    let network = Arc::new(Network::store(&random_patterns(10, 30, 9), LearningRule::PseudoInverse).unwrap());
    assert!(network.coupling_matrix().unwrap().iter().all(|coupling| coupling.abs() < 1e-11));
    // Every field is rounding, which counts as 0 and keeps the spin.
    let start = state(10, 333);
    assert_eq!(run(&network, &start, UpdateOrder::RandomAsynchronous, 0.0, 1).run(3), Some(Outcome::FixedPoint));
}

#[test]
fn forgetting_is_storing_the_rest() {
    let patterns = random_patterns(30, 4, 10);
    let rest = [patterns[0].clone(), patterns[2].clone(), patterns[3].clone()];
    for rule in LearningRule::ALL {
        let network = Network::store(&patterns, rule).unwrap();
        let without = network.without(1).unwrap();
        assert_eq!(without.patterns(), rest);
        assert_eq!(without.coupling_matrix(), Network::store(&rest, rule).unwrap().coupling_matrix());
        assert_eq!(network.without(4).unwrap_err(), NetworkError::NoSuchPattern { index: 4, count: 4 });
        let empty = (0..3).fold(without, |network, _| network.without(0).unwrap());
        assert_eq!((empty.size(), empty.patterns().len(), empty.energy(patterns[0].spins())), (30, 0, 0.0));
    }
}

#[test]
fn the_stored_set_knows_its_most_alike_members() {
    let patterns = random_patterns(130, 9, 11);
    let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
    let matrix = network.overlap_matrix();
    let mut largest = 0.0_f64;
    for (mu, a) in patterns.iter().enumerate() {
        for (nu, b) in patterns.iter().enumerate() {
            assert_eq!(matrix[mu * 9 + nu], overlap(a.spins(), b.spins()));
            if mu != nu {
                largest = largest.max(matrix[mu * 9 + nu].abs());
            }
        }
    }
    let (mu, nu, value) = network.largest_overlap().unwrap();
    assert_eq!((value, value.abs()), (overlap(patterns[mu].spins(), patterns[nu].spins()), largest));
    assert_eq!(Network::store(&patterns[..1], LearningRule::Hebb).unwrap().largest_overlap(), None);
}

#[test]
fn impossible_networks_are_refused_in_a_sentence() {
    let refused = |result: Result<Network, NetworkError>| result.unwrap_err().to_string();
    assert!(refused(Network::store(&[], LearningRule::Hebb)).contains("at least one"));
    let odd = [state(4, 1), state(5, 1)];
    assert_eq!(refused(Network::store(&odd, LearningRule::Hebb)), "pattern 1 has 5 spins, the first one has 4");
    let large = [Pattern::from_bits(std::iter::repeat_n(true, 4097))];
    assert!(refused(Network::store(&large, LearningRule::Storkey)).contains("4097"));
    assert!(Network::store(&large, LearningRule::Hebb).unwrap().coupling_matrix().is_err());
    let huge = vec![Pattern::from_bits(std::iter::repeat_n(true, 1 << 20)); 1024];
    assert!(refused(Network::store(&huge, LearningRule::Hebb)).contains("1024 patterns of 1048576 spins"));
    assert!(refused(Network::store(&huge[..129], LearningRule::PseudoInverse)).contains("129 patterns"));
    assert!(refused(Network::empty((1 << 20) + 1, LearningRule::Hebb)).contains("1048577"));
    assert!(
        refused(Network::from_couplings(array![[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
            .contains("2 × 3; 2 × 2 was expected")
    );
    assert!(refused(Network::from_couplings(array![[0.0, 1.0], [2.0, 0.0]])).contains("not symmetric"));
    assert!(refused(Network::from_couplings(array![[0.0, 1.0], [1.0, 3.0]])).contains("J(1, 1) is 3"));
    assert!(refused(Network::from_couplings(array![[0.0, f64::NAN], [f64::NAN, 0.0]])).contains("NaN"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn energy_never_rises_and_every_run_ends(
        size in 1_usize..60, count in 1_usize..12, seed in any::<u64>(), rule in 0..LearningRule::ALL.len(), order in 0_usize..3,
    ) {
        let patterns = random_patterns(size, count, seed);
        let network = Arc::new(Network::store(&patterns, LearningRule::ALL[rule]).unwrap());
        let start = Pattern::random(size, &mut Seed(seed).indexed(Stream::Patterns, 1));
        let order = UpdateOrder::ALL[order];
        let mut dynamics = run(&network, &start, order, 0.0, seed);
        if order != UpdateOrder::Synchronous {
            let mut energy = dynamics.energy();
            while dynamics.outcome().is_none() {
                let update = dynamics.update();
                prop_assert!(update.delta_energy <= 0.0);
                let now = dynamics.energy();
                prop_assert!(now <= energy + 1e-12);
                prop_assert!(!update.flipped() || rule != 0 || now < energy);
                energy = now;
                prop_assert!(dynamics.sweeps() < 1000);
            }
            prop_assert_eq!(dynamics.outcome(), Some(Outcome::FixedPoint));
        }
        // A network with symmetric couplings ends in a fixed point, or when updated together in a 2-cycle.
        prop_assert!(dynamics.run(1000).is_some());
    }

    #[test]
    fn reversing_the_start_reverses_the_run(
        size in 1_usize..60, count in 1_usize..12, seed in any::<u64>(), rule in 0_usize..3, order in 0_usize..3,
    ) {
        let patterns = random_patterns(size, count, seed);
        let network = Arc::new(Network::store(&patterns, LearningRule::DISTINCT[rule]).unwrap());
        let start = Pattern::random(size, &mut Seed(seed).indexed(Stream::Patterns, 1));
        prop_assert_eq!(network.energy(start.spins()), network.energy(start.reversed().spins()));
        let mut one = run(&network, &start, UpdateOrder::ALL[order], 0.0, seed);
        let mut other = run(&network, &start.reversed(), UpdateOrder::ALL[order], 0.0, seed);
        prop_assert_eq!(one.run(1000), other.run(1000));
        prop_assert!(one.spins().iter().zip(other.spins()).all(|(a, b)| *a == -b));
    }
}

#[test]
fn thermal_updates_visit_states_as_often_as_boltzmann_says() {
    // Three spins, one of the couplings negative.
    let couplings = array![[0.0, 0.7, 0.2], [0.7, 0.0, -0.4], [0.2, -0.4, 0.0]];
    let network = Arc::new(Network::from_couplings(couplings).unwrap());
    let temperature = 0.9;
    let weights: Vec<f64> =
        (0..8).map(|index| (-network.energy(state(3, index).spins()) / temperature).exp()).collect();
    let z: f64 = weights.iter().sum();
    for order in [UpdateOrder::RandomAsynchronous, UpdateOrder::FixedAsynchronous] {
        let mut dynamics = run(&network, &state(3, 0), order, temperature, 77);
        let mut counts = [0_u32; 8];
        let samples = 20_000;
        for _ in 0..samples {
            // Some sweeps apart, so that samples are independent.
            for _ in 0..12 {
                dynamics.sweep();
            }
            let spins = dynamics.spins();
            counts[(0..3).filter(|&bit| spins[bit] > 0).map(|bit| 1 << bit).sum::<usize>()] += 1;
        }
        assert_eq!(dynamics.outcome(), None);
        let chi: f64 = counts
            .iter()
            .zip(&weights)
            .map(|(&count, weight)| {
                let expected = f64::from(samples) * weight / z;
                (f64::from(count) - expected).powi(2) / expected
            })
            .sum();
        assert!(chi < 24.3, "χ² = {chi} at 7 degrees of freedom"); // 0.1 % point
    }
}

#[test]
fn temperature_zero_is_the_limit_of_small_temperatures() {
    let network = Arc::new(Network::store(&random_patterns(101, 5, 12), LearningRule::Hebb).unwrap());
    let start = Pattern::random(101, &mut Seed(13).stream(Stream::Patterns));
    let mut cold = run(&network, &start, UpdateOrder::FixedAsynchronous, 0.0, 1);
    let mut cool = run(&network, &start, UpdateOrder::FixedAsynchronous, 1e-9, 1);
    for _ in 0..5 {
        cold.sweep();
        cool.sweep();
    }
    // At a field of exactly 0 they would differ: T = 0 keeps the spin, T > 0 throws a coin.
    assert!(network.fields(cold.spins()).iter().all(|field| *field != 0.0));
    assert_eq!(cold.spins(), cool.spins());
}

/// The fraction of runs from corrupted stored patterns that end above an overlap of 0.9.
fn recalled(count: usize, flipped: f64, runs: usize) -> f64 {
    let n = 1000;
    let patterns = random_patterns(n, count, 1000 + count as u64);
    let network = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
    let good = (0..runs).filter(|&index| {
        let mu = index * count / runs;
        let seed = Seed(index as u64);
        let cue = Corruption::flip(flipped).apply(&patterns[mu], GridShape::near_square(n), None, seed).unwrap();
        let mut dynamics = run(&network, &cue, UpdateOrder::RandomAsynchronous, 0.0, index as u64);
        assert_eq!(dynamics.run(200), Some(Outcome::FixedPoint));
        dynamics.overlap(mu) > 0.9
    });
    good.count() as f64 / runs as f64
}

#[test]
fn fifty_memories_of_a_thousand_spins_are_recalled_from_thirty_per_cent_flips() {
    let fraction = recalled(50, 0.3, 100);
    assert!(fraction >= 0.99, "{fraction}");
}

#[test]
fn memories_are_stable_below_capacity_and_lost_above() {
    // At N = 1000 the cliff at α = 0.138 is still a slope: over many sets 1.00, 0.74, 0.22 and 0.02 of the
    // patterns keep an overlap of 0.9, whatever the order of updates.
    let fractions = [100, 150, 180, 230].map(|count| recalled(count, 0.0, 100));
    assert!(fractions[0] >= 0.99, "{fractions:?}");
    assert!((0.60..0.90).contains(&fractions[1]), "{fractions:?}");
    assert!((0.08..0.38).contains(&fractions[2]), "{fractions:?}");
    assert!(fractions[3] <= 0.05, "{fractions:?}");
}

#[test]
fn every_visit_of_a_random_sweep_takes_another_spin() {
    let network = Arc::new(Network::store(&random_patterns(50, 3, 14), LearningRule::Hebb).unwrap());
    let mut dynamics = run(&network, &state(50, 12), UpdateOrder::RandomAsynchronous, 2.0, 5);
    let mut orders: Vec<Vec<usize>> = (0..4).map(|_| (0..50).map(|_| dynamics.update().spin).collect()).collect();
    assert!((0..4).all(|a| (0..a).all(|b| orders[a] != orders[b])));
    for order in &mut orders {
        order.sort_unstable();
        assert!(order.iter().copied().eq(0..50));
    }
    let mut items = [1, 2, 3];
    shuffle(&mut items, &mut Seed(1).stream(Stream::Dynamics));
    items.sort_unstable();
    assert_eq!(items, [1, 2, 3]);
}
