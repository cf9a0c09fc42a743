//! Boltzmann machines with hidden units against the reference, sums over all states and finite differences.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]
#![expect(clippy::print_stdout, reason = "the largest deviations are reported")]

#[path = "support/deviation.rs"]
mod support;

use glassbox::physics::boltzmann::{
    BoltzmannError, EffectiveCouplings, Exact, Links, Machine, Moments, Target, Topology, Units, decorated,
    hidden_given, state_of,
};
use glassbox::physics::configurations::Configurations;
use glassbox::physics::couplings::{CouplingMethod, ExpansionSettings, HighestOrder, effective_couplings};
use glassbox::physics::rbm::exact;
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::Seed;
use glassbox::physics::stop::NEVER;
use ndarray::Array2;
use serde_json::Value;
use support::Deviation;

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t05_boltzmann.json")).unwrap()
}

/// All numbers of a nested list, in order.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![value.as_f64().unwrap()], |list| list.iter().flat_map(numbers).collect())
}

fn square(value: &Value) -> Array2<f64> {
    let numbers = numbers(value);
    let size = numbers.len().isqrt();
    Array2::from_shape_vec((size, size), numbers).unwrap()
}

/// The machine of a case, and its rows.
fn case(entry: &Value) -> (Machine, Target) {
    let [visible, hidden] = ["V", "H"].map(|key| entry[key].as_u64().unwrap() as usize);
    let units = if entry["units"] == "01" { Units::Binary } else { Units::Ising };
    let beta = entry["beta"].as_f64().unwrap();
    let topology = Topology { visible, hidden, units, links: Links::FULL, beta };
    let machine = Machine::new(topology, square(&entry["w"]), numbers(&entry["b"])).unwrap();
    let bits: Vec<u8> = numbers(&entry["data"]).into_iter().map(|value| u8::from(value > 0.0)).collect();
    (machine, Target::new(&Configurations::new(bits, visible), None).unwrap())
}

#[test]
fn every_number_of_the_reference_is_found() {
    let mut deviation = Deviation::new(1e-10);
    for entry in reference()["bm"].as_array().unwrap() {
        let name = entry["name"].as_str().unwrap();
        let (machine, target) = case(entry);
        let exact = Exact::of(&machine, NEVER).unwrap();
        let one = |key: &str| entry[key].as_f64().unwrap();
        deviation.check(name, &[exact.log_partition()], &[one("logZ")]);
        deviation.check(name, &[exact.log_partition().exp() / one("Z")], &[1.0]);
        deviation.check(name, &[exact.log_likelihood(&target).unwrap()], &[one("mean_loglik")]);
        deviation.check(name, &[exact.kl(&target).unwrap()], &[one("KL_q_p")]);
        deviation.check(name, &exact.probabilities(), &numbers(&entry["p_v"]));
        deviation.check(name, &target.list().unwrap(), &numbers(&entry["q"]));
        let (positive, negative) = (exact.positive(&target).unwrap(), exact.negative());
        for (moments, products, means) in
            [(&positive, "corr_data", "mean_data"), (&negative, "corr_model", "mean_model")]
        {
            deviation.check(name, &moments.pairs, &square(&entry[products]));
            deviation.check(name, &moments.means, &numbers(&entry[means]));
        }
        let gradient = |positive: &Moments| {
            let difference = positive.minus(&negative);
            let beta = machine.topology().beta;
            let off_diagonal = |((i, j), value): ((usize, usize), &f64)| if i == j { 0.0 } else { beta * value };
            let pairs: Vec<f64> = difference.pairs.indexed_iter().map(off_diagonal).collect();
            (pairs, difference.means.iter().map(|value| beta * value).collect::<Vec<f64>>())
        };
        let (of_weights, of_biases) = gradient(&positive);
        deviation.check(name, &of_weights, &square(&entry["grad_w"]));
        deviation.check(name, &of_biases, &numbers(&entry["grad_b"]));
        // The formula of the lecture text, with p(v, h) in the place of p(h|v), misses the gradient by this much.
        let (as_printed, _) = gradient(&exact.positive_as_printed(&target).unwrap());
        let miss = as_printed.iter().zip(&of_weights).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        deviation.check(name, &[miss], &[one("seed_joint_formula_grad_w_max_error")]);
    }
    deviation.report("reference", 900);
}

