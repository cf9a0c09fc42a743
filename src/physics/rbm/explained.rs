//! One update taken apart: the five boxes of slow motion.

use ndarray::Array2;

use crate::physics::configurations::Configurations;

/// What one update does, seen at one hidden unit. Vectors over sites have one number per visible row
/// (site, or site and state of Potts units).
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The update that would come next.
    pub update: u64,
    /// The hidden unit α that is looked at.
    pub unit: usize,
    /// 1: the first rows of the minibatch.
    pub batch: Configurations,
    /// 2: p(h_α = 1 | v) of these rows (row, hidden).
    pub hidden_given_batch: Array2<f32>,
    /// 3: the first chains before the update …
    pub chains_before: Configurations,
    /// … and after its k Gibbs steps.
    pub chains_after: Configurations,
    /// 4: ⟨v_i h_α⟩ over the minibatch (of deviations from the means if the gradient is centred) …
    pub data_correlation: Vec<f32>,
    /// … and over the chains; the gradient is the difference.
    pub model_correlation: Vec<f32>,
    /// 5: W_iα before …
    pub weights_before: Vec<f32>,
    /// … and after the update.
    pub weights_after: Vec<f32>,
    /// Learning rate of this update.
    pub learning_rate: f64,
}
