//! Over many seeds: at which update a machine has found a code.
//!
//! A run is solved where the first half of each row calls for its second half ([`completes`]) and, for an encoder, no two
//! rows have the same most probable hidden state.

use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::engine::boltzmann::config::BoltzmannData;
use crate::engine::boltzmann::session::check_updates;
use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::boltzmann::completion::{are_distinct, codes, completes};
use crate::physics::boltzmann::{
    BoltzmannError, Curvature, Exact, Learner, Machine, Measuring, Preset, Target, phases,
};
use crate::physics::stop::{NEVER, Stop};

/// Seeds at most.
const MOST_SEEDS: usize = 10_000;
/// Runs that are made at once: a fixed number, so that steps do not depend on threads.
const AT_ONCE: usize = 8;

/// The runs.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SolutionTimesConfig {
    /// One of them; the others differ by their seed, and all end at its `updates`. All learn from exact phases.
    pub run: BoltzmannConfig,
    /// Number of seeds.
    pub seeds: usize,
    /// Updates between two looks at whether it is solved.
    pub every: u64,
}

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// Its number: its seed is `run.seed.numbered(number)`.
    pub number: u64,
    /// The first update from which on it was solved at every look; `None` if it is not solved at the end.
    pub update: Option<u64>,
    /// KL(q‖p) at the end, in nats.
    pub kl: f64,
    /// The most probable hidden state of each row at the end: bit a is hidden unit a. The code map.
    pub codes: Vec<u32>,
}

/// The runs so far.
#[derive(Clone, Debug)]
pub struct SolutionTimesView {
    /// What is run.
    pub config: Arc<SolutionTimesConfig>,
    /// Those that are finished, in the order of their numbers.
    pub runs: Arc<[Solved]>,
    /// The share of them that is solved, with its standard error; `None` before the first.
    pub share: Option<(f64, f64)>,
    /// The median update of those that are solved.
    pub median: Option<u64>,
}

/// A run at work.
#[derive(Clone)]
struct Runner {
    learner: Learner,
    exact: Exact,
    updates: u64,
    solved: Option<u64>,
    codes: Vec<u32>,
}

/// The job. One step takes up to eight runs from one look to the next.
pub struct SolutionTimes {
    config: Arc<SolutionTimesConfig>,
    target: Target,
    measuring: Measuring,
    /// Runs that are not finished, the first of them being number `runs.len()`.
    working: Vec<Runner>,
    runs: Vec<Solved>,
}

impl SolutionTimes {
    fn start(&self, number: u64) -> Result<Runner, BoltzmannError> {
        let run = &self.config.run;
        let machine = Machine::random(run.topology(), run.initial_spread, run.seed.numbered(number))?;
        let exact = Exact::of(&machine, NEVER)?;
        let mut runner = Runner {
            learner: Learner::new(machine, run.learning())?,
            exact,
            updates: 0,
            solved: None,
            codes: Vec::new(),
        };
        self.look(&mut runner);
        Ok(runner)
    }

    /// Whether a run is solved now.
    fn look(&self, runner: &mut Runner) {
        runner.codes = codes(&runner.exact, &self.target);
        let is_encoder = matches!(self.config.run.data, BoltzmannData::Preset(Preset::Encoder { .. }));
        let solved = completes(&runner.exact, &self.target) && (!is_encoder || are_distinct(&runner.codes));
        runner.solved = if solved { runner.solved.or(Some(runner.updates)) } else { None };
    }

    /// A run taken to its next look.
    fn forward(&self, runner: &Runner, stop: Stop<'_>) -> Result<Runner, BoltzmannError> {
        let Runner { mut learner, mut exact, mut updates, solved, codes } = runner.clone();
        let end = updates.saturating_add(self.config.every).min(self.config.run.updates);
        while updates < end {
            let phases = phases(learner.machine(), &self.target, &self.measuring, Some(&exact), None, stop)?;
            match learner.propose(&phases, Curvature::Exact(&exact, &self.target), stop) {
                Ok(proposal) => {
                    learner = proposal.learner;
                    exact = match proposal.exact {
                        Some(exact) => exact,
                        None => Exact::of(learner.machine(), stop)?,
                    };
                }
                Err(BoltzmannError::Stopped) => return Err(BoltzmannError::Stopped),
                // Numbers that grow without end: the run stays where it is.
                Err(_) => updates = end,
            }
            updates = (updates + 1).min(end);
        }
        let mut runner = Runner { learner, exact, updates, solved, codes };
        self.look(&mut runner);
        Ok(runner)
    }
}

impl Job for SolutionTimes {
    type Config = SolutionTimesConfig;
    type View = SolutionTimesView;

    fn new(config: &SolutionTimesConfig) -> Result<Self, SessionError> {
        check_updates(config.run.updates)?;
        if !(1..=MOST_SEEDS).contains(&config.seeds) {
            let found = config.seeds;
            return Err(SessionError::new(format!("there are {found} seeds; there can be 1 to {MOST_SEEDS}")));
        }
        if config.every == 0 {
            return Err(SessionError::new("there are 0 updates between two looks; there is 1 or more"));
        }
        let target = config.run.data.target()?;
        let measuring = Measuring { samples: config.run.samples, ..Measuring::EXACT };
        let job = Self { config: Arc::new(config.clone()), target, measuring, working: Vec::new(), runs: Vec::new() };
        // What the runs need is there if the first can be started.
        let first = job.start(0).map_err(SessionError::new)?;
        first.exact.kl(&job.target).map_err(SessionError::new)?;
        Ok(job)
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let finished = self.runs.len();
        if self.working.is_empty() {
            let numbers = finished..(finished + AT_ONCE).min(self.config.seeds);
            // The first start was tried when the job was made, and the others differ by their seeds alone.
            self.working = numbers.filter_map(|number| self.start(number as u64).ok()).collect();
        }
        let next: Result<Vec<Runner>, BoltzmannError> =
            self.working.par_iter().map(|runner| self.forward(runner, stop)).collect();
        match next {
            Ok(next) => self.working = next,
            Err(BoltzmannError::Stopped) => return Flow::Unfinished,
            Err(_) => self.working.clear(),
        }
        if self.working.iter().all(|runner| runner.updates >= self.config.run.updates) {
            for (number, runner) in std::mem::take(&mut self.working).into_iter().enumerate() {
                let kl = runner.exact.kl(&self.target).unwrap_or(f64::INFINITY);
                let number = (finished + number) as u64;
                self.runs.push(Solved { number, update: runner.solved, kl, codes: runner.codes });
            }
        }
        if self.runs.len() >= self.config.seeds || self.runs.len() == finished && self.working.is_empty() {
            return Flow::Done;
        }
        Flow::Continue
    }

    fn view(&self) -> SolutionTimesView {
        let count = self.runs.len() as f64;
        let mut times: Vec<u64> = self.runs.iter().filter_map(|run| run.update).collect();
        times.sort_unstable();
        let share = times.len() as f64 / count;
        SolutionTimesView {
            config: Arc::clone(&self.config),
            runs: self.runs.as_slice().into(),
            share: (count > 0.0).then(|| (share, (share * (1.0 - share) / count).sqrt())),
            median: times.get(times.len() / 2).copied(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let updates = self.config.run.updates.max(1);
        let working: u64 = self.working.iter().map(|runner| runner.updates).sum();
        let done = self.runs.len() as u64 * updates + working;
        Some(Progress { done, total: self.config.seeds as u64 * updates })
    }
}
