//! Lattice proteins: chains of 27 amino acids that fill a cube of 3 × 3 × 3 sites, of which everything is known.
//!
//! * [`folds`]: all 103,346 ways to fill the cube, and their 28 contacts each
//! * [`contact_energies`]: the energy of two amino acids in contact
//! * [`native`]: the probability that a sequence has a fold; [`design`]: sequences that have it
//!
//! ## References
//!
//! * E. Shakhnovich and A. Gutin, “Enumeration of all compact conformations of copolymers with random sequence of links”,
//!   J. Chem. Phys. 93, 5967 (1990), doi:10.1063/1.459480
//! * H. Jacquin, A. Gilson, E. Shakhnovich, S. Cocco and R. Monasson, “Benchmarking inverse statistical approaches for
//!   protein structure and design with exactly solvable models”, PLoS Comput. Biol. 12, e1004889 (2016),
//!   doi:10.1371/journal.pcbi.1004889, arXiv:1611.04849

pub mod contact_energies;
pub mod design;
pub mod folds;
pub mod native;

pub use design::sequences;
pub use folds::{Fold, all as all_folds};
pub use native::Competition;
