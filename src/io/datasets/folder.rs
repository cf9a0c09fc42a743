//! A folder of pictures: one row each, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use super::formats::is_picture;
use super::open::open_path;
use super::{DataError, FormatError, MAX_CELLS, Reading};
use crate::io::files::FileError;
use crate::io::text::{count, plain};
use crate::physics::data::Dataset;

/// Most pictures of a folder.
const MAX_PICTURES: usize = 100_000;

/// Opens the pictures of a folder. All must have the same size; other files are passed over.
pub fn open(folder: &Path, reading: &Reading) -> Result<Dataset, DataError> {
    let listed = fs::read_dir(folder).map_err(|source| FileError::from_io(folder, source))?;
    let mut files: Vec<PathBuf> = Vec::new();
    let mut others = 0;
    for entry in listed.take(MAX_PICTURES) {
        let path = entry.map_err(|source| FileError::from_io(folder, source))?.path();
        if path.is_file() && path.file_name().is_some_and(|name| is_picture(&name.to_string_lossy())) {
            files.push(path);
        } else {
            others += 1;
        }
    }
    files.sort();
    let fail = |file: &Path, expected: String, found: String| {
        Err(DataError::Format { file: plain(file), fault: FormatError::new(expected, found) })
    };
    let Some(first) = files.first() else {
        return fail(folder, "a file, or a folder of pictures".to_owned(), "a folder without pictures".to_owned());
    };
    let mut values = Vec::new();
    let mut names = Vec::new();
    let mut dataset = open_path(first, reading)?;
    for file in &files {
        let picture = open_path(file, reading)?;
        if picture.shape != dataset.shape {
            let size = |data: &Dataset| data.shape.map_or_else(String::new, |s| format!("{} × {}", s.width, s.height));
            return fail(file, format!("pictures of {} pixels, as the first", size(&dataset)), size(&picture));
        }
        values.extend_from_slice(picture.values.as_slice());
        if values.len() > MAX_CELLS {
            return fail(folder, format!("at most {MAX_CELLS} pixels"), "more".to_owned());
        }
        names.push(file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()));
    }
    let shape = dataset.shape;
    let notes = std::mem::take(&mut dataset.notes);
    let title = folder.file_name().map_or_else(|| plain(folder), |name| name.to_string_lossy().into_owned());
    let mut rows = Dataset::new(title, values, dataset.columns(), 2);
    rows.shape = shape;
    rows.row_names = Some(names);
    rows.notes = notes;
    if others > 0 {
        rows.notes.push(format!("what is no picture in the folder was passed over ({})", count(others, "name")));
    }
    Ok(rows)
}
