//! The energy of real-valued states on the plane of two memories, for the landscape.

use super::network::Network;
use crate::physics::hopfield::dense::Interaction;
use crate::physics::spins::Pattern;

/// Why there is no plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaneError {
    /// A memory of another number of spins than the network.
    #[error("a memory of {found} spins spans no plane in a network of {expected}")]
    Size {
        /// Spins of the network.
        expected: usize,
        /// Spins of the memory.
        found: usize,
    },
    /// They are equal or opposite.
    #[error("the two memories are equal or opposite: they span no plane")]
    OneLine,
}

/// The states m(u, v) with m_i = u ξ_i where the memories ξ and η agree, and v ξ_i where they differ; u and v from −1 to 1.
/// The corners are the memories and their negatives: ξ at (1, 1), η at (1, −1), −η at (−1, 1), −ξ at (−1, −1).
///
/// Of a network of couplings, E(u, v) = −½ Σ_ij J_ij m_i m_j − θ Σ_i m_i is the mean energy of spins that are drawn
/// independently with means m_i, because J_ii = 0: the energy of mean-field theory. It is a polynomial of second degree,
/// E = −½ (A u² + 2 B u v + C v²) − θ (u S + v T), with A, B, C the sums of ξ_i J_ij ξ_j within and between the two
/// sets of sites and S, T the sums of ξ_i over them. Of a dense memory E = −Σ_μ F(Σ_i ξ_i^μ m_i) in the unit n N^(n−1),
/// of the exponential −ln Σ_μ exp(Σ_i ξ_i^μ m_i). At the corners it is [`Network::energy`].
///
/// ## References
/// J. Hopfield, PNAS 79, 2554 (1982); D. Amit, *Modeling Brain Function* (1989), section 3.3 (the mean energy of
/// independent spins); D. Krotov and J. Hopfield, NIPS 29 (2016) for F.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryPlane {
    /// A, B, C.
    pairs: [f64; 3],
    /// θ S and θ T.
    linear: [f64; 2],
    /// Of a dense memory: its function and, for each stored pattern, Σ ξ_i^μ ξ_i over the two sets of sites.
    dense: Option<(Interaction, Vec<[f64; 2]>)>,
    size: usize,
}

impl MemoryPlane {
    /// The plane of `one` and `other`: O(p N), with the couplings of `network` used twice.
    ///
    /// # Errors
    /// Memories of another size, and such as are equal or opposite.
    pub fn new(network: &Network, one: &Pattern, other: &Pattern) -> Result<Self, PlaneError> {
        let size = network.size();
        for memory in [one, other] {
            if memory.len() != size {
                return Err(PlaneError::Size { expected: size, found: memory.len() });
            }
        }
        let agree: Vec<bool> = one.spins().iter().zip(other.spins()).map(|(a, b)| a == b).collect();
        let agreeing = agree.iter().filter(|agrees| **agrees).count();
        if agreeing == 0 || agreeing == size {
            return Err(PlaneError::OneLine);
        }
        let halves = |values: &mut dyn Iterator<Item = f64>| {
            let mut sums = [0.0, 0.0];
            for (value, &agrees) in values.zip(&agree) {
                sums[usize::from(!agrees)] += value;
            }
            sums
        };
        let signs = || one.spins().iter().map(|&spin| f64::from(spin));
        if let Some(interaction) = network.interaction() {
            let of = |pattern: &Pattern| {
                halves(&mut signs().zip(pattern.spins()).map(|(sign, &spin)| sign * f64::from(spin)))
            };
            let rows = network.patterns().iter().map(of).collect();
            return Ok(Self { pairs: [0.0; 3], linear: [0.0; 2], dense: Some((interaction, rows)), size });
        }
        let theta = network.threshold();
        let of_fields = |state: &Pattern| {
            let fields = network.fields(state.spins());
            halves(&mut signs().zip(fields).map(|(sign, field)| sign * (field - theta)))
        };
        // ξ is (1, 1) and η is (1, −1): A + B and B + C, then A − B and B − C.
        let ([first, second], [third, _]) = (of_fields(one), of_fields(other));
        let (a, b) = (f64::midpoint(first, third), (first - third) / 2.0);
        let linear = halves(&mut signs()).map(|sum| theta * sum);
        Ok(Self { pairs: [a, b, second - b], linear, dense: None, size })
    }

