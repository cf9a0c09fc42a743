//! Minima of functions of many variables.
//!
//! * [`objective`]: what is minimised, when it is good enough, and how a minimisation ended
//! * [`lbfgs`]: smooth functions, by a quasi-Newton method that remembers a few steps
//! * [`fista`]: smooth functions with a penalty on absolute values, by accelerated proximal gradients

pub mod fista;
pub mod lbfgs;
pub mod objective;

pub use objective::{Ending, Minimum, Objective, Tolerances};
