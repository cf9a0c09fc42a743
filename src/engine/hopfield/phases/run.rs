//! The network being built and the run on it, in bounded pieces.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::phases::config::{PhasesConfig, PhasesStart};
use crate::engine::hopfield::phases::memories::Memories;
use crate::physics::hopfield::{Dynamics, LearningRule, Network, UpdateOrder};
use crate::physics::seed::{ChaCha8Rng, Stream};
use crate::physics::spins::{Pattern, overlap};

/// Work of one step, in visits of a spin times memories, or in spins of memories drawn: some milliseconds.
const PIECE: u64 = 1 << 22;
/// What the visit of a spin costs besides its memories, in memories: random numbers and an exponential.
const VISIT: u64 = 64;

/// A run at one place: where it started, and the network once it is built.
#[derive(Debug)]
pub(super) struct Run {
    start: Pattern,
    /// Random numbers of the run, taken when it begins.
    rng: Option<ChaCha8Rng>,
    /// A network that is there already, because only the temperature or the start is another.
    network: Option<Arc<Network>>,
    dynamics: Option<Dynamics>,
    failure: Option<SessionError>,
}

/// What a piece of work came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Still building, or within a sweep.
    Partial,
    /// A sweep was completed.
    Sweep,
    /// There is no such network.
    Failed,
}

impl Run {
    /// A run from `state`, or from what the start policy says: run number `number` of the seed.
    pub(super) fn new(
        config: &PhasesConfig,
        memories: &Memories,
        number: u64,
        state: Option<Pattern>,
        network: Option<Arc<Network>>,
    ) -> Self {
        let mut rng = config.seed.indexed(Stream::Replicas, number);
        let first = || memories.first().cloned().unwrap_or_else(|| Pattern::from_bits([]));
        let start = match (config.start, state) {
            (PhasesStart::Random, _) => Pattern::random(config.size, &mut rng),
            (PhasesStart::GoOn, Some(state)) => state,
            _ => first(),
        };
        Self { start, rng: Some(rng), network, dynamics: None, failure: None }
    }

    /// The state that the run began with.
    pub(super) fn start(&self) -> &Pattern {
        &self.start
    }

    /// The present state.
    pub(super) fn spins(&self) -> &[i8] {
        self.dynamics.as_ref().map_or_else(|| self.start.spins(), Dynamics::spins)
    }

    /// The network, once it is built.
    pub(super) fn network(&self) -> Option<Arc<Network>> {
        self.dynamics.as_ref().map(|dynamics| Arc::clone(dynamics.network())).or_else(|| self.network.clone())
    }

    /// The present overlap with the first memory.
    pub(super) fn overlap(&self, memories: &Memories) -> f64 {
        let direct = || memories.first().map_or(0.0, |first| overlap(first.spins(), self.start.spins()));
        self.dynamics.as_ref().map_or_else(direct, |dynamics| dynamics.overlap(0))
    }

    /// Energy per spin, once the network is built.
    pub(super) fn energy(&self) -> Option<f64> {
        self.dynamics.as_ref().map(|dynamics| dynamics.energy() / dynamics.spins().len().max(1) as f64)
    }

    /// Whether a sweep flipped nothing at T = 0.
    pub(super) fn at_rest(&self) -> bool {
        self.dynamics.as_ref().is_some_and(|dynamics| dynamics.outcome().is_some())
    }

    /// Why there is no network.
    pub(super) fn failure(&self) -> Option<&SessionError> {
        self.failure.as_ref()
    }

    /// Steps that are still spent on memories and the network alone, before the first that visits spins.
    pub(super) fn steps_to_build(&self, config: &PhasesConfig, memories: &Memories) -> u64 {
        if self.dynamics.is_some() || self.network.is_some() || self.failure.is_some() {
            return 0;
        }
        let missing = config.patterns.saturating_sub(memories.count()) as u64;
        let per_step = PIECE.div_ceil(config.size.max(1) as u64);
        let draws = missing.div_ceil(per_step).max(1);
        let last = (missing - (draws - 1) * per_step) * config.size as u64;
        // The last of them goes on to visit spins, where storing leaves room for it.
        if swept_at_once(config, last) { draws - 1 } else { draws }
    }

    /// One bounded piece of work: memories, then the network, then visits of spins, at most to the end of a sweep.
    pub(super) fn advance(&mut self, config: &PhasesConfig, memories: &mut Memories) -> Piece {
        if self.failure.is_some() {
            return Piece::Failed;
        }
        let Some(dynamics) = &mut self.dynamics else {
            if let Some(network) = self.network.take() {
                if let Err(error) = self.begin(config, network) {
                    self.failure = Some(error);
                }
                return self.advance(config, memories);
            }
            let spent = memories.draw(config.patterns, PIECE);
            let Some(patterns) = memories.get(config.patterns) else { return Piece::Partial };
            let network = Network::store(patterns, config.rule).map_err(SessionError::new);
            if let Err(error) = network.and_then(|network| self.begin(config, Arc::new(network))) {
                self.failure = Some(error);
                return Piece::Failed;
            }
            return if swept_at_once(config, spent) { self.advance(config, memories) } else { Piece::Partial };
        };
        if steps_per_sweep(config) == 1 {
            dynamics.sweep();
            return Piece::Sweep;
        }
        for _ in 0..visits_per_step(config) {
            if dynamics.update().ends_sweep {
                return Piece::Sweep;
            }
        }
        Piece::Partial
    }

    fn begin(&mut self, config: &PhasesConfig, network: Arc<Network>) -> Result<(), SessionError> {
        let Some(rng) = self.rng.take() else { return Err(SessionError::new("the run has begun already")) };
        let order = UpdateOrder::RandomAsynchronous;
        let dynamics = Dynamics::new(network, &self.start, order, config.temperature, rng);
        self.dynamics = Some(dynamics.map_err(SessionError::new)?);
        Ok(())
    }
}

/// Whether a network is stored and swept in one step, after `spent` spins of memories drawn in it: a small one is, so
/// that a step there is a sweep.
fn swept_at_once(config: &PhasesConfig, spent: u64) -> bool {
    let storing = config.size as u64 * config.patterns as u64;
    spent + storing <= PIECE
}

/// What the visit of a spin costs, in memories: Storkey's rule keeps a matrix of couplings, the others go through the
/// memories.
fn per_visit(config: &PhasesConfig) -> u64 {
    let memories = if config.rule == LearningRule::Storkey { config.size } else { config.patterns };
    memories as u64 + VISIT
}

/// Visits of spins in one step, where a sweep is cut.
fn visits_per_step(config: &PhasesConfig) -> u64 {
    (PIECE / per_visit(config)).max(1)
}

/// Steps that a sweep is cut into, once the network is built.
pub(super) fn steps_per_sweep(config: &PhasesConfig) -> u64 {
    (config.size as u64).div_ceil(visits_per_step(config))
}
