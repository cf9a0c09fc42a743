//! The couplings that the machines of a run hold: those of the checkpoint that is looked at, by every method, and how they
//! came about along the training.
//!
//! [`config`], [`command`] and [`view`]: what defines it, what can be asked for, what is seen; [`session`]: the
//! computation in short pieces; [`asked`]: one coupling or one hidden unit taken apart. [`race`]: all estimators on the same
//! samples of a model that is known.

pub mod asked;
pub mod command;
pub mod config;
pub mod race;
pub mod session;
pub mod view;

pub use asked::{OfSites, OfUnit};
pub use command::CouplingsCmd;
pub use config::CouplingsConfig;
pub use race::{Estimator, Race, RaceConfig, RaceRow, RaceView};
pub use session::CouplingsSession;
pub use view::{AlongTraining, CouplingsView, Found};
