//! The file dialogs of the system: what they are asked, and what is noticed where none of them opens.
//!
//! On Linux a dialog comes from a service that need not be there: the answer is then “no file” at once, or nothing for a
//! long time. Whoever asks keeps a [`DialogWatch`], and has the path typed where no dialog has come.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use egui::Context;

use crate::ui::jobs::Jobs;

/// A dialog that is closed within this many seconds was never seen.
const AT_ONCE: f64 = 0.5;
/// A dialog that opens takes the window's focus within this many seconds.
const PATIENCE: f64 = 2.0;

/// Where the path is typed because no dialog came.
pub const NO_DIALOG: &str = "No file dialog has answered. Type the path here, then press Enter.";

/// What a dialog asks for.
pub enum Question {
    /// A file that exists: the name of its kind, and the endings of that kind.
    Open { title: String, kind: &'static str, endings: &'static [&'static str] },
    /// A folder that exists.
    Folder { title: String },
    /// A new file, with the name that is proposed. Whether one of that name is replaced is asked by the dialog.
    Save { title: String, name: String },
}

/// Asks, and waits for the answer: `None` where the dialog was closed, and where none could be opened.
pub type Choose = Arc<dyn Fn(Question) -> Option<PathBuf> + Send + Sync>;

/// Asks with a dialog of the system.
pub fn of_the_system(question: Question) -> Option<PathBuf> {
    match question {
        Question::Open { title, kind, endings } => {
            rfd::FileDialog::new().set_title(title).add_filter(kind, endings).pick_file()
        }
        Question::Folder { title } => rfd::FileDialog::new().set_title(title).pick_folder(),
        Question::Save { title, name } => rfd::FileDialog::new().set_title(title).set_file_name(name).save_file(),
    }
}

/// The dialogs of one window, and how the latest of them stands.
#[derive(Clone)]
pub struct Dialogs {
    choose: Choose,
    latest: Arc<Mutex<Latest>>,
}

/// The number of dialogs asked for, and whether a file was chosen in the last one; `None` before its answer.
#[derive(Clone, Copy, Default)]
struct Latest {
    number: u64,
    chosen: Option<bool>,
}

impl Dialogs {
    pub fn new(choose: Choose) -> Self {
        Self { choose, latest: Arc::default() }
    }

    fn latest<T>(&self, with: impl FnOnce(&mut Latest) -> T) -> T {
        with(&mut self.latest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes down that a dialog is asked for. What is given back asks, on whichever thread it is called.
    pub(super) fn ask(&self, question: Question) -> impl FnOnce() -> Option<PathBuf> + Send + use<> {
        let number = self.latest(|latest| {
            *latest = Latest { number: latest.number + 1, chosen: None };
            latest.number
        });
        let dialogs = self.clone();
        move || {
            let path = (dialogs.choose)(question);
            dialogs.latest(|latest| {
                // The answer to an earlier question says nothing of this one.
                if latest.number == number {
                    latest.chosen = Some(path.is_some());
                }
            });
            path
        }
    }
}

/// How a dialog stands that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// It is open, or still to come.
    Awaited,
    /// None has opened. A late answer still counts.
    Missing,
    /// It was closed without a file.
    Closed,
    Chosen,
}

/// Watches the dialog that is asked for next.
#[derive(Clone, Copy, Debug)]
pub struct DialogWatch {
    /// The number of the last dialog before it.
    before: u64,
    since: Option<f64>,
}

impl DialogWatch {
    pub fn new(jobs: &Jobs) -> Self {
        Self { before: jobs.dialogs().latest(|latest| latest.number), since: None }
    }

    /// How the dialog stands in this frame; the window is woken in time to see that none has come.
    pub fn check(&mut self, ctx: &Context, jobs: &Jobs) -> Watched {
        let (now, focused) = ctx.input(|input| (input.time, input.focused));
        let waited = now - *self.since.get_or_insert(now);
        let latest = jobs.dialogs().latest(|latest| *latest);
        let answer = latest.chosen.filter(|_| latest.number > self.before);
        match answer {
            Some(true) => Watched::Chosen,
            Some(false) if waited < AT_ONCE => Watched::Missing,
            Some(false) => Watched::Closed,
            // A dialog that is open has the focus.
            None if waited >= PATIENCE && focused => Watched::Missing,
            None => {
                ctx.request_repaint_after_secs((PATIENCE - waited).max(0.1) as f32);
                Watched::Awaited
            }
        }
    }
}
