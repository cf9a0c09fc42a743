//! Commands in, immutable snapshots out. Knows no window, no file, and no model by name in its core.
//!
//! [`session`] says what a model must offer, [`driver`] runs one without a thread, [`worker`] puts a thread
//! around a driver, [`recording`] makes a run replayable, [`history`] keeps series small.
//! The rest is one session per kind of run.

pub mod driver;
pub mod history;
pub mod recording;
pub mod session;
pub mod worker;
