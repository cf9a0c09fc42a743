//! The command line as its users see it: exit codes, sentences, JSON, files, pipes, Ctrl-C, and the physics.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, write their own files, and measure what must be quick"
)]

#[path = "../support/commands.rs"]
mod commands;
mod dynamics;
mod files;
mod help;
mod interrupt;
mod limits;
mod notes;
mod physics;
mod results;
mod streams;
mod usage;
