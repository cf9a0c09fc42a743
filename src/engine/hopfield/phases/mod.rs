//! A running Hopfield network at a place (α, T) of the phase diagram, and what is measured there.
//!
//! | file | what it knows |
//! |---|---|
//! | `config` | size, load, temperature, rule, start, seed, and what of these is refused |
//! | `command` | what can be changed live |
//! | `memories` | random memories, each from a stream of its own, so that one more is one more |
//! | `run` | the network being built and the run on it, in bounded pieces |
//! | `measurement` | the average over a run, and the places that were measured |
//! | `session`, `view` | the session, and its picture |

mod command;
mod config;
mod measurement;
mod memories;
mod run;
mod session;
mod view;

pub use command::PhasesCmd;
pub use config::{LARGEST_SIZE, MOST_LOAD, MOST_WORK, PhasesConfig, PhasesStart, SMALLEST_SIZE};
pub use measurement::{ENOUGH, MOST_POINTS, Measured, MeasuredPoint, Place, WINDOW};
pub use memories::memories;
pub use session::Phases;
pub use view::{PhasesView, Theory};
