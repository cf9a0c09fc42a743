//! The chassis of a lab: everything that every lab does alike. A lab brings its [`parts`] and gets the rest from here.
//!
//! * [`live_session`]: an engine, the picture of this frame, and the pace.
//! * [`parts`]: what a lab brings: its session, its asks, what it does with them, and what it says.
//! * [`lab`]: the lab itself: panes, left column, transport, timeline, layout, errors.
//! * [`filing`]: its files, and what it has for other labs.
//! * [`edits`]: edits that are taken back and done again.
//! * [`keys`]: the keys of the transport. [`speed`]: how fast a run is shown.
//! * [`step`]: what a lesson, a file or a rehearsal does, as data. [`tries`]: what is suggested at the foot of a
//!   lab, [`suggestions`]: how.
//! * [`held`]: what a session file holds of it. [`work`]: what is remembered of it. `filed`: which file it is in, and whether it has changed since.

mod acting;
pub mod edits;
mod filed;
pub mod filing;
pub mod held;
pub mod keys;
pub mod lab;
pub mod live_session;
pub mod parts;
pub mod speed;
pub mod step;
pub mod suggestions;
pub mod tries;
pub mod work;

pub use edits::Edited;
pub use filed::Filed;
pub use filing::LabFiling;
pub use held::Held;
pub use lab::Chassis;
pub use live_session::LiveSession;
pub use parts::{DrawAccess, EngineAccess, LabParts, Plan};
pub use speed::Speeds;
pub use step::{Control, Step};
pub use tries::{Tried, Try};
