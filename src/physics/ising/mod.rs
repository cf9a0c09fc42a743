//! Ising models with fields, pairs and triples.
//!
//! * [`model`]: the couplings themselves, and the probability they stand for

pub mod model;

pub use model::{IsingError, IsingModel, Pair, Triple};
