//! Potts models with fields and a coupling of every pair of sites.
//!
//! [`PottsCouplings`] are their parameters, [`pairs`] the order of the pairs, `gauge` the zero-sum gauge and norms in it,
//! [`correction`] what is taken from scores of pairs because a site scores high with all others.

pub mod correction;
mod couplings;
mod gauge;
pub mod pairs;

pub use correction::AverageProduct;
pub use couplings::{PottsCouplings, PottsError};
