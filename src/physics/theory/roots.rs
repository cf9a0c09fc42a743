//! Zeros of functions of one variable.

/// The most steps of any search; bisection alone needs 64 for all the digits of a number.
const STEPS: usize = 200;

/// The zero of `function` between `low` and `high`, where it has opposite signs, to `tolerance` relative to
/// the zero; `None` where the signs are equal or something is not a number. A zero at an end is found.
///
/// Chandrupatla's method (1997): inverse quadratic interpolation where three points support it, bisection
/// elsewhere; the bracket never opens again.
pub(super) fn bracketed(mut function: impl FnMut(f64) -> f64, low: f64, high: f64, tolerance: f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (function(a), function(b));
    if fa == 0.0 {
        return Some(a);
    }
    if fb == 0.0 {
        return Some(b);
    }
    if fa.is_nan() || fb.is_nan() || (fa > 0.0) == (fb > 0.0) {
        return None;
    }
    let mut fraction = 0.5;
    for _ in 0..STEPS {
        let middle = a + fraction * (b - a);
        let value = function(middle);
        let (c, fc);
        if (value > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc) = (b, fb);
            (b, fb) = (a, fa);
        }
        (a, fa) = (middle, value);
        let (best, best_value) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let least_fraction = (tolerance * best.abs() + f64::MIN_POSITIVE) / (b - a).abs();
        if best_value == 0.0 || least_fraction > 0.5 || value.is_nan() {
            return Some(best).filter(|_| !value.is_nan());
        }
        let (xi, phi) = ((a - b) / (c - b), (fa - fb) / (fc - fb));
        fraction = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        fraction = fraction.clamp(least_fraction, 1.0 - least_fraction);
    }
    Some(a)
}

/// The largest zero of a function that is concave to the right of 0 and not positive at `start`, by Newton's
/// steps from there: each tangent lies above the function, so that they come down to the zero and never pass
/// it. 0 where there is no positive zero. `function` answers the value and the slope.
pub(super) fn from_right(start: f64, mut function: impl FnMut(f64) -> (f64, f64)) -> f64 {
    let mut x = start;
    for _ in 0..STEPS {
        let (value, slope) = function(x);
        let next = x - value / slope;
        if slope >= 0.0 || next <= 0.0 || next.is_nan() {
            return 0.0;
        }
        // Rounding ends the way down.
        if next >= x {
            return x;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_found_between_the_ends() {
        type Case = (fn(f64) -> f64, f64, f64, f64);
        let cases: [Case; 5] = [
            (|x| x * x - 2.0, 0.0, 2.0, 2.0_f64.sqrt()),
            (|x| x.powi(19), -1.0, 4.0, 0.0),
            (|x| (x - 1e-9).signum(), -1.0, 1.0, 1e-9),
            (|x| 1.0 / (x - 0.3) - 1e6, 0.300_000_1, 9.0, 0.300_001),
            (|x| x, 0.0, 1.0, 0.0),
        ];
        for (function, low, high, wanted) in cases {
            for (from, to) in [(low, high), (high, low)] {
                let found = bracketed(function, from, to, 1e-15).unwrap();
                assert!((found - wanted).abs() < 1e-12 || function(found) == 0.0, "{found} is not {wanted}");
            }
        }
        assert_eq!(bracketed(|x| x * x + 1.0, -1.0, 1.0, 1e-15), None);
        assert_eq!(bracketed(|_| f64::NAN, -1.0, 1.0, 1e-15), None);
    }

    #[test]
    fn few_evaluations_are_needed() {
        let mut count = 0;
        let zero = bracketed(
            |x| {
                count += 1;
                x.exp() - 3.0
            },
            0.0,
            2.0,
            1e-14,
        );
        assert!((zero.unwrap() - 3.0_f64.ln()).abs() < 1e-14);
        assert!(count <= 12, "{count}");
    }

    #[test]
    fn concave_functions_are_descended() {
        let found = from_right(1.0, |x| ((2.0 * x).tanh() - x, 2.0 / (2.0 * x).cosh().powi(2) - 1.0));
        assert!(((2.0 * found).tanh() - found).abs() < 1e-15);
        assert!(found > 0.9);
        assert!(from_right(1.0, |x| ((0.9 * x).tanh() - x, 0.9 / (0.9 * x).cosh().powi(2) - 1.0)) < 1e-9);
    }
}
