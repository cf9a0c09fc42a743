//! Many recalls with different random numbers, and where they end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::replicas::Replicas;
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::classify::{EndState, RECALLED};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::{Dynamics, UpdateOrder};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::{GridShape, Pattern, overlap};

/// Replicas that run at a time: enough to share among threads.
const BLOCK: usize = 8;
/// Work of one replica in one step, in products of a spin with a pattern: some milliseconds, so that a run of large
/// networks can be stopped at once.
const STEP_WORK: usize = 1 << 23;
/// The most replicas of one experiment.
pub const MOST_RUNS: u64 = 1_000_000;

/// What a replica starts from.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// The same configuration for all: they differ in the order of updates alone.
    Cue(Pattern),
    /// Fair random spins, others for each replica.
    Random,
    /// The stored patterns in turn, each time with fresh corruption.
    Stored {
        /// What is done to the pattern.
        corruption: Corruption,
        /// The grid that a corruption in blocks refers to.
        shape: GridShape,
    },
    /// One pattern, each time with fresh corruption.
    Corrupted {
        /// The pattern, stored or not.
        pattern: Pattern,
        /// What is done to it.
        corruption: Corruption,
        /// The grid that a corruption in blocks refers to.
        shape: GridShape,
    },
}

/// An experiment of many recalls.
#[derive(Clone, Debug)]
pub struct ManyRunsConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Order of updates.
    pub order: UpdateOrder,
    /// Temperature; 0 for recall.
    pub temperature: f64,
    /// What replicas start from.
    pub start: Start,
    /// Number of replicas.
    pub runs: u64,
    /// A replica that has not come to rest after this many sweeps is judged as it stands.
    pub max_sweeps: usize,
    /// Replica k draws from the k-th stream of this seed.
    pub seed: Seed,
}

/// The class of an end state, mixtures taken together by their number of memories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndClass {
    /// A stored memory.
    Memory(usize),
    /// The reverse of a stored memory.
    AntiMemory(usize),
    /// A mixture of this many memories.
    Mixture(usize),
    /// Anything else.
    Other,
}

impl From<EndState> for EndClass {
    fn from(state: EndState) -> Self {
        match state {
            EndState::Memory(pattern) => Self::Memory(pattern),
            EndState::AntiMemory(pattern) => Self::AntiMemory(pattern),
            EndState::Mixture(parts) => Self::Mixture(parts.len()),
            EndState::Other => Self::Other,
        }
    }
}

/// Each class that occurs with its count: memories first, in the order of the network's patterns.
pub(super) fn tally(classes: impl Iterator<Item = EndClass>) -> Arc<[(EndClass, u64)]> {
    let mut counts = BTreeMap::new();
    for class in classes {
        *counts.entry(class).or_insert(0_u64) += 1;
    }
    counts.into_iter().collect()
}

/// How one replica ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending {
    /// Memory, anti-memory, mixture or other.
    pub class: EndClass,
    /// Overlap with the pattern whose corruption it started from; `None` for other starts.
    pub cued_overlap: Option<f64>,
    /// Energy per spin.
    pub energy: f64,
    /// Sweeps until it came to rest or was stopped.
    pub sweeps: u64,
}

/// The endings so far.
#[derive(Clone, Debug, Default)]
pub struct ManyRunsView {
    /// Replicas finished.
    pub done: u64,
    /// Replicas asked for.
    pub total: u64,
    /// Each class that occurred, with its count; memories first, in shelf order.
    pub classes: Arc<[(EndClass, u64)]>,
    /// Replicas that ended with an overlap above 0.9 with their cue's pattern, where they had one.
    pub recalled: Option<u64>,
    /// Mean energy per spin at the end.
    pub mean_energy: f64,
    /// Mean number of sweeps.
    pub mean_sweeps: f64,
}

/// The experiment as a session: one step is a bounded piece of work on each of a few replicas.
pub struct ManyRuns {
    config: ManyRunsConfig,
    /// Sweeps of one replica in one step.
    sweeps_per_step: usize,
    /// Replicas under way, in their order: the first of them follows the last ending.
    replicas: Replicas<Replica>,
    endings: Vec<Ending>,
}

/// A replica under way.
struct Replica {
    dynamics: Dynamics,
    cued: Option<Pattern>,
    ended: bool,
}

impl Job for ManyRuns {
    type Config = ManyRunsConfig;
    type View = ManyRunsView;

