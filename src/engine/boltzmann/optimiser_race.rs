//! All optimisers from the same start, on exact gradients.

use std::sync::Arc;

use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::engine::boltzmann::session::check_updates;
use crate::engine::core::history::Series;
use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::boltzmann::{
    BoltzmannError, Curvature, Exact, Learner, LearningSettings, Machine, Measuring, Optimiser, Phases, Target, phases,
};
use crate::physics::stop::{NEVER, Stop};

/// Points of a curve at most.
const MOST_POINTS: usize = 512;
/// Racers at most.
const MOST_RACERS: usize = 16;

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

impl OptimiserRaceConfig {
    /// Every optimiser with its usual rate.
    pub fn new(run: BoltzmannConfig) -> Self {
        let racers = Optimiser::ALL.into_iter().map(LearningSettings::usual).collect();
        let updates = run.updates;
        Self { run, racers, updates, tolerance: 1e-4 }
    }
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

/// One racer at work.
struct Runner {
    learner: Learner,
    exact: Exact,
    phases: Phases,
    updates: u64,
    /// KL and the largest difference.
    curves: Series,
    reached: Option<u64>,
    failure: Option<Arc<str>>,
}

impl Runner {
    fn is_done(&self, config: &OptimiserRaceConfig) -> bool {
        self.updates >= config.updates || self.reached.is_some() || self.failure.is_some()
    }

    /// Notes where it stands.
    fn note(&mut self, target: &Target, tolerance: f64) -> Result<(), BoltzmannError> {
        let differences = self.phases.difference.of_parameters(self.learner.machine().topology());
        let largest = differences.iter().fold(0.0, |largest: f64, difference| largest.max(difference.abs()));
        self.curves.push(self.updates, &[self.exact.kl(target)? as f32, largest as f32]);
        if largest <= tolerance && tolerance > 0.0 {
            self.reached = Some(self.updates);
        }
        Ok(())
    }

    /// One update; unchanged where it was given up.
    fn update(&mut self, target: &Target, measuring: &Measuring, stop: Stop<'_>) -> Result<(), BoltzmannError> {
        let proposal = self.learner.propose(&self.phases, Curvature::Exact(&self.exact, target), stop)?;
        let exact = match proposal.exact {
            Some(exact) => exact,
            None => Exact::of(proposal.learner.machine(), stop)?,
        };
        self.phases = phases(proposal.learner.machine(), target, measuring, Some(&exact), None, stop)?;
        (self.learner, self.exact) = (proposal.learner, exact);
        self.updates += 1;
        Ok(())
    }
}

/// The race. One step is one update of one racer, in turn.
pub struct OptimiserRace {
    config: Arc<OptimiserRaceConfig>,
    target: Target,
    measuring: Measuring,
    runners: Vec<Runner>,
    turn: usize,
}

impl Job for OptimiserRace {
    type Config = OptimiserRaceConfig;
    type View = OptimiserRaceView;

    fn new(config: &OptimiserRaceConfig) -> Result<Self, SessionError> {
        check_updates(config.updates)?;
        if !(1..=MOST_RACERS).contains(&config.racers.len()) {
            let found = config.racers.len();
            return Err(SessionError::new(format!("there are {found} racers; a race has 1 to {MOST_RACERS}")));
        }
        if !(config.tolerance.is_finite() && config.tolerance >= 0.0) {
            let found = config.tolerance;
            return Err(SessionError::new(format!("the tolerance is {found}; it is a finite number from 0")));
        }
        let target = config.run.data.target()?;
        let measuring = Measuring { samples: config.run.samples, ..Measuring::EXACT };
        let start = Machine::random(config.run.topology(), config.run.initial_spread, config.run.seed);
        let start = start.map_err(SessionError::new)?;
        let exact = Exact::of(&start, NEVER).map_err(SessionError::new)?;
        let first = phases(&start, &target, &measuring, Some(&exact), None, NEVER).map_err(SessionError::new)?;
        let runner = |&settings: &LearningSettings| {
            let learner = Learner::new(start.clone(), settings).map_err(SessionError::new)?;
            let mut runner = Runner {
                learner,
                exact: exact.clone(),
                phases: first.clone(),
                updates: 0,
                curves: Series::new(2, MOST_POINTS),
                reached: None,
                failure: None,
            };
            runner.note(&target, config.tolerance).map_err(SessionError::new)?;
            Ok(runner)
        };
        let runners = config.racers.iter().map(runner).collect::<Result<_, SessionError>>()?;
        Ok(Self { config: Arc::new(config.clone()), target, measuring, runners, turn: 0 })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let (config, count) = (Arc::clone(&self.config), self.runners.len());
        let next = (0..count).map(|k| (self.turn + k) % count).find(|&at| {
            let runner = self.runners.get(at);
            runner.is_some_and(|runner| !runner.is_done(&config))
        });
        let Some((at, runner)) = next.and_then(|at| self.runners.get_mut(at).map(|runner| (at, runner))) else {
            return Flow::Done;
        };
        let made = runner.update(&self.target, &self.measuring, stop);
        match made.and_then(|()| runner.note(&self.target, config.tolerance)) {
            Ok(()) => {}
            Err(BoltzmannError::Stopped) => return Flow::Unfinished,
            Err(error) => runner.failure = Some(Arc::from(format!("it ends here: {error}"))),
        }
        self.turn = (at + 1) % count;
        if self.runners.iter().all(|runner| runner.is_done(&config)) { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> OptimiserRaceView {
        let racer = |runner: &Runner| Racer {
            learning: *runner.learner.settings(),
            updates: runner.updates,
            kl: runner.curves.channel(0).into(),
            largest: runner.curves.channel(1).into(),
            reached: runner.reached,
            failure: runner.failure.clone(),
        };
        OptimiserRaceView { config: Arc::clone(&self.config), racers: self.runners.iter().map(racer).collect() }
    }

    fn progress(&self) -> Option<Progress> {
        let total = self.config.updates * self.runners.len() as u64;
        let of = |runner: &Runner| if runner.is_done(&self.config) { self.config.updates } else { runner.updates };
        Some(Progress { done: self.runners.iter().map(of).sum(), total })
    }
}
