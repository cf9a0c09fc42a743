//! The means of one layer of a restricted machine while the other layer is held, by the formulas and over all states.
//!
//! Given the other layer the units of a layer are independent: with the field x of a unit, its bias and the weights of the
//! units that are on in the other layer, it is on with the probability σ(βx), of units ±1 σ(2βx). For a hidden unit a and a
//! visible unit i
//!
//! p(h_a = 1 | v) = σ(b_a + Σ_i w_ia v_i),  p(v_i = 1 | h) = σ(c_i + Σ_a w_ia h_a).
//!
//! Printed are the first with the bias of the other layer, c_a, and the second with a sum over i, too, which gives all visible
//! units one field. [`Exact`] knows neither formula: it sums over all states.
//!
//! ## References
//!
//! * P. Smolensky, “Information processing in dynamical systems: foundations of harmony theory”, in Parallel Distributed
//!   Processing 1, MIT Press (1986)

use crate::physics::boltzmann::{BoltzmannError, Exact, Links, Machine, Units};
use crate::physics::math::sigmoid;
use crate::physics::stop::Stop;

use super::as_printed::PrintedAndRight;

/// By how much the mean of a unit misses the one that is summed over all states, at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerMisses {
    /// Of the hidden units, the visible ones held.
    pub hidden: PrintedAndRight,
    /// Of the visible units, the hidden ones held.
    pub visible: PrintedAndRight,
}

/// Compares the formulas with the sum over all states; `None` of a machine without hidden units, or with links within a
/// layer. O(2^(V+H) (V + H)²).
///
/// # Errors
/// The machine has too many units to be enumerated, or the computation was given up.
pub fn layer_misses(machine: &Machine, stop: Stop<'_>) -> Result<Option<LayerMisses>, BoltzmannError> {
    let topology = *machine.topology();
    let (visible, hidden) = (topology.visible, topology.hidden);
    if hidden == 0 || topology.links != Links::RESTRICTED {
        return Ok(None);
    }
    let exact = Exact::of(machine, stop)?;
    let (off, steep) = match topology.units {
        Units::Binary => (0.0, topology.beta),
        Units::Ising => (-1.0, 2.0 * topology.beta),
    };
    let value = |state: usize, unit: usize| if state >> unit & 1 == 1 { 1.0 } else { off };
    let weight = |i: usize, a: usize| machine.weights().get((i, visible + a)).copied().unwrap_or_default();
    let bias = |unit: usize| machine.biases().get(unit).copied().unwrap_or_default();
    let mut misses = LayerMisses { hidden: [0.0; 2], visible: [0.0; 2] };
    let probabilities = exact.probabilities();
    let mut hidden_sums = vec![0.0; 1 << hidden];
    let mut visible_sums = vec![0.0; visible << hidden];
    for (v, p) in probabilities.iter().enumerate() {
        for (a, mean) in exact.hidden_means(v).into_iter().enumerate() {
            let field: f64 = (0..visible).map(|i| weight(i, a) * value(v, i)).sum();
            widen(
                &mut misses.hidden,
                mean,
                [bias(a % visible), bias(visible + a)].map(|b| sigmoid(steep * (b + field))),
            );
        }
        for ((h, conditional), sum) in exact.conditional(v).iter().enumerate().zip(&mut hidden_sums) {
            *sum += p * conditional;
            for i in (0..visible).filter(|i| v >> i & 1 == 1) {
                if let Some(on) = visible_sums.get_mut(h * visible + i) {
                    *on += p * conditional;
                }
            }
        }
    }
    for (h, (sum, on)) in hidden_sums.iter().zip(visible_sums.chunks_exact(visible)).enumerate() {
        let field = |i: usize| -> f64 { (0..hidden).map(|a| weight(i, a) * value(h, a)).sum() };
        let whole: f64 = (0..visible).map(field).sum();
        for (i, on) in on.iter().enumerate() {
            widen(&mut misses.visible, on / sum, [whole, field(i)].map(|field| sigmoid(steep * (bias(i) + field))));
        }
    }
    Ok(Some(misses))
}

fn widen(misses: &mut PrintedAndRight, mean: f64, formulas: PrintedAndRight) {
    for (miss, formula) in misses.iter_mut().zip(formulas) {
        *miss = miss.max((mean - formula).abs());
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::physics::boltzmann::Topology;
    use crate::physics::seed::Seed;
    use crate::physics::stop::NEVER;

    fn topology(units: Units, hidden: usize) -> Topology {
        Topology { visible: 3, hidden, units, links: Links::RESTRICTED, beta: 0.7 }
    }

    #[test]
    fn the_sum_over_all_states_agrees_with_the_right_formulas_alone() {
        for units in [Units::Binary, Units::Ising] {
            let machine = Machine::random(topology(units, 2), 1.5, Seed(3)).unwrap();
            let misses = layer_misses(&machine, NEVER).unwrap().unwrap();
            for [printed, right] in [misses.hidden, misses.visible] {
                assert!(right < 1e-12 && printed > 0.05, "{units:?}: {misses:?}");
            }
        }
    }

    #[test]
    fn without_weights_only_the_biases_tell_the_formulas_of_hidden_units_apart() {
        let shape = Topology { visible: 1, hidden: 1, units: Units::Binary, links: Links::RESTRICTED, beta: 1.0 };
        let machine = Machine::new(shape, Array2::zeros((2, 2)), vec![2.0, -1.0]).unwrap();
        let misses = layer_misses(&machine, NEVER).unwrap().unwrap();
        let [printed, right] = crate::physics::theory::as_printed::hidden_mean(2.0, -1.0);
        assert!((misses.hidden[0] - (printed - right)).abs() < 1e-12 && misses.hidden[1] < 1e-12);
        assert!(misses.visible.iter().all(|miss| *miss < 1e-12), "{misses:?}");
    }

    #[test]
    fn other_machines_have_no_such_layers() {
        assert_eq!(layer_misses(&Machine::zero(topology(Units::Binary, 0)).unwrap(), NEVER), Ok(None));
        let linked = Topology { links: Links::FULL, ..topology(Units::Binary, 2) };
        assert_eq!(layer_misses(&Machine::zero(linked).unwrap(), NEVER), Ok(None));
        let stopped = layer_misses(&Machine::zero(topology(Units::Binary, 2)).unwrap(), &|| true);
        assert_eq!(stopped, Err(BoltzmannError::Stopped));
    }
}
