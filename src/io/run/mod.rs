//! A run as window and command line both open it: its checkpoints, its record, and the data that it learned from.
//!
//! * [`open`]: [`OpenRun`], whoever wrote the archive; [`builtin`]: the runs that are embedded; [`data`]: data opened to
//!   train on, or found again.

pub mod builtin;
pub mod data;
pub mod open;

pub use data::{RunDataError, name_of, open_data};
pub use open::OpenRun;
