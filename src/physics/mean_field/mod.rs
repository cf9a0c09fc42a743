//! Mean-field fixed points of restricted Boltzmann machines: where the data lie in the landscape.
//!
//! * [`fixed_points`]: the search from many starts; `merging`: which of the ends are one fixed point.
//! * `tap`: the equations of orders 1 and 2 on a block of states; `scalar`: in which numbers.

pub mod fixed_points;
mod merging;
mod scalar;
mod tap;

pub use fixed_points::{FixedPointSearch, FixedPointSet, Order, fixed_points};
