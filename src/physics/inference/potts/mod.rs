//! Direct coupling analysis: fields and couplings of a [Potts model](crate::physics::potts) from aligned sequences.
//!
//! * [`frequencies`]: how often states and pairs of states occur, with weights of rows and a pseudocount
//! * [`mean_field`]: couplings from the inverse of the covariances
//! * [`pseudo_likelihood`]: couplings that make each site likely given all others, site by site or all at once
//! * [`boltzmann`]: couplings whose model has the frequencies of the data, learnt with `chains` of the model
//! * [`mutual_information()`]: how much sites tell of each other, directly or not
//! * [`error`]: why there are none

pub mod boltzmann;
mod chains;
pub mod error;
pub mod frequencies;
pub mod mean_field;
mod mutual_information;
pub mod pseudo_likelihood;

pub use error::InferenceError;
pub use frequencies::Frequencies;
pub use mutual_information::mutual_information;
