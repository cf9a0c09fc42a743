//! The picture of a training run that panels draw from.

use std::sync::Arc;

use crate::engine::core::session::Progress;
use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::event::Event;
use crate::engine::rbm::measurement::Measurement;
use crate::physics::rbm::{Checkpoint, Configurations, Explained, Rbm, TrainingSettings};
use crate::physics::spectrum::{Mode, condensed};

/// What the run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Ready to train, or training.
    Training,
    /// The last update is done.
    Complete,
    /// Numbers stopped being finite: what did it, as a sentence.
    Halted(String),
}

/// The phase of the machine, by its modes above the threshold: what the ribbon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No mode is above the threshold.
    Paramagnetic,
    /// One mode is.
    OneMode,
    /// Several are.
    SeveralModes,
}

/// An immutable picture; cheap to clone.
#[derive(Clone, Debug)]
pub struct TrainView {
    /// What the session was started with.
    pub config: Arc<TrainConfig>,
    /// The settings in force.
    pub settings: TrainingSettings,
    /// What the run is doing.
    pub stage: Stage,
    /// How many checkpoints of the past are measured, as long as not all are.
    pub measuring: Option<Progress>,
    /// Updates done.
    pub update: u64,
    /// The update at which the run is complete.
    pub last_update: u64,
    /// Passes through the data so far.
    pub epoch: f64,
    /// The machine now, as of the last measurement or publication.
    pub rbm: Arc<Rbm>,
    /// The first chains now (at most [`CHAINS_SHOWN`]).
    pub chains: Arc<Configurations>,
    /// Rows of the data that stand for all: what machines are compared with.
    pub rows: Option<Arc<Configurations>>,
    /// Measurements by rising update, at most some thousands.
    pub measurements: Arc<Vec<Arc<Measurement>>>,
    /// The first modes at the last measurement, of machines of which they are found in no time.
    pub modes: Option<Arc<MeasuredModes>>,
    /// Checkpoints by rising update, the start first.
    pub checkpoints: Arc<Vec<Arc<Checkpoint>>>,
    /// What happened, by rising update.
    pub events: Arc<Vec<Event>>,
    /// The next update, taken apart; `None` until asked for.
    pub explained: Option<Arc<Explained>>,
    /// Whether the run pauses when something happens.
    pub stops_at_events: bool,
}

/// The first modes of a machine, by falling singular value: those of the row of the curves at this update.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredModes {
    /// The update at which the machine was measured.
    pub update: u64,
    /// Each with the sign of the most similar one of the measurement before.
    pub modes: Arc<[Mode]>,
}

/// Chains that a view holds.
pub const CHAINS_SHOWN: usize = 100;

impl TrainView {
    /// Whether there is nothing to learn from: an archive without its data is only looked at.
    pub fn is_without_data(&self) -> bool {
        self.config.data.is_none()
    }

    /// The last measurement at or before this update, else the first.
    pub fn measured(&self, update: u64) -> Option<&Arc<Measurement>> {
        let after = self.measurements.partition_point(|measurement| measurement.update <= update);
        self.measurements.get(after.saturating_sub(1))
    }

    /// The last checkpoint at or before this update, else the first.
    pub fn checkpoint(&self, update: u64) -> Option<&Arc<Checkpoint>> {
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.update <= update);
        self.checkpoints.get(after.saturating_sub(1))
    }
}

impl Measurement {
    /// The phase, by the scaled singular values above 1.
    pub fn phase(&self) -> Phase {
        match condensed(&self.scaled_singular_values) {
            0 => Phase::Paramagnetic,
            1 => Phase::OneMode,
            _ => Phase::SeveralModes,
        }
    }
}
