//! ln Z along a training: the checkpoints themselves are the path on which chains are annealed.
//!
//! Chains start at independent samples of the visible biases of the first checkpoint and walk from checkpoint to
//! checkpoint, in some linear steps between each two. A chain's weight gains F_old(v) − F_new(v): chains that the new
//! machine makes more probable become heavier. (A published code resamples with the inverse weights.)
//!
//! Chains form populations of 32. A population whose effective fraction of chains falls below 0.3 is resampled
//! systematically; each population by itself estimates Z without bias, so the spread between populations is an honest
//! error bar also after resampling, when chains of one population have common ancestors. Chains with one ancestor count as
//! one in the effective sample size.
//!
//! ## References
//!
//! * N. Béreux, A. Decelle, C. Furtlehner, L. Rosset and B. Seoane, “Fast training and sampling of restricted
//!   Boltzmann machines” (2024), arXiv:2405.15376

use std::sync::Arc;

use crate::physics::math::log_sum_exp;
use crate::physics::rbm::importance::LogPartition;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::trajectory::Trajectory;
use crate::physics::rbm::walkers::{self, Walkers};
use crate::physics::seed::Seed;

/// Chains of a population.
const POPULATION: usize = 32;
/// The fewest populations.
const LEAST_POPULATIONS: usize = 8;
/// The effective fraction of a population's chains below which it is resampled.
const RESAMPLE_BELOW: f64 = 0.3;

/// ln Z at one checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckpointEstimate {
    /// The checkpoint.
    pub update: u64,
    /// ln Z there.
    pub log_partition: LogPartition,
}

/// The estimate along a training, in steps that can be stopped between: what is done stays.
/// The same numbers for any number of threads.
pub struct AlongTraining {
    /// The independent machine, then the checkpoints.
    machines: Vec<(u64, Arc<Rbm>)>,
    reference_log_partition: f64,
    walkers: Option<Walkers>,
    /// ln of the mean weights that resamplings have taken in, for each population.
    collected: Vec<f64>,
    /// The chain at the start that each chain descends from.
    ancestors: Vec<usize>,
    steps_between: usize,
    done: usize,
    estimates: Vec<CheckpointEstimate>,
}

impl AlongTraining {
    /// Over these checkpoints, of which those after one of another shape are left out, with `steps_between` Gibbs
    /// steps from one to the next, at least 1. `chains` are rounded up to whole populations, at least 8.
    pub fn new(trajectory: &Trajectory, chains: usize, steps_between: usize, seed: Seed) -> Self {
        let populations = chains.div_ceil(POPULATION).max(LEAST_POPULATIONS);
        let steps_between = steps_between.max(1);
        let mut along = Self {
            machines: Vec::new(),
            reference_log_partition: 0.0,
            walkers: None,
            collected: vec![0.0; populations],
            ancestors: (0..populations * POPULATION).collect(),
            steps_between,
            done: 0,
            estimates: Vec::new(),
        };
        if let Some(first) = trajectory.checkpoints.first() {
            let (reference, log_partition) = walkers::independent(&first.rbm, first.rbm.parameters().visible_bias);
            let shape = |rbm: &Rbm| (rbm.visible(), rbm.hidden(), rbm.sites(), rbm.hidden_units());
            let like = |rbm: &Rbm| shape(rbm) == shape(&reference);
            let checkpoints = trajectory.checkpoints.iter().take_while(|checkpoint| like(&checkpoint.rbm));
            along.machines.extend(checkpoints.map(|checkpoint| (checkpoint.update, Arc::clone(&checkpoint.rbm))));
            along.reference_log_partition = log_partition;
            along.walkers = Some(Walkers::start(&reference, populations * POPULATION, seed));
            along.machines.insert(0, (first.update, Arc::new(reference)));
        }
        along
    }

    fn steps(&self) -> usize {
        self.machines.len().saturating_sub(1) * self.steps_between
    }

    /// One Gibbs step of all chains; true when the last checkpoint has been reached.
    pub fn step(&mut self) -> bool {
        let (place, step) = (self.done / self.steps_between, self.done % self.steps_between);
        let ends = self.machines.get(place..place + 2);
        if let (Some([(_, from), (update, to)]), Some(walkers)) = (ends, &mut self.walkers) {
            let at = |step: usize| walkers::between(from, to, step as f64 / self.steps_between as f64);
            walkers.step(&at(step), &at(step + 1));
            self.done += 1;
            if self.done.is_multiple_of(self.steps_between) {
                let (chains, start) = (&walkers.log_weights, self.reference_log_partition);
                let log_partition = estimate(chains, &self.collected, &self.ancestors, start);
                self.estimates.push(CheckpointEstimate { update: *update, log_partition });
            }
            let populations = walkers.log_weights.chunks(POPULATION).zip(&mut self.collected).enumerate();
            let mut uneven = Vec::new();
            for (number, (log_weights, collected)) in populations {
                if walkers::effective_number(log_weights) < RESAMPLE_BELOW * POPULATION as f64 {
                    *collected += walkers::log_mean(log_weights);
                    uneven.push(number * POPULATION..(number + 1) * POPULATION);
                }
            }
            let parents = walkers.resample(&uneven);
            self.ancestors = parents.iter().filter_map(|&parent| self.ancestors.get(parent).copied()).collect();
        }
        self.done >= self.steps()
    }

    /// Fraction of the steps that are done.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.steps().max(1) as f64
    }

    /// The checkpoints reached so far.
    pub fn estimates(&self) -> &[CheckpointEstimate] {
        &self.estimates
    }
}

/// From the spread of populations; relatives count as one chain.
fn estimate(log_weights: &[f64], collected: &[f64], ancestors: &[usize], start: f64) -> LogPartition {
    let of_populations: Vec<f64> = log_weights
        .chunks(POPULATION)
        .zip(collected)
        .map(|(log_weights, collected)| start + collected + walkers::log_mean(log_weights))
        .collect();
    let mut families = vec![f64::NEG_INFINITY; ancestors.len()];
    let all = log_weights.chunks(POPULATION).zip(collected).flat_map(|(own, taken)| own.iter().map(move |w| w + taken));
    for (weight, &ancestor) in all.zip(ancestors) {
        if let Some(family) = families.get_mut(ancestor) {
            *family = log_sum_exp([*family, weight].into_iter());
        }
    }
    families.retain(|family| family.is_finite());
    LogPartition::of(&of_populations, &families)
}
