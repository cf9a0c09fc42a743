//! Restricted Boltzmann machines against sums over all their states.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]
#![expect(clippy::print_stdout, reason = "the largest deviations are reported")]

#[path = "support/deviation.rs"]
mod support;

use std::sync::Arc;

use glassbox::physics::arrays::{flat, flat_mut};
use glassbox::physics::math::log_sum_exp;
use glassbox::physics::rbm::exact::{self, Moments};
use glassbox::physics::rbm::likelihood::divergence_from_data;
use glassbox::physics::rbm::pseudo_likelihood::{pseudo_likelihood, pseudo_likelihood_within, reconstruction_error};
use glassbox::physics::rbm::{
    AlongTraining, AnnealedImportance, Checkpoint, Configurations, HiddenUnits, LogPartition, Rbm, RbmError,
    Trajectory, VisibleUnits, precise,
};
use glassbox::physics::seed::{Seed, Stream, below, uniform};
use serde_json::Value;
use support::Deviation;

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t05_boltzmann.json")).unwrap()
}

/// All numbers of a nested list, in order.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![value.as_f64().unwrap()], |list| list.iter().flat_map(numbers).collect())
}

fn machine(entry: &Value) -> Rbm<f64> {
    let [weights, a, c] = ["W", "a", "c"].map(|key| numbers(&entry[key]));
    Rbm::<f64>::from_flat(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, weights, a, c).unwrap()
}

fn data(entry: &Value) -> Configurations {
    let sites = entry["nv"].as_u64().unwrap() as usize;
    Configurations::new(numbers(&entry["data"]).into_iter().map(|x| x as u8).collect::<Vec<u8>>(), sites)
}

/// A random machine whose states can all be listed, and some rows.
fn random(visible: VisibleUnits, hidden: HiddenUnits, sites: usize, units: usize, spread: f64) -> Rbm<f64> {
    let mut rng = Seed(31).indexed(Stream::Weights, u64::from(visible.states()) + 100 * units as u64);
    let rows = sites * visible.channels();
    let mut draw = |count: usize| (0..count).map(|_| spread * (2.0 * uniform(&mut rng) - 1.0)).collect::<Vec<f64>>();
    Rbm::<f64>::from_flat(visible, hidden, draw(rows * units), draw(rows), draw(units)).unwrap()
}

fn random_rows(rbm: &Rbm<f64>, rows: usize) -> Configurations {
    let mut rng = Seed(32).stream(Stream::Samples);
    let values: Vec<u8> =
        (0..rows * rbm.sites()).map(|_| below(&mut rng, u32::from(rbm.visible().states())) as u8).collect();
    Configurations::new(values, rbm.sites())
}

const KINDS: [(VisibleUnits, HiddenUnits); 6] = [
    (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli),
    (VisibleUnits::Bernoulli, HiddenUnits::Ising),
    (VisibleUnits::Ising, HiddenUnits::Bernoulli),
    (VisibleUnits::Ising, HiddenUnits::Ising),
    (VisibleUnits::Potts(3), HiddenUnits::Bernoulli),
    (VisibleUnits::Potts(3), HiddenUnits::Ising),
];

/// Every list of `units` digits below `states`.
fn all(states: u8, units: usize) -> Vec<Vec<u8>> {
    let mut lists = vec![Vec::new()];
    for _ in 0..units {
        lists = lists
            .into_iter()
            .flat_map(|list: Vec<u8>| (0..states).map(move |digit| [list.clone(), vec![digit]].concat()))
            .collect();
    }
    lists
}

