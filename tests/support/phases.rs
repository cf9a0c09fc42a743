//! The panels of the Phases lab.

use std::time::{Duration, Instant};

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::phases::{Phases as Session, PhasesCmd, PhasesConfig, PhasesView};
use glassbox::physics::seed::Seed;
use glassbox::ui::lab::PanelList;
use glassbox::ui::labs::phases::context::{Against, Ask, PhasesContext, PhasesPanels, Reach, Shared};
use glassbox::ui::labs::phases::plane::HeatCell;
use glassbox::ui::labs::phases::studies::Studies;
use glassbox::ui::labs::phases::sweeps::sweep_store::{SweepAsk, Sweeps};
use glassbox::ui::labs::phases::{keys, opening, panels};

use super::{Bench, Lent, nobody};

/// Longer than any machine needs for the lines, or for a small sweep.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A network without a thread, the lines of theory, and what is measured in the background.
pub struct Phases {
    pub driver: Driver<Session>,
    pub studies: Studies,
    pub sweeps: Sweeps,
    /// Cells on the plane instead of those that were measured.
    pub cells: Vec<HeatCell>,
}

pub type Fixture = super::Fixture<Phases>;
pub type Window = super::Window<Phases>;

impl Bench for Phases {
    type Panels = PhasesPanels;
    type View = PhasesView;
    type Ask = Ask;
    type Shared = Shared;

    const LOOKS: &'static [fn(&mut Shared)] = &[
        |shared| (shared.against, shared.reach) = (Against::Temperature, Reach::Near),
        |shared| (shared.against, shared.reach) = (Against::Load, Reach::Far),
    ];

    fn panels() -> PanelList<PhasesPanels> {
        panels::panels()
    }

    fn context<'a>(&'a self, lent: Lent<'a, Self>) -> PhasesContext<'a> {
        let Self { studies, sweeps, cells, .. } = self;
        let Lent { snapshot, asks, shared, shell } = lent;
        let measured = if shared.heat { sweeps.cells() } else { &[] };
        let cells = if cells.is_empty() { measured } else { cells };
        PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell }
    }

    fn read_keys(ctx: &egui::Context, context: &mut PhasesContext<'_>) {
        keys::read(ctx, context);
    }

    fn answered(shared: &mut Shared) {
        shared.held = None;
    }
}

impl Fixture {
    pub fn new(id: &str, config: &PhasesConfig) -> Self {
        let mut driver = Driver::new(config).unwrap();
        let snapshot = driver.snapshot();
        let (studies, sweeps) = (Studies::new(nobody()), Sweeps::new(nobody()));
        Self::on(Phases { driver, studies, sweeps, cells: Vec::new() }, snapshot, id)
    }

    /// What the lab opens with.
    pub fn opened(id: &str) -> Self {
        Self::new(id, &opening::config(Seed(1)))
    }

    /// The same, measured a little.
    pub fn measured(id: &str) -> Self {
        let mut fixture = Self::opened(id);
        fixture.apply(Command::Step(opening::FIRST_SWEEPS));
        fixture
    }

    /// Gives a command to the session, runs it to its end and takes the next snapshot.
    pub fn apply(&mut self, command: Command<PhasesConfig, PhasesCmd>) {
        self.bench.driver.apply(command).unwrap();
        self.bench.driver.run_until_idle(100_000);
        self.snapshot = self.bench.driver.snapshot();
    }

    /// Asks for the lines and the curve, and waits for them.
    pub fn study(&mut self) {
        let studies = &mut self.bench.studies;
        studies.keep_up(&self.snapshot.view.config, &self.shared);
        let start = Instant::now();
        while studies.busy() || !studies.diagram().is_some_and(|(diagram, _)| diagram.done()) {
            studies.fetch();
            assert!(start.elapsed() < PATIENCE, "the lines did not come");
            std::thread::sleep(Duration::from_millis(2));
        }
        studies.fetch();
    }

    /// Carries out what was asked of the sweeps.
    pub fn sweep(&mut self, ask: SweepAsk) {
        self.bench.sweeps.carry_out(ask, &self.shell).unwrap();
    }

    pub fn wait(&mut self, until: impl Fn(&Sweeps) -> bool) {
        let start = Instant::now();
        loop {
            self.bench.sweeps.keep_up();
            self.bench.sweeps.fetch(&mut self.shell);
            if until(&self.bench.sweeps) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the sweeps did not come to an end");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until nothing is measured any more.
    pub fn idle(&mut self) {
        // Twice: what became idle after a fetch is fetched once more.
        for _ in 0..2 {
            self.wait(|sweeps| !sweeps.busy());
        }
    }
}
