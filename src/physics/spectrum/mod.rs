//! The weights seen as a whole: singular values and modes, and how alike their columns are.

pub mod histograms;
