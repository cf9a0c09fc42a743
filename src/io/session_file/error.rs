//! Why a session could not be read or written.

use std::path::PathBuf;

use crate::io::atomic::WriteError;
use crate::io::files::FileError;
use crate::io::text::plain;

/// Why a session could not be read or written: what is wrong, and where in the file.
#[derive(Debug, thiserror::Error)]
pub enum SessionFileError {
    /// The file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// It holds something else.
    #[error("{} is not a session of Glassbox: {reason}", plain(path))]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and at which place.
        reason: String,
    },
    /// It is larger than a session can be.
    #[error("{} was not saved: {reason}", plain(path))]
    TooMuch {
        /// The file.
        path: PathBuf,
        /// What there is too much of.
        reason: String,
    },
}
