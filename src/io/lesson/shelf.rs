//! Where lessons are found: those that are embedded, and those of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::reading::{self, Lesson, Mistake};
use crate::io::files;
use crate::io::text::plain;

/// The embedded lessons: the name of each file, and its text.
macro_rules! embedded {
    ($($name:literal)+) => {
        /// The embedded lessons, in the order of a course.
        pub const EMBEDDED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lessons/", $name)))),+];
    };
}

embedded! {
    "01-magnet.md"
    "02-store-corrupt-recall.md"
    "03-crosstalk.md"
    "04-capacity.md"
    "05-basins.md"
    "06-letters.md"
    "07-all-at-once.md"
    "08-mixtures.md"
    "09-annealing.md"
    "10-phase-diagram.md"
    "11-dense-memories.md"
    "12-exponential.md"
    "13-boltzmann-learns.md"
    "14-hidden-unit.md"
    "15-phase-transition.md"
    "16-four-pictures.md"
    "17-fixed-points.md"
    "18-tree.md"
    "19-read-back.md"
    "20-out-of-equilibrium.md"
    "21-break-one-step-error.md"
    "22-break-energy-change.md"
    "23-break-mixtures.md"
    "24-break-mixture-spin.md"
    "25-break-dense-energy.md"
    "26-break-dense-capacity.md"
    "27-break-gradient.md"
    "28-break-hidden-unit.md"
    "29-break-free-energy.md"
    "30-break-visible-unit.md"
}

/// A longer file is no lesson.
const MOST_BYTES: u64 = 1 << 20;
/// More files of a folder are not read.
const MOST_FILES: usize = 500;

/// Lessons, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// In the order of a course.
    pub lessons: Vec<Lesson>,
    /// A sentence for each file with mistakes.
    pub refused: Vec<String>,
}

impl Shelf {
    /// The embedded lessons.
    pub fn embedded() -> Self {
        let mut shelf = Self::default();
        for (name, text) in EMBEDDED {
            shelf.take(name, text);
        }
        shelf
    }

    /// The embedded lessons and those of a folder, which may be missing.
    #[must_use]
    pub fn with_folder(mut self, folder: &Path) -> Self {
        let Ok(entries) = fs::read_dir(folder) else { return self };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
        files.sort();
        if files.len() > MOST_FILES {
            let sentence = format!("{} has {} lessons; the first {MOST_FILES} are read", plain(folder), files.len());
            self.refused.push(sentence);
        }
        for path in files.iter().take(MOST_FILES) {
            match text_of(path) {
                Ok(text) => self.take(&plain(path), &text),
                Err(sentence) => self.refused.push(sentence),
            }
        }
        self
    }

    /// The lesson of this name, whatever the case of its letters.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.head.id.eq_ignore_ascii_case(id))
    }

    fn take(&mut self, name: &str, text: &str) {
        match reading::lesson(text) {
            Ok(lesson) if self.lesson(&lesson.head.id).is_some() => {
                self.refused.push(format!("{name} has the id {}, which another lesson has", lesson.head.id));
            }
            Ok(lesson) => self.lessons.push(lesson),
            Err(mistakes) => self.refused.push(format!("{name}{}", first(&mistakes))),
        }
    }
}

/// The text of a lesson in a file.
///
/// # Errors
/// A sentence where it cannot be read, or is no text.
pub fn text_of(path: &Path) -> Result<String, String> {
    let bytes = files::read(path, MOST_BYTES).map_err(|err| format!("{} cannot be read: {err}", plain(path)))?;
    String::from_utf8(bytes).map_err(|err| format!("{} is not text: {err}", plain(path)))
}

/// The first mistake, and how many there are.
fn first(mistakes: &[Mistake]) -> String {
    let Some(one) = mistakes.first() else { return String::new() };
    let more = if mistakes.len() > 1 { format!(", and {} more", mistakes.len() - 1) } else { String::new() };
    format!(", line {}: {}{more}", one.line, one.sentence)
}
