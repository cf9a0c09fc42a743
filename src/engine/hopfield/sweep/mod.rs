//! What random memories do over a grid of loads, sizes, temperatures and distances, cell by cell.
//!
//! | file | what it knows |
//! |---|---|
//! | `config` | which cells, what is measured there, and with which random numbers |
//! | `cost` | what runs are expected to cost |
//! | `run` | one run: its network in the making, then its sweeps |
//! | `batch` | some runs of one cell, cut into bounded pieces |
//! | `session` | the cells as they are filled |
//! | `table` | the columns of the cells in a file |
//! | `cell_run` | one of the runs of a cell once more, sweep by sweep |

mod batch;
mod cell_run;
mod config;
mod cost;
mod run;
mod session;
mod table;

pub use cell_run::{CellRun, CellRunConfig, CellRunView};
pub use config::{MOST_CELLS, Measure, SweepConfig, SweepPoint, check_cells};
pub use session::{ParameterSweep, SweepCell, SweepView};
pub use table::{COLUMNS, SweepOrigin};
