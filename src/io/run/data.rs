//! Data to train on: opened by what is asked for, or found again by what a run recorded.

use std::path::PathBuf;

use crate::engine::rbm::{DataReference, RecordedReading, TrainingData};
use crate::io::datasets::{self, Alphabet, DataError, DataOptions, DataSource, Reading};
use crate::io::standard;
use crate::physics::data::Dataset;
use crate::physics::rbm::{Rbm, VisibleUnits};
use crate::physics::seed::Seed;
use crate::physics::spins::GridShape;

/// Why data cannot be those of a run.
#[derive(Debug, thiserror::Error)]
pub enum RunDataError {
    /// They cannot be opened.
    #[error(transparent)]
    Data(#[from] DataError),
    /// They were never in a file.
    #[error("the run in {0} learnt from what came by standard input, which is not kept: give the data again")]
    Gone(String),
    /// They are not the ones that were recorded.
    #[error("{data} has changed: expected the {rows} rows that the run in {run} learnt from")]
    Changed {
        /// What the data are called.
        data: String,
        /// The run.
        run: String,
        /// Rows it learned from.
        rows: usize,
    },
    /// Their rows are no states of the machine.
    #[error("{data}: expected {expected}, found {found}")]
    Misfit {
        /// What the data are called.
        data: String,
        /// What the machine takes.
        expected: String,
        /// What the data have.
        found: String,
    },
}

/// Opens data with how its rows were chosen, so that a record finds the same rows again. The seed only matters for
/// data that are drawn at random.
///
/// # Errors
/// What is wrong with the data.
pub fn open_data(
    source: &DataSource,
    options: &DataOptions,
    reweighted: bool,
    seed: Seed,
) -> Result<TrainingData, DataError> {
    let rows = datasets::open(source, options, seed)?;
    let choice = DataReference {
        source: name_of(source),
        reweighted,
        first_rows: options.rows,
        subset: options.subset.clone(),
        labels: options.labels_file.as_ref().map(|file| file.to_string_lossy().into_owned()),
        threshold: options.reading.threshold,
        reading: recorded(&options.reading),
        ..DataReference::default()
    };
    Ok(TrainingData::chosen(rows, choice))
}

/// What opens the same data again.
pub fn name_of(source: &DataSource) -> String {
    // As they were typed: paths must open the files again.
    match source {
        DataSource::Path(path) => path.to_string_lossy().into_owned(),
        DataSource::Array(path, array) => format!("{}:{array}", path.to_string_lossy()),
        DataSource::Pictures(paths) => paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join(","),
        DataSource::Builtin(_)
        | DataSource::LatticeProtein(_)
        | DataSource::Ising(_)
        | DataSource::Random { .. }
        | DataSource::StandardInput => source.to_string(),
    }
}

/// The data that `run` recorded, found again where they were or at `elsewhere`.
///
/// # Errors
/// They cannot be opened, or are others by now.
pub fn find_data(
    reference: &DataReference,
    run: &str,
    elsewhere: Option<&str>,
    seed: Seed,
) -> Result<TrainingData, RunDataError> {
    let options = DataOptions {
        rows: reference.first_rows,
        subset: reference.subset.clone(),
        labels_file: reference.labels.as_ref().map(PathBuf::from),
        reading: reading_of(reference),
    };
    let source = match elsewhere {
        Some(source) => source,
        // What is read from there now is something else.
        None if [standard::INPUT, standard::NAME].contains(&reference.source.as_str()) => {
            return Err(RunDataError::Gone(run.to_owned()));
        }
        None => &reference.source,
    };
    let source = source.parse().map_err(RunDataError::Data)?;
    let data = open_data(&source, &options, reference.reweighted, seed)?;
    same_rows(reference, run, &data)?;
    Ok(data)
}

/// What is recorded of how values were taken, where it is more than a threshold.
fn recorded(reading: &Reading) -> Option<Box<RecordedReading>> {
    let recorded = RecordedReading {
        categories: reading.categories,
        label_columns: reading.label_columns.iter().map(ToString::to_string).collect(),
        names_column: reading.names_column.as_ref().map(ToString::to_string),
        transpose: reading.transpose,
        keep_insertions: reading.keep_insertions,
        shape: reading.shape.map(|shape| [shape.height, shape.width]),
    };
    (recorded != RecordedReading::default()).then(|| Box::new(recorded))
}

/// How the values of recorded data were taken.
fn reading_of(reference: &DataReference) -> Reading {
    // Before alphabets were recorded all sequences were read as proteins.
    let usual = (reference.states == Alphabet::protein().states()).then(Alphabet::protein);
    let recorded = reference.reading.as_deref().cloned().unwrap_or_default();
    Reading {
        threshold: reference.threshold,
        categories: recorded.categories,
        alphabet: reference.alphabet.as_ref().map_or(usual, |letters| letters.parse().ok()),
        label_columns: recorded.label_columns.iter().filter_map(|column| column.parse().ok()).collect(),
        names_column: recorded.names_column.and_then(|column| column.parse().ok()),
        transpose: recorded.transpose,
        keep_insertions: recorded.keep_insertions,
        shape: recorded.shape.map(|[height, width]| GridShape::new(width, height)),
        ..Reading::default()
    }
}

/// Refuses rows that are not those that `run` recorded.
pub(super) fn same_rows(recorded: &DataReference, run: &str, data: &TrainingData) -> Result<(), RunDataError> {
    let DataReference { source, checksum, .. } = &data.reference;
    if *checksum == recorded.checksum {
        return Ok(());
    }
    Err(RunDataError::Changed { data: source.clone(), run: run.to_owned(), rows: recorded.rows })
}

/// Refuses data whose rows are no states of the machine.
///
/// # Errors
/// Another number of values in a row, or values that the visible units do not take.
pub fn check_fit(data: &Dataset, rbm: &Rbm) -> Result<(), RunDataError> {
    let misfit = |expected: String, found: usize| {
        Err(RunDataError::Misfit { data: data.name.clone(), expected, found: found.to_string() })
    };
    let (sites, states) = (rbm.sites(), rbm.visible().states());
    if data.columns() != sites {
        return misfit(format!("rows of {sites} values, as the machine has visible units"), data.columns());
    }
    if data.states > states {
        let kind = match rbm.visible() {
            VisibleUnits::Potts(states) => format!("at most {states} values of a site"),
            VisibleUnits::Bernoulli | VisibleUnits::Ising => "two values of a site".to_owned(),
        };
        return misfit(kind, usize::from(data.states));
    }
    Ok(())
}
