//! What couplings a trained machine has, and how near they are to the true ones.
//!
//! [`session`]: the couplings of one checkpoint, and what its hidden units add to those that are asked for ([`asked`]);
//! [`along_training`]: their error at all checkpoints of a run; [`potts`]: the couplings of Potts units.

pub mod along_training;
pub mod asked;
pub mod potts;
pub mod session;

pub use along_training::{CheckpointError, ErrorAlongTraining, ErrorConfig};
pub use asked::{Answer, Asked, OfSites};
pub use potts::{PottsPairConfig, PottsPairUnits, PottsReading};
pub use session::{CouplingsCmd, CouplingsConfig, CouplingsSession, CouplingsView};
