//! What can be trained on at once, and what the lab opens with.

use crate::engine::train::{CheckpointPlan, TrainConfig, TrainingData};
use crate::io::builtin;
use crate::physics::data::Dataset;
use crate::physics::rbm::{HiddenUnits, Method, TrainingSettings, VisibleUnits};
use crate::physics::seed::Seed;

/// Rows of the data from which fixed points are searched.
const STARTS: usize = 200;
/// Standard deviation of the weights at the start.
const SPREAD: f64 = 0.01;

/// A run that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Handwritten digits.
    Digits,
    /// Only 0 and 1.
    TwoDigits,
    /// Binary sequences of the 1000 Genomes project.
    Genome,
    /// Aligned proteins.
    Proteins,
    /// Animals and their properties.
    Zoo,
}

impl Preset {
    /// All presets, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Digits, Self::TwoDigits, Self::Genome, Self::Proteins, Self::Zoo];

    /// Its entry in the menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Digits => "Digits, 28 × 28",
            Self::TwoDigits => "Digits 0 and 1",
            Self::Genome => "Human genome, 169 sites",
            Self::Proteins => "Proteins, 21 states",
            Self::Zoo => "Animals, 21 properties",
        }
    }

    /// What it is for.
    pub const fn tip(self) -> &'static str {
        match self {
            Self::Digits => "10 000 handwritten digits, 64 hidden units: modes leave the bulk one by one",
            Self::TwoDigits => "Two classes, 20 hidden units: the first mode tells them apart, and ln Z is exact",
            Self::Genome => "Haplotypes of people from five continents: the first modes are where they come from",
            Self::Proteins => "Serine proteases as Potts units, sequences reweighted by likeness",
            Self::Zoo => "101 animals, 8 hidden units: small enough for the exact likelihood",
        }
    }

    /// The data and the settings. Unpacks the data: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where the built-in data cannot be read.
    pub fn config(self, seed: Seed) -> Result<TrainConfig, String> {
        match self {
            Self::Digits => {
                let config = config(builtin_rows("mnist")?, "builtin:mnist", 64, seed);
                Ok(TrainConfig { updates: 3_000, ..config })
            }
            Self::TwoDigits => {
                let rows = with_labels(&builtin_rows("mnist")?, &["0", "1"]);
                let config = config(rows, "builtin:mnist", 20, seed);
                Ok(TrainConfig { updates: 5_000, ..config })
            }
            Self::Genome => {
                let config = config(builtin_rows("genome")?, "builtin:genome", 100, seed);
                Ok(with(TrainConfig { updates: 20_000, ..config }, 10, 0.01))
            }
            Self::Proteins => {
                let mut config = config(builtin_rows("serine-proteases")?, "builtin:serine-proteases", 50, seed);
                if let Some(data) = &mut config.data {
                    data.reweighted = true;
                }
                Ok(with(TrainConfig { updates: 5_000, ..config }, 10, 0.01))
            }
            Self::Zoo => {
                let config = config(builtin_rows("zoo")?, "builtin:zoo", 8, seed);
                let config = TrainConfig { updates: 20_000, ..config };
                Ok(with(config, 10, 0.02))
            }
        }
    }
}

fn builtin_rows(name: &str) -> Result<Dataset, String> {
    builtin::open(name).map_err(|err| err.to_string())
}

/// A run of usual settings over these rows.
pub fn config(rows: Dataset, source: &str, hidden_units: usize, seed: Seed) -> TrainConfig {
    let visible = if rows.states > 2 { VisibleUnits::Potts(rows.states) } else { VisibleUnits::Bernoulli };
    let (batch, starts) = (rows.rows().clamp(1, 500), rows.rows().min(STARTS));
    TrainConfig {
        data: Some(TrainingData { rows: rows.into(), source: source.to_owned(), reweighted: false }),
        visible,
        hidden: HiddenUnits::Bernoulli,
        hidden_units,
        settings: TrainingSettings { method: Method::Persistent, batch, ..TrainingSettings::default() },
        initial_spread: SPREAD,
        updates: 3_000,
        checkpoints: CheckpointPlan::default(),
        fixed_point_starts: starts,
        seed,
        before: None,
        measured: true,
    }
}

fn with(config: TrainConfig, gibbs_steps: u32, learning_rate: f64) -> TrainConfig {
    TrainConfig { settings: TrainingSettings { gibbs_steps, learning_rate, ..config.settings }, ..config }
}

/// The rows whose first label is one of these.
fn with_labels(rows: &Dataset, names: &[&str]) -> Dataset {
    let Some(column) = rows.labels.first() else { return rows.clone() };
    let wanted = |class: &Option<u32>| {
        class.and_then(|class| column.classes.get(class as usize)).is_some_and(|name| names.contains(&name.as_str()))
    };
    let kept: Vec<usize> =
        column.of_row.iter().enumerate().filter(|(_, class)| wanted(class)).map(|(row, _)| row).collect();
    rows.select(&kept)
}
