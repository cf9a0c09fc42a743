//! The spin grid and the plots as a person meets them: strokes by pointer and keyboard, sizes from nothing to huge,
//! broken data.
#![expect(clippy::expect_used, reason = "helpers of tests may stop at once")]
#![cfg(feature = "gui")]

#[path = "plots_and_grid/charts.rs"]
mod charts;
#[path = "plots_and_grid/grid.rs"]
mod grid;
#[path = "plots_and_grid/out.rs"]
mod out;
#[path = "plots_and_grid/scene.rs"]
mod scene;
#[path = "plots_and_grid/zoom.rs"]
mod zoom;
