//! The tree that the fixed points of a run make, from the newest machine to the oldest.
//!
//! [`config`], [`command`] and [`view`]: what defines it, what can be changed, what is seen; [`age`]: the fixed points of
//! one machine; `growing`: the search from age to age; [`session`]: the tree as it grows. Jobs that look closer:
//! [`spectra`] along the training, [`split`] at where a branch parts, [`relaxed_drawing`] at where a configuration
//! belongs, [`landscape`] at the plane of the first two principal components, [`scoring`] at labels, [`linking`] at
//! what distances alone give.

pub mod age;
pub mod command;
pub mod config;
mod growing;
pub mod landscape;
pub mod linking;
pub mod relaxed_drawing;
mod resampling;
pub mod scoring;
pub mod session;
pub mod spectra;
pub mod split;
pub mod view;

pub use age::AgeFixedPoints;
pub use command::TreeCmd;
pub use config::{Growth, MergeDistance, TreeConfig, usual_settings};
pub use landscape::{Landscape, LandscapeConfig, LandscapeSurvey};
pub use linking::{Linking, LinkingConfig};
pub use relaxed_drawing::{DrawingConfig, DrawingRelaxation, RelaxedAt};
pub use scoring::{ScoredLevel, Scores, Scoring, ScoringConfig};
pub use session::TreeSession;
pub use spectra::{Spectra, SpectraConfig, Spectrum};
pub use split::{SplitAnalysis, SplitConfig, SplitReason, split_between};
pub use view::{Support, TreeView};
