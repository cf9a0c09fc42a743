//! Special functions that the standard library lacks, and the logistic function and its relatives.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

pub use libm::erfc;

/// eˣ in single precision for −87 ≤ x ≤ 87, beyond it what it is there: 2^n · 2^f with a polynomial for f in [−½, ½],
/// without a branch, so that a loop over it becomes vector code; the library's function is ten times slower there.
/// The relative error is below 3·10⁻⁷ + 10⁻⁷ |x|.
#[inline]
pub fn fast_exp(x: f32) -> f32 {
    // Adding and taking away 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let exponent = x.clamp(-87.0, 87.0) * std::f32::consts::LOG2_E;
    let shifted = exponent + ROUND;
    let fraction = (exponent - (shifted - ROUND)) * std::f32::consts::LN_2;
    let series = 1.0 / 120.0 + fraction * (1.0 / 720.0);
    let series = 1.0 / 6.0 + fraction * (1.0 / 24.0 + fraction * series);
    let series = 1.0 + fraction * (1.0 + fraction * (0.5 + fraction * series));
    series * f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()))
}

/// exp(−x²) without the error of rounding x²: the leading 26 bits of x have an exact square.
fn exp_minus_square(x: f64) -> f64 {
    let leading = f64::from_bits(x.to_bits() & !((1 << 27) - 1));
    (-leading * leading).exp() * (-(x - leading) * (x + leading)).exp()
}

/// The inverse of [`erfc`]: the x with erfc(x) = y, for 0 < y < 2. Infinite at the ends, not a number beyond.
///
/// Newton's iteration on ln erfc, which is concave and nearly a parabola, from Winitzki's closed form.
pub fn erfc_inverse(y: f64) -> f64 {
    if y.is_nan() || !(0.0..=2.0).contains(&y) {
        return f64::NAN;
    }
    if y == 0.0 || y == 2.0 {
        return if y == 0.0 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    if y > 1.0 {
        return -erfc_inverse(2.0 - y);
    }
    let logarithm = (y * (2.0 - y)).ln();
    let half = 2.0 / (PI * 0.147) + logarithm / 2.0;
    let mut x = ((half * half - logarithm / 0.147).sqrt() - half).max(0.0).sqrt();
    for _ in 0..20 {
        let value = erfc(x);
        if value == 0.0 {
            break;
        }
        let slope = -FRAC_2_SQRT_PI * exp_minus_square(x) / value;
        // ln_1p, since near the end value/y is 1 but for the last digits.
        let step = ((value - y) / y).ln_1p() / slope;
        x = (x - step).max(0.0);
        if step.abs() <= 2.0 * f64::EPSILON * x {
            break;
        }
    }
    x
}

/// The probability of exactly `heads` among `throws` throws of a fair coin, to a relative 10⁻¹⁴ even where
/// factorials have long overflown.
///
/// Loader's saddle-point form: Stirling's formula with its error term, and the deviance
/// x ln(x/μ) + μ − x summed without cancellation.
pub fn fair_binomial(throws: u64, heads: u64) -> f64 {
    if heads > throws {
        return 0.0;
    }
    let tails = throws - heads;
    if heads == 0 || tails == 0 {
        return (-(throws as f64) * std::f64::consts::LN_2).exp();
    }
    let (n, x, y) = (throws as f64, heads as f64, tails as f64);
    let exponent = stirling_error(throws)
        - stirling_error(heads)
        - stirling_error(tails)
        - deviance(x, n / 2.0)
        - deviance(y, n / 2.0);
    (n / (2.0 * PI * x * y)).sqrt() * exponent.exp()
}

/// ln n! − [(n + ½) ln n − n + ½ ln 2π] for n ≥ 1.
fn stirling_error(n: u64) -> f64 {
    let x = n as f64;
    if n < 16 {
        let factorial: f64 = (2..=n).map(|k| k as f64).product();
        return factorial.ln() - ((x + 0.5) * x.ln() - x + 0.5 * (2.0 * PI).ln());
    }
    // Stirling's series with the Bernoulli numbers B₂ … B₁₂; the next term is below 2·10⁻³ n⁻¹³.
    let square = x * x;
    let series = 1.0 / 1188.0 - 691.0 / 360_360.0 / square;
    let series = 1.0 / 1260.0 - (1.0 / 1680.0 - series / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - series / square) / square) / x
}

