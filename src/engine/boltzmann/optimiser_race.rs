//! All optimisers from the same start, on the same exact gradient.

use std::sync::Arc;

use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::engine::core::session::{Flow, Job, SessionError};
use crate::physics::boltzmann::LearningSettings;

/// A race.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct OptimiserRaceConfig {
    /// What is learned, by which machine, from which start; its own optimiser does not count.
    pub run: BoltzmannConfig,
    /// Who races: each optimiser with its rate.
    pub racers: Vec<LearningSettings>,
    /// Updates of each.
    pub updates: u64,
    /// A racer ends when no difference of moments is larger than this; 0 for never.
    pub tolerance: f64,
}

/// One optimiser of a race.
#[derive(Clone, Debug, PartialEq)]
pub struct Racer {
    /// With which settings.
    pub learning: LearningSettings,
    /// Updates done.
    pub updates: u64,
    /// (update, KL(q‖p) in nats).
    pub kl: Arc<[[f64; 2]]>,
    /// (update, largest |difference| of the moments of both phases).
    pub largest: Arc<[[f64; 2]]>,
    /// The update at which the largest difference came to the tolerance.
    pub reached: Option<u64>,
    /// Why it cannot go on, if so.
    pub failure: Option<Arc<str>>,
}

/// The race, as far as it has come.
#[derive(Clone, Debug)]
pub struct OptimiserRaceView {
    /// What races.
    pub config: Arc<OptimiserRaceConfig>,
    /// The racers.
    pub racers: Arc<[Racer]>,
}

/// The job.
pub struct OptimiserRace {
    view: OptimiserRaceView,
}

impl Job for OptimiserRace {
    type Config = OptimiserRaceConfig;
    type View = OptimiserRaceView;

    fn new(_config: &OptimiserRaceConfig) -> Result<Self, SessionError> {
        Err(SessionError::new("this job is being written"))
    }

    fn step(&mut self) -> Flow {
        Flow::Done
    }

    fn view(&self) -> OptimiserRaceView {
        self.view.clone()
    }
}
