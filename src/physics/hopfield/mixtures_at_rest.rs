//! Symmetric mixtures of three of the stored memories, counted in a network: which of them are at rest.
//!
//! The mixture of memories μ < ν < κ with signs s is the state σ_i = sign(s_μ ξ_i^μ + s_ν ξ_i^ν + s_κ ξ_i^κ), a sum that is
//! never 0. It is at rest where σ_i h_i > 0 on every site. Of p memories there are 2³ p! / (3! (p − 3)!) of them, all at rest
//! where the patterns make no noise for each other.
//!
//! ## References
//!
//! * D. J. Amit, H. Gutfreund and H. Sompolinsky, “Spin-glass models of neural networks”, Phys. Rev. A 32, 1007 (1985),
//!   doi:10.1103/PhysRevA.32.1007

use super::network::Network;

/// How many different mixtures of three stored memories are at rest; O(p⁴ N).
pub fn mixtures_at_rest(network: &Network) -> usize {
    let (patterns, size) = (network.patterns(), network.size());
    let spin = |mu: usize, site: usize| i32::from(patterns.get(mu).and_then(|p| p.spins().get(site)).map_or(1, |&s| s));
    let mut found: Vec<Vec<i8>> = Vec::new();
    for kappa in 2..patterns.len() {
        for nu in 1..kappa {
            for mu in 0..nu {
                for signs in 0..8_u8 {
                    let sign = |k: u8| if signs >> k & 1 == 0 { 1 } else { -1 };
                    let sum = |i: usize| sign(0) * spin(mu, i) + sign(1) * spin(nu, i) + sign(2) * spin(kappa, i);
                    let state: Vec<i8> = (0..size).map(|site| if sum(site) > 0 { 1 } else { -1 }).collect();
                    let at_rest = |(&spin, field): (&i8, f64)| f64::from(spin) * field > 0.0;
                    if state.iter().zip(network.fields(&state)).all(at_rest) {
                        found.push(state);
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.len()
}

/// How many numbers a count over so many memories of so many spins looks at.
pub const fn work(patterns: usize, size: usize) -> usize {
    let mixtures =
        patterns.saturating_mul(patterns.saturating_sub(1)).saturating_mul(patterns.saturating_sub(2)) / 6 * 8;
    mixtures.saturating_mul(patterns).saturating_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::hopfield::balanced::balanced_patterns;
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::Pattern;

    fn count(patterns: &[Pattern]) -> usize {
        mixtures_at_rest(&Network::store(patterns, LearningRule::Hebb).unwrap())
    }

    #[test]
    fn all_mixtures_of_patterns_without_noise_are_at_rest() {
        // 2³ times the number of ways to choose three.
        for (memories, expected) in [(2, 0), (3, 8), (4, 32), (5, 80)] {
            let patterns = balanced_patterns(memories, 1024, &mut Seed(2).stream(Stream::Patterns));
            assert_eq!(count(&patterns), expected, "{memories}");
        }
    }

    #[test]
    fn it_is_the_number_of_mixtures_among_all_fixed_points() {
        // Every state of a small network is looked at: those at rest that are the majority of three memories up to signs.
        let patterns = balanced_patterns(4, 16, &mut Seed(1).stream(Stream::Patterns));
        let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
        let is_mixture = |state: &[i8]| {
            let overlaps: Vec<i32> = patterns
                .iter()
                .map(|p| p.spins().iter().zip(state).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum())
                .collect();
            overlaps.iter().filter(|m| m.abs() == 8).count() == 3 && overlaps.contains(&0)
        };
        let enumerated = (0..1_u32 << 16)
            .map(|bits| (0..16).map(|i| if bits >> i & 1 == 1 { 1 } else { -1 }).collect::<Vec<i8>>())
            .filter(|state| is_mixture(state))
            .filter(|state| state.iter().zip(network.fields(state)).all(|(&spin, h)| f64::from(spin) * h > 0.0))
            .count();
        assert_eq!(count(&patterns), enumerated);
    }

    #[test]
    fn the_work_is_that_of_the_mixtures() {
        assert_eq!([work(2, 100), work(3, 100), work(5, 100)], [0, 8 * 3 * 100, 80 * 5 * 100]);
    }
}
