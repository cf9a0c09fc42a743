//! Lessons in the window: the list of questions, and the text of one in a column next to its lab.
//!
//! [`state`] is which lesson is open and how far it has come, [`library`] the list, [`mod@column`] the text with its live
//! blocks, [`predict`] with its [`curve`], [`number`], [`plot`] three of those, [`class`] what others measured, [`measuring`]
//! the jobs that measure, [`check`] what an author did wrong with labs, [`progress`] what is remembered, [`seen`] what
//! another window takes up of it, [`sheet`] the pictures of what is printed.

pub mod check;
pub mod class;
pub mod column;
pub mod curve;
pub mod keys;
pub mod library;
pub mod measuring;
pub mod number;
pub mod plot;
pub mod predict;
pub mod progress;
pub mod seen;
pub mod sheet;
pub mod state;

pub use measuring::Instrument;
pub use progress::Progress;
pub use seen::SeenLesson;
pub use state::{Lessons, OpenLesson, Wish};
