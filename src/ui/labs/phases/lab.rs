//! The Phases lab: what it adds to the chassis, and how what its panels ask for is carried out.

use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::engine::hopfield::phases::{Phases, PhasesCmd, PhasesView, Theory};
use crate::physics::seed::Seed;
use crate::ui::chassis::{
    Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Plan, Speeds, Try, work,
};
use crate::ui::jobs::Wake;
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::phases::context::{Ask, PhasesContext, PhasesPanels, Shared};
use crate::ui::labs::phases::edits::{Forgotten, PhasesSettings};
use crate::ui::labs::phases::held::Remembered;
use crate::ui::labs::phases::studies::Studies;
use crate::ui::labs::phases::sweeps::sweep_store::Sweeps;
use crate::ui::labs::phases::{NAME, keys, layout, opening, panels, sentences, timeline, tries};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::workspace::Offer;

/// Sweeps per second at first: a point stands after a second or two.
const USUAL_SPEED: f64 = 60.0;
/// Sweeps of each step size: one, enough for a first error bar, enough for a good one.
const STEP_SWEEPS: [u64; 3] = [1, 20, 200];

/// A network in the phase diagram.
pub struct PhasesParts {
    studies: Studies,
    pub(super) sweeps: Sweeps,
    /// The last place asked for while the engine was on its way to another: it goes there next, at once.
    waiting: Option<PhasesCmd>,
    /// Whether the network is to go on when it is moved, also from where it came to rest.
    playing: bool,
    pub(super) forgotten: Forgotten,
    /// Whether the lab was shown yet.
    shown: bool,
    /// Whether the network was set going for the first point.
    pub(super) begun: bool,
}

/// Starts the lab on its opening network.
///
/// # Errors
/// A sentence where its engine cannot be started.
pub fn start(wake: &Wake, seed: Seed) -> Result<Box<dyn Lab>, String> {
    let session = LiveSession::start("phases", &opening::config(seed), wake)?;
    let parts = PhasesParts {
        studies: Studies::new(Arc::clone(wake)),
        sweeps: Sweeps::new(Arc::clone(wake)),
        waiting: None,
        playing: false,
        forgotten: Forgotten::default(),
        shown: false,
        begun: false,
    };
    let plan = Plan { name: NAME, panels: panels::panels, layout: layout::designed, presented: &["plane", "overlap"] };
    Ok(Box::new(Chassis::new(plan, parts, Some(session), Shared::default(), USUAL_SPEED)))
}

impl PhasesParts {
    /// Sends the network on to where the puck is, once it has heard everything before.
    fn follow(&mut self, access: &mut EngineAccess<'_, Self>) {
        if access.session.has_heard_all() {
            self.flush(access);
        }
    }

    fn flush(&mut self, access: &mut EngineAccess<'_, Self>) {
        if let Some(cmd) = self.waiting.take() {
            access.send(Command::Model(cmd));
            self.go_on(access);
        }
    }

    /// A network that came to rest runs on where it is moved, if it was running.
    fn go_on(&self, access: &mut EngineAccess<'_, Self>) {
        if self.playing {
            access.send(Command::Run);
        }
    }

    /// Whether nothing waits to be sent.
    pub(super) const fn follows_all(&self) -> bool {
        self.waiting.is_none()
    }

    pub(super) fn tell(&mut self, command: CommandOf<Phases>, access: &mut EngineAccess<'_, Self>) {
        if let Command::Model(cmd @ PhasesCmd::Move { .. }) = command {
            // A dragged puck asks in every frame; the network goes where it is now, not everywhere it was.
            self.waiting = Some(cmd);
            return self.follow(access);
        }
        let moves = matches!(command, Command::Model(_));
        self.flush(access);
        access.send(command);
        if moves {
            self.go_on(access);
        }
    }
}

impl LabParts for PhasesParts {
    type Panels = PhasesPanels;
    type Session = Phases;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = PhasesSettings;

