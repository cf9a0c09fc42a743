//! Rows of a file, or of another lab, shown before they are learned.

use std::path::PathBuf;

use crate::engine::boltzmann::OwnRows;
use crate::io::datasets::DataSource;
use crate::physics::data::Dataset;
use crate::ui::import::{Decision, ImportDialog, Opened, Purpose};
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::labs::boltzmann::data;
use crate::ui::shell::Shell;

/// What is read, and what is shown of it.
#[derive(Default)]
pub struct Import {
    inbox: Inbox<Box<Opened>>,
    dialog: Option<ImportDialog>,
}

impl Import {
    pub const fn is_open(&self) -> bool {
        self.dialog.is_some()
    }

    /// Whether a file is being read.
    pub fn busy(&self) -> bool {
        self.inbox.busy() || self.dialog.as_ref().is_some_and(ImportDialog::busy)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn read(&mut self, path: PathBuf, shell: &Shell) -> Result<(), String> {
        shell.jobs.clone().start("open data", &mut self.inbox, move || {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            match Opened::find(name, DataSource::Path(path)) {
                Ok(opened) => Answer::Done(Box::new(opened)),
                Err(sentence) => Answer::Failed(sentence),
            }
        })
    }

    /// Shows what was read.
    pub fn fetch(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        if let Some(opened) = self.inbox.done(shell) {
            self.dialog = Some(ImportDialog::new(*opened));
            ctx.request_repaint();
        }
    }

    /// Draws it; the rows that were taken.
    pub fn ui(&mut self, ctx: &egui::Context, shell: &mut Shell) -> Option<OwnRows> {
        let dialog = self.dialog.as_mut()?;
        let refuses = |rows: &Dataset| data::own_rows(rows).err();
        let purpose = Purpose { take: "Learn these rows", rows: true, refuses: &refuses };
        let taken = match dialog.ui(ctx, &shell.jobs, &purpose, |_, _| {}) {
            Decision::Open => return None,
            Decision::Left => None,
            Decision::Taken(taken) => Some(taken),
        };
        self.dialog = None;
        let (rows, note) = data::own_rows(&taken?.rows).map_err(|why| shell.say(why)).ok()?;
        shell.tell(note);
        Some(rows)
    }
}
