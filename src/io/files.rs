//! The one door through which files are read: regular files only, of a bounded size.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::text::plain;

/// Largest file that is opened, and largest content that is unpacked from one: 1 GiB.
pub const MAX_BYTES: u64 = 1 << 30;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing at that path.
    #[error("cannot open {}: there is no such file", plain(.0))]
    NotFound(PathBuf),
    /// The operating system refuses access.
    #[error("cannot open {}: permission denied", plain(.0))]
    Permission(PathBuf),
    /// A folder where a file was expected.
    #[error("cannot read {}: expected a file, found a directory", plain(.0))]
    Directory(PathBuf),
    /// A device, pipe or socket.
    #[error("cannot read {}: expected a regular file, found a device, pipe or socket", plain(.0))]
    NotRegular(PathBuf),
    /// More bytes than Glassbox is willing to hold.
    #[error("cannot read {}: expected at most {limit} bytes, found {found}", plain(path))]
    TooLarge {
        /// The path given.
        path: PathBuf,
        /// Size of the file.
        found: u64,
        /// Size that is allowed.
        limit: u64,
    },
    /// No byte at all.
    #[error("cannot read {}: expected data, found an empty file", plain(.0))]
    Empty(PathBuf),
    /// Anything else the operating system reports.
    #[error("cannot read {}: {source}", plain(path))]
    Other {
        /// The path given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl FileError {
    /// Puts an error of the operating system into words.
    pub fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NotFound(path),
            ErrorKind::PermissionDenied => Self::Permission(path),
            ErrorKind::IsADirectory => Self::Directory(path),
            _ => Self::Other { path, source },
        }
    }
}

/// Reads a whole regular file of 1 to `limit` bytes.
///
/// The kind of file is asked before it is opened, because opening a pipe can wait for ever.
#[expect(clippy::disallowed_methods, reason = "this is the door of io/ to the file system")]
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let wrap = |source| FileError::from_io(path, source);
    let metadata = fs::metadata(path).map_err(wrap)?;
    if metadata.is_dir() {
        return Err(FileError::Directory(path.to_path_buf()));
    }
    if !metadata.is_file() {
        return Err(FileError::NotRegular(path.to_path_buf()));
    }
    let too_large = |found| FileError::TooLarge { path: path.to_path_buf(), found, limit };
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    // The file may grow between the question and the answer: the limit holds for what is read, too.
    File::open(path).map_err(wrap)?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(wrap)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    if bytes.is_empty() {
        return Err(FileError::Empty(path.to_path_buf()));
    }
    Ok(bytes)
}

/// The path that somebody typed, without the space around it; `~` at its start is the home folder, as in a shell.
/// `None` where nothing was typed.
pub fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim();
    let rest = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with(std::path::is_separator));
    let at_home = rest.and_then(|rest| {
        let home = std::env::home_dir()?;
        Some(home.join(rest.trim_start_matches(std::path::is_separator)))
    });
    (!text.is_empty()).then(|| at_home.unwrap_or_else(|| text.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_at_the_start_of_a_path_only() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(typed_path(" ~/runs/a.h5 "), Some(home.join("runs/a.h5")));
        assert_eq!(typed_path("~"), Some(home));
        for same in ["~other/a.h5", "runs/~/a.h5", "/tmp/a~", "a.h5"] {
            assert_eq!(typed_path(same), Some(same.into()));
        }
        assert_eq!(typed_path("  "), None);
    }

    #[test]
    fn errors_of_the_system_become_sentences() {
        let say = |kind| FileError::from_io(Path::new("a\nb.npy"), io::Error::from(kind)).to_string();
        assert_eq!(say(ErrorKind::PermissionDenied), r"cannot open a\nb.npy: permission denied");
        assert_eq!(say(ErrorKind::NotFound), r"cannot open a\nb.npy: there is no such file");
        assert!(say(ErrorKind::IsADirectory).ends_with("found a directory"));
    }
}
