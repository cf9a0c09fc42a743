//! Symmetric mixtures of n memories at T = 0, for finitely many patterns and N → ∞.

use std::f64::consts::FRAC_1_PI;

/// The overlap m_n = ⟨|z_n|⟩/n of a mixture of `n` memories with each of them, z_n a sum of n fair signs:
/// 1, ½, ½, ⅜, ⅜ … . 0 for no memory.
pub fn overlap(n: u32) -> f64 {
    if n == 0 {
        return 0.0;
    }
    // ⟨|z_2k|⟩ = ⟨|z_2k−1|⟩ = 2k C(2k, k)/4^k, and C(2k, k)/4^k = ½ · ¾ · ⅚ ….
    let pairs = n.div_ceil(2);
    let central: f64 = (1..=pairs).map(|k| f64::from(2 * k - 1) / f64::from(2 * k)).product();
    f64::from(2 * pairs) * central / f64::from(n)
}

/// The energy per spin f_n = −n m_n²/2. Odd mixtures are minima, even ones saddles.
pub fn energy(n: u32) -> f64 {
    let m = overlap(n);
    -f64::from(n) * m * m / 2.0
}

/// The limit −1/π of the energy per spin for n → ∞.
pub const INFINITE_ENERGY: f64 = -FRAC_1_PI;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlaps_are_those_of_the_average() {
        for n in 1..=12_u32 {
            let states = 1_u32 << n;
            let sum: u32 = (0..states).map(|state| (2 * state.count_ones()).abs_diff(n)).sum();
            assert!((overlap(n) - f64::from(sum) / f64::from(states) / f64::from(n)).abs() < 1e-15);
        }
    }

    #[test]
    fn energies_have_their_order() {
        // f1 < f3 < f5 < f7 < f9 < f8 < f6 < f4 < f2, as Amit, Gutfreund and Sompolinsky found.
        let order = [1, 3, 5, 7, 9, 8, 6, 4, 2].map(energy);
        assert!(order.is_sorted_by(|a, b| a < b));
        for (n, wanted) in [(1, -0.5), (3, -0.375), (5, -0.351_562_5), (9, -0.336_456_299), (8, -0.299_072_266)] {
            assert!((energy(n) - wanted).abs() < 1e-9, "{n}");
        }
        assert!((energy(20_001) - INFINITE_ENERGY).abs() < 1e-4);
    }
}
