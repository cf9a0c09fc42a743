//! Which file the work of a lab is in, and whether it has changed since.

use std::path::{Path, PathBuf};

/// Moments that are remembered: undo may go back to an earlier one.
const MOST: usize = 16;

/// A moment of the work whose file is known.
struct Moment<M> {
    mark: M,
    file: Option<PathBuf>,
    /// Whether the work was in that file then, or nothing of the person's own.
    clean: bool,
}

/// The files of a lab's work; `M` tells one state of it from another.
pub struct Filed<M> {
    moments: Vec<Moment<M>>,
    file: Option<PathBuf>,
    changed: bool,
    /// How the work stood when that was asked for last.
    current: Option<M>,
    /// What is being written, and where.
    asked: Option<(PathBuf, M)>,
}

impl<M> Default for Filed<M> {
    fn default() -> Self {
        Self { moments: Vec::new(), file: None, changed: false, current: None, asked: None }
    }
}

impl<M: PartialEq + Clone> Filed<M> {
    /// Other work begins, which was not opened from a file; `clean` where nothing of it can be lost.
    pub fn begins(&mut self, mark: M, clean: bool) {
        self.note(Moment { mark, file: None, clean });
    }

    /// `next`, which is in this file, takes the place of `before`.
    pub fn opens(&mut self, before: M, next: M, file: PathBuf) {
        // Undo goes back to it, and it is not in the file that is opened.
        self.note(Moment { mark: before, file: self.file.clone(), clean: !self.changed });
        self.note(Moment { mark: next, file: Some(file), clean: true });
    }

    /// Work of last time goes on, which was opened from this file or saved to it, and had changed since or not.
    pub fn goes_on(&mut self, mark: M, file: PathBuf, changed: bool) {
        self.note(Moment { mark, file: Some(file), clean: !changed });
    }

    /// The work is being written.
    pub fn writes(&mut self, mark: M, file: PathBuf) {
        self.asked = Some((file, mark));
    }

    /// A file was written; whether the work is in it.
    pub fn wrote(&mut self, path: &Path) -> bool {
        let Some((file, mark)) = self.asked.take_if(|(file, _)| file == path) else { return false };
        self.file = Some(file.clone());
        self.note(Moment { mark, file: Some(file), clean: true });
        if let Some(now) = self.current.take() {
            self.stands(&now);
        }
        true
    }

    /// The work stands like this now: asked for whenever it has changed.
    pub fn stands(&mut self, mark: &M) {
        let known = self.moments.iter().rev().find(|moment| moment.mark == *mark);
        if let Some(moment) = known {
            self.file.clone_from(&moment.file);
        }
        self.changed = !known.is_some_and(|moment| moment.clean);
        self.current = Some(mark.clone());
    }

    /// The file that it was opened from or saved to last.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Whether it differs from every file that is known.
    pub const fn is_changed(&self) -> bool {
        self.changed
    }

    fn note(&mut self, moment: Moment<M>) {
        self.moments.retain(|known| known.mark != moment.mark);
        self.moments.push(moment);
        let surplus = self.moments.len().saturating_sub(MOST);
        self.moments.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(filed: &mut Filed<u32>, mark: u32) -> (Option<&Path>, bool) {
        filed.stands(&mark);
        let changed = filed.is_changed();
        (filed.file(), changed)
    }

    #[test]
    fn work_is_changed_until_it_is_written_and_again_when_it_is_edited() {
        let mut filed = Filed::default();
        filed.begins(0, true);
        assert_eq!(standing(&mut filed, 0), (None, false));
        assert_eq!(standing(&mut filed, 1), (None, true));
        filed.writes(1, "a.json".into());
        assert_eq!(standing(&mut filed, 2), (None, true));
        assert!(!filed.wrote(Path::new("shelf.csv")) && filed.wrote(Path::new("a.json")));
        assert!(filed.is_changed());
        let file = Some(Path::new("a.json"));
        assert_eq!(standing(&mut filed, 2), (file, true), "it was edited while it was written");
        assert_eq!(standing(&mut filed, 1), (file, false), "undo goes back to what is in the file");
        standing(&mut filed, 3);
        filed.writes(3, "a.json".into());
        assert!(filed.wrote(Path::new("a.json")) && !filed.is_changed(), "without being asked again");
    }

    #[test]
    fn undo_of_an_opening_goes_back_to_the_file_before() {
        let mut filed = Filed::default();
        filed.begins(0, true);
        filed.writes(1, "a.json".into());
        filed.wrote(Path::new("a.json"));
        standing(&mut filed, 2);
        filed.opens(2, 3, "b.json".into());
        assert_eq!(standing(&mut filed, 3), (Some(Path::new("b.json")), false));
        assert_eq!(standing(&mut filed, 2), (Some(Path::new("a.json")), true), "its edits are in no file");
    }
}
