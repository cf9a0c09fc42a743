//! Models as plain functions and structs: no thread, no clock, no file, no window.

pub mod data;
pub mod hopfield;
pub mod seed;
pub mod spins;
pub mod statistics;
