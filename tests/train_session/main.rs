//! A training as a session: same bits however it is cut, resumed from any checkpoint, live commands, events, archives.
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

mod closer_looks;
mod commands;
mod hierarchy;
mod same_bits;
mod support;
