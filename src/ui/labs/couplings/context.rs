//! What panels of the Couplings lab draw from, and what they can ask for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::Snapshot;
use crate::engine::couplings::{ContactSettings, CouplingsView, Found, PairwiseView, RaceView};
use crate::io::run::OpenRun;
use crate::physics::couplings::CouplingMethod;
use crate::physics::couplings::one_unit::symmetric_weight;
use crate::physics::spins::GridShape;
use crate::ui::files::SaveTo;
use crate::ui::labs::couplings::contact_desk::{ContactAsk, ContactsSeen};
use crate::ui::labs::couplings::contact_picture::Below;
use crate::ui::labs::couplings::opening::Preset;
use crate::ui::labs::couplings::order::SiteOrder;
use crate::ui::labs::couplings::pairs::Source;
use crate::ui::labs::couplings::placement::Arrangement;
use crate::ui::labs::couplings::proteins::Protein;
use crate::ui::labs::couplings::race_settings::{ErrorSettings, Over, RaceSettings};
use crate::ui::shell::Shell;

/// Weights and bias of the hidden unit that is played with.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PlayUnit {
    /// Visible units, 2 to 4.
    pub spins: usize,
    pub weights: [f64; 4],
    pub bias: f64,
}

impl Default for PlayUnit {
    fn default() -> Self {
        // Two equal weights that make J = 0.2.
        Self { spins: 2, weights: [symmetric_weight(0.2); 4], bias: 0.0 }
    }
}

/// What is under the pointer, wherever that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pointed {
    pub pair: Option<[usize; 2]>,
    pub triple: Option<[usize; 3]>,
}

/// View state that several panels share.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    /// How couplings are computed that have no name of their own on the screen.
    pub form: CouplingMethod,
    /// What the lower triangle of the matrix shows.
    pub lower: Source,
    /// Pairs of a larger |J| are links.
    pub threshold: f64,
    /// How the graph stands; `None` is as suits the rows.
    pub arrangement: Option<Arrangement>,
    /// How the rows and columns of the matrix are ordered.
    pub order: SiteOrder,
    pub play: PlayUnit,
    pub race: RaceSettings,
    pub errors: ErrorSettings,
    pub protein: Protein,
    pub contacts: ContactSettings,
    /// What the map of contacts shows below its diagonal.
    pub below: Below,
    /// The update that is looked at; `None` follows the run.
    #[serde(skip)]
    pub cursor: Option<u64>,
    /// The pair that is looked at, the smaller site first.
    #[serde(skip)]
    pub pair: Option<[usize; 2]>,
    /// What was under the pointer in the last frame: every panel marks it, whichever comes first.
    #[serde(skip)]
    pub marked: Pointed,
    /// What is under it in this frame: panels set it while they draw.
    #[serde(skip)]
    pub pointed: Pointed,
    /// The hidden unit that is looked at.
    #[serde(skip)]
    pub unit: Option<usize>,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            form: CouplingMethod::Exact,
            lower: Source::Truth,
            threshold: 0.1,
            arrangement: None,
            order: SiteOrder::Site,
            play: PlayUnit::default(),
            race: RaceSettings::default(),
            errors: ErrorSettings::default(),
            protein: Protein::Dhfr,
            contacts: ContactSettings::default(),
            below: Below::default(),
            cursor: None,
            pair: None,
            marked: Pointed::default(),
            pointed: Pointed::default(),
            unit: None,
        }
    }
}

