//! What can be said of the stored patterns themselves: how similar they are, and how they disturb one another.

use super::dense::Interaction;
use super::network::{Couplings, Network};
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

    /// How many spins of stored pattern μ flip at their first visit at T = 0, those with a negative
    /// [stability](Self::stabilities); 0 for a pattern that is not there.
    pub fn unstable(&self, mu: usize) -> usize {
        self.unstable_among(&self.stabilities(mu))
    }

    /// How many of these stabilities are those of spins that flip at their first visit at T = 0.
    pub fn unstable_among(&self, stabilities: &[f64]) -> usize {
        let rounding = self.rounding();
        stabilities.iter().filter(|&&stability| stability < -rounding).count()
    }

    /// Σ_i (Σ_μ ξ_i^μ)² = p² |M|², where M is the mean of the stored patterns.
    pub(super) fn squared_sum(&self) -> i64 {
        let mut sums = vec![0_i32; self.size()];
        for pattern in self.patterns() {
            sums.iter_mut().zip(pattern.spins()).for_each(|(sum, &spin)| *sum += i32::from(spin));
        }
        sums.into_iter().map(|sum| i64::from(sum).pow(2)).sum()
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

    /// The mean a = (1/pN) Σ_μi ξ_i^μ of all spins of the stored patterns; 0 where there are none.
    pub fn mean_activity(&self) -> f64 {
        let sum = |pattern: &Pattern| pattern.spins().iter().map(|&spin| i64::from(spin)).sum::<i64>();
        let all: i64 = self.patterns().iter().map(sum).sum();
        all as f64 / (self.size() * self.patterns().len()).max(1) as f64
    }

    /// The mean overlap of two different stored patterns, (Σ_i (Σ_μ ξ_i^μ)² − pN) / (N p (p − 1)); `None` below two
    /// patterns.
    pub fn mean_overlap(&self) -> Option<f64> {
        let (n, p) = (self.size() as i64, self.patterns().len() as i64);
        (p > 1).then(|| (self.squared_sum() - p * n) as f64 / (n * p * (p - 1)) as f64)
    }

    /// The two most similar stored patterns, by the magnitude of their overlap, and that overlap with its sign;
    /// `None` below two patterns.
    pub fn largest_overlap(&self) -> Option<(usize, usize, f64)> {
        let mut largest: Option<(usize, usize, i64)> = None;
        for_each_pair(self.size(), self.patterns(), |mu, nu, sum| {
            if largest.is_none_or(|(_, _, best)| sum.abs() > best.abs()) {
                largest = Some((mu, nu, sum));
            }
        });
        largest.map(|(mu, nu, sum)| (mu, nu, sum as f64 / self.size() as f64))
    }

    /// The energies of the stored patterns, in their order. Where J is not formed they follow from the mutual
    /// overlaps, which p calls of [`energy`](Self::energy) would each compute again.
    pub fn stored_energies(&self) -> Vec<f64> {
        let (n, p) = (self.size(), self.patterns().len());
        match self.couplings() {
            Couplings::Hebb => {
                let mut squares = vec![(n as i64).pow(2); p];
                for_each_pair(n, self.patterns(), |mu, nu, sum| {
                    squares[mu] += sum.pow(2);
                    squares[nu] += sum.pow(2);
                });
                let own = p as i64 * n as i64;
                squares.into_iter().map(|squares| (own - squares) as f64 / (2 * n) as f64).collect()
            }
            Couplings::Many(interaction) => {
                // No overlap is larger than that of a memory with itself.
                let value = |sum: i64| match interaction {
                    Interaction::Exponential => ((sum - n as i64) as f64).exp(),
                    _ => interaction.value(sum as f64),
                };
                let mut values = vec![value(n as i64); p];
                for_each_pair(n, self.patterns(), |mu, nu, sum| {
                    let term = value(sum);
                    values[mu] += term;
                    values[nu] += term;
                });
                let unit = interaction.unit(n);
                let energy = |sum: f64| match interaction {
                    Interaction::Exponential => -(n as f64 + sum.ln()),
                    _ => -sum / unit,
                };
                values.into_iter().map(energy).collect()
            }
            Couplings::Covariance(covariance) => {
                let magnetization = |pattern: &Pattern| pattern.spins().iter().map(|&spin| i32::from(spin)).sum();
                let mut sums = vec![vec![n as i32; p]; p];
                for_each_pair(n, self.patterns(), |mu, nu, sum| {
                    (sums[mu][nu], sums[nu][mu]) = (sum as i32, sum as i32);
                });
                let patterns = self.patterns().iter().zip(&sums);
                patterns.map(|(pattern, sums)| covariance.energy(sums, magnetization(pattern))).collect()
            }
            // A stored pattern lies in the span that J projects on: (J + diag J_ii) ξ = ξ.
            Couplings::Projection(projection) => {
                let own: f64 = (0..n).map(|site| projection.self_coupling(site)).sum();
                vec![0.5 * (own - n as f64); p]
            }
            Couplings::Dense(dense) => {
                let mut fields = Vec::new();
                let energy = |pattern: &Pattern| {
                    dense.fields(pattern.spins(), &mut fields);
                    let terms = pattern.spins().iter().zip(&fields).map(|(&spin, field)| f64::from(spin) * field);
                    -0.5 * terms.sum::<f64>()
                };
                self.patterns().iter().map(energy).collect()
            }
        }
    }
}

