//! What defines the couplings of a run.

use std::sync::Arc;

use crate::engine::couplings::reading::is_potts;
use crate::physics::couplings::{CouplingMethod, Expansion, ExpansionSettings, HighestOrder, PottsExpansion};
use crate::physics::ising::IsingModel;
use crate::physics::rbm::{Checkpoint, Rbm, RbmError};
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

    /// Whether the visible units have more than two states.
    pub fn is_potts(&self) -> bool {
        self.checkpoints.last().is_some_and(|checkpoint| is_potts(&checkpoint.rbm))
    }

    /// The highest order that is computed.
    pub fn order(&self) -> HighestOrder {
        if self.sites() <= MOST_SITES_OF_TRIPLES { HighestOrder::Triples } else { HighestOrder::Pairs }
    }

    /// Bytes that reading one machine takes at its largest, about.
    ///
    /// # Errors
    /// A machine whose couplings cannot be read.
    pub fn bytes(&self) -> Result<u64, RbmError> {
        let Some(last) = self.checkpoints.last() else { return Ok(0) };
        let rbm = Rbm::<f64>::from(&*last.rbm);
        if self.is_potts() {
            return Ok(PottsExpansion::bytes(&rbm));
        }
        let settings = ExpansionSettings { method: CouplingMethod::Exact, order: self.order(), most_triples: TRIPLES };
        Expansion::bytes(&rbm, settings)
    }

    /// Whether all triples are kept.
    pub fn keeps_all_triples(&self) -> bool {
        let sites = self.sites();
        self.order() == HighestOrder::Triples
            && sites * sites.saturating_sub(1) * sites.saturating_sub(2) / 6 <= TRIPLES
    }
}
