//! The error of the first step from a stored pattern, by Hebb's rule with J_ii = 0.
//!
//! The field at spin i of pattern μ is ξ_i (1 − 1/N − C_i): the spin flips where the crosstalk C_i exceeds
//! 1 − 1/N. N C_i is a sum of (N−1)(p−1) fair signs, so that C_i is nearly Gaussian of variance p/N.

use std::f64::consts::PI;

use crate::physics::math::{erfc, erfc_inverse, fair_binomial};

/// P(error) = ½ erfc(√(N/2p)), with the standard erfc, for the load α = p/N (Hertz, Krogh and Palmer, 2.2).
/// 0 for a load of 0.
pub fn error_probability(load: f64) -> f64 {
    if load == 0.0 { 0.0 } else { 0.5 * erfc((0.5 / load).sqrt()) }
}

/// The load α = p/N at which a fraction `probability` of the spins is wrong after one step; `None` unless it
/// lies between 0 and ½, the error of a spin thrown at random.
pub fn load_for_error(probability: f64) -> Option<f64> {
    if !(0.0..0.5).contains(&probability) {
        return None;
    }
    let argument = erfc_inverse(2.0 * probability);
    Some(0.5 / (argument * argument))
}

/// The density at `crosstalk` of a Gaussian of mean 0 and variance α = p/N.
pub fn density(crosstalk: f64, load: f64) -> f64 {
    (-0.5 * crosstalk * crosstalk / load).exp() / (2.0 * PI * load).sqrt()
}

/// What one step does to a spin of one of p stored random patterns, exactly at finite N.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstStep {
    /// Probability that the spin flips.
    pub error: f64,
    /// Probability of h = 0, which keeps the spin.
    pub tie: f64,
}

/// The exact probabilities for N spins and p random patterns: an error where a sum of (N−1)(p−1) fair signs
/// is below −(N−1), a tie where it equals it. All 0 without a spin or a pattern.
pub fn exact_first_step(spins: u64, patterns: u64) -> FirstStep {
    let (Some(others), Some(rest)) = (spins.checked_sub(1), patterns.checked_sub(1)) else {
        return FirstStep { error: 0.0, tie: 0.0 };
    };
    let signs = others.saturating_mul(rest);
    // A sum of −(N−1) has (signs − (N−1))/2 positive signs.
    let Some(excess) = signs.checked_sub(others) else { return FirstStep { error: 0.0, tie: 0.0 } };
    let even = excess.is_multiple_of(2);
    let tie = if even { fair_binomial(signs, excess / 2) } else { 0.0 };
    let Some(mut positive) = (excess / 2).checked_sub(u64::from(even)) else {
        return FirstStep { error: 0.0, tie };
    };
    // Downwards from the largest term, each a fixed ratio below 1 of the one before.
    let mut term = fair_binomial(signs, positive);
    let mut error = 0.0;
    while term > error * (f64::EPSILON / 16.0) {
        error += term;
        if positive == 0 {
            break;
        }
        term *= positive as f64 / (signs - positive + 1) as f64;
        positive -= 1;
    }
    FirstStep { error, tie }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_and_error_invert_one_another() {
        for load in [0.01, 0.05, 0.138, 0.5, 1.0, 10.0] {
            let back = load_for_error(error_probability(load)).unwrap();
            assert!((back / load - 1.0).abs() < 1e-13, "{load} came back as {back}");
        }
        assert_eq!(load_for_error(0.0), Some(0.0));
        assert_eq!(error_probability(0.0), 0.0);
        for bad in [-0.1, 0.5, 0.7, f64::NAN] {
            assert_eq!(load_for_error(bad), None);
        }
    }

    #[test]
    fn density_is_normalised() {
        let load = 0.138;
        let sum: f64 = (-4000..=4000).map(|k| density(f64::from(k) * 1e-3, load) * 1e-3).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn small_cases_are_counted() {
        // N = 3, p = 2: two signs below −2 never, equal to −2 once in four.
        assert_eq!(exact_first_step(3, 2), FirstStep { error: 0.0, tie: 0.25 });
        // N = 2, p = 4: three signs below −1: only −3, once in eight; −1 three times.
        let FirstStep { error, tie } = exact_first_step(2, 4);
        assert!((error - 0.125).abs() < 1e-15 && (tie - 0.375).abs() < 1e-15);
        for (spins, patterns) in [(0, 3), (3, 0), (10, 1)] {
            assert_eq!(exact_first_step(spins, patterns), FirstStep { error: 0.0, tie: 0.0 });
        }
    }
}
