//! The couplings that the machines of a run hold: those of the checkpoint that is looked at, by every method, and how they
//! came about along the training.
//!
//! [`config`], [`command`] and [`view`]: what defines it, what can be asked for, what is seen; [`session`]: the
//! computation in short pieces; [`asked`]: one coupling or one hidden unit taken apart. [`race`]: all estimators on the same
//! samples of models that are known; [`estimators`] are those, [`race_sums`] their errors, and [`race_cost`] says before it starts
//! what it needs. [`contact_map`]: the contacts of a protein, from its sequences; [`contact_settings`]: how, [`contact_cost`]: what
//! that takes, [`contact_pair`]: one pair of its sites. [`pairwise`]: a model of pairs alone next to the machine. `reading`: one
//! machine in pieces, of binary or Potts units.

pub mod asked;
pub mod command;
pub mod config;
pub mod contact_cost;
pub mod contact_map;
pub mod contact_pair;
pub mod contact_settings;
pub mod estimators;
pub mod pairwise;
pub mod race;
pub mod race_cost;
pub mod race_sums;
mod reading;
pub mod session;
pub mod view;

pub use asked::{OfSites, OfUnit};
pub use command::CouplingsCmd;
pub use config::CouplingsConfig;
pub use contact_map::{ContactConfig, ContactMap, ContactPrediction, ContactView};
pub use contact_pair::{ContactPair, CouplingPath};
pub use contact_settings::{ContactMethod, ContactSettings};
pub use estimators::Estimator;
pub use pairwise::{Pairwise, PairwiseConfig, PairwiseFit, PairwiseView, ProductsOfThree};
pub use race::{Race, RaceConfig, RaceRow, RaceSystem, RaceView};
pub use race_cost::RaceCost;
pub use race_sums::ErrorParts;
pub use session::CouplingsSession;
pub use view::{AlongTraining, CouplingsView, Found};
