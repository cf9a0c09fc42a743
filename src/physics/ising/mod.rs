//! Ising models with fields, pairs and triples.
//!
//! * [`model`]: the couplings themselves, and the probability they stand for; [`graph`]: rings, lattices, trees, glasses
//! * [`enumeration`]: every average of a small model; [`ring`]: rings of any length by the transfer matrix;
//!   [`square_lattice`]: Onsager's, Yang's and Kaufman's solutions
//! * [`sampling`]: rows of configurations; [`lanes`]: sixteen chains of single spins at once; [`clusters`]: cluster moves

pub mod clusters;
pub mod enumeration;
pub mod graph;
pub mod lanes;
pub mod model;
pub mod ring;
pub mod sampling;
pub mod square_lattice;

pub use enumeration::{Enumeration, MOST_ENUMERATED, TooManySpins};
pub use graph::{Graph, IsingSystem, SystemError};
pub use model::{IsingError, IsingModel, Pair, Triple};
pub use ring::{Ring, RingAverages};
pub use sampling::{Moves, Plan, Samples, SamplingError, sample};