/// x ln(x/μ) + μ − x ≥ 0.
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    let ratio = difference / (x + mean);
    if ratio.abs() >= 0.1 {
        return x * (x / mean).ln() + mean - x;
    }
    // ln(x/μ) = 2 artanh(ratio), the first term of which cancels μ − x.
    let mut sum = difference * ratio;
    let mut power = 2.0 * x * ratio;
    let mut odd = 1.0;
    loop {
        power *= ratio * ratio;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

/// ln(1 + eˣ) without overflow.
#[inline]
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln 2cosh x without overflow.
#[inline]
pub fn log_two_cosh(x: f64) -> f64 {
    x.abs() + (-2.0 * x.abs()).exp().ln_1p()
}

/// 1/(1 + e⁻ˣ), in double precision exact to rounding at both ends: where e⁻ˣ overflows the result is 0.
#[inline]
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln Σ eˣ without overflow; −∞ of nothing.
pub fn log_sum_exp(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_finite() { largest + values.map(|x| (x - largest).exp()).sum::<f64>().ln() } else { largest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, relative: f64) {
        assert!((found - wanted).abs() <= relative * wanted.abs(), "{found:e} is not {wanted:e}");
    }

    #[test]
    fn the_fast_exponential_is_one() {
        for step in -870_000..=870_000 {
            let x = step as f32 * 1e-4;
            let error = (f64::from(fast_exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(error < 3e-7 + 1e-7 * f64::from(x.abs()), "{x}: {error:e}");
        }
        assert!((0.0..1e-37).contains(&fast_exp(f32::NEG_INFINITY)) && fast_exp(f32::INFINITY) > 1e37);
    }

    #[test]
    fn erfc_has_its_tabulated_values() {
        // From the series of erf in decimal arithmetic of 58 digits.
        for (x, wanted) in ERFC {
            close(erfc(x), wanted, 8e-16);
            close(erfc(-x), 2.0 - wanted, 4e-16);
        }
        assert_eq!(erfc(0.0), 1.0);
        assert_eq!(erfc(40.0), 0.0);
        assert_eq!(erfc(f64::INFINITY), 0.0);
        assert_eq!(erfc(f64::NEG_INFINITY), 2.0);
        assert!(erfc(f64::NAN).is_nan());
    }

    #[test]
    fn the_inverse_inverts() {
        for y in [1e-300, 1e-100, 1e-12, 2e-3, 0.0072, 0.1, 0.5, 0.9, 0.999, 1.0, 1.3, 1.999] {
            let x = erfc_inverse(y);
            // One unit in the last place of x moves ln erfc by 2x²ε.
            close(erfc(x), y, 4e-16 * (1.0 + 2.0 * x * x));
        }
        assert_eq!(erfc_inverse(0.0), f64::INFINITY);
        assert_eq!(erfc_inverse(2.0), f64::NEG_INFINITY);
        for bad in [f64::NAN, -0.1, 2.1, f64::INFINITY] {
            assert!(erfc_inverse(bad).is_nan());
        }
    }

    #[test]
    fn binomial_probabilities_agree_with_pascals_triangle() {
        let mut row = vec![1.0];
        for throws in 1..=60_u64 {
            row = (0..=throws as usize)
                .map(|k| 0.5 * (row.get(k).copied().unwrap_or(0.0) + if k > 0 { row[k - 1] } else { 0.0 }))
                .collect();
            for (heads, &wanted) in row.iter().enumerate() {
                close(fair_binomial(throws, heads as u64), wanted, 4e-14);
            }
        }
        assert_eq!(fair_binomial(3, 4), 0.0);
    }

    #[test]
    fn large_binomials_keep_their_ratios() {
        // Neighbours differ by exactly (n − k)/(k + 1).
        for (throws, heads) in [(136_863_u64, 67_932_u64), (100_000_000, 49_990_000), (5000, 2300)] {
            let ratio = fair_binomial(throws, heads + 1) / fair_binomial(throws, heads);
            close(ratio, (throws - heads) as f64 / (heads + 1) as f64, 1e-11);
        }
    }

    const ERFC: [(f64, f64); 17] = [
        (0.01, 0.988_716_584_444_150_3),
        (0.1, 0.887_537_083_981_715),
        (0.25, 0.723_673_609_831_763_1),
        (0.49, 0.488_331_738_811_476_9),
        (0.5, 0.479_500_122_186_953_5),
        (0.51, 0.470_756_380_158_829_6),
        (0.75, 0.288_844_366_346_484_86),
        (1.0, 0.157_299_207_050_285_13),
        (1.25, 0.077_099_871_743_541_77),
        (1.5, 0.033_894_853_524_689_274),
        (2.0, 0.004_677_734_981_047_266),
        (2.5, 0.000_406_952_017_444_958_9),
        (3.0, 2.209_049_699_858_544e-05),
        (4.0, 1.541_725_790_028_002e-08),
        (5.0, 1.537_459_794_428_035e-12),
        (6.0, 2.151_973_671_249_891_3e-17),
        (8.0, 1.122_429_717_298_292_6e-29),
    ];
}
