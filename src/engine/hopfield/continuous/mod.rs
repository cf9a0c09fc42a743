//! Continuous memories as jobs: real vectors that fall to a mean of the memories near them.
//!
//! [`retrieval`] steps by a rule (softmax, sparsemax, Epanechnikov); [`neurons`] is the same by two layers of
//! neurons with time constants of their own; [`bifurcation`] follows the fixed points of the softmax rule along β.

pub mod bifurcation;
pub mod neurons;
pub mod retrieval;

pub use bifurcation::{Bifurcation, BifurcationConfig, BifurcationView};
pub use neurons::{Neurons, NeuronsConfig, NeuronsView};
pub use retrieval::{ContinuousConfig, ContinuousRecall, ContinuousView};
