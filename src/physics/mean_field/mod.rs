//! Mean-field fixed points of restricted Boltzmann machines: where the data lie in the landscape.
//!
//! * [`mod@fixed_points`]: the search from many starts; `merging`: which of the ends are one fixed point.
//! * `tap`: the equations of orders 1 and 2 on a block of states; `layer`: how the means of a layer answer their
//!   fields; `scalar`: in which numbers.

pub mod fixed_points;
mod layer;
mod merging;
mod scalar;
mod tap;

pub use fixed_points::{FixedPointSearch, FixedPointSet, Order, fixed_points};
