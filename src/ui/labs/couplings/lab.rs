//! The Couplings lab: what it adds to the chassis, and how what its panels ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::couplings::{CouplingsCmd, CouplingsSession, CouplingsView, PairwiseConfig, PairwiseFit, Race};
use crate::io::hdf5;
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Plan, Speeds, Try};
use crate::ui::jobs::{Inbox, Wake};
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::couplings::contact_desk::{ContactAsk, ContactDesk};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels, Shared};
use crate::ui::labs::couplings::edits::CouplingsSettings;
use crate::ui::labs::couplings::files::{Files, From};
use crate::ui::labs::couplings::held::CouplingsLook;
use crate::ui::labs::couplings::race_settings::{ErrorSettings, RaceSettings};
use crate::ui::labs::couplings::races::Asked;
use crate::ui::labs::couplings::{NAME, exports, keys, layout, opening, panels, readings, sentences, timeline, tries};
use crate::ui::machine::Following;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::study::Study;
use crate::ui::widgets::WayIn;
use crate::ui::workspace::Offer;

pub struct CouplingsParts {
    pub(super) wake: Wake,
    pub(super) files: Files,
    /// Files that are being written.
    written: Inbox<PathBuf>,
    pub(super) run: Option<Arc<OpenRun>>,
    /// Whether the first run was asked for.
    begun: bool,
    /// A file to open instead of the first preset.
    first_file: Option<PathBuf>,
    pub(super) following: Following,
    /// Generation of the run that is shown.
    generation: u64,
    pairwise: Study<PairwiseFit>,
    pub(super) race: Study<Race, Asked<RaceSettings>>,
    pub(super) errors: Study<Race, Asked<ErrorSettings>>,
    pub(super) contacts: ContactDesk,
    /// Where a session file looked, until its run is there.
    pub(super) look: Option<CouplingsLook>,
}

/// Nothing is computed before the lab is first shown.
pub fn start(wake: &Wake) -> Box<dyn Lab> {
    let parts = CouplingsParts {
        wake: Arc::clone(wake),
        files: Files::default(),
        written: Inbox::default(),
        run: None,
        begun: false,
        first_file: None,
        following: Following::default(),
        generation: 0,
        pairwise: Study::new("model of pairs"),
        race: Study::new("race"),
        errors: Study::new("errors"),
        contacts: ContactDesk::default(),
        look: None,
    };
    let presented = &["matrix", "scatter"];
    let plan = Plan { name: NAME, panels: panels::panels, layout: layout::designed, presented };
    Box::new(Chassis::new(plan, parts, None, Shared::default(), CouplingsParts::SPEEDS.fastest))
}

impl CouplingsParts {
    /// The run whose couplings are shown.
    pub(super) fn run(&self) -> Option<&Arc<OpenRun>> {
        self.run.as_ref()
    }

    /// Whether a file is being written.
    pub(super) fn writing(&self) -> bool {
        self.written.busy()
    }

    /// The first run is asked for when the lab is first shown.
    fn begin(&mut self, shell: &Shell) -> Result<(), String> {
        self.begun = true;
        let first = self.first_file.take().map_or(From::Preset(opening::FIRST), From::Path);
        self.files.open(first, false, Some(Arc::clone(&self.wake)), shell)
    }

    /// A model of pairs belongs to the data of a run.
    const fn pairwise_key(&self) -> (u64, u64) {
        (self.generation, 0)
    }

    /// Fits a model of pairs to the data of the run, if they are there.
    fn fit_pairs(&mut self) -> Result<(), String> {
        let Some(run) = &self.run else { return Ok(()) };
        let Some(data) = run.data.clone() else { return Ok(()) };
        let config = PairwiseConfig { data, truth: run.truth().map(Arc::new) };
        let key = self.pairwise_key();
        self.pairwise.start(&config, (), key, &self.wake).map_err(|err| err.to_string())
    }
}

impl LabParts for CouplingsParts {
    type Panels = CouplingsPanels;
    type Session = CouplingsSession;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = CouplingsSettings;

