//! What a tree of fixed points is grown from, and how.

use std::sync::Arc;

use crate::physics::data::Dataset;
use crate::physics::mean_field::{ComparedLayer, RelaxationSettings};
use crate::physics::rbm::Checkpoint;
use crate::physics::seed::Seed;

/// How the fixed points of one age come from those of the age before it in the search, which is the newer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Growth {
    /// The rows relax at the newest machine; what they reach relaxes at the next older one, and so on.
    #[default]
    CarriedBack,
    /// The rows relax at each machine.
    FromRows,
    /// The newest machine alone, heated: its parameters times an inverse temperature that falls from 1 in equal steps.
    Heated {
        /// The inverse temperature of the last age.
        lowest: f64,
        /// Number of ages.
        ages: usize,
    },
}

impl Growth {
    /// Whether what is found at one age is where the search of the next begins.
    pub const fn carries(self) -> bool {
        !matches!(self, Self::FromRows)
    }

    /// Where an age lies on the axis of the tree: its update, or for a heated machine its inverse temperature.
    pub fn position(self, update: u64, inverse_temperature: f64) -> f64 {
        match self {
            Self::CarriedBack | Self::FromRows => update as f64,
            Self::Heated { .. } => inverse_temperature,
        }
    }
}

/// How near two fixed points must be to count as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum MergeDistance {
    /// In the middle of the widest gap between the distances at which fixed points merge.
    #[default]
    Suggested,
    /// The root mean square over the units of the difference of their means.
    PerUnit(f64),
    /// The Euclidean distance of the vectors of means, which grows with their length.
    Euclidean(f64),
}

/// Everything that defines a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeConfig {
    /// The machines, by rising update.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// The rows that become leaves, with their names and labels.
    pub rows: Arc<Dataset>,
    /// How the ages follow from each other.
    pub growth: Growth,
    /// How fixed points are searched.
    pub settings: RelaxationSettings,
    /// Whose means are compared.
    pub layer: ComparedLayer,
    /// How near is one.
    pub merge: MergeDistance,
    /// The source of the resamplings.
    pub seed: Seed,
}

/// How fixed points are searched for a tree, where nothing else is asked for: as long as it takes, because rows that are
/// given up are leaves in the wrong place.
pub fn usual_settings() -> RelaxationSettings {
    RelaxationSettings { persistent: true, most_iterations: 10_000, ..RelaxationSettings::default() }
}
