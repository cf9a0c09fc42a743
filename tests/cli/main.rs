//! The command line as its users see it: exit codes, sentences, JSON, files, pipes, Ctrl-C, and the physics.

mod files;
mod interrupt;
mod physics;
mod program;
mod results;
mod usage;
