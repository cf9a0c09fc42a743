//! What can be said of the stored patterns themselves: how alike they are, and how they disturb one another.

use super::network::Network;
use super::running::Running;
use crate::physics::spins::Pattern;

impl Network {
    /// Stabilities ξ_i^μ h_i at stored pattern μ: the pattern is a fixed point when none is negative. Empty
    /// for a pattern that is not there.
    pub fn stabilities(&self, mu: usize) -> Vec<f64> {
        let Some(pattern) = self.patterns().get(mu) else { return Vec::new() };
        let fields = self.fields(pattern.spins());
        pattern.spins().iter().zip(fields).map(|(&spin, field)| f64::from(spin) * field).collect()
    }

    /// Crosstalk C_i^μ = −ξ_i^μ (1/N) Σ_{ν≠μ} Σ_{j≠i} ξ_i^ν ξ_j^ν ξ_j^μ of all spins at stored pattern μ.
    ///
    /// It is a property of the patterns under Hebb's rule, whatever the network's own rule. There the
    /// stability of a spin is (1 − 1/N) − C_i^μ, so the spin is unstable where C exceeds 1 − 1/N, in the
    /// limit of large N where C > 1. Empty for a pattern that is not there.
    pub fn crosstalk(&self, mu: usize) -> Vec<f64> {
        let Some(pattern) = self.patterns().get(mu) else { return Vec::new() };
        let n = self.size() as i64;
        let running = Running::new(self, pattern.spins());
        pattern
            .spins()
            .iter()
            .enumerate()
            .map(|(site, &spin)| {
                let aligned = i64::from(spin) * i64::from(running.hebbian_field(self, site));
                (n - 1 - aligned) as f64 / n as f64
            })
            .collect()
    }

    /// The p by p matrix of mutual overlaps (1/N) Σ_i ξ_i^μ ξ_i^ν, row by row.
    pub fn overlap_matrix(&self) -> Vec<f64> {
        overlap_matrix(self.size(), self.patterns())
    }

    /// The two most alike stored patterns, by the magnitude of their overlap, and that overlap with its sign;
    /// `None` below two patterns.
    pub fn largest_overlap(&self) -> Option<(usize, usize, f64)> {
        let p = self.patterns().len();
        let matrix = self.overlap_matrix();
        let mut largest: Option<(usize, usize, f64)> = None;
        for mu in 0..p {
            for nu in mu + 1..p {
                let overlap = matrix[mu * p + nu];
                if largest.is_none_or(|(_, _, best)| overlap.abs() > best.abs()) {
                    largest = Some((mu, nu, overlap));
                }
            }
        }
        largest
    }
}

/// Mutual overlaps of patterns of `size` spins. Counted in words of 64 spins, so that thousands of patterns
/// of 100 000 spins take seconds.
pub(super) fn overlap_matrix(size: usize, patterns: &[Pattern]) -> Vec<f64> {
    let words: Vec<Vec<u64>> = patterns.iter().map(bits).collect();
    let p = patterns.len();
    let mut matrix = vec![1.0; p * p];
    for mu in 0..p {
        for nu in 0..mu {
            let differing: u32 = words[mu].iter().zip(&words[nu]).map(|(a, b)| (a ^ b).count_ones()).sum();
            let overlap = (size as f64 - 2.0 * f64::from(differing)) / size as f64;
            matrix[mu * p + nu] = overlap;
            matrix[nu * p + mu] = overlap;
        }
    }
    matrix
}

fn bits(pattern: &Pattern) -> Vec<u64> {
    let word = |spins: &[i8]| spins.iter().fold(0, |word, &spin| (word << 1) | u64::from(spin > 0));
    pattern.spins().chunks(64).map(word).collect()
}
