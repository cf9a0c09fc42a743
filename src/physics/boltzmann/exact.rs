//! A small machine, exactly: all states of all units.
//!
//! A state of all units is a number: bit a is hidden unit a, bit H + i is visible unit i. So the hidden states of one visible
//! state lie next to each other. −βE of all 2^N states, N = V + H, follows from the parameters by N 2^N additions
//! ([`crate::physics::walsh_hadamard`]), no more than a walk through the states by a Gray code takes, and without an error
//! that grows along the walk. For each v the largest of its exponents is taken out,
//!
//! Σ_h e^{−βE(v,h)} = e^{m(v)} Σ_h e^{−βE(v,h) − m(v)},  p(h|v) = e^{−βE(v,h) − m(v)} / Σ_h' e^{−βE(v,h') − m(v)},
//!
//! so that there is one exponential a state, and p(h|v) is right also where p(v) is too small for a number. The averages of
//! all products of units, of every order, are another N 2^N additions.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7

use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::math::log_sum_exp;
use crate::physics::stop::Stop;
use crate::physics::walsh_hadamard::{spin_moments, spin_sums, subset_sums, superset_sums};

use super::error::BoltzmannError;
use super::machine::{Machine, Topology, Units};
use super::moments::Moments;
use super::settings::MOST_ENUMERATED;
use super::target::{Target, state_of};

/// States that one thread takes at once.
const BLOCK: usize = 1 << 12;

/// All states of a machine with their probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct Exact {
    topology: Topology,
    log_partition: f64,
    /// ln Σ_h e^{−βE(v,h)} of each visible state.
    log_sums: Vec<f64>,
    /// p(h|v), by the number of the whole state.
    conditional: Vec<f64>,
}

impl Exact {
    /// Enumerates a machine.
    ///
    /// # Errors
    /// It has more than twenty units, or the computation was given up.
    pub fn of(machine: &Machine, stop: Stop<'_>) -> Result<Self, BoltzmannError> {
        let topology = *machine.topology();
        let size = topology.size();
        if size > MOST_ENUMERATED {
            let what = "visible and hidden units";
            return Err(BoltzmannError::TooMany { what, units: size, most: MOST_ENUMERATED });
        }
        let mut conditional = vec![0.0; 1 << size];
        for (unit, bias) in machine.biases().iter().enumerate() {
            conditional[1 << bit(&topology, unit)] = topology.beta * bias;
        }
        for (i, j) in topology.pairs() {
            conditional[1 << bit(&topology, i) | 1 << bit(&topology, j)] = topology.beta * machine.weights()[(i, j)];
        }
        match topology.units {
            Units::Binary => subset_sums(&mut conditional),
            Units::Ising => spin_sums(&mut conditional),
        }
        if stop() {
            return Err(BoltzmannError::Stopped);
        }
        let hidden_states = 1 << topology.hidden;
        let rows = (BLOCK / hidden_states).max(1);
        let mut log_sums = vec![0.0; 1 << topology.visible];
        conditional.par_chunks_mut(rows * hidden_states).zip(log_sums.par_chunks_mut(rows)).for_each(
            |(states, log_sums)| {
                for (states, log_sum) in states.chunks_exact_mut(hidden_states).zip(log_sums) {
                    *log_sum = normalise(states);
                }
            },
        );
        if stop() {
            return Err(BoltzmannError::Stopped);
        }
        let log_partition = log_sum_exp(log_sums.iter().copied());
        Ok(Self { topology, log_partition, log_sums, conditional })
    }

    /// ln Z.
    pub const fn log_partition(&self) -> f64 {
        self.log_partition
    }

    /// Size, units, links and β of the machine.
    pub const fn topology(&self) -> &Topology {
        &self.topology
    }

    /// ln p(v) of all 2^V states; bit i of a state is visible unit i.
    pub fn log_probabilities(&self) -> Vec<f64> {
        self.log_sums.iter().map(|log_sum| log_sum - self.log_partition).collect()
    }

    /// p(v) of all 2^V states; bit i of a state is visible unit i.
    pub fn probabilities(&self) -> Vec<f64> {
        self.log_sums.iter().map(|log_sum| (log_sum - self.log_partition).exp()).collect()
    }

    /// p(h|v) of the 2^H hidden states of a visible state; bit a of a hidden state is hidden unit a.
    pub fn conditional(&self, visible: usize) -> &[f64] {
        let states = 1 << self.topology.hidden;
        self.conditional.get(visible * states..(visible + 1) * states).unwrap_or_default()
    }

    /// p(h_a = on | v) of each hidden unit.
    pub fn hidden_means(&self, visible: usize) -> Vec<f64> {
        let states = self.conditional(visible);
        let on = |unit: usize| states.iter().enumerate().filter(move |(h, _)| h >> unit & 1 == 1).map(|(_, p)| p).sum();
        (0..self.topology.hidden).map(on).collect()
    }

