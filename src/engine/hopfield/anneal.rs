//! Many annealings with different random numbers, and where they end.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::many_runs::{EndClass, MOST_RUNS, Start, tally};
use crate::engine::hopfield::replicas::Replicas;
use crate::physics::annealing::Schedule;
use crate::physics::hopfield::classify::EndState;
use crate::physics::hopfield::{Acceptance, Dynamics, Network, UpdateOrder};
use crate::physics::seed::{Seed, Stream};

/// Replicas that are annealed at a time: enough to share among threads.
const BLOCK: usize = 16;
/// Work of one replica in one step, in visits of a spin times patterns: about a millisecond, so that it can be
/// stopped at once.
pub(super) const STEP_WORK: usize = 1 << 20;
/// What the visit of a spin costs beside its patterns, in patterns: random numbers and an exponential.
pub(super) const VISIT: usize = 64;

/// An experiment of many annealings.
#[derive(Clone, Debug)]
pub struct AnnealConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Order of updates.
    pub order: UpdateOrder,
    /// Rule of acceptance.
    pub acceptance: Acceptance,
    /// The temperature of each sweep. [`Schedule::constant`] at T = 0 is a quench.
    pub schedule: Schedule,
    /// What replicas start from. The same seed gives the same starts whatever the schedule, so that a quench and
    /// an annealing of it are compared from the same states.
    pub start: Start,
    /// Number of replicas.
    pub runs: u64,
    /// Replica k draws from the k-th stream of this seed.
    pub seed: Seed,
}

/// How one replica ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnnealEnding {
    /// Memory, anti-memory, mixture or other.
    pub class: EndClass,
    /// Energy per spin.
    pub energy: f64,
}

/// The endings so far.
#[derive(Clone, Debug, Default)]
pub struct AnnealView {
    /// Replicas finished.
    pub done: u64,
    /// Replicas asked for.
    pub total: u64,
    /// Each class that occurred, with its count; memories first, in shelf order.
    pub classes: Arc<[(EndClass, u64)]>,
    /// Mean energy per spin at the end; `None` before the first ending.
    pub mean_energy: Option<f64>,
    /// The lowest energy per spin of an end state.
    pub min_energy: Option<f64>,
}

impl AnnealView {
    /// What `endings` of `total` replicas say.
    pub(super) fn of(endings: &[AnnealEnding], total: u64) -> Self {
        let energies = || endings.iter().map(|ending| ending.energy);
        Self {
            done: endings.len() as u64,
            total,
            classes: tally(endings.iter().map(|ending| ending.class)),
            mean_energy: (!endings.is_empty()).then(|| energies().sum::<f64>() / endings.len() as f64),
            min_energy: energies().reduce(f64::min),
        }
    }

    /// Replicas that ended in one memory or its reverse.
    pub fn pure(&self) -> u64 {
        self.count(|class| matches!(class, EndClass::Memory(_) | EndClass::AntiMemory(_)))
    }

    /// Replicas that ended in a mixture of `n` memories.
    pub fn mixtures(&self, n: usize) -> u64 {
        self.count(|class| class == EndClass::Mixture(n))
    }

    fn count(&self, wanted: impl Fn(EndClass) -> bool) -> u64 {
        self.classes.iter().filter(|(class, _)| wanted(*class)).map(|(_, count)| count).sum()
    }
}

/// The experiment as a session: one step is a bounded piece of work on each of a few replicas.
pub struct Anneal {
    config: AnnealConfig,
    /// Sweeps of one replica in one step.
    sweeps_per_step: u64,
    /// Those under way: the first of them follows the last ending.
    replicas: Replicas<Dynamics>,
    endings: Vec<AnnealEnding>,
}

impl Job for Anneal {
    type Config = AnnealConfig;
    type View = AnnealView;

    fn new(config: &AnnealConfig) -> Result<Self, SessionError> {
        if config.runs == 0 || config.runs > MOST_RUNS {
            return Err(SessionError::new(format!("{} runs were asked for; it can be 1 to {MOST_RUNS}", config.runs)));
        }
        let schedule = config.schedule.clone().checked().map_err(SessionError::new)?;
        let config = AnnealConfig { schedule, ..config.clone() };
        // One start is tried, so that a configuration that cannot run is refused here and not later.
        config.replica(0)?;
        let per_sweep = config.network.size() * (config.network.patterns().len() + VISIT);
        let sweeps_per_step = (STEP_WORK / per_sweep.max(1)).max(1) as u64;
        let replicas = Replicas::new(BLOCK, config.runs);
        Ok(Self { config, sweeps_per_step, replicas, endings: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let (config, sweeps) = (&self.config, self.sweeps_per_step);
        let finished = self.replicas.step(
            |number| config.replica(number).ok(),
            |replica| config.advance(replica, sweeps),
            |replica| config.ended(replica),
        );
        let Some(finished) = finished else { return Flow::Done };
        self.endings.extend(finished.iter().map(ending));
        if self.endings.len() as u64 >= self.config.runs { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> AnnealView {
        AnnealView::of(&self.endings, self.config.runs)
    }

    fn progress(&self) -> Option<Progress> {
        // In sweeps, so that a few long runs move too.
        let sweeps = self.config.schedule.sweeps();
        let under_way: u64 = self.replicas.active().map(Dynamics::sweeps).sum();
        let done = self.endings.len() as u64 * sweeps + under_way;
        Some(Progress { done, total: self.config.runs * sweeps })
    }
}

impl Anneal {
    /// How each replica ended, in their order.
    pub fn endings(&self) -> &[AnnealEnding] {
        &self.endings
    }
}

impl AnnealConfig {
    fn replica(&self, number: u64) -> Result<Dynamics, SessionError> {
        let mut rng = self.seed.indexed(Stream::Replicas, number);
        let (state, _) = self.start.draw(number, &self.network, self.seed, &mut rng)?;
        let first = self.schedule.temperature(0.0);
        let mut dynamics =
            Dynamics::new(Arc::clone(&self.network), &state, self.order, first, rng).map_err(SessionError::new)?;
        dynamics.set_acceptance(self.acceptance);
        Ok(dynamics)
    }

    fn ended(&self, replica: &Dynamics) -> bool {
        replica.sweeps() >= self.schedule.sweeps()
    }

    fn advance(&self, replica: &mut Dynamics, sweeps: u64) {
        for _ in 0..sweeps {
            if self.ended(replica) {
                return;
            }
            anneal_sweep(replica, &self.schedule);
        }
    }
}

/// The next sweep of a run that follows `schedule` from its start: the lab's single run and every replica here.
pub fn anneal_sweep(run: &mut Dynamics, schedule: &Schedule) {
    // A checked schedule has no temperature that could be refused.
    run.set_temperature(schedule.temperature(run.sweeps() as f64)).ok();
    run.sweep();
}

pub(super) fn ending(replica: &Dynamics) -> AnnealEnding {
    AnnealEnding {
        class: EndState::of(&replica.overlaps()).into(),
        energy: replica.energy() / replica.spins().len().max(1) as f64,
    }
}