/// A restricted machine of the reference.
fn restricted(entry: &Value) -> (Machine, Target, Configurations) {
    let [visible, hidden] = ["nv", "nh"].map(|key| entry[key].as_u64().unwrap() as usize);
    let between = numbers(&entry["W"]);
    let mut weights = Array2::zeros((visible + hidden, visible + hidden));
    for (place, weight) in between.into_iter().enumerate() {
        let (i, a) = (place / hidden, visible + place % hidden);
        weights[(i, a)] = weight;
        weights[(a, i)] = weight;
    }
    let biases = [numbers(&entry["a"]), numbers(&entry["c"])].concat();
    let topology = Topology { visible, hidden, units: Units::Binary, links: Links::RESTRICTED, beta: 1.0 };
    let bits: Vec<u8> = numbers(&entry["data"]).into_iter().map(|x| x as u8).collect();
    let rows = Configurations::new(bits, visible);
    (Machine::new(topology, weights, biases).unwrap(), Target::new(&rows, None).unwrap(), rows)
}

#[test]
fn a_restricted_machine_has_the_numbers_of_the_reference_and_of_the_other_code() {
    let mut deviation = Deviation::new(1e-10);
    for entry in reference()["rbm"].as_array().unwrap() {
        let (machine, target, rows) = restricted(entry);
        let name = entry["name"].as_str().unwrap();
        let topology = *machine.topology();
        if topology.size() > 20 {
            let refusal = Exact::of(&machine, NEVER).unwrap_err();
            assert!(matches!(refusal, BoltzmannError::TooMany { .. }), "{refusal}");
            continue;
        }
        let exact = Exact::of(&machine, NEVER).unwrap();
        deviation.check(name, &[exact.log_partition()], &[entry["logZ"].as_f64().unwrap()]);
        deviation.check(name, &[exact.log_likelihood(&target).unwrap()], &[entry["mean_loglik"].as_f64().unwrap()]);
        deviation.check(name, &exact.probabilities(), &numbers(&entry["p_v"]));
        for (row, wanted) in rows.iter_rows().zip(entry["p_h_given_v"].as_array().unwrap()) {
            deviation.check(name, &exact.hidden_means(state_of(row)), &numbers(wanted));
            deviation.check(name, &hidden_given(&machine, row).means, &numbers(wanted));
        }
        let [weights, a, c] = ["W", "a", "c"].map(|key| numbers(&entry[key]));
        let rbm = Rbm::<f64>::from_flat(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, weights, a, c).unwrap();
        let other = exact::gradient(&rbm, &rows).unwrap();
        let gradient = exact.positive(&target).unwrap().minus(&exact.negative());
        let (visible, hidden) = (topology.visible, topology.hidden);
        let between: Vec<f64> =
            (0..visible * hidden).map(|at| gradient.pairs[(at / hidden, visible + at % hidden)]).collect();
        for wanted in [numbers(&entry["grad_W"]), other.products.iter().copied().collect()] {
            deviation.check(name, &between, &wanted);
        }
        let others: Vec<f64> = other.visible.iter().chain(&other.hidden).copied().collect();
        deviation.check(name, &gradient.means, &[numbers(&entry["grad_a"]), numbers(&entry["grad_c"])].concat());
        deviation.check(name, &gradient.means, &others);
        deviation.check(name, &[exact.log_partition()], &[exact::log_partition(&rbm).unwrap()]);
    }
    deviation.report("restricted machines", 250);
}

/// A random machine, and a random distribution for it.
fn random(visible: usize, hidden: usize, units: Units, links: Links, beta: f64) -> (Machine, Target) {
    let topology = Topology { visible, hidden, units, links, beta };
    let machine = Machine::random(topology, 0.8, Seed(visible as u64 + 10 * hidden as u64)).unwrap();
    let target = glassbox::physics::boltzmann::Preset::Random { bits: visible, seed: Seed(4) }.target().unwrap();
    (machine, target)
}

/// Every kind of machine.
fn kinds() -> Vec<(Machine, Target)> {
    let mut kinds = Vec::new();
    for units in Units::ALL {
        for (visible_visible, hidden_hidden) in [(true, true), (false, true), (true, false), (false, false)] {
            kinds.push(random(3, 3, units, Links { visible_visible, hidden_hidden }, 0.7));
        }
    }
    kinds
}

/// The state of a number: bit i is unit i.
fn state(number: usize, size: usize) -> Vec<u8> {
    (0..size).map(|i| (number >> i & 1) as u8).collect()
}

