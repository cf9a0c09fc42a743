//! Why an archive cannot be read or written: sentences that name the file, what was expected and what came.

use std::path::Path;

use crate::io::atomic::WriteError;
use crate::io::datasets::FormatError;
use crate::io::files::FileError;
use crate::io::text::{plain, quoted};

/// Why an archive cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file itself could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The content is not what it should be.
    #[error("cannot read {file}: {fault}")]
    Format {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: FormatError,
    },
    /// A machine of another kind.
    #[error(
        "cannot use {file}: it holds a machine of kind {}; expected Bernoulli, Ising or Potts visible and Bernoulli \
         or Ising hidden units (BBRBM, PBRBM, IIRBM)",
        quoted(kind)
    )]
    Kind {
        /// The file.
        file: String,
        /// What the file calls it.
        kind: String,
    },
    /// There is no checkpoint of that update.
    #[error("{file} has no checkpoint of update {update}; it has {known}")]
    NoUpdate {
        /// The file.
        file: String,
        /// The update asked for.
        update: u64,
        /// Those there are, shortened.
        known: String,
    },
    /// A checkpoint could not be added.
    #[error("cannot add a checkpoint to {file}: {reason}; those before stay in it")]
    Append {
        /// The file.
        file: String,
        /// What went wrong.
        reason: String,
    },
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ArchiveError {
    /// A complaint about the content of a file.
    pub fn format(path: &Path, fault: FormatError) -> Self {
        Self::Format { file: plain(path), fault }
    }

    /// A complaint about what could not be added to a file.
    pub(super) fn appending(path: &Path, reason: String) -> Self {
        Self::Append { file: plain(path), reason }
    }
}
