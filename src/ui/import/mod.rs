//! Data that are about to be taken, whichever lab takes them: what is in the file as it would be read, and the choices
//! by which it is read otherwise.
//!
//! * `opened`: a file as a job first finds it, and the jobs that read it again
//! * `wish`: the choices as they are edited
//! * `choices`: the choices that apply, drawn
//! * `preview`: the first rows, names and labels, drawn
//! * `dialog`: all of it, with Take and Cancel

mod choices;
mod dialog;
mod opened;
mod preview;
mod wish;

pub use dialog::{Decision, ImportDialog, Purpose, Taken, entered};
pub use opened::Opened;
