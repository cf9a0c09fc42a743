//! Structures that contacts are held against: coordinates of a PDB file, or distances from a table or an archive.
//!
//! [`open()`] reads any of them, [`distances_of_sites`] finds the sites of data in it, [`table_of_sites`] as a table that can be
//! corrected; `pdb`, `table` and `archive` are the readers.

mod archive;
mod fit;
mod open;
mod pdb;
mod table;

pub use fit::{Fit, distances_of_sites, table_of_sites};
pub use open::{Structure, open};
pub use pdb::Chain;

pub(crate) use archive::distances as distances_of_archive;
