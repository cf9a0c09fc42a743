//! The panels without a renderer, and how they are clicked.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::Snapshot;
use glassbox::engine::hopfield::phases::{Phases, PhasesConfig, PhasesView};
use glassbox::physics::seed::Seed;
use glassbox::ui::jobs::{Jobs, Wake};
use glassbox::ui::lab::Panel;
use glassbox::ui::labs::phases::context::{Ask, PhasesContext, PhasesPanels, Shared};
use glassbox::ui::labs::phases::panels;
use glassbox::ui::labs::phases::studies::Studies;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, Settings, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::{SweepAsk, Sweeps};
use glassbox::ui::shell::Shell;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::Card;

pub const ROOMS: [[f32; 2]; 6] =
    [[0.0, 0.0], [40.0, 30.0], [120.0, 80.0], [420.0, 300.0], [520.0, 640.0], [1600.0, 1000.0]];
pub const PANELS: [&str; 5] = ["sweep", "basin", "sizes", "rules", "crosstalk-table"];
/// Longer than any machine needs for the small sweeps here.
pub const PATIENCE: Duration = Duration::from_mins(1);
pub const SEED: Seed = Seed(1);

pub struct Fixture {
    pub snapshot: Snapshot<PhasesView>,
    pub studies: Studies,
    pub sweeps: Sweeps,
    pub shared: Shared,
    pub shell: Shell,
    pub asks: Vec<Ask>,
    pub panel: Box<dyn Panel<PhasesPanels>>,
    pub theme: Option<Theme>,
}

pub type Window = Harness<'static, Fixture>;

pub fn panel(id: &str) -> Box<dyn Panel<PhasesPanels>> {
    panels::panels().into_iter().find(|panel| panel.info().id == id).unwrap()
}

impl Fixture {
    pub fn new(id: &str) -> Self {
        let wake: Wake = Arc::new(|| {});
        Self {
            snapshot: Driver::<Phases>::new(&PhasesConfig::new(1000, 50, 0.4, SEED)).unwrap().snapshot(),
            studies: Studies::new(Arc::clone(&wake)),
            sweeps: Sweeps::new(Arc::clone(&wake)),
            shared: Shared::default(),
            shell: Shell::new(Jobs::new(wake), Theme::Dark, SEED),
            asks: Vec::new(),
            panel: panel(id),
            theme: None,
        }
    }

    pub fn ask(&mut self, ask: SweepAsk) {
        self.sweeps.carry_out(ask, &self.shell).unwrap();
    }

    pub fn wait(&mut self, until: impl Fn(&Sweeps) -> bool) {
        let start = Instant::now();
        loop {
            self.sweeps.keep_up();
            self.sweeps.fetch(&mut self.shell);
            if until(&self.sweeps) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the sweeps did not come to an end");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    pub fn idle(&mut self) {
        // Twice: what became idle after a fetch is fetched once more.
        for _ in 0..2 {
            self.wait(|sweeps| !sweeps.busy());
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui) {
        if self.theme != Some(self.shell.theme) {
            self.theme = Some(self.shell.theme);
            theme::install(ui.ctx(), self.shell.theme);
        }
        let Self { snapshot, studies, sweeps, shared, shell, asks, panel, .. } = self;
        shell.status.clear();
        let cells = if shared.heat { sweeps.cells() } else { &[] };
        let mut context = PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell };
        let explanation = panel.explanation(&context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            ui.push_id(panel.info().id, |ui| {
                Card::new(panel.info().title)
                    .note(&explanation)
                    .fill_height()
                    .show(ui, |ui| panel.ui(ui, &mut context));
            });
        });
    }

    pub fn harness(self, size: impl Into<Vec2>) -> Window {
        let theme = self.shell.theme;
        let mut harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| theme::install(ctx, theme))
            .build_ui_state(|ui, fixture: &mut Self| fixture.ui(ui), self);
        harness.run_steps(3);
        harness
    }
}

pub fn draw_everywhere(fixture: Fixture, what: &str) {
    let mut harness = fixture.harness(ROOMS[3]);
    for theme in Theme::ALL {
        harness.state_mut().shell.theme = theme;
        for room in ROOMS {
            harness.set_size(Vec2::from(room));
            harness.run_steps(2);
            assert_eq!(harness.state().asks, [], "{what} in {theme:?} at {room:?}");
            harness.check_accessibility();
        }
    }
}

pub fn asked(harness: &mut Window, act: impl FnOnce(&mut Window)) -> Vec<Ask> {
    harness.state_mut().asks.clear();
    act(harness);
    harness.run_steps(3);
    std::mem::take(&mut harness.state_mut().asks)
}

pub fn click(harness: &mut Window, label: &str) -> Vec<Ask> {
    asked(harness, |harness| harness.get_by_label(label).click())
}

pub fn click_at(harness: &mut Window, pos: Pos2) -> Vec<Ask> {
    asked(harness, |harness| {
        harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
            harness.step();
        }
    })
}

pub fn sweep(ask: SweepAsk) -> Vec<Ask> {
    vec![Ask::Sweep(ask)]
}

/// A request small enough for a test.
pub fn small(what: What, over: Over) -> Request {
    let settings = Settings { over, size: 40, runs: 2, sweeps: 6, ..Settings::preset(what) };
    settings.request((0.05, 0.4), 0.2, SEED)
}

pub fn every_request() -> [Request; 5] {
    [
        small(What::Phase, Over::Grid),
        small(What::Phase, Over::Row),
        small(What::Phase, Over::Column),
        small(What::Capacity, Over::Grid),
        small(What::Basin, Over::Grid),
    ]
}
