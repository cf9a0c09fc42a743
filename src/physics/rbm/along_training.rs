//! ln Z along a training: the checkpoints themselves are the path on which chains are annealed.
//!
//! Chains start at independent samples of the visible biases of the first checkpoint and walk from checkpoint to
//! checkpoint, in some linear steps between each two. A chain's weight gains F_old(v) − F_new(v): chains that the new
//! machine makes more probable become heavier. (A published code resamples with the inverse weights.)
//!
//! Chains form populations of 32. A population whose effective fraction of chains falls below 0.3 is resampled
//! systematically; each population by itself estimates Z without bias, so the spread between populations is an honest
//! error bar also after resampling, when chains of one population have common ancestors.
//!
//! ## References
//!
//! * N. Béreux, A. Decelle, C. Furtlehner, L. Rosset and B. Seoane, “Fast training and sampling of restricted
//!   Boltzmann machines” (2024), arXiv:2405.15376

use std::sync::Arc;

use crate::physics::rbm::importance::LogPartition;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::trajectory::Trajectory;
use crate::physics::rbm::walkers::{self, AnnealingPath, Population};
use crate::physics::seed::Seed;

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
    populations: Vec<Population>,
    /// ln of the mean weights that resamplings have taken in.
    collected: Vec<f64>,
    steps_between: usize,
    done: usize,
    estimates: Vec<CheckpointEstimate>,
}

impl AlongTraining {
    /// Over these checkpoints, of which those after one of another shape are left out, with `steps_between` Gibbs
    /// steps from one to the next, at least 1. `chains` are rounded up to whole populations, at least 8.
    pub fn new(trajectory: &Trajectory, chains: usize, steps_between: usize, seed: Seed) -> Self {
        let mut machines: Vec<(u64, Arc<Rbm>)> = Vec::new();
        let mut reference_log_partition = 0.0;
        let mut populations = Vec::new();
        if let Some(first) = trajectory.checkpoints.first() {
            let (reference, log_partition) = walkers::independent(&first.rbm, first.rbm.parameters().visible_bias);
            let whole = chains.div_ceil(walkers::POPULATION).max(8) * walkers::POPULATION;
            populations = walkers::start(&reference, whole, seed);
            reference_log_partition = log_partition;
            let shape = |rbm: &Rbm| (rbm.visible(), rbm.hidden(), rbm.sites(), rbm.hidden_units());
            let like = |rbm: &Rbm| shape(rbm) == shape(&reference);
            let checkpoints = trajectory.checkpoints.iter().take_while(|checkpoint| like(&checkpoint.rbm));
            machines.extend(checkpoints.map(|checkpoint| (checkpoint.update, checkpoint.rbm.clone())));
            machines.insert(0, (first.update, Arc::new(reference)));
        }
        let collected = vec![0.0; populations.len()];
        let steps_between = steps_between.max(1);
        Self {
            machines,
            reference_log_partition,
            populations,
            collected,
            steps_between,
            done: 0,
            estimates: Vec::new(),
        }
    }

    fn steps(&self) -> usize {
        self.machines.len().saturating_sub(1) * self.steps_between
    }

    /// One Gibbs step of all chains; true when the last checkpoint has been reached.
    pub fn step(&mut self) -> bool {
        let (place, step) = (self.done / self.steps_between, self.done % self.steps_between);
        if let Some([(_, from), (update, to)]) = self.machines.get(place..place + 2) {
            let fraction = |step: usize| step as f64 / self.steps_between as f64;
            let path = AnnealingPath { from, to, from_independent: place == 0 };
            walkers::step(&mut self.populations, path, fraction(step), fraction(step + 1));
            self.done += 1;
            if self.done.is_multiple_of(self.steps_between) {
                let log_partition = self.estimate();
                self.estimates.push(CheckpointEstimate { update: *update, log_partition });
            }
            let sites = to.sites();
            for (population, collected) in self.populations.iter_mut().zip(&mut self.collected) {
                if population.effective_fraction() < RESAMPLE_BELOW {
                    *collected += population.log_mean_weight();
                    population.resample(sites);
                }
            }
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

    fn estimate(&self) -> LogPartition {
        let populations = self.populations.iter().zip(&self.collected);
        let of_populations: Vec<f64> = populations
            .clone()
            .map(|(population, collected)| self.reference_log_partition + collected + population.log_mean_weight())
            .collect();
        let of_chains: Vec<f64> = populations
            .flat_map(|(population, collected)| population.log_weights.iter().map(move |w| w + collected))
            .collect();
        LogPartition::of(&of_populations, &of_chains)
    }
}
