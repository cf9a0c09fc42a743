//! Tables of cells, written on a thread of their own.

use std::path::PathBuf;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::sweep::{COLUMNS, SweepCell, SweepOrigin};
use crate::io::export::rows;
use crate::ui::files::SaveTo;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::labs::phases::sweeps::queue::Kept;
use crate::ui::labs::phases::sweeps::request::Request;
use crate::ui::shell::Shell;

/// The finished cells of a sweep under a name.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The name of the file that a dialog proposes.
    pub name: String,
    pub origin: SweepOrigin,
    pub cells: Vec<SweepCell>,
}

impl Kept<Request> {
    /// The finished cells of a result.
    pub fn table(&self) -> Table {
        let cells = self.view.cells.iter().filter(|cell| cell.done).copied().collect();
        Table { name: self.what.file_name(), origin: self.what.config().origin(), cells }
    }
}

/// The inbox of what is being written.
#[derive(Default)]
pub struct Files {
    inbox: Inbox<PathBuf>,
}

impl Files {
    /// Says what was written and what could not be.
    pub fn take(&mut self, shell: &mut Shell) {
        while let Some(path) = self.inbox.done(shell) {
            shell.saved(&path);
        }
    }

    /// Whether a file is being written.
    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Asks where to and writes the table.
    ///
    /// # Errors
    /// No thread for it.
    pub fn ask(&mut self, table: Table, shell: &Shell) -> Result<(), SessionError> {
        let name = table.name.clone();
        // The dialog has asked before overwriting.
        let work = move |path| write(&table, SaveTo { path, overwrite: true });
        shell.jobs.save_file("Save the cells", &name, &mut self.inbox, work).map_err(SessionError::new)
    }

    /// Writes the table.
    ///
    /// # Errors
    /// No thread for it.
    pub fn save(&mut self, to: SaveTo, table: Table, shell: &Shell) -> Result<(), SessionError> {
        shell.jobs.start("export", &mut self.inbox, move || write(&table, to)).map_err(SessionError::new)
    }
}

fn write(table: &Table, SaveTo { path, overwrite }: SaveTo) -> Answer<PathBuf> {
    match rows::write(&path, overwrite, &COLUMNS, table.cells.iter().map(|cell| cell.row(&table.origin))) {
        Ok(()) => Answer::Done(path),
        Err(err) => Answer::Failed(err.to_string()),
    }
}
