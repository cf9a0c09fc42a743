//! A lab on one network: its engines, its panels, and how what they ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf, SessionError, Snapshot};
use crate::engine::core::worker::Engine;
use crate::engine::hopfield::recall::{Recall, RecallCmd, RecallView};
use crate::physics::seed::Seed;
use crate::ui::jobs::Wake;
use crate::ui::lab::{Lab, LabName};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Shared};
use crate::ui::labs::hopfield::design::{Design, Opening};
use crate::ui::labs::hopfield::files::{self, Files};
use crate::ui::labs::hopfield::pace::StepSize;
use crate::ui::labs::hopfield::studies::Studies;
use crate::ui::labs::hopfield::timeline;
use crate::ui::labs::hopfield::{import, keys, sentences};
use crate::ui::panes::{Panes, column_ui, panes_ui, saved};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::speed::Speed;
use crate::ui::widgets::{TimelineChange, TransportAction};

/// Width of the left column, and how far it can be dragged.
const LEFT: [f32; 3] = [262.0, 210.0, 420.0];

/// A network, run by an engine and shown by the panels of a [`Design`].
pub struct HopfieldLab {
    design: Design,
    engine: Engine<Recall>,
    snapshot: Arc<Snapshot<RecallView>>,
    studies: Studies,
    panes: Panes<HopfieldPanels>,
    shared: Shared,
    asks: Vec<Ask>,
    files: Files,
    import: import::Import,
    speed: Speed,
    step: StepSize,
    /// The number of spins that the pace was last told for.
    paced_for: Option<(usize, Speed)>,
}

impl HopfieldLab {
    /// Starts the engine on the document that the lab opens with.
    pub fn new(design: Design, wake: &Wake, seed: Seed) -> Result<Self, String> {
        let Opening { document, selected, speed } = (design.opening)(seed)?;
        let waker = Arc::clone(wake);
        let engine = Engine::spawn(design.name.id, &document, move || waker()).map_err(|err| err.to_string())?;
        Ok(Self {
            snapshot: engine.latest(),
            engine,
            studies: Studies::new(Arc::clone(wake)),
            panes: Panes::new(design.name.id, design.layout, (design.panels)()),
            shared: Shared { selected, ..Shared::default() },
            asks: Vec::new(),
            files: Files::default(),
            import: import::Import::default(),
            speed,
            step: StepSize::default(),
            paced_for: None,
            design,
        })
    }

    fn send(&self, command: CommandOf<Recall>, shell: &mut Shell) {
        if !self.engine.send(command) {
            shell.say("The model is busy and did not take the last command. Try again in a moment.");
        }
    }

    fn carry_out(&mut self, ask: Ask, shell: &mut Shell) {
        let view = &self.snapshot.view;
        let done: Result<(), SessionError> = match ask {
            Ask::Recall(command) => {
                self.send(command, shell);
                Ok(())
            }
            Ask::RunMany { runs, random } => self.studies.run_many(&self.snapshot, runs, random),
            Ask::StopMany => self.studies.stop_many(),
            Ask::CompareCooling { runs } => self.studies.compare_cooling(&self.snapshot, runs),
            Ask::StopCooling => self.studies.stop_cooling(),
            Ask::Slice { from, to, orders } => self.studies.slice(&self.snapshot, from, to, orders),
            Ask::MeasureWeights => self.studies.measure_weights(&self.snapshot),
            Ask::ImportDialog => self.files.ask_import(shell),
            Ask::Import(path) => self.files.import(path, shell),
            Ask::ExportDialog => self.files.ask_export(files::shelf_dataset(&view.document), shell),
            Ask::Export(path) => self.files.export(path, files::shelf_dataset(&view.document), shell),
            Ask::LoadBuiltin(set) => self.files.load_builtin(set, view.document.shape, view.document.seed, shell),
        };
        if let Err(sentence) = done {
            shell.say(sentence.to_string());
        }
    }

    fn drain(&mut self, shell: &mut Shell) {
        for ask in std::mem::take(&mut self.asks) {
            self.carry_out(ask, shell);
        }
    }

    /// Play at the end of a run plays the run again from its cue; elsewhere it goes on from the cursor.
    fn play(&self, shell: &mut Shell) {
        let view = &self.snapshot.view;
        if view.live && view.ended {
            self.send(Command::Model(RecallCmd::Rewind), shell);
        }
        self.send(Command::Run, shell);
    }
}

impl Lab for HopfieldLab {
    fn name(&self) -> LabName {
        self.design.name
    }

