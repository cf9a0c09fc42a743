//! Everything that defines a run of Boltzmann learning.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::core::shared;
use crate::physics::boltzmann::{
    ChainStart, GradientSource, LearningSettings, Links, Measuring, Optimiser, PositivePhase, Preset, Target, Topology,
    Units,
};
use crate::physics::configurations::Configurations;
use crate::physics::seed::Seed;

/// Most updates of a run.
pub const MOST_UPDATES: u64 = 10_000_000;

/// Rows that a person typed, or that came from a file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OwnRows {
    /// What they are called.
    pub name: String,
    /// Bits of a row.
    pub visible: usize,
    /// The bits, 0 or 1, row after row.
    #[serde(with = "shared")]
    pub values: Arc<[u8]>,
    /// A weight for each row; empty where all count the same.
    #[serde(with = "shared")]
    pub weights: Arc<[f64]>,
}

/// What a machine learns.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum BoltzmannData {
    /// One of the distributions that are built in.
    Preset(Preset),
    /// Rows.
    Rows(OwnRows),
}

impl BoltzmannData {
    /// What they are called.
    pub fn title(&self) -> String {
        match self {
            Self::Preset(preset) => preset.title(),
            Self::Rows(rows) => rows.name.clone(),
        }
    }

    /// Bits of a row.
    pub fn visible(&self) -> usize {
        match self {
            Self::Preset(preset) => preset.visible(),
            Self::Rows(rows) => rows.visible,
        }
    }

    /// The distribution.
    ///
    /// # Errors
    /// There is none: no row, a value that is no bit, a weight that is none.
    pub fn target(&self) -> Result<Target, SessionError> {
        let target = match self {
            Self::Preset(preset) => preset.target(),
            Self::Rows(rows) => {
                let weights = if rows.weights.is_empty() { None } else { Some(&*rows.weights) };
                Target::new(&Configurations::new(rows.values.to_vec(), rows.visible), weights)
            }
        };
        target.map_err(SessionError::new)
    }
}

/// A run of Boltzmann learning.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BoltzmannConfig {
    /// What is learned.
    pub data: BoltzmannData,
    /// Number of hidden units H.
    pub hidden: usize,
    /// Which units are joined.
    pub links: Links,
    /// What values units take.
    pub units: Units,
    /// Inverse temperature β.
    pub beta: f64,
    /// Standard deviation of the weights at update 0.
    pub initial_spread: f64,
    /// Which way steps go.
    pub optimiser: Optimiser,
    /// η.
    pub learning_rate: f64,
    /// λ: weights decay by η λ w in a step along the gradient.
    pub weight_decay: f64,
    /// Where the averages come from.
    pub source: GradientSource,
    /// How the hidden units of the positive phase are averaged.
    pub positive: PositivePhase,
    /// Whether chains continue or restart.
    pub chains: ChainStart,
    /// The update at which the run is complete; it can be extended.
    pub updates: u64,
    /// M: the standard errors of exact phases are those of a sample of so many rows.
    pub samples: usize,
    /// The source of all randomness.
    pub seed: Seed,
    /// Whether the positive phase is the formula as the lecture text prints it.
    pub as_printed: bool,
}

impl BoltzmannConfig {
    /// A preset with its usual number of hidden units, over all states, with settings that learn it soon.
    pub fn of_preset(preset: Preset) -> Self {
        let parity = Self { data: BoltzmannData::Preset(preset), hidden: preset.usual_hidden(), ..Self::default() };
        let nesterov = Self {
            optimiser: Optimiser::Nesterov,
            learning_rate: 0.1,
            initial_spread: 0.3,
            seed: Seed(1),
            ..parity.clone()
        };
        match preset {
            Preset::Parity { .. } | Preset::ExclusiveOr => parity,
            // Its groups are joined through hidden units alone: else those would not have to carry anything.
            Preset::Encoder { .. } => nesterov,
            Preset::Shifter { .. } | Preset::Random { .. } => Self { links: Links::FULL, ..nesterov },
        }
    }

    /// Size, units, links and β of the machine.
    pub fn topology(&self) -> Topology {
        Topology {
            visible: self.data.visible(),
            hidden: self.hidden,
            units: self.units,
            links: self.links,
            beta: self.beta,
        }
    }

    /// How the phases are measured.
    pub fn measuring(&self) -> Measuring {
        Measuring {
            source: self.source,
            positive: self.positive,
            chains: self.chains,
            samples: self.samples,
            as_printed: self.as_printed,
        }
    }

    /// How parameters are moved.
    pub fn learning(&self) -> LearningSettings {
        LearningSettings {
            optimiser: self.optimiser,
            learning_rate: self.learning_rate,
            weight_decay: self.weight_decay,
        }
    }
}

impl Default for BoltzmannConfig {
    /// Even parity of three units, by four hidden ones that are joined to the visible ones alone. Small steps from small
    /// weights: J3 alone grows, and |J2| stays below 0.01 all the way to KL = 0.001 and on.
    fn default() -> Self {
        Self {
            data: BoltzmannData::Preset(Preset::Parity { bits: 3 }),
            hidden: 4,
            links: Links::RESTRICTED,
            units: Units::Ising,
            beta: 1.0,
            initial_spread: 0.003,
            optimiser: Optimiser::Adam,
            learning_rate: 0.003,
            weight_decay: 0.0,
            source: GradientSource::Exact,
            positive: PositivePhase::Enumerated,
            chains: ChainStart::Continue,
            updates: 4000,
            samples: 1000,
            seed: Seed(3),
            as_printed: false,
        }
    }
}
