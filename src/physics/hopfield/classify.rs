//! What an end state is, judged by its overlaps with the stored patterns.

use crate::physics::hopfield::network::Network;
use crate::physics::theory::mixtures;

/// A memory counts as recalled above this overlap, as on the command line.
pub const RECALLED: f64 = 0.9;
/// The overlaps of a mixture of n lie within this fraction of the theoretical m_n …
const TOLERANCE: f64 = 0.25;
/// … and those with all other memories below this fraction of it.
const OTHERS: f64 = 0.5;
/// The mixtures that are looked for: the small odd ones, which are minima of the energy.
const COMPONENTS: [usize; 3] = [3, 5, 7];

/// The class of an end state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndState {
    /// Memory μ: m_μ > 0.9.
    Memory(usize),
    /// The reverse of memory μ: m_μ < −0.9.
    AntiMemory(usize),
    /// A mixture of 3, 5 or 7 memories: each with its sign, `true` for positive, in the order of the shelf.
    Mixture(Vec<(usize, bool)>),
    /// Anything else.
    Other,
}

impl EndState {
    /// Judges by the overlaps m_μ.
    ///
    /// A memory or its reverse needs |m| > 0.9; of several the largest counts. A mixture of n needs its n
    /// largest |m| within a quarter of m_n (½, ⅜, 5/16 for 3, 5, 7), and all further ones below half of it.
    /// At most one n can fulfil this. For small or strongly overlapping memories the thresholds are a
    /// convention, not a proof.
    pub fn of(overlaps: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..overlaps.len()).collect();
        order.sort_by(|&a, &b| overlaps[b].abs().total_cmp(&overlaps[a].abs()));
        let magnitude = |rank: usize| order.get(rank).map_or(0.0, |&mu| overlaps[mu].abs());
        let Some(&first) = order.first() else { return Self::Other };
        if magnitude(0) > RECALLED {
            return if overlaps[first] > 0.0 { Self::Memory(first) } else { Self::AntiMemory(first) };
        }
        for n in COMPONENTS {
            let expected = mixtures::overlap(n as u32);
            let alike =
                magnitude(0) <= (1.0 + TOLERANCE) * expected && magnitude(n - 1) >= (1.0 - TOLERANCE) * expected;
            if alike && magnitude(n) <= OTHERS * expected {
                let mut parts: Vec<_> = order.iter().take(n).map(|&mu| (mu, overlaps[mu] > 0.0)).collect();
                parts.sort_unstable();
                return Self::Mixture(parts);
            }
        }
        Self::Other
    }

    /// Judges a state of a network by its overlaps with all stored patterns, as [`of`](Self::of) does, except that a
    /// memory must be more than what all memories have in common.
    ///
    /// Patterns with few cells on have large overlaps with each other and with the state “all off”. So a memory, or
    /// its reverse, counts only where the state is not nearer to the mean M_i = (1/p) Σ_μ ξ_i^μ (or −M) than to it:
    /// with S_μ = N m_μ and |σ − M|² = N − (2/p) Σ_μ S_μ + |M|², where |σ − ξ^μ|² = 2 (N − S_μ) ≤ |σ − M|².
    pub fn in_network(network: &Network, overlaps: &[f64]) -> Self {
        let found = Self::of(overlaps);
        let (mu, sign) = match found {
            Self::Memory(mu) => (mu, 1),
            Self::AntiMemory(mu) => (mu, -1),
            Self::Mixture(_) | Self::Other => return found,
        };
        let (n, p) = (network.size() as i64, overlaps.len() as i64);
        // Whole numbers: one stored pattern is its own mean, and both distances are equal.
        let product = |m: f64| sign * (m * n as f64).round() as i64;
        let own = overlaps.get(mu).map_or(0, |&m| product(m));
        let all: i64 = overlaps.iter().map(|&m| product(m)).sum();
        let to_memory = 2 * p * p * (n - own);
        let to_mean = p * p * n - 2 * p * all + network.squared_sum();
        if to_memory <= to_mean { found } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::{LearningRule, Network};
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::Pattern;

    #[test]
    fn thresholds_are_where_they_are_said_to_be() {
        assert_eq!(EndState::of(&[0.1, 0.95, -0.2]), EndState::Memory(1));
        assert_eq!(EndState::of(&[0.1, -0.95, -0.2]), EndState::AntiMemory(1));
        assert_eq!(EndState::of(&[0.91, 0.95]), EndState::Memory(1));
        assert_eq!(EndState::of(&[0.9, 0.0]), EndState::Other);
        assert_eq!(EndState::of(&[]), EndState::Other);
        let three = EndState::Mixture(vec![(0, true), (2, false), (3, true)]);
        assert_eq!(EndState::of(&[0.5, 0.05, -0.6, 0.4, -0.2]), three);
        assert_eq!(EndState::of(&[0.5, 0.05, -0.6, 0.37, -0.2]), EndState::Other);
        assert_eq!(EndState::of(&[0.5, 0.05, -0.6, 0.4, -0.26]), EndState::Other);
        assert_eq!(EndState::of(&[0.5, 0.5]), EndState::Other);
    }

    #[test]
    fn true_mixtures_are_found() {
        let mut rng = Seed(31).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..12).map(|_| Pattern::random(4001, &mut rng)).collect();
        let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
        for n in [3, 5, 7] {
            let state = Pattern::from_bits((0..4001).map(|site| {
                let sum: i32 =
                    (0..n).map(|mu| i32::from(patterns[mu].spins()[site]) * if mu == 1 { -1 } else { 1 }).sum();
                sum > 0
            }));
            let wanted = EndState::Mixture((0..n).map(|mu| (mu, mu != 1)).collect());
            assert_eq!(EndState::of(&network.overlaps(state.spins())), wanted);
        }
        let strange = Pattern::random(4001, &mut rng);
        assert_eq!(EndState::of(&network.overlaps(strange.spins())), EndState::Other);
    }

    #[test]
    fn what_all_memories_have_in_common_is_no_memory() {
        // Ten patterns of 400 spins, each with eight spins up of its own: “all down” overlaps with each by 0.96.
        let patterns: Vec<_> = (0..10).map(|mu| Pattern::from_bits((0..400).map(|site| site / 8 == mu))).collect();
        let network = Network::store(&patterns, LearningRule::PseudoInverse).unwrap();
        let judged = |spins: &[i8]| EndState::in_network(&network, &network.overlaps(spins));
        let empty = vec![-1; 400];
        assert_eq!(EndState::of(&network.overlaps(&empty)), EndState::Memory(0), "by the threshold alone");
        assert_eq!(judged(&empty), EndState::Other);
        assert_eq!(judged(&vec![1; 400]), EndState::Other);
        for (mu, pattern) in patterns.iter().enumerate() {
            assert_eq!(judged(pattern.spins()), EndState::Memory(mu));
            let reverse: Vec<i8> = pattern.spins().iter().map(|spin| -spin).collect();
            assert_eq!(judged(&reverse), EndState::AntiMemory(mu));
        }
    }

    #[test]
    fn one_pattern_is_its_own_mean() {
        let pattern = Pattern::random(100, &mut Seed(2).stream(Stream::Patterns));
        let network = Network::store(std::slice::from_ref(&pattern), LearningRule::Hebb).unwrap();
        let mut near = pattern.spins().to_vec();
        near[3] = -near[3];
        for spins in [pattern.spins(), &near] {
            assert_eq!(EndState::in_network(&network, &network.overlaps(spins)), EndState::Memory(0));
        }
    }
}
