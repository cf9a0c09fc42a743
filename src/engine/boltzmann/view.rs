//! The picture of a machine that learns.

use std::sync::Arc;

use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::physics::boltzmann::{
    EffectiveCouplings, Floor, LearningSettings, Machine, Measuring, Phases, Target, Temperature,
};

/// What was measured at one update: what is looked at, and kept as a checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct BoltzmannMoment {
    /// Updates done before it.
    pub update: u64,
    /// The machine.
    pub machine: Arc<Machine>,
    /// Its two phases, which the next update follows: averages, their difference, its standard errors (those that a sample of
    /// `measuring.samples` rows would have where both phases are exact) and the largest difference in standard errors.
    pub phases: Arc<Phases>,
    /// KL(q‖p) in nats; `None` where the states cannot be enumerated.
    pub kl: Option<f64>,
    /// Mean log-likelihood of the data, Σ q ln p, in nats; `None` where the states cannot be enumerated.
    pub log_likelihood: Option<f64>,
    /// ln Z; `None` where the states cannot be enumerated.
    pub log_partition: Option<f64>,
    /// p(v) of all 2^V states for V ≤ 12; bit i of a state is visible unit i.
    pub probabilities: Option<Arc<[f64]>>,
    /// Couplings of every order of ln p(v), in ±1 spins, for V ≤ 12.
    pub couplings: Option<Arc<EffectiveCouplings>>,
    /// By how much the next update changes each parameter: weights (V + H, V + H), and biases.
    pub change: Arc<ndarray::Array2<f64>>,
    /// By how much it changes each bias.
    pub change_of_biases: Arc<[f64]>,
    /// The inverse temperature that the free chains really have; `None` without chains.
    pub temperature: Option<Temperature>,
}

/// One chain of each phase to look at, as it is now, with exact phases too. No average is made of them.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveChains {
    /// Units of the chain whose visible units are held to the clamped row, 0 or 1.
    pub clamped: Arc<[u8]>,
    /// Units of the chain that runs free, 0 or 1.
    pub free: Arc<[u8]>,
    /// Which row of the data is held, by its place in `target.rows()`.
    pub row: usize,
    /// Whether a command holds it there.
    pub is_held: bool,
}

/// One update of the watched weight, or bias, in five numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoltzmannExplanation {
    /// The unit.
    pub i: usize,
    /// The other one; the same as `i` for a bias.
    pub j: usize,
    /// 1: x_i x_j (or x_i) with the visible units held to the clamped row, averaged over p(h|row).
    pub row_term: f64,
    /// 2: ⟨x_i x_j⟩ of the positive phase, the average of the first over all rows.
    pub data_term: f64,
    /// 3: ⟨x_i x_j⟩ of the negative phase.
    pub model_term: f64,
    /// 4: their difference.
    pub difference: f64,
    /// 5: by how much the next update changes the weight.
    pub change: f64,
    /// The weight (or bias) before that.
    pub value: f64,
}

/// Curves over the updates, each of (update, value) points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoltzmannHistory {
    /// KL(q‖p) in nats; empty where it is not known.
    pub kl: Arc<[[f64; 2]]>,
    /// Mean log-likelihood in nats; empty where it is not known.
    pub log_likelihood: Arc<[[f64; 2]]>,
    /// The largest |difference| in standard errors.
    pub largest: Arc<[[f64; 2]]>,
    /// The root mean square coupling of 1, 2, … V spins; empty for V > 12.
    pub orders: Arc<[Arc<[[f64; 2]]>]>,
    /// Inverse temperature of the chains; empty without chains.
    pub beta: Arc<[[f64; 2]]>,
}

/// Everything that the Boltzmann lab shows of its machine.
#[derive(Clone, Debug)]
pub struct BoltzmannView {
    /// What the run started from.
    pub config: Arc<BoltzmannConfig>,
    /// How parameters are moved now.
    pub learning: LearningSettings,
    /// How the phases are measured now.
    pub measuring: Measuring,
    /// Whether the present moment is still to be measured, which takes long: until then its averages are those of before, or
    /// none.
    pub is_due: bool,
    /// The distribution that is learned.
    pub target: Arc<Target>,
    /// q(v) of all 2^V states for V ≤ 12; bit i of a state is visible unit i.
    pub wanted: Option<Arc<[f64]>>,
    /// Updates done.
    pub update: u64,
    /// The update at which the run is complete.
    pub last_update: u64,
    /// What is looked at: the present moment or a checkpoint.
    pub looked: Arc<BoltzmannMoment>,
    /// Whether that is the present moment.
    pub is_live: bool,
    /// Updates of the checkpoints that can be looked at, rising.
    pub checkpoints: Arc<[u64]>,
    /// The first chains as they are now.
    pub chains: LiveChains,
    /// p(h = on | row) of the hidden units, of the first rows of the data, at the moment that is looked at: the code map.
    /// Exactly where it can be enumerated, else by mean field.
    pub codes: Arc<[Arc<[f64]>]>,
    /// The next update of the watched weight, at the moment that is looked at.
    pub explanation: BoltzmannExplanation,
    /// Curves over the updates.
    pub history: BoltzmannHistory,
    /// The KL that no machine without hidden units can go below; `None` for V > 12.
    pub floor: Option<Floor>,
    /// Whether all differences of the present moment are below two standard errors.
    pub done: bool,
    /// Why learning cannot go on, if so: the next machine would not be one.
    pub failure: Option<Arc<str>>,
}
