//! The training of restricted Boltzmann machines as a session, and the closer looks that are derived from it.
//!
//! * [`config`], [`command`], [`view`]: what defines a run, what can be changed, what is seen; [`session`] the run itself,
//!   `learner` what learns in it.
//! * [`plan`], `measure`, [`measurement`], [`event`]: which updates are kept and measured, how, the rows of the curves, and
//!   what happens between them.
//! * [`portrait`] and [`portrait_session`], [`likelihood`], [`dream`]: closer looks at one checkpoint; [`rows`]: rows that
//!   stand for all data.

pub mod command;
pub mod config;
pub mod dream;
pub mod event;
mod learner;
pub mod likelihood;
mod measure;
pub mod measurement;
pub mod plan;
pub mod portrait;
pub mod portrait_session;
pub mod rows;
pub mod session;
pub mod view;

pub use command::{ChainStart, TrainCmd};
pub use config::{CheckpointPlan, Spacing, TrainConfig, TrainingData};
pub use dream::{Dream, DreamConfig, DreamStart, Dreaming};
pub use event::{Event, Happening, Watch};
pub use likelihood::{Likelihood, LikelihoodConfig, LikelihoodEstimate};
pub use measurement::{FixedPoints, HiddenActivity, Measurement};
pub use portrait::{Distances, Mode, Moments, Portrait};
pub use portrait_session::{PortraitConfig, PortraitSession};
pub use session::Train;
pub use view::{CHAINS_SHOWN, Phase, Stage, TrainView};

pub use crate::physics::rbm::Explained;
