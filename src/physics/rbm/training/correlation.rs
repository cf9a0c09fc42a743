//! How much the chains still know, after an update's steps, of where they were before.

use crate::physics::rbm::gibbs::Chains;
use crate::physics::rbm::training::Trainer;

/// Chains that are compared: enough for a correlation to a few per cent, at no cost beside the steps.
const COMPARED: usize = 128;

/// The states of the first chains.
pub(super) fn states(chains: &Chains) -> Vec<u8> {
    chains.first(COMPARED).values.to_vec()
}

impl Trainer {
    /// The connected correlation of the first chains (at most 128) with themselves before the steps of the last update:
    /// 1 where they are frozen, 0 where nothing is left. `None` before the first update, after a restart of the chains,
    /// where they do not persist, and where no site varies.
    pub fn chain_correlation(&self) -> Option<f64> {
        let before = self.before.as_deref()?;
        let after = states(&self.chains);
        connected_correlation(before, &after, self.rbm.sites(), usize::from(self.rbm.visible().states()))
    }
}

/// Σ_i [P(same state) − Σ_s p_i(s) p'_i(s)] over the geometric mean of Σ_i [1 − Σ_s p_i(s)²] before and after: for binary
/// units the covariance over the variances.
fn connected_correlation(before: &[u8], after: &[u8], sites: usize, states: usize) -> Option<f64> {
    let chains = before.len() / sites;
    if chains < 2 || after.len() != before.len() {
        return None;
    }
    let mut counts = vec![[0_u32; 2]; sites * states];
    let mut same = 0_u64;
    for (before, after) in before.chunks_exact(sites).zip(after.chunks_exact(sites)) {
        for ((&before, &after), counts) in before.iter().zip(after).zip(counts.chunks_exact_mut(states)) {
            counts[usize::from(before)][0] += 1;
            counts[usize::from(after)][1] += 1;
            same += u64::from(before == after);
        }
    }
    let share = |count: u32| f64::from(count) / chains as f64;
    let sum = |a: usize, b: usize| counts.iter().map(|count| share(count[a]) * share(count[b])).sum::<f64>();
    let covariance = same as f64 / chains as f64 - sum(0, 1);
    let variances = (sites as f64 - sum(0, 0)) * (sites as f64 - sum(1, 1));
    (variances > 0.0).then(|| (covariance / variances.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream, below};

    #[test]
    fn frozen_chains_have_correlation_one_and_fresh_ones_none() {
        let mut rng = Seed(4).stream(Stream::Chains);
        let chains: Vec<u8> = (0..4000).map(|_| below(&mut rng, 4) as u8).collect();
        assert!((connected_correlation(&chains, &chains, 5, 4).unwrap() - 1.0).abs() < 1e-12);
        let shifted: Vec<u8> = chains.iter().copied().cycle().skip(5 * 77).take(4000).collect();
        // A standard error is about 1/√(800 · 5 · 3).
        assert!(connected_correlation(&chains, &shifted, 5, 4).unwrap().abs() < 0.04);
        let opposite: Vec<u8> = [0, 1, 1, 0].repeat(8);
        let flipped: Vec<u8> = opposite.iter().map(|&value| 1 - value).collect();
        assert!((connected_correlation(&opposite, &flipped, 2, 2).unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(connected_correlation(&[1; 8], &[1; 8], 2, 2), None);
        assert_eq!(connected_correlation(&[1, 0], &[1, 0], 2, 2), None);
    }
}
