//! What theory says of the models, to be drawn beside what is measured.
//!
//! | file | what it knows |
//! |---|---|
//! | `crosstalk` | the error of one step from a stored pattern |
//! | `mixtures` | the energies and overlaps of mixture states |

pub mod crosstalk;
pub mod mixtures;
