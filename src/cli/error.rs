//! How commands fail: one or two sentences for standard error, and an exit status.

use std::fmt::Display;
use std::io::{self, ErrorKind};

use crate::io::atomic::WriteError;
use crate::io::datasets::DataError;
use crate::io::export::ExportError;
use crate::io::rbm_archive::ArchiveError;
use crate::io::run::RunDataError;
use crate::io::standard;

/// Why a command ended early: one or two sentences for standard error.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The request itself is wrong.
    #[error("{0}")]
    Usage(String),
    /// Something went wrong while it was carried out.
    #[error("{0}")]
    Failed(String),
    /// Data could not be opened.
    #[error(transparent)]
    Data(#[from] DataError),
    /// Data are not those of a run.
    #[error(transparent)]
    RunData(#[from] RunDataError),
    /// Data could not be exported.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A run could not be read or written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Standard output is gone.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// A failure with the sentence of whatever failed.
    pub fn failed(sentence: impl Display) -> Self {
        Self::Failed(sentence.to_string())
    }

    /// Whether who read standard output went away: what was wanted is there.
    pub fn is_closed_pipe(&self) -> bool {
        let error = match self {
            Self::Output(error) => error,
            Self::Write(WriteError::Other { path, source })
            | Self::Export(ExportError::Write(WriteError::Other { path, source }))
                if standard::is_output(path) =>
            {
                source
            }
            _ => return false,
        };
        error.kind() == ErrorKind::BrokenPipe
    }

    /// What the command line has for this failure, after its sentence.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Write(WriteError::Exists(_))
            | Self::Export(ExportError::Write(WriteError::Exists(_)))
            | Self::Archive(ArchiveError::Write(WriteError::Exists(_))) => " or add --overwrite",
            _ => "",
        }
    }

    /// The exit status: 1 failed, 2 wrong usage.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_)
            | Self::Export(ExportError::Ending { .. })
            | Self::Archive(ArchiveError::NoUpdate { .. }) => 2,
            Self::Data(error) | Self::RunData(RunDataError::Data(error)) if error.is_usage() => 2,
            _ => 1,
        }
    }
}
