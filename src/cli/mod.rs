//! Drives the same sessions from the command line: one file per command.
//!
//! [`common`] is what commands share, [`network`] what those share that store patterns, [`run_file`] those that look at a run, [`parser`] the list of them,
//! [`progress`] long work and Ctrl-C.

pub mod anneal;
pub mod bench;
pub mod common;
pub mod data;
pub mod distances;
pub mod info;
pub mod modes;
pub mod network;
pub mod parser;
pub mod progress;
pub mod recall;
pub mod run_file;
#[cfg(feature = "gui")]
pub mod screenshot;
pub mod sweep;
pub mod theory;
#[cfg(feature = "gui")]
pub mod window;

pub use parser::main;