/// Moments straight from the energies of all pairs of states.
fn brute_force(rbm: &Rbm<f64>) -> (f64, Moments) {
    let (mut sum, channels) = (0.0, rbm.visible().channels());
    let mut moments = Moments::zeros(rbm);
    for row in all(rbm.visible().states(), rbm.sites()) {
        let values: Vec<f64> = (0..rbm.visible_rows())
            .map(|place| match rbm.visible() {
                VisibleUnits::Bernoulli => f64::from(row[place]),
                VisibleUnits::Ising => 2.0 * f64::from(row[place]) - 1.0,
                VisibleUnits::Potts(_) => f64::from(u8::from(usize::from(row[place / channels]) == place % channels)),
            })
            .collect();
        for states in all(2, rbm.hidden_units()) {
            let weight = (-rbm.energy(&row, &states)).exp();
            let hidden: Vec<f64> = states
                .iter()
                .map(|&h| if rbm.hidden() == HiddenUnits::Ising { 2.0 * f64::from(h) - 1.0 } else { f64::from(h) })
                .collect();
            sum += weight;
            for (place, v) in values.iter().enumerate() {
                flat_mut(&mut moments.visible)[place] += weight * v;
                for (unit, h) in hidden.iter().enumerate() {
                    flat_mut(&mut moments.products)[place * hidden.len() + unit] += weight * v * h;
                }
            }
            moments.hidden.iter_mut().zip(&hidden).for_each(|(sum, h)| *sum += weight * h);
        }
    }
    moments.visible /= sum;
    moments.hidden /= sum;
    moments.products /= sum;
    (sum.ln(), moments)
}

#[test]
fn likelihoods_and_gradients_agree_with_the_reference() {
    let mut deviation = Deviation::new(1e-10);
    for entry in reference()["rbm"].as_array().unwrap() {
        let (rbm, rows) = (machine(entry), data(entry));
        let mut check = |key: &str, found: &[f64]| deviation.check(key, found, &numbers(&entry[key]));
        let log_partition = exact::log_partition(&rbm).unwrap();
        check("logZ", &[log_partition]);
        let energies: Vec<f64> = (0..rows.rows()).map(|k| -rbm.free_energy(rows.row(k).unwrap())).collect();
        check("negF_data", &energies);
        check("loglik_data", &energies.iter().map(|energy| energy - log_partition).collect::<Vec<f64>>());
        check("mean_loglik", &[exact::log_likelihood(&rbm, &rows).unwrap()]);
        let given: Vec<f64> = (0..3).flat_map(|k| rbm.hidden_probabilities(rows.row(k).unwrap())).collect();
        check("p_h_given_v", &given);
        let model = exact::model_moments(&rbm).unwrap();
        check("mean_v_model", flat(&model.visible));
        check("mean_h_model", flat(&model.hidden));
        check("vh_model", flat(&model.products));
        let gradient = exact::gradient(&rbm, &rows).unwrap();
        check("grad_W", flat(&gradient.products));
        check("grad_a", flat(&gradient.visible));
        check("grad_c", flat(&gradient.hidden));
        if entry.get("p_v").is_some() {
            let distribution = exact::visible_distribution(&rbm).unwrap();
            check("p_v", &distribution);
        }
    }
    deviation.report("RBM of t05", 900);
}

#[test]
fn contrastive_divergence_agrees_with_the_reference_and_closes_its_gap() {
    let mut deviation = Deviation::new(1e-10);
    let mut machines = 0;
    for entry in reference()["rbm"].as_array().unwrap() {
        let Some(steps) = entry.get("expected_CDk_grad_W").and_then(Value::as_object) else { continue };
        let (rbm, rows) = (machine(entry), data(entry));
        let likelihood = exact::gradient(&rbm, &rows).unwrap();
        for (k, wanted) in steps {
            let found = exact::contrastive_gradient(&rbm, &rows, k.parse().unwrap()).unwrap();
            deviation.check(k, flat(&found.products), &numbers(wanted));
            let gap = found.products.iter().zip(&likelihood.products).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            deviation.check("gap", &[gap], &numbers(&entry["CDk_max_gap_to_ML"][k]));
        }
        machines += 1;
    }
    assert_eq!(machines, 3);
    deviation.report("CD-k of t05", 400);
}

#[test]
fn all_kinds_of_units_agree_with_all_pairs_of_states() {
    let mut deviation = Deviation::new(1e-12);
    for (visible, hidden) in KINDS {
        // Both ways of enumerating, with high and low parts of several units.
        for (sites, units) in [(3, 4), (5, 3), (2, 8), (7, 2)] {
            let rbm = random(visible, hidden, sites, units, 1.2);
            let (log_partition, wanted) = brute_force(&rbm);
            deviation.check("ln Z", &[exact::log_partition(&rbm).unwrap()], &[log_partition]);
            let found = exact::model_moments(&rbm).unwrap();
            deviation.check("⟨v⟩", flat(&found.visible), flat(&wanted.visible));
            deviation.check("⟨h⟩", flat(&found.hidden), flat(&wanted.hidden));
            deviation.check("⟨vh⟩", flat(&found.products), flat(&wanted.products));
            let rows = random_rows(&rbm, 6);
            let many = exact::contrastive_gradient(&rbm, &rows, 3000).unwrap();
            let gradient = exact::gradient(&rbm, &rows).unwrap();
            let gap = many.products.iter().zip(&gradient.products).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(gap < 1e-6, "{visible:?}, {hidden:?}: {gap}");
        }
    }
    deviation.report("all kinds of units", 800);
}

