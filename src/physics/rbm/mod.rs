//! Restricted Boltzmann machines: the model, its sampling, its training and its likelihood.
//!
//! * [`units`], [`model`]: what a machine is; [`error`]: why one cannot be.
//! * [`gibbs`]: many copies sampled side by side; [`gauge`]: machines of the same distribution.
//! * [`settings`]: how it is trained; [`training`]: the training; [`trajectory`]: the machine at some updates of that;
//!   [`explained`]: one update taken apart.
//! * [`precise`]: the machine in double precision; [`exact`]: sums over all states.
//! * [`free_energy_of_means`]: the height of a landscape over visible means.
//! * [`likelihood`]: that of data where ln Z is known; [`importance`], [`along_training`]: ln Z where that cannot be, on chains that are `walkers`;
//!   [`mod@pseudo_likelihood`]: what needs no ln Z.
//! * [`correlation`], [`moments`]: what chains remember, what they have in common with data. [`synthetic`]: data made by
//!   a rule.
//! * [`cut`]: how work is cut for threads.
//! * Below these: `block` (copies with noise of their own), `piece` (those that one thread works on), `activation`,
//!   `row_sums` and `transpose` (its inner loops), `products` (its matrix products), `initial`, `minibatch`, `gradient`
//!   and `reweighting` (parts of the training).
//!
//! ## References
//!
//! * G. E. Hinton, “A practical guide to training restricted Boltzmann machines” (2012),
//!   doi:10.1007/978-3-642-35289-8_32
//! * A. Decelle and C. Furtlehner, “Restricted Boltzmann machine: recent advances and mean-field theory”, Chin. Phys.
//!   B 30, 040202 (2021), doi:10.1088/1674-1056/abd160, arXiv:2011.11307

mod activation;
pub mod along_training;
mod annealed_step;
mod block;
pub mod correlation;
pub mod cut;
pub mod error;
pub mod exact;
pub mod explained;
pub mod free_energy_of_means;
pub mod gauge;
pub mod gibbs;
mod gradient;
pub mod importance;
mod initial;
pub mod likelihood;
mod minibatch;
pub mod model;
pub mod moments;
mod piece;
pub mod precise;
mod product_log;
mod products;
pub mod pseudo_likelihood;
pub mod reweighting;
mod row_sums;
pub mod settings;
pub mod synthetic;
pub mod training;
pub mod trajectory;
mod transpose;
pub mod units;
mod walkers;

pub use crate::physics::configurations::Configurations;
pub use along_training::AlongTraining;
pub use correlation::connected_correlation;
pub use error::RbmError;
pub use explained::Explained;
pub use free_energy_of_means::free_energies_of_means;
pub use gibbs::{Chains, hidden_means, mean_hidden_activity, visible_means};
pub use importance::{AnnealedImportance, LogPartition};
pub use model::{Parameters, Rbm};
pub use pseudo_likelihood::{pseudo_likelihood, reconstruction_error};
pub use settings::{Method, TrainerSetup, TrainingSettings};
pub use training::{Halt, Trainer};
pub use trajectory::{Checkpoint, Trajectory};
pub use units::{HiddenUnits, VisibleUnits};
