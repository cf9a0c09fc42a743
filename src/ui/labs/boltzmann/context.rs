//! What panels of the Boltzmann lab draw from, and what they can ask for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::boltzmann::{
    BoltzmannCmd, BoltzmannConfig, BoltzmannMoment, BoltzmannSession, BoltzmannView, WellsOver,
};
use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::ui::files::SaveTo;
use crate::ui::labs::boltzmann::studies::Studies;
use crate::ui::machine::Axes;
use crate::ui::shell::Shell;

/// Which of the two chains the picture of the machine shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ShownPhase {
    /// The visible units are held to a row of the data.
    #[default]
    Clamped,
    /// All units run free.
    Free,
}

/// View state that several panels share.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    /// Which of the chains is drawn.
    pub phase: ShownPhase,
    /// Which axes over updates are logarithmic.
    pub axes: OverUpdates,
    /// Where units were dragged to, in parts of the picture, by their numbers; of a machine of this shape alone.
    pub dragged: Dragged,
    /// The pair of units that the pointer is on, in any panel, as it is found while drawing.
    #[serde(skip)]
    pub pointed: Option<[usize; 2]>,
    /// The pair that it was on in the last frame: marked everywhere.
    #[serde(skip)]
    pub marked: Option<[usize; 2]>,
}

/// Axes over updates: linear at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OverUpdates(pub Axes);

impl Default for OverUpdates {
    fn default() -> Self {
        Self(Axes::Linear)
    }
}

/// Where units were dragged.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Dragged {
    /// Visible and hidden units of the machine.
    pub shape: (usize, usize),
    /// Unit, and where it is in the picture, from (0, 0) to (1, 1).
    pub units: Vec<(usize, [f32; 2])>,
}

/// What a panel asks for; the lab carries it out after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    /// A command for the machine.
    Machine(Box<CommandOf<BoltzmannSession>>),
    /// Another run, which goes on if the present one is going.
    Change(Box<BoltzmannConfig>),
    /// All optimisers from this start.
    Race,
    /// The race is given up.
    StopRace,
    /// The same machine from many seeds.
    Solve,
    /// That is given up.
    StopSolving,
    /// The wells of the machine that is looked at, over these directions.
    Wells(WellsOver),
    /// Reads rows of a file, and shows them.
    Import(PathBuf),
    /// Writes what was learned.
    Save(SaveTo),
}

/// The type that ties the panels to [`BoltzmannContext`].
pub struct BoltzmannPanels;

impl crate::ui::lab::LabPanels for BoltzmannPanels {
    type Context<'a> = BoltzmannContext<'a>;
}

/// Lent to each panel while it draws.
pub struct BoltzmannContext<'a> {
    /// The picture of this frame.
    pub snapshot: &'a Snapshot<BoltzmannView>,
    /// Races, and runs from many seeds.
    pub studies: &'a Studies,
    /// What is asked for, in order.
    pub asks: &'a mut Vec<Ask>,
    /// View state that panels share.
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

impl BoltzmannContext<'_> {
    /// The picture of the machine.
    pub fn view(&self) -> &BoltzmannView {
        &self.snapshot.view
    }

    /// What the run began with.
    pub fn config(&self) -> &BoltzmannConfig {
        &self.snapshot.view.config
    }

    /// What is looked at.
    pub fn moment(&self) -> &Arc<BoltzmannMoment> {
        &self.snapshot.view.looked
    }

    /// Generation and update of what is looked at: the key of what is made of it.
    pub fn key(&self) -> (u64, u64) {
        (self.snapshot.generation, self.snapshot.revision)
    }

    /// Asks for a live change.
    pub fn ask(&mut self, cmd: BoltzmannCmd) {
        self.asks.push(Ask::Machine(Box::new(Command::Model(cmd))));
    }

    /// Asks for a run that differs from the present one by `change`; its live settings are those of now.
    pub fn change(&mut self, change: impl FnOnce(&mut BoltzmannConfig)) {
        let mut config = present(self.view());
        change(&mut config);
        self.asks.push(Ask::Change(Box::new(config)));
    }

    /// Looks at an update; the present one follows the run again.
    pub fn go(&mut self, update: u64) {
        let cmd = if update >= self.view().update { BoltzmannCmd::Live } else { BoltzmannCmd::Look(update) };
        self.ask(cmd);
    }
}

/// The configuration of a run with the settings that are live now.
pub fn present(view: &BoltzmannView) -> BoltzmannConfig {
    BoltzmannConfig {
        optimiser: view.learning.optimiser,
        learning_rate: view.learning.learning_rate,
        weight_decay: view.learning.weight_decay,
        source: view.measuring.source,
        positive: view.measuring.positive,
        chains: view.measuring.chains,
        samples: view.measuring.samples,
        as_printed: view.measuring.as_printed,
        ..(*view.config).clone()
    }
}
