//! Steps of a rule until the state stays.

use super::memories::Memories;
use super::metastable::Metastable;
use super::rule::{ContinuousError, ContinuousRule, Look};

/// A state that moves by less than this in every value has come to rest, relative to the largest norm.
pub const AT_REST: f64 = 1e-13;
/// A memory counts as retrieved when the state differs from it by less than this fraction of its norm.
pub const RETRIEVED: f64 = 1e-3;

/// How a retrieval ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetrievalEnd {
    /// The state stays as it is.
    FixedPoint,
}

/// A state on its way, and what it sees.
#[derive(Clone, Debug)]
pub struct Retrieval {
    rule: ContinuousRule,
    state: Vec<f64>,
    look: Look,
    steps: u64,
    end: Option<RetrievalEnd>,
    /// By how much the last step moved the state; infinite before the first.
    moved: f64,
}

impl Retrieval {
    /// Starts from a state.
    pub fn new(memories: &Memories, rule: ContinuousRule, state: Vec<f64>) -> Result<Self, ContinuousError> {
        let look = rule.look(memories, &state)?;
        Ok(Self { rule, state, look, steps: 0, end: None, moved: f64::INFINITY })
    }

    /// One step x ← Σ_μ p_μ(x) ξ_μ; none after the end.
    pub fn step(&mut self, memories: &Memories) -> Result<Option<RetrievalEnd>, ContinuousError> {
        if self.end.is_some() {
            return Ok(self.end);
        }
        // A weighted mean of memories is a state whenever they are memories.
        let look = self.rule.look(memories, &self.look.next)?;
        let state = std::mem::replace(&mut self.look, look).next;
        self.moved = self.state.iter().zip(&state).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        self.state = state;
        self.steps += 1;
        if self.moved <= AT_REST * memories.largest_norm().max(f64::MIN_POSITIVE) {
            self.end = Some(RetrievalEnd::FixedPoint);
        }
        Ok(self.end)
    }

    /// Steps until the state stays, at most `most` of them.
    pub fn run(&mut self, memories: &Memories, most: u64) -> Result<Option<RetrievalEnd>, ContinuousError> {
        for _ in 0..most {
            if self.step(memories)?.is_some() {
                break;
            }
        }
        Ok(self.end)
    }

    /// Another rule from here on.
    pub fn set_rule(&mut self, memories: &Memories, rule: ContinuousRule) -> Result<(), ContinuousError> {
        self.look = rule.look(memories, &self.state)?;
        (self.rule, self.end) = (rule, None);
        Ok(())
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

    /// How it ended, if it has.
    pub fn end(&self) -> Option<RetrievalEnd> {
        self.end
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
