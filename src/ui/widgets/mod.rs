//! Painted widgets. They take their colours as arguments, return what the person did, and never change a model.

pub mod plots;
pub mod spin_grid;
