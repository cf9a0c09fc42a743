//! One way in: finds the format, reads, and applies the options that all formats share.

use std::path::{Path, PathBuf};

use crate::io::builtin;
use crate::io::files::{self, FileError, MAX_BYTES};
use crate::io::guarded;
use crate::io::standard;
use crate::io::text::{plain, quoted};
use crate::physics::data::Dataset;
use crate::physics::seed::Seed;

use super::decoded::{utf8, without_utf16};
use super::formats::read;
use super::labels::LabelBuilder;
use super::{Alphabet, DataError, DataSource, FormatError, MAX_TEXT_BYTES, Reading, Sidecar};
use super::{choices, folder, gzip, idx, ising, labels, lattice_protein, npz, random};

/// Largest description of a packed set: 16 MiB.
const MAX_SIDECAR_BYTES: u64 = 1 << 24;

/// What may be asked of any data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataOptions {
    /// Keep at most this many rows, the first, after the subset is taken.
    pub rows: Option<usize>,
    /// Keep the rows that carry one of these labels in any label column, or one of these names. Empty keeps all.
    pub subset: Vec<String>,
    /// A CSV file with `Name` and one column per legend.
    pub labels_file: Option<PathBuf>,
    /// How values are taken.
    pub reading: Reading,
}

/// Opens data. The seed only matters for data that are drawn at random.
pub fn open(source: &DataSource, options: &DataOptions, seed: Seed) -> Result<Dataset, DataError> {
    let reading = &options.reading;
    if let Some(threshold) = reading.threshold.filter(|threshold| !threshold.is_finite()) {
        return Err(option("--threshold", FormatError::new("a finite number", threshold.to_string())));
    }
    let is_made = matches!(source, DataSource::LatticeProtein(_) | DataSource::Random { .. } | DataSource::Ising(_));
    if is_made || matches!(source, DataSource::Builtin(_)) {
        // Letters may be given to any values.
        if let Some(choice) = choices::given(reading).find(|choice| choice.option != choices::ALPHABET.option) {
            let found = format!("{source}, whose values are given");
            return Err(option(choice.option, FormatError::new("numbers of a file", found)));
        }
    }
    let mut dataset = match source {
        DataSource::Builtin(name) => builtin::open(name)?,
        DataSource::Random { patterns, spins, balanced } => random::generate(*patterns, *spins, *balanced, seed),
        DataSource::LatticeProtein(fold) => lattice_protein::sequences(*fold, options.rows, seed),
        DataSource::Ising(system) => {
            ising::generate(system, options.rows, seed).map_err(|fault| option("--rows", fault))?
        }
        DataSource::StandardInput => decode(standard::INPUT, standard::input()?, reading)?,
        DataSource::Path(path) if path.is_dir() => folder::open(path, reading)?,
        DataSource::Pictures(files) => folder::open_list(files, reading)?,
        DataSource::Path(path) => open_path(path, reading)?,
        DataSource::Array(path, array) => open_path(path, &Reading { array: Some(array.clone()), ..reading.clone() })?,
    };
    if let Some(alphabet) = &reading.alphabet {
        name_values(&mut dataset, alphabet)?;
    }
    let Some(path) = &options.labels_file else { return narrow(dataset, options) };
    // What is chosen by labels is chosen after they are there; else labels are asked for the rows that are kept.
    if options.subset.is_empty() {
        dataset = narrow(dataset, options)?;
    }
    add_labels(&mut dataset, path)?;
    narrow(dataset, options)
}

/// Gives letters to the values of categorical data.
fn name_values(dataset: &mut Dataset, alphabet: &Alphabet) -> Result<(), DataError> {
    let states = alphabet.states();
    if dataset.alphabet.as_deref() == Some(alphabet.letters()) {
        return Ok(());
    }
    if dataset.is_binary() || dataset.states > states {
        let found = format!("{} values per site in {}", dataset.states, dataset.name);
        return Err(option("--alphabet", FormatError::new(format!("data of 3 to {states} values per site"), found)));
    }
    dataset.states = states;
    dataset.alphabet = Some(alphabet.letters().to_owned());
    Ok(())
}

