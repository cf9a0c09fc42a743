//! What this program adds to an archive, so that a run can be understood and go on bit for bit.

use serde::{Deserialize, Serialize};

use crate::engine::rbm::{CheckpointPlan, DataReference, TrainConfig};
use crate::physics::rbm::{HiddenUnits, TrainingSettings, VisibleUnits};

/// The version of the record that is written.
pub const VERSION: u32 = 1;

/// A run as this program records it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// Version of the record.
    pub version: u32,
    /// The program that wrote it: `glassbox 0.1.0`.
    pub program: String,
    /// The seed of all randomness.
    pub seed: u64,
    /// Kind of the visible units.
    pub visible: VisibleUnits,
    /// Kind of the hidden units.
    pub hidden: HiddenUnits,
    /// Number of hidden units.
    pub hidden_units: usize,
    /// Standard deviation of the weights at update 0.
    pub initial_spread: f64,
    /// The settings at update 0.
    pub settings: TrainingSettings,
    /// The update at which the run is complete.
    pub updates: u64,
    /// Which updates are kept.
    pub checkpoints: CheckpointPlan,
    /// Rows of the data from which fixed points are searched at measurements.
    pub fixed_point_starts: usize,
    /// What it learns from.
    pub data: Option<DataReference>,
    /// Settings that were changed on the way: after this update, and what.
    pub changes: Vec<(u64, String)>,
}

impl OwnRecord {
    /// This program with its version, as records name it.
    pub fn program() -> String {
        concat!("glassbox ", env!("CARGO_PKG_VERSION")).to_owned()
    }

    /// The record of a run that starts from `config`, or goes on with it.
    pub fn of(config: &TrainConfig) -> Self {
        let past = config.before.as_deref();
        Self {
            version: VERSION,
            program: Self::program(),
            seed: config.seed.0,
            visible: config.visible,
            hidden: config.hidden,
            hidden_units: config.hidden_units,
            initial_spread: config.initial_spread,
            settings: past.map_or(config.settings, |past| past.settings),
            updates: config.updates,
            checkpoints: config.checkpoints,
            fixed_point_starts: config.fixed_point_starts,
            data: match &config.data {
                Some(data) => Some(data.reference.clone()),
                None => past.and_then(|past| past.data.clone()),
            },
            changes: past.map(|past| past.changes.clone()).unwrap_or_default(),
        }
    }
}

/// The numbers of settings that text does not always bring back to the last bit.
pub fn exact_numbers(settings: &TrainingSettings) -> [f64; 5] {
    let TrainingSettings { learning_rate, decay, l1, l2, largest_norm, .. } = *settings;
    [learning_rate, decay, l1, l2, largest_norm.unwrap_or(f64::INFINITY)]
}

/// Puts exact numbers back; `false` where there are not as many as there should be.
pub fn restore(settings: &mut TrainingSettings, numbers: &[f64]) -> bool {
    let &[learning_rate, decay, l1, l2, largest_norm] = numbers else { return false };
    (settings.learning_rate, settings.decay, settings.l1, settings.l2) = (learning_rate, decay, l1, l2);
    settings.largest_norm = Some(largest_norm).filter(|norm| norm.is_finite());
    true
}
