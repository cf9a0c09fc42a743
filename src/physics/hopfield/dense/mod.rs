//! Dense associative memories: E = −Σ_μ F(Σ_i ξ_i^μ σ_i) with an F that grows faster than a square.
//!
//! | file | what it knows |
//! |---|---|
//! | `interaction` | the functions F: powers, rectified powers, the exponential, and their unit of energy |
//! | `kept` | what a running network keeps of each memory, so that a visit costs one addition a memory |
//! | `as_printed` | the energy with the sum over i outside F, which remembers nothing |
//!
//! ## References
//!
//! * KH16: D. Krotov and J. J. Hopfield, “Dense associative memory for pattern recognition”, NeurIPS 29 (2016),
//!   arXiv:1606.01164
//! * M. Demircigil, J. Heusel, M. Löwe, S. Upgang and F. Vermet, “On a model of associative memory with huge storage
//!   capacity”, J. Stat. Phys. 168, 288 (2017), arXiv:1702.01929

pub mod as_printed;
pub mod interaction;
pub(super) mod kept;

pub use interaction::{Degree, Interaction};
