//! How much the chains still know, after an update's steps, of where they were before.

use crate::physics::rbm::configurations::Configurations;
use crate::physics::rbm::correlation::connected_correlation;
use crate::physics::rbm::gibbs::Chains;
use crate::physics::rbm::training::Trainer;

/// Chains that are compared: enough for a correlation to a few per cent, at no cost beside the steps.
const COMPARED: usize = 128;

/// The states of the first chains.
pub(super) fn states(chains: &Chains) -> Configurations {
    chains.first(COMPARED)
}

impl Trainer {
    /// The connected correlation of the first chains (at most 128) with themselves before the steps of the last update:
    /// 1 where they are frozen, 0 where nothing is left. `None` before the first update, after a restart of the chains,
    /// where they do not persist, and where no site varies.
    pub fn chain_correlation(&self) -> Option<f64> {
        connected_correlation(self.before.as_ref()?, &states(&self.chains))
    }
}