#[test]
fn averages_of_both_phases_are_sums_over_all_energies() {
    let mut deviation = Deviation::new(1e-12);
    for (machine, target) in kinds() {
        let topology = *machine.topology();
        let (size, visible, units) = (topology.size(), topology.visible, topology.units);
        let weights: Vec<f64> =
            (0..1 << size).map(|number| (-topology.beta * machine.energy(&state(number, size))).exp()).collect();
        let z: f64 = weights.iter().sum();
        let of_visible = |v: usize| (0..1 << topology.hidden).map(|h| weights[v | h << visible]).sum::<f64>();
        let q = target.list().unwrap();
        let exact = Exact::of(&machine, NEVER).unwrap();
        deviation.check("ln Z", &[exact.log_partition()], &[z.ln()]);
        for (phase, found) in [exact.positive(&target).unwrap(), exact.negative()].iter().enumerate() {
            let mut wanted = Moments::zero(size);
            for (number, weight) in weights.iter().enumerate() {
                let v = number & ((1 << visible) - 1);
                let probability = if phase == 0 { q[v] * weight / of_visible(v) } else { weight / z };
                let values: Vec<f64> = state(number, size).iter().map(|&bit| units.value(bit)).collect();
                for i in 0..size {
                    wanted.means[i] += probability * values[i];
                    for j in 0..size {
                        wanted.pairs[(i, j)] += probability * values[i] * values[j];
                    }
                }
            }
            deviation.check("pairs", &found.pairs, &wanted.pairs);
            deviation.check("means", &found.means, &wanted.means);
        }
    }
    deviation.report("phases", 600);
}

#[test]
fn the_gradient_is_that_of_finite_differences() {
    let mut deviation = Deviation::new(1e-8);
    for (machine, target) in kinds() {
        let exact = Exact::of(&machine, NEVER).unwrap();
        let topology = machine.topology();
        let difference = exact.positive(&target).unwrap().minus(&exact.negative()).of_parameters(topology);
        assert_eq!(difference.len(), topology.parameters());
        let gradient: Vec<f64> = difference.iter().map(|value| topology.beta * value).collect();
        let likelihood = |place: usize, by: f64| {
            let mut step = vec![0.0; gradient.len()];
            step[place] = by;
            let moved = machine.moved(&step).unwrap();
            Exact::of(&moved, NEVER).unwrap().log_likelihood(&target).unwrap()
        };
        let step = 1e-5;
        let slopes: Vec<f64> = (0..gradient.len())
            .map(|place| (likelihood(place, step) - likelihood(place, -step)) / (2.0 * step))
            .collect();
        deviation.check("gradient", &gradient, &slopes);
    }
    deviation.report("finite differences", 120);
}

#[test]
fn the_fisher_information_is_the_curvature_of_the_likelihood_at_its_maximum() {
    // Of data that are the machine's own distribution the second derivative of Σ q ln p is −F.
    let mut deviation = Deviation::new(1e-5);
    for (machine, _) in kinds() {
        let exact = Exact::of(&machine, NEVER).unwrap();
        let target = Target::from_list(&exact.probabilities()).unwrap();
        let fisher = glassbox::physics::boltzmann::fisher(&exact, NEVER).unwrap();
        let count = machine.topology().parameters();
        let step = 1e-5;
        let gradient = |place: usize, by: f64| {
            let mut change = vec![0.0; count];
            change[place] = by;
            let exact = Exact::of(&machine.moved(&change).unwrap(), NEVER).unwrap();
            let difference = exact.positive(&target).unwrap().minus(&exact.negative());
            difference.of_parameters(machine.topology())
        };
        for place in 0..count {
            let (up, down) = (gradient(place, step), gradient(place, -step));
            let beta = machine.topology().beta;
            let curvature: Vec<f64> = up.iter().zip(&down).map(|(a, b)| -beta * (a - b) / (2.0 * step)).collect();
            deviation.check("curvature", &fisher.row(place).to_vec(), &curvature);
        }
    }
    deviation.report("Fisher information", 1000);
}

