//! How many random memories a dense associative memory keeps, to leading order in N.
//!
//! The field at a spin of a stored memory is a signal and a noise of K − 1 independent terms. To leading order the signal
//! is n N^(n−1), and a term has the variance n² (2n − 3)!! N^(n−1), half of it where negative overlaps count nothing:
//!
//! P(error) = ½ erfc √(N^(n−1) / (2 K (2n − 3)!!)), without the 2 for the rectified power.
//!
//! ## References
//!
//! * KH16: D. Krotov and J. J. Hopfield, “Dense associative memory for pattern recognition”, NeurIPS 29 (2016),
//!   arXiv:1606.01164, equations 5 to 7
//! * D17: M. Demircigil, J. Heusel, M. Löwe, S. Upgang and F. Vermet, “On a model of associative memory with huge storage
//!   capacity”, J. Stat. Phys. 168, 288 (2017), arXiv:1702.01929, theorem 3

use std::f64::consts::LN_2;

use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::physics::math::{erfc, erfc_inverse};

/// (2n − 3)!! = 1 · 3 · 5 ⋯ (2n − 3), the mean of the (2n − 2)-th power of a normal number.
pub fn double_factorial(degree: Degree) -> f64 {
    (1..u32::from(degree.get())).map(|k| f64::from(2 * k - 1)).product()
}

/// N^(n−1).
fn power(degree: Degree, size: f64) -> f64 {
    size.powi(i32::from(degree.get()) - 1)
}

/// K_max = N^(n−1) / (2 (2n − 3)!! ln N): up to it hardly a bit of a memory is unstable, 1/√(4π ln N) of them to be
/// expected in a memory at large N (KH16, equation 7). `None` below two spins, where ln N is not positive.
pub fn error_free(degree: Degree, size: u64) -> Option<f64> {
    let size = size as f64;
    (size >= 2.0).then(|| power(degree, size) / (2.0 * double_factorial(degree) * size.ln()))
}

/// The same as it is sometimes printed, N^(n−1) / (2 (2n − 3)! ln² N): a factorial for the double one and a logarithm too
/// many, so that n = 2 is not the known N / (2 ln N).
pub fn error_free_as_printed(degree: Degree, size: u64) -> Option<f64> {
    let factorial: f64 = (1..=u32::from(2 * degree.get() - 3)).map(f64::from).product();
    Some(error_free(degree, size)? * double_factorial(degree) / (factorial * (size as f64).ln()))
}

/// P(error) of one bit of a stored random memory to leading order; the interaction must be a power. 0 where nothing else
/// is stored, `None` for the exponential.
pub fn error_probability(interaction: Interaction, size: u64, patterns: f64) -> Option<f64> {
    let (degree, half) = power_of(interaction)?;
    if patterns <= 0.0 || size == 0 {
        return Some(0.0);
    }
    Some(0.5 * erfc((power(degree, size as f64) / (2.0 * half * patterns * double_factorial(degree))).sqrt()))
}

/// α_n(P) = 1 / (2 (2n − 3)!! erfinv(1 − 2P)²): K = α_n N^(n−1) memories have a fraction P of unstable bits; twice as many
/// where the power is rectified. `None` unless 0 ≤ P < ½, and for the exponential.
pub fn small_error(interaction: Interaction, probability: f64) -> Option<f64> {
    let (degree, half) = power_of(interaction)?;
    if !(0.0..0.5).contains(&probability) {
        return None;
    }
    let argument = erfc_inverse(2.0 * probability);
    Some(1.0 / (2.0 * half * double_factorial(degree) * argument * argument))
}

/// The degree, and the factor of the noise.
fn power_of(interaction: Interaction) -> Option<(Degree, f64)> {
    match interaction {
        Interaction::Polynomial(degree) => Some((degree, 1.0)),
        Interaction::Rectified(degree) => Some((degree, 0.5)),
        Interaction::Exponential => None,
    }
}

/// I(x) = ½ [(1 + x) ln(1 + x) + (1 − x) ln(1 − x)], the rate at which a sum of N fair signs reaches x N; not a number
/// beyond ±1.
pub fn rate(x: f64) -> f64 {
    let term = |y: f64| if y == 0.0 { 0.0 } else { y * y.ln() };
    0.5 * (term(1.0 + x) + term(1.0 - x))
}

/// The guarantee of D17 for the exponential: K = exp(αN) memories are all recalled from ρN wrong spins for every
/// α < I(1 − 2ρ)/2; ½ ln 2 without a wrong spin, K = 2^(N/2). `None` unless 0 ≤ ρ ≤ ½.
pub fn exponential_guarantee(flipped: f64) -> Option<f64> {
    (0.0..=0.5).contains(&flipped).then(|| 0.5 * rate(1.0 - 2.0 * flipped))
}

/// α up to which a typical bit of a single memory stays: the noise of K terms has the power K (cosh 2)^N against a signal
/// of e^(2N), so that α = 2 − ln cosh 2. Beyond ½ ln 2 some memories of the set are lost, but not this one.
pub fn exponential_typical() -> f64 {
    // ln cosh x = x + ln(1 + e^(−2x)) − ln 2.
    LN_2 - (-4.0_f64).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degree_two_is_hebbs_rule() {
        let two = Interaction::Polynomial(Degree::ALL[0]);
        for load in [0.05, 0.138, 1.0] {
            let found = error_probability(two, 400, 400.0 * load).unwrap();
            assert!((found - crate::physics::theory::crosstalk::error_probability(load)).abs() < 1e-15);
        }
        assert!((error_free(Degree::ALL[0], 100).unwrap() - 50.0 / 100.0_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_answer_has_none() {
        assert_eq!((error_free(Degree::ALL[1], 1), error_free(Degree::ALL[1], 0)), (None, None));
        assert_eq!(small_error(Interaction::Exponential, 0.1), None);
        for bad in [-0.1, 0.5, f64::NAN] {
            assert_eq!(small_error(Interaction::Polynomial(Degree::ALL[2]), bad), None);
        }
        assert_eq!(exponential_guarantee(0.6), None);
        assert_eq!(exponential_guarantee(0.5), Some(0.0));
        assert_eq!(error_probability(Interaction::Rectified(Degree::ALL[2]), 50, 0.0), Some(0.0));
        assert!((exponential_typical() - (2.0 - 2.0_f64.cosh().ln())).abs() < 1e-15);
    }
}