/// Mutual overlaps of patterns of `size` spins.
pub(super) fn overlap_matrix(size: usize, patterns: &[Pattern]) -> Vec<f64> {
    let p = patterns.len();
    let mut matrix = vec![1.0; p * p];
    for_each_pair(size, patterns, |mu, nu, sum| {
        let overlap = sum as f64 / size as f64;
        matrix[mu * p + nu] = overlap;
        matrix[nu * p + mu] = overlap;
    });
    matrix
}

/// Σ_i ξ_i^μ ξ_i^ν of all pairs μ < ν, in order. Counted in words of 64 spins, so that thousands of patterns of
/// 100 000 spins take seconds.
fn for_each_pair(size: usize, patterns: &[Pattern], mut each: impl FnMut(usize, usize, i64)) {
    let words: Vec<Vec<u64>> = patterns.iter().map(bits).collect();
    for (mu, a) in words.iter().enumerate() {
        for (nu, b) in words.iter().enumerate().skip(mu + 1) {
            let differing: u32 = a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum();
            each(mu, nu, size as i64 - 2 * i64::from(differing));
        }
    }
}

fn bits(pattern: &Pattern) -> Vec<u64> {
    let word = |spins: &[i8]| spins.iter().fold(0, |word, &spin| (word << 1) | u64::from(spin > 0));
    pattern.spins().chunks(64).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::hopfield::NetworkError;
    use crate::physics::seed::{Seed, Stream};

    #[test]
    fn energies_of_stored_patterns_are_their_energies() {
        let mut rng = Seed(61).stream(Stream::Patterns);
        for (size, count) in [(1, 1), (65, 1), (65, 7), (130, 12), (20, 31)] {
            let mut patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
            patterns.push(patterns[0].clone());
            for rule in LearningRule::ALL {
                let network = Network::store(&patterns, rule).unwrap();
                let energies = network.stored_energies();
                assert_eq!(energies.len(), patterns.len());
                for (energy, pattern) in energies.iter().zip(&patterns) {
                    let wanted = network.energy(pattern.spins());
                    assert!((energy - wanted).abs() < 1e-8, "{rule:?} {size} {count}: {energy} is not {wanted}");
                }
            }
        }
    }

    #[test]
    fn couplings_that_overflow_are_refused() {
        let mut rng = Seed(63).stream(Stream::Patterns);
        let many: Vec<_> = (0..10_000).map(|_| Pattern::random(10, &mut rng)).collect();
        let refused = Network::store(&many, LearningRule::Storkey).err();
        assert_eq!(refused, Some(NetworkError::Overflow { size: 10, patterns: 10_000 }));
        assert!(Network::store(&many, LearningRule::Hebb).is_ok());
    }

    #[test]
    fn the_most_alike_pair_is_the_largest_entry_of_the_matrix() {
        let mut rng = Seed(62).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..9).map(|_| Pattern::random(77, &mut rng)).collect();
        let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
        let matrix = network.overlap_matrix();
        let (mu, nu, overlap) = network.largest_overlap().unwrap();
        assert_eq!(matrix[mu * 9 + nu], overlap);
        assert!(mu < nu && (0..81).all(|k| k % 10 == 0 || matrix[k].abs() <= overlap.abs()));
        let pairs: f64 = (0..9).flat_map(|mu| (0..mu).map(move |nu| mu * 9 + nu)).map(|k| matrix[k]).sum();
        assert!((network.mean_overlap().unwrap() - pairs / 36.0).abs() < 1e-12);
        let sum: i32 = patterns.iter().flat_map(Pattern::spins).map(|&spin| i32::from(spin)).sum();
        assert_eq!(network.mean_activity(), f64::from(sum) / 693.0);
        assert_eq!(Network::store(&patterns[..1], LearningRule::Hebb).unwrap().largest_overlap(), None);
    }
}