#[test]
fn hidden_units_that_are_joined_are_averaged_over_all_their_states() {
    let mut deviation = Deviation::new(1e-12);
    for (machine, target) in kinds() {
        let topology = *machine.topology();
        for (row, _) in target.iter() {
            let weight = |h: usize| {
                let whole = [row, &state(h, topology.hidden)].concat();
                (-topology.beta * machine.energy(&whole)).exp()
            };
            let z: f64 = (0..1 << topology.hidden).map(weight).sum();
            let mut wanted = Moments::zero(topology.hidden);
            for h in 0..1 << topology.hidden {
                let values: Vec<f64> = state(h, topology.hidden).iter().map(|&bit| topology.units.value(bit)).collect();
                for a in 0..topology.hidden {
                    wanted.means[a] += weight(h) / z * values[a];
                    for b in 0..topology.hidden {
                        wanted.pairs[(a, b)] += weight(h) / z * values[a] * values[b];
                    }
                }
            }
            let found = hidden_given(&machine, row);
            deviation.check("p(h|v)", &found.means, &wanted.means);
            deviation.check("p(h|v)", &found.pairs, &wanted.pairs);
        }
    }
    deviation.report("clamped phase", 500);
}

#[test]
fn effective_couplings_give_the_marginal_back() {
    for (machine, _) in kinds() {
        let exact = Exact::of(&machine, NEVER).unwrap();
        let logs = exact.log_probabilities();
        let found = EffectiveCouplings::of(&logs);
        for (v, log) in logs.iter().enumerate() {
            let sign = |mask: usize| if (mask & !v).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
            let sum: f64 = found.couplings.iter().enumerate().map(|(mask, coupling)| coupling * sign(mask)).sum();
            assert!((sum - log).abs() < 1e-12, "{v}");
        }
        assert_eq!(found.of_order(2).count(), 3);
    }
    // A hidden ±1 unit with equal weights w on two spins joins them by J with cosh 2w = e^{2J}.
    let topology = Topology { visible: 2, hidden: 1, units: Units::Ising, links: Links::RESTRICTED, beta: 1.0 };
    let weight = 0.8287_f64;
    let weights = ndarray::array![[0.0, 0.0, weight], [0.0, 0.0, weight], [weight, weight, 0.0]];
    let machine = Machine::new(topology, weights, vec![0.0; 3]).unwrap();
    let found = EffectiveCouplings::of(&Exact::of(&machine, NEVER).unwrap().log_probabilities());
    assert!((found.couplings[3] - (2.0 * weight).cosh().ln() / 2.0).abs() < 1e-12);
}

#[test]
fn what_is_extreme_has_its_limit_or_a_sentence() {
    let full = |visible, hidden, beta| Topology { visible, hidden, units: Units::Ising, links: Links::FULL, beta };
    // β = 0: all states are equally likely, whatever the weights.
    let machine = Machine::random(full(3, 2, 0.0), 50.0, Seed(1)).unwrap();
    let exact = Exact::of(&machine, NEVER).unwrap();
    assert!((exact.log_partition() - 32.0_f64.ln()).abs() < 1e-12);
    assert!(exact.probabilities().iter().all(|p| (p - 0.125).abs() < 1e-12));
    // Weights so large that probabilities are zero or one.
    let huge = ndarray::array![[0.0, 1e200], [1e200, 0.0]];
    let machine = Machine::new(full(1, 1, 1.0), huge, vec![1e199, 0.0]).unwrap();
    let exact = Exact::of(&machine, NEVER).unwrap();
    assert_eq!(exact.probabilities(), [0.0, 1.0]);
    assert_eq!(exact.conditional(0), [1.0, 0.0], "the hidden unit follows also a state that never comes");
    assert!(exact.negative().pairs.iter().all(|pair| pair.is_finite()));
    // One row, one unit, no hidden unit.
    let machine = Machine::zero(full(1, 0, 1.0)).unwrap();
    let target = Target::new(&Configurations::new(vec![1], 1), None).unwrap();
    let exact = Exact::of(&machine, NEVER).unwrap();
    assert!((exact.kl(&target).unwrap() - 2.0_f64.ln()).abs() < 1e-12);
    assert_eq!(target.entropy(), 0.0);
    // Sentences.
    let refusal = |result: Result<Machine, BoltzmannError>| result.unwrap_err().to_string();
    let two = |weight: f64| Machine::new(full(2, 0, 1.0), ndarray::array![[0.0, weight], [weight, 0.0]], vec![0.0; 2]);
    assert_eq!(refusal(two(f64::NAN)), "a weight or bias is NaN; they are finite numbers");
    assert!(refusal(two(1e301)).contains("energies overflow"));
    assert!(refusal(Machine::zero(full(2, 0, f64::NAN))).contains("β is NaN"));
    assert!(refusal(Machine::zero(full(0, 3, 1.0))).contains("visible units is 0"));
    assert!(refusal(Machine::zero(full(usize::MAX, 3, 1.0))).contains("up to 2048"));
    assert!(refusal(Machine::random(full(2, 1, 1.0), f64::INFINITY, Seed(1))).contains("inf"));
    let asymmetric = ndarray::array![[0.0, 1.0], [2.0, 0.0]];
    assert!(refusal(Machine::new(full(2, 0, 1.0), asymmetric, vec![0.0; 2])).contains("weights are symmetric"));
    let unlinked = Topology { links: Links::RESTRICTED, ..full(2, 0, 1.0) };
    let joined = ndarray::array![[0.0, 1.0], [1.0, 0.0]];
    assert!(refusal(Machine::new(unlinked, joined, vec![0.0; 2])).contains("not joined"));
    let rows = Configurations::new(vec![0, 1], 2);
    for (weights, words) in [(vec![f64::NAN], "NaN"), (vec![-1.0], "-1"), (vec![1.0, 2.0], "2 weights for 1 rows")] {
        let refusal = Target::new(&rows, Some(&weights)).unwrap_err().to_string();
        assert!(refusal.contains(words), "{refusal}");
    }
    assert!(Target::new(&Configurations::new(vec![2], 1), None).unwrap_err().to_string().contains("is 2"));
    let half = Target::new(&Configurations::new(vec![0, 1, 1, 0], 2), Some(&[f64::MAX, f64::MAX])).unwrap();
    assert_eq!(half.weights(), [0.5, 0.5], "weights near the largest number do not overflow");
    assert!(exact.kl(&half).unwrap_err().to_string().contains("2 bits"));
}

