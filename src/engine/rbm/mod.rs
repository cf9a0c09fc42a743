//! The training of restricted Boltzmann machines as a session, and the closer looks that are derived from it.
//!
//! * [`config`], [`command`], [`view`]: what defines a run, what can be changed, what is seen; [`data`] what it learns
//!   from; [`session`] the training itself, [`past_measuring`] what measures
//!   a run that is opened, [`live_run`] both as the window shows them.
//! * [`plan`], `measure`, [`measurement`], [`event`], [`findings`]: which updates are kept and measured, how, the rows of the curves, and
//!   what happens between them.
//! * [`diagnostics`] and [`diagnostics_session`], [`likelihood`], [`free_sampling`]: closer looks at one checkpoint;
//!   [`surface`] (over a [`surface_plane`]): the free energy over two directions; [`basins`]: at several; [`mod@tree`]: at all, as a tree; [`rows`]: a representative subsample of the data.

pub mod basins;
pub mod command;
pub mod config;
pub mod data;
pub mod diagnostics;
pub mod diagnostics_session;
pub mod event;
pub mod findings;
pub mod free_sampling;
pub mod likelihood;
pub mod live_run;
mod measure;
pub mod measurement;
mod memory;
pub mod past_measuring;
pub mod plan;
pub mod rows;
pub mod session;
pub mod surface;
pub mod surface_plane;
pub mod tree;
pub mod view;

pub use basins::{BasinsAlongTraining, BasinsConfig, CheckpointBasins};
pub use command::{ChainStart, SettingNames, TrainCmd};
pub use config::{CheckpointPlan, Past, Spacing, TrainConfig, USUAL_SPREAD};
pub use data::{DataReference, RecordedReading, TrainingData};
pub use diagnostics::{Diagnostics, Distances, Mode};
pub use diagnostics_session::{DiagnosticsConfig, DiagnosticsSession};
pub use event::{Event, Happening, Watch, hardly_mixes, runs_away};
pub use findings::Findings;
pub use free_sampling::{FreeSamples, FreeSampling, FreeSamplingConfig, SamplingStart};
pub use likelihood::{Likelihood, LikelihoodConfig, LikelihoodEstimate};
pub use live_run::LiveRun;
pub use measurement::{FixedPoints, HiddenActivity, Measurement};
pub use memory::search_memory;
pub use past_measuring::PastMeasuring;
pub use session::Train;
pub use surface::{FreeEnergySurface, FreeEnergySurfaceConfig, FreeEnergySurvey, LaidOut};
pub use surface_plane::{SurfaceDirections, SurfacePlane};
pub use view::{CHAINS_SHOWN, MeasuredModes, Phase, Stage, TrainView};

pub use crate::physics::rbm::Explained;
