//! The weights seen as a whole: singular values and modes, and how alike their columns are.
//!
//! * [`singular`]: the decomposition, with its one canonical form; [`scaled`]: with the variances of the units, where
//!   the threshold is 1.
//! * [`histograms`]: how alike columns of W are, and samples.

pub mod histograms;
pub mod scaled;
pub mod singular;

pub use histograms::Density;
pub use scaled::{ReferenceState, condensed, participation_ratio, plain_threshold, scaled_singular_values};
pub use singular::{Mode, SpectrumError, align, modes, singular_values};
