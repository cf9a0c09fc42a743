//! How much chains remember of where they were.

use crate::physics::rbm::configurations::Configurations;

/// Connected correlation of two sets of configurations, row by row: 1 where they are equal, 0 where a row says nothing
/// about its partner.
///
/// C = Σ_i [P(v_i = v′_i) − Σ_s p_i(s) p′_i(s)] / Σ_i [1 − Σ_s p_i(s)²],
///
/// with the frequencies p of the states s over the rows of each set. For binary units it is
/// Σ_i (⟨v_i v′_i⟩ − ⟨v_i⟩⟨v′_i⟩) / Σ_i (⟨v_i²⟩ − ⟨v_i⟩²). Where no site varies it is 1.
pub fn connected_correlation(before: &Configurations, after: &Configurations) -> f64 {
    let (rows, sites) = (before.rows().min(after.rows()), before.sites.min(after.sites));
    let states = before.values.iter().chain(after.values.iter()).max().map_or(1, |&most| usize::from(most) + 1);
    let mut equal = vec![0_u32; sites];
    let mut counts = [vec![0_u32; sites * states], vec![0_u32; sites * states]];
    let [before_counts, after_counts] = &mut counts;
    for row in 0..rows {
        let (Some(old), Some(new)) = (before.row(row), after.row(row)) else { break };
        let of_sites = before_counts.chunks_exact_mut(states).zip(after_counts.chunks_exact_mut(states));
        for (((&old, &new), equal), (old_counts, new_counts)) in old.iter().zip(new).zip(&mut equal).zip(of_sites) {
            *equal += u32::from(old == new);
            if let (Some(one), Some(other)) =
                (old_counts.get_mut(usize::from(old)), new_counts.get_mut(usize::from(new)))
            {
                (*one, *other) = (*one + 1, *other + 1);
            }
        }
    }
    let share = |count: u32| f64::from(count) / rows.max(1) as f64;
    let (mut together, mut spread) = (0.0, 0.0);
    let of_sites = before_counts.chunks_exact(states).zip(after_counts.chunks_exact(states));
    for (&equal, (old, new)) in equal.iter().zip(of_sites) {
        let product: f64 = old.iter().zip(new).map(|(&one, &other)| share(one) * share(other)).sum();
        let square: f64 = old.iter().map(|&count| share(count).powi(2)).sum();
        together += share(equal) - product;
        spread += 1.0 - square;
    }
    if spread > 0.0 { together / spread } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_correlate_fully_and_unrelated_ones_not_at_all() {
        let before = Configurations::new(vec![0, 1, 0, 1, 1, 0, 1, 0], 2);
        assert!((connected_correlation(&before, &before) - 1.0).abs() < 1e-12);
        // The first site is reversed, the second kept: −1 and +1 of equal weight.
        let reversed = Configurations::new(vec![1, 1, 1, 1, 0, 0, 0, 0], 2);
        assert!(connected_correlation(&before, &reversed).abs() < 1e-12);
        // Every combination of old and new value once.
        let old = Configurations::new(vec![0, 0, 1, 1, 2, 2], 1);
        let new = Configurations::new(vec![0, 1, 0, 1, 0, 1], 1);
        assert!(connected_correlation(&old, &new).abs() < 1e-12);
        let frozen = Configurations::new(vec![1, 1, 1], 1);
        assert_eq!(connected_correlation(&frozen, &frozen), 1.0);
    }
}