    const SPEEDS: Speeds = Speeds { slowest: 1.0, fastest: 1_000.0, unit: "sweeps per second" };
    const STEP_SIZES: &'static [&'static str] = &["one sweep", "20 sweeps", "200 sweeps"];
    const RESET: &'static str = "back to the start: the same measurement again";
    const EDITS: Option<&'static str> =
        Some("undo, redo a change of the network’s settings or the sweep’s, and forgotten points");

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> PhasesContext<'a> {
        let Self { studies, sweeps, .. } = self;
        let DrawAccess { snapshot, asks, shared, shell } = access;
        let cells = if shared.heat { sweeps.cells() } else { &[] };
        PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        match ask {
            Ask::Phases(command) => {
                if matches!(command, Command::Model(PhasesCmd::ForgetPoints)) {
                    self.forgotten.keep(&access.session.view().points);
                }
                self.tell(command, access);
            }
            Ask::Sweep(ask) => self.sweeps.carry_out(ask, access.shell).map_err(|err| err.to_string())?,
        }
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        match control {
            Control::Reset => {
                self.playing = false;
                access.send(Command::Pause);
                let (failed, config) = (access.session.snapshot().failed, access.session.view().config);
                // A model that failed is helped by a new session only.
                access.send(if failed { Command::Reset(config) } else { Command::Model(PhasesCmd::Restart) });
            }
            Control::Play => {
                self.playing = true;
                access.send(Command::Run);
            }
            Control::Pause => {
                self.playing = false;
                access.send(Command::Pause);
            }
            Control::Step(place) => {
                self.playing = false;
                let sweeps = STEP_SWEEPS.get(place).copied().unwrap_or(1);
                let view = access.session.view();
                // A sweep was asked for: building the network is not one.
                let steps = view.steps_to_build + sweeps * view.steps_per_sweep;
                access.send(Command::Step(steps));
            }
            Control::Seed(seed) => self.tell(Command::Model(PhasesCmd::SetSeed(Seed(seed))), access),
        }
    }

    fn seed(view: &PhasesView) -> Seed {
        view.config.seed
    }

    fn blocked(view: &PhasesView) -> Option<&'static str> {
        view.failure.as_ref().map(|_| "There is no such network; move the puck or choose another rule")
    }

    fn steps_per_unit(view: &PhasesView) -> Option<u64> {
        Some(view.steps_per_sweep)
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::record_ui(ui, &access.snapshot.view);
    }

    fn hint(snapshot: &Snapshot<PhasesView>, _shared: &Shared) -> String {
        sentences::hint(&snapshot.view, snapshot.running)
    }

    fn readings(&self, view: &PhasesView, _shared: &Self::Shared) -> Vec<Reading> {
        let found = [
            ("load", Some(view.config.load())),
            ("temperature", Some(view.config.temperature)),
            ("overlap", Some(view.overlap)),
            ("mean-overlap", view.measured.as_ref().map(|found| found.mean)),
            ("theory-overlap", view.theory.as_ref().map(Theory::overlap)),
            ("points", Some(view.points.len() as f64)),
            ("first-step-error", self.sweeps.first_step_error()),
            ("basin-cells", self.sweeps.basin_cells()),
        ];
        found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
    }

    fn model_line(view: &PhasesView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        keys::read(ctx, &mut self.context(access));
    }

    fn edited(&self, session: &LiveSession<Phases>, shared: &Shared) -> Option<PhasesSettings> {
        self.settings(&session.view().config, shared)
    }

    fn put_back(&mut self, edited: PhasesSettings, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        self.set_back(&edited, access);
        Ok(())
    }

    fn tries(&self) -> &'static [Try<PhasesPanels>] {
        &tries::TRIES
    }

    fn work(&mut self, session: &LiveSession<Phases>, _shell: &mut Shell) -> Option<String> {
        self.remembered(session.view())
    }

    fn take_up(&mut self, text: &str, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let remembered: Remembered = work::read(text)?;
        self.take_up_remembered(remembered, access)
    }

    fn hold(&self, session: &LiveSession<Phases>, _shared: &Shared, _shell: &Shell) -> Held {
        self.held(session)
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<Phases>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        session.map_or(Ok(()), |session| self.replay(held, session, shell))
    }

    fn moment(&self, session: &LiveSession<Phases>, _shared: &Shared) -> [u64; 3] {
        let [generation, commands, steps] = session.moment();
        [generation, commands, steps ^ self.sweeps.mark()]
    }

    fn fetch(&mut self, _ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        self.follow(access);
        if access.session.answers_all() {
            access.shared.held = None;
        }
        self.studies.fetch();
        self.sweeps.fetch(access.shell);
    }

    fn prepare(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        // The first picture comes before the first work: on a small machine both share the processor.
        if !std::mem::replace(&mut self.shown, true) {
            return ctx.request_repaint();
        }
        if !std::mem::replace(&mut self.begun, true) {
            access.send(Command::Step(opening::FIRST_SWEEPS));
        }
        self.studies.keep_up(&access.session.view().config, access.shared);
        self.sweeps.keep_up();
    }

    fn accept(
        &mut self,
        offer: Offer,
        _session: Option<&LiveSession<Phases>>,
        _shell: &mut Shell,
    ) -> Result<(), String> {
        let name = offer.name();
        Err(format!("{name} was not opened: the memories of this lab are random. Recall takes data sets."))
    }

    fn busy(&self, _session: Option<&LiveSession<Phases>>, _shared: &Shared) -> bool {
        self.studies.busy() || self.sweeps.busy() || self.waiting.is_some() || self.shown != self.begun
    }
}
