//! Checkpoint archives: round trips, the layouts of other programs, damage, and what writing survives.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and damage and remove what was written"
)]

mod damage;
mod layouts;
mod make;
mod real;
mod round_trip;
mod structure;
mod writer;
