//! What a machine with visible and hidden units looks like: for every lab that shows one.
//!
//! * [`canvas`]: how a vector over the visible units becomes a picture. [`palette`]: its colours.
//! * [`vector`]: the picture of a vector of numbers: a column of W, a mode. [`means`]: that of means of the units.
//! * [`samples`]: configurations of the visible units as tiles. [`profile`]: those of sequences as letters.
//!   [`site_names`]: what their columns are called.
//! * [`axes`]: the axes of plots over a run. [`run_timeline`]: the cursor over its checkpoints. [`following`]: when what is
//!   derived from a run that is still trained is made again.

pub mod axes;
pub mod canvas;
pub mod following;
pub mod means;
pub mod palette;
pub mod profile;
pub mod run_timeline;
pub mod samples;
pub mod site_names;
pub mod vector;

pub use axes::Axes;
pub use canvas::Canvas;
pub use following::Following;
pub use means::{MeansPicture, probability_on};
pub use palette::{Colours, Palette, limit_of};
pub use profile::{Heights, Profile};
pub use run_timeline::{RunTimeline, neighbour};
pub use samples::{SampleTiles, Samples, state_name};
pub use site_names::site_names_ui;
pub use vector::VectorPicture;