    fn logic(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let before = self.snapshot.errors;
        self.snapshot = self.engine.latest();
        if let Some(error) = &self.snapshot.error
            && before != self.snapshot.errors
        {
            shell.say(error.to_string());
        }
        self.studies.fetch();
        let size = self.snapshot.view.moment.state.len();
        if self.paced_for != Some((size, self.speed)) && self.engine.send(Command::Speed(self.speed.pace(size as u64)))
        {
            self.paced_for = Some((size, self.speed));
        }
        // What comes while an offer is open waits for its answer; the input that closes it draws a frame for this.
        if !self.import.is_open()
            && let Some(found) = self.files.take(shell)
        {
            self.import.offer(found);
            ctx.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        let Self { snapshot, studies, asks, shared, panes, import, .. } = self;
        let mut context = HopfieldContext { snapshot, studies, asks, shared, shell };
        column_ui(ui, LEFT, panes, &mut context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            panes_ui(ui, panes, &mut context);
        });
        import.ui(ui.ctx(), &mut context);
        self.drain(shell);
    }

    fn transport_ui(&self, ui: &mut egui::Ui) -> Vec<TransportAction> {
        self.step.transport_ui(ui, &self.snapshot, self.speed)
    }

    fn act(&mut self, action: TransportAction, shell: &mut Shell) {
        let size = self.snapshot.view.moment.state.len() as u64;
        match action {
            TransportAction::Reset if self.snapshot.failed => {
                // The model fell over: only a new session on the same document helps.
                self.send(Command::Reset(self.snapshot.view.document.as_ref().clone()), shell);
            }
            TransportAction::Reset => {
                self.send(Command::Pause, shell);
                self.send(Command::Model(RecallCmd::Rewind), shell);
            }
            TransportAction::Play => self.play(shell),
            TransportAction::Pause => self.send(Command::Pause, shell),
            TransportAction::Step => self.send(Command::Step(self.step.updates(size)), shell),
            TransportAction::StepSize(place) => self.step = StepSize::at(place),
            TransportAction::Speed(sweeps) => self.speed = Speed(sweeps),
            TransportAction::Seed(seed) => self.send(Command::Model(RecallCmd::SetSeed(Seed(seed))), shell),
            TransportAction::NewSeed => {
                let next = self.snapshot.view.document.seed.next();
                self.send(Command::Model(RecallCmd::SetSeed(next)), shell);
            }
            // The list of keys belongs to the frame.
            TransportAction::Keys => {}
        }
    }

    fn timeline_ui(&self, ui: &mut egui::Ui) -> Option<TimelineChange> {
        timeline::timeline_ui(ui, &self.snapshot.view, self.shared.unit)
    }

    fn scrub(&mut self, change: TimelineChange, shell: &mut Shell) {
        let update = match change {
            TimelineChange::Cursor(at) => Some(timeline::update_at(&self.snapshot.view, at)),
            TimelineChange::Live => None,
        };
        let Self { snapshot, studies, asks, shared, .. } = self;
        HopfieldContext { snapshot, studies, asks, shared, shell }.scrub(update);
        self.drain(shell);
    }

    fn hint(&self) -> String {
        sentences::hint(&self.snapshot.view)
    }

    fn model_line(&self) -> String {
        sentences::model_line(&self.snapshot.view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.iter().chain(self.design.shortcuts).copied().collect()
    }

    fn keys(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        if self.import.is_open() {
            return;
        }
        let Self { snapshot, studies, asks, shared, .. } = self;
        let mut context = HopfieldContext { snapshot, studies, asks, shared, shell };
        (self.design.keys)(ctx, &mut context);
        let actions = keys::read(ctx, &mut context);
        for action in actions {
            self.act(action, shell);
        }
        self.drain(shell);
    }

    fn open(&mut self, path: PathBuf, shell: &mut Shell) {
        self.carry_out(Ask::Import(path), shell);
    }

    fn save(&self) -> Option<String> {
        saved::save(self.design.version, &self.panes, &self.shared)
    }

    fn restore(&mut self, saved: &str) {
        if let Some(shared) = saved::restore(self.design.version, &mut self.panes, saved) {
            self.shared = Shared { selected: self.shared.selected, ..shared };
        }
    }

    fn reset_layout(&mut self) {
        self.panes.reset();
    }

    fn busy(&self) -> bool {
        self.engine.busy() || self.studies.busy() || self.files.busy()
    }

    fn rehearse(&mut self, stage: usize, shell: &mut Shell) -> bool {
        let (asks, more) = (self.design.rehearsal)(stage, &self.snapshot.view);
        for ask in asks {
            self.carry_out(ask, shell);
        }
        more
    }
}
