//! Functions of all states of N binary units as sums of products of units, and back.
//!
//! A state is a number whose bit i is unit i. A coefficient is numbered in the same way: its bits are the units of its
//! product.
//!
//! ## References
//!
//! * B. J. Fino and V. R. Algazi, “Unified matrix treatment of the fast Walsh-Hadamard transform”, IEEE Trans. Comput.
//!   C-25, 1142 (1976), doi:10.1109/TC.1976.1674569

use rayon::join;

/// Numbers that one thread combines by itself.
const BLOCK: usize = 1 << 13;

/// Replaces f(A) by f̂(s) = Σ_A f(A) (−1)^{|A ∧ s|}: twice, it gives 2^N f.
///
/// There must be 2^N numbers.
pub fn signed_sums(values: &mut [f64]) {
    butterflies(values, &|even, odd| (even + odd, even - odd));
}

/// Replaces f(s), s_i = +1 where bit i is set and −1 elsewhere, by c_A with f(s) = Σ_A c_A Π_{i∈A} s_i:
/// c_A = 2^−N Σ_s f(s) Π_{i∈A} s_i.
///
/// There must be 2^N numbers.
pub fn walsh_hadamard(values: &mut [f64]) {
    butterflies(values, &|down, up| (f64::midpoint(down, up), (up - down) / 2.0));
}

/// Replaces f(v), v_i = 1 where bit i is set and 0 elsewhere, by c_A with f(v) = Σ_A c_A Π_{i∈A} v_i:
/// c_A = Σ_{B⊆A} (−1)^(|A| − |B|) f(B), the Möbius transform.
///
/// There must be 2^N numbers.
pub fn moebius(values: &mut [f64]) {
    butterflies(values, &|down, up| (down, up - down));
}

/// Undoes [`walsh_hadamard`]: replaces c_A by f(s) = Σ_A c_A Π_{i∈A} s_i, s_i = +1 where bit i is set and −1 elsewhere.
///
/// There must be 2^N numbers.
pub fn spin_sums(values: &mut [f64]) {
    butterflies(values, &|without, with| (without - with, without + with));
}

/// Undoes [`moebius`]: replaces c_A by f(v) = Σ_A c_A Π_{i∈A} v_i, v_i = 1 where bit i is set and 0 elsewhere.
///
/// There must be 2^N numbers.
pub fn subset_sums(values: &mut [f64]) {
    butterflies(values, &|without, with| (without, without + with));
}

/// Replaces p(s) by Σ_s p(s) Π_{i∈A} s_i for every A, s_i = +1 where bit i is set and −1 elsewhere: moments of all orders.
///
/// There must be 2^N numbers.
pub fn spin_moments(values: &mut [f64]) {
    butterflies(values, &|down, up| (down + up, up - down));
}

/// Replaces p(v) by Σ_v p(v) Π_{i∈A} v_i for every A, v_i = 1 where bit i is set and 0 elsewhere: the probability that all
/// units of A are on.
///
/// There must be 2^N numbers.
pub fn superset_sums(values: &mut [f64]) {
    butterflies(values, &|down, up| (down + up, up));
}

/// Combines for each unit the numbers of the two states that differ there. Each result is made of two numbers, so it does
/// not depend on how the work is cut among threads.
fn butterflies(values: &mut [f64], combine: &(impl Fn(f64, f64) -> (f64, f64) + Sync)) {
    let half = values.len() / 2;
    if half == 0 {
        return;
    }
    let (down, up) = values.split_at_mut(half);
    if half >= BLOCK {
        join(|| butterflies(down, combine), || butterflies(up, combine));
    } else {
        butterflies(down, combine);
        butterflies(up, combine);
    }
    for (down, up) in down.iter_mut().zip(up) {
        (*down, *up) = combine(*down, *up);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Σ_A c_A Π_{i∈A} x_i, with x = 1 where the bit is set and `low` elsewhere.
    fn sum(coefficients: &[f64], state: usize, low: f64) -> f64 {
        let unit = |bit: u32| if state >> bit & 1 == 1 { 1.0 } else { low };
        let product = |set: usize| (0..5).filter(|bit| set >> bit & 1 == 1).map(unit).product::<f64>();
        coefficients.iter().enumerate().map(|(set, c)| c * product(set)).sum()
    }

    #[test]
    fn sums_of_products_give_the_function_back() {
        let values: Vec<f64> = (0..32).map(|k| f64::from((k * 7919) % 101) / 8.0 - 6.0).collect();
        for (transform, low) in [(walsh_hadamard as fn(&mut [f64]), -1.0), (moebius, 0.0)] {
            let mut coefficients = values.clone();
            transform(&mut coefficients);
            for (state, value) in values.iter().enumerate() {
                assert!((sum(&coefficients, state, low) - value).abs() < 1e-12, "{state}");
            }
        }
    }

    #[test]
    fn what_undoes_a_transform_gives_its_function_back() {
        type Transform = fn(&mut [f64]);
        let values: Vec<f64> = (0..32).map(|k| f64::from((k * 7919) % 101) / 8.0 - 6.0).collect();
        for (transform, back) in [(walsh_hadamard as Transform, spin_sums as Transform), (moebius, subset_sums)] {
            let mut there_and_back = values.clone();
            transform(&mut there_and_back);
            back(&mut there_and_back);
            assert!(there_and_back.iter().zip(&values).all(|(found, wanted)| (found - wanted).abs() < 1e-12));
        }
    }

    #[test]
    fn moments_are_sums_over_all_states() {
        let values: Vec<f64> = (0..32).map(|k| f64::from((k * 7919) % 101) / 8.0).collect();
        for (transform, low) in [(spin_moments as fn(&mut [f64]), -1.0), (superset_sums, 0.0)] {
            let mut moments = values.clone();
            transform(&mut moments);
            for (set, found) in moments.iter().enumerate() {
                let unit = |state: usize, bit: usize| if state >> bit & 1 == 1 { 1.0 } else { low };
                let product =
                    |state| (0..5).filter(|bit| set >> bit & 1 == 1).map(|bit| unit(state, bit)).product::<f64>();
                let wanted: f64 = values.iter().enumerate().map(|(state, value)| value * product(state)).sum();
                assert!((found - wanted).abs() < 1e-12, "{set}");
            }
        }
    }
}
