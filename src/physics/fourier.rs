//! Finite Fourier transforms of a power of two of numbers.
//!
//! ## References
//!
//! * J. W. Cooley and J. W. Tukey, “An algorithm for the machine calculation of complex Fourier series”, Math. Comput. 19,
//!   297 (1965), doi:10.1090/S0025-5718-1965-0178586-1

use std::f64::consts::TAU;

/// The transform Σ_j a_j cos(2π j k / M) of M numbers, M a power of two, that are even: a_j = a_(M−j). It is real and even
/// itself, and twice it is M times the numbers. Unchanged where M is no power of two.
///
/// By the method of Cooley and Tukey in place, in O(M log M); the error is some 10⁻¹⁶ log M of the root of the sum of
/// squares.
pub fn even(numbers: &[f64]) -> Vec<f64> {
    let length = numbers.len();
    let mut real = numbers.to_vec();
    if length < 2 || !length.is_power_of_two() {
        return real;
    }
    let mut imaginary = vec![0.0; length];
    let shift = usize::BITS - length.ilog2();
    for place in 0..length {
        let other = place.reverse_bits() >> shift;
        if place < other {
            real.swap(place, other);
        }
    }
    let turns: Vec<(f64, f64)> = (0..length / 2).map(|k| (TAU * k as f64 / length as f64).sin_cos()).collect();
    let mut width = 1;
    while width < length {
        let stride = length / (2 * width);
        for start in (0..length).step_by(2 * width) {
            for k in 0..width {
                let (sine, cosine) = turns[k * stride];
                let (a, b) = (start + k, start + k + width);
                let (x, y) = (real[b] * cosine + imaginary[b] * sine, imaginary[b] * cosine - real[b] * sine);
                (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y);
                (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y);
            }
        }
        width *= 2;
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transform_is_the_sum_and_its_own_inverse() {
        let length = 16;
        let mut numbers: Vec<f64> = (0..length).map(|j| ((j * j) % 7) as f64).collect();
        for j in 1..length / 2 {
            numbers[length - j] = numbers[j];
        }
        let transform = even(&numbers);
        for (k, value) in transform.iter().enumerate() {
            let turn = |j: usize| (TAU * (j * k) as f64 / length as f64).cos();
            let wanted: f64 = numbers.iter().enumerate().map(|(j, number)| number * turn(j)).sum();
            assert!((value - wanted).abs() < 1e-12, "{k}: {value}, {wanted}");
        }
        for (back, number) in even(&transform).into_iter().zip(&numbers) {
            assert!((back / length as f64 - number).abs() < 1e-13);
        }
        assert_eq!(even(&[3.0]), [3.0]);
        assert_eq!(even(&[1.0, 2.0, 2.0]), [1.0, 2.0, 2.0]);
    }
}
