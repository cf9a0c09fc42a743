//! What panels of the Recall lab draw from, and what they can ask for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::engine::hopfield::recall::{Recall, RecallCmd, RecallView};
use crate::physics::hopfield::continuous::Attention;
use crate::physics::spins::GridShape;
use crate::ui::files::SaveTo;
use crate::ui::labs::hopfield::studies::Studies;
use crate::ui::shell::Shell;

/// What the grid shows of each cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Layer {
    #[default]
    State,
    /// The local field h_i.
    Field,
    /// The stability σ_i h_i: negative flips at the next visit.
    Stability,
    /// Where it differs from the selected memory.
    Difference,
    /// Time since the last flip.
    Age,
}

impl Layer {
    /// All layers, in the order of their keys 1 to 5.
    pub const ALL: [Self; 5] = [Self::State, Self::Field, Self::Stability, Self::Difference, Self::Age];
}

/// Unit of the horizontal axes and of the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum TimeUnit {
    #[default]
    Sweeps,
    /// One visit of one spin.
    Updates,
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    pub layer: Layer,
    pub unit: TimeUnit,
    /// The memory that differences refer to: a place on the shelf.
    pub selected: usize,
    /// Whether the energy of a dense memory is looked at as it is sometimes printed.
    #[serde(default)]
    pub as_printed: bool,
    /// How grey states fall.
    pub continuous: ContinuousSettings,
    /// What they fall from, where it was drawn in grey levels.
    #[serde(skip)]
    pub grey: GreyCue,
    /// Time constants of two layers of neurons.
    pub neurons: NeuronSettings,
    /// Numbers strokes and drags, so that undo takes them back whole.
    #[serde(skip)]
    pub gesture: u64,
    /// A temperature that was asked for and is not answered yet.
    #[serde(skip)]
    pub heater: Option<Heater>,
}

/// How the memories of the shelf are recalled as real vectors.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ContinuousSettings {
    /// How products become weights.
    pub attention: Attention,
    /// β in units of 1/N: products of two states of spins go up to N.
    pub beta: f64,
    /// Which of the drawn cues it falls from; 0 is the cue of the grid.
    #[serde(skip)]
    pub drawn: u64,
}

impl Default for ContinuousSettings {
    fn default() -> Self {
        Self { attention: Attention::Softmax, beta: 8.0, drawn: 0 }
    }
}

/// Over which two directions the energy is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LandscapeChoice {
    /// Two memories, by their places on the shelf.
    Memories { one: usize, other: usize },
    /// The two leading eigenvectors of J.
    Modes,
    /// The principal components of what is stored.
    Components,
}

/// A cue in grey levels from −1 to +1.
#[derive(Clone, Debug)]
pub struct GreyCue {
    values: Option<Arc<[f64]>>,
    /// Counts what was drawn, so that another cue is another one.
    pub number: u64,
    /// The level of the brush.
    pub ink: f64,
}

impl Default for GreyCue {
    /// None; the brush is halfway up.
    fn default() -> Self {
        Self { values: None, number: 0, ink: 0.5 }
    }
}

impl GreyCue {
    /// The drawn cue, if there is one of so many cells.
    pub fn of(&self, cells: usize) -> Option<&Arc<[f64]>> {
        self.values.as_ref().filter(|values| values.len() == cells)
    }

    /// Another cue.
    pub fn draw(&mut self, values: Arc<[f64]>) {
        self.values = Some(values);
        self.number += 1;
    }

    /// Back to the cue of the grid.
    pub fn forget(&mut self) {
        self.values = None;
    }
}

/// Two layers of neurons whose hidden ones compete by softmax.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NeuronSettings {
    /// τ of visible neurons.
    pub visible: f64,
    /// τ of hidden neurons; at 0 they follow at once, and the network is attention.
    pub hidden: f64,
    /// β in units of 1/N; that of attention.
    pub beta: f64,
}

impl Default for NeuronSettings {
    fn default() -> Self {
        Self { visible: 1.0, hidden: 0.3, beta: ContinuousSettings::default().beta }
    }
}

/// A temperature on its way to the engine: the next step of the heater goes from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heater {
    pub temperature: f64,
    /// The generation of the session at that time.
    pub generation: u64,
    /// The revision of the document that answers it.
    pub answered: u64,
}

