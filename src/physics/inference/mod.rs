//! Couplings from data: the inverse Ising problem, and that of sites with several states in [`potts`].
//!
//! * [`rows`]: data as distinct rows with weights; [`moments`]: their means and covariances, and what is wrong with them
//! * [`mod@closed_form`]: estimates by a formula of the inverse covariance; [`bootstrap`]: their error bars
//! * [`mod@local`]: estimates spin by spin (pseudo-likelihood, RISE, logRISE); `sandwich`: their error bars
//! * [`mod@boltzmann`]: maximum likelihood; `model_moments`: the averages it compares with those of the data, by enumeration;
//!   `model_chains`: from chains, of which `spin_words` counts the bits
//! * [`estimate`]: what all of them give

pub mod boltzmann;
pub mod bootstrap;
pub mod closed_form;
mod curvature;
pub mod estimate;
pub mod local;
mod model_chains;
mod model_moments;
pub mod moments;
pub mod potts;
pub mod rows;
mod sandwich;
mod spin_words;

pub use boltzmann::{BoltzmannSettings, Fit, Optimiser, boltzmann};
pub use closed_form::{ClosedForm, closed_form};
pub use estimate::{ErrorBars, Estimate, InferenceError, Refusal};
pub use local::{LocalLoss, LocalSettings, local};
pub use moments::SpinMoments;
pub use rows::SpinRows;
