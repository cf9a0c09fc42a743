//! What a lab and a panel are, and the list of labs.

use std::path::{Path, PathBuf};

use crate::ui::labs::train;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::widgets::{TimelineChange, TransportAction};

/// The seven labs, in the order in which the story is told; a lab's key is its place in this list.
pub const LABS: [LabName; 7] = [
    LabName {
        id: "recall",
        title: "Recall",
        what: "Hopfield network at T = 0: draw, store, corrupt, recall",
        here: true,
        moments: &[],
    },
    LabName {
        id: "heat",
        title: "Heat",
        what: "the same network at T > 0: schedules, mixtures, annealing",
        here: true,
        moments: &[],
    },
    LabName {
        id: "phases",
        title: "Phases",
        what: "theory beside measured sweeps over load and temperature",
        here: true,
        moments: &[],
    },
    LabName {
        id: "boltzmann",
        title: "Boltzmann",
        what: "Boltzmann machines with hidden units, exact distributions",
        here: false,
        moments: &[],
    },
    LabName {
        id: "train",
        title: "Train",
        what: "restricted Boltzmann machines trained live",
        here: true,
        moments: train::opening::MOMENTS,
    },
    LabName { id: "tree", title: "Tree", what: "TAP fixed points of a run's checkpoints", here: false, moments: &[] },
    LabName {
        id: "couplings",
        title: "Couplings",
        what: "fields, pairs and triples read back from a trained network",
        here: false,
        moments: &[],
    },
];

/// The name of a lab, whether it is here already or still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabName {
    /// What the command line and saved state call it.
    pub id: &'static str,
    /// What the rail shows.
    pub title: &'static str,
    /// One line on what it is for.
    pub what: &'static str,
    /// Whether it is here already.
    pub here: bool,
    /// Earlier moments of its rehearsal that are worth a picture too: a name, and the number of stages until then.
    pub moments: &'static [(&'static str, usize)],
}

/// One lab: an engine, the panels that show it, and what the frame around them needs to know.
pub trait Lab {
    /// Its entry in [`LABS`].
    fn name(&self) -> LabName;
    /// Once per frame, also while hidden: fetches the snapshot, answers finished jobs.
    fn logic(&mut self, ctx: &egui::Context, shell: &mut Shell);
    /// Draws the lab between the rail and the status line, and sends what its panels asked for.
    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell);
    /// Draws the transport in the top bar; gives what was clicked.
    fn transport_ui(&self, ui: &mut egui::Ui) -> Vec<TransportAction>;
    /// Carries out what was clicked there.
    fn act(&mut self, action: TransportAction, shell: &mut Shell);
    /// Draws the timeline; gives what was done to it.
    fn timeline_ui(&self, ui: &mut egui::Ui) -> Option<TimelineChange>;
    /// Moves the cursor of the lab.
    fn scrub(&mut self, change: TimelineChange, shell: &mut Shell);
    /// What could be done next, for the status line while nothing is under the pointer.
    fn hint(&self) -> String;
    /// The model in one line, for the right end of the status line.
    fn model_line(&self) -> String;
    /// Keys that only this lab knows, for the list under `?`.
    fn shortcuts(&self) -> Vec<Shortcut>;
    /// Derived at the keyboard; called when no text field has the focus.
    fn keys(&mut self, ctx: &egui::Context, shell: &mut Shell);
    /// Whether a file belongs here whatever lab is shown.
    fn claims(&self, _path: &Path) -> bool {
        false
    }
    /// A file was dropped on the window or named on the command line.
    fn open(&mut self, path: PathBuf, shell: &mut Shell);
    /// The arrangement of its panes, to be remembered.
    fn save(&self) -> Option<String>;
    /// Takes a remembered arrangement; one that does not parse is ignored.
    fn restore(&mut self, layout: &str);
    /// Puts the panes back as they were at first.
    fn reset_layout(&mut self);
    /// Whether a run or a study is under way.
    fn busy(&self) -> bool;
    /// Puts the lab into a state worth a picture, stage by stage; `false` when there is no such stage.
    fn rehearse(&mut self, stage: usize, shell: &mut Shell) -> bool;
}

/// Ties a lab's panels to what they are given to draw from.
pub trait LabPanels {
    /// Snapshot in, commands out.
    type Context<'a>;
}

/// A panel: a function of a snapshot with some view state of its own.
pub trait Panel<L: LabPanels> {
    /// What is written over it, and where it stands.
    fn info(&self) -> &'static PanelInfo;
    /// The soft line at the right end of the title.
    fn explanation(&self, context: &L::Context<'_>) -> String;
    /// Draws the content under the title.
    fn ui(&mut self, ui: &mut egui::Ui, context: &mut L::Context<'_>);
}

/// The panels of a lab.
pub type PanelList<L> = Vec<Box<dyn Panel<L>>>;

/// What the frame around a panel needs to know.
pub struct PanelInfo {
    /// Stable: keys the layout, egui's memory and the tests.
    pub id: &'static str,
    /// Says what one learns from it.
    pub title: &'static str,
    /// The title of its tab, where it shares a pane.
    pub tab: &'static str,
    /// What it shows and what that means, with the equation: Markdown with TeX, shown where the pointer rests on its
    /// title.
    pub help: &'static str,
    /// Where it stands at first.
    pub place: Place,
}

/// Where a panel stands at first. How much room a place gets, and what stands next to what, is the lab's `layout`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// In the column at the left edge, which is always there: what the model is.
    Left,
    /// In the middle: what the lab is about.
    Centre,
    /// In the column at the right edge, with this fraction of the height that the lab gives such panels.
    Right(f32),
    /// A card as flat as what it says; where the window is low, a tab.
    Strip,
    /// One of the tabs that go by this name.
    Tabs(&'static str),
}
