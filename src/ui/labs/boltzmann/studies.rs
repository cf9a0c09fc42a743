//! Closer looks, on engines of their own: all optimisers from one start, one machine from many seeds, and the wells of a
//! machine.

use std::sync::Arc;

use crate::engine::boltzmann::{
    BoltzmannConfig, BoltzmannView, OptimiserRace, OptimiserRaceConfig, OptimiserRaceView, SolutionTimes,
    SolutionTimesConfig, SolutionTimesView, Wells, WellsConfig, WellsOver, WellsSurvey,
};
use crate::engine::core::session::{SessionError, Snapshot};
use crate::physics::boltzmann::{LearningSettings, Optimiser};
use crate::ui::jobs::Wake;
use crate::ui::study::{Key, Study};

/// Updates of a race, and the difference of moments that counts as none.
const RACE_UPDATES: u64 = 2000;
const TOLERANCE: f64 = 1e-4;
/// The least spread of the weights that a race begins with.
const RACE_SPREAD: f64 = 0.3;
/// Seeds that a code is looked for from, and updates between two looks.
const SEEDS: usize = 100;
const EVERY: u64 = 10;
/// Points along each side of the surface.
const WELLS: usize = 61;
/// Neither depends on the session: only on what was asked for.
const KEY: (u64, u64) = (0, 0);

/// The studies of the lab.
pub struct Studies {
    race: Study<OptimiserRace>,
    solved: Study<SolutionTimes>,
    wells: Study<WellsSurvey, (WellsOver, Key)>,
    wake: Wake,
}

impl Studies {
    pub fn new(wake: Wake) -> Self {
        Self {
            race: Study::new("race of optimisers"),
            solved: Study::new("runs from many seeds"),
            wells: Study::new("landscape"),
            wake,
        }
    }

    /// Fetches the latest pictures, once per frame.
    pub fn fetch(&mut self) {
        self.race.fetch();
        self.solved.fetch();
        self.wells.fetch();
    }

    /// Races all optimisers from the start of a run, each with its usual rate.
    ///
    /// # Errors
    /// The machine cannot be enumerated.
    pub fn start_race(&mut self, run: BoltzmannConfig) -> Result<(), SessionError> {
        // Near zero all differences vanish: a race from there would be over before it began.
        let run = BoltzmannConfig { initial_spread: run.initial_spread.max(RACE_SPREAD), ..run };
        let racers = Optimiser::ALL.map(LearningSettings::usual).to_vec();
        let config = OptimiserRaceConfig { run, racers, updates: RACE_UPDATES, tolerance: TOLERANCE };
        self.race.start(&config, (), KEY, &self.wake)
    }

    /// Runs a machine from many seeds.
    ///
    /// # Errors
    /// The machine cannot be enumerated.
    pub fn start_solving(&mut self, run: BoltzmannConfig) -> Result<(), SessionError> {
        let config = SolutionTimesConfig { run, seeds: SEEDS, every: EVERY };
        self.solved.start(&config, (), KEY, &self.wake)
    }

    /// Surveys the wells of the machine that is looked at.
    ///
    /// # Errors
    /// It has too many visible units.
    pub fn survey(&mut self, view: &BoltzmannView, over: WellsOver, generation: u64) -> Result<(), SessionError> {
        let update = view.looked.update;
        let (machine, target) = (Arc::clone(&view.looked.machine), Arc::clone(&view.target));
        let config = WellsConfig { update, machine, target, over, side: WELLS };
        let key = (generation, update);
        self.wells.start(&config, (over, key), key, &self.wake)
    }

    /// The wells as far as they are surveyed.
    pub fn wells(&self) -> Option<&Snapshot<Wells>> {
        self.wells.latest()
    }

    /// What they are of: directions, generation and update.
    pub fn wells_shown(&self) -> Option<(WellsOver, Key)> {
        self.wells.shown().copied()
    }

    /// Whether the wells over these directions were asked for, of this generation and update.
    pub fn wells_are_of(&self, over: WellsOver, key: Key) -> bool {
        self.wells.is_of(&(over, key), key)
    }

    /// Whether wells are being surveyed.
    pub fn surveys(&self) -> bool {
        self.wells.busy()
    }

    pub fn stop_race(&self) {
        self.race.stop();
    }

    pub fn stop_solving(&self) {
        self.solved.stop();
    }

    /// The race as far as it has come.
    pub fn race(&self) -> Option<&Snapshot<OptimiserRaceView>> {
        self.race.latest()
    }

    /// The runs from many seeds that are finished.
    pub fn solved(&self) -> Option<&Snapshot<SolutionTimesView>> {
        self.solved.latest()
    }

    /// Whether any of them is at work.
    pub fn busy(&self) -> bool {
        self.race.busy() || self.solved.busy() || self.wells.busy()
    }
}
