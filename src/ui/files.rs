//! What labs read and write, as data. The frame makes its File menu of it, asks for paths, and gives them to the lab.

use std::path::{Path, PathBuf};

/// Files that are listed under “Open recent”.
const MOST_RECENT: usize = 10;

/// A kind of file that a lab reads or writes.
#[derive(Clone, Copy, Debug)]
pub struct FileKind {
    /// Stable: by this the lab knows it.
    pub id: &'static str,
    /// Its entry in the menu, and the title of the dialog.
    pub entry: &'static str,
    pub tip: &'static str,
    /// The name of a new file; empty for what is read.
    pub name: &'static str,
    /// What such files are called in a dialog …
    pub kind: &'static str,
    /// … and the endings that they have.
    pub endings: fn() -> &'static [&'static str],
}

/// What a lab reads and writes.
#[derive(Clone, Copy, Debug)]
pub struct LabFiles {
    /// What Open asks for; it arrives as a dropped file does.
    pub opens: Option<FileKind>,
    /// What Save writes: all of the work.
    pub saves: Option<FileKind>,
    /// What is taken into the work that is open.
    pub imports: &'static [FileKind],
    /// What is written of the work for other programs.
    pub exports: &'static [FileKind],
}

impl LabFiles {
    /// A lab without files.
    pub const NONE: Self = Self { opens: None, saves: None, imports: &[], exports: &[] };
}

/// Where a file is written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SaveTo {
    pub path: PathBuf,
    /// Whether a file of that name gives way: a dialog has asked, or it is the one that was saved or opened before.
    pub overwrite: bool,
}

/// How the work of a lab stands with files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// What is open, for the title of the window; may be empty.
    pub name: String,
    /// The file that Save writes again.
    pub file: Option<PathBuf>,
    /// Whether the work differs from what was opened or saved.
    pub changed: bool,
    /// Whether it is being written.
    pub writing: bool,
}

/// What would be lost, and how it is kept.
#[derive(Clone, Debug)]
pub struct Loss {
    /// A sentence that names it.
    pub sentence: String,
    /// The file that keeps it.
    pub kept_as: FileKind,
    /// Whether a session file keeps it, too.
    pub in_session: bool,
}

/// The files that were opened and saved last, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Recent(Vec<String>);

impl Recent {
    /// Notes a file. Its path is made absolute, for the next start may be in another folder; one that cannot be written
    /// as text is left out.
    pub fn note(&mut self, path: &Path) {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let Some(text) = absolute.to_str() else { return };
        self.forget(text);
        self.0.insert(0, text.to_owned());
        self.0.truncate(MOST_RECENT);
    }

    pub fn forget(&mut self, path: &str) {
        self.0.retain(|known| known != path);
    }

    pub fn paths(&self) -> &[String] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_files_are_listed_once_and_by_absolute_paths() {
        let mut recent = Recent::default();
        for k in 0..12 {
            recent.note(Path::new(&format!("/runs/{k}.h5")));
        }
        recent.note(Path::new("/runs/5.h5"));
        assert_eq!(recent.paths().len(), MOST_RECENT);
        assert_eq!(recent.paths()[..3], ["/runs/5.h5", "/runs/11.h5", "/runs/10.h5"]);
        recent.note(Path::new("here.h5"));
        assert!(Path::new(&recent.paths()[0]).is_absolute());
        recent.forget("/runs/5.h5");
        assert!(!recent.paths().contains(&"/runs/5.h5".to_owned()));
    }
}
