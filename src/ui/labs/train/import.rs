//! Data that were found in a file, shown before a run begins on them.

use std::sync::Arc;

use crate::io::datasets::{DataOptions, DataSource};
use crate::io::run::OpenRun;
use crate::ui::import::{Decision, ImportDialog, Purpose};
use crate::ui::labs::train::files::Offered;
use crate::ui::shell::Shell;
use crate::ui::widgets::sentence_ui;

/// Data that may be taken.
pub struct Import {
    dialog: ImportDialog,
    /// The run that is given them where they fit.
    pub without_data: Option<Arc<OpenRun>>,
}

impl Import {
    pub fn new(offered: Offered) -> Self {
        Self { dialog: ImportDialog::new(offered.opened), without_data: offered.without_data }
    }

    /// Whether the file is being read again.
    pub fn busy(&self) -> bool {
        self.dialog.busy()
    }

    /// Draws it. Once it is closed, the data that were taken, if any.
    pub fn ui(&mut self, ctx: &egui::Context, shell: &Shell) -> Option<Option<(DataSource, DataOptions)>> {
        let take = if self.without_data.is_some() { "Take" } else { "Begin a run" };
        let purpose = Purpose { take, rows: true, refuses: &|_| None };
        let waiting = self.without_data.as_ref().map(|run| &run.name);
        let decision = self.dialog.ui(ctx, &shell.jobs, &purpose, |ui, _data| {
            if let Some(name) = waiting {
                sentence_ui(ui, &format!("{name} goes on with them if they fit; else a new run begins."), None);
            }
        });
        match decision {
            Decision::Open => None,
            Decision::Left => Some(None),
            Decision::Taken(taken) => Some(taken.from),
        }
    }
}
