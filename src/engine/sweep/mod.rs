//! What random memories do over a grid of loads, sizes, temperatures and distances, cell by cell.
//!
//! | file | what it knows |
//! |---|---|
//! | `config` | which cells, what is measured there, and with which random numbers |
//! | `cost` | what runs are expected to cost |
//! | `run` | one run: its network in the making, then its sweeps |
//! | `batch` | some runs of one cell, cut into bounded pieces |
//! | `session` | the cells as they are filled |

mod batch;
mod config;
mod cost;
mod run;
mod session;

pub use config::{MOST_CELLS, Measure, SweepConfig, SweepPoint};
pub use session::{ParameterSweep, SweepCell, SweepView};
