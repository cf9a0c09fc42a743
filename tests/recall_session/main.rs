//! The recall session's promises: edits, undo, the record of a run, and the same bits from the same seed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and measure what must be quick"
)]

mod edits;
mod extremes;
mod many;
mod record;
mod same_bits;
mod sequences;
mod support;
mod warm;
