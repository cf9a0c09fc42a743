//! The Train lab: its engines, its panels, and how what they ask for is carried out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::engine::core::worker::Engine;
use crate::engine::rbm::{LiveRun, TrainCmd, TrainConfig, TrainView};
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;
use crate::ui::jobs::Wake;
use crate::ui::lab::{LABS, Lab, LabName};
use crate::ui::labs::train::context::{Ask, SamplesOf, Shared, TrainContext, TrainPanels};
use crate::ui::labs::train::files::{Files, Ready, SaveTo};
use crate::ui::labs::train::pace::{StepSize, UpdateSpeed};
use crate::ui::labs::train::studies::Studies;
use crate::ui::labs::train::{files, keys, layout, opening, panels, sentences, timeline};
use crate::ui::panes::{Panes, column_ui, panes_ui, saved};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::widgets::{TimelineChange, TransportAction};

/// Width of the left column, and how far it can be dragged.
const LEFT: [f32; 3] = [256.0, 210.0, 420.0];
/// This lab in the list of labs.
const NAME: LabName = LABS[4];

/// A machine that learns.
pub struct TrainLab {
    wake: Wake,
    seed: Seed,
    engine: Option<Engine<LiveRun>>,
    snapshot: Option<Arc<Snapshot<TrainView>>>,
    studies: Studies,
    files: Files,
    panes: Panes<TrainPanels>,
    shared: Shared,
    asks: Vec<Ask>,
    speed: UpdateSpeed,
    step: StepSize,
    /// What the pace was last told for.
    paced_for: Option<(bool, UpdateSpeed)>,
    generation: u64,
    /// A run that is to be saved once the present update is kept: where, or after asking.
    saving: Option<SaveTo>,
    /// Whether the first run was asked for.
    begun: bool,
    /// A file to open instead of the first preset.
    first_file: Option<PathBuf>,
    now: f64,
}

impl TrainLab {
    /// Nothing is trained before the lab is first shown: its data are unpacked then.
    pub fn new(wake: &Wake, seed: Seed) -> Self {
        Self {
            wake: Arc::clone(wake),
            seed,
            engine: None,
            snapshot: None,
            studies: Studies::new(Arc::clone(wake)),
            files: Files::default(),
            panes: Panes::new("train", layout::designed, panels::panels()),
            shared: Shared::default(),
            asks: Vec::new(),
            speed: UpdateSpeed::default(),
            step: StepSize::default(),
            paced_for: None,
            generation: 0,
            saving: None,
            begun: false,
            first_file: None,
            now: 0.0,
        }
    }

    fn send(&self, command: CommandOf<LiveRun>, shell: &mut Shell) {
        let Some(engine) = &self.engine else { return };
        if !engine.send(command) {
            shell.say("The model is busy and did not take the last command. Try again in a moment.");
        }
    }

    /// The first run is asked for when the lab is first shown.
    fn begin(&mut self, shell: &Shell) -> Result<(), String> {
        self.begun = true;
        let first = Some(Arc::clone(&self.wake));
        match self.first_file.take() {
            Some(path) => self.files.open(path, None, self.seed, first, shell),
            None => self.files.preset(opening::FIRST, self.seed, first, shell),
        }
    }

    fn take(&mut self, ready: Ready, shell: &mut Shell) {
        let Ready { config, run, notes, engine } = ready;
        if let Some(run) = run {
            shell.workspace.keep(run);
        }
        match engine {
            // Two files were asked for before there was an engine: the run goes to the one that is there.
            Some(engine) if self.engine.is_none() => {
                self.snapshot = Some(engine.latest());
                self.engine = Some(engine);
                // It has not heard how fast to go yet.
                self.paced_for = None;
                self.measure(config.before.is_some(), shell);
            }
            _ => self.reset(config, shell),
        }
        if !notes.is_empty() {
            shell.tell(notes.join(" "));
        }
    }

    fn reset(&self, config: TrainConfig, shell: &mut Shell) {
        self.send(Command::Pause, shell);
        let measures = config.before.is_some();
        self.send(Command::Reset(config), shell);
        self.measure(measures, shell);
    }

    /// The run that is looked at, where it is one without its data.
    fn without_data(&self, shell: &Shell) -> Option<Arc<OpenRun>> {
        let config = &self.snapshot.as_ref()?.view.config;
        if config.data.is_some() { None } else { shell.workspace.run_of(config).cloned() }
    }

    /// The checkpoints of an archive are measured without being asked.
    fn measure(&self, measures: bool, shell: &mut Shell) {
        if measures {
            self.send(Command::Run, shell);
        }
    }