    const SPEEDS: Speeds = Speeds { slowest: 0.5, fastest: 100.0, unit: "pieces per second at most" };
    const LEFT_WIDTH: f32 = 268.0;
    const STEP_SIZES: &'static [&'static str] = &["one piece"];
    const RESET: &'static str = "compute the couplings again";
    const EDITS: Option<&'static str> = Some("undo, redo a correction of the sites or a change of settings");

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> CouplingsContext<'a> {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        let key = self.pairwise_key();
        let (pairwise, pairwise_asked) =
            (self.pairwise.latest().filter(|_| self.pairwise.is_for(key)), self.pairwise.is_for(key));
        let (race, race_asked) = (self.race.latest(), self.race.wanted().is_some());
        CouplingsContext {
            snapshot,
            run: self.run.as_ref(),
            pairwise,
            pairwise_asked,
            race,
            race_asked,
            errors: self.errors.latest(),
            errors_asked: self.errors.wanted().map(|asked| asked.settings),
            contacts: self.contacts.seen(),
            asks,
            shared,
            shell,
        }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let cmd = match ask {
            Ask::Look(cursor) => {
                access.shared.cursor = cursor;
                CouplingsCmd::Look(cursor.unwrap_or(u64::MAX))
            }
            Ask::Pair([i, j]) => {
                access.shared.pair = Some([i.min(j), i.max(j)]);
                CouplingsCmd::Sites(vec![i.min(j), i.max(j)])
            }
            Ask::Unit(unit) => {
                access.shared.unit = Some(unit);
                CouplingsCmd::Unit(unit)
            }
            Ask::Play(play) => {
                access.shared.play = play;
                return Ok(());
            }
            Ask::Pairwise => return self.fit_pairs(),
            Ask::Race(settings) => {
                access.shared.race = settings;
                return self.start_race(Asked { settings, seed: access.shell.seed });
            }
            Ask::Errors(settings) => {
                access.shared.errors = settings;
                return self.start_errors(Asked { settings, seed: access.shell.seed });
            }
            Ask::StopErrors => {
                self.errors.stop();
                return Ok(());
            }
            Ask::Contacts(ask) => return self.contacts.answer(ask, access.shared, access.shell, &self.wake),
            Ask::StopRace => {
                self.race.stop();
                return Ok(());
            }
            Ask::Save(file, to) => {
                let view = access.session.view().clone();
                let write = move || exports::write(file, &to, &view);
                return access.shell.jobs.clone().start("save couplings", &mut self.written, write);
            }
            Ask::Preset(preset) => return self.files.open(From::Preset(preset), false, None, access.shell),
            Ask::Open(path) if !hdf5::has_its_ending(&path) => {
                let ask = ContactAsk::Open(path);
                return self.contacts.answer(ask, access.shared, access.shell, &self.wake);
            }
            Ask::Open(path) => return self.files.open(From::Path(path), false, None, access.shell),
            Ask::Reopen(name) => {
                let Some(run) = access.shell.workspace.run(&name).cloned() else { return Ok(()) };
                return self.files.open(From::Open(run), false, None, access.shell);
            }
        };
        access.send(Command::Model(cmd));
        access.send(Command::Run);
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        match control {
            Control::Play => access.send(Command::Run),
            Control::Pause => access.send(Command::Pause),
            Control::Step(_) => access.send(Command::Step(1)),
            Control::Reset | Control::Seed(_) => {
                access.send(Command::Reset(access.session.view().config.as_ref().clone()));
                access.send(Command::Run);
            }
        }
    }

    fn seed(view: &CouplingsView) -> Seed {
        view.config.seed
    }

    fn blocked(view: &CouplingsView) -> Option<&'static str> {
        (view.along.len() == view.config.checkpoints.len())
            .then_some("The couplings of all checkpoints are there; Reset computes them again")
    }

    fn steps_per_unit(_view: &CouplingsView) -> Option<u64> {
        None
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::timeline_ui(ui, &mut self.context(access));
    }

    fn hint(snapshot: &Snapshot<CouplingsView>, shared: &Shared) -> String {
        sentences::hint(&snapshot.view, shared)
    }

    fn readings(&self, view: &CouplingsView, shared: &Self::Shared) -> Vec<Reading> {
        readings::readings(view, shared)
    }

    fn model_line(view: &CouplingsView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        keys::read(ctx, &mut self.context(access));
    }

    fn edited(&self, _session: &LiveSession<CouplingsSession>, shared: &Shared) -> Option<CouplingsSettings> {
        Some(self.settings(shared))
    }

    fn put_back(&mut self, edited: CouplingsSettings, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        self.set_back(edited, access)
    }

    fn tries(&self) -> &'static [Try<CouplingsPanels>] {
        &tries::TRIES
    }

    fn fetch(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        if let Some(ready) = self.files.take(access.shell) {
            self.take(*ready, access);
        }
        while let Some(path) = self.written.done(access.shell) {
            access.shell.saved(&path);
        }
        self.pairwise.fetch();
        self.race.fetch();
        self.errors.fetch();
        if let Err(sentence) = self.contacts.fetch(access.shared, access.shell, &self.wake) {
            access.shell.say(sentence);
        }
        let generation = access.session.snapshot().generation;
        if std::mem::replace(&mut self.generation, generation) != generation {
            let Shared { pair, unit, .. } = access.shared;
            let view = access.session.view();
            pair.take_if(|[_, j]| *j >= view.config.sites());
            unit.take_if(|unit| *unit >= view.config.hidden_units());
        }
        if let Some(look) = self.look.take() {
            self.look_again(look, access);
        }
        if let Err(sentence) = self.keep_up_with_training(ctx.input(|input| input.time), access) {
            access.shell.say(sentence);
        }
    }

    fn overlay(&mut self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        self.contacts.overlay(ctx, access.shell);
    }

    fn is_covered(&self) -> bool {
        self.contacts.is_covered()
    }

    fn prepare(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        access.shared.marked = std::mem::take(&mut access.shared.pointed);
        // What the pointer has left or reached is marked one frame later.
        if ctx.input(|input| input.pointer.is_moving() || input.pointer.delta() != egui::Vec2::ZERO) {
            ctx.request_repaint();
        }
    }

    fn empty_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        if !self.begun
            && let Err(sentence) = self.begin(shell)
        {
            shell.say(sentence);
        }
        let asked = match opening::empty_ui(ui, self.files.busy()) {
            Some(WayIn::Dialog) => {
                shell.wants_file = true;
                Ok(())
            }
            Some(WayIn::Preset(preset)) => {
                self.files.open(From::Preset(preset), false, Some(Arc::clone(&self.wake)), shell)
            }
            None => Ok(()),
        };
        if let Err(sentence) = asked {
            shell.say(sentence);
        }
    }

    fn arrived(&mut self, shell: &mut Shell) -> Option<LiveSession<CouplingsSession>> {
        let mut ready = self.files.take(shell)?;
        let session = LiveSession::new(ready.engine.take()?);
        session.send(Command::Run, shell);
        self.announce(ready.run, ready.note, shell);
        Some(session)
    }

    fn accept(
        &mut self,
        offer: Offer,
        session: Option<&LiveSession<CouplingsSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let first = session.is_none().then(|| Arc::clone(&self.wake));
        match offer {
            Offer::File(path) if !hdf5::has_its_ending(&path) => {
                self.contacts.open_later(path);
                Ok(())
            }
            Offer::File(path) if !self.begun => {
                self.first_file = Some(path);
                Ok(())
            }
            Offer::File(path) => self.files.open(From::Path(path), false, first, shell),
            Offer::Run(run) => {
                self.begun = true;
                self.files.open(From::Open(run), false, first, shell)
            }
            Offer::Pictures(_) | Offer::Data(_) | Offer::Memories { .. } => {
                Err(format!("{} was not opened: this lab takes runs, and sequences for its contacts.", offer.name()))
            }
        }
    }

    fn work(&mut self, _session: &LiveSession<CouplingsSession>, _shell: &mut Shell) -> Option<String> {
        self.contacts.remembered()
    }

    fn waiting_work(&self) -> Option<String> {
        self.contacts.remembered()
    }

    fn take_up_later(&mut self, text: &str) -> Result<(), String> {
        self.contacts.take_up_later(text)
    }

    fn hold(&self, _session: &LiveSession<CouplingsSession>, shared: &Shared, _shell: &Shell) -> Held {
        self.held(shared)
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<CouplingsSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let (run, look) = held.look()?;
        self.look = Some(look);
        self.accept(Offer::Run(run), session, shell)
    }

    fn moment(&self, _session: &LiveSession<CouplingsSession>, shared: &Shared) -> [u64; 3] {
        self.mark(shared)
    }

    fn busy(&self, _session: Option<&LiveSession<CouplingsSession>>, _shared: &Shared) -> bool {
        let studies = self.pairwise.busy() || self.race.busy() || self.errors.busy() || self.contacts.busy();
        !self.begun || self.files.busy() || self.writing() || studies
    }
}
