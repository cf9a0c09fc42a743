//! What a machine with visible and hidden units looks like: for every lab that shows one.
//!
//! * [`canvas`]: how a vector over the visible units becomes a picture. [`palette`]: its colours.
//! * [`vector`]: the picture of a vector of numbers: a column of W, a mode.
//! * [`samples`]: configurations of the visible units as tiles.
//! * [`axes`]: the axes of plots over a run.

pub mod axes;
pub mod canvas;
pub mod palette;
pub mod samples;
pub mod vector;

pub use axes::Axes;
pub use canvas::Canvas;
pub use palette::{Colours, Palette, limit_of};
pub use samples::{SampleTiles, Samples, state_name};
pub use vector::VectorPicture;
