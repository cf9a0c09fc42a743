//! Boltzmann machines with hidden units against the reference, sums over all states and finite differences.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]
#![expect(clippy::print_stdout, reason = "the largest deviations are reported")]

use glassbox::physics::boltzmann::{
    BoltzmannError, EffectiveCouplings, Exact, Links, Machine, Moments, Target, Topology, Units, hidden_given, state_of,
};
use glassbox::physics::configurations::Configurations;
use glassbox::physics::rbm::exact;
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, below};
use glassbox::physics::stop::NEVER;
use ndarray::Array2;
use serde_json::Value;

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

/// Compares with a tolerance and keeps the largest deviation.
struct Deviation {
    tolerance: f64,
    largest: f64,
    count: usize,
}

impl Deviation {
    fn new(tolerance: f64) -> Self {
        Self { tolerance, largest: 0.0, count: 0 }
    }

    fn check<'a>(
        &mut self,
        name: &str,
        found: impl IntoIterator<Item = &'a f64>,
        wanted: impl IntoIterator<Item = &'a f64>,
    ) {
        let (found, wanted): (Vec<&f64>, Vec<&f64>) = (found.into_iter().collect(), wanted.into_iter().collect());
        assert_eq!(found.len(), wanted.len(), "{name}");
        for (found, wanted) in found.iter().zip(wanted) {
            let deviation = (*found - wanted).abs();
            assert!(deviation <= self.tolerance, "{name}: {found} is not {wanted}");
            self.largest = self.largest.max(deviation);
            self.count += 1;
        }
    }

    fn report(&self, what: &str, at_least: usize) {
        println!("{what}: {} values, largest deviation {:.1e}", self.count, self.largest);
        assert!(self.count >= at_least, "{what}: only {} values were compared", self.count);
    }
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
