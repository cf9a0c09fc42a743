//! Data sets and patterns written to files, in the forms in which they can be read again.

pub mod arrays;
pub mod boltzmann;
pub mod contacts;
pub mod couplings;
mod hdf5;
mod numpy;
pub mod rows;
pub mod tree;

use std::io::{self, Write};
use std::path::Path;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::atomic::{self, WriteError};
use super::datasets::STATES_REMARK;
use super::standard;
use super::text::{plain, quoted};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

/// Largest side of a sheet of pictures.
const MAX_SHEET: usize = 8192;
/// Most bytes of the names and labels of an archive, so that it can be read again.
const MAX_TEXTS: usize = 60 << 20;
/// Grey of the lines between the pictures of a sheet.
const LINE: u8 = 128;

/// Why data could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The name does not end in a form that can be written.
    #[error(
        "cannot write {file}: expected the ending .npz, .npy, .csv, .txt, .h5, .fasta or .png, found {}",
        quoted(ending)
    )]
    Ending {
        /// The path given.
        file: String,
        /// What it ends in.
        ending: String,
    },
    /// The form cannot hold this data.
    #[error("cannot write {file}: expected {expected}, found {found}")]
    Unsuited {
        /// The path given.
        file: String,
        /// What the form can hold.
        expected: String,
        /// What was to be written.
        found: String,
    },
}

/// The forms that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Npz,
    Npy,
    Csv,
    Text,
    Hdf5,
    Fasta,
    Png,
}

/// Writes a data set in the form that the ending names; an existing file only where `overwrite` allows it.
///
/// `.npz` and `.h5` keep all: rows (`samples`), names, columns, labels, shape, alphabet. `.csv` keeps rows, names, columns and
/// labels, and as `.txt` does the number of states in a remark; `.fasta` names, `.png` a sheet of pictures with a line between them (one row alone is just its picture),
/// `.npy` and `.txt` the values alone.
pub fn write(dataset: &Dataset, path: &Path, overwrite: bool) -> Result<(), ExportError> {
    let form = form_of(path)?;
    atomic::check(path, overwrite)?;
    let unsuited = |expected: &str, found: String| ExportError::Unsuited {
        file: plain(path),
        expected: expected.to_owned(),
        found,
    };
    match form {
        Form::Fasta if dataset.alphabet.is_none() => {
            return Err(unsuited("sequences of letters", "data without an alphabet".to_owned()));
        }
        Form::Npz if numpy::size_of_texts(dataset) > MAX_TEXTS => {
            let found = "one so long that all of them, as wide as it, would take more";
            let expected = format!("names and labels of at most {MAX_TEXTS} bytes (.csv and .h5 keep longer ones)");
            return Err(unsuited(&expected, found.to_owned()));
        }
        Form::Png if !dataset.is_binary() => {
            return Err(unsuited("rows of 0 and 1", format!("{} values per site", dataset.states)));
        }
        Form::Png => {
            let (sheet, _) = sheet_size(dataset);
            if sheet.width.max(sheet.height) > MAX_SHEET {
                let found = format!("{} × {} pixels for {} rows", sheet.width, sheet.height, dataset.rows());
                return Err(unsuited("a sheet of at most 8192 pixels a side (--rows takes fewer)", found));
            }
        }
        _ => {}
    }
    atomic::write(path, overwrite, |out| match form {
        Form::Npz => numpy::write_archive(dataset, out),
        Form::Npy => numpy::write_rows(dataset, out),
        Form::Csv => write_csv(dataset, out),
        Form::Text => write_text(dataset, out),
        Form::Hdf5 => hdf5::write(dataset, out),
        Form::Fasta => write_fasta(dataset, out),
        Form::Png => write_sheet(dataset, out),
    })?;
    Ok(())
}

/// The form by the ending of the name, or by what is named of standard output; a table where that names none.
fn form_of(path: &Path) -> Result<Form, ExportError> {
    let ending = match standard::output_form(path) {
        Some("") => "csv".to_owned(),
        Some(form) => form.to_owned(),
        None => path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default(),
    };
    match ending.as_str() {
        "npz" => Ok(Form::Npz),
        "npy" => Ok(Form::Npy),
        "csv" => Ok(Form::Csv),
        "txt" => Ok(Form::Text),
        "h5" | "hdf5" => Ok(Form::Hdf5),
        "fasta" | "faa" | "fa" => Ok(Form::Fasta),
        "png" => Ok(Form::Png),
        _ => Err(ExportError::Ending { file: plain(path), ending }),
    }
}

