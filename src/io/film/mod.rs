//! Films: pictures one after the other, written as they come, so that memory holds two of them however long the film is.
//!
//! [`plan`] is what a film is and how it is written, `patch` what changed from one picture to the next, `palette` the
//! colours of a GIF, `as_gif`, `as_apng` and `as_folder` the three formats.

mod as_apng;
mod as_folder;
mod as_gif;
mod palette;
mod patch;
pub mod plan;

pub use plan::{FilmError, FilmFormat, FilmPlan, write};
