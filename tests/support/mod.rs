//! What tests of the window need: one panel in a harness, drawn from a real session without a thread.
#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "help for tests: it may stop a test and wait by the clock, and each test uses a part of it"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::Vec2;
use egui_kittest::{Harness, wgpu::WgpuTestRenderer};
use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Snapshot};
use glassbox::engine::hopfield::recall::{Document, Memory, Recall, RecallCmd, RecallView};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern};
use glassbox::ui::chassis;
use glassbox::ui::jobs::{Jobs, Wake};
use glassbox::ui::lab::Panel;
use glassbox::ui::labs::heat;
use glassbox::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Shared};
use glassbox::ui::labs::hopfield::keys;
use glassbox::ui::labs::hopfield::studies::{Studies, document_key, network_key};
use glassbox::ui::labs::recall::{opening, panels};
use glassbox::ui::shell::Shell;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::{Card, TransportAction};

/// Longer than any machine needs for a study of a few hundred spins.
const PATIENCE: Duration = Duration::from_secs(30);

/// The grid of the fixtures.
pub const SHAPE: GridShape = GridShape::new(28, 28);

/// One panel, what it draws from, and what it asked for.
pub struct Fixture {
    pub driver: Driver<Recall>,
    pub snapshot: Snapshot<RecallView>,
    pub studies: Studies,
    pub shared: Shared,
    pub shell: Shell,
    pub asks: Vec<Ask>,
    pub actions: Vec<TransportAction>,
    /// Whether the keys of the lab are read before the panel is drawn.
    pub keys: bool,
    panel: Box<dyn Panel<HopfieldPanels>>,
    theme: Option<Theme>,
}

/// Every panel of the labs on a network, once.
pub fn every_panel() -> Vec<Box<dyn Panel<HopfieldPanels>>> {
    let mut seen = Vec::new();
    panels::panels()
        .into_iter()
        .chain(heat::panels::panels())
        .filter(|panel| {
            let fresh = !seen.contains(&panel.info().id);
            seen.push(panel.info().id);
            fresh
        })
        .collect()
}

/// The panel called `id`.
pub fn panel(id: &str) -> Box<dyn Panel<HopfieldPanels>> {
    let known: Vec<&str> = every_panel().iter().map(|panel| panel.info().id).collect();
    every_panel()
        .into_iter()
        .find(|panel| panel.info().id == id)
        .unwrap_or_else(|| panic!("{id:?} is none of {known:?}"))
}

/// Nothing stored, nothing drawn.
pub fn empty() -> Document {
    Document::new(SHAPE, Vec::new(), Pattern::from_bits(vec![false; SHAPE.cells()]), Seed(1))
}

/// What the Recall lab opens with.
pub fn opened() -> Document {
    opening::opening(Seed(1)).unwrap().document
}

/// What the Heat lab opens with.
pub fn warm() -> Document {
    heat::opening::opening(Seed(1)).unwrap().document
}

/// A shelf of 60 random memories, every third of them left out, the cue near the first.
pub fn full() -> Document {
    let mut rng = Seed(3).stream(Stream::Patterns);
    let memories: Vec<Memory> = (0..60)
        .map(|k| {
            let memory =
                Memory::new(format!("a rather long name of memory {k}"), Pattern::random(SHAPE.cells(), &mut rng));
            Memory { stored: k % 3 != 2, ..memory }
        })
        .collect();
    let cue = memories[0].pattern.clone();
    let mut document = Document::new(SHAPE, memories, cue, Seed(1));
    document.corruption.amount = 0.2;
    document
}

impl Fixture {
    pub fn new(panel: Box<dyn Panel<HopfieldPanels>>, document: &Document) -> Self {
        let wake: Wake = Arc::new(|| {});
        let mut driver = Driver::new(document).unwrap();
        Self {
            snapshot: driver.snapshot(),
            driver,
            studies: Studies::new(Arc::clone(&wake)),
            shared: Shared::default(),
            shell: Shell::new(Jobs::new(wake), Theme::Dark, Seed(1)),
            asks: Vec::new(),
            actions: Vec::new(),
            keys: false,
            panel,
            theme: None,
        }
    }

