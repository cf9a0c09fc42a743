//! The error of the first step of a dense memory, exactly at finite N.
//!
//! At spin i of stored memory 1 the signal is F(N) − F(N − 2). Each other memory adds X = ±[F(r + 1) − F(r − 1)] with a
//! fair sign, where r is a sum of N − 1 fair signs. The spin flips where the K − 1 terms sum up to less than minus the
//! signal. All values are integers on a lattice, so that the law of their sum is the (K − 1)-th power of a finite Fourier
//! transform.
//!
//! ## References
//!
//! * D. Krotov and J. J. Hopfield, “Dense associative memory for pattern recognition”, NeurIPS 29 (2016),
//!   arXiv:1606.01164, equation 5; the law at finite N is derived here, and held against all configurations of small
//!   networks

use crate::physics::fourier;
use crate::physics::hopfield::dense::Interaction;
use crate::physics::math::{erfc, fair_binomial};
use crate::physics::theory::crosstalk::FirstStep;
use crate::physics::theory::exponential_error;

/// The longest law of the noise that is computed: 2^22 numbers.
const LONGEST: f64 = (1_u64 << 22) as f64;
/// Integers up to this are exact.
const EXACT: f64 = (1_u64 << 53) as f64;
/// The law is kept to so many standard deviations beyond the signal.
const DEVIATIONS: f64 = 14.0;

/// The signal, and the values F(r + 1) − F(r − 1) of one noise term with their probabilities; `None` for the exponential
/// and without a spin.
fn terms(interaction: Interaction, size: u64) -> Option<(f64, Vec<(f64, f64)>)> {
    interaction.degree()?;
    let others = size.checked_sub(1)?;
    let value = |x: f64| interaction.value(x);
    let n = size as f64;
    let term = |up: u64| {
        let rest = 2.0 * up as f64 - others as f64;
        (value(rest + 1.0) - value(rest - 1.0), fair_binomial(others, up))
    };
    Some((value(n) - value(n - 2.0), (0..=others).map(term).collect()))
}

/// P(error) of one bit by the exact variance of the noise, as if its law were normal. `None` for the exponential, and
/// without a spin.
pub fn gaussian_first_step(interaction: Interaction, size: u64, patterns: u64) -> Option<f64> {
    let (signal, terms) = terms(interaction, size)?;
    let variance: f64 = terms.iter().map(|(value, probability)| value * value * probability).sum();
    let noise = 2.0 * patterns.saturating_sub(1) as f64 * variance;
    Some(if noise == 0.0 { 0.0 } else { 0.5 * erfc(signal / noise.sqrt()) })
}

/// The exact probabilities that a bit of one of `patterns` stored random memories flips in one step, and that it meets no
/// field, which keeps it; to about 10⁻¹² absolutely, of the exponential to a relative 10⁻⁴. `None` without a spin, and where
/// the law of the noise has more than 2²² values, as for high powers in large networks.
pub fn exact_first_step(interaction: Interaction, size: u64, patterns: u64) -> Option<FirstStep> {
    if interaction == Interaction::Exponential && size > 0 {
        return Some(exponential_error::first_step(size, patterns));
    }
    let (signal, terms) = terms(interaction, size)?;
    let rest = patterns.saturating_sub(1);
    let largest = terms.iter().map(|term| term.0.abs()).fold(0.0, f64::max);
    if rest == 0 {
        return Some(FirstStep { error: 0.0, tie: 0.0 });
    }
    if largest.max(signal) >= EXACT {
        return None;
    }
    let step = terms.iter().fold(0, |step, term| greatest_divisor(step, term.0.abs() as u64)).max(1);
    let lattice = step as f64;
    let variance: f64 = terms.iter().map(|(value, probability)| value * value * probability).sum();
    let reach = signal + DEVIATIONS * (rest as f64 * variance).sqrt() + 2.0 * largest;
    let half = (reach.min(rest as f64 * largest) / lattice).max(signal / lattice) + 2.0;
    if 2.0 * half > LONGEST {
        return None;
    }
    let length = (2.0 * half) as usize;
    let length = length.next_power_of_two();
    let mut law = vec![0.0; length];
    for (value, probability) in terms {
        let place = (value.abs() / lattice) as usize % length;
        // A fair sign: the law is even, and its transform real.
        law[place] += 0.5 * probability;
        law[(length - place) % length] += 0.5 * probability;
    }
    let power = i32::try_from(rest).ok()?;
    let transform: Vec<f64> = fourier::even(&law).into_iter().map(|value| value.powi(power)).collect();
    let law = fourier::even(&transform);
    // The sum is below −signal: by symmetry, above it. Half of the circle is that of the positive values.
    let place = signal / lattice;
    let (tie, above) =
        if place.fract() == 0.0 { (Some(place as usize), place as usize + 1) } else { (None, place.ceil() as usize) };
    let at = |k: usize| law.get(k).copied().unwrap_or(0.0) / length as f64;
    let error: f64 = (above..length / 2).rev().map(at).sum();
    Some(FirstStep { error: error.max(0.0), tie: tie.map_or(0.0, |k| at(k).max(0.0)) })
}

fn greatest_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::Degree;
    use crate::physics::theory::crosstalk;

    #[test]
    fn degree_two_is_the_sum_of_fair_signs() {
        let two = Interaction::Polynomial(Degree::ALL[0]);
        for (size, patterns) in [(3, 2), (2, 4), (10, 1), (50, 7), (100, 60), (101, 40)] {
            let (found, wanted) =
                (exact_first_step(two, size, patterns).unwrap(), crosstalk::exact_first_step(size, patterns));
            assert!((found.error - wanted.error).abs() < 1e-13, "{size} {patterns}: {found:?}, {wanted:?}");
            assert!((found.tie - wanted.tie).abs() < 1e-13, "{size} {patterns}: {found:?}, {wanted:?}");
        }
        assert_eq!(exact_first_step(two, 0, 5), None);
        assert_eq!(exact_first_step(Interaction::Exponential, 0, 5), None);
        assert!(exact_first_step(Interaction::Exponential, 5, 5).is_some());
        assert_eq!(exact_first_step(Interaction::Polynomial(Degree::ALL[6]), 1000, 5), None);
    }

    #[test]
    fn small_networks_are_counted() {
        // All configurations of two other memories of four spins, against memory ++++.
        for interaction in Interaction::ALL.into_iter().filter(|one| one.degree().is_some()) {
            let (mut error, mut tie) = (0, 0);
            for bits in 0..256_u32 {
                let spin = |k: u32| if bits >> k & 1 == 1 { 1.0 } else { -1.0 };
                let noise = |first: u32| {
                    let rest: f64 = (1..4).map(|k| spin(first + k)).sum();
                    let value = |x: f64| interaction.value(x);
                    value(rest + spin(first)) - value(rest - spin(first))
                };
                let field = interaction.value(4.0) - interaction.value(2.0) + noise(0) + noise(4);
                error += u32::from(field < 0.0);
                tie += u32::from(field == 0.0);
            }
            let found = exact_first_step(interaction, 4, 3).unwrap();
            assert!((found.error - f64::from(error) / 256.0).abs() < 1e-13, "{interaction:?}: {found:?}, {error}");
            assert!((found.tie - f64::from(tie) / 256.0).abs() < 1e-13, "{interaction:?}: {found:?}, {tie}");
        }
    }
}
