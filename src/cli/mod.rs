//! Drives the same sessions from the command line: one file per command.
//!
//! [`common`] is what commands share, [`network`] what those share that store patterns, [`parser`] the list of them,
//! [`progress`] long work and Ctrl-C.

pub mod anneal;
pub mod bench;
pub mod common;
pub mod data;
pub mod info;
pub mod network;
pub mod parser;
pub mod progress;
pub mod recall;
#[cfg(feature = "gui")]
pub mod screenshot;
pub mod sweep;
pub mod theory;
#[cfg(feature = "gui")]
pub mod window;

pub use parser::main;
