//! What can be trained on at once, and what the lab opens with.

use crate::engine::core::session::Command;
use crate::engine::rbm::{CheckpointPlan, TrainConfig, TrainingData, USUAL_SPREAD};
use crate::io::datasets::DataOptions;
use crate::io::run::open_data;
use crate::physics::rbm::{HiddenUnits, Method, TrainingSettings, VisibleUnits};
use crate::physics::seed::Seed;
use crate::ui::chassis::Step;
use crate::ui::labs::train::context::Ask;
use crate::ui::widgets::{WayIn, way_in_ui};

/// Rows of the data from which fixed points are searched.
pub const STARTS: usize = 200;
/// What the lab opens with.
pub const FIRST: Preset = Preset::Digits;
/// Updates up to the moments of the picture: the first mode is there, several are, digits can be read.
const PICTURED: [(u64, Option<&str>); 3] = [(64, Some("first-mode")), (192, Some("several-modes")), (744, None)];

/// A run that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Preset {
    Digits,
    /// Only 0 and 1.
    TwoDigits,
    /// Two superclasses with two subclasses each.
    Hierarchy,
    /// Samples of an open chain of spins.
    Chain,
    /// Binary sequences of the 1000 Genomes project.
    Genome,
    Proteins,
    Zoo,
}

impl Preset {
    pub const ALL: [Self; 7] =
        [Self::Digits, Self::TwoDigits, Self::Hierarchy, Self::Chain, Self::Genome, Self::Proteins, Self::Zoo];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Digits => "Digits, 28 × 28",
            Self::TwoDigits => "Digits 0 and 1",
            Self::Hierarchy => "Synthetic hierarchy",
            Self::Chain => "1D Ising chain",
            Self::Genome => "Human genome, 169 sites",
            Self::Proteins => "Proteins, 21 states",
            Self::Zoo => "Animals, 21 properties",
        }
    }

    pub const fn tip(self) -> &'static str {
        match self {
            Self::Digits => "10 000 handwritten digits, 100 hidden units: modes leave the bulk one by one",
            Self::TwoDigits => "Two classes, 20 hidden units: the first mode tells them apart, and ln Z is exact",
            Self::Hierarchy => {
                "Two superclasses with two subclasses each: the first mode crosses near update 125, then 2 and 4 valleys"
            }
            Self::Chain => "Equilibrium samples of a chain of spins: correlations fall with distance, no mode rules",
            Self::Genome => "Haplotypes of people from five continents: the first modes are where they come from",
            Self::Proteins => "Serine proteases as Potts units, sequences reweighted by similarity",
            Self::Zoo => "101 animals, 8 hidden units: small enough for the exact likelihood",
        }
    }

    /// The built-in set that it is on, and the labels that its rows are chosen by.
    const fn source(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Digits => ("builtin:mnist", &[]),
            Self::TwoDigits => ("builtin:mnist", &["0", "1"]),
            Self::Hierarchy => ("builtin:hierarchy", &[]),
            Self::Chain => ("builtin:ising-chain", &[]),
            Self::Genome => ("builtin:genome", &[]),
            Self::Proteins => ("builtin:serine-proteases", &[]),
            Self::Zoo => ("builtin:zoo", &[]),
        }
    }

    /// Sites of a row, and the values that a site takes.
    pub const fn row(self) -> (usize, u8) {
        match self {
            Self::Digits | Self::TwoDigits => (784, 2),
            Self::Hierarchy | Self::Chain => (64, 2),
            Self::Genome => (169, 2),
            Self::Proteins => (205, 21),
            Self::Zoo => (21, 2),
        }
    }

    /// The data alone. Unpacks them: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where the built-in data cannot be read.
    pub fn data(self, seed: Seed) -> Result<TrainingData, String> {
        let (source, subset) = self.source();
        let options =
            DataOptions { subset: subset.iter().map(|&label| label.to_owned()).collect(), ..DataOptions::default() };
        // Proteins come in families: relatives count together.
        let data = source.parse().and_then(|source| open_data(&source, &options, self == Self::Proteins, seed));
        data.map_err(|err| err.to_string())
    }

    /// The data and the settings. Unpacks the data: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where the built-in data cannot be read.
    pub fn config(self, seed: Seed) -> Result<TrainConfig, String> {
        let run = |hidden_units, updates| -> Result<TrainConfig, String> {
            Ok(TrainConfig { updates, ..config(self.data(seed)?, hidden_units, seed) })
        };
        Ok(match self {
            // So fast that the first modes are there within seconds.
            Self::Digits => with(run(100, 3_000)?, 20, 0.05),
            Self::TwoDigits => run(20, 5_000)?,
            Self::Hierarchy => {
                let config = run(32, 8_000)?;
                let settings = TrainingSettings { batch: 100, chains: 100, ..config.settings };
                with(TrainConfig { settings, ..config }, 5, 0.02)
            }
            Self::Chain => with(TrainConfig { visible: VisibleUnits::Ising, ..run(64, 5_000)? }, 10, 0.01),
            Self::Genome => with(run(100, 20_000)?, 10, 0.01),
            Self::Proteins => with(run(50, 5_000)?, 10, 0.01),
            Self::Zoo => with(run(8, 20_000)?, 10, 0.02),
        })
    }
}

/// What is shown while there is no run yet.
pub fn empty_ui(ui: &mut egui::Ui, waits: bool) -> Option<WayIn<Preset>> {
    let sentences = (
        "10\u{202F}000 handwritten digits are being unpacked.",
        "There is no run yet. Open a file, or train on one of these.",
    );
    way_in_ui(ui, waits, sentences, &Preset::ALL.map(|preset| (preset, preset.title(), preset.tip())))
}

/// A run of usual settings on these data.
pub fn config(data: TrainingData, hidden_units: usize, seed: Seed) -> TrainConfig {
    let rows = &data.rows;
    let visible = if rows.states > 2 { VisibleUnits::Potts(rows.states) } else { VisibleUnits::Bernoulli };
    let (batch, starts) = (rows.rows().clamp(1, 500), rows.rows().min(STARTS));
    TrainConfig {
        data: Some(data),
        visible,
        hidden: HiddenUnits::Bernoulli,
        hidden_units,
        settings: TrainingSettings { method: Method::Persistent, batch, ..TrainingSettings::default() },
        initial_spread: USUAL_SPREAD,
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

/// The steps to the picture: trained from moment to moment, its free energy as a surface, and estimated at last.
pub fn rehearsal() -> Vec<Step<Ask>> {
    let mut steps = Vec::new();
    for (updates, moment) in PICTURED {
        let train = Step::Ask(Ask::Train(Box::new(Command::Step(updates))));
        steps.extend([train, Step::Wait]);
        steps.extend(moment.map(|name| Step::Moment(name.to_owned())));
    }
    let panel = |name: &str| name.to_owned();
    // It is looked at in one frame, asked for in the next, and begins to be computed in a third.
    steps.extend([Step::Enlarge(panel("landscape")), Step::Wait, Step::Wait, Step::Wait]);
    steps.push(Step::Moment(panel("landscape")));
    steps.extend([Step::Show(panel("distances")), Step::Ask(Ask::Estimate)]);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_wide_as_they_are_said_to_be() {
        for preset in Preset::ALL {
            let data = preset.data(Seed(1)).unwrap();
            assert_eq!((data.rows.columns(), data.rows.states), preset.row(), "{preset:?}");
        }
    }
}
