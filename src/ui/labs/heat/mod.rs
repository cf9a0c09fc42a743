//! The Heat lab: the network of Recall at T > 0, and what theory says of it.
//!
//! [`wells`], [`mixtures`], [`ladder`] and [`gauge`] are the theory panels; [`chosen`] is which memories they are about.

pub mod chosen;
mod double_well;
mod flow;
pub mod gauge;
pub mod help;
pub mod ladder;
pub mod mixtures;
mod stability;
mod two_wells;
pub mod wells;
