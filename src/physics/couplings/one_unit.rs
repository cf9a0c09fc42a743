//! A single ±1 hidden unit on a few ±1 spins: what it makes of them, in closed form and by all states.
//!
//! Two spins: Σ_h exp(h (w_1 s_1 + w_2 s_2)) = 2 cosh(w_1 s_1 + w_2 s_2) is exp(J s_1 s_2) up to a constant, with
//! exp(2J) = cosh(w_1 + w_2) / cosh(w_1 − w_2), which is tanh J = tanh w_1 tanh w_2. The weights of a given J are a curve:
//! the encoding is not unique.

use crate::physics::math::{log_sum_exp, log_two_cosh};
use crate::physics::rbm::RbmError;
use crate::physics::walsh_hadamard::walsh_hadamard;

/// The largest number of spins that are enumerated here.
pub const MOST_SPINS: usize = 12;

/// J of two spins: ½ ln[cosh(w_1 + w_2) / cosh(w_1 − w_2)].
pub fn pair_coupling(first: f64, second: f64) -> f64 {
    (log_two_cosh(first + second) - log_two_cosh(first - second)) / 2.0
}

/// The weight of both spins that makes J ≥ 0: cosh 2w = exp(2J). For J < 0 it is that of one spin, and minus it that of
/// the other.
pub fn symmetric_weight(coupling: f64) -> f64 {
    // arcosh(1 + x) = ln(1 + x + √(x (x + 2))), without the digits that 1 + x loses.
    let excess = (2.0 * coupling.abs()).exp_m1();
    (excess + (excess * (excess + 2.0)).sqrt()).ln_1p() / 2.0
}

/// The weight of the second spin that makes J with this one of the first: ½ ln[sinh(w + J) / sinh(w − J)]. `None` for
/// |w| ≤ |J|, where no weight is large enough.
pub fn partner_weight(weight: f64, coupling: f64) -> Option<f64> {
    if coupling == 0.0 {
        return Some(0.0);
    }
    let partner = ((weight + coupling).sinh() / (weight - coupling).sinh()).ln() / 2.0;
    (weight.abs() > coupling.abs()).then_some(partner).filter(|partner| partner.is_finite())
}

/// The curve of all (w_1, w_2) that make J, with w_1 > 0 and no weight above `largest`; minus these points are the other
/// branch. Empty for J = 0, where it is the two axes, and where `largest` is too small.
pub fn equal_coupling_curve(coupling: f64, largest: f64, points: usize) -> Vec<[f64; 2]> {
    let symmetric = symmetric_weight(coupling);
    if coupling == 0.0 || largest <= symmetric || points < 2 {
        return Vec::new();
    }
    let steps = (points - 1) as f64;
    let half = (0..points).filter_map(|point| {
        // Rounding must not lead beyond the largest.
        let weight = (symmetric + (largest - symmetric) * point as f64 / steps).min(largest);
        Some([weight, partner_weight(weight, coupling)?])
    });
    let half: Vec<[f64; 2]> = half.collect();
    let sign = coupling.signum();
    let mirrored = half.iter().skip(1).rev().map(|[first, second]| [sign * second, sign * first]);
    mirrored.chain(half.iter().copied()).collect()
}

/// All that one hidden unit makes of its spins.
#[derive(Clone, Debug, PartialEq)]
pub struct OneUnit {
    /// p of each state, spin i being +1 where bit i of its number is set.
    pub probabilities: Vec<f64>,
    /// The coefficient of each product of spins, whose bits are its spins: the constant, fields, pairs, …
    pub couplings: Vec<f64>,
}

