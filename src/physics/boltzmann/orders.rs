//! Which couplings of how many units the marginal of a machine has.
//!
//! In spins s = ±1, whatever the units of the machine: ln p(v) = Σ_A J_A Π_{i∈A} s_i over all sets A of visible units. The
//! empty set has −ln Z of that model. Found from ln p(v) of all 2^V states by a Walsh-Hadamard transform.
//!
//! ## References
//!
//! * C. Bulso and Y. Roudi, “Restricted Boltzmann machines as models of interacting variables”, Neural Comput. 33, 2646
//!   (2021), doi:10.1162/neco_a_01420

use crate::physics::walsh_hadamard::walsh_hadamard;

/// J_A of every set A of visible units, by the number of units in it.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectiveCouplings {
    /// J_A by mask: bit i of a place is unit i.
    pub couplings: Vec<f64>,
    /// √(Σ J²/count) over the sets of 1, 2, … V units.
    pub rms: Vec<f64>,
    /// The largest |J| of 1, 2, … V units.
    pub largest: Vec<f64>,
}

impl EffectiveCouplings {
    /// From ln p(v), up to a constant, of all 2^V states; bit i of a state is unit i.
    pub fn of(log_probabilities: &[f64]) -> Self {
        let mut couplings = log_probabilities.to_vec();
        walsh_hadamard(&mut couplings);
        let visible = couplings.len().max(1).trailing_zeros() as usize;
        let (mut squares, mut counts, mut largest) = (vec![0.0; visible], vec![0_u32; visible], vec![0.0; visible]);
        for (mask, &coupling) in couplings.iter().enumerate().skip(1) {
            let order = mask.count_ones() as usize - 1;
            squares[order] += coupling * coupling;
            counts[order] += 1;
            largest[order] = f64::max(largest[order], coupling.abs());
        }
        let rms = squares.iter().zip(&counts).map(|(sum, &count)| (sum / f64::from(count.max(1))).sqrt()).collect();
        Self { couplings, rms, largest }
    }

    /// The couplings of so many units, with the mask of each, by rising mask.
    pub fn of_order(&self, order: u32) -> impl Iterator<Item = (usize, f64)> {
        self.couplings.iter().copied().enumerate().filter(move |(mask, _)| mask.count_ones() == order)
    }
}
