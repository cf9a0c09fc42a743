//! Many recalls with different random numbers, and where they end.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::session::{Flow, Progress, Session, SessionError};
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::classify::{EndState, RECALLED};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::{Dynamics, UpdateOrder};
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern, overlap};

/// Replicas of one step: enough to share among threads, few enough to be stopped at once.
const BLOCK: u64 = 8;
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

/// How one replica ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending {
    /// Memory, anti-memory, mixture or other.
    pub class: EndClass,
    /// Overlap with the pattern it was cued with; `None` where it was not cued with a stored pattern.
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

/// The experiment as a session: one step is a block of replicas.
pub struct ManyRuns {
    config: ManyRunsConfig,
    endings: Vec<Ending>,
}

impl Session for ManyRuns {
    type Config = ManyRunsConfig;
    type Cmd = ();
    type View = ManyRunsView;

    fn new(config: &ManyRunsConfig) -> Result<Self, SessionError> {
        if config.runs == 0 || config.runs > MOST_RUNS {
            return Err(SessionError::new(format!("{} runs were asked for; it can be 1 to {MOST_RUNS}", config.runs)));
        }
        let session = Self { config: config.clone(), endings: Vec::new() };
        // One start is tried, so that a configuration that cannot run is refused here and not later.
        session.dynamics(0)?;
        Ok(session)
    }

    fn apply(&mut self, (): ()) -> Result<(), SessionError> {
        Ok(())
    }

    fn step(&mut self) -> Flow {
        let first = self.endings.len() as u64;
        let block = first..(first + BLOCK).min(self.config.runs);
        // Each replica has its own stream and the block is collected in order: threads change nothing.
        let endings: Vec<Ending> = block.into_par_iter().filter_map(|replica| self.run(replica).ok()).collect();
        if endings.is_empty() {
            return Flow::Done;
        }
        self.endings.extend(endings);
        if self.endings.len() as u64 >= self.config.runs { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> ManyRunsView {
        let count = self.endings.len().max(1) as f64;
        let mut classes = BTreeMap::new();
        for ending in &self.endings {
            *classes.entry(ending.class).or_insert(0_u64) += 1;
        }
        let cued: Vec<f64> = self.endings.iter().filter_map(|ending| ending.cued_overlap).collect();
        ManyRunsView {
            done: self.endings.len() as u64,
            total: self.config.runs,
            classes: classes.into_iter().collect(),
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

    fn dynamics(&self, replica: u64) -> Result<(Dynamics, Option<Pattern>), SessionError> {
        let ManyRunsConfig { network, order, temperature, start, seed, .. } = &self.config;
        let mut rng = seed.indexed(Stream::Replicas, replica);
        let (state, cued) = match start {
            Start::Cue(pattern) => (pattern.clone(), None),
            Start::Random => (Pattern::random(network.size(), &mut rng), None),
            Start::Stored { corruption, shape } => {
                let patterns = network.patterns();
                let Some(pattern) = patterns.get(replica as usize % patterns.len().max(1)) else {
                    return Err(SessionError::new("nothing is stored, so nothing can be recalled"));
                };
                let noise = Seed(seed.0.wrapping_add(replica.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
                let state = corruption.apply(pattern, *shape, None, noise).map_err(SessionError::new)?;
                (state, Some(pattern.clone()))
            }
        };
        let dynamics =
            Dynamics::new(Arc::clone(network), &state, *order, *temperature, rng).map_err(SessionError::new)?;
        Ok((dynamics, cued))
    }

    fn run(&self, replica: u64) -> Result<Ending, SessionError> {
        let (mut dynamics, cued) = self.dynamics(replica)?;
        dynamics.run(self.config.max_sweeps);
        Ok(Ending {
            class: EndState::of(&dynamics.overlaps()).into(),
            cued_overlap: cued.map(|pattern| overlap(pattern.spins(), dynamics.spins())),
            energy: dynamics.energy() / dynamics.spins().len().max(1) as f64,
            sweeps: dynamics.sweeps(),
        })
    }
}