#[test]
fn gradients_are_those_of_the_likelihood() {
    let mut deviation = Deviation::new(1e-8);
    for (visible, hidden) in KINDS {
        let mut rbm = random(visible, hidden, 4, 3, 0.8);
        let rows = random_rows(&rbm, 7);
        let gradient = exact::gradient(&rbm, &rows).unwrap();
        let wanted = [flat(&gradient.products), flat(&gradient.visible), flat(&gradient.hidden)];
        for (array, wanted) in wanted.into_iter().enumerate() {
            let slope = |place: usize| {
                let mut at = |step: f64| {
                    rbm.parameters_mut()[array][place] += step;
                    let value = exact::log_likelihood(&rbm, &rows).unwrap();
                    rbm.parameters_mut()[array][place] -= step;
                    value
                };
                (at(1e-5) - at(-1e-5)) / 2e-5
            };
            let found: Vec<f64> = (0..wanted.len()).map(slope).collect();
            deviation.check("slope", &found, wanted);
        }
    }
    deviation.report("slopes of the likelihood", 100);
}

#[test]
fn fields_beyond_every_exponential_are_summed_as_well() {
    for (visible, hidden) in KINDS {
        for (sites, units) in [(2, 4), (4, 2)] {
            let mut rbm = random(visible, hidden, sites, units, 1.0);
            rbm.parameters_mut()[0].iter_mut().for_each(|weight| *weight *= 500.0);
            // One state has all the weight: ln Z is its exponent, or more by ln 2 where two share it.
            let lowest =
                all(visible.states(), sites).iter().map(|row| -rbm.free_energy(row)).fold(f64::NEG_INFINITY, f64::max);
            let excess = exact::log_partition(&rbm).unwrap() - lowest;
            assert!((-1e-9..4.0).contains(&excess), "{visible:?} {hidden:?}: {excess}");
            let moments = exact::model_moments(&rbm).unwrap();
            assert!(moments.products.iter().chain(&moments.hidden).all(|x| (-1.0 - 1e-9..=1.0 + 1e-9).contains(x)));
        }
    }
}

#[test]
fn single_precision_is_near() {
    for (visible, hidden) in KINDS {
        let precise = random(visible, hidden, 37, 21, 0.7);
        let rows = random_rows(&precise, 300);
        let found = precise::free_energies(&precise.to_single(), &rows);
        assert_eq!(found.len(), 300);
        let mut deviation = Deviation::new(2e-5);
        for (row, &found) in found.iter().enumerate() {
            deviation.check("F", &[found], &[precise.free_energy(rows.row(row).unwrap())]);
        }
    }
}

#[test]
fn what_cannot_be_enumerated_is_refused() {
    let big = random(VisibleUnits::Potts(3), HiddenUnits::Bernoulli, 21, 21, 0.1);
    assert!(!exact::is_possible(&big.to_single()));
    let error = exact::log_partition(&big).unwrap_err().to_string();
    assert!(error.contains("21") && error.contains("20"), "{error}");
    assert!(exact::is_possible(&random(VisibleUnits::Ising, HiddenUnits::Ising, 20, 400, 0.1).to_single()));
    let small = random(VisibleUnits::Ising, HiddenUnits::Ising, 3, 2, 0.1);
    let wrong = Configurations::new(vec![0, 1], 2);
    assert!(matches!(exact::log_likelihood(&small, &wrong), Err(RbmError::Size { expected: 3, found: 2, .. })));
    assert!(exact::log_likelihood(&small, &Configurations::new(vec![0, 1, 2], 3)).is_err());
    assert!(exact::log_likelihood(&small, &Configurations::new(Vec::new(), 3)).is_err());
}

