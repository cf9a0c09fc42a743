//! The machine before its training: small random weights, and visible biases that already give the means of the data.

use crate::physics::data::Dataset;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::{MOST_WEIGHTS, Rbm};
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::{Seed, Stream, gaussian_pair};

/// Frequencies are kept this far from 0 and 1: a pixel that never changes would need an infinite bias.
const LEAST_FREQUENCY: f64 = 1e-4;

/// Whether units of this kind can take the values of the data.
///
/// # Errors
/// No rows, or values that the units do not take.
pub(super) fn check_data(data: &Dataset, visible: VisibleUnits) -> Result<(), RbmError> {
    let error = |sentence: String| Err(RbmError::Data(sentence));
    if data.rows() == 0 {
        return error(format!("{} has no rows: there is nothing to learn from", data.name));
    }
    let largest = data.values.as_slice().iter().max().copied().unwrap_or(0);
    if largest >= visible.states() {
        let states = visible.states();
        return error(format!(
            "{} holds the value {largest}; {} units take 0 to {}",
            data.name,
            visible.name(),
            states - 1
        ));
    }
    Ok(())
}

/// A machine with W ~ N(0, `spread`²), b = 0 and a from the frequencies of the data, weighted by row where there are
/// `weights`.
///
/// # Errors
/// Sizes that no machine has, or a spread that is not one.
pub(super) fn machine(
    data: &Dataset,
    weights: Option<&[f32]>,
    (visible, hidden): (VisibleUnits, HiddenUnits),
    hidden_units: usize,
    spread: f64,
    seed: Seed,
) -> Result<Rbm, RbmError> {
    if !(spread.is_finite() && (0.0..=10.0).contains(&spread)) {
        return Err(RbmError::Value {
            what: "the spread of the initial weights",
            found: spread.to_string(),
            expected: "it can be 0 to 10".to_owned(),
        });
    }
    let bias = visible_bias(data, weights, visible);
    // Refused here as well as by the machine, before there is room for them.
    let Some(count) = bias.len().checked_mul(hidden_units).filter(|&count| count <= MOST_WEIGHTS) else {
        return Err(RbmError::Value {
            what: "the number of weights",
            found: format!("{} × {hidden_units}", bias.len()),
            expected: "it can be at most 2^30".to_owned(),
        });
    };
    let mut rng = seed.stream(Stream::Weights);
    let mut values = Vec::with_capacity(count + 1);
    while values.len() < count {
        values.extend(gaussian_pair(&mut rng).map(|number| (spread * number) as f32));
    }
    values.truncate(count);
    Rbm::from_flat(visible, hidden, values, bias, vec![0.0; hidden_units])
}

/// a, the inverse of the units' means at W = 0; in the zero-sum gauge for Potts units.
fn visible_bias(data: &Dataset, weights: Option<&[f32]>, visible: VisibleUnits) -> Vec<f32> {
    let states = usize::from(visible.states());
    let mut frequencies = vec![0.0_f64; data.columns() * states];
    let mut total = 0.0;
    for (index, row) in data.values.iter_rows().enumerate() {
        let weight = weights.and_then(|weights| weights.get(index)).map_or(1.0, |&weight| f64::from(weight));
        total += weight;
        for (site, &value) in frequencies.chunks_exact_mut(states).zip(row) {
            site[usize::from(value)] += weight;
        }
    }
    let clamped = |frequency: f64| (frequency / total).clamp(LEAST_FREQUENCY, 1.0 - LEAST_FREQUENCY);
    let sites = frequencies.chunks_exact(states);
    match visible {
        VisibleUnits::Bernoulli | VisibleUnits::Ising => {
            // The mean of ±1 units is tanh of the field, so that theirs is half the field of {0, 1} units.
            let factor = if visible == VisibleUnits::Ising { 0.5 } else { 1.0 };
            sites.map(|site| clamped(site[1])).map(|p| (factor * (p / (1.0 - p)).ln()) as f32).collect()
        }
        VisibleUnits::Potts(_) => {
            let mut bias = Vec::with_capacity(frequencies.len());
            for site in sites {
                let logarithms: Vec<f64> = site.iter().map(|&frequency| clamped(frequency).ln()).collect();
                let mean = logarithms.iter().sum::<f64>() / states as f64;
                bias.extend(logarithms.iter().map(|logarithm| (logarithm - mean) as f32));
            }
            bias
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn biases_give_the_means_of_the_data_and_stay_finite() {
        let data = Dataset::new("x", vec![0, 1, 0, 1, 0, 1, 0, 0], 2, 2);
        let one = |visible| visible_bias(&data, None, visible);
        let bias = one(VisibleUnits::Bernoulli);
        // Of the first column none are 1, of the second three in four.
        assert!((bias[0] + 9.21).abs() < 0.01 && (bias[1] - 3.0_f32.ln()).abs() < 1e-6, "{bias:?}");
        assert!((one(VisibleUnits::Ising)[1].tanh() - 0.5).abs() < 1e-6);
        let weighted = visible_bias(&data, Some(&[1.0, 1.0, 1.0, 3.0]), VisibleUnits::Bernoulli);
        assert!(weighted[1].abs() < 1e-6);
        let potts = one(VisibleUnits::Potts(3));
        assert!(((potts[4] - potts[3]) - 3.0_f32.ln()).abs() < 1e-6);
        assert!(potts[3..].iter().sum::<f32>().abs() < 1e-5);
    }

    #[test]
    fn weights_have_the_spread_asked_for() {
        let data = Dataset::new("x", [0, 1].repeat(50), 100, 2);
        let units = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
        let make = |spread, seed| machine(&data, None, units, 101, spread, Seed(seed));
        let rbm = make(0.5, 1).unwrap();
        let weights: Vec<f64> = rbm.parameters().weights.iter().map(|&weight| f64::from(weight)).collect();
        let moment = |power| weights.iter().map(|weight| (weight / 0.5_f64).powi(power)).sum::<f64>() / 10_100.0;
        // Standard errors: 0.01, 0.014 and 0.1.
        assert!(moment(1).abs() < 0.04 && (moment(2) - 1.0).abs() < 0.06 && (moment(4) - 3.0).abs() < 0.4);
        assert_eq!(rbm, make(0.5, 1).unwrap());
        assert_ne!(rbm, make(0.5, 2).unwrap());
        let error = make(f64::NAN, 1).unwrap_err().to_string();
        assert_eq!(error, "the spread of the initial weights is NaN; it can be 0 to 10");
    }
}
