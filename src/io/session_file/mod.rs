//! A session of the window in one file: what stands in every lab, how its panels are arranged, and the runs that it looks
//! at, by reference or packed inside.
//!
//! * [`content`]: what is in the file. [`reading`], [`writing`]: from and to it, with strict limits on both.
//! * [`migrations`]: files of earlier versions. [`runs`]: runs of checkpoints that the labs hold.
//! * [`recovery`]: the session as it is kept for a start after a window that was cut short.
//! * [`base64`]: bytes as text; [`checksum`]: whether they are the same.

pub mod base64;
pub mod checksum;
pub mod content;
pub mod error;
pub mod migrations;
pub mod reading;
pub mod recovery;
pub mod runs;
pub mod writing;

pub use content::{ENDING, HeldRun, LabState, SessionFile, has_its_ending};
pub use error::SessionFileError;
