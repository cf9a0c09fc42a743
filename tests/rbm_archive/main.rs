//! Checkpoint archives: round trips, the layouts of other programs, damage, and what writing survives.

mod damage;
mod layouts;
mod make;
mod real;
mod round_trip;
mod structure;
mod writer;
