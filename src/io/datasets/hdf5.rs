//! HDF5 files of rows: `samples` as the field's trainers read them, or `train` of the tree programs.

use crate::io::hdf5::{Hdf5, MAGIC};
use crate::io::text::quoted;
use crate::physics::arrays::flat;
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

use super::coding::{check_labels, check_named, check_size, fits};
use super::labels::LabelBuilder;
use super::rows::{self, Layout};
use super::{FormatError, MAX_STATES, Reading};

/// Names of the rows, in this order, and what the arrays next to them begin with.
const ROWS: [(&str, &str); 3] = [("samples", ""), ("train", "train_"), ("data", "")];
/// The group in which `data convert` keeps label columns with their names.
pub const LABEL_GROUP: &str = "label_columns";

/// Reads a file of rows.
///
/// The rows are `samples`, `train` or `data`, or else the only array of two dimensions. `labels` has one number or text
/// per row; `names`, `columns`, `alphabet`, `shape` and the group `label_columns` are understood as `data convert`
/// writes them. `variable_type` says how many values a site takes where the rows do not show it.
pub fn read(name: &str, bytes: &[u8], reading: &Reading) -> Result<Dataset, FormatError> {
    let start = signature(bytes).unwrap_or(0);
    let by_matlab = bytes.get(..start).is_some_and(|block| block.starts_with(b"MATLAB"));
    let file = Hdf5::from_bytes(bytes.to_vec())?;
    let (rows, prefix) = match &reading.array {
        Some(path) => named(&file, path.trim_start_matches('/'))?,
        None => find_rows(&file)?,
    };
    let shape = file.shape(&rows).unwrap_or_default();
    let layout = Layout::of(&shape)
        .map_err(|fault| FormatError::new(fault.expected, format!("{} in {}", fault.found, quoted(&rows))))?;
    check_size(layout.lines, layout.width)?;
    let missing = || FormatError::new("numbers", format!("none in {}", quoted(&rows)));
    let numbers = file.numbers(&rows)?.ok_or_else(missing)?;
    let get = |line: usize, column: usize| numbers.get(line * layout.width + column).unwrap_or(f64::NAN);
    // Where the file says how many values there are, none of them is guessed.
    let declared = file.text("alphabet").is_some() || file.text("variable_type").as_deref() == Some("categorical");
    let reading = if declared { &reading.of_states() } else { reading };
    let mut dataset = rows::dataset(name, layout, reading, get)?;
    let count = dataset.rows();
    if by_matlab && !reading.transpose && layout.picture.is_none() {
        let note = "MATLAB wrote the file, which turns arrays over: --transpose takes its columns as rows";
        dataset.notes.push(note.to_owned());
    }
    if reading.transpose {
        return Ok(dataset);
    }
    decorate(&mut dataset, &file);
    if let Some(names) = file.texts(&format!("{prefix}names")) {
        check_named(count)?;
        dataset.row_names = Some(of_length(names, count, &format!("{prefix}names"))?);
    }
    let columns = file.arrays(LABEL_GROUP);
    let paths = columns.iter().map(|column| (format!("{LABEL_GROUP}/{column}"), column.clone()));
    let plain = (format!("{prefix}labels"), "label".to_owned());
    for (path, title) in if columns.is_empty() { vec![plain] } else { paths.collect() } {
        check_labels(count, dataset.labels.len() + 1)?;
        if let Some(column) = labels(&file, &path, &title, count)? {
            dataset.labels.push(column);
        }
    }
    Ok(dataset)
}

/// The tables of a file with their shapes.
pub fn arrays(bytes: &[u8]) -> Result<Vec<(String, Vec<usize>)>, FormatError> {
    let file = Hdf5::from_bytes(bytes.to_vec())?;
    let shaped = everything(&file).into_iter().filter_map(|path| Some((file.shape(&path)?, path)));
    let tables = shaped.filter(|(shape, _)| matches!(shape.len(), 2..=4));
    Ok(tables.map(|(shape, path)| (path, shape)).collect())
}

/// Where a file begins, behind what other programs put before it: at 0, 512, 1024, …
pub fn signature(bytes: &[u8]) -> Option<usize> {
    let places = (0..12).map(|power| if power == 0 { 0 } else { 256_usize << power });
    places.take_while(|&at| at < bytes.len()).find(|&at| bytes.get(at..).is_some_and(|rest| rest.starts_with(MAGIC)))
}

/// The array of that path, and what the arrays next to it begin with.
fn named(file: &Hdf5, path: &str) -> Result<(String, String), FormatError> {
    if file.shape(path).is_none() {
        let known: Vec<String> = everything(file).iter().take(12).map(|name| quoted(name)).collect();
        return Err(FormatError::new(format!("an array of the file ({})", known.join(", ")), quoted(path)));
    }
    let prefix = path.rsplit_once('/').map_or_else(String::new, |(group, _)| format!("{group}/"));
    Ok((path.to_owned(), prefix))
}