/// What a panel asks for; the lab carries it out after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    /// Looks at the checkpoint at this update; `None` follows the run.
    Look(Option<u64>),
    /// Looks at a pair of sites.
    Pair([usize; 2]),
    /// Looks at a hidden unit.
    Unit(usize),
    /// Plays with this hidden unit.
    Play(PlayUnit),
    /// Fits a model of pairs to the data of the run.
    Pairwise,
    /// Lets the estimators race.
    Race(RaceSettings),
    /// Stops them.
    StopRace,
    /// Measures their errors over rows or temperatures.
    Errors(ErrorSettings),
    /// Stops that, and keeps what is measured.
    StopErrors,
    /// What the map of contacts asks for.
    Contacts(ContactAsk),
    /// A run that is part of the program.
    Preset(Preset),
    /// A run that is open already, by its name.
    Reopen(String),
    /// A run at this path.
    Open(PathBuf),
    /// Writes the couplings that are shown.
    Save(CouplingsFile, SaveTo),
}

/// A file of the couplings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CouplingsFile {
    Table,
    Arrays,
}

/// The type that ties the panels to [`CouplingsContext`].
pub struct CouplingsPanels;

impl crate::ui::lab::LabPanels for CouplingsPanels {
    type Context<'a> = CouplingsContext<'a>;
}

/// Lent to each panel while it draws.
pub struct CouplingsContext<'a> {
    /// The picture of this frame.
    pub snapshot: &'a Snapshot<CouplingsView>,
    /// The run that it belongs to.
    pub run: Option<&'a Arc<OpenRun>>,
    /// The last model of pairs, and whether one was asked for since the run was opened.
    pub pairwise: Option<&'a Snapshot<PairwiseView>>,
    pub pairwise_asked: bool,
    /// The last race, and whether one was asked for.
    pub race: Option<&'a Snapshot<RaceView>>,
    pub race_asked: bool,
    /// The last picture of errors, and what was asked for.
    pub errors: Option<&'a Snapshot<RaceView>>,
    pub errors_asked: Option<ErrorSettings>,
    /// The map of contacts, and what it is of.
    pub contacts: ContactsSeen<'a>,
    /// What is asked for, in order.
    pub asks: &'a mut Vec<Ask>,
    /// View state that panels share.
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

impl<'a> CouplingsContext<'a> {
    /// The picture of the couplings.
    pub fn view(&self) -> &'a CouplingsView {
        let snapshot: &'a Snapshot<CouplingsView> = self.snapshot;
        &snapshot.view
    }

    /// The couplings that are shown.
    pub fn found(&self) -> Option<&'a Found> {
        self.view().found.as_deref()
    }

    /// How the couplings that are shown were computed: of Potts units there is the exact form alone.
    pub fn form(&self) -> CouplingMethod {
        let form = self.shared.form;
        if self.found().is_some_and(|found| found.of(form).is_none()) { CouplingMethod::Exact } else { form }
    }

    /// Whether the visible units have more than two states, so that a coupling is a block of numbers.
    pub fn is_potts(&self) -> bool {
        self.view().config.is_potts()
    }

    /// Rows that the machine learned from, where that is known.
    pub fn rows(&self) -> Option<usize> {
        self.run.and_then(|run| run.record.data.as_ref()).map(|data| data.rows).filter(|rows| *rows > 0)
    }

    /// The error that so many rows leave at weak coupling, 1/√M.
    pub fn noise(&self) -> Option<f64> {
        self.rows().map(|rows| (rows.max(1) as f64).sqrt().recip())
    }

    /// The picture that a row of its data is.
    pub fn shape(&self) -> Option<GridShape> {
        let shape = self.run?.data.as_ref()?.rows.shape?;
        (shape.width * shape.height == self.view().config.sites()).then_some(shape)
    }

    /// What they belong to: the key of caches.
    pub fn key(&self) -> (u64, u64) {
        (self.snapshot.generation, self.view().found_revision)
    }

    /// What the picture of errors is over.
    pub fn errors_over(&self) -> Over {
        self.errors_asked.unwrap_or(self.shared.errors).over
    }

    /// The pair that is marked everywhere: the one under the pointer, else the one that is looked at.
    pub fn marked(&self) -> Option<[usize; 2]> {
        self.shared.marked.pair.or(self.shared.pair)
    }
}
