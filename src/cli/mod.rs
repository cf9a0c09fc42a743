//! Drives the same sessions from the command line: one file per command.

pub mod common;
pub mod data;
