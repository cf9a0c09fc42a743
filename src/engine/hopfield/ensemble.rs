//! Many runs of one experiment with different random numbers, and where they end.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::classify::EndState;
use crate::physics::hopfield::{Dynamics, Network};
use crate::physics::spins::{Pattern, overlap};

/// Work of one run in one step, in visits of a spin times patterns: about a millisecond, so that it can be stopped at
/// once.
const STEP_WORK: usize = 1 << 20;
/// What the visit of a spin costs besides its patterns, in patterns: random numbers and an exponential.
const VISIT: usize = 64;
/// The most runs of one experiment.
pub const MOST_RUNS: u64 = 1_000_000;

/// Refuses no runs, and too many.
pub(super) fn check_runs(runs: u64) -> Result<(), SessionError> {
    if (1..=MOST_RUNS).contains(&runs) {
        return Ok(());
    }
    Err(SessionError::new(format!("{runs} runs were asked for; it can be 1 to {MOST_RUNS}")))
}

/// What is run many times.
pub trait Experiment: Clone + Send + Sync + 'static {
    /// A run between its start and its end.
    type Run: Send;
    /// Runs that are under way at a time: enough to share among threads.
    const AT_A_TIME: usize = 16;

    /// The number of runs, from 1 to [`MOST_RUNS`].
    fn runs(&self) -> u64;
    /// The experiment as it can be run, or why it cannot.
    fn checked(&self) -> Result<Self, SessionError>;
    /// Starts run number `number`, whose random numbers depend on nothing else.
    fn start(&self, number: u64) -> Result<Self::Run, SessionError>;
    /// Works on for about a millisecond.
    fn advance(&self, run: &mut Self::Run);
    /// How a run ended; `None` as long as it goes on.
    fn ending(&self, run: &Self::Run) -> Option<Ending>;
    /// The length of every run, and how far one under way has come: so that a few long ones are seen to move.
    fn length(&self) -> u64;
    /// See [`length`](Self::length).
    fn done(&self, run: &Self::Run) -> u64;
}

