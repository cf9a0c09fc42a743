//! Glassbox: a desktop laboratory for energy-based models.
//!
//! Five folders, one way round:
//!
//! ```text
//!  click / key / command line / replayed file
//!            │  Command { Run, Pause, Step, Speed, Reset(Config), Model(Cmd) }   ui/ pushes values, never calls the model
//!            ▼
//!  bounded queue ──► engine thread ── Driver ── Session (a physics model)        engine/
//!                              │  at most 30 times a second, and after each command
//!                              ▼
//!            slot: Arc<Snapshot { generation, revision, step, running, progress, error, view }>   latest wins
//!                              │  wake()  a closure handed in; the engine never names egui
//!                              ▼
//!  App::logic fetches each snapshot once per frame ──► every panel draws from it  ui/
//! ```
//!
//! * [`physics`] computes: no thread, no clock, no file, no window.
//! * [`engine`] runs a model, on a thread or without one.
//! * [`io`] stores: data sets, pictures, exports.
//! * `ui` (feature `gui`) shows.
//! * [`cli`] drives the same sessions from the command line.

pub mod cli;
pub mod engine;
pub mod io;
pub mod physics;
#[cfg(feature = "gui")]
pub mod ui;