/// What a panel asks for; the lab sends it after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    Recall(CommandOf<Recall>),
    /// This many sweeps, then stop.
    Sweeps(u64),
    /// The cursor to this fraction of the record.
    ScrubTo(f64),
    /// Many recalls from the state shown, or from random states.
    RunMany {
        runs: u64,
        /// From random states instead of the cue.
        random: bool,
    },
    /// Stop the replicas, keeping those finished.
    StopMany,
    /// Random states quenched, cooled by the schedule, and tempered.
    CompareCooling {
        /// Number of runs of each.
        runs: u64,
    },
    /// Stop these runs, keeping those finished.
    StopCooling,
    Slice {
        /// Place of the first on the shelf.
        from: usize,
        to: usize,
        orders: u64,
    },
    /// The energy over two directions.
    Landscape(LandscapeChoice),
    /// Measure couplings and crosstalk of the network as it is.
    MeasureWeights,
    /// The cue falls in six landscapes.
    SixEnergies,
    /// The cue falls as a real vector.
    Continuous(ContinuousSettings),
    /// The cue falls in two layers of neurons.
    Neurons(NeuronSettings),
    /// The fixed points of softmax attention along β.
    Branches,
    /// How many memories dense networks of so many spins keep.
    DenseCapacity {
        /// Number of spins.
        size: usize,
    },
    /// Stop that, keeping what is measured.
    StopDenseCapacity,
    /// Looks at the energy of a dense memory as it is sometimes printed, or as it is.
    AsPrinted(bool),
    /// Loads patterns without chance overlaps, and starts in the mixture of the first three.
    Balanced {
        /// Number of patterns.
        memories: usize,
        /// The grid.
        shape: GridShape,
    },
    /// Read this file and offer it for import.
    Import(PathBuf),
    /// Write the shelf to this file, or where the name ends in `.json` the recall: its document, and how far it was run.
    Export(SaveTo),
    /// Read a built-in set for the shelf.
    LoadBuiltin(String),
}

/// The type that ties the panels to [`HopfieldContext`].
pub struct HopfieldPanels;

impl crate::ui::lab::LabPanels for HopfieldPanels {
    type Context<'a> = HopfieldContext<'a>;
}

pub struct HopfieldContext<'a> {
    pub snapshot: &'a Snapshot<RecallView>,
    /// Derived pictures, each with the document it belongs to.
    pub studies: &'a Studies,
    pub asks: &'a mut Vec<Ask>,
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

impl HopfieldContext<'_> {
    pub fn view(&self) -> &RecallView {
        &self.snapshot.view
    }

    /// Asks for an edit or a movement of the cursor.
    pub fn ask(&mut self, cmd: RecallCmd) {
        self.asks.push(Ask::Recall(Command::Model(cmd)));
    }

    pub fn size(&self) -> usize {
        self.view().moment.state.len()
    }

    /// Updates in the unit of the time axes.
    pub fn in_unit(&self, updates: f64) -> f64 {
        match self.shared.unit {
            TimeUnit::Sweeps => updates / self.size().max(1) as f64,
            TimeUnit::Updates => updates,
        }
    }

    /// A place on a time axis as a number of updates.
    pub fn to_updates(&self, position: f64) -> u64 {
        let updates = match self.shared.unit {
            TimeUnit::Sweeps => position * self.size() as f64,
            TimeUnit::Updates => position,
        };
        updates.round().max(0.0) as u64
    }

    pub fn unit_name(&self) -> &'static str {
        match self.shared.unit {
            TimeUnit::Sweeps => "sweeps",
            TimeUnit::Updates => "updates",
        }
    }

    /// Moves the cursor of the whole lab; a running model is paused first, for playing on from there branches.
    pub fn scrub(&mut self, update: Option<u64>) {
        if self.snapshot.running && update.is_some() {
            self.asks.push(Ask::Recall(Command::Pause));
        }
        self.ask(RecallCmd::Scrub(update));
    }

    /// The temperature of the next visit: that of the schedule, or the one set by hand, also while one looks back.
    pub fn next_temperature(&self) -> f64 {
        let view = self.view();
        let pending = self
            .shared
            .heater
            .filter(|heater| heater.generation == self.snapshot.generation && view.document_revision < heater.answered);
        let heat = || view.document.heat().temperature(view.moment.update, view.moment.state.len());
        pending.map_or_else(heat, |heater| heater.temperature)
    }

    pub fn set_temperature(&mut self, temperature: f64) {
        let (generation, revision) = (self.snapshot.generation, self.view().document_revision);
        let pending = self.shared.heater.filter(|heater| heater.generation == generation);
        let answered = pending.map_or(revision, |heater| heater.answered.max(revision)) + 1;
        self.shared.heater = Some(Heater { temperature, generation, answered });
        self.ask(RecallCmd::SetTemperature(temperature));
    }

    /// Starts a new stroke or drag.
    pub fn new_gesture(&mut self) -> u64 {
        self.shared.gesture += 1;
        self.shared.gesture
    }
}
