//! The Train lab: what it adds to the chassis, and how what its panels ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::rbm::{LiveRun, Stage, TrainCmd, TrainView};
use crate::physics::seed::Seed;
use crate::ui::chassis::{
    Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Plan, Speeds, Try, work,
};
use crate::ui::files::SaveTo;
use crate::ui::jobs::Wake;
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::train::context::{Ask, SamplesOf, Shared, TrainContext, TrainPanels};
use crate::ui::labs::train::edits::RunSettings;
use crate::ui::labs::train::files::{Files, Ready};
use crate::ui::labs::train::held::ComparedAgain;
use crate::ui::labs::train::import::{Import, without_data};
use crate::ui::labs::train::last_run::LastRun;
use crate::ui::labs::train::put_aside::PutAside;
use crate::ui::labs::train::studies::Studies;
use crate::ui::labs::train::{NAME, keys, layout, opening, panels, sentences, timeline, tries};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::widgets::WayIn;
use crate::ui::workspace::Offer;

/// Updates of each step size but the last, which goes until something happens.
const STEP_UPDATES: [u64; 3] = [1, 10, 100];
/// While a picture is still to be asked for, the next frame comes after this time.
const SOON: std::time::Duration = std::time::Duration::from_millis(60);

pub struct TrainParts {
    pub(super) wake: Wake,
    pub(super) seed: Seed,
    pub(super) studies: Studies,
    pub(super) files: Files,
    pub(super) put_aside: PutAside,
    pub(super) last_run: LastRun,
    generation: u64,
    /// Where the run is to be saved once the present update is kept.
    pub(super) saving: Option<SaveTo>,
    /// Whether the first run was asked for.
    pub(super) begun: bool,
    /// A file to open instead of the first preset.
    pub(super) first_file: Option<PathBuf>,
    now: f64,
    /// Generation and checkpoints of the run when another lab that follows it last saw it.
    pub(super) published: (u64, usize),
    pub(super) import: Import,
    /// Where a session file looked, until its run is there.
    pub(super) look: Option<u64>,
    pub(super) compared_again: ComparedAgain,
}

/// Nothing is trained before the lab is first shown: its data are unpacked then.
pub fn start(wake: &Wake, seed: Seed) -> Box<dyn Lab> {
    let parts = TrainParts {
        wake: Arc::clone(wake),
        seed,
        studies: Studies::new(Arc::clone(wake)),
        files: Files::default(),
        put_aside: PutAside::default(),
        last_run: LastRun::default(),
        generation: 0,
        saving: None,
        begun: false,
        first_file: None,
        now: 0.0,
        published: (0, 0),
        import: Import::default(),
        look: None,
        compared_again: ComparedAgain::default(),
    };
    let plan =
        Plan { name: NAME, panels: panels::panels, layout: layout::designed, presented: &["samples", "learning"] };
    Box::new(Chassis::new(plan, parts, None, Shared::default(), TrainParts::SPEEDS.fastest))
}

impl LabParts for TrainParts {
    type Panels = TrainPanels;
    type Session = LiveRun;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = RunSettings;

