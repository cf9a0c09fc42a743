//! What panels of the Train lab draw from, and what they can ask for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::rbm::{Measurement, TrainCmd, TrainConfig, TrainView};
use crate::engine::rbm::{SamplingStart, SurfaceDirections};
use crate::physics::data::Dataset;
use crate::physics::rbm::Checkpoint;
use crate::ui::files::SaveTo;
use crate::ui::labs::train::derived::{Derived, Patterns};
use crate::ui::labs::train::opening::Preset;
use crate::ui::machine::{Axes, Canvas};
use crate::ui::seen::Seen;
use crate::ui::shell::Shell;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Values {
    #[default]
    Plain,
    /// Those of W between the standard deviations of its units.
    Scaled,
}

/// How the pictures of the hidden units are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum UnitOrder {
    /// By the length of the column of W, longest first.
    #[default]
    Norm,
    /// By what the first mode (or the pinned one) has of them.
    Mode,
    Number,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum SamplesOf {
    /// The chains of the training, at the cursor.
    #[default]
    Chains,
    /// Chains that run on at the machine of the cursor, apart from the training.
    FreeSampling,
    /// Rows of the data, to compare with.
    Data,
}

/// How the landscape is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct LandscapeLook {
    pub directions: SurfaceDirections,
    /// It is computed while its panel is on screen.
    #[serde(skip)]
    pub seen: Seen,
}

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    pub axes: Axes,
    pub values: Values,
    pub order: UnitOrder,
    /// What the axes of the landscape are.
    pub landscape: LandscapeLook,
    #[serde(skip)]
    pub samples: SamplesOf,
    /// The update that is looked at; `None` follows the training.
    #[serde(skip)]
    pub cursor: Option<u64>,
    /// The mode whose picture is pinned, from 0.
    #[serde(skip)]
    pub mode: Option<usize>,
    /// The hidden unit that is looked at, from 0.
    #[serde(skip)]
    pub unit: Option<usize>,
    /// A sample that is to be shown next to its nearest row, from 0.
    #[serde(skip)]
    pub look_at: Option<usize>,
}

/// What a panel asks for; the lab carries it out after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    Train(Box<Command<TrainConfig, TrainCmd>>),
    /// Another preset, ready to train.
    Preset(Preset),
    /// Goes on with the run that is looked at, on the data of this preset.
    GoOnWith(Preset),
    /// A run that is open already, by its name.
    Reopen(String),
    /// The run that was put aside last, in the place of the present one.
    TakeBack,
    /// An archive or data at this path.
    Open(PathBuf),
    /// Saves the run.
    Save(SaveTo),
    /// Saves the first of the runs that were put aside and are in no file.
    SaveAside(SaveTo),
    /// Estimates the likelihood of the machine under the cursor.
    Estimate,
    StopEstimate,
    /// Lets chains of the machine under the cursor run from there.
    FreeSampling(SamplingStart),
    StopFreeSampling,
    /// Keeps the histograms under the cursor as a ghost.
    Pin,
    Unpin,
    /// Keeps the run as A, to compare the next one with it.
    KeepRun,
    ForgetRun,
}

/// The type that ties the panels to [`TrainContext`].
pub struct TrainPanels;

impl crate::ui::lab::LabPanels for TrainPanels {
    type Context<'a> = TrainContext<'a>;
}

pub struct TrainContext<'a> {
    pub snapshot: &'a Snapshot<TrainView>,
    /// Closer looks at the machine under the cursor.
    pub derived: &'a Derived,
    pub asks: &'a mut Vec<Ask>,
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

/// The revision of modes that came with a measurement: apart from those of portraits, which count from 0.
const WITH_CURVES: u64 = 1 << 63;

impl<'a> TrainContext<'a> {
    pub fn view(&self) -> &'a TrainView {
        let snapshot: &'a Snapshot<TrainView> = self.snapshot;
        &snapshot.view
    }

    /// Asks for a live change.
    pub fn ask(&mut self, cmd: TrainCmd) {
        self.asks.push(Ask::Train(Box::new(Command::Model(cmd))));
    }

    /// Asks for a new run.
    pub fn begin(&mut self, config: TrainConfig) {
        self.asks.push(Ask::Train(Box::new(Command::Reset(config))));
    }

    pub fn update(&self) -> u64 {
        self.shared.cursor.map_or(self.view().update, |cursor| cursor.min(self.view().update))
    }

    /// Whether the present machine is looked at.
    pub fn live(&self) -> bool {
        self.shared.cursor.is_none()
    }

    pub fn measured(&self) -> Option<Arc<Measurement>> {
        self.view().measured(self.update()).cloned()
    }

    /// The machine that is looked at: the present one, or the checkpoint at the cursor.
    pub fn machine(&self) -> Option<Arc<Checkpoint>> {
        self.shared.machine(self.view())
    }

    /// Puts the cursor at an update; beyond the last one it follows the training.
    pub fn go(&mut self, update: u64) {
        self.shared.cursor = (update < self.view().update).then_some(update);
    }

    /// How states of the sites become a picture.
    pub fn states(&self) -> Canvas<'a> {
        Canvas::of_states(&self.view().rbm, data_rows(self.view()))
    }

    /// How numbers of the rows of W become a picture.
    pub fn rows(&self) -> Canvas<'a> {
        Canvas::of_rows(&self.view().rbm, data_rows(self.view()))
    }

    /// The modes to show: those of the last row of the curves where the engine has them, else those of the newest
    /// portrait, which takes longer.
    pub fn modes(&self) -> Option<Patterns> {
        let measured = self.view().modes.as_ref().filter(|_| self.live()).map(|found| Patterns {
            modes: Arc::clone(&found.modes),
            update: found.update,
            key: (self.snapshot.generation, found.update | WITH_CURVES),
        });
        measured.or_else(|| {
            let (portrait, key) = self.derived.modes()?;
            Some(Patterns { modes: Arc::clone(&portrait.modes), update: portrait.update, key })
        })
    }

    /// The hidden unit that is looked at.
    pub fn unit(&self) -> usize {
        self.shared.unit.unwrap_or(0).min(self.view().rbm.hidden_units().saturating_sub(1))
    }
}

/// The rows that a run learns from.
pub fn data_rows(view: &TrainView) -> Option<&Dataset> {
    view.config.data.as_ref().map(|data| &*data.rows)
}

impl Shared {
    /// The machine under the cursor.
    pub fn machine(&self, view: &TrainView) -> Option<Arc<Checkpoint>> {
        if let Some(cursor) = self.cursor.filter(|cursor| *cursor < view.update) {
            return view.checkpoint(cursor).cloned();
        }
        let kept = view.checkpoints.last().filter(|last| last.update == view.update);
        let kept = kept.map(|kept| {
            // Chains that were put elsewhere since it was kept are those of the present machine.
            let first = kept.chains.as_ref().and_then(|chains| chains.as_slice().get(..view.chains.as_slice().len()));
            if view.is_without_data() || first == Some(view.chains.as_slice()) {
                return Arc::clone(kept);
            }
            Arc::new(Checkpoint { chains: Some(Arc::clone(&view.chains)), ..Checkpoint::clone(kept) })
        });
        kept.or_else(|| {
            Some(Arc::new(Checkpoint {
                update: view.update,
                rbm: Arc::clone(&view.rbm),
                chains: Some(Arc::clone(&view.chains)),
                settings: Some(view.settings),
                seconds: None,
            }))
        })
    }

    /// Forgets what belongs to a run that is gone.
    pub fn begin(&mut self) {
        (self.cursor, self.mode, self.unit) = (None, None, None);
        self.samples = SamplesOf::Chains;
    }
}
