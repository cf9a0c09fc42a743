//! The Boltzmann lab: what it adds to the chassis, and how what its panels ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannConfig, BoltzmannSession, BoltzmannView};
use crate::engine::core::session::{Command, Snapshot};
use crate::physics::seed::Seed;
use crate::ui::chassis::{
    Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Plan, Speeds, Try, held, work,
};
use crate::ui::jobs::{Inbox, Wake};
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels, Shared, present};
use crate::ui::labs::boltzmann::import::Import;
use crate::ui::labs::boltzmann::studies::Studies;
use crate::ui::labs::boltzmann::{
    NAME, data, edits, exports, keys, layout, opening, panels, readings, sentences, timeline, tries,
};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::workspace::Offer;

/// Updates per second at first: parity is learned before one's eyes.
pub(super) const USUAL_SPEED: f64 = 200.0;
/// Updates of each step size.
const STEP_UPDATES: [u64; 3] = [1, 10, 100];

/// A machine that learns.
pub struct BoltzmannParts {
    studies: Studies,
    /// Files that are being written.
    written: Inbox<PathBuf>,
    import: Import,
    /// Whether the lab was shown yet, and whether its machine was set going.
    shown: bool,
    begun: bool,
}

/// Starts the lab on its opening machine.
///
/// # Errors
/// A sentence where its engine cannot be started.
pub fn start(wake: &Wake, seed: Seed) -> Result<Box<dyn Lab>, String> {
    let session = LiveSession::start(NAME.id, &opening::config(seed), wake)?;
    let parts = BoltzmannParts {
        studies: Studies::new(Arc::clone(wake)),
        written: Inbox::default(),
        import: Import::default(),
        shown: false,
        begun: false,
    };
    let presented = &["network", "divergence"];
    let plan = Plan { name: NAME, panels: panels::panels, layout: layout::designed, presented };
    Ok(Box::new(Chassis::new(plan, parts, Some(session), Shared::default(), USUAL_SPEED)))
}

impl BoltzmannParts {
    /// Whether a file is being written.
    pub(super) fn writing(&self) -> bool {
        self.written.busy()
    }

    /// Begins another run; it goes on if this one is going.
    fn begin(config: BoltzmannConfig, access: &mut EngineAccess<'_, Self>) {
        let goes_on = access.session.snapshot().running;
        access.send(Command::Reset(config));
        if goes_on {
            access.send(Command::Run);
        }
    }
}

impl LabParts for BoltzmannParts {
    type Panels = BoltzmannPanels;
    type Session = BoltzmannSession;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = BoltzmannConfig;

