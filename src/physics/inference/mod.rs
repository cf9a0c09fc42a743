//! Parameters of models from data.
//!
//! * [`potts`]: fields and couplings of sites with several states

pub mod potts;