/// Visits of a spin of this network that take about a millisecond.
pub(super) fn visits_per_step(network: &Network) -> u64 {
    (STEP_WORK / (network.patterns().len() + VISIT)).max(1) as u64
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

impl EndClass {
    /// `B snail`, `reverse of B snail`, `mixture of 3` or `other`, with the names that the patterns have.
    pub fn name(&self, name: impl Fn(usize) -> String) -> String {
        match self {
            Self::Memory(mu) => name(*mu),
            Self::AntiMemory(mu) => format!("reverse of {}", name(*mu)),
            Self::Mixture(n) => format!("mixture of {n}"),
            Self::Other => "other".to_owned(),
        }
    }
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

/// How one run ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending {
    /// Memory, anti-memory, mixture or other.
    pub class: EndClass,
    /// Whether it is the pattern whose corruption it started from; `None` for other starts.
    pub recalled: Option<bool>,
    /// Energy per spin.
    pub energy: f64,
    /// Sweeps until it came to rest or was stopped.
    pub sweeps: u64,
}

impl Ending {
    /// The state as it stands, of a run that started from a corruption of `cued`.
    pub fn of(dynamics: &Dynamics, cued: Option<&Pattern>) -> Self {
        let (spins, overlaps) = (dynamics.spins(), dynamics.overlaps());
        let class = EndState::in_network(dynamics.network(), &overlaps);
        // Where all memories have much in common, an overlap above 0.9 alone says little: it must be that memory.
        let nearest = match class {
            EndState::Memory(mu) => overlaps.get(mu).copied(),
            EndState::AntiMemory(_) | EndState::Mixture(_) | EndState::Other => None,
        };
        Self {
            class: class.into(),
            recalled: cued.map(|pattern| nearest.is_some_and(|m| overlap(pattern.spins(), spins) >= m)),
            energy: dynamics.energy() / spins.len().max(1) as f64,
            sweeps: dynamics.sweeps(),
        }
    }
}

/// The endings so far.
#[derive(Clone, Debug, Default)]
pub struct EnsembleView {
    /// Runs finished.
    pub done: u64,
    /// Runs asked for.
    pub total: u64,
    /// Each class that occurred, with its count; memories first, in shelf order.
    pub classes: Arc<[(EndClass, u64)]>,
    /// Runs that ended in their cue's pattern, where they had one: by the rule of [`EndState::in_network`].
    pub recalled: Option<u64>,
    /// Mean energy per spin at the end; `None` before the first ending, as the next two.
    pub mean_energy: Option<f64>,
    /// The lowest energy per spin of an end state.
    pub min_energy: Option<f64>,
    /// Mean number of sweeps.
    pub mean_sweeps: Option<f64>,
}

impl EnsembleView {
    fn of(endings: &[Ending], total: u64) -> Self {
        let energies = || endings.iter().map(|ending| ending.energy);
        let mean = |sum: f64| (!endings.is_empty()).then(|| sum / endings.len() as f64);
        let cued = || endings.iter().filter_map(|ending| ending.recalled);
        let mut classes = BTreeMap::new();
        for ending in endings {
            *classes.entry(ending.class).or_insert(0_u64) += 1;
        }
        Self {
            done: endings.len() as u64,
            total,
            classes: classes.into_iter().collect(),
            recalled: cued().next().map(|_| cued().filter(|&recalled| recalled).count() as u64),
            mean_energy: mean(energies().sum()),
            min_energy: energies().reduce(f64::min),
            mean_sweeps: mean(endings.iter().map(|ending| ending.sweeps as f64).sum()),
        }
    }

    /// Runs that ended in one memory or its reverse.
    pub fn pure(&self) -> u64 {
        self.count(|class| matches!(class, EndClass::Memory(_) | EndClass::AntiMemory(_)))
    }

    /// Runs that ended in a mixture of `n` memories.
    pub fn mixtures(&self, n: usize) -> u64 {
        self.count(|class| class == EndClass::Mixture(n))
    }

    fn count(&self, wanted: impl Fn(EndClass) -> bool) -> u64 {
        self.classes.iter().filter(|(class, _)| wanted(*class)).map(|(_, count)| count).sum()
    }
}

/// All runs of an experiment; one step is a bounded piece of work on each of a few of them.
///
/// Each run has its own stream of random numbers, and endings are kept in the order of starts: threads change nothing.
pub struct Ensemble<E: Experiment> {
    experiment: E,
    /// Those between their start and their end: the first of them follows the last ending.
    active: VecDeque<E::Run>,
    started: u64,
    endings: Vec<Ending>,
}

impl<E: Experiment> Ensemble<E> {
    /// How each run ended, in their order.
    pub fn endings(&self) -> &[Ending] {
        &self.endings
    }

    /// Starts runs where there is room; `None` when one of them could not be started.
    fn start(&mut self) -> Option<()> {
        let room = E::AT_A_TIME.saturating_sub(self.active.len()) as u64;
        let next = self.started..(self.started + room).min(self.experiment.runs());
        self.started = next.end;
        let experiment = &self.experiment;
        let fresh = next.into_par_iter().map(|number| {
            let mut run = experiment.start(number).ok()?;
            experiment.advance(&mut run);
            Some(run)
        });
        self.active.extend(fresh.collect::<Option<Vec<_>>>()?);
        Some(())
    }
}

impl<E: Experiment> Job for Ensemble<E> {
    type Config = E;
    type View = EnsembleView;

    fn new(experiment: &E) -> Result<Self, SessionError> {
        check_runs(experiment.runs())?;
        let experiment = experiment.checked()?;
        // One start is tried, so that an experiment that cannot be run is refused here and not later.
        experiment.start(0)?;
        Ok(Self { experiment, active: VecDeque::new(), started: 0, endings: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let experiment = &self.experiment;
        self.active.par_iter_mut().for_each(|run| experiment.advance(run));
        if self.start().is_none() {
            return Flow::Done;
        }
        while let Some(ending) = self.active.front().and_then(|run| self.experiment.ending(run)) {
            self.active.pop_front();
            self.endings.push(ending);
        }
        if self.endings.len() as u64 >= self.experiment.runs() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> EnsembleView {
        EnsembleView::of(&self.endings, self.experiment.runs())
    }

    fn progress(&self) -> Option<Progress> {
        let under_way: u64 = self.active.iter().map(|run| self.experiment.done(run)).sum();
        let length = self.experiment.length();
        let done = self.endings.len() as u64 * length + under_way;
        Some(Progress { done, total: self.experiment.runs() * length })
    }
}