impl OneUnit {
    /// A unit of bias θ and weights w on spins of fields η.
    ///
    /// # Errors
    /// No spin or more than [`MOST_SPINS`], fields of another number, or numbers that are not finite.
    pub fn new(weights: &[f64], bias: f64, fields: &[f64]) -> Result<Self, RbmError> {
        let count = weights.len();
        if !(1..=MOST_SPINS).contains(&count) {
            let expected = format!("it can be 1 to {MOST_SPINS}");
            return Err(RbmError::Value { what: "the number of spins", found: count.to_string(), expected });
        }
        if fields.len() != count {
            return Err(RbmError::Size { what: "the list of fields", expected: count, found: fields.len() });
        }
        if let Some(number) = weights.iter().chain(fields).chain([&bias]).find(|number| !number.is_finite()) {
            let expected = "it must be a finite number".to_owned();
            return Err(RbmError::Value { what: "a parameter", found: number.to_string(), expected });
        }
        let sum = |values: &[f64], state: usize| -> f64 {
            values.iter().enumerate().map(|(spin, value)| if state >> spin & 1 == 1 { *value } else { -value }).sum()
        };
        let log_weights: Vec<f64> =
            (0..1 << count).map(|state| sum(fields, state) + log_two_cosh(bias + sum(weights, state))).collect();
        let log_partition = log_sum_exp(log_weights.iter().copied());
        let probabilities = log_weights.iter().map(|weight| (weight - log_partition).exp()).collect();
        let mut couplings = log_weights;
        walsh_hadamard(&mut couplings);
        Ok(Self { probabilities, couplings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_of_the_curve_makes_the_coupling() {
        for coupling in [-1.5, -0.2, 1e-6, 0.2, 0.5, 1.0, 3.0] {
            let curve = equal_coupling_curve(coupling, 5.0, 40);
            assert_eq!(curve.len(), 79);
            for [first, second] in curve {
                assert!(first > 0.0 && first <= 5.0 && second.abs() <= 5.0, "{first} {second}");
                let found = pair_coupling(first, second);
                assert!((found - coupling).abs() < 1e-13, "{coupling}: {found}");
            }
        }
        assert!(equal_coupling_curve(0.0, 5.0, 40).is_empty() && equal_coupling_curve(1.0, 1.0, 40).is_empty());
        assert_eq!((partner_weight(0.3, 0.5), partner_weight(0.3, 0.0)), (None, Some(0.0)));
    }

    #[test]
    fn the_curve_holds_where_all_states_are_summed() {
        for [first, second] in equal_coupling_curve(0.2, 3.0, 20) {
            for sign in [1.0, -1.0] {
                let made = OneUnit::new(&[sign * first, sign * second], 0.0, &[0.0; 2]).unwrap().couplings;
                assert!((made[0b11] - 0.2).abs() < 1e-13 && made[0b01].abs() + made[0b10].abs() < 1e-13, "{made:?}");
            }
        }
    }

    #[test]
    fn odd_orders_need_a_bias_and_four_spins_have_a_quadruple() {
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 5e-5, "{found} is not {wanted}");
        let made =
            |spins: usize, bias: f64| OneUnit::new(&vec![1.0; spins], bias, &vec![0.0; spins]).unwrap().couplings;
        let (even, biased, four) = (made(3, 0.0), made(3, 0.5), made(4, 0.0));
        near(even[0b011], 0.4689);
        assert!(even[0b111].abs() < 1e-15 && even[0b001].abs() < 1e-15);
        near(biased[0b101], 0.4557);
        near(biased[0b111], -0.1515);
        near(biased[0b010], 0.2162);
        near(four[0b1001], 0.4134);
        near(four[0b1111], -0.2491);
        assert!([0b0001, 0b0111].iter().all(|set: &usize| four[*set].abs() < 1e-15));
    }

    #[test]
    fn what_cannot_be_enumerated_is_a_sentence() {
        let refusal = |weights: &[f64], fields: &[f64]| OneUnit::new(weights, 0.5, fields).unwrap_err().to_string();
        assert_eq!(refusal(&[], &[]), "the number of spins is 0; it can be 1 to 12");
        assert_eq!(refusal(&[1.0], &[]), "the list of fields has 0 numbers; 1 were expected");
        assert!(refusal(&[f64::NAN], &[0.0]).contains("is NaN"));
    }
}
