//! A file that says that a window is open: one that is found at the start tells that the last window did not close.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The file, in the folder of what is remembered.
const FILE: &str = "window-open";

/// The mark of one window, which holds a lock on its file while it lives.
#[derive(Debug)]
pub struct OpenMarker {
    file: File,
    path: PathBuf,
    /// Whether the last window did not close: it was killed, or stopped by an error of its own.
    pub cut_short: bool,
}

impl OpenMarker {
    /// Marks that a window is open. `None` where that cannot be marked, and where another window has done so.
    pub fn begin(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        let path = folder.join(FILE);
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).ok()?;
        match file.try_lock() {
            Ok(()) => {}
            // A window that still lives was not cut short.
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => return None,
        }
        let cut_short = file.metadata().is_ok_and(|found| found.len() > 0);
        if !cut_short {
            file.write_all(b"A window of Glassbox is open, or was when it ended.\n").ok()?;
        }
        Some(Self { file, path, cut_short })
    }

    /// The window has closed.
    pub fn end(self) {
        // Empty counts as gone, where a file that is open cannot be removed.
        if self.file.set_len(0).is_ok() {
            fs::remove_file(&self.path).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_did_not_close_is_found_and_one_that_is_open_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let first = OpenMarker::begin(folder.path()).unwrap();
        assert!(!first.cut_short);
        assert!(OpenMarker::begin(folder.path()).is_none(), "it is open");
        drop(first);
        let second = OpenMarker::begin(folder.path()).unwrap();
        assert!(second.cut_short);
        second.end();
        assert!(!folder.path().join(FILE).exists());
        assert!(!OpenMarker::begin(folder.path()).unwrap().cut_short);
    }
}
