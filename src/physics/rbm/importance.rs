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

use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::walkers::{self, Walkers};
use crate::physics::seed::Seed;
use crate::physics::statistics::Moments;

/// An estimate of ln Z.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogPartition {
    /// ln Z.
    pub value: f64,
    /// Its standard error, from the spread of independent estimates, so that two of them hold the value as often as two
    /// of a Gaussian do. Too small where the weights are uneven: see [`is_reliable`](Self::is_reliable).
    pub standard_error: f64,
    /// (Σ w)² / Σ w²: how many independent chains carry the weight. Chains that descend from one count as one.
    pub effective_sample_size: f64,
    /// The same of the independent estimates that the error is found from (chains, or populations of them), as a fraction
    /// of their number.
    pub effective_fraction: f64,
}

/// The fraction of independent estimates that must carry the weight for its error to be believed.
const RELIABLE_FROM: f64 = 0.5;

impl LogPartition {
    /// From independent unbiased estimates of Z, given as logarithms: one per chain, or per group of chains; and from the
    /// weights of chains that have no ancestor in common.
    pub(super) fn of(log_weights: &[f64], log_weights_of_chains: &[f64]) -> Self {
        let count = log_weights.len() as f64;
        let value = walkers::log_mean(log_weights);
        let squares: f64 = log_weights.iter().map(|weight| ((weight - value).exp() - 1.0).powi(2)).sum();
        // Draws that missed the heaviest weights have too low a value and too small a spread at once. The spread of the
        // logarithms, on which the heaviest have little influence, says what log-normal weights would have; no weights
        // that were drawn can have more than `count`.
        let logarithms = Moments::of(log_weights.iter().copied());
        let variance = (squares / (count - 1.0)).max(logarithms.variance.exp_m1().min(count));
        // With one estimate nothing is known of the error.
        let standard_error =
            if log_weights.len() > 1 { (variance / count).sqrt() * student(count - 1.0) } else { f64::INFINITY };
        Self {
            value,
            standard_error,
            effective_sample_size: walkers::effective_number(log_weights_of_chains),
            effective_fraction: walkers::effective_number(log_weights) / count,
        }
    }

    /// Whether the error can be believed. Where few chains carry the weight, some that would carry more of it were likely
    /// not drawn: a valley that one chain in hundreds reaches is missing from most estimates, which then lie below ln Z
    /// by many of their errors. The chains that were drawn cannot show it, but their weights are uneven there.
    pub fn is_reliable(&self) -> bool {
        self.effective_fraction >= RELIABLE_FROM
    }
}

/// How much wider an error from a spread of ν + 1 numbers is than one that is known, for the same probability of lying
/// within two: the quantile of Student's distribution over that of the Gaussian (Cornish and Fisher's expansion).
fn student(freedom: f64) -> f64 {
    1.0 + 1.25 / freedom + 1.53 / (freedom * freedom)
}

/// A run of annealed importance sampling, in steps that can be stopped between. The same numbers for any number of
/// threads.
pub struct AnnealedImportance {
    rbm: Rbm,
    reference: Rbm,
    reference_log_partition: f64,
    walkers: Walkers,
    /// The machine that the chains are at.
    present: Rbm,
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
        let walkers = Walkers::start(&reference, chains, seed);
        let temperatures = temperatures.max(1);
        let present = reference.clone();
        Self { rbm: rbm.clone(), reference, reference_log_partition, walkers, present, temperatures, done: 0 }
    }

    /// Goes to the next temperature; true when the last has been reached.
    pub fn step(&mut self) -> bool {
        if self.done < self.temperatures {
            self.done += 1;
            let next = walkers::between(&self.reference, &self.rbm, self.progress());
            self.walkers.step(&self.present, &next);
            self.present = next;
        }
        self.done == self.temperatures
    }

    /// Fraction of the temperatures that are done.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.temperatures as f64
    }

    /// ln Z of the machine at the present temperature: of the whole machine once [`step`](Self::step) gave true.
    pub fn estimate(&self) -> LogPartition {
        let chains = self.walkers.log_weights.iter();
        let log_weights: Vec<f64> = chains.map(|weight| self.reference_log_partition + weight).collect();
        LogPartition::of(&log_weights, &log_weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_from_few_numbers_is_wider() {
        // Quantiles at 97.725 %: t = 2.42 at 7, 2.18 at 15 degrees of freedom.
        assert!((2.0 * student(7.0) - 2.42).abs() < 0.01 && (2.0 * student(15.0) - 2.18).abs() < 0.01);
        let even = LogPartition::of(&[1.0; 40], &[1.0; 40]);
        assert!((even.effective_sample_size - 40.0).abs() < 1e-9 && even.is_reliable() && even.standard_error < 1e-12);
        let mut uneven = vec![0.0; 40];
        uneven[3] = 5.0;
        assert!(!LogPartition::of(&uneven, &uneven).is_reliable());
        assert!(LogPartition::of(&[1.0], &[1.0]).standard_error.is_infinite());
    }
}
