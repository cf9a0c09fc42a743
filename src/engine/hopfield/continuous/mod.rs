//! Continuous memories as sessions: real vectors that fall to a mean of the memories near them.
//!
//! [`retrieval`] steps by a rule (softmax, sparsemax, Epanechnikov), with β live; [`neurons`] is the same by two layers of
//! neurons with time constants of their own; [`bifurcation`] follows the fixed points of the softmax rule along β.

pub mod bifurcation;
pub mod neurons;
pub mod retrieval;

pub use bifurcation::{Bifurcation, BifurcationConfig, BifurcationView};
pub use neurons::{Neurons, NeuronsCmd, NeuronsConfig, NeuronsView};
pub use retrieval::{ContinuousCmd, ContinuousConfig, ContinuousRecall, ContinuousView};