    /// Σ_v q(v) ln p(v), the mean log-likelihood of a row in nats.
    ///
    /// # Errors
    /// The distribution has rows of another length.
    pub fn log_likelihood(&self, target: &Target) -> Result<f64, BoltzmannError> {
        self.check(target)?;
        let log_sum = |row: &[u8]| self.log_sums.get(state_of(row)).copied().unwrap_or(f64::NEG_INFINITY);
        Ok(target.iter().map(|(row, weight)| weight * (log_sum(row) - self.log_partition)).sum())
    }

    /// KL(q‖p) = Σ_v q(v) ln(q(v)/p(v)) in nats.
    ///
    /// # Errors
    /// The distribution has rows of another length.
    pub fn kl(&self, target: &Target) -> Result<f64, BoltzmannError> {
        self.check(target)?;
        let log_sum = |row: &[u8]| self.log_sums.get(state_of(row)).copied().unwrap_or(f64::NEG_INFINITY);
        let term = |(row, q): (&[u8], f64)| q * (q.ln() - log_sum(row) + self.log_partition);
        // It is never negative; what is left of zero is rounding.
        Ok(target.iter().map(term).sum::<f64>().max(0.0))
    }

    /// The negative phase: averages over p(v, h).
    pub fn negative(&self) -> Moments {
        self.moments(&self.probabilities())
    }

    /// The positive phase: averages over q(v) p(h|v).
    ///
    /// # Errors
    /// The distribution has rows of another length.
    pub fn positive(&self, target: &Target) -> Result<Moments, BoltzmannError> {
        self.check(target)?;
        Ok(self.moments(&target.list()?))
    }

    /// The positive phase as the lecture text prints it, with p(v, h) in the place of p(h|v): averages over q(v) p(v, h), which
    /// is no distribution. Its difference from the negative phase is not the gradient of the likelihood.
    ///
    /// # Errors
    /// The distribution has rows of another length.
    pub fn positive_as_printed(&self, target: &Target) -> Result<Moments, BoltzmannError> {
        self.check(target)?;
        let weights: Vec<f64> = target.list()?.iter().zip(self.probabilities()).map(|(q, p)| q * p).collect();
        Ok(self.moments(&weights))
    }

    /// ⟨Π_{i∈A} x_i⟩ of the free machine for all sets A of units: bits as in a state.
    pub(super) fn all_moments(&self) -> Vec<f64> {
        self.sums(&self.probabilities())
    }

    pub(super) fn check(&self, target: &Target) -> Result<(), BoltzmannError> {
        let (found, visible) = (target.visible(), self.topology.visible);
        if found == visible {
            return Ok(());
        }
        let sentence = format!("the rows have {found} bits; the machine has {visible} visible units");
        Err(BoltzmannError::Rows(sentence))
    }

    /// Sums of w(v) p(h|v) x_i x_j and w(v) p(h|v) x_i over all states.
    fn moments(&self, weights: &[f64]) -> Moments {
        let sums = self.sums(weights);
        let topology = &self.topology;
        let size = topology.size();
        let of = |i: usize, j: usize| sums[1 << bit(topology, i) | 1 << bit(topology, j)];
        // x² is 1 for spins, whose weights sum to what the empty set has, and x for bits.
        let square = |i: usize| if topology.units == Units::Ising { sums[0] } else { of(i, i) };
        let pairs = Array2::from_shape_fn((size, size), |(i, j)| if i == j { square(i) } else { of(i, j) });
        Moments { pairs, means: (0..size).map(|i| of(i, i)).collect() }
    }

    /// Σ w(v) p(h|v) Π_{i∈A} x_i for all sets A of units.
    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let states = 1 << self.topology.hidden;
        let mut joint = self.conditional.clone();
        let rows = (BLOCK / states).max(1);
        joint.par_chunks_mut(rows * states).zip(weights.par_chunks(rows)).for_each(|(joint, weights)| {
            for (joint, weight) in joint.chunks_exact_mut(states).zip(weights) {
                for p in joint {
                    *p *= weight;
                }
            }
        });
        match self.topology.units {
            Units::Binary => superset_sums(&mut joint),
            Units::Ising => spin_moments(&mut joint),
        }
        joint
    }
}

/// The bit of a unit in the number of a state.
#[inline]
pub(super) const fn bit(topology: &Topology, unit: usize) -> usize {
    if unit < topology.visible { topology.hidden + unit } else { unit - topology.visible }
}

/// Replaces exponents by probabilities and gives ln of the sum of their exponentials.
fn normalise(states: &mut [f64]) -> f64 {
    if let [exponent] = states {
        return std::mem::replace(exponent, 1.0);
    }
    let largest = states.iter().fold(f64::NEG_INFINITY, |largest, &exponent| largest.max(exponent));
    let mut sum = 0.0;
    for state in states.iter_mut() {
        *state = (*state - largest).exp();
        sum += *state;
    }
    for state in states {
        *state /= sum;
    }
    largest + sum.ln()
}
