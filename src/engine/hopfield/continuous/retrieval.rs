//! A state that falls to a memory, step by step.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::physics::hopfield::continuous::retrieval::retrieved;
use crate::physics::hopfield::continuous::{ContinuousRule, Look, Memories, Metastable, Retrieval};

/// Steps whose energies are kept.
const MOST_STEPS: usize = 100_000;

/// What a run starts from.
#[derive(Clone, Debug)]
pub struct ContinuousConfig {
    /// The memories; shared, never changed.
    pub memories: Arc<Memories>,
    /// The state at the start: N values.
    pub cue: Arc<[f64]>,
    /// Rule and β.
    pub rule: ContinuousRule,
}

/// The picture of a run.
#[derive(Clone, Debug)]
pub struct ContinuousView {
    /// The memories.
    pub memories: Arc<Memories>,
    /// Rule and β.
    pub rule: ContinuousRule,
    /// The state at the start.
    pub cue: Arc<[f64]>,
    /// The state now.
    pub state: Arc<[f64]>,
    /// The share p_μ of each memory in the next state: softmax(β ξ · x) where that is the rule. A query x meets keys ξ_μ,
    /// and the next state is the mean of the values ξ_μ with these weights.
    pub weights: Arc<[f64]>,
    /// ξ_μ · x / (|ξ_μ| |x|) of each memory; 0 where one of them is.
    pub overlaps: Arc<[f64]>,
    /// The energy at the cue and after each step; `None` where it is infinite.
    pub energies: Arc<[Option<f64>]>,
    /// Of how many memories the state is a mean.
    pub metastable: Metastable,
    /// The memory that the state is now, to a thousandth of its norm.
    pub retrieved: Option<usize>,
    /// The memory that it was after the first step alone, if it was one.
    pub in_one_step: Option<usize>,
    /// The nearest memory, and its distance from the state.
    pub nearest: Option<(usize, f64)>,
    /// β (ξ_μ · ξ_μ − max_ν≠μ ξ_ν · ξ_μ) of the nearest memory: a memory is a state of its own where this is well above 1,
    /// and sparsemax gives it back exactly from 1 on. `None` for a single memory.
    pub separation: Option<f64>,
    /// Steps done.
    pub steps: u64,
    /// Whether the state stays.
    pub ended: bool,
}

/// A retrieval as a job: one step is one step of the rule.
pub struct ContinuousRecall {
    memories: Arc<Memories>,
    cue: Arc<[f64]>,
    run: Retrieval,
    energies: Vec<Option<f64>>,
    in_one_step: Option<usize>,
}

impl Job for ContinuousRecall {
    type Config = ContinuousConfig;
    type View = ContinuousView;

    fn new(config: &ContinuousConfig) -> Result<Self, SessionError> {
        let ContinuousConfig { memories, cue, rule } = config;
        let run = Retrieval::new(memories, *rule, cue.to_vec()).map_err(SessionError::new)?;
        let energies = vec![run.look().energy];
        Ok(Self { memories: Arc::clone(memories), cue: Arc::clone(cue), run, energies, in_one_step: None })
    }

    fn step(&mut self) -> Flow {
        if self.ended() || self.energies.len() > MOST_STEPS {
            return Flow::Done;
        }
        if self.run.step(&self.memories).is_err() {
            // Means of memories are states: nothing else is refused.
            return Flow::Done;
        }
        self.energies.push(self.run.look().energy);
        if self.run.steps() == 1 {
            self.in_one_step = retrieved(&self.memories, self.run.state());
        }
        if self.ended() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> ContinuousView {
        let state = self.run.state();
        let Look { weights, .. } = self.run.look();
        let distances = self.memories.squared_distances(state);
        let at = |mu: usize| distances.get(mu).copied().unwrap_or(f64::INFINITY);
        let nearest = (0..distances.len()).reduce(|best, mu| if at(mu) < at(best) { mu } else { best });
        ContinuousView {
            memories: Arc::clone(&self.memories),
            rule: self.run.rule(),
            cue: Arc::clone(&self.cue),
            state: state.into(),
            weights: weights.as_slice().into(),
            overlaps: cosines(&self.memories, state).into(),
            energies: self.energies.as_slice().into(),
            metastable: self.run.metastable(),
            retrieved: retrieved(&self.memories, state),
            in_one_step: self.in_one_step,
            nearest: nearest.map(|mu| (mu, at(mu).sqrt())),
            separation: nearest.and_then(|mu| separation(&self.memories, mu)).map(|d| d * self.run.rule().beta()),
            steps: self.run.steps(),
            ended: self.ended(),
        }
    }
}

impl ContinuousRecall {
    fn ended(&self) -> bool {
        self.run.ended()
    }
}

/// ξ_μ · x / (|ξ_μ| |x|).
pub fn cosines(memories: &Memories, state: &[f64]) -> Vec<f64> {
    let norm = state.iter().map(|value| value * value).sum::<f64>().sqrt();
    let products = memories.products(state);
    let cosine = |(product, square): (f64, &f64)| {
        let size = norm * square.sqrt();
        if size > 0.0 { product / size } else { 0.0 }
    };
    products.into_iter().zip(memories.squares()).map(cosine).collect()
}

/// Δ_μ = ξ_μ · ξ_μ − max_ν≠μ ξ_ν · ξ_μ; `None` for a single memory.
fn separation(memories: &Memories, mu: usize) -> Option<f64> {
    let products = memories.products(&memories.memory(mu)?);
    let own = *products.get(mu)?;
    let others = products.iter().enumerate().filter(|&(nu, _)| nu != mu).map(|(_, &product)| product);
    others.reduce(f64::max).map(|other| own - other)
}
