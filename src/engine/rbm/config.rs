//! Everything that defines a training run.

use std::sync::Arc;

use crate::engine::rbm::data::{DataReference, TrainingData};
use crate::engine::rbm::findings::Findings;
use crate::physics::rbm::{HiddenUnits, TrainingSettings, Trajectory, VisibleUnits};
use crate::physics::seed::Seed;

/// How checkpoints lie along the updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Spacing {
    /// By equal factors: the beginning is where modes appear.
    Logarithmic,
    /// By equal numbers of updates.
    Linear,
}

/// Which updates are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct CheckpointPlan {
    /// How many checkpoints are wanted; equal updates count once. The start (update 0) and the end are always kept.
    pub count: usize,
    /// How they lie.
    pub spacing: Spacing,
}

impl Default for CheckpointPlan {
    fn default() -> Self {
        Self { count: 50, spacing: Spacing::Logarithmic }
    }
}

/// Standard deviation of the weights at update 0 where nothing else is asked for.
pub const USUAL_SPREAD: f64 = 0.01;

/// What happened to a run before it was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Its checkpoints, at least one.
    pub trajectory: Trajectory,
    /// The settings at update 0: what is recorded of it.
    pub settings: TrainingSettings,
    /// The data it learned from, also where they are not there.
    pub data: Option<DataReference>,
    /// Settings that were changed on the way: after this update, and what.
    pub changes: Vec<(u64, String)>,
    /// What was measured of it up to its last checkpoint; `None` for an archive, whose checkpoints are still to be
    /// measured.
    pub findings: Option<Findings>,
}

/// A run, or the beginning of one.
///
/// Serialised it is what a session or a lesson stores: of the data their reference alone ([`TrainingData`]), and
/// nothing of the past, which belongs to its archive.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TrainConfig {
    /// What it learns from; `None` for an archive that is only looked at.
    pub data: Option<TrainingData>,
    /// Kind of the visible units.
    pub visible: VisibleUnits,
    /// Kind of the hidden units.
    pub hidden: HiddenUnits,
    /// Number of hidden units.
    pub hidden_units: usize,
    /// How it is trained from here on, until that is changed.
    pub settings: TrainingSettings,
    /// Standard deviation of the weights at update 0.
    pub initial_spread: f64,
    /// The update at which the run is complete; it can be extended.
    pub updates: u64,
    /// Which updates are kept.
    pub checkpoints: CheckpointPlan,
    /// Rows of the data from which mean-field fixed points are searched at measurements; 0 for no search.
    pub fixed_point_starts: usize,
    /// Whether it is measured along the way; a bare training is faster.
    pub measured: bool,
    /// The source of all randomness.
    pub seed: Seed,
    /// The run so far, where it is opened or resumed. Sizes and units are those of its checkpoints, and it goes on from
    /// the last.
    #[serde(skip)]
    pub before: Option<Arc<Past>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::data::Dataset;

    #[test]
    fn a_run_is_read_back_without_its_rows_and_its_past() {
        let data = TrainingData::new(Dataset::new("x", vec![0, 1, 1, 0], 2, 2), "x.txt");
        let past = Past {
            trajectory: Trajectory::default(),
            settings: TrainingSettings::default(),
            data: None,
            changes: Vec::new(),
            findings: None,
        };
        let config = TrainConfig {
            data: Some(data.clone()),
            visible: VisibleUnits::Potts(5),
            hidden: HiddenUnits::Ising,
            hidden_units: 3,
            settings: TrainingSettings { largest_norm: Some(0.25), ..TrainingSettings::default() },
            initial_spread: USUAL_SPREAD,
            updates: 7,
            checkpoints: CheckpointPlan::default(),
            fixed_point_starts: 2,
            measured: true,
            seed: Seed(u64::MAX),
            before: Some(Arc::new(past)),
        };
        let read: TrainConfig = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
        assert_eq!(read.data.as_ref().map(|read| (&read.reference, read.rows.rows())), Some((&data.reference, 0)));
        assert_eq!(read, TrainConfig { data: read.data.clone(), before: None, ..config });
    }
}
