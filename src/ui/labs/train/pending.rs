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
    Drawing(Vec<u8>),
}

/// An estimate of the likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodEstimate {
    /// Update.
    pub update: u64,
    /// ln Z.
    pub log_z: f64,
    /// Error.
    pub log_z_error: f64,
    /// Mean of rows.
    pub log_likelihood: f64,
    /// ESS.
    pub effective_sample_size: f64,
    /// Enumerated.
    pub exact: bool,
    /// Done.
    pub done: usize,
    /// Of.
    pub total: usize,
}

/// Dreaming chains.
#[derive(Clone, Debug, PartialEq)]
pub struct Dreaming {
    /// Steps.
    pub steps: u64,
    /// States.
    pub states: Arc<Configurations>,
}
