//! Mean-field fixed points of restricted Boltzmann machines: where the data lie in the landscape.
//!
//! * [`mod@fixed_points`]: what is searched and found; [`search`]: the search from many starts in bounded steps.
//! * `blocks`: the starts in blocks, some under way at a time; `iteration`: the sweeps of one block; `merging`: which of
//!   the ends are one fixed point.
//! * `tap`: the equations of orders 1 and 2 on a block of states; `layer`: how the means of a layer answer their
//!   fields; `scalar`: in which numbers.
//!
//! ## References
//!
//! * M. Gabrié, E. W. Tramel and F. Krzakala, “Training restricted Boltzmann machines via the
//!   Thouless-Anderson-Palmer free energy”, NIPS 2015, arXiv:1506.02914
//! * A. Decelle, L. Rosset and B. Seoane, “Unsupervised hierarchical clustering using the learning dynamics of
//!   restricted Boltzmann machines”, Phys. Rev. E 108, 014110 (2023), doi:10.1103/PhysRevE.108.014110,
//!   arXiv:2302.01851

mod blocks;
pub mod fixed_points;
mod iteration;
mod layer;
mod merging;
mod scalar;
pub mod search;
mod tap;

pub use fixed_points::{FixedPointSet, FixedPointSettings, Order, fixed_points};
pub(in crate::physics) use merging::euclidean;
pub use search::FixedPointSearch;
