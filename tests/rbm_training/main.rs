//! Sampling and training of restricted Boltzmann machines against exact enumeration, and their promises: the same bits
//! on any number of threads, after a restart, and in slow motion.
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

mod gradients;
mod limits;
mod same_bits;
mod sampling;
mod support;
