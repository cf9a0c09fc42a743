//! The checkpoints of a run: the machine at some updates of its training, in order.

use std::sync::Arc;

use crate::physics::configurations::Configurations;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::settings::TrainingSettings;

/// The machine at one update.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// How many gradients it has seen.
    pub update: u64,
    /// The machine.
    pub rbm: Arc<Rbm>,
    /// The persistent chains at that moment, where they were kept.
    pub chains: Option<Arc<Configurations>>,
    /// The settings in force, where they are known: with chains and seed they make the run go on bit for bit.
    pub settings: Option<TrainingSettings>,
    /// Seconds of training until then, where they were measured; never part of a result.
    pub seconds: Option<f64>,
}

/// Checkpoints by rising update; machines of one shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trajectory {
    /// The checkpoints.
    pub checkpoints: Vec<Arc<Checkpoint>>,
}

impl Trajectory {
    /// The checkpoint at this update.
    pub fn at(&self, update: u64) -> Option<&Arc<Checkpoint>> {
        self.checkpoints.iter().find(|checkpoint| checkpoint.update == update)
    }

    /// The last checkpoint.
    pub fn last(&self) -> Option<&Arc<Checkpoint>> {
        self.checkpoints.last()
    }
}