#[test]
fn the_divergence_vanishes_for_data_of_the_models_own_frequencies() {
    // Two sites without weights and biases: four equal states.
    let rbm =
        Rbm::<f64>::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, vec![0.0; 2], vec![0.0; 2], vec![0.3]).unwrap();
    let rows = Configurations::new(vec![0, 0, 0, 1, 1, 0, 1, 1], 2);
    let divergence = |rows| divergence_from_data(rows, None, exact::log_likelihood(&rbm, rows).unwrap());
    assert!(divergence(&rows).abs() < 1e-14);
    let one = Configurations::new(vec![0, 0, 0, 0], 2);
    assert!((divergence(&one) - 4.0_f64.ln()).abs() < 1e-14);
}

#[test]
fn twenty_units_take_the_same_bits_on_any_number_of_threads() {
    let rbm = random(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 30, 14, 0.5);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (exact::log_partition(&rbm).unwrap(), exact::model_moments(&rbm).unwrap()))
    };
    assert_eq!(run(1), run(3));
}

/// Runs to the end.
fn importance(rbm: &Rbm<f64>, chains: usize, temperatures: usize, seed: u64) -> LogPartition {
    let mut run = AnnealedImportance::new(&rbm.to_single(), chains, temperatures, Seed(seed));
    while !run.step() {}
    assert_eq!(run.progress(), 1.0);
    run.estimate()
}

#[test]
fn importance_sampling_lies_within_its_error() {
    for (number, entry) in reference()["rbm"].as_array().unwrap().iter().enumerate() {
        let rbm = machine(entry);
        let wanted = entry["logZ"].as_f64().unwrap();
        let found = importance(&rbm, 500, 500, 40 + number as u64);
        let standard = (found.value - wanted) / found.standard_error;
        println!(
            "AIS {}: {:.4} ± {:.4} of {wanted:.4} ({standard:.2} errors), effective chains {:.0}",
            entry["name"], found.value, found.standard_error, found.effective_sample_size
        );
        assert!(standard.abs() < 4.0, "{found:?} is not {wanted}");
        assert!(
            found.standard_error < 0.02
                && found.effective_sample_size > 400.0
                && found.effective_sample_size <= 500.001
        );
    }
}

#[test]
fn importance_sampling_knows_all_kinds_of_units_and_gives_the_same_bits() {
    for (number, (visible, hidden)) in KINDS.into_iter().enumerate() {
        let rbm = random(visible, hidden, 9, 7, 1.0);
        let wanted = exact::log_partition(&Rbm::<f64>::from(&rbm.to_single())).unwrap();
        let found = importance(&rbm, 400, 200, 60 + number as u64);
        let standard = (found.value - wanted) / found.standard_error;
        println!("AIS {visible:?} {hidden:?}: {standard:.2} errors of {:.4}", found.standard_error);
        assert!(standard.abs() < 4.0 && found.standard_error < 0.05, "{found:?} is not {wanted}");
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| importance(&rbm, 70, 20, 1))
        };
        assert_eq!(run(1), run(3));
    }
}

/// Machines whose weights grow, as those of a training do.
fn growing(visible: VisibleUnits, hidden: HiddenUnits) -> Trajectory {
    let last = random(visible, hidden, 12, 8, 2.0);
    let checkpoint = |k: u64| {
        let mut rbm = last.to_single();
        rbm.parameters_mut()[0].iter_mut().for_each(|weight| *weight *= (k as f32 / 20.0).powi(2));
        Arc::new(Checkpoint { update: 10 * k, rbm: Arc::new(rbm), chains: None, settings: None, seconds: None })
    };
    Trajectory { checkpoints: (0..=20).map(checkpoint).collect() }
}

