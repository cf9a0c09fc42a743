//! Steps of a rule until the state stays.

use super::memories::Memories;
use super::metastable::Metastable;
use super::rule::{ContinuousError, ContinuousRule, Look};

/// A state that moves by less than this in every value has come to rest, relative to the largest norm.
pub const AT_REST: f64 = 1e-13;
/// A memory counts as retrieved when the state differs from it by less than this fraction of its norm.
pub const RETRIEVED: f64 = 1e-3;

/// A state on its way, and what it sees.
#[derive(Clone, Debug)]
pub struct Retrieval {
    rule: ContinuousRule,
    state: Vec<f64>,
    look: Look,
    steps: u64,
    ended: bool,
    /// By how much the last step moved the state; infinite before the first.
    moved: f64,
}

impl Retrieval {
    /// Starts from a state.
    pub fn new(memories: &Memories, rule: ContinuousRule, state: Vec<f64>) -> Result<Self, ContinuousError> {
        let look = rule.look(memories, &state)?;
        Ok(Self { rule, state, look, steps: 0, ended: false, moved: f64::INFINITY })
    }

    /// One step x ← Σ_μ p_μ(x) ξ_μ, and whether the state has come to rest; nothing happens after that.
    pub fn step(&mut self, memories: &Memories) -> Result<bool, ContinuousError> {
        if self.ended {
            return Ok(true);
        }
        // A weighted mean of memories is a state whenever they are memories.
        let look = self.rule.look(memories, &self.look.next)?;
        let state = std::mem::replace(&mut self.look, look).next;
        self.moved = self.state.iter().zip(&state).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        self.state = state;
        self.steps += 1;
        self.ended = self.moved <= AT_REST * memories.largest_norm().max(f64::MIN_POSITIVE);
        Ok(self.ended)
    }

    /// Steps until the state stays, at most `most` of them, and whether it does.
    pub fn run(&mut self, memories: &Memories, most: u64) -> Result<bool, ContinuousError> {
        for _ in 0..most {
            if self.step(memories)? {
                break;
            }
        }
        Ok(self.ended)
    }

    /// The rule.
    pub fn rule(&self) -> ContinuousRule {
        self.rule
    }

    /// The state.
    pub fn state(&self) -> &[f64] {
        &self.state
    }

    /// What the state sees: weights and energy at it.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The largest change of a value in the last step; infinite before the first.
    pub fn moved(&self) -> f64 {
        self.moved
    }

    /// Whether the state stays as it is.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// How many memories the state is a mean of.
    pub fn metastable(&self) -> Metastable {
        Metastable::of(&self.look.weights)
    }
}

/// The memory that a state is, if it is one: nearest, and nearer than [`RETRIEVED`] of its norm.
pub fn retrieved(memories: &Memories, state: &[f64]) -> Option<usize> {
    let distances = memories.squared_distances(state);
    let nearest = (0..distances.len()).reduce(|best, mu| if distances[mu] < distances[best] { mu } else { best })?;
    let square = memories.squares().get(nearest)?;
    (distances[nearest] <= RETRIEVED * RETRIEVED * square).then_some(nearest)
}
