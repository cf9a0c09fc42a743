//! Every form of data: what is read is what was written, and what is malformed is refused in one sentence.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod builtin_sets;
mod exports;
mod files;
mod hdf5;
mod hostile;
mod malformed;
mod meaning;
mod options;
mod properties;
mod trees;
