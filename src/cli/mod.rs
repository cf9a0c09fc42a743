//! Drives the same sessions from the command line: one file per command.
//!
//! [`common`] is what commands share, [`network`] and [`verdict`] what those share that store patterns, [`run_file`] those that look at a run,
//! [`train_plan`] what a training is asked for, `boltzmann_data` what a Boltzmann machine learns, [`parser`] the list of them,
//! [`progress`] long work and Ctrl-C, [`notes`] what is said besides errors, [`examples`] the end of every help, [`pages`] the manual.

pub mod anneal;
mod answer;
pub mod bench;
pub mod boltzmann;
mod boltzmann_data;
pub mod common;
pub mod contacts;
pub mod couplings;
pub mod data;
pub mod distances;
mod error;
pub mod examples;
#[cfg(feature = "gui")]
pub mod film;
pub mod info;
pub mod info_session;
pub mod ising;
mod ising_infer;
mod ising_sample;
pub mod lesson;
pub mod likelihood;
mod mistyped;
pub mod modes;
pub mod network;
pub mod notes;
pub mod pages;
pub mod parser;
pub mod progress;
pub mod recall;
mod recall_continuous;
pub mod run_file;
pub mod sample;
#[cfg(feature = "gui")]
pub mod screenshot;
pub mod sweep;
pub mod tap;
pub mod theory;
mod theory_as_printed;
mod theory_dense;
mod theory_hidden_unit;
mod theory_ising;
pub mod train;
pub mod train_plan;
pub mod tree;
pub mod verdict;
#[cfg(feature = "gui")]
pub mod window;

pub use parser::main;
