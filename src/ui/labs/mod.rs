//! The labs, one folder each, and [`list`] of them; [`words`] are those of all. [`hopfield`] is the workbench that Recall and Heat share.

pub mod boltzmann;
pub mod couplings;
pub mod heat;
pub mod hopfield;
pub mod list;
pub mod phases;
pub mod recall;
pub mod train;
pub mod tree;
pub mod words;
