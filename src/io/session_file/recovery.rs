//! The session as it stands, kept in the folder of the window for a start after a window that was cut short.

use std::fs;
use std::path::{Path, PathBuf};

use super::content::SessionFile;
use super::error::SessionFileError;
use super::writing;

/// What this window keeps, and what the last one left behind.
const KEPT: &str = "recovery.glassbox";
const FOUND: &str = "recovered.glassbox";

/// Keeps the session: the file of before, or this one, and never half of it.
///
/// # Errors
/// The file cannot be written.
pub fn keep(file: &SessionFile, folder: &Path) -> Result<(), SessionFileError> {
    writing::write(file, &folder.join(KEPT), true)
}

/// What the last window kept, put where this one does not write; `None` where it kept nothing.
pub fn found(folder: &Path) -> Option<PathBuf> {
    let path = folder.join(FOUND);
    fs::rename(folder.join(KEPT), &path).ok().map(|()| path)
}

/// Forgets what was kept: it is in a file, or the window closes.
pub fn forget(folder: &Path) {
    fs::remove_file(folder.join(KEPT)).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_once_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(found(folder.path()), None);
        keep(&SessionFile::new("recall", "dark"), folder.path()).unwrap();
        let path = found(folder.path()).unwrap();
        keep(&SessionFile::new("tree", "dark"), folder.path()).unwrap();
        assert_eq!(super::super::reading::read(&path).unwrap().lab, "recall");
        forget(folder.path());
        assert_eq!(found(folder.path()), None);
    }
}
