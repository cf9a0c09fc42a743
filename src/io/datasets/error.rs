//! What can be wrong with data: sentences that name the file or option, what was expected and what came.

use std::borrow::Cow;

use crate::io::builtin;
use crate::io::files::FileError;
use crate::io::text::quoted;

/// A reader's complaint; the file is named by whoever called the reader.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct FormatError {
    /// What the format asks for.
    pub expected: Cow<'static, str>,
    /// What was there instead.
    pub found: Cow<'static, str>,
}

impl FormatError {
    /// A complaint from its two halves.
    pub fn new(expected: impl Into<Cow<'static, str>>, found: impl Into<Cow<'static, str>>) -> Self {
        Self { expected: expected.into(), found: found.into() }
    }
}

/// Why data could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The text is no data source.
    #[error(
        "DATA: expected builtin:NAME, random:PxN, random:PxN:balanced, ising:GRAPH:SIZE:BETA or a path, found {}: {reason}",
        quoted(given)
    )]
    Source {
        /// The text given.
        given: String,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// There is no built-in set of that name.
    #[error("builtin: expected one of {}, found {}", builtin::list(), quoted(name))]
    UnknownBuiltin {
        /// The name given.
        name: String,
    },
    /// The file itself could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The content is not what it should be.
    #[error("cannot read {file}: {fault}")]
    Format {
        /// The file or set.
        file: String,
        /// What is wrong with it.
        fault: FormatError,
    },
    /// An option does not fit the data.
    #[error("{option}: {fault}")]
    Option {
        /// The option as typed on the command line.
        option: &'static str,
        /// What is wrong with it.
        fault: FormatError,
    },
}

impl DataError {
    /// Whether the request itself was wrong, rather than a file.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Source { .. } | Self::UnknownBuiltin { .. } | Self::Option { .. })
    }
}
