//! What this program adds to an archive, so that a run can be understood and go on bit for bit.

use serde::{Deserialize, Serialize};

use crate::engine::rbm::{CheckpointPlan, TrainConfig};
use crate::physics::data::Dataset;
use crate::physics::rbm::{HiddenUnits, TrainingSettings, VisibleUnits};

/// The version of the record that is written.
pub const VERSION: u32 = 1;

/// Which data a run learns from, so that the same rows can be found again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataReference {
    /// What the command line calls it: `builtin:mnist`, or a path.
    pub source: String,
    /// Number of rows learned from.
    pub rows: usize,
    /// Number of sites.
    pub columns: usize,
    /// Values that a site can take.
    pub states: u8,
    /// Whether rows are weighted by 1/(number of rows at least 0.8 identical).
    pub reweighted: bool,
    /// The rows that were asked for (`--rows`).
    pub first_rows: Option<usize>,
    /// The labels that were asked for (`--subset`).
    pub subset: Vec<String>,
    /// The file of labels (`--labels`).
    pub labels: Option<String>,
    /// The threshold (`--threshold`).
    pub threshold: Option<f64>,
    /// A checksum of the values, to notice other data of the same name.
    pub checksum: u64,
}

impl DataReference {
    /// The data of a configuration; the options that chose its rows are added by whoever knows them.
    pub fn of(config: &TrainConfig) -> Option<Self> {
        let data = config.data.as_ref()?;
        Some(Self {
            source: data.source.clone(),
            rows: data.rows.rows(),
            columns: data.rows.columns(),
            states: data.rows.states,
            reweighted: data.reweighted,
            checksum: checksum(&data.rows),
            ..Self::default()
        })
    }
}

/// A checksum of the values of a data set (FNV-1a).
pub fn checksum(data: &Dataset) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    data.values.as_slice().iter().fold(0xcbf2_9ce4_8422_2325, step)
}

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
    /// The record of a run that starts from `config`.
    pub fn of(config: &TrainConfig) -> Self {
        Self {
            version: VERSION,
            program: concat!("glassbox ", env!("CARGO_PKG_VERSION")).to_owned(),
            seed: config.seed.0,
            visible: config.visible,
            hidden: config.hidden,
            hidden_units: config.hidden_units,
            initial_spread: config.initial_spread,
            settings: config.settings,
            updates: config.updates,
            checkpoints: config.checkpoints,
            fixed_point_starts: config.fixed_point_starts,
            data: DataReference::of(config),
            changes: Vec::new(),
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
