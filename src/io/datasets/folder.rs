//! A folder of pictures, in the order of their names, or a list of them: one row each.

use std::fs;
use std::path::{Path, PathBuf};

use super::formats::is_picture;
use super::open::open_path;
use super::{DataError, FormatError, MAX_CELLS, Reading};
use crate::io::files::FileError;
use crate::io::text::{count, plain};
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

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
    if files.is_empty() {
        let fault = FormatError::new("a file, or a folder of pictures", "a folder without pictures");
        return Err(DataError::Format { file: plain(folder), fault });
    }
    let title = folder.file_name().map_or_else(|| plain(folder), |name| name.to_string_lossy().into_owned());
    let mut rows = rows(title, &files, reading)?;
    if others > 0 {
        rows.notes.push(format!("what is no picture in the folder was passed over ({})", count(others, "name")));
    }
    Ok(rows)
}

/// Opens pictures in the order in which they are named. All must have the same size.
pub fn open_list(files: &[PathBuf], reading: &Reading) -> Result<Dataset, DataError> {
    rows(count(files.len(), "picture"), files, reading)
}

/// The pictures of one size as rows.
fn rows(title: String, files: &[PathBuf], reading: &Reading) -> Result<Dataset, DataError> {
    let fail = |file: &Path, expected: String, found: String| {
        Err(DataError::Format { file: plain(file), fault: FormatError::new(expected, found) })
    };
    let (mut values, mut numbers) = (Vec::new(), Vec::new());
    let (mut names, mut notes) = (Vec::new(), Vec::new());
    let mut shape = None;
    for file in files {
        let picture = open_path(file, reading)?;
        if values.is_empty() {
            (shape, notes) = (picture.shape, picture.notes);
        } else if picture.shape != shape {
            let size =
                |shape: Option<GridShape>| shape.map_or_else(String::new, |s| format!("{} × {}", s.width, s.height));
            return fail(file, format!("pictures of {} pixels, as the first", size(shape)), size(picture.shape));
        }
        values.extend_from_slice(picture.values.as_slice());
        numbers.extend(picture.numbers.iter().flat_map(|numbers| numbers.iter().copied()));
        if values.len() > MAX_CELLS {
            return fail(file, format!("at most {MAX_CELLS} pixels in all"), "more".to_owned());
        }
        names.push(file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()));
    }
    let columns = shape.map_or(0, GridShape::cells);
    let mut rows = Dataset::new(title, values, columns, 2);
    rows.shape = shape;
    rows.row_names = Some(names);
    rows.notes = notes;
    rows.numbers = (!numbers.is_empty()).then(|| numbers.into());
    Ok(rows)
}