    /// E(u, v) / N.
    pub fn energy_per_spin(&self, u: f64, v: f64) -> f64 {
        let size = self.size as f64;
        let Some((interaction, rows)) = &self.dense else {
            let ([a, b, c], [s, t]) = (self.pairs, self.linear);
            return (-0.5 * (a * u * u + 2.0 * b * u * v + c * v * v) - s * u - t * v) / size;
        };
        let products = rows.iter().map(|[p, q]| p * u + q * v);
        if matches!(interaction, Interaction::Exponential) {
            let largest = products.clone().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = products.map(|product| (product - largest).exp()).sum();
            return -(largest + sum.ln()) / size;
        }
        -products.map(|product| interaction.value(product)).sum::<f64>() / interaction.unit(self.size) / size
    }

    /// The point (u, v) nearest to a state: the mean of ξ_i σ_i over the sites where the memories agree, and over those
    /// where they differ. 0 over none.
    pub fn nearest(one: &[i8], other: &[i8], state: &[i8]) -> [f64; 2] {
        let mut sums = [0.0; 2];
        let mut counts = [0_u32; 2];
        for ((&a, &b), &spin) in one.iter().zip(other).zip(state) {
            let half = usize::from(a != b);
            sums[half] += f64::from(a) * f64::from(spin);
            counts[half] += 1;
        }
        [0, 1].map(|half| sums[half] / f64::from(counts[half].max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::hopfield::dense::Degree;
    use crate::physics::seed::{Seed, Stream};
    use rand::RngExt as _;

    fn memories(count: usize, size: usize) -> Vec<Pattern> {
        let mut rng = Seed(5).indexed(Stream::Patterns, 0);
        // A third of the spins up, so that the covariance rule has a threshold.
        (0..count).map(|_| Pattern::from_bits((0..size).map(|_| rng.random_bool(0.34)))).collect()
    }

    fn rules() -> Vec<LearningRule> {
        let dense = [Interaction::Polynomial(Degree::ALL[1]), Interaction::Exponential];
        [LearningRule::Hebb, LearningRule::PseudoInverse, LearningRule::Storkey, LearningRule::Covariance]
            .into_iter()
            .chain(dense.map(LearningRule::Dense))
            .collect()
    }

    #[test]
    fn the_corners_are_the_memories_and_their_negatives() {
        let patterns = memories(4, 60);
        for rule in rules() {
            let network = Network::store(&patterns, rule).unwrap();
            let (one, other) = (&patterns[0], &patterns[2]);
            let plane = MemoryPlane::new(&network, one, other).unwrap();
            for (state, sign, u, v) in
                [(one, 1, 1.0, 1.0), (other, 1, 1.0, -1.0), (other, -1, -1.0, 1.0), (one, -1, -1.0, -1.0)]
            {
                let spins: Vec<i8> = state.spins().iter().map(|spin| sign * spin).collect();
                let energy = network.energy(&spins) / 60.0;
                let found = plane.energy_per_spin(u, v);
                assert!(
                    (found - energy).abs() < 1e-9 * (1.0 + energy.abs()),
                    "{rule:?} at ({u}, {v}): {found}, {energy}"
                );
                assert_eq!(MemoryPlane::nearest(one.spins(), other.spins(), &spins), [u, v]);
            }
        }
    }

    #[test]
    fn within_it_is_the_sum_over_pairs_of_real_valued_spins() {
        let patterns = memories(3, 40);
        let network = Network::store(&patterns, LearningRule::Covariance).unwrap();
        let (one, other) = (&patterns[0], &patterns[1]);
        let plane = MemoryPlane::new(&network, one, other).unwrap();
        for (u, v) in [(0.3, -0.7), (0.0, 0.5), (-0.2, 0.1)] {
            let pairs = one.spins().iter().zip(other.spins());
            let state: Vec<f64> = pairs.map(|(&a, &b)| if a == b { u } else { v } * f64::from(a)).collect();
            let mut energy = 0.0;
            for i in 0..40 {
                energy -= network.threshold() * state[i];
                for j in 0..40 {
                    energy -= 0.5 * network.coupling(i, j) * state[i] * state[j];
                }
            }
            assert!((plane.energy_per_spin(u, v) - energy / 40.0).abs() < 1e-12);
        }
    }

    #[test]
    fn memories_that_span_no_plane_are_refused() {
        let patterns = memories(2, 40);
        let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
        assert_eq!(MemoryPlane::new(&network, &patterns[0], &patterns[0]), Err(PlaneError::OneLine));
        let short = Pattern::from_bits([true, false]);
        let error = MemoryPlane::new(&network, &patterns[0], &short).unwrap_err();
        assert!(error.to_string().contains("2 spins"), "{error}");
    }
}
