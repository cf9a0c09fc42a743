//! Continuous memories: states and memories are real vectors, and the energy is minimised by one weighted mean.
//!
//! | file | what it knows |
//! |---|---|
//! | `memories` | the stored vectors, and the products with all of them |
//! | `row` | the inner loops over the values of one memory |
//! | `rule` | softmax, sparsemax, Epanechnikov: energy, weights, next state |
//! | `blocks` | the softmax step in one pass over the memories |
//! | `sparsemax` | the nearest point of the simplex |
//! | `retrieval` | steps until the state stays |
//! | `metastable` | how many memories a state is a mean of |
//! | `emergent` | all fixed points of the Epanechnikov rule that small sets of memories lead to |
//! | `stability` | the derivative of the softmax step, and its spectral radius |
//! | `continuation/` | fixed points along β, through folds, with the β at which they appear and lose stability |
//! | `two_layer` | visible and hidden neurons with time constants of their own, whose limits are these rules |
//!
//! ## References
//!
//! * R20: H. Ramsauer et al., “Hopfield networks is all you need”, ICLR 2021, arXiv:2008.02217
//! * A. Martins and R. Astudillo, “From softmax to sparsemax”, ICML 2016, arXiv:1602.02068
//! * S. Santos, V. Niculae, D. McNamee and A. Martins, “Sparse and structured Hopfield networks”, ICML 2024,
//!   arXiv:2402.13725
//! * B. Hoover et al., “Dense associative memory with Epanechnikov energy”, NeurIPS 2025, arXiv:2506.10801
//! * D. Krotov and J. J. Hopfield, “Large associative memory problem in neurobiology and machine learning”, ICLR 2021,
//!   arXiv:2008.06996

mod blocks;
pub mod continuation;
pub mod emergent;
pub mod memories;
pub mod metastable;
pub mod retrieval;
mod row;
pub mod rule;
pub mod sparsemax;
pub mod stability;
pub mod two_layer;

pub use memories::{Memories, MemoriesError};
pub use metastable::{Metastable, MetastableClass};
pub use retrieval::Retrieval;
pub use rule::{Attention, ContinuousError, ContinuousRule, Look};
pub use two_layer::{TwoLayer, TwoLayerModel};
