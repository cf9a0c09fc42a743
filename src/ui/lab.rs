//! What a lab and a panel are.

use std::path::{Path, PathBuf};

use crate::physics::seed::Seed;
use crate::ui::chassis::{Held, Step};
use crate::ui::files::{FileKind, Filing, LabFiles, Loss, SaveTo};
use crate::ui::jobs::Wake;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::workspace::{Offer, OfferKind};

/// The name of a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabName {
    /// What the command line and saved state call it.
    pub id: &'static str,
    /// What the rail shows.
    pub title: &'static str,
    /// One line on what it is for.
    pub what: &'static str,
}

/// Starts a lab on its opening document.
pub type Start = fn(&Wake, Seed) -> Result<Box<dyn Lab>, String>;

/// A kind of lab: what is known of it before it is started. Its key is its place in the rail.
#[derive(Clone, Copy)]
pub struct LabKind {
    /// What it is called.
    pub name: LabName,
    pub start: Start,
    /// Whether a file belongs here whatever lab is shown.
    pub claims: fn(&Path) -> bool,
    /// What other labs can hand over to it.
    pub takes: &'static [OfferKind],
    /// The steps to a state that is worth a picture.
    pub rehearsal: fn() -> Result<Vec<Step>, String>,
}

/// What the frame around a lab shows of it.
pub struct Status {
    /// What could be done next, for the status line while nothing is under the pointer.
    pub hint: String,
    /// The model in one line, for the right end of the status line.
    pub model_line: String,
    /// The seed of the run, where there is an engine.
    pub seed: Option<Seed>,
    /// The keys of the lab, for the list under `?`.
    pub shortcuts: Vec<Shortcut>,
    /// Whether a run or a derived picture is under way.
    pub busy: bool,
}

/// A live number of a lab, by the name that lessons call it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub name: &'static str,
    pub value: f64,
}

/// How far a recording was done again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replayed {
    pub done: u64,
    pub steps: u64,
    /// Steps in a second of late; 0 where that is not known yet.
    pub rate: f64,
}

/// What is done with the arrangement of a lab's panes and its view state.
#[derive(Clone, Copy, Debug)]
pub enum LayoutChange<'a> {
    /// Give it as text.
    Save,
    /// Take it from text; what does not parse is ignored.
    Restore(&'a str),
    /// Put the panes back as they were at first.
    Reset,
}

/// One lab: an engine, the panels that show it, and what the frame around them needs to know. Labs are
/// [`Chassis`](crate::ui::chassis::Chassis) with parts of their own.
pub trait Lab {
    /// Once per frame, also while hidden: fetches the snapshot, answers finished jobs, and reads the keys where no text
    /// field and no list has the keyboard.
    fn logic(&mut self, ctx: &egui::Context, has_keyboard: bool, shell: &mut Shell);
    /// Draws the transport in the top bar and carries out what was clicked; whether the list of keys was asked for.
    fn transport_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) -> bool;
    /// Draws the timeline and moves the cursor.
    fn timeline_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell);
    /// Draws the lab between the rail and the status line, and carries out what its panels asked for.
    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell);
    /// What the frame shows of it.
    fn status(&self) -> Status;
    /// Its panels, in the order of their list.
    fn panels(&self) -> Vec<&'static PanelInfo>;
    /// Takes a file or what another lab hands over, or says why not.
    fn accept(&mut self, offer: Offer, shell: &mut Shell);
    /// What it reads and writes.
    fn files(&self) -> LabFiles;
    /// How its work stands with files.
    fn filing(&self, shell: &Shell) -> Filing;
    /// What would be lost if the window closed now.
    fn loss(&self, shell: &Shell) -> Option<Loss>;
    /// Goes back to a run that is open, by its name.
    fn reopen(&mut self, run: &str, shell: &mut Shell);
    /// Reads a file of a kind that it imports.
    fn read_file(&mut self, kind: FileKind, path: PathBuf, shell: &mut Shell);
    /// Writes a file of a kind that it saves or exports.
    fn write_file(&mut self, kind: FileKind, to: SaveTo, shell: &mut Shell);
    /// The kinds of things that it has for other labs.
    fn offers(&self, shell: &Shell) -> Vec<OfferKind>;
    /// Gives a thing of that kind.
    fn offer(&self, kind: OfferKind) -> Option<Offer>;
    /// Saves, restores or resets the arrangement of its panes; gives the text that was asked for.
    fn layout(&mut self, change: LayoutChange<'_>) -> Option<String>;
    /// What is to be remembered of its work, as text; asked for now and then, and when the window closes.
    fn work(&mut self, shell: &mut Shell) -> Option<String>;
    /// Goes on where remembered work ended, or says why not.
    fn take_up(&mut self, work: &str, shell: &mut Shell);
    /// Asks for what a session file is to hold; it is there as soon as the lab
    /// [has heard all](Self::answers_all).
    fn before_holding(&mut self, shell: &mut Shell);
    /// What a session file holds of it.
    fn hold(&self, shell: &Shell) -> Held;
    /// Makes what a session file holds again, or says why not.
    fn take_up_held(&mut self, held: Held, shell: &mut Shell);
    /// Tells the work at one moment from that at another.
    fn moment(&self) -> [u64; 3];
    /// Whether all that was asked for was heard.
    fn answers_all(&self) -> bool;
    /// Whether nothing of a session file is still to come.
    fn settled(&self) -> bool;
    /// How far a recording of a session file was done again, while it is.
    fn replayed(&self) -> Option<Replayed>;
    /// Leaves it where it has come.
    fn stop_replaying(&mut self, shell: &mut Shell);
    /// Seconds that it takes to do the recording again.
    fn replay_seconds(&self) -> f64;
    /// The window closes: finishes what is remembered, within a moment.
    fn close(&mut self, shell: &mut Shell);
    /// Its live numbers.
    fn readings(&self) -> Vec<Reading>;
    /// Whether a step is one of this lab.
    ///
    /// # Errors
    /// A sentence where it is none.
    fn knows(&self, step: Step) -> Result<(), String>;
    /// Does what a lesson or a rehearsal says.
    ///
    /// # Errors
    /// A sentence where the step is none of this lab.
    fn perform(&mut self, step: Step, shell: &mut Shell) -> Result<(), String>;
    /// Does the steps that its speed makes of so many seconds: a film plays so, as fast as it is drawn.
    fn play_for(&mut self, seconds: f64, shell: &mut Shell);
    /// Its speed, in the units of its transport; of another one if it is given.
    fn speed(&mut self, other: Option<f64>) -> f64;
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
    /// The least room that its content needs, in points of the dark profile: a pane that has less scrolls.
    fn least(&self) -> egui::Vec2 {
        match self.info().place {
            Place::Centre => egui::vec2(250.0, 250.0),
            _ => egui::vec2(200.0, 84.0),
        }
    }
    /// The soft line at the right end of the title.
    fn explanation(&self, context: &L::Context<'_>) -> String;
    /// Draws the content under the title.
    fn ui(&mut self, ui: &mut egui::Ui, context: &mut L::Context<'_>);
}

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
