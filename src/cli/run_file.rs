//! What commands share that look at a run: the archive, its checkpoints, and data next to it.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::common::{CliError, Common, DataFilter};
use crate::io::rbm_archive::{self, Archive, UpdateChoice};
use crate::io::run::data::{check_fit, find_data};
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::rbm::Rbm;
use crate::physics::seed::Seed;

/// A run as the first argument of a command.
#[derive(Args, Clone, Debug)]
pub struct RunSelection {
    /// A checkpoint archive (.h5) of this program, of the rbms package or of its relatives
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Which checkpoints: the number of an update, first, last or all
    #[arg(long, value_name = "N|first|last|all", default_value = "last", allow_hyphen_values = true)]
    pub update: UpdateChoice,
}

impl RunSelection {
    /// Reads the checkpoints that are asked for; what was decided or left out of the file is noted.
    pub fn read(&self, common: &Common) -> Result<Archive, CliError> {
        let archive = rbm_archive::read_some(&self.run, self.update)?;
        note_archive(&self.run, &archive, common);
        Ok(archive)
    }

    /// The data that the run learnt from, where it says which.
    pub fn recorded_data(&self, archive: &Archive, common: &Common) -> Result<Option<Dataset>, CliError> {
        let Some(record) = &archive.own else { return Ok(None) };
        let reference = record.data.clone().unwrap_or_default();
        let found = find_data(&reference, &plain(&self.run), None, Seed(record.seed))?;
        common.note(&found.rows);
        Ok(Some(Dataset::clone(&found.rows)))
    }
}

/// Says what the reader of an archive noted.
pub fn note_archive(run: &Path, archive: &Archive, common: &Common) {
    common.add_notes(&run.to_string_lossy(), &archive.notes);
}

/// Data as an option of a command, with what to keep of it.
#[derive(Args, Clone, Debug)]
pub struct DataOption {
    /// The data: builtin:NAME, random:PxN or a file, as in “glassbox data show”
    #[arg(long, value_name = "DATA")]
    pub data: Option<String>,
    /// What to keep of it.
    #[command(flatten)]
    pub filter: DataFilter,
}

impl DataOption {
    /// The files that are read.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        self.filter.inputs().chain(self.data.as_deref().map(Path::new))
    }

    /// Opens the data, where there are any, and checks that they fit the machine.
    pub fn open(&self, rbm: &Rbm, common: &Common) -> Result<Option<Dataset>, CliError> {
        let Some(text) = &self.data else {
            if let Some(option) = self.filter.given().next() {
                return Err(CliError::Usage(format!("{option} says which data, or how; add --data DATA")));
            }
            return Ok(None);
        };
        let data = self.filter.open(text, common)?;
        check_fit(&data, rbm)?;
        Ok(Some(data))
    }
}