#[test]
fn the_bits_do_not_depend_on_the_number_of_threads() {
    let of = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (machine, target) = random(8, 7, Units::Ising, Links::FULL, 1.0);
        pool.install(|| {
            let exact = Exact::of(&machine, NEVER).unwrap();
            let fisher = glassbox::physics::boltzmann::fisher(&exact, NEVER).unwrap();
            (exact.positive(&target).unwrap(), exact.negative(), fisher)
        })
    };
    assert_eq!(of(1), of(3));
}

#[test]
fn what_is_not_wanted_any_more_is_given_up() {
    let (machine, target) = random(6, 6, Units::Binary, Links::FULL, 1.0);
    assert_eq!(Exact::of(&machine, &|| true), Err(BoltzmannError::Stopped));
    let exact = Exact::of(&machine, NEVER).unwrap();
    assert_eq!(glassbox::physics::boltzmann::fisher(&exact, &|| true), Err(BoltzmannError::Stopped));
    let given_up = glassbox::physics::boltzmann::mean_field_phase(&machine, &target, &|| true);
    assert_eq!(given_up, Err(BoltzmannError::Stopped));
}

#[test]
fn a_machine_of_pairs_is_a_restricted_machine_with_a_hidden_unit_for_each() {
    for units in Units::ALL {
        let topology = Topology { visible: 6, hidden: 0, units, links: Links::FULL, beta: 0.7 };
        let machine = Machine::random(topology, 1.2, Seed(5)).unwrap();
        let moved: Vec<f64> =
            (0..topology.parameters()).map(|k| if k < 15 { 0.0 } else { 0.3 * k as f64 - 5.0 }).collect();
        let machine = machine.moved(&moved).unwrap();
        let restricted = decorated(&machine).unwrap();
        assert_eq!((restricted.sites(), restricted.hidden_units()), (6, 15));
        let mut deviation = Deviation::new(1e-12);
        let wanted = Exact::of(&machine, NEVER).unwrap().probabilities();
        deviation.check("p(v)", &exact::visible_distribution(&restricted).unwrap(), &wanted);
        // What reads couplings off hidden units finds those that the machine has.
        let settings = ExpansionSettings { method: CouplingMethod::Exact, order: HighestOrder::Pairs, most_triples: 0 };
        let found = effective_couplings(&restricted, settings, NEVER).unwrap().unwrap();
        let scale = topology.beta * units.gap() * units.gap() / 4.0;
        deviation.check("J", &[found.coupling(&[1, 4]).unwrap()], &[scale * machine.weights()[(1, 4)]]);
    }
    let one = Topology { visible: 1, hidden: 0, units: Units::Ising, links: Links::FULL, beta: 1.0 };
    assert_eq!(decorated(&Machine::zero(one).unwrap()).unwrap().hidden_units(), 1);
    let hidden = Topology { hidden: 1, ..one };
    let refused = decorated(&Machine::zero(hidden).unwrap()).unwrap_err();
    assert!(refused.to_string().contains("the number of hidden units"), "{refused}");
}
