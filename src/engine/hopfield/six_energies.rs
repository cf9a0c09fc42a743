//! The same cue falls in six landscapes over the same memories, and its overlaps race.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::continuous::{Attention, ContinuousRule, Memories, Retrieval};
use crate::physics::hopfield::dense::Degree;
use crate::physics::hopfield::{Dynamics, Interaction, LearningRule, Network, Outcome, UpdateOrder};
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{Pattern, overlap};

/// The landscapes, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Landscape {
    /// A dense memory of spins.
    Dense(Interaction),
    /// A continuous memory, with its β.
    Continuous(ContinuousRule),
}

impl Landscape {
    /// What it is called.
    pub fn title(self) -> String {
        match self {
            Self::Dense(interaction) => interaction.title().to_owned(),
            Self::Continuous(rule) => match rule.attention() {
                Attention::Softmax => "Softmax".to_owned(),
                Attention::Sparsemax => "Sparsemax".to_owned(),
                Attention::Epanechnikov => "Epanechnikov".to_owned(),
            },
        }
    }
}

/// What falls.
#[derive(Clone, Debug)]
pub struct SixEnergiesConfig {
    /// The memories, all of one size.
    pub memories: Arc<[Pattern]>,
    /// The cue.
    pub cue: Pattern,
    /// The memory whose overlap is followed: its place among the memories.
    pub followed: usize,
    /// β of softmax, in units of 1/N: products of spins go up to N.
    pub softmax: f64,
    /// The squared radius of Epanechnikov's rule as a fraction of the squared distance of two opposite states, 4N.
    pub radius: f64,
    /// Sweeps or steps of each.
    pub sweeps: u64,
    /// The order of updates of spins.
    pub seed: Seed,
}

impl SixEnergiesConfig {
    /// With a β at which a cue of a fifth of wrong spins is recalled, and a radius that sees it and no random memory.
    pub fn usual(memories: Arc<[Pattern]>, cue: Pattern, followed: usize, seed: Seed) -> Self {
        Self { memories, cue, followed, softmax: 20.0, radius: 0.25, sweeps: 12, seed }
    }

    /// n = 2, n = 3, rectified n = 3, exponential, softmax and Epanechnikov.
    ///
    /// # Errors
    /// A β or a radius that is none.
    pub fn landscapes(&self) -> Result<[Landscape; 6], SessionError> {
        let n = self.cue.len().max(1) as f64;
        if !(self.radius > 0.0 && self.radius.is_finite()) {
            let radius = self.radius;
            return Err(SessionError::new(format!(
                "the squared radius is {radius}; it must be a finite number above 0"
            )));
        }
        let rule = |attention, beta| ContinuousRule::new(attention, beta).map_err(SessionError::new);
        let [two, three, ..] = Degree::ALL;
        Ok([
            Landscape::Dense(Interaction::Polynomial(two)),
            Landscape::Dense(Interaction::Polynomial(three)),
            Landscape::Dense(Interaction::Rectified(three)),
            Landscape::Dense(Interaction::Exponential),
            Landscape::Continuous(rule(Attention::Softmax, self.softmax / n)?),
            Landscape::Continuous(rule(Attention::Epanechnikov, 2.0 / (4.0 * n * self.radius))?),
        ])
    }
}

/// One of the six.
#[derive(Clone, Debug)]
pub struct Fall {
    /// Its landscape.
    pub landscape: Landscape,
    /// The overlap with the followed memory at the cue and after each sweep or step: (1/N) Σ ξ_i x_i, where real values are
    /// cut to ±1.
    pub overlaps: Arc<[f64]>,
    /// The energy there; `None` where it is infinite.
    pub energies: Arc<[Option<f64>]>,
    /// The state now, ±1 or real.
    pub state: Arc<[f64]>,
    /// The memory that is nearest now, by its place, and the overlap with it.
    pub nearest: Option<(usize, f64)>,
    /// Whether it has come to rest.
    pub ended: bool,
}

/// All six.
#[derive(Clone, Debug)]
pub struct SixEnergiesView {
    /// In the order of [`SixEnergiesConfig::landscapes`].
    pub falls: Arc<[Fall]>,
    /// Sweeps done.
    pub sweeps: u64,
    /// Whether all have come to rest, or have done all their sweeps.
    pub complete: bool,
}

enum State {
    Spins(Box<Dynamics>),
    Real(Box<Retrieval>),
}

struct Run {
    landscape: Landscape,
    state: State,
    overlaps: Vec<f64>,
    energies: Vec<Option<f64>>,
}

/// The six as a job: one step is a sweep of one of them, cut where it is long.
pub struct SixEnergies {
    config: SixEnergiesConfig,
    real: Arc<Memories>,
    runs: Vec<Run>,
    /// The next one, and sweeps that all have done.
    turn: usize,
    sweeps: u64,
}

/// Visits of one step, in memories.
const STEP_WORK: usize = 1 << 22;

impl Job for SixEnergies {
    type Config = SixEnergiesConfig;
    type View = SixEnergiesView;

