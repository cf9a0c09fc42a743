//! Trees against their definitions and against a reference.
#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

mod invariants;
mod linkage;
mod make;
mod scores;
mod support;
