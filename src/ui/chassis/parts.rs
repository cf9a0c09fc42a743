//! What a lab brings to its chassis.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::core::session::{CommandOf, Job, Session, Snapshot};
use crate::physics::seed::Seed;
use crate::ui::chassis::edits::Edited;
use crate::ui::chassis::held::Held;
use crate::ui::chassis::live_session::LiveSession;
use crate::ui::chassis::speed::Speeds;
use crate::ui::chassis::step::Control;
use crate::ui::chassis::tries::Try;
use crate::ui::lab::{LabName, LabPanels, PanelList, Reading};
use crate::ui::panes::Layout;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::workspace::Offer;

/// The panels of a lab and where they stand.
pub struct Plan<L: LabPanels> {
    /// What the lab is called.
    pub name: LabName,
    /// Its panels, each with its place.
    pub panels: fn() -> PanelList<L>,
    /// The room of their places.
    pub layout: Layout,
    /// What a lecture shows, by their ids: the object and a chart.
    pub presented: &'static [&'static str],
}

impl<L: LabPanels> Clone for Plan<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: LabPanels> Copy for Plan<L> {}

/// What whoever draws or reads keys may look at and change.
pub struct DrawAccess<'a, P: LabParts> {
    /// The picture of this frame.
    pub snapshot: &'a Snapshot<<P::Session as Job>::View>,
    /// What is asked for, in order.
    pub asks: &'a mut Vec<P::Ask>,
    /// View state that panels share.
    pub shared: &'a mut P::Shared,
    /// Status line, messages and jobs.
    pub shell: &'a mut Shell,
}

/// What whoever carries out a request may look at and change.
pub struct EngineAccess<'a, P: LabParts> {
    /// The engine.
    pub session: &'a mut LiveSession<P::Session>,
    /// View state that panels share.
    pub shared: &'a mut P::Shared,
    /// Status line, messages and jobs.
    pub shell: &'a mut Shell,
}

impl<P: LabParts> EngineAccess<'_, P> {
    /// Sends a command; a full queue is said and not waited for.
    pub fn send(&mut self, command: CommandOf<P::Session>) {
        self.session.send(command, self.shell);
    }
}