    const SPEEDS: Speeds = Speeds { slowest: 1.0, fastest: 10_000.0, unit: "updates per second" };
    const STEP_SIZES: &'static [&'static str] = &["one update", "10 updates", "100 updates"];
    const LEFT_WIDTH: f32 = 286.0;
    const RESET: &'static str = "back to update 0: the same machine learns again";
    const EDITS: Option<&'static str> = Some("undo, redo a change of the machine, its rows or how it learns");

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> BoltzmannContext<'a> {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        BoltzmannContext { snapshot, studies: &self.studies, asks, shared, shell }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let view = access.session.view();
        match ask {
            Ask::Machine(command) => access.send(*command),
            Ask::Change(config) => Self::begin(*config, access),
            Ask::Race => return self.studies.start_race(present(view)).map_err(|err| err.to_string()),
            Ask::Solve => return self.studies.start_solving(present(view)).map_err(|err| err.to_string()),
            Ask::Wells(over) => {
                let generation = access.session.snapshot().generation;
                return self.studies.survey(view, over, generation).map_err(|err| err.to_string());
            }
            Ask::StopRace => self.studies.stop_race(),
            Ask::StopSolving => self.studies.stop_solving(),
            Ask::Import(path) => return self.import.read(path, access.shell),
            Ask::Save(to) => {
                let moment = Arc::clone(&view.looked);
                let write = move || exports::write(&to, &moment);
                return access.shell.jobs.clone().start("save a machine", &mut self.written, write);
            }
        }
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        match control {
            Control::Play => {
                // Who plays wants to see what comes.
                access.send(Command::Model(BoltzmannCmd::Live));
                access.send(Command::Run);
            }
            Control::Pause => access.send(Command::Pause),
            Control::Step(place) => {
                access.send(Command::Model(BoltzmannCmd::Live));
                access.send(Command::Step(STEP_UPDATES.get(place).copied().unwrap_or(1)));
            }
            Control::Reset => {
                let config = present(access.session.view());
                access.send(Command::Reset(config));
            }
            Control::Seed(seed) => {
                let config = BoltzmannConfig { seed: Seed(seed), ..present(access.session.view()) };
                Self::begin(config, access);
            }
        }
    }

    fn seed(view: &BoltzmannView) -> Seed {
        view.config.seed
    }

    fn blocked(view: &BoltzmannView) -> Option<&'static str> {
        if view.failure.is_some() {
            return Some("Learning cannot go on: Reset begins again, with a smaller learning rate if you set one");
        }
        (view.update >= view.last_update).then_some("The run is complete: Reset begins it again")
    }

    fn steps_per_unit(_view: &BoltzmannView) -> Option<u64> {
        Some(1)
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::timeline_ui(ui, &mut self.context(access));
    }

    fn hint(snapshot: &Snapshot<BoltzmannView>, _shared: &Shared) -> String {
        sentences::hint(&snapshot.view, snapshot.running)
    }

    fn readings(&self, view: &BoltzmannView, _shared: &Self::Shared) -> Vec<Reading> {
        readings::readings(view)
    }

    fn model_line(view: &BoltzmannView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        keys::read(ctx, &mut self.context(access));
    }

    fn edited(&self, session: &LiveSession<BoltzmannSession>, _shared: &Shared) -> Option<BoltzmannConfig> {
        Some(present(session.view()))
    }

    fn put_back(&mut self, edited: BoltzmannConfig, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        match edits::live_changes(&present(access.session.view()), &edited) {
            // The machine goes on learning from where it is.
            Some(commands) => commands.into_iter().for_each(|command| access.send(Command::Model(command))),
            None => Self::begin(edited, access),
        }
        Ok(())
    }

    fn tries(&self) -> &'static [Try<BoltzmannPanels>] {
        &tries::TRIES
    }

    fn work(&mut self, session: &LiveSession<BoltzmannSession>, _shell: &mut Shell) -> Option<String> {
        work::written(&present(session.view()))
    }

    fn take_up(&mut self, text: &str, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        access.send(Command::Reset(work::read(text)?));
        Ok(())
    }

    fn hold(&self, session: &LiveSession<BoltzmannSession>, _shared: &Shared, _shell: &Shell) -> Held {
        held::recorded(session)
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<BoltzmannSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let Some(session) = session else { return Ok(()) };
        // What has done steps does not begin by itself when it is first shown.
        self.begun |= held::replay(held, session, shell)? > 0;
        Ok(())
    }

    fn fetch(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        while let Some(path) = self.written.done(access.shell) {
            access.shell.saved(&path);
        }
        self.import.fetch(ctx, access.shell);
        self.studies.fetch();
    }

    fn overlay(&mut self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        if let Some(rows) = self.import.ui(ctx, access.shell) {
            let config = opening::of_rows(rows, &present(&access.snapshot.view));
            access.asks.push(Ask::Change(Box::new(config)));
        }
    }

    fn is_covered(&self) -> bool {
        self.import.is_open()
    }

    fn prepare(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        access.shared.marked = access.shared.pointed.take();
        if ctx.input(|input| input.pointer.is_moving() || input.pointer.delta() != egui::Vec2::ZERO) {
            ctx.request_repaint();
        }
        // The first picture comes before the first work: on a small machine both share the processor.
        if !std::mem::replace(&mut self.shown, true) {
            return ctx.request_repaint();
        }
        if !std::mem::replace(&mut self.begun, true) && access.shell.unplayable.is_none() {
            access.send(Command::Run);
        }
    }

    fn accept(
        &mut self,
        offer: Offer,
        session: Option<&LiveSession<BoltzmannSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let name = offer.name();
        let data = match offer {
            Offer::File(path) => return self.import.read(path, shell),
            Offer::Data(data) => data,
            _ => return Err(format!("{name} was not opened: this lab learns short rows of 0 and 1.")),
        };
        let (rows, note) = data::own_rows(&data.rows).map_err(|why| format!("{name} was not taken: {why}"))?;
        let Some(session) = session else { return Ok(()) };
        let before = present(session.view());
        session.send(Command::Reset(opening::of_rows(rows, &before)), shell);
        shell.tell(note);
        Ok(())
    }

    fn busy(&self, _session: Option<&LiveSession<BoltzmannSession>>, _shared: &Shared) -> bool {
        self.studies.busy() || self.import.busy() || self.writing() || self.shown != self.begun
    }
}