    const SPEEDS: Speeds = Speeds { slowest: 0.5, fastest: 2_000.0, unit: "updates per second at most" };
    const LEFT_WIDTH: f32 = 256.0;
    const RESET: &'static str = "back to the start: the same run again; this one is put aside";
    const EDITS: Option<&'static str> = Some("undo, redo a change of a setting, or of the run: this one is put aside");
    const STEP_SIZES: &'static [&'static str] = &["one update", "10 updates", "100 updates", "to next event"];

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> TrainContext<'a> {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        TrainContext { snapshot, derived: &self.studies.derived, asks, shared, shell }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let snapshot = Arc::clone(access.session.snapshot());
        let seed = snapshot.view.config.seed;
        let machine = access.shared.machine(&snapshot.view);
        match ask {
            Ask::Train(command) => match *command {
                Command::Reset(config) => self.put_aside.replace(config, Vec::new(), access),
                command => access.send(command),
            },
            Ask::Preset(preset) => self.files.preset(preset, seed, None, access.shell)?,
            Ask::GoOnWith(preset) => {
                if let Some(run) = without_data(access.session, access.shell) {
                    self.files.go_on_with(preset, run, access.shell)?;
                }
            }
            Ask::Reopen(name) => self.reopen(&name, access),
            Ask::TakeBack => match self.put_aside.last(&access.shell.workspace) {
                Some(name) => self.reopen(&name, access),
                None => return Err("No run was put aside that could be taken back.".to_owned()),
            },
            Ask::Open(path) => {
                let without_data = without_data(access.session, access.shell);
                self.files.open(path, without_data, seed, None, access.shell)?;
            }
            Ask::Save(to) => self.save_soon(to, access),
            Ask::SaveAside(to) => self.save_aside(to, access)?,
            Ask::Estimate => {
                if let Some(machine) = machine {
                    self.studies.estimate(&snapshot, machine).map_err(|err| err.to_string())?;
                }
            }
            Ask::StopEstimate => {
                self.studies.stop_estimate();
            }
            Ask::FreeSampling(start) => {
                if let Some(machine) = machine {
                    access.shared.samples = SamplesOf::FreeSampling;
                    self.studies.sample_freely(&snapshot, machine, start).map_err(|err| err.to_string())?;
                }
            }
            Ask::StopFreeSampling => {
                self.studies.stop_free_sampling();
            }
            Ask::Pin => self.studies.pin(),
            Ask::Unpin => self.studies.derived.pinned.clear(),
            Ask::KeepRun => self.studies.keep_run(&snapshot, None),
            Ask::ForgetRun => self.studies.derived.kept = None,
        }
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        match control {
            Control::Reset => self.again(access.session.view().config.seed, access),
            Control::Play => Self::go_on(Command::Run, access),
            Control::Pause => access.send(Command::Pause),
            Control::Step(place) => {
                if let Some(&updates) = STEP_UPDATES.get(place) {
                    return Self::go_on(Command::Step(updates), access);
                }
                access.shared.cursor = None;
                access.send(Command::Model(TrainCmd::StopAtEvents(true)));
                access.send(Command::Run);
            }
            Control::Seed(seed) => self.again(Seed(seed), access),
        }
    }

    fn seed(view: &TrainView) -> Seed {
        view.config.seed
    }

    fn blocked(view: &TrainView) -> Option<&'static str> {
        match &view.stage {
            _ if view.measuring.is_some() => None,
            _ if view.is_without_data() => Some("This archive came without data: there is nothing to train on"),
            Stage::Complete => Some("The run is complete; extend it in the Run card, or Reset"),
            Stage::Halted(_) => Some("Numbers stopped being finite; lower the learning rate under Live, or Reset"),
            Stage::Training => None,
        }
    }

    /// The checkpoints of an archive are measured as fast as it goes.
    fn steps_per_unit(view: &TrainView) -> Option<u64> {
        view.measuring.is_none().then_some(1)
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::timeline_ui(ui, &mut self.context(access));
    }

    fn hint(snapshot: &Snapshot<TrainView>, shared: &Shared) -> String {
        sentences::hint(snapshot, shared.cursor)
    }

    fn readings(&self, view: &TrainView, _shared: &Self::Shared) -> Vec<Reading> {
        let mode = view.modes.as_ref().and_then(|found| found.modes.first()).map(|mode| f64::from(mode.value));
        let found = [
            ("updates", Some(view.update as f64)),
            ("singular-value", mode),
            ("checkpoints", Some(view.checkpoints.len() as f64)),
            ("events", Some(view.events.len() as f64)),
            ("gibbs-steps", Some(f64::from(view.settings.gibbs_steps))),
            ("free-steps", self.studies.derived.free_chains.as_ref().map(|chains| chains.samples.steps as f64)),
        ];
        found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
    }

    fn model_line(view: &TrainView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        keys::read(ctx, &mut self.context(access));
    }

    fn edited(&self, session: &LiveSession<LiveRun>, _shared: &Shared) -> Option<RunSettings> {
        let comes = self.files.busy() || self.import.is_open() || self.put_aside.busy();
        (!comes).then(|| RunSettings::of(session.view()))
    }

    fn put_back(&mut self, edited: RunSettings, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        self.set_back(&edited, access);
        Ok(())
    }

    fn tries(&self) -> &'static [Try<TrainPanels>] {
        &tries::TRIES
    }

    fn fetch(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        self.now = ctx.input(|input| input.time);
        self.turn(ctx, access);
        let generation = access.session.snapshot().generation;
        if self.generation != generation {
            self.generation = generation;
            access.shared.begin();
        }
        if let Some(update) = self.look.take() {
            access.shared.cursor = Some(update);
        }
        self.studies.fetch(self.now);
        self.compare_again(access.shell);
        self.last_run.fetch(access.shell);
        self.publish(access);
        if self.saving.is_some() {
            self.save_now(access);
        }
    }

    fn overlay(&mut self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        self.import.ui(ctx, &mut self.files, access.snapshot.view.config.seed, None, access.shell);
    }

    fn is_covered(&self) -> bool {
        self.import.is_open()
    }

    fn prepare(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        let snapshot = access.session.snapshot();
        self.studies.keep_up(snapshot, access.shared, self.now);
        let seen = access.shared.landscape.seen.now(ctx);
        if seen {
            self.studies.survey(snapshot, access.shared, self.now);
        }
        let survey_behind = seen && self.studies.survey_behind(snapshot, access.shared);
        if self.studies.behind(snapshot, access.shared) || survey_behind {
            ctx.request_repaint_after(SOON);
        }
    }

    fn empty_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        if !self.begun
            && let Err(sentence) = self.begin(shell)
        {
            shell.say(sentence);
        }
        let first = || Some(Arc::clone(&self.wake));
        self.import.follow(ui.ctx(), &mut self.files);
        self.import.ui(ui.ctx(), &mut self.files, self.seed, first(), shell);
        let asked = match opening::empty_ui(ui, self.files.busy() || self.import.is_open()) {
            Some(WayIn::Dialog) => {
                shell.wants_file = true;
                Ok(())
            }
            Some(WayIn::Preset(preset)) => self.files.preset(preset, self.seed, first(), shell),
            None => Ok(()),
        };
        if let Err(sentence) = asked {
            shell.say(sentence);
        }
    }

    fn arrived(&mut self, shell: &mut Shell) -> Option<LiveSession<LiveRun>> {
        let Ready { config, run, notes, engine } = *self.files.take(shell)?;
        let session = LiveSession::new(engine?);
        if config.before.is_some_and(|past| past.findings.is_none()) {
            // The checkpoints of an archive are measured without being asked.
            session.send(Command::Run, shell);
        }
        if let Some(run) = run {
            shell.workspace.keep(run);
        }
        if !notes.is_empty() {
            shell.tell(notes.join(" "));
        }
        Some(session)
    }

    fn accept(
        &mut self,
        offer: Offer,
        session: Option<&LiveSession<LiveRun>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let first = session.is_none().then(|| Arc::clone(&self.wake));
        match offer {
            Offer::File(path) if !self.begun => self.first_file = Some(path),
            Offer::File(path) => {
                let without_data = session.and_then(|session| without_data(session, shell));
                self.files.open(path, without_data, self.seed, first, shell)?;
            }
            Offer::Pictures(paths) => {
                self.begun = true;
                let without_data = session.and_then(|session| without_data(session, shell));
                self.files.open_pictures(paths, without_data, shell)?;
            }
            Offer::Run(run) => {
                self.begun = true;
                self.files.go_on(run, first, shell)?;
            }
            Offer::Data(_) | Offer::Memories { .. } => {
                return Err(format!("{} was not opened: this lab takes runs and files of data.", offer.name()));
            }
        }
        Ok(())
    }

    fn work(&mut self, session: &LiveSession<LiveRun>, shell: &mut Shell) -> Option<String> {
        self.last_run.keep(session, shell).then(|| work::written(&self.files.filed.work())).flatten()
    }

    fn waiting_work(&self) -> Option<String> {
        self.last_run.waits().and_then(work::written)
    }

    fn take_up_later(&mut self, text: &str) -> Result<(), String> {
        self.last_run.wait(work::read(text)?);
        Ok(())
    }

    fn before_holding(&mut self, session: &LiveSession<LiveRun>, shell: &mut Shell) {
        if !session.view().is_without_data() && session.view().update > 0 {
            session.send(Command::Model(TrainCmd::Keep), shell);
        }
    }

    fn hold(&self, session: &LiveSession<LiveRun>, shared: &Shared, shell: &Shell) -> Held {
        self.held(session, shared, shell)
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<LiveRun>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        self.take_up_run(held, session, shell)
    }

    fn moment(&self, session: &LiveSession<LiveRun>, shared: &Shared) -> [u64; 3] {
        let cursor = shared.cursor.map_or(0, |cursor| cursor + 1);
        [session.snapshot().generation, session.view().update, cursor ^ self.mark() << 40]
    }

    fn before_closing(&mut self, session: &LiveSession<LiveRun>, shell: &mut Shell) {
        LastRun::before_closing(session, shell);
    }

    fn close(&mut self, session: &LiveSession<LiveRun>, shell: &mut Shell) {
        self.last_run.close(session, shell);
    }

    fn busy(&self, session: Option<&LiveSession<LiveRun>>, shared: &Shared) -> bool {
        let behind = session.is_some_and(|session| self.studies.behind(session.snapshot(), shared));
        !self.begun
            || self.files.busy()
            || self.import.busy()
            || self.studies.busy()
            || behind
            || self.saving.is_some()
            || self.put_aside.busy()
            || self.compared_again.busy()
    }
}
