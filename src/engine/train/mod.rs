//! The training of restricted Boltzmann machines as a session, and the closer looks that are derived from it.
//!
//! * [`config`], [`command`], [`view`]: what defines a run, what can be changed, what is seen.
//! * [`measurement`], [`event`]: rows of the curves, and what happens between them.
//! * [`portrait`]: a closer look at one checkpoint; [`rows`]: rows that stand for all data.

pub mod command;
pub mod config;
pub mod event;
pub mod measurement;
pub mod plan;
pub mod portrait;
pub mod rows;
pub mod view;

pub use command::{ChainStart, TrainCmd};
pub use config::{CheckpointPlan, Spacing, TrainConfig, TrainingData};
pub use event::{Event, Happening, Watch};
pub use measurement::{FixedPoints, HiddenActivity, Measurement};
pub use view::{CHAINS_SHOWN, Phase, Stage, TrainView};
