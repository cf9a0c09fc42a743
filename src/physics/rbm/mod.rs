//! Restricted Boltzmann machines: the model, its sampling, its training and its likelihood.
//!
//! * [`units`], [`model`], [`configurations`]: what a machine is; [`error`]: why one cannot be.
//! * [`settings`]: how it is trained; [`trajectory`]: the machine at some updates of that;
//!   [`explained`]: one update taken apart.
//! * [`precise`]: the machine in double precision; [`exact`]: sums over all states.
//! * [`importance`], [`along_training`]: ln Z where that cannot be, on chains that are `walkers`;
//!   [`pseudo_likelihood`]: what needs no ln Z. [`synthetic`]: data made by a rule.

pub mod along_training;
pub mod configurations;
pub mod error;
pub mod exact;
pub mod explained;
pub mod importance;
pub mod model;
pub mod precise;
mod product_log;
pub mod pseudo_likelihood;
pub mod settings;
pub mod synthetic;
pub mod trajectory;
pub mod units;
mod walkers;

pub use along_training::AlongTraining;
pub use configurations::Configurations;
pub use error::RbmError;
pub use explained::Explained;
pub use importance::{AnnealedImportance, LogPartition};
pub use model::Rbm;
pub use precise::PreciseRbm;
pub use pseudo_likelihood::{pseudo_likelihood, reconstruction_error};
pub use settings::{Method, TrainingSettings};
pub use trajectory::{Checkpoint, Trajectory};
pub use units::{HiddenUnits, VisibleUnits};
