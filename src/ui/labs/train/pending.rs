//! Types that the engine is about to bring.

use std::sync::Arc;

use crate::physics::rbm::Configurations;

/// Where dreaming chains start.
#[derive(Clone, Debug, PartialEq)]
pub enum DreamStart {
    /// Chains of the checkpoint.
    Chains,
    /// Rows of the data.
    Data,
    /// Noise.
    Noise,
    /// A drawing.
    Drawing(Arc<[u8]>),
}

/// An estimate, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LikelihoodEstimate {
    /// The update of the machine.
    pub update: u64,
    /// ln Z; `None` until it is there.
    pub log_z: Option<f64>,
    /// Its standard error; 0 where it is exact.
    pub log_z_error: f64,
    /// Mean log-likelihood of a row of the data in nats.
    pub log_likelihood: Option<f64>,
    /// Kullback-Leibler divergence of the model from the empirical distribution of the data.
    pub divergence: Option<f64>,
    /// How many of the chains carry the estimate; `None` where it is exact.
    pub effective_sample_size: Option<f64>,
    /// Chains of the annealing.
    pub chains: usize,
    /// Whether ln Z is exact.
    pub exact: bool,
}

/// Dreaming chains.
#[derive(Clone, Debug, PartialEq)]
pub struct Dreaming {
    /// Update.
    pub update: u64,
    /// Steps.
    pub steps: u64,
    /// States.
    pub states: Arc<Configurations>,
}
