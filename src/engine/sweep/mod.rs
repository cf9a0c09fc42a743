//! What random memories do over a grid of loads, sizes, temperatures and distances, cell by cell.
//!
//! | file | what it knows |
//! |---|---|
//! | `config` | which cells, what is measured there, and with which random numbers |
//! | `batch` | some runs of one cell, cut into bounded pieces |
//! | `session` | the cells as they are filled |

mod batch;
mod config;
mod session;

pub use config::{MOST_CELLS, Measure, SweepConfig, SweepPoint};
pub use session::{ParameterSweep, SweepCell, SweepView};