/// The paths of all arrays down to the third level.
fn everything(file: &Hdf5) -> Vec<String> {
    let mut groups = vec![String::new()];
    let mut arrays = Vec::new();
    for _ in 0..3 {
        let inner = |group: &String, names: Vec<String>| -> Vec<String> {
            names.iter().map(|name| if group.is_empty() { name.clone() } else { format!("{group}/{name}") }).collect()
        };
        arrays.extend(groups.iter().flat_map(|group| inner(group, file.arrays(group))));
        groups = groups.iter().flat_map(|group| inner(group, file.groups(group))).collect();
    }
    arrays
}

/// The name of the rows, and what the arrays next to them begin with.
fn find_rows(file: &Hdf5) -> Result<(String, String), FormatError> {
    let names = file.arrays("");
    if let Some((rows, prefix)) = ROWS.iter().find(|(rows, _)| names.iter().any(|name| name == rows)) {
        return Ok(((*rows).to_owned(), (*prefix).to_owned()));
    }
    let groups = file.groups("");
    if groups.iter().any(|group| group.starts_with("update_")) {
        return Err(FormatError::new("rows of data", "the checkpoints of a training run"));
    }
    let dimensions = |name: &str| file.shape(name).map_or(0, |shape| shape.len());
    let tables = |paths: &[String], most: usize| -> Vec<String> {
        paths.iter().filter(|path| (2..=most).contains(&dimensions(path))).cloned().collect()
    };
    let all = everything(file);
    let called = |path: &&String| path.rsplit('/').next() == Some("samples");
    let samples: Vec<&String> = all.iter().filter(called).collect();
    // One table at the root, or one in all, or one that is called samples.
    let candidates = [tables(&names, 2), tables(&names, 4), tables(&all, 4), samples.into_iter().cloned().collect()];
    if let Some([table]) = candidates.iter().map(Vec::as_slice).find(|tables| tables.len() == 1) {
        return named(file, table);
    }
    let all: Vec<String> = all.iter().take(8).map(|name| quoted(name)).collect();
    let found = if all.is_empty() { "nothing".to_owned() } else { all.join(", ") };
    Err(FormatError::new("an array of rows called “samples”, or one named as FILE.h5:/PATH", found))
}

/// What says more about the values than they do.
fn decorate(dataset: &mut Dataset, file: &Hdf5) {
    let alphabet: Option<String> = file.text("alphabet");
    let states = alphabet.as_ref().and_then(|letters| u8::try_from(letters.chars().count()).ok());
    if let Some(states) = states.filter(|states| (dataset.states..=MAX_STATES).contains(states)) {
        dataset.states = states;
        dataset.alphabet = alphabet;
    }
    if let (Some(states), Some("categorical")) = (file.count("states"), file.text("variable_type").as_deref())
        && let Ok(states) = u8::try_from(states)
        // The letters, where there are any, are as many as the values.
        && dataset.alphabet.is_none()
        && (dataset.states..=MAX_STATES).contains(&states)
    {
        dataset.states = states;
    }
    if let Ok(Some(shape)) = file.doubles("shape")
        && let &[height, width] = flat(&shape)
    {
        // What is no size becomes 0, which fits nothing.
        let size = |number: f64| if number.fract() == 0.0 { number as usize } else { 0 };
        let shape = GridShape::new(size(width), size(height));
        if fits(dataset, shape) {
            dataset.shape = Some(shape);
        }
    }
    dataset.column_names = file.texts("columns").filter(|names| names.len() == dataset.columns());
}

/// One column of labels, numbers or texts; −1 and empty texts are unknown.
fn labels(file: &Hdf5, path: &str, title: &str, rows: usize) -> Result<Option<LabelColumn>, FormatError> {
    let mut builder = LabelBuilder::default();
    if let Some(texts) = file.texts(path) {
        for text in of_length(texts, rows, path)? {
            builder.push(Some(text.as_str()).filter(|text| !text.is_empty()));
        }
    } else if let Some(numbers) = file.doubles(path)? {
        for number in of_length(flat(&numbers).to_vec(), rows, path)? {
            let text = number.to_string();
            builder.push(Some(text.as_str()).filter(|_| number != -1.0 && number.is_finite()));
        }
    } else {
        return Ok(None);
    }
    Ok(Some(builder.finish(title)))
}

/// As many as there are rows.
fn of_length<T>(values: Vec<T>, rows: usize, path: &str) -> Result<Vec<T>, FormatError> {
    if values.len() == rows {
        return Ok(values);
    }
    Err(FormatError::new(format!("{rows} values in {}, one for each row", quoted(path)), values.len().to_string()))
}
