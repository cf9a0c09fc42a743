//! Mean-field fixed points of restricted Boltzmann machines: where the data lie in the landscape.
//!
//! * [`relaxation`]: where the iteration leads from each of many starts, in bounded steps; [`mod@free_energy`]: how deep
//!   the ends lie; [`mod@stability`]: whether one is a minimum.
//! * [`mod@fixed_points`]: what a search from rows of data looks for and finds; [`search`]: that search in bounded steps.
//! * [`basins`]: which of many ends are the same, and how many starts lead there.
//! * `blocks`: the starts in blocks, some under way at a time; `iteration`: the sweeps of one block; `merging`: which of
//!   the ends are one fixed point.
//! * `tap`: the equations on a block of states, `potts` those of Potts sites; `products`: their matrix products; `layer`:
//!   how the means of a layer answer their fields; `scalar`: in which numbers.
//!
//! ## References
//!
//! * M. Gabrié, E. W. Tramel and F. Krzakala, “Training restricted Boltzmann machines via the
//!   Thouless-Anderson-Palmer free energy”, NIPS 2015, arXiv:1506.02914
//! * A. Decelle, L. Rosset and B. Seoane, “Unsupervised hierarchical clustering using the learning dynamics of
//!   restricted Boltzmann machines”, Phys. Rev. E 108, 014110 (2023), doi:10.1103/PhysRevE.108.014110,
//!   arXiv:2302.01851

pub mod basins;
mod blocks;
pub mod fixed_points;
pub mod free_energy;
mod iteration;
mod layer;
mod merging;
mod mixing;
mod potts;
mod products;
pub mod relaxation;
mod scalar;
pub mod search;
pub mod stability;
mod tap;

pub use basins::{Basins, ComparedLayer, Merging};
pub use fixed_points::{FixedPointSet, FixedPointSettings, fixed_points};
pub use free_energy::{free_energy, naive_free_energies};
pub(in crate::physics) use merging::euclidean;
pub use relaxation::{Order, Relaxation, RelaxationSettings, Relaxed, Starts, relax};
pub use search::FixedPointSearch;
pub use stability::stability;