#[test]
fn the_estimate_along_a_training_lies_within_its_error() {
    let mut standards = Vec::new();
    let mut fewest = f64::INFINITY;
    // Few steps make the weights of chains differ, so that islands are resampled.
    for (number, (visible, hidden)) in KINDS.into_iter().chain(KINDS).enumerate() {
        let between = if number < KINDS.len() { 5 } else { 1 };
        let trajectory = growing(visible, hidden);
        let mut run = AlongTraining::new(&trajectory, 640, between, Seed(90 + number as u64));
        let mut steps = 1;
        while !run.step() {
            steps += 1;
        }
        assert_eq!((steps, run.estimates().len(), run.progress()), (21 * between, 21, 1.0));
        for (estimate, checkpoint) in run.estimates().iter().zip(&trajectory.checkpoints) {
            let wanted = exact::log_partition(&Rbm::<f64>::from(&*checkpoint.rbm)).unwrap();
            let found = estimate.log_partition;
            assert_eq!(estimate.update, checkpoint.update);
            // The first is nearly without error: a rounding is allowed.
            let standard = (found.value - wanted) / (found.standard_error + 1e-6);
            assert!(standard.abs() < 4.0, "{visible:?} {hidden:?} at {}: {found:?}, not {wanted}", estimate.update);
            assert!(found.standard_error < 0.3, "{found:?}");
            standards.push(standard);
            fewest = fewest.min(found.effective_sample_size);
        }
    }
    let spread = (standards.iter().map(|x| x * x).sum::<f64>() / standards.len() as f64).sqrt();
    println!(
        "along a training: {} estimates, root mean square {spread:.2} errors, fewest effective chains {fewest:.0}",
        standards.len()
    );
    assert!((0.4..1.6).contains(&spread));
    assert!(AlongTraining::new(&Trajectory::default(), 64, 5, Seed(1)).step());
}

#[test]
fn pseudo_likelihoods_are_those_of_the_free_energies() {
    let mut deviation = Deviation::new(2e-6);
    for (visible, hidden) in KINDS {
        for scale in [1.0, 400.0] {
            let mut rbm = random(visible, hidden, 6, 11, 0.9);
            rbm.parameters_mut()[0].iter_mut().for_each(|weight| *weight *= scale);
            let single = rbm.to_single();
            let rbm = Rbm::<f64>::from(&single);
            let rows = random_rows(&rbm, 40);
            let mut sum = 0.0;
            for row in rows.iter_rows() {
                for site in 0..6 {
                    let changed = |state: u8| {
                        let mut row = row.to_vec();
                        row[site] = state;
                        -rbm.free_energy(&row)
                    };
                    let all: Vec<f64> = (0..visible.states()).map(changed).collect();
                    sum += changed(row[site]) - log_sum_exp(all.into_iter());
                }
            }
            let wanted = sum / 240.0;
            let found = pseudo_likelihood(&single, &rows);
            deviation.check("PL", &[found / wanted.abs().max(1.0)], &[wanted / wanted.abs().max(1.0)]);
            let part = pseudo_likelihood_within(&single, &rows, 600 * usize::from(visible.states()), Seed(2));
            assert!(!part.complete && part.standard_error > 0.0);
            assert!(
                (part.value - wanted).abs() < 4.5 * part.standard_error,
                "{visible:?} {hidden:?}: {part:?}, not {wanted}"
            );
        }
    }
    deviation.report("pseudo-likelihoods", 12);
}

#[test]
fn reconstruction_errors_count_wrong_sites() {
    // One strong hidden unit copies what the first site says to both: the row 10 comes back as 11.
    let copy =
        Rbm::<f64>::from_flat(VisibleUnits::Bernoulli, HiddenUnits::Ising, vec![9.0, 1.0], vec![0.0; 2], vec![-5.0])
            .unwrap()
            .to_single();
    let error = |rows: Vec<u8>| reconstruction_error(&copy, &Configurations::new(rows, 2));
    assert_eq!((error(vec![1, 1]), error(vec![1, 0]), error(vec![1, 1, 1, 0, 0, 0, 0, 1])), (0.0, 0.5, 0.25));
    // Without weights the biases answer.
    let potts = |hidden| {
        let bias = vec![0.0, 2.0, 1.0, 0.5, 0.0, 0.1];
        Rbm::<f64>::from_flat(VisibleUnits::Potts(3), hidden, vec![0.0; 12], bias, vec![0.3; 2]).unwrap().to_single()
    };
    for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
        let rows = Configurations::new(vec![1, 0, 1, 1, 2, 2, 1, 0], 2);
        assert_eq!(reconstruction_error(&potts(hidden), &rows), 3.0 / 8.0);
    }
    assert_eq!(reconstruction_error(&copy, &Configurations::new(vec![1], 1)), 0.0);
}
