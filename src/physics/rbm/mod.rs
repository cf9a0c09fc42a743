//! Restricted Boltzmann machines: the model, its sampling, its training and its likelihood.
//!
//! * [`units`], [`model`], [`configurations`]: what a machine is; [`error`]: why one cannot be.
//! * [`gibbs`]: many copies sampled side by side; [`gauge`]: machines of the same distribution.
//! * [`settings`]: how it is trained; [`training`]: the training; [`trajectory`]: the machine at some updates of that;
//!   [`explained`]: one update taken apart.
//! * [`correlation`], [`moments`]: what chains remember, what they have in common with data.
//! * [`workload`]: the trainings whose speed is measured.
//! * Below these: `block` (the copies that one thread works on), `activation` and `row_sums` (its inner loops),
//!   `products` (its matrix products), `initial`, `minibatch`, `gradient`, `reweighting`, `halt` (parts of the training).

mod activation;
mod block;
pub mod configurations;
pub mod correlation;
pub mod error;
pub mod explained;
pub mod gauge;
pub mod gibbs;
mod gradient;
pub mod halt;
mod initial;
mod minibatch;
pub mod model;
pub mod moments;
mod products;
pub mod reweighting;
mod row_sums;
pub mod settings;
pub mod training;
pub mod trajectory;
pub mod units;
pub mod workload;

pub use configurations::Configurations;
pub use correlation::connected_correlation;
pub use error::RbmError;
pub use explained::Explained;
pub use gibbs::{Chains, hidden_means, visible_means};
pub use halt::Halt;
pub use model::Rbm;
pub use settings::{Method, TrainingSettings};
pub use training::Trainer;
pub use trajectory::{Checkpoint, Trajectory};
pub use units::{HiddenUnits, VisibleUnits};
