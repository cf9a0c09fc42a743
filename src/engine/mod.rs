//! Commands in, immutable snapshots out. Knows no window and no file.
//!
//! [`session`] says what a model must offer, [`driver`] runs one without a thread, [`worker`] puts a thread
//! around a driver, [`recording`] makes a run replayable, [`history`] keeps series small, [`undo`] takes edits back.
//! The rest is one session per kind of run.

pub mod anneal;
pub mod crosstalk_table;
pub mod driver;
pub mod history;
pub mod many_runs;
pub mod path_slice;
pub mod phase_diagram;
pub mod phases;
pub mod recall;
pub mod recording;
mod replicas;
pub mod retrieval_curve;
pub mod session;
pub mod stopwatch;
pub mod sweep;
pub mod temper;
pub mod train;
pub mod undo;
pub mod weights;
pub mod worker;
