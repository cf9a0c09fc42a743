//! HDF5 files of rows: `samples` as the field's trainers read them, or `train` of the tree programs.

use crate::io::hdf5::Hdf5;
use crate::io::text::quoted;
use crate::physics::arrays::flat;
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

use super::coding::{check_labels, check_named, check_size, encode, fits};
use super::labels::LabelBuilder;
use super::{FormatError, MAX_STATES};

/// Names of the rows, in this order, and what the arrays next to them begin with.
const ROWS: [(&str, &str); 3] = [("samples", ""), ("train", "train_"), ("data", "")];
/// The group in which `data convert` keeps label columns with their names.
pub const LABEL_GROUP: &str = "label_columns";

/// Reads a file of rows.
///
/// The rows are `samples`, `train` or `data`, or else the only array of two dimensions. `labels` has one number or text
/// per row; `names`, `columns`, `alphabet`, `shape` and the group `label_columns` are understood as `data convert`
/// writes them. `variable_type` says how many values a site takes where the rows do not show it.
pub fn read(name: &str, bytes: &[u8], threshold: Option<f64>) -> Result<Dataset, FormatError> {
    let file = Hdf5::from_bytes(bytes.to_vec())?;
    let (rows, prefix) = find_rows(&file)?;
    let mut shape = file.shape(&rows).unwrap_or_default();
    let picture = match shape.as_slice() {
        &[_, height, width] => Some(GridShape::new(width, height)),
        _ => None,
    };
    if let (Some(_), &[count, height, width]) = (picture, shape.as_slice()) {
        shape = vec![count, height.saturating_mul(width)];
    }
    let (count, columns) = match *shape.as_slice() {
        [count, columns] => (count, columns),
        [columns] => (1, columns),
        _ => {
            let found = format!("{} of {} dimensions", quoted(&rows), shape.len());
            return Err(FormatError::new("rows (an array of two dimensions)", found));
        }
    };
    check_size(count, columns)?;
    let missing = || FormatError::new("numbers", format!("none in {}", quoted(&rows)));
    let numbers = file.numbers(&rows)?.ok_or_else(missing)?;
    let get = |row: usize, column: usize| numbers.get(row * columns + column).unwrap_or(f64::NAN);
    let (values, states) = encode(count, columns, threshold, get)?;
    let mut dataset = Dataset::new(name, values, columns, states);
    dataset.shape = picture;
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

/// The name of the rows, and what the arrays next to them begin with.
fn find_rows(file: &Hdf5) -> Result<(String, &'static str), FormatError> {
    let names = file.arrays("");
    if let Some((rows, prefix)) = ROWS.iter().find(|(rows, _)| names.iter().any(|name| name == rows)) {
        return Ok(((*rows).to_owned(), prefix));
    }
    let groups = file.groups("");
    if groups.iter().any(|group| group.starts_with("update_")) {
        return Err(FormatError::new("rows of data", "the checkpoints of a training run"));
    }
    let mut tables = names.iter().filter(|name| file.shape(name).is_some_and(|shape| shape.len() == 2));
    if let (Some(table), None) = (tables.next(), tables.next()) {
        return Ok((table.clone(), ""));
    }
    let all: Vec<String> = names.iter().chain(&groups).take(8).map(|name| quoted(name)).collect();
    let found = if all.is_empty() { "nothing".to_owned() } else { all.join(", ") };
    Err(FormatError::new("an array of rows called “samples”", found))
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
