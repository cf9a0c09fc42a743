//! Recall in a Hopfield network as a session: the document, its edits, and the run from its cue.
//!
//! [`document`] is what a person makes and undo goes back to, [`command`] what can be asked, `edit` what that does,
//! [`trace`] the record of a run, [`heat`] its temperature, `end` what it ended in, [`view`] the picture of it
//! with `moment` for each moment, [`session`] puts them together.

pub mod command;
pub mod document;
mod edit;
mod end;
pub mod heat;
mod load;
mod moment;
pub mod session;
pub mod trace;
mod uphill;
pub mod view;

pub use command::RecallCmd;
pub use document::{Document, Memory};
pub use session::Recall;
pub use view::RecallView;
