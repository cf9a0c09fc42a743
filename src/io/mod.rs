//! Stores: data sets, pictures, exports. The only folder that touches files.
#![warn(missing_docs)]

pub mod atomic;
pub mod builtin;
pub mod datasets;
pub mod export;
pub mod fault_report;
pub mod files;
pub mod film;
pub mod glyphs;
pub mod guarded;
pub mod hdf5;
mod hdf5_numbers;
pub mod ising_file;
pub mod lesson;
pub mod memory;
pub mod netpbm;
pub mod open_marker;
pub mod pictures;
pub mod rbm_archive;
pub mod recall_file;
pub mod run;
pub mod session_file;
pub mod standard;
pub mod state_file;
pub mod structure;
pub mod text;
