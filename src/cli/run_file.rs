//! What commands share that look at a run: the archive, its checkpoints, and data beside it.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::common::{CliError, DataFilter};
use crate::io::rbm_archive::record::checksum;
use crate::io::rbm_archive::{self, Archive, OwnRecord, UpdateChoice};
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::rbm::{Configurations, Rbm, VisibleUnits};
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
    /// Reads the checkpoints that are asked for.
    pub fn read(&self) -> Result<Archive, CliError> {
        Ok(rbm_archive::read_some(&self.run, self.update)?)
    }
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
    /// Opens the data, where there are any, and checks that they fit the machine.
    pub fn open(&self, rbm: &Rbm, seed: Seed) -> Result<Option<Dataset>, CliError> {
        let Some(text) = &self.data else {
            let filter = &self.filter;
            let chooses = filter.rows.is_some() || filter.labels.is_some() || filter.threshold.is_some();
            if chooses || !filter.subset.is_empty() {
                let sentence = "--rows, --subset, --labels and --threshold choose among data; add --data DATA";
                return Err(CliError::Usage(sentence.to_owned()));
            }
            return Ok(None);
        };
        let data = self.filter.open(text, seed)?;
        check_fit(&data, rbm)?;
        Ok(Some(data))
    }
}

/// The data that a run of this program learnt from, found again by what it recorded, or under another name.
///
/// # Errors
/// There are none, or others by now.
pub fn data_of_run(run: &Path, record: &OwnRecord, elsewhere: Option<&str>) -> Result<(String, Dataset), CliError> {
    let reference = record.data.clone().unwrap_or_default();
    let filter = DataFilter {
        rows: reference.first_rows,
        subset: reference.subset,
        labels: reference.labels.map(PathBuf::from),
        threshold: reference.threshold,
    };
    let source = elsewhere.map_or(reference.source, str::to_owned);
    let data = filter.open(&source, Seed(record.seed))?;
    if checksum(&data) == reference.checksum {
        return Ok((source, data));
    }
    let (run, rows) = (plain(run), reference.rows);
    Err(CliError::failed(format!("{source} has changed: expected the {rows} rows that the run in {run} learnt from")))
}

/// Refuses data whose rows are no states of the machine.
pub fn check_fit(data: &Dataset, rbm: &Rbm) -> Result<(), CliError> {
    let (sites, states) = (rbm.sites(), rbm.visible().states());
    if data.columns() != sites {
        let found = data.columns();
        return Err(CliError::failed(format!(
            "{}: expected rows of {sites} values, as the machine has visible units, found {found}",
            data.name
        )));
    }
    if data.states > states {
        let kind = match rbm.visible() {
            VisibleUnits::Potts(states) => format!("at most {states} values of a site"),
            VisibleUnits::Bernoulli | VisibleUnits::Ising => "two values of a site".to_owned(),
        };
        return Err(CliError::failed(format!("{}: expected {kind}, found {}", data.name, data.states)));
    }
    Ok(())
}

/// The rows of a data set as states of visible units.
pub fn rows_of(data: &Dataset) -> Configurations {
    data.values.clone()
}
