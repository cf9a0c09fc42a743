//! How much chains remember of where they were.

use crate::physics::configurations::Configurations;

/// Connected correlation of two sets of configurations, row by row: 1 where they are equal, 0 where a row says nothing
/// about its partner. `None` for fewer than two rows, sets of different sizes, and where no site varies.
///
/// C = Σ_i [P(v_i = v′_i) − Σ_s p_i(s) p′_i(s)] over the geometric mean of Σ_i [1 − Σ_s p_i(s)²] of both sets,
///
/// with the frequencies p of the states s over the rows of each set. For binary units it is the covariance over the
/// variances.
pub fn connected_correlation(before: &Configurations, after: &Configurations) -> Option<f64> {
    let (rows, sites) = (before.rows(), before.sites());
    if rows < 2 || (after.rows(), after.sites()) != (rows, sites) {
        return None;
    }
    let states = before.as_slice().iter().chain(after.as_slice()).max().map_or(1, |&most| usize::from(most) + 1);
    let mut counts = vec![[0_u32; 2]; sites * states];
    let mut same = 0_u64;
    for (old_row, new_row) in before.iter_rows().zip(after.iter_rows()) {
        for ((&old, &new), counts) in old_row.iter().zip(new_row).zip(counts.chunks_exact_mut(states)) {
            for (which, state) in [old, new].into_iter().enumerate() {
                if let Some(count) = counts.get_mut(usize::from(state)).and_then(|counts| counts.get_mut(which)) {
                    *count += 1;
                }
            }
            same += u64::from(old == new);
        }
    }
    let fraction = |count: u32| f64::from(count) / rows as f64;
    let products = |product: fn(f64, f64) -> f64| {
        counts.iter().map(|&[old, new]| product(fraction(old), fraction(new))).sum::<f64>()
    };
    let covariance = same as f64 / rows as f64 - products(|old, new| old * new);
    let (old, new) = (products(|old, _| old * old), products(|_, new| new * new));
    let variances = (sites as f64 - old) * (sites as f64 - new);
    (variances > 0.0).then(|| (covariance / variances.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream, below};

    #[test]
    fn equal_sets_correlate_fully_and_unrelated_ones_not_at_all() {
        let before = Configurations::new(vec![0, 1, 0, 1, 1, 0, 1, 0], 2);
        assert!((connected_correlation(&before, &before).unwrap() - 1.0).abs() < 1e-12);
        // The first site is reversed, the second kept: −1 and +1 of equal weight.
        let half = Configurations::new(vec![1, 1, 1, 1, 0, 0, 0, 0], 2);
        assert!(connected_correlation(&before, &half).unwrap().abs() < 1e-12);
        // Every combination of old and new value once.
        let old = Configurations::new(vec![0, 0, 1, 1, 2, 2], 1);
        let new = Configurations::new(vec![0, 1, 0, 1, 0, 1], 1);
        assert!(connected_correlation(&old, &new).unwrap().abs() < 1e-12);
        let frozen = Configurations::new(vec![1, 1, 1], 1);
        assert_eq!(connected_correlation(&frozen, &frozen), None);
        assert_eq!(connected_correlation(&old, &frozen), None, "sets of different sizes");
    }

    #[test]
    fn fresh_chains_have_no_correlation() {
        let mut rng = Seed(4).stream(Stream::Chains);
        let chains: Vec<u8> = (0..4000).map(|_| below(&mut rng, 4) as u8).collect();
        let shifted: Vec<u8> = chains.iter().copied().cycle().skip(5 * 77).take(4000).collect();
        let [chains, shifted] = [chains, shifted].map(|values| Configurations::new(values, 5));
        // A standard error is about 1/√(800 · 5 · 3).
        assert!(connected_correlation(&chains, &shifted).unwrap().abs() < 0.04);
    }
}
