//! What runs a model, whatever the model is.
//!
//! [`session`] says what a model must offer, [`driver`] runs one without a thread, [`worker`] puts a thread around a
//! driver, [`recording`] makes a run replayable, [`recent`] notes the last commands, [`history`] keeps series small, [`undo`] takes edits back,
//! [`stopwatch`] measures, [`shared`] writes what is shared as data.

pub mod driver;
pub mod history;
pub mod recent;
pub mod recording;
pub mod session;
pub mod shared;
pub mod stopwatch;
pub mod undo;
pub mod worker;
