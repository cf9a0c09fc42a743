//! Many runs of parallel tempering with different random numbers, and where they end.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::anneal::{AnnealEnding, AnnealView, STEP_WORK, VISIT, ending};
use crate::engine::hopfield::many_runs::MOST_RUNS;
use crate::engine::hopfield::replicas::Replicas;
use crate::physics::hopfield::tempering::MOST_RUNGS;
use crate::physics::hopfield::{Acceptance, Dynamics, Network, Tempering, TemperingError, UpdateOrder};
use crate::physics::seed::Seed;

/// Runs that are under way at a time: enough to share among threads.
const BLOCK: usize = 8;
/// The most spins of all replicas of one run.
const LARGEST_LADDER: usize = 1 << 24;
/// The most sweeps of one run, all replicas together.
const MOST_SWEEPS: u64 = 1 << 32;
/// Sweeps at T = 0 after which a state that has not come to rest is judged as it stands.
const QUENCH: u64 = 100;

/// An experiment of many runs of parallel tempering, each from random spins on a ladder of its own.
#[derive(Clone, Debug)]
pub struct TemperConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Rule of acceptance.
    pub acceptance: Acceptance,
    /// Temperature of the coldest rung, above 0. What stands there at the end is quenched to T = 0 and judged.
    pub coldest: f64,
    /// Temperature of the hottest rung; those between have equal ratios.
    pub hottest: f64,
    /// Number of temperatures.
    pub rungs: usize,
    /// Rounds; each ends with the offers of exchange.
    pub rounds: u64,
    /// Sweeps of every replica in one round.
    pub sweeps: u64,
    /// Number of runs.
    pub runs: u64,
    /// Run k draws from the k-th of the seeds numbered from this one.
    pub seed: Seed,
}

impl TemperConfig {
    /// Sweeps of one run, all its replicas together, without the quench at the end: an annealing of as many costs
    /// the same.
    pub fn total_sweeps(&self) -> u64 {
        self.rounds.saturating_mul(self.sweeps).saturating_mul(self.rungs as u64)
    }

    fn check(&self) -> Result<(), SessionError> {
        if self.runs == 0 || self.runs > MOST_RUNS {
            return Err(SessionError::new(format!("{} runs were asked for; it can be 1 to {MOST_RUNS}", self.runs)));
        }
        let Self { coldest, hottest, rungs, rounds, sweeps, .. } = *self;
        for (name, value) in [("coldest", coldest), ("hottest", hottest)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(SessionError::new(format!(
                    "the {name} temperature is {value}; it must be a finite number above 0"
                )));
            }
        }
        if rungs == 0 || rungs > MOST_RUNGS {
            return Err(SessionError::new(TemperingError::Rungs(rungs)));
        }
        if rungs > 1 && hottest <= coldest {
            let sentence = format!("the hottest temperature is {hottest}, not above the coldest, {coldest}");
            return Err(SessionError::new(sentence));
        }
        let spins = self.network.size();
        if spins.saturating_mul(rungs) > LARGEST_LADDER {
            return Err(SessionError::new(format!(
                "{rungs} replicas of {spins} spins are too large; together they can have {LARGEST_LADDER} spins"
            )));
        }
        if rounds == 0 || sweeps == 0 || self.total_sweeps() > MOST_SWEEPS {
            return Err(SessionError::new(format!(
                "{rounds} rounds of {sweeps} sweeps were asked for; there can be 1 to {MOST_SWEEPS} sweeps on all rungs"
            )));
        }
        // One run is tried, so that a ladder that cannot be climbed is refused here and not later.
        self.start(0).map(|_| ())
    }

    fn start(&self, number: u64) -> Result<Stage, SessionError> {
        let ladder = Tempering::geometric_ladder(self.coldest, self.hottest, self.rungs);
        let (order, seed) = (UpdateOrder::RandomAsynchronous, self.seed.numbered(number));
        let tempering =
            Tempering::new(&self.network, &ladder, order, self.acceptance, seed).map_err(SessionError::new)?;
        Ok(Stage::Climbing(tempering))
    }

    /// Works on for at most `visits` visits of a spin.
    fn advance(&self, stage: &mut Stage, mut visits: u64) {
        while visits > 0 {
            match stage {
                Stage::Climbing(tempering) => {
                    tempering.visits(self.sweeps as usize, &mut visits);
                    if tempering.rounds() >= self.rounds {
                        let Some(coldest) = tempering.on_rung(0) else { return };
                        let mut coldest = coldest.clone();
                        // T = 0 is never refused.
                        coldest.set_temperature(0.0).ok();
                        let until = coldest.sweeps() + QUENCH;
                        *stage = Stage::Quenching { coldest, until };
                    }
                }
                Stage::Quenching { coldest, until } => {
                    let before = coldest.updates();
                    coldest.visits(visits as usize);
                    visits = visits.saturating_sub(coldest.updates() - before);
                    if coldest.outcome().is_some() || coldest.sweeps() >= *until {
                        *stage = Stage::Ended(ending(coldest));
                    }
                }
                Stage::Ended(_) => return,
            }
        }
    }
}

/// One run: on its ladder, then the state of its coldest rung on its way to rest.
enum Stage {
    Climbing(Tempering),
    Quenching { coldest: Dynamics, until: u64 },
    Ended(AnnealEnding),
}

/// The experiment as a session: one step is a bounded piece of work on each of a few runs.
pub struct Temper {
    config: TemperConfig,
    /// Visits of one run in one step.
    visits_per_step: u64,
    /// Those under way: the first of them follows the last ending.
    runs: Replicas<Stage>,
    endings: Vec<AnnealEnding>,
}

impl Job for Temper {
    type Config = TemperConfig;
    type View = AnnealView;

    fn new(config: &TemperConfig) -> Result<Self, SessionError> {
        config.check()?;
        let per_visit = config.network.patterns().len() + VISIT;
        let visits_per_step = (STEP_WORK / per_visit).max(1) as u64;
        let runs = Replicas::new(BLOCK, config.runs);
        Ok(Self { config: config.clone(), visits_per_step, runs, endings: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let (config, visits) = (&self.config, self.visits_per_step);
        let finished = self.runs.step(
            |number| config.start(number).ok(),
            |stage| config.advance(stage, visits),
            |stage| matches!(stage, Stage::Ended(_)),
        );
        let Some(finished) = finished else { return Flow::Done };
        self.endings.extend(finished.iter().filter_map(|stage| match stage {
            Stage::Ended(ending) => Some(*ending),
            _ => None,
        }));
        if self.endings.len() as u64 >= self.config.runs { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> AnnealView {
        AnnealView::of(&self.endings, self.config.runs)
    }

    fn progress(&self) -> Option<Progress> {
        // In rounds, so that a few long runs move too.
        let under_way: u64 = self.runs.active().map(|stage| self.config.rounds_done(stage)).sum();
        let done = self.endings.len() as u64 * self.config.rounds + under_way;
        Some(Progress { done, total: self.config.runs * self.config.rounds })
    }
}

impl TemperConfig {
    fn rounds_done(&self, stage: &Stage) -> u64 {
        if let Stage::Climbing(tempering) = stage { tempering.rounds() } else { self.rounds }
    }
}

impl Temper {
    /// How each run ended, in their order.
    pub fn endings(&self) -> &[AnnealEnding] {
        &self.endings
    }
}
