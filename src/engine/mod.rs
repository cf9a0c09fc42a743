//! Commands in, immutable snapshots out. Knows no window and no file.
//!
//! [`core`] runs a model without knowing any: what it must offer, a driver without a thread, a thread around a driver.
//! The rest is one folder per model, with one session per kind of run.
#![warn(missing_docs)]

pub mod boltzmann;
pub mod core;
pub mod couplings;
pub mod hopfield;
pub mod rbm;