    fn new(config: &SixEnergiesConfig) -> Result<Self, SessionError> {
        let (count, size) = (config.memories.len(), config.cue.len());
        if config.followed >= count {
            return Err(SessionError::new(format!("there is no memory {} among {count}", config.followed + 1)));
        }
        if config.memories.iter().any(|memory| memory.len() != size) {
            return Err(SessionError::new(format!("the cue has {size} spins, and a memory another number")));
        }
        let real = Arc::new(Memories::of_patterns(&config.memories).map_err(SessionError::new)?);
        let runs = config.landscapes()?.into_iter().map(|landscape| Run::begin(landscape, config, &real));
        let runs = runs.collect::<Result<Vec<Run>, SessionError>>()?;
        Ok(Self { config: config.clone(), real, runs, turn: 0, sweeps: 0 })
    }

    fn step(&mut self) -> Flow {
        if self.complete() {
            return Flow::Done;
        }
        let Some(run) = self.runs.get_mut(self.turn) else { return Flow::Done };
        if run.advance(&self.config, &self.real) {
            self.turn += 1;
            if self.turn == self.runs.len() {
                (self.turn, self.sweeps) = (0, self.sweeps + 1);
            }
        }
        if self.complete() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> SixEnergiesView {
        let falls = self.runs.iter().map(|run| run.fall(&self.config)).collect();
        SixEnergiesView { falls, sweeps: self.sweeps, complete: self.complete() }
    }

    fn progress(&self) -> Option<Progress> {
        let six = self.runs.len() as u64;
        let total = self.config.sweeps.saturating_mul(six);
        let done = if self.complete() { total } else { self.sweeps.saturating_mul(six) + self.turn as u64 };
        Some(Progress { done, total })
    }
}

impl SixEnergies {
    fn complete(&self) -> bool {
        self.sweeps >= self.config.sweeps || (self.turn == 0 && self.runs.iter().all(Run::ended))
    }
}

impl Run {
    fn begin(landscape: Landscape, config: &SixEnergiesConfig, real: &Memories) -> Result<Self, SessionError> {
        let state = match landscape {
            Landscape::Dense(interaction) => {
                let network =
                    Network::store(&config.memories, LearningRule::Dense(interaction)).map_err(SessionError::new)?;
                // The same order of visits in every landscape.
                let rng = config.seed.stream(Stream::Dynamics);
                let order = UpdateOrder::RandomAsynchronous;
                let run = Dynamics::new(Arc::new(network), &config.cue, order, 0.0, rng).map_err(SessionError::new)?;
                State::Spins(Box::new(run))
            }
            Landscape::Continuous(rule) => {
                let cue = config.cue.spins().iter().map(|&spin| f64::from(spin)).collect();
                State::Real(Box::new(Retrieval::new(real, rule, cue).map_err(SessionError::new)?))
            }
        };
        let mut run = Self { landscape, state, overlaps: Vec::new(), energies: Vec::new() };
        run.note(config);
        Ok(run)
    }

    fn ended(&self) -> bool {
        match &self.state {
            State::Spins(run) => run.outcome() == Some(Outcome::FixedPoint),
            State::Real(run) => run.ended(),
        }
    }

    /// Works on for one step; true where it ended a sweep, or has nothing to do.
    fn advance(&mut self, config: &SixEnergiesConfig, real: &Memories) -> bool {
        if self.ended() {
            return true;
        }
        let whole = match &mut self.state {
            State::Spins(run) => run.visits((STEP_WORK / config.memories.len().max(1)).max(1)).is_some(),
            // Means of memories are states: nothing is refused.
            State::Real(run) => run.step(real).is_ok(),
        };
        if whole {
            self.note(config);
        }
        whole
    }

    fn note(&mut self, config: &SixEnergiesConfig) {
        let overlap = config.memories.get(config.followed).map_or(0.0, |memory| self.overlap(memory));
        self.overlaps.push(overlap);
        self.energies.push(match &self.state {
            State::Spins(run) => Some(run.energy()),
            State::Real(run) => run.look().energy,
        });
    }

    fn overlap(&self, memory: &Pattern) -> f64 {
        match &self.state {
            State::Spins(run) => overlap(memory.spins(), run.spins()),
            State::Real(run) => {
                let product = |(&xi, &x): (&i8, &f64)| f64::from(xi) * x.clamp(-1.0, 1.0);
                memory.spins().iter().zip(run.state()).map(product).sum::<f64>() / memory.len().max(1) as f64
            }
        }
    }

    fn fall(&self, config: &SixEnergiesConfig) -> Fall {
        let overlaps: Vec<f64> = config.memories.iter().map(|memory| self.overlap(memory)).collect();
        let at = |mu: usize| overlaps.get(mu).copied().unwrap_or(0.0);
        let nearest = (0..overlaps.len()).reduce(|best, mu| if at(mu) > at(best) { mu } else { best });
        let state = match &self.state {
            State::Spins(run) => run.spins().iter().map(|&spin| f64::from(spin)).collect(),
            State::Real(run) => run.state().into(),
        };
        Fall {
            landscape: self.landscape,
            overlaps: self.overlaps.as_slice().into(),
            energies: self.energies.as_slice().into(),
            state,
            nearest: nearest.map(|mu| (mu, at(mu))),
            ended: self.ended(),
        }
    }
}