    fn new(config: &ManyRunsConfig) -> Result<Self, SessionError> {
        if config.runs == 0 || config.runs > MOST_RUNS {
            return Err(SessionError::new(format!("{} runs were asked for; it can be 1 to {MOST_RUNS}", config.runs)));
        }
        // One start is tried, so that a configuration that cannot run is refused here and not later.
        config.replica(0)?;
        let per_sweep = config.network.size() * config.network.patterns().len().max(1);
        Ok(Self {
            config: config.clone(),
            sweeps_per_step: (STEP_WORK / per_sweep.max(1)).max(1),
            replicas: Replicas::new(BLOCK, config.runs),
            endings: Vec::new(),
        })
    }

    fn step(&mut self) -> Flow {
        let (config, sweeps) = (&self.config, self.sweeps_per_step);
        let finished = self.replicas.step(
            |number| config.replica(number).ok(),
            |replica| replica.advance(sweeps, config.max_sweeps),
            |replica| replica.ended,
        );
        let Some(finished) = finished else { return Flow::Done };
        self.endings.extend(finished.iter().map(Replica::ending));
        if self.endings.len() as u64 >= self.config.runs { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> ManyRunsView {
        let count = self.endings.len().max(1) as f64;
        let cued: Vec<f64> = self.endings.iter().filter_map(|ending| ending.cued_overlap).collect();
        ManyRunsView {
            done: self.endings.len() as u64,
            total: self.config.runs,
            classes: tally(self.endings.iter().map(|ending| ending.class)),
            recalled: (!cued.is_empty()).then(|| cued.iter().filter(|&&m| m > RECALLED).count() as u64),
            mean_energy: self.endings.iter().map(|ending| ending.energy).sum::<f64>() / count,
            mean_sweeps: self.endings.iter().map(|ending| ending.sweeps as f64).sum::<f64>() / count,
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.endings.len() as u64, total: self.config.runs })
    }
}

impl ManyRuns {
    /// How each replica ended, in their order.
    pub fn endings(&self) -> &[Ending] {
        &self.endings
    }
}

impl ManyRunsConfig {
    fn replica(&self, number: u64) -> Result<Replica, SessionError> {
        let mut rng = self.seed.indexed(Stream::Replicas, number);
        let (state, cued) = self.start.draw(number, &self.network, self.seed, &mut rng)?;
        let dynamics = Dynamics::new(Arc::clone(&self.network), &state, self.order, self.temperature, rng)
            .map_err(SessionError::new)?;
        Ok(Replica { dynamics, cued, ended: false })
    }
}

impl Start {
    /// The state that replica `number` starts from, and the pattern it is a corruption of.
    pub(super) fn draw(
        &self,
        number: u64,
        network: &Network,
        seed: Seed,
        rng: &mut ChaCha8Rng,
    ) -> Result<(Pattern, Option<Pattern>), SessionError> {
        let corrupted = |pattern: &Pattern, corruption: Corruption, shape: GridShape| {
            let noise = seed.numbered(number);
            let state = corruption.apply(pattern, shape, None, noise).map_err(SessionError::new)?;
            Ok((state, Some(pattern.clone())))
        };
        match self {
            Self::Cue(pattern) => Ok((pattern.clone(), None)),
            Self::Random => Ok((Pattern::random(network.size(), rng), None)),
            Self::Corrupted { pattern, corruption, shape } => corrupted(pattern, *corruption, *shape),
            Self::Stored { corruption, shape } => {
                let patterns = network.patterns();
                let Some(pattern) = patterns.get(number as usize % patterns.len().max(1)) else {
                    return Err(SessionError::new("nothing is stored, so nothing can be recalled"));
                };
                corrupted(pattern, *corruption, *shape)
            }
        }
    }
}

impl Replica {
    fn advance(&mut self, sweeps: usize, most: usize) {
        let left = most.saturating_sub(self.dynamics.sweeps() as usize);
        self.dynamics.run(sweeps.min(left));
        self.ended = self.dynamics.outcome().is_some() || left <= sweeps;
    }

    fn ending(&self) -> Ending {
        let spins = self.dynamics.spins();
        Ending {
            class: EndState::of(&self.dynamics.overlaps()).into(),
            cued_overlap: self.cued.as_ref().map(|pattern| overlap(pattern.spins(), spins)),
            energy: self.dynamics.energy() / spins.len().max(1) as f64,
            sweeps: self.dynamics.sweeps(),
        }
    }
}
