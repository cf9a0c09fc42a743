//! The energy of a network at real-valued states: what [`MemoryPlane`](super::plane::MemoryPlane) has over two memories,
//! anywhere.
//!
//! Of couplings, E(m) = −½ Σ_ij J_ij m_i m_j − θ Σ_i m_i: the mean energy of spins that are drawn independently with means m,
//! because J_ii = 0. Of a dense memory E = −Σ_μ F(Σ_i ξ_i^μ m_i) in the unit n N^(n−1), of the exponential
//! −ln Σ_μ exp(Σ_i ξ_i^μ m_i). At configurations it is [`Network::energy`].
//!
//! ## References
//!
//! * D. J. Amit, *Modeling Brain Function* (1989), section 3.3
//! * D. Krotov and J. Hopfield, NIPS 29 (2016), arXiv:1606.01164, for F

use ndarray::{Array2, ArrayView1};

use super::dense::Interaction;
use super::network::{Network, NetworkError};
use crate::physics::arrays::{ShapeError, check_shape};
use crate::physics::math::log_sum_exp;

/// The energy of a network as a function of means; it holds the couplings.
#[derive(Clone, Debug)]
pub struct EnergyOfMeans {
    size: usize,
    threshold: f64,
    form: Form,
}

#[derive(Clone, Debug)]
enum Form {
    /// J.
    Couplings(Array2<f64>),
    /// F, and the memories (memory, site).
    Dense(Interaction, Array2<f64>),
}

impl EnergyOfMeans {
    /// That of a network. J is formed: see [`Network::coupling_matrix`].
    ///
    /// # Errors
    /// There are too many spins for that.
    pub fn new(network: &Network) -> Result<Self, NetworkError> {
        let size = network.size();
        let form = if let Some(interaction) = network.interaction() {
            let memories = network.patterns();
            let spin = |(memory, site): (usize, usize)| f64::from(memories[memory].spins()[site]);
            Form::Dense(interaction, Array2::from_shape_fn((memories.len(), size), spin))
        } else {
            Form::Couplings(network.coupling_matrix()?)
        };
        Ok(Self { size, threshold: network.threshold(), form })
    }

    /// E / N of each row of means (row, site).
    ///
    /// # Errors
    /// Rows of another length.
    pub fn per_spin(&self, means: &Array2<f64>) -> Result<Vec<f64>, ShapeError> {
        check_shape("the array of means", means.shape(), &[means.nrows(), self.size])?;
        let size = self.size as f64;
        Ok(match &self.form {
            Form::Couplings(couplings) => {
                let fields = means.dot(couplings);
                let rows = means.rows().into_iter().zip(fields.rows());
                rows.map(|(row, fields)| (-0.5 * row.dot(&fields) - self.threshold * row.sum()) / size).collect()
            }
            Form::Dense(Interaction::Exponential, memories) => {
                let products = means.dot(&memories.t());
                products.rows().into_iter().map(|row| -log_sum_exp(row.iter().copied()) / size).collect()
            }
            Form::Dense(interaction, memories) => {
                let products = means.dot(&memories.t());
                let unit = interaction.unit(self.size) * size;
                let sum = |row: ArrayView1<'_, f64>| row.iter().map(|&x| interaction.value(x)).sum::<f64>();
                products.rows().into_iter().map(|row| -sum(row) / unit).collect()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::hopfield::dense::Degree;
    use crate::physics::hopfield::plane::MemoryPlane;
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::Pattern;
    use rand::RngExt as _;

    #[test]
    fn at_configurations_it_is_the_energy_and_on_the_plane_of_memories_that_of_the_plane() {
        let mut rng = Seed(5).indexed(Stream::Patterns, 0);
        let patterns: Vec<Pattern> =
            (0..4).map(|_| Pattern::from_bits((0..60).map(|_| rng.random_bool(0.34)))).collect();
        let dense = [Interaction::Polynomial(Degree::ALL[1]), Interaction::Exponential].map(LearningRule::Dense);
        let rules = [LearningRule::Hebb, LearningRule::PseudoInverse, LearningRule::Covariance];
        for rule in rules.into_iter().chain(dense) {
            let network = Network::store(&patterns, rule).unwrap();
            let energy = EnergyOfMeans::new(&network).unwrap();
            let states = Array2::from_shape_fn((4, 60), |(row, site)| f64::from(patterns[row].spins()[site]));
            for (pattern, found) in patterns.iter().zip(energy.per_spin(&states).unwrap()) {
                let expected = network.energy(pattern.spins()) / 60.0;
                assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{rule:?}: {found}, {expected}");
            }
            let plane = MemoryPlane::new(&network, &patterns[0], &patterns[2]).unwrap();
            let (u, v) = (0.3, -0.6);
            let means = Array2::from_shape_fn((1, 60), |(_, site)| {
                let [a, b] = [0, 2].map(|which| patterns[which].spins()[site]);
                let value = if a == b { u } else { v };
                value * f64::from(a)
            });
            let (found, expected) = (energy.per_spin(&means).unwrap()[0], plane.energy_per_spin(u, v));
            assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{rule:?}: {found}, {expected}");
            assert!(energy.per_spin(&Array2::zeros((1, 59))).is_err());
        }
    }
}