/// Adds the columns of a label file to data.
///
/// # Errors
/// The file cannot be read, or speaks of none of the rows.
pub fn add_labels(dataset: &mut Dataset, path: &Path) -> Result<(), DataError> {
    let bytes = files::read(path, MAX_TEXT_BYTES)?;
    let added = without_utf16(&bytes)
        .and_then(|bytes| utf8(&bytes).and_then(|text| guarded::reading(|| labels::add(dataset, text)).flatten()));
    added.map_err(|fault| DataError::Format { file: plain(path), fault })
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Reads a file.
pub(super) fn open_path(path: &Path, reading: &Reading) -> Result<Dataset, DataError> {
    let bytes = files::read(path, MAX_BYTES)?;
    let name = file_name(path);
    let fail = |fault| DataError::Format { file: plain(path), fault };
    let sidecar = sidecar_of(path, &bytes);
    let read = guarded::reading(|| read(&name, &bytes, sidecar.as_ref(), reading)).flatten();
    let mut dataset = read.map_err(fail)?;
    attach_idx_labels(&mut dataset, path, &name);
    Ok(dataset)
}

/// Reads the content of a file; its name decides where content does not.
pub fn decode(name: &str, bytes: &[u8], reading: &Reading) -> Result<Dataset, DataError> {
    let read = guarded::reading(|| read(name, bytes, None, reading)).flatten();
    read.map_err(|fault| DataError::Format { file: name.to_owned(), fault })
}

/// The description next to a packed .npz, where there is one: `mnist10k.json` next to `mnist10k.npz`.
fn sidecar_of(path: &Path, bytes: &[u8]) -> Option<Sidecar> {
    if !bytes.starts_with(npz::MAGIC) {
        return None;
    }
    // Another tool's file of the same name says nothing about our arrays: whatever is wrong with it is no error.
    let bytes = files::read(&path.with_extension("json"), MAX_SIDECAR_BYTES).ok()?;
    Sidecar::parse(utf8(&bytes).ok()?).ok()
}

/// The label file that belongs to an image file of MNIST's naming: `…-images-idx3-ubyte` → `…-labels-idx1-ubyte`.
fn attach_idx_labels(dataset: &mut Dataset, path: &Path, name: &str) {
    let sibling = name.replace("images", "labels").replace("idx3", "idx1");
    if sibling == name {
        return;
    }
    let sibling_path = path.with_file_name(&sibling);
    let labels = match files::read(&sibling_path, MAX_BYTES) {
        Err(FileError::NotFound { .. }) => return,
        Err(error) => Err(error.to_string()),
        Ok(bytes) => {
            let read = move || {
                let bytes = if bytes.starts_with(gzip::MAGIC) { gzip::unpack(&bytes, MAX_BYTES)? } else { bytes };
                idx::read_labels(&bytes)
            };
            guarded::reading(read).flatten().map_err(|fault| fault.to_string())
        }
    };
    match labels {
        Ok(labels) if labels.len() == dataset.rows() => {
            let mut builder = LabelBuilder::default();
            for label in &labels {
                builder.push(Some(label));
            }
            dataset.labels.push(builder.finish("label"));
        }
        Ok(labels) => dataset.notes.push(format!("{} has {} labels and was skipped", quoted(&sibling), labels.len())),
        Err(reason) => dataset.notes.push(format!("{} was skipped: {reason}", quoted(&sibling))),
    }
}

/// Takes the subset and the first rows.
fn narrow(dataset: Dataset, options: &DataOptions) -> Result<Dataset, DataError> {
    if options.rows == Some(0) {
        return Err(option("--rows", FormatError::new("a number above 0", "0")));
    }
    if options.subset.is_empty() && options.rows.is_none_or(|rows| rows >= dataset.rows()) {
        return Ok(dataset);
    }
    let mut keep = vec![options.subset.is_empty(); dataset.rows()];
    for wanted in &options.subset {
        if !mark(&dataset, wanted, &mut keep) {
            return Err(option("--subset", FormatError::new(known_labels(&dataset), quoted(wanted))));
        }
    }
    let kept = keep.iter().enumerate().filter_map(|(row, &keep)| keep.then_some(row));
    let kept: Vec<usize> = kept.take(options.rows.unwrap_or(usize::MAX)).collect();
    if kept.is_empty() {
        let found = format!("none for {}", quoted(&options.subset.join(",")));
        return Err(option("--subset", FormatError::new("at least one row", found)));
    }
    Ok(dataset.select(&kept))
}

/// Marks the rows that carry a label or name; `false` where nothing is called so.
fn mark(dataset: &Dataset, wanted: &str, keep: &mut [bool]) -> bool {
    let mut known = false;
    for column in &dataset.labels {
        let Some(class) = column.classes.iter().position(|class| class == wanted) else {
            continue;
        };
        known = true;
        for (keep, of_row) in keep.iter_mut().zip(&column.of_row) {
            *keep |= of_row.is_some_and(|own| own as usize == class);
        }
    }
    for (keep, name) in keep.iter_mut().zip(dataset.row_names.iter().flatten()) {
        if name == wanted {
            known = true;
            *keep = true;
        }
    }
    known
}

/// What may stand in a subset, in few words.
fn known_labels(dataset: &Dataset) -> String {
    let classes = dataset.labels.iter().flat_map(|column| column.classes.iter());
    let known: Vec<&str> = classes.chain(dataset.row_names.iter().flatten()).map(String::as_str).collect();
    match known.len() {
        0 => "data with labels or names".to_owned(),
        length => {
            let first = known.iter().take(12).copied().collect::<Vec<_>>().join(", ");
            format!("a label or name of the data ({first}{})", if length > 12 { ", …" } else { "" })
        }
    }
}

/// A complaint about an option.
fn option(option: &'static str, fault: FormatError) -> DataError {
    DataError::Option { option, fault }
}
