//! The (α, T) plane: lines, regions, measured cells under them, and the puck that is the network.
//!
//! * [`lines`]: what is drawn, from the diagram to paths and regions.
//! * [`geometry`]: where it lies on the screen (pure).
//! * [`labels`]: where words and names stand, so that none covers another (pure).
//! * [`paint`]: how it looks.
//! * [`figure`]: its data, for the menu of figures.
//! * [`panel`]: the pane, and what a drag of the puck asks for.

pub mod figure;
pub mod geometry;
pub mod labels;
pub mod lines;
pub mod paint;
pub mod panel;

pub use lines::HeatCell;
pub use panel::PlanePanel;
