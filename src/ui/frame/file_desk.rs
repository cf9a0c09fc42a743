//! Asks for the path of a file that is to be opened or written, and says when one has come.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::ui::files::{FileKind, SaveTo};
use crate::ui::jobs::{Answer, Inbox, Jobs};
use crate::ui::shell::Shell;
use crate::ui::widgets::{PathAnswer, PathQuestion, PathWords};

/// What a path is for.
#[derive(Clone, Copy, Debug)]
pub enum PathFor {
    /// A file of this kind is opened, in the lab that takes it.
    Open(FileKind),
    /// It is taken into the work of the lab.
    Import(FileKind),
    /// The lab writes it.
    Write(FileKind),
    /// A folder is read, or a file that is typed.
    Folder(FileKind),
    /// A film of the lab is written.
    Film(FileKind),
}

impl PathFor {
    const fn kind(&self) -> FileKind {
        match self {
            Self::Open(kind) | Self::Import(kind) | Self::Folder(kind) | Self::Write(kind) | Self::Film(kind) => *kind,
        }
    }

    fn words(&self) -> PathWords<'static> {
        let title = self.kind().entry;
        match self {
            Self::Open(_) | Self::Import(_) => PathWords {
                title,
                field: "Path of a file",
                hint: "path of a file; ~ is the home folder",
                button: "Open",
                writes: false,
            },
            Self::Folder(_) => PathWords {
                title,
                field: "Path of a folder",
                hint: "path of a folder or a file; ~ is the home folder",
                button: "Open",
                writes: false,
            },
            Self::Write(_) | Self::Film(_) => {
                let (field, hint) = ("Path to save to", "path of the new file");
                PathWords { title, field, hint, button: "Save", writes: true }
            }
        }
    }
}

/// A path that has come.
#[derive(Clone, Debug)]
pub struct PathGiven {
    pub purpose: PathFor,
    pub to: SaveTo,
}

/// The question that is open, and the answers of dialogs.
#[derive(Default)]
pub struct FileDesk {
    question: Option<(PathFor, PathQuestion)>,
    inbox: Inbox<(PathFor, PathBuf)>,
}

impl FileDesk {
    /// Asks by a dialog of the system; the path is typed where none comes.
    pub fn ask(&mut self, purpose: PathFor, shell: &mut Shell) {
        let mut question = PathQuestion::typed(purpose.kind().name.to_owned());
        question.asks_dialog(&shell.jobs);
        let FileKind { entry, name, kind, endings, .. } = purpose.kind();
        let (jobs, inbox): (Jobs, _) = (shell.jobs.clone(), &mut self.inbox);
        let started = match purpose {
            PathFor::Write(_) | PathFor::Film(_) => {
                jobs.save_file(entry, name, inbox, move |path| Answer::Done((purpose, path)))
            }
            PathFor::Folder(_) => jobs.open_folder(entry, inbox, move |path| Answer::Done((purpose, path))),
            PathFor::Open(_) | PathFor::Import(_) => {
                let given = move |path: &Path| Answer::Done((purpose, path.to_owned()));
                jobs.open_file(entry, (kind, endings()), inbox, given)
            }
        };
        match started {
            Ok(()) => self.question = Some((purpose, question)),
            Err(sentence) => shell.say(sentence),
        }
    }

    /// Has the path typed.
    pub fn ask_typed(&mut self, purpose: PathFor) {
        self.question = Some((purpose, PathQuestion::typed(purpose.kind().name.to_owned())));
    }

    /// Whether a path is asked for.
    pub const fn is_open(&self) -> bool {
        self.question.is_some()
    }

    /// Draws the question; gives the path that came in this frame.
    pub fn ui(&mut self, ctx: &Context, shell: &mut Shell) -> Option<PathGiven> {
        if let Some((purpose, path)) = self.inbox.done(shell) {
            // A dialog that came late: what is typed in its place is given up.
            self.question.take_if(|(_, question)| !question.is_typed());
            // The dialog has asked before overwriting.
            return Some(PathGiven { purpose, to: SaveTo { path, overwrite: true } });
        }
        let (purpose, question) = self.question.as_mut()?;
        let purpose = *purpose;
        let given = |path, overwrite| Some(PathGiven { purpose, to: SaveTo { path, overwrite } });
        match question.ui(ctx, &shell.jobs, &purpose.words())? {
            PathAnswer::Path(path) => {
                self.question = None;
                given(path, false)
            }
            PathAnswer::Replace(path) => {
                self.question = None;
                given(path, true)
            }
            PathAnswer::Dialog => {
                self.ask(purpose, shell);
                None
            }
            PathAnswer::Nowhere => {
                self.question = None;
                None
            }
        }
    }
}
