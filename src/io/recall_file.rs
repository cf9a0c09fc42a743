//! A recall in a file: its document, and how far it was run. From the two the run is made again, bit for bit.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::atomic::{self, WriteError};
use super::files::{self, FileError};
use super::guarded::reading;
use super::text::{quoted, said};
use crate::engine::hopfield::recall::Document;

/// What every such file says of itself.
const FORMAT: &str = "glassbox recall";
/// Since version 2 long patterns are text.
const VERSION: u32 = 2;
/// The largest file that is read: ten thousand digits take two megabytes, and as lists in a file of version 1 twenty.
const LARGEST: u64 = 256 << 20;
/// The ending of its name.
pub const ENDING: &str = "json";

/// What is kept of a recall.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RecallFile {
    format: String,
    version: u32,
    /// The visits of spins that were done from the cue; 0 where the document alone does not give the run.
    pub updates: u64,
    /// Memories, rule, cue and seed.
    pub document: Document,
}

/// Why a file is no recall.
#[derive(Debug, thiserror::Error)]
pub enum RecallFileError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It holds something else.
    #[error("{} is not a saved recall: {reason}", super::text::plain(path))]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl RecallFile {
    /// A recall that was run for so many updates.
    pub fn new(document: Document, updates: u64) -> Self {
        Self { format: FORMAT.to_owned(), version: VERSION, updates, document }
    }

    /// Writes it.
    pub fn write(&self, path: &Path, overwrite: bool) -> Result<(), WriteError> {
        atomic::write(path, overwrite, |out| {
            serde_json::to_writer(&mut *out, self)?;
            out.write_all(b"\n")
        })
    }

    /// Reads one.
    pub fn read(path: &Path) -> Result<Self, RecallFileError> {
        let bytes = files::read(path, LARGEST)?;
        let wrong = |reason: String| RecallFileError::Content { path: path.to_owned(), reason };
        let parsed = reading(|| serde_json::from_slice(&bytes)).map_err(|fault| wrong(fault.to_string()))?;
        let found: Self = parsed.map_err(|error| wrong(said(&error)))?;
        if found.format != FORMAT {
            return Err(wrong(format!("its format is {}", quoted(&found.format))));
        }
        if found.version > VERSION {
            return Err(wrong(format!("it is of version {}, and this program reads up to {VERSION}", found.version)));
        }
        found.document.check().map_err(|error| wrong(error.to_string()))?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::hopfield::recall::Memory;
    use crate::physics::corruption::Corruption;
    use crate::physics::seed::Seed;
    use crate::physics::spins::{GridShape, Pattern};

    fn document() -> Document {
        let pattern = Pattern::from_bits([true, false, true, true, false, false]);
        let memories = vec![Memory::new("a", pattern.clone())];
        let document = Document::new(GridShape::new(3, 2), memories, pattern, Seed(7));
        Document { corruption: Corruption::flip(0.25), ..document }
    }

    #[test]
    fn a_recall_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let file = RecallFile::new(document(), 12);
        file.write(&path, false).unwrap();
        assert_eq!(RecallFile::read(&path).unwrap(), file);
        assert!(file.write(&path, false).unwrap_err().to_string().contains("exists already"));
    }

    #[test]
    fn what_is_no_recall_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let refused = |text: &str| {
            atomic::write(&path, true, |out| out.write_all(text.as_bytes())).unwrap();
            RecallFile::read(&path).unwrap_err().to_string()
        };
        assert!(refused("[1, 2]").contains("run.json is not a saved recall"));
        let file = serde_json::to_string(&RecallFile::new(document(), 0)).unwrap();
        assert!(refused(&file.replace("glassbox recall", "something")).contains("its format is “something”"));
        assert!(refused(&file.replace("\"version\":2", "\"version\":9")).contains("version 9"));
        assert!(refused(&file.replace("\"width\":3", "\"width\":4")).contains("does not fit a grid of 4 × 2"));
    }
}
