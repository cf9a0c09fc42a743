//! What contrastive divergence gives on average: exact, by carrying the whole distribution through Gibbs steps.

use super::moments::{Moments, data_moments};
use super::{check, states_of};
use crate::physics::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::VisibleUnits;

/// Pairs of a visible and a hidden state at most.
const MOST_PAIRS: usize = 1 << 20;

/// Every configuration of a layer of `units` units with `states` states, the first unit changing fastest.
fn configurations(states: u8, units: usize) -> Option<Vec<Vec<u8>>> {
    let count = states_of(states, units)?;
    let base = usize::from(states);
    let digits = |mut number: usize| {
        (0..units)
            .map(|_| {
                let digit = (number % base) as u8;
                number /= base;
                digit
            })
            .collect()
    };
    Some((0..count).map(digits).collect())
}

/// All visible and all hidden states, if there are few pairs of them.
fn all_states(rbm: &Rbm<f64>) -> Result<[Vec<Vec<u8>>; 2], RbmError> {
    let (visible, hidden) = (rbm.visible().states(), 2);
    let counts = states_of(visible, rbm.sites()).zip(states_of(hidden, rbm.hidden_units()));
    if counts.is_some_and(|(a, b)| a.saturating_mul(b) <= MOST_PAIRS)
        && let (Some(visible), Some(hidden)) =
            (configurations(visible, rbm.sites()), configurations(hidden, rbm.hidden_units()))
    {
        return Ok([visible, hidden]);
    }
    Err(RbmError::Value {
        what: "the size of the machine",
        found: format!("{} × {}", rbm.sites(), rbm.hidden_units()),
        expected: format!("all pairs of states can be enumerated where there are at most {MOST_PAIRS}"),
    })
}

/// p(v) of every configuration, the first unit changing fastest.
///
/// # Errors
/// The visible layer has too many states.
pub fn visible_distribution(rbm: &Rbm<f64>) -> Result<Vec<f64>, RbmError> {
    let states = configurations(rbm.visible().states(), rbm.sites()).ok_or_else(|| RbmError::Value {
        what: "the number of visible units",
        found: rbm.sites().to_string(),
        expected: "their states can be enumerated where there are at most 2^20".to_owned(),
    })?;
    let log_weights: Vec<f64> = states.iter().map(|row| -rbm.free_energy(row)).collect();
    let sum = crate::physics::math::log_sum_exp(log_weights.iter().copied());
    Ok(log_weights.into_iter().map(|weight| (weight - sum).exp()).collect())
}

/// The expected gradient of CD-k: chains start at the rows, make `steps` Gibbs steps, and the negative phase takes the
/// hidden means given what they have come to. For many steps it is the gradient of the likelihood.
///
/// # Errors
/// There are too many pairs of states, or the rows do not fit.
pub fn contrastive_gradient(rbm: &Rbm<f64>, rows: &Configurations, steps: u32) -> Result<Moments, RbmError> {
    check(rbm, rows)?;
    let [visible, hidden] = all_states(rbm)?;
    let base = usize::from(rbm.visible().states());
    let mut chains = vec![0.0; visible.len()];
    for row in rows.iter_rows() {
        let number = row.iter().rev().fold(0, |number, &value| number * base + usize::from(value));
        chains[number] += 1.0 / rows.rows() as f64;
    }
    let up: Vec<Vec<f64>> = visible.iter().map(|row| rbm.hidden_probabilities(row)).collect();
    let down: Vec<Vec<f64>> = hidden.iter().map(|states| rbm.visible_probabilities(states)).collect();
    let potts = matches!(rbm.visible(), VisibleUnits::Potts(_));
    for _ in 0..steps {
        let mut of_hidden = vec![0.0; hidden.len()];
        for (weight, up) in chains.iter().zip(&up) {
            for (sum, states) in of_hidden.iter_mut().zip(&hidden) {
                *sum += weight * binary_probability(up, states);
            }
        }
        chains.fill(0.0);
        for (weight, down) in of_hidden.iter().zip(&down) {
            for (sum, row) in chains.iter_mut().zip(&visible) {
                *sum += weight * if potts { potts_probability(down, base, row) } else { binary_probability(down, row) };
            }
        }
    }
    let mut model = Moments::zeros(rbm);
    for (row, &weight) in visible.iter().zip(&chains) {
        model.add(rbm, row, weight);
    }
    Ok(data_moments(rbm, rows)?.minus(&model))
}

/// Of independent units that are up with these probabilities.
fn binary_probability(up: &[f64], states: &[u8]) -> f64 {
    up.iter().zip(states).map(|(&up, &state)| if state > 0 { up } else { 1.0 - up }).product()
}

/// Of independent sites with these probabilities of their states.
fn potts_probability(shares: &[f64], states: usize, row: &[u8]) -> f64 {
    shares.chunks_exact(states).zip(row).filter_map(|(site, &value)| site.get(usize::from(value))).product()
}
