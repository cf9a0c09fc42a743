//! The Phases lab: its engines, its panels, and how what they ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::engine::core::worker::Engine;
use crate::engine::hopfield::phases::{Phases, PhasesCmd, PhasesView};
use crate::physics::seed::Seed;
use crate::ui::jobs::Wake;
use crate::ui::lab::{LABS, Lab, LabName};
use crate::ui::labs::phases::context::{Ask, PhasesContext, PhasesPanels, Shared};
use crate::ui::labs::phases::pace::{self, StepSize};
use crate::ui::labs::phases::studies::Studies;
use crate::ui::labs::phases::sweeps::sweep_store::Sweeps;
use crate::ui::labs::phases::{keys, layout, opening, panels, sentences, timeline};
use crate::ui::panes::{Panes, column_ui, panes_ui, saved};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::speed::Speed;
use crate::ui::widgets::{TimelineChange, TransportAction};

/// Width of the left column, and how far it can be dragged.
const LEFT: [f32; 3] = [262.0, 210.0, 420.0];

/// A network in the phase diagram.
pub struct PhasesLab {
    engine: Engine<Phases>,
    snapshot: Arc<Snapshot<PhasesView>>,
    studies: Studies,
    sweeps: Sweeps,
    panes: Panes<PhasesPanels>,
    shared: Shared,
    asks: Vec<Ask>,
    /// The last place asked for while the engine was on its way to another: it goes there next, at once.
    waiting: Option<PhasesCmd>,
    /// Whether the network is to go on when it is moved, also from where it came to rest.
    playing: bool,
    speed: Speed,
    step: StepSize,
    /// What the pace was last told for.
    paced_for: Option<(u64, Speed)>,
    /// Whether the lab was shown yet.
    shown: bool,
    /// Whether the network was set going for the first point.
    begun: bool,
}

impl PhasesLab {
    /// Starts the engine on the opening network.
    pub fn new(wake: &Wake, seed: Seed) -> Result<Self, String> {
        let waker = Arc::clone(wake);
        let engine = Engine::spawn("phases", &opening::config(seed), move || waker()).map_err(|err| err.to_string())?;
        Ok(Self {
            snapshot: engine.latest(),
            engine,
            studies: Studies::new(Arc::clone(wake)),
            sweeps: Sweeps::new(Arc::clone(wake)),
            panes: Panes::new("phases", layout::designed, panels::panels()),
            shared: Shared::default(),
            asks: Vec::new(),
            waiting: None,
            playing: false,
            speed: pace::USUAL,
            step: StepSize::default(),
            paced_for: None,
            shown: false,
            begun: false,
        })
    }

    fn send(&self, command: CommandOf<Phases>, shell: &mut Shell) {
        if !self.engine.send(command) {
            shell.say("The model is busy and did not take the last command. Try again in a moment.");
        }
    }

    fn carry_out(&mut self, ask: Ask, shell: &mut Shell) {
        let command = match ask {
            Ask::Phases(command) => command,
            Ask::Sweep(ask) => {
                if let Err(sentence) = self.sweeps.carry_out(ask, shell) {
                    shell.say(sentence.to_string());
                }
                return;
            }
        };
        if let Command::Model(cmd @ PhasesCmd::Move { .. }) = command {
            // A dragged puck asks in every frame; the network goes where it is now, not everywhere it was.
            self.waiting = Some(cmd);
            self.follow(shell);
            return;
        }
        let moves = matches!(command, Command::Model(_));
        self.flush(shell);
        self.send(command, shell);
        if moves {
            self.go_on(shell);
        }
    }

    /// Sends the network on to where the puck is, once it has heard everything before.
    fn follow(&mut self, shell: &mut Shell) {
        if self.engine.latest().handled >= self.engine.sent() {
            self.flush(shell);
        }
    }

    fn flush(&mut self, shell: &mut Shell) {
        if let Some(cmd) = self.waiting.take() {
            self.send(Command::Model(cmd), shell);
            self.go_on(shell);
        }
    }

    /// A network that came to rest runs on where it is moved, if it was running.
    fn go_on(&self, shell: &mut Shell) {
        if self.playing {
            self.send(Command::Run, shell);
        }
    }

    fn drain(&mut self, shell: &mut Shell) {
        for ask in std::mem::take(&mut self.asks) {
            self.carry_out(ask, shell);
        }
    }
}

impl Lab for PhasesLab {
    fn name(&self) -> LabName {
        LABS[2]
    }

