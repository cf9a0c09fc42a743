//! Restricted Boltzmann machines: the model, its sampling, its training and its likelihood.
//!
//! * [`units`], [`model`], [`configurations`]: what a machine is; [`error`]: why one cannot be.
//! * [`settings`]: how it is trained; [`trajectory`]: the machine at some updates of that;
//!   [`explained`]: one update taken apart; [`correlation`]: what chains remember.

pub mod configurations;
pub mod correlation;
pub mod error;
pub mod explained;
pub mod model;
pub mod moments;
pub mod settings;
pub mod trajectory;
pub mod units;

pub use configurations::Configurations;
pub use correlation::connected_correlation;
pub use error::RbmError;
pub use explained::Explained;
pub use model::Rbm;
pub use settings::{Method, TrainingSettings};
pub use trajectory::{Checkpoint, Trajectory};
pub use units::{HiddenUnits, VisibleUnits};
