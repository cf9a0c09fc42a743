//! Annealed importance sampling: ln Z with an error bar, for machines that are too large to be enumerated.
//!
//! Chains start at independent samples of a machine with the same units and visible biases a₀ but W = 0, b = 0, whose
//! ln Z₀ = Σ_i ln Σ_v exp(a₀ v) + N_h ln 2 is known. The parameters go linearly to those of the machine; at each
//! temperature a chain's weight gains F_old(v) − F_new(v) and it makes a Gibbs step. ln Z = ln Z₀ + ln ⟨w⟩.
//!
//! ## References
//!
//! * R. M. Neal, “Annealed importance sampling”, Stat. Comput. 11, 125 (2001), doi:10.1023/A:1008923215028,
//!   arXiv:physics/9803008
//! * R. Salakhutdinov and I. Murray, “On the quantitative analysis of deep belief networks”, ICML 2008,
//!   doi:10.1145/1390156.1390266

use crate::physics::math::log_sum_exp;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::walkers::{self, AnnealingPath, Population};
use crate::physics::seed::Seed;

/// An estimate of ln Z.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogPartition {
    /// ln Z.
    pub value: f64,
    /// Its standard error, from the spread of the weights. Too small where few chains carry the weight.
    pub standard_error: f64,
    /// (Σ w)² / Σ w²: how many chains carry the weight. Below a few dozen neither number above is to be trusted.
    pub effective_sample_size: f64,
}

impl LogPartition {
    /// From independent unbiased estimates of Z, given as logarithms: one per chain, or per group of chains.
    pub(super) fn of(log_weights: &[f64], log_weights_of_chains: &[f64]) -> Self {
        let count = log_weights.len() as f64;
        let value = log_sum_exp(log_weights.iter().copied()) - count.ln();
        let squares: f64 = log_weights.iter().map(|weight| ((weight - value).exp() - 1.0).powi(2)).sum();
        // With one estimate nothing is known of the error.
        let standard_error =
            if log_weights.len() > 1 { (squares / (count * (count - 1.0))).sqrt() } else { f64::INFINITY };
        let sum = log_sum_exp(log_weights_of_chains.iter().copied());
        let squares = log_sum_exp(log_weights_of_chains.iter().map(|weight| 2.0 * weight));
        Self { value, standard_error, effective_sample_size: (2.0 * sum - squares).exp() }
    }
}

/// A run of annealed importance sampling, in steps that can be stopped between. The same numbers for any number of
/// threads.
pub struct AnnealedImportance {
    rbm: Rbm,
    reference: Rbm,
    reference_log_partition: f64,
    populations: Vec<Population>,
    temperatures: usize,
    done: usize,
}

impl AnnealedImportance {
    /// From the machine's own visible biases. `chains` and `temperatures` are at least 1.
    pub fn new(rbm: &Rbm, chains: usize, temperatures: usize, seed: Seed) -> Self {
        Self::from_bias(rbm, rbm.parameters().visible_bias, chains, temperatures, seed)
    }

    /// From other visible biases `[site][state]`, for instance those of the frequencies of the data: the nearer the
    /// start is to the machine, the smaller the error.
    pub fn from_bias(rbm: &Rbm, visible_bias: &[f32], chains: usize, temperatures: usize, seed: Seed) -> Self {
        let (reference, reference_log_partition) = walkers::independent(rbm, visible_bias);
        let populations = walkers::start(&reference, chains, seed);
        let temperatures = temperatures.max(1);
        Self { rbm: rbm.clone(), reference, reference_log_partition, populations, temperatures, done: 0 }
    }

    /// Goes to the next temperature; true when the last has been reached.
    pub fn step(&mut self) -> bool {
        if self.done < self.temperatures {
            let fraction = |step: usize| step as f64 / self.temperatures as f64;
            let path = AnnealingPath { from: &self.reference, to: &self.rbm, from_independent: true };
            walkers::step(&mut self.populations, path, fraction(self.done), fraction(self.done + 1));
            self.done += 1;
        }
        self.done == self.temperatures
    }

    /// Fraction of the temperatures that are done.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.temperatures as f64
    }

    /// ln Z of the machine at the present temperature: of the whole machine once [`step`](Self::step) gave true.
    pub fn estimate(&self) -> LogPartition {
        let chains = self.populations.iter().flat_map(|population| &population.log_weights);
        let log_weights: Vec<f64> = chains.map(|weight| self.reference_log_partition + weight).collect();
        LogPartition::of(&log_weights, &log_weights)
    }
}
