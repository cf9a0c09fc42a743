//! Models as plain functions and structs: no thread, no clock, no file, no window.
#![warn(missing_docs)]

pub mod annealing;
pub mod arrays;
pub mod averages;
pub mod block_random;
pub mod boltzmann;
pub mod configurations;
pub mod contacts;
pub mod corruption;
pub mod couplings;
pub mod data;
mod disjoint_sets;
mod eigen;
pub mod fourier;
pub mod hopfield;
pub mod inference;
pub mod ising;
pub mod lattice_protein;
pub mod math;
pub mod mean_field;
pub mod optimise;
mod pattern_text;
pub mod positive_definite;
pub mod potts;
pub mod principal_components;
pub mod projection_plane;
pub mod rbm;
pub mod seed;
pub mod short;
pub mod spectrum;
pub mod spins;
pub mod statistics;
pub mod stop;
pub mod theory;
pub mod tree;
pub mod walsh_hadamard;
