//! The weights seen as a whole: singular values and modes, and how similar its columns are.
//!
//! * [`singular`]: the decomposition, with its one canonical form; [`scaled`]: with the variances of the units, where
//!   the threshold is 1.
//! * [`histograms`]: how similar columns of W are, and samples.
//!
//! ## References
//!
//! * A. Decelle, G. Fissore and C. Furtlehner, “Spectral dynamics of learning in restricted Boltzmann machines”, EPL
//!   119, 60001 (2017), doi:10.1209/0295-5075/119/60001, arXiv:1708.02917
//! * The same, “Thermodynamics of restricted Boltzmann machines and related learning dynamics”, J. Stat. Phys. 172,
//!   1576 (2018), doi:10.1007/s10955-018-2105-y, arXiv:1803.01960

pub mod histograms;
pub mod scaled;
pub mod singular;

pub use histograms::Density;
pub use scaled::{ReferenceState, condensed, participation_ratio, plain_threshold, scaled_singular_values};
pub use singular::{Mode, SpectrumError, align, modes, singular_values};
