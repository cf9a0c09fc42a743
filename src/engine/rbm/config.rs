//! Everything that defines a training run.

use std::sync::Arc;

use crate::physics::data::Dataset;
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

/// What a run learns from.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingData {
    /// The rows, without those left out by a choice of rows or labels.
    pub rows: Arc<Dataset>,
    /// What the command line calls it: `builtin:mnist`, or a path.
    pub source: String,
    /// Whether rows are weighted by 1/(number of rows at least 0.8 identical): for sequences.
    pub reweighted: bool,
}

/// A run, or the beginning of one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TrainConfig {
    /// What it learns from; `None` for an archive that is only looked at.
    #[serde(skip)]
    pub data: Option<TrainingData>,
    /// Kind of the visible units.
    pub visible: VisibleUnits,
    /// Kind of the hidden units.
    pub hidden: HiddenUnits,
    /// Number of hidden units.
    pub hidden_units: usize,
    /// How it is trained, at first.
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
    /// Checkpoints that are there already: of an archive that is opened or resumed. Sizes and units are theirs, and
    /// the run goes on from the last.
    #[serde(skip)]
    pub before: Option<Arc<Trajectory>>,
}
