//! What defines the couplings of a run.

use std::sync::Arc;

use crate::physics::couplings::HighestOrder;
use crate::physics::ising::IsingModel;
use crate::physics::rbm::Checkpoint;
use crate::physics::seed::Seed;

/// Triples are computed of so many sites at most: there are N³/6 of them.
const MOST_SITES_OF_TRIPLES: usize = 100;
/// Triples that are kept of one machine, the largest.
pub(super) const TRIPLES: usize = 200;

/// A run, and the model that its data were drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct CouplingsConfig {
    /// The machines, by rising update.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// What is to be found, where it is known.
    pub truth: Option<Arc<IsingModel>>,
    /// That of the run.
    pub seed: Seed,
}

impl CouplingsConfig {
    /// Number of visible units.
    pub fn sites(&self) -> usize {
        self.checkpoints.last().map_or(0, |checkpoint| checkpoint.rbm.sites())
    }

    /// Number of hidden units.
    pub fn hidden_units(&self) -> usize {
        self.checkpoints.last().map_or(0, |checkpoint| checkpoint.rbm.hidden_units())
    }

    /// The highest order that is computed.
    pub fn order(&self) -> HighestOrder {
        if self.sites() <= MOST_SITES_OF_TRIPLES { HighestOrder::Triples } else { HighestOrder::Pairs }
    }

    /// Whether all triples are kept.
    pub fn keeps_all_triples(&self) -> bool {
        let sites = self.sites();
        self.order() == HighestOrder::Triples
            && sites * sites.saturating_sub(1) * sites.saturating_sub(2) / 6 <= TRIPLES
    }
}