/// The rows of a data set.
fn rows(dataset: &Dataset) -> impl Iterator<Item = &[u8]> {
    dataset.values.iter_rows()
}

/// The class of a row, empty where unknown.
fn label(column: &LabelColumn, row: usize) -> &str {
    let class = column.of_row.get(row).copied().flatten();
    class.and_then(|class| column.classes.get(class as usize)).map_or("", String::as_str)
}

/// A table, with the error of the disk where there is one.
fn write_csv(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    write_table(dataset, out).map_err(|error| match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}

/// A line of headings, then names, values and labels.
fn write_table(dataset: &Dataset, out: &mut dyn Write) -> csv::Result<()> {
    if !dataset.is_binary() {
        writeln!(out, "{STATES_REMARK}{}", dataset.states)?;
    }
    let mut writer = csv::Writer::from_writer(out);
    if dataset.row_names.is_some() {
        writer.write_field("name")?;
    }
    for column in 0..dataset.columns() {
        match dataset.column_names.as_ref().and_then(|names| names.get(column)) {
            Some(name) => writer.write_field(name)?,
            None => writer.write_field(format!("v{column}"))?,
        }
    }
    for column in &dataset.labels {
        writer.write_field(&column.name)?;
    }
    writer.write_record(None::<&[u8]>)?;
    for (row, values) in rows(dataset).enumerate() {
        if let Some(names) = &dataset.row_names {
            writer.write_field(names.get(row).map_or("", String::as_str))?;
        }
        for value in values {
            writer.write_field(value.to_string())?;
        }
        for column in &dataset.labels {
            writer.write_field(label(column, row))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

/// One line per row: 0 and 1 side by side, or numbers with blanks between them.
fn write_text(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    if !dataset.is_binary() {
        writeln!(out, "{STATES_REMARK}{}", dataset.states)?;
    }
    let mut line = String::new();
    for values in rows(dataset) {
        line.clear();
        for (index, value) in values.iter().enumerate() {
            if index > 0 && !dataset.is_binary() {
                line.push(' ');
            }
            line.push_str(&value.to_string());
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A name and a line of letters per row.
fn write_fasta(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    let letters: Vec<char> = dataset.alphabet.iter().flat_map(|alphabet| alphabet.chars()).collect();
    for (row, values) in rows(dataset).enumerate() {
        let name: String = match dataset.row_names.as_ref().and_then(|names| names.get(row)) {
            Some(name) => name.split_whitespace().collect::<Vec<_>>().join("_"),
            None => format!("row{row}"),
        };
        let line: String = values.iter().map(|&value| letters.get(usize::from(value)).unwrap_or(&'-')).collect();
        writeln!(out, ">{name}\n{line}")?;
    }
    Ok(())
}

/// Size of a sheet, and how many pictures stand side by side.
fn sheet_size(dataset: &Dataset) -> (GridShape, usize) {
    let shape = picture_shape(dataset);
    let count = dataset.rows().max(1);
    let root = count.isqrt();
    let across = if root * root < count { root + 1 } else { root };
    let down = count.div_ceil(across);
    (GridShape::new(across * (shape.width + 1) - 1, down * (shape.height + 1) - 1), across)
}

/// The picture a row is, or the most square one where it says none that it has the cells of.
fn picture_shape(dataset: &Dataset) -> GridShape {
    let whole = |shape: &GridShape| shape.width.checked_mul(shape.height) == Some(dataset.columns().max(1));
    dataset.shape.filter(whole).unwrap_or_else(|| GridShape::near_square(dataset.columns().max(1)))
}

/// Pictures side by side, 1 white and 0 black, with grey lines between them.
fn write_sheet(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    let shape = picture_shape(dataset);
    let (sheet, across) = sheet_size(dataset);
    let mut pixels = vec![LINE; sheet.cells()];
    for (index, values) in rows(dataset).enumerate() {
        let left = index % across * (shape.width + 1);
        let top = index / across * (shape.height + 1);
        for (line, row) in values.chunks_exact(shape.width.max(1)).enumerate() {
            let start = (top + line) * sheet.width + left;
            if let Some(target) = pixels.get_mut(start..start + shape.width) {
                for (pixel, &value) in target.iter_mut().zip(row) {
                    *pixel = if value == 0 { 0 } else { 255 };
                }
            }
        }
    }
    // Into memory first: the encoder hides what kind of error a disk reports.
    let mut bytes = Vec::new();
    let (width, height) = (sheet.width as u32, sheet.height as u32);
    let written = PngEncoder::new(&mut bytes).write_image(&pixels, width, height, ExtendedColorType::L8);
    written.map_err(io::Error::other)?;
    out.write_all(&bytes)
}