/// What makes a lab of a chassis. What is provided here suits a lab of one engine that is there from the start, without
/// files and derived pictures.
pub trait LabParts: Sized + 'static {
    /// What ties the panels to their context.
    type Panels: LabPanels;
    /// What the engine runs.
    type Session: Session;
    /// What a panel asks for. As data: lessons and session files are made of it.
    type Ask: Serialize + DeserializeOwned + 'static;
    /// View state that several panels share; what serde keeps of it is remembered.
    type Shared: Clone + Default + Serialize + DeserializeOwned + 'static;
    /// What of the work undo takes back; `()` where it takes nothing back, or the session does.
    type Edited: Edited;

    /// The speeds that the transport offers.
    const SPEEDS: Speeds;
    /// The menu of step sizes; what each is follows from its place.
    const STEP_SIZES: &'static [&'static str];
    /// Width of the left column at first, at the scale of the dark profile.
    const LEFT_WIDTH: f32 = 262.0;
    /// What Reset goes back to, for the list of keys.
    const RESET: &'static str = "back to the start: the same run again";
    /// What undo and redo are of, for the list of keys.
    const EDITS: Option<&'static str> = None;

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> <Self::Panels as LabPanels>::Context<'a>;

    /// Carries out what a panel asked for.
    ///
    /// # Errors
    /// Why it cannot be done.
    fn answer(&mut self, ask: Self::Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String>;

    /// Carries out what the transport asked for.
    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>);

    /// The seed of the run.
    fn seed(view: &ViewOf<Self>) -> Seed;

    /// Why nothing can be played or stepped, if so.
    fn blocked(_view: &ViewOf<Self>) -> Option<&'static str> {
        None
    }

    /// Steps of the engine for one unit of the speed; `None` where it is not to be slowed down.
    fn steps_per_unit(_view: &ViewOf<Self>) -> Option<u64> {
        Some(1)
    }

    /// Draws the timeline, and moves the cursor.
    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>);

    /// What could be done next, for the status line while nothing is under the pointer.
    fn hint(_snapshot: &Snapshot<ViewOf<Self>>, _shared: &Self::Shared) -> String {
        String::new()
    }

    /// The model in one line, for the right end of the status line.
    fn model_line(view: &ViewOf<Self>) -> String;

    /// The numbers of the lab that lessons speak of.
    fn readings(&self, _view: &ViewOf<Self>, _shared: &Self::Shared) -> Vec<Reading> {
        Vec::new()
    }

    /// The keys that only this lab knows, for the list under `?`.
    fn shortcuts(&self) -> Vec<Shortcut> {
        Vec::new()
    }

    /// Reads them; called when no text field has the focus.
    fn keys(&self, _ctx: &egui::Context, _lent: DrawAccess<'_, Self>) {}

    /// What undo takes back, as it stands; `None` while something of it is on its way.
    fn edited(&self, _session: &LiveSession<Self::Session>, _shared: &Self::Shared) -> Option<Self::Edited> {
        None
    }

    /// Puts back what stood before an edit, or after one that was taken back.
    ///
    /// # Errors
    /// Why it cannot be put back.
    fn put_back(&mut self, _edited: Self::Edited, _access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        Ok(())
    }

    /// What is worth doing next, the most telling first.
    fn tries(&self) -> &'static [Try<Self::Panels>] {
        &[]
    }

    /// Once per frame, also while hidden: answers finished jobs, fetches derived pictures.
    fn fetch(&mut self, _ctx: &egui::Context, _hands: &mut EngineAccess<'_, Self>) {}

    /// Before the panels are drawn: asks for derived pictures of what they show.
    fn prepare(&mut self, _ctx: &egui::Context, _hands: &mut EngineAccess<'_, Self>) {}

    /// Draws what covers the panels.
    fn overlay(&mut self, _ctx: &egui::Context, _lent: DrawAccess<'_, Self>) {}

    /// Whether that has the keyboard to itself.
    fn is_covered(&self) -> bool {
        false
    }

    /// Drawn while there is no engine yet.
    fn empty_ui(&mut self, _ui: &mut egui::Ui, _shell: &mut Shell) {}

    /// The engine of a lab that did not start with one, as soon as it is there.
    fn arrived(&mut self, _shell: &mut Shell) -> Option<LiveSession<Self::Session>> {
        None
    }

    /// Takes a file or what another lab hands over.
    ///
    /// # Errors
    /// Why it cannot be opened here.
    fn accept(
        &mut self,
        offer: Offer,
        _session: Option<&LiveSession<Self::Session>>,
        _shell: &mut Shell,
    ) -> Result<(), String> {
        Err(format!("{} was not opened: this lab takes nothing of its kind.", offer.name()))
    }

    /// What is to be remembered of the work, as text; `None` where nothing is, or too much. What is too large for text
    /// is written to a file of the [state folder](Shell::state_folder).
    fn work(&mut self, _session: &LiveSession<Self::Session>, _shell: &mut Shell) -> Option<String> {
        None
    }

    /// The same of a lab whose engine is not there yet: what it was given to take up later.
    fn waiting_work(&self) -> Option<String> {
        None
    }

    /// Goes on where remembered work ended.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn take_up(&mut self, _work: &str, _access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        Ok(())
    }

    /// Keeps remembered work until the engine is there.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn take_up_later(&mut self, _work: &str) -> Result<(), String> {
        Ok(())
    }

    /// Asks the engine for what a session file is to hold, which it then answers in its own time.
    fn before_holding(&mut self, _session: &LiveSession<Self::Session>, _shell: &mut Shell) {}

    /// What a session file holds of the work. What is provided here holds nothing but the arrangement.
    fn hold(&self, _session: &LiveSession<Self::Session>, _shared: &Self::Shared, _shell: &Shell) -> Held {
        Held::default()
    }

    /// Makes what a session file holds again, which opens it; without a session as soon as there is one.
    ///
    /// # Errors
    /// Why it cannot be made again.
    fn take_up_held(
        &mut self,
        _held: &Held,
        _session: Option<&LiveSession<Self::Session>>,
        _shell: &mut Shell,
    ) -> Result<(), String> {
        Ok(())
    }

    /// Tells the work at one moment from that at another.
    fn moment(&self, session: &LiveSession<Self::Session>, _shared: &Self::Shared) -> [u64; 3] {
        session.moment()
    }

    /// The window closes: asks the engine for what is to be remembered, which has a moment to answer.
    fn before_closing(&mut self, _session: &LiveSession<Self::Session>, _shell: &mut Shell) {}

    /// The window closes: finishes what is remembered.
    fn close(&mut self, _session: &LiveSession<Self::Session>, _shell: &mut Shell) {}

    /// Puts right what of remembered view state does not outlive the program.
    fn restored(&self, _shared: &mut Self::Shared) {}

    /// Whether anything but the engine is at work.
    fn busy(&self, _session: Option<&LiveSession<Self::Session>>, _shared: &Self::Shared) -> bool {
        false
    }
}

/// The picture of a lab's session.
pub type ViewOf<P> = <<P as LabParts>::Session as Job>::View;
