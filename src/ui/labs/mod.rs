//! The labs, one folder each, and [`list`] of them. [`hopfield`] is the workbench that Recall and Heat share.

pub mod heat;
pub mod hopfield;
pub mod list;
pub mod phases;
pub mod recall;
pub mod train;
pub mod tree;
