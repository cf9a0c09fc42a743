//! Checkpoint archives of restricted Boltzmann machines: HDF5 files of this program and of those of the field.
//!
//! * [`archive`]: what an archive holds; [`record`]: what this program adds, so that a run can go on bit for bit.
//! * `layout`: which of the known layouts a file has, and where its checkpoints are.
//! * [`kind`]: kinds of machines and their names; [`axes`]: in which order numbers lie; [`chains`]: states of chains.
//! * `parameters`: from arrays to a machine; `cossio`: the one layout that has no checkpoints.
//! * [`reading`]: [`read`], [`read_some`] and [`survey`]; [`writing`]: [`ArchiveWriter`]; `building`: the arrays of
//!   a new file; [`error`]: why not.

pub mod archive;
pub mod axes;
mod building;
pub mod chains;
mod cossio;
pub mod error;
pub mod kind;
mod layout;
mod parameters;
pub mod reading;
pub mod record;
pub mod writing;

pub use archive::{Archive, ArchiveFormat, Hyperparameters, Survey, UpdateChoice};
pub use axes::AxisOrder;
pub use error::ArchiveError;
pub use reading::{read, read_bytes, read_some, survey};
pub use record::OwnRecord;
pub use writing::ArchiveWriter;