    fn carry_out(&mut self, ask: Ask, shell: &mut Shell) {
        if let Err(sentence) = self.answer(ask, shell) {
            shell.say(sentence);
        }
    }

    fn answer(&mut self, ask: Ask, shell: &mut Shell) -> Result<(), String> {
        let Some(snapshot) = self.snapshot.clone() else { return Ok(()) };
        let seed = snapshot.view.config.seed;
        let machine = self.shared.machine(&snapshot.view);
        match ask {
            Ask::Train(command) => match *command {
                Command::Reset(config) => self.reset(config, shell),
                command => self.send(command, shell),
            },
            Ask::Preset(preset) => self.files.preset(preset, seed, None, shell)?,
            Ask::GoOnWith(preset) => {
                if let Some(run) = self.without_data(shell) {
                    self.files.go_on_with(preset, run, shell)?;
                }
            }
            Ask::Reopen(name) => {
                let run = shell.workspace.runs().iter().find(|run| run.name == name);
                if let Some(config) = run.map(|run| run.config(true)) {
                    self.reset(config, shell);
                }
            }
            Ask::OpenDialog => self.files.ask_open(self.without_data(shell), seed, shell)?,
            Ask::Open(path) => self.files.open(path, self.without_data(shell), seed, None, shell)?,
            Ask::SaveDialog => self.save_soon(SaveTo::Ask, shell),
            Ask::Save(path) => self.save_soon(SaveTo::Path(path), shell),
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
                    self.shared.samples = SamplesOf::FreeSampling;
                    self.studies.sample_freely(&snapshot, machine, start).map_err(|err| err.to_string())?;
                }
            }
            Ask::StopFreeSampling => {
                self.studies.stop_free_sampling();
            }
            Ask::Pin => self.studies.pin(),
            Ask::Unpin => self.studies.derived.pinned.clear(),
            Ask::KeepRun => self.studies.keep_run(&snapshot),
            Ask::ForgetRun => self.studies.derived.kept = None,
        }
        Ok(())
    }

    /// The present update is kept first, so that nothing that was trained is missing in the file.
    fn save_soon(&mut self, to: SaveTo, shell: &mut Shell) {
        let looking = self.snapshot.as_ref().is_some_and(|snapshot| snapshot.view.is_without_data());
        if !looking {
            self.send(Command::Model(TrainCmd::Keep), shell);
        }
        self.saving = Some(to);
    }

    fn save_now(&mut self, shell: &mut Shell) {
        let (Some(engine), Some(snapshot)) = (&self.engine, &self.snapshot) else { return };
        if snapshot.handled < engine.sent() {
            return;
        }
        let Some(to) = self.saving.take() else { return };
        let run = OpenRun::of(&snapshot.view);
        if let Err(sentence) = self.files.save(to, run, shell) {
            shell.say(sentence);
        }
    }

    fn drain(&mut self, shell: &mut Shell) {
        for ask in std::mem::take(&mut self.asks) {
            self.carry_out(ask, shell);
        }
    }

    /// Trains, whatever happens.
    fn go_on(&mut self, command: CommandOf<LiveRun>, shell: &mut Shell) {
        self.shared.cursor = None;
        // What was asked for a moment ago may be on its way still.
        let heard = |snapshot: &Snapshot<TrainView>| {
            self.engine.as_ref().is_some_and(|engine| snapshot.handled >= engine.sent())
        };
        if self.snapshot.as_ref().is_some_and(|now| now.view.stops_at_events || !heard(now)) {
            self.send(Command::Model(TrainCmd::StopAtEvents(false)), shell);
        }
        self.send(command, shell);
    }

    /// A run with another seed, or the same again.
    fn again(&self, seed: Option<Seed>, shell: &mut Shell) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let config = TrainConfig::clone(&snapshot.view.config);
        let seed = seed.unwrap_or(config.seed);
        self.reset(TrainConfig { seed, ..config }, shell);
    }
}

impl Lab for TrainLab {
    fn name(&self) -> LabName {
        NAME
    }

