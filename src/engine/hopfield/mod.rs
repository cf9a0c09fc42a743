//! Hopfield networks: one session or job per kind of run.
//!
//! | what | sessions and jobs |
//! |---|---|
//! | one network, run live | [`recall`] (at T = 0 and above), [`phases`] (at a place of the phase diagram) |
//! | dense memories | [`six_energies`] (one cue in six landscapes), [`dense_capacity`] |
//! | real-valued memories | [`continuous`] |
//! | how a run ended, and what the memories share | [`verdict`], [`common_part`] |
//! | many runs of one network | [`ensemble`] of [`relaxation`] (recalls, quenches, annealings) or [`temper`] |
//! | many networks | [`sweep`] |
//! | pictures of one network | [`couplings`], [`path_slice`], [`landscape`] |
//! | theory | [`phase_diagram`], [`retrieval_curve`], [`crosstalk_table`] |

pub mod common_part;
pub mod continuous;
pub mod couplings;
pub mod crosstalk_table;
pub mod dense_capacity;
pub mod ensemble;
pub mod landscape;
pub mod landscape_plane;
pub mod path_slice;
pub mod phase_diagram;
pub mod phases;
pub mod recall;
pub mod relaxation;
pub mod retrieval_curve;
pub mod six_energies;
pub mod sweep;
pub mod temper;
pub mod verdict;
