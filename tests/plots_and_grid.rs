//! The spin grid and the plots as a person meets them: strokes by pointer and keyboard, sizes from nothing to huge,
//! broken data. `cargo test --test plots_and_grid -- --ignored` writes pictures to look at and measures a frame.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests may fail and tell where the pictures are"
)]

#[path = "plots_and_grid/charts.rs"]
mod charts;
#[path = "plots_and_grid/frame_cost.rs"]
mod frame_cost;
#[path = "plots_and_grid/grid.rs"]
mod grid;
#[path = "plots_and_grid/look.rs"]
mod look;
#[path = "plots_and_grid/scene.rs"]
mod scene;
