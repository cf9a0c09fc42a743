//! Hopfield networks: one session per kind of run.
//!
//! | what | sessions |
//! |---|---|
//! | one network, run live | [`recall`] (at T = 0 and above), [`phases`] (at a place of the phase diagram) |
//! | many runs of one network | [`many_runs`], [`anneal`], [`temper`] |
//! | many networks | [`sweep`] |
//! | pictures of one network | [`couplings`], [`path_slice`] |
//! | theory | [`phase_diagram`], [`retrieval_curve`], [`crosstalk_table`] |

pub mod anneal;
pub mod couplings;
pub mod crosstalk_table;
pub mod many_runs;
pub mod path_slice;
pub mod phase_diagram;
pub mod phases;
pub mod recall;
mod replicas;
pub mod retrieval_curve;
pub mod sweep;
pub mod temper;