    /// Tells the session something and takes its next picture.
    pub fn apply(&mut self, command: Command<Document, RecallCmd>) {
        self.driver.apply(command).unwrap();
        self.snapshot = self.driver.snapshot();
    }

    /// Runs for so many sweeps at most.
    pub fn run(&mut self, sweeps: u64) {
        let size = self.snapshot.view.moment.state.len() as u64;
        self.apply(Command::Step(sweeps * size));
        self.driver.run_until_idle(u64::MAX);
        self.snapshot = self.driver.snapshot();
    }

    /// Carries out what belongs to the studies, as the lab does, and waits for them.
    pub fn study(&mut self, asks: &[Ask]) {
        for ask in asks {
            match *ask {
                Ask::RunMany { runs, random } => self.studies.run_many(&self.snapshot, runs, random).unwrap(),
                Ask::Slice { from, to, orders } => self.studies.slice(&self.snapshot, from, to, orders).unwrap(),
                Ask::CompareCooling { runs } => self.studies.compare_cooling(&self.snapshot, runs).unwrap(),
                Ask::MeasureWeights => self.studies.measure_weights(&self.snapshot).unwrap(),
                _ => {}
            }
        }
        let (document, network) = (document_key(&self.snapshot), network_key(&self.snapshot));
        let start = Instant::now();
        loop {
            self.studies.fetch();
            let Studies { many_runs, quench, anneal, path, weights, .. } = &self.studies;
            let cooled = [quench, anneal];
            let arrived =
                cooled.iter().all(|study| !study.is_for(document) || study.latest().is_some_and(|s| s.view.done > 0))
                    && (!many_runs.is_for(document) || many_runs.latest().is_some_and(|s| s.view.done > 0))
                    && (!path.is_for(network) || path.latest().is_some_and(|s| s.view.done > 0))
                    && (!weights.is_for(network) || weights.latest().is_some_and(|s| s.view.crosstalk.is_some()));
            if arrived && !self.studies.busy() {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the studies did not finish: {asks:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        if self.theme != Some(self.shell.theme) {
            self.theme = Some(self.shell.theme);
            theme::install(ui.ctx(), self.shell.theme);
        }
        ui.painter().rect_filled(ui.ctx().content_rect(), 0, theme::tokens(ui.ctx()).background);
        let Self { snapshot, studies, shared, shell, asks, actions, panel, .. } = self;
        shell.status.clear();
        let mut context = HopfieldContext { snapshot, studies, asks, shared, shell };
        if self.keys {
            heat::keys::read(ui.ctx(), &mut context);
            keys::read(ui.ctx(), &mut context);
            actions.extend(chassis::keys::read(ui.ctx(), context.snapshot.running));
        }
        let explanation = panel.explanation(&context);
        let frame = egui::CentralPanel::no_frame();
        frame.show(ui, |ui| {
            ui.push_id(panel.info().id, |ui| {
                Card::new(panel.info().title)
                    .note(&explanation)
                    .fill_height()
                    .show(ui, |ui| panel.ui(ui, &mut context));
            });
        });
    }

    /// Puts it into a harness of this size; a frame is a sixtieth of a second, so that two clicks make a double click.
    pub fn harness(self, size: impl Into<Vec2>) -> Harness<'static, Self> {
        self.drawn_by(size, None)
    }

    /// The same, with something that renders it to pixels.
    pub fn drawn_by(self, size: impl Into<Vec2>, renderer: Option<WgpuTestRenderer>) -> Harness<'static, Self> {
        let theme = self.shell.theme;
        let builder = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| theme::install(ctx, theme));
        let builder = match renderer {
            Some(renderer) => builder.renderer(renderer),
            None => builder,
        };
        builder.build_ui_state(|ui, fixture: &mut Self| fixture.ui(ui), self)
    }
}
