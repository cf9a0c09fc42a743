//! What a Hopfield network looks like: for every lab that shows one.
//!
//! * [`double_well`]: the free energy over the overlap with one memory, as curves and as a sentence.

pub mod double_well;

pub use double_well::DoubleWell;