    fn logic(&mut self, _ctx: &egui::Context, shell: &mut Shell) {
        let before = self.snapshot.errors;
        self.snapshot = self.engine.latest();
        if let Some(error) = &self.snapshot.error
            && before != self.snapshot.errors
        {
            shell.say(error.to_string());
        }
        self.follow(shell);
        if self.snapshot.handled >= self.engine.sent() {
            self.shared.held = None;
        }
        self.studies.fetch();
        self.sweeps.fetch(shell);
        let wanted = (self.snapshot.view.steps_per_sweep, self.speed);
        if self.paced_for != Some(wanted) && self.engine.send(Command::Speed(self.speed.pace(wanted.0))) {
            self.paced_for = Some(wanted);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        // The first picture comes before the first work: on a small machine both share the processor.
        let seen = std::mem::replace(&mut self.shown, true);
        if !seen {
            ui.ctx().request_repaint();
        } else if !std::mem::replace(&mut self.begun, true) {
            self.send(Command::Step(opening::FIRST_SWEEPS), shell);
        }
        let Self { snapshot, studies, sweeps, asks, shared, panes, .. } = self;
        if seen {
            studies.keep_up(&snapshot.view.config, shared);
            sweeps.keep_up();
        }
        let cells = if shared.heat { sweeps.cells() } else { &[] };
        let mut context = PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell };
        column_ui(ui, LEFT, panes, &mut context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            panes_ui(ui, panes, &mut context);
        });
        self.drain(shell);
    }

    fn transport_ui(&self, ui: &mut egui::Ui) -> Vec<TransportAction> {
        self.step.transport_ui(ui, &self.snapshot, self.speed)
    }

    fn act(&mut self, action: TransportAction, shell: &mut Shell) {
        let view = &self.snapshot.view;
        match action {
            TransportAction::Reset => {
                let failed = self.snapshot.failed;
                let config = view.config;
                self.playing = false;
                self.send(Command::Pause, shell);
                // A model that fell over is helped by a new session only.
                self.send(if failed { Command::Reset(config) } else { Command::Model(PhasesCmd::Restart) }, shell);
            }
            TransportAction::Play => {
                self.playing = true;
                self.send(Command::Run, shell);
            }
            TransportAction::Pause => {
                self.playing = false;
                self.send(Command::Pause, shell);
            }
            TransportAction::Step => {
                self.playing = false;
                // A sweep was asked for: building the network is not one.
                let steps = view.steps_to_build + self.step.sweeps() * view.steps_per_sweep;
                self.send(Command::Step(steps), shell);
            }
            TransportAction::StepSize(place) => self.step = StepSize::at(place),
            TransportAction::Speed(sweeps) => self.speed = Speed(sweeps),
            TransportAction::Seed(seed) => self.carry_out(model(PhasesCmd::SetSeed(Seed(seed))), shell),
            TransportAction::NewSeed => {
                let next = view.config.seed.next();
                self.carry_out(model(PhasesCmd::SetSeed(next)), shell);
            }
            // The list of keys belongs to the frame.
            TransportAction::Keys => {}
        }
    }

    fn timeline_ui(&self, ui: &mut egui::Ui) -> Option<TimelineChange> {
        timeline::record_ui(ui, &self.snapshot.view);
        None
    }

    fn scrub(&mut self, _change: TimelineChange, _shell: &mut Shell) {}

    fn hint(&self) -> String {
        sentences::hint(&self.snapshot.view, self.snapshot.running)
    }

    fn model_line(&self) -> String {
        sentences::model_line(&self.snapshot.view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let Self { snapshot, studies, sweeps, asks, shared, .. } = self;
        let cells = if shared.heat { sweeps.cells() } else { &[] };
        let mut context = PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell };
        let actions = keys::read(ctx, &mut context);
        for action in actions {
            self.act(action, shell);
        }
        self.drain(shell);
    }

    fn open(&mut self, path: PathBuf, shell: &mut Shell) {
        shell.say(format!(
            "{} was not opened: the memories of this lab are random. Recall takes data sets.",
            path.display()
        ));
    }

    fn save(&self) -> Option<String> {
        saved::save(layout::VERSION, &self.panes, &self.shared)
    }

    fn restore(&mut self, saved: &str) {
        if let Some(shared) = saved::restore(layout::VERSION, &mut self.panes, saved) {
            self.shared = shared;
        }
    }

    fn reset_layout(&mut self) {
        self.panes.reset();
    }

    fn busy(&self) -> bool {
        self.engine.busy()
            || self.studies.busy()
            || self.sweeps.busy()
            || self.waiting.is_some()
            || self.shown != self.begun
    }

    fn rehearse(&mut self, stage: usize, shell: &mut Shell) -> bool {
        let (asks, more) = opening::stage(stage);
        for ask in asks {
            self.carry_out(ask, shell);
        }
        more
    }
}

fn model(cmd: PhasesCmd) -> Ask {
    Ask::Phases(Command::Model(cmd))
}