    fn logic(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        self.now = ctx.input(|input| input.time);
        if let Some(ready) = self.files.take(shell) {
            self.take(*ready, shell);
        }
        let Some(engine) = &self.engine else { return };
        let before = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.errors);
        let snapshot = engine.latest();
        if let Some(error) = &snapshot.error
            && before != snapshot.errors
        {
            shell.say(error.to_string());
        }
        if self.generation != snapshot.generation {
            self.generation = snapshot.generation;
            self.shared.begin();
        }
        let measuring = snapshot.view.measuring.is_some();
        if self.paced_for != Some((measuring, self.speed)) && engine.send(Command::Speed(self.speed.pace(measuring))) {
            self.paced_for = Some((measuring, self.speed));
        }
        self.snapshot = Some(snapshot);
        self.studies.fetch(self.now);
        if self.saving.is_some() {
            self.save_now(shell);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        if !self.begun
            && let Err(sentence) = self.begin(shell)
        {
            shell.say(sentence);
        }
        let Some(snapshot) = self.snapshot.clone() else {
            opening::empty_ui(ui, self.files.busy());
            return;
        };
        self.studies.keep_up(&snapshot, &self.shared, self.now);
        if self.studies.behind(&snapshot, &self.shared) {
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(60));
        }
        let Self { studies, asks, shared, panes, .. } = self;
        let mut context = TrainContext { snapshot: &snapshot, derived: &studies.derived, asks, shared, shell };
        column_ui(ui, LEFT, panes, &mut context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            panes_ui(ui, panes, &mut context);
        });
        self.drain(shell);
    }

    fn transport_ui(&self, ui: &mut egui::Ui) -> Vec<TransportAction> {
        self.snapshot.as_ref().map_or_else(Vec::new, |snapshot| self.step.show(ui, snapshot, self.speed))
    }

    fn act(&mut self, action: TransportAction, shell: &mut Shell) {
        match action {
            TransportAction::Reset => self.again(None, shell),
            TransportAction::Play => self.go_on(Command::Run, shell),
            TransportAction::Pause => self.send(Command::Pause, shell),
            TransportAction::Step => {
                if let Some(updates) = self.step.updates() {
                    return self.go_on(Command::Step(updates), shell);
                }
                self.shared.cursor = None;
                self.send(Command::Model(TrainCmd::StopAtEvents(true)), shell);
                self.send(Command::Run, shell);
            }
            TransportAction::StepSize(place) => self.step = StepSize::at(place),
            TransportAction::Speed(updates) => self.speed = UpdateSpeed(updates),
            TransportAction::Seed(seed) => self.again(Some(Seed(seed)), shell),
            TransportAction::NewSeed => {
                let seed = self.snapshot.as_ref().map_or(self.seed, |snapshot| snapshot.view.config.seed);
                self.again(Some(seed.next()), shell);
            }
            // The list of keys belongs to the frame.
            TransportAction::Keys => {}
        }
    }

    fn timeline_ui(&self, ui: &mut egui::Ui) -> Option<TimelineChange> {
        self.snapshot.as_ref().and_then(|snapshot| timeline::timeline_ui(ui, snapshot, &self.shared))
    }

    fn scrub(&mut self, change: TimelineChange, _shell: &mut Shell) {
        let done = self.snapshot.as_ref().map_or(0, |snapshot| snapshot.view.update);
        self.shared.cursor = match change {
            TimelineChange::Cursor(x) => Some(self.shared.axes.update_at(x)).filter(|update| *update < done),
            TimelineChange::Live => None,
        };
    }

    fn hint(&self) -> String {
        self.snapshot.as_ref().map_or_else(String::new, |snapshot| sentences::hint(snapshot, self.shared.cursor))
    }

    fn model_line(&self) -> String {
        self.snapshot.as_ref().map_or_else(String::new, |snapshot| sentences::model_line(&snapshot.view))
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let Some(snapshot) = self.snapshot.clone() else { return };
        let Self { studies, asks, shared, .. } = self;
        let mut context = TrainContext { snapshot: &snapshot, derived: &studies.derived, asks, shared, shell };
        let actions = keys::read(ctx, &mut context);
        for action in actions {
            self.act(action, shell);
        }
        self.drain(shell);
    }

    fn claims(&self, path: &Path) -> bool {
        files::is_hdf5(path)
    }

    fn open(&mut self, path: PathBuf, shell: &mut Shell) {
        if !self.begun {
            self.first_file = Some(path);
            return;
        }
        let first = self.engine.is_none().then(|| Arc::clone(&self.wake));
        let without_data = self.without_data(shell);
        if let Err(sentence) = self.files.open(path, without_data, self.seed, first, shell) {
            shell.say(sentence);
        }
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
        let behind = self.snapshot.as_ref().is_some_and(|snapshot| self.studies.behind(snapshot, &self.shared));
        !self.begun
            || self.files.busy()
            || self.engine.as_ref().is_some_and(Engine::busy)
            || self.studies.busy()
            || behind
            || self.saving.is_some()
    }

    fn rehearse(&mut self, stage: usize, shell: &mut Shell) -> bool {
        let (asks, more) = opening::stage(stage);
        for ask in asks {
            self.carry_out(ask, shell);
        }
        more
    }
}
