//! NumPy's .npy and .npz as they are written.

use std::io::{self, Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::label;
use crate::physics::data::Dataset;

/// Writes the values as one array of bytes.
pub fn write_rows(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&header("|u1", &[dataset.rows(), dataset.columns()]))?;
    out.write_all(dataset.values.as_slice())
}

/// Bytes of the arrays of names and labels, each text as wide as the longest of its array.
pub fn size_of_texts(dataset: &Dataset) -> usize {
    let widest = |texts: &[String]| texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    let labels = dataset.labels.iter().map(|column| widest(&column.classes));
    let widths = labels.chain(dataset.row_names.iter().map(|names| widest(names))).fold(0, usize::saturating_add);
    widths.saturating_mul(dataset.rows()).saturating_mul(4)
}

/// Writes the rows and everything stored with them.
///
/// The archive is packed in memory, because its writer complains aloud when a disk is full.
pub fn write_archive(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let start = |zip: &mut ZipWriter<_>, name: &str| {
        // A name can neither leave the archive nor end in a second .npy.
        let name: String =
            name.chars().map(|c| if c == '/' || c == '\\' || c.is_control() { '_' } else { c }).collect();
        zip.start_file(format!("{name}.npy"), options).map_err(of_disk)
    };
    start(&mut zip, "samples")?;
    write_rows(dataset, &mut zip)?;
    if let Some(names) = &dataset.row_names {
        start(&mut zip, "names")?;
        write_texts(&mut zip, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if let Some(names) = &dataset.column_names {
        start(&mut zip, "columns")?;
        write_texts(&mut zip, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if let Some(alphabet) = &dataset.alphabet {
        start(&mut zip, "alphabet")?;
        let letters: Vec<String> = alphabet.chars().map(String::from).collect();
        write_texts(&mut zip, &letters.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if let Some(shape) = dataset.shape {
        start(&mut zip, "shape")?;
        zip.write_all(&header("<i8", &[2]))?;
        zip.write_all(&(shape.height as i64).to_le_bytes())?;
        zip.write_all(&(shape.width as i64).to_le_bytes())?;
    }
    if !dataset.is_binary() {
        start(&mut zip, "states")?;
        zip.write_all(&header("|u1", &[1]))?;
        zip.write_all(&[dataset.states])?;
    }
    let mut taken = vec!["samples", "states", "names", "columns", "alphabet", "shape"];
    for column in &dataset.labels {
        let clash = taken.contains(&column.name.as_str());
        taken.push(&column.name);
        let name = if clash { format!("{}_label{}", column.name, taken.len()) } else { column.name.clone() };
        start(&mut zip, &name)?;
        let texts: Vec<&str> = (0..dataset.rows()).map(|row| label(column, row)).collect();
        write_texts(&mut zip, &texts)?;
    }
    out.write_all(&zip.finish().map_err(of_disk)?.into_inner())
}

/// The error of the disk behind one of the archive.
pub(super) fn of_disk(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

/// Writes an array of texts of one width.
fn write_texts(out: &mut dyn Write, texts: &[&str]) -> io::Result<()> {
    let width = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0).max(1);
    out.write_all(&header(&format!("<U{width}"), &[texts.len()]))?;
    let mut line = Vec::with_capacity(4 * width);
    for text in texts {
        line.clear();
        line.extend(text.chars().flat_map(|character| u32::from(character).to_le_bytes()));
        line.resize(4 * width, 0);
        out.write_all(&line)?;
    }
    Ok(())
}

/// A header of version 1, padded so that values begin at a multiple of 64 bytes.
pub(super) fn header(description: &str, shape: &[usize]) -> Vec<u8> {
    // A trailing comma is right in Python for any number of sizes.
    let sizes = shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    let mut text = format!("{{'descr': '{description}', 'fortran_order': False, 'shape': ({sizes},), }}");
    let padding = 63 - (10 + text.len()) % 64;
    text.push_str(&" ".repeat(padding));
    text.push('\n');
    // Two sizes and a short description: the length fits by far.
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], text.as_bytes()].concat()
}
