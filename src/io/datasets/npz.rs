//! NumPy's archive of arrays: the rows, and next to them labels and names.

use std::borrow::Cow;
use std::io::Cursor;

use ndarray::{ArrayD, IxDyn, ShapeBuilder as _};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::io::text::{quoted, said};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

use super::coding::{check_labels, check_size, fits};
use super::foreign;
use super::gzip::Budget;
use super::labels::LabelBuilder;
use super::npy::{self, Array, Element};
use super::{FormatError, MAX_CELLS, MAX_NAMED_ROWS, MAX_STATES, Reading, Sidecar};

/// The first bytes of a zip file that holds something.
pub const MAGIC: &[u8] = b"PK\x03\x04";
/// Names under which the rows are looked for, in this order.
const ROWS: [&str; 9] = ["samples", "data", "states", "packed", "patterns", "X", "x", "x_train", "arr_0"];
/// The couplings that rows of an Ising model were drawn from ([`crate::io::ising_file`]); the first two are always there.
const COUPLINGS: [&str; 3] = ["fields", "pairs", "triples"];
/// Most arrays of an archive.
const MAX_ARRAYS: usize = 256;

/// Longest beginning of an array in which its header must end.
const HEAD: u64 = (1 << 16) + 12;

/// The arrays of an archive that could be unpacked, and why others could not.
#[derive(Default)]
struct Archive {
    arrays: Vec<(String, Vec<u8>)>,
    refused: Vec<(String, FormatError)>,
}

/// Reads an archive.
///
/// The rows are the array called `samples`, `data`, `states`, `packed` (bits, most significant first), `patterns`,
/// `X`, `x`, `x_train` or `arr_0`, or else the only array of two or three dimensions. Arrays with one value per row
/// become label columns; texts called `names` name the rows, texts called `columns` the columns; `shape` (height,
/// width) and `alphabet` are understood as `data convert` writes them. Other arrays are skipped and named in a note.
pub fn read(name: &str, bytes: &[u8], sidecar: Option<&Sidecar>, reading: &Reading) -> Result<Dataset, FormatError> {
    let archive = unpack(bytes)?;
    let mut arrays = Vec::new();
    for (array_name, content) in &archive.arrays {
        arrays.push((array_name.as_str(), Array::parse(content).map_err(|fault| inside(array_name, fault))?));
    }
    let (rows_name, rows) = find_rows(&arrays, &archive.refused, reading.array.as_deref())?;
    let lettered = sidecar.is_some_and(|sidecar| sidecar.alphabet.is_some());
    let declared = lettered || arrays.iter().any(|(name, _)| matches!(*name, "alphabet" | "states"));
    let reading = if declared { &reading.of_states() } else { reading };
    let mut dataset = match rows_name {
        "packed" => unpack_bits(name, rows, sidecar.map(|sidecar| sidecar.dim)),
        _ => npy::dataset(name, rows, reading),
    }
    .map_err(|fault| inside(rows_name, fault))?;
    if reading.transpose {
        return Ok(dataset);
    }
    if let Some(sidecar) = sidecar {
        dataset.shape =
            sidecar.shape.map(|[height, width]| GridShape::new(width, height)).filter(|&s| fits(&dataset, s));
        set_alphabet(&mut dataset, sidecar.alphabet.clone());
        dataset.column_names = sidecar.column_names.clone().filter(|names| names.len() == dataset.columns());
    }
    let mut skipped: Vec<&str> = archive.refused.iter().map(|(name, _)| name.as_str()).collect();
    let couplings = COUPLINGS.iter().take(2).all(|known| arrays.iter().any(|(array_name, _)| array_name == known));
    let beside = arrays
        .iter()
        .filter(|(array_name, _)| *array_name != rows_name && !(couplings && COUPLINGS.contains(array_name)));
    for (array_name, array) in beside {
        if !attach(&mut dataset, array_name, array, sidecar) {
            skipped.push(array_name);
        }
    }
    let note = |skipped| format!("array {} is no part of a data set and was skipped", quoted(skipped));
    dataset.notes.extend(skipped.into_iter().map(note));
    Ok(dataset)
}

/// The arrays of numbers of an archive with their shapes, where there are several tables to choose from.
pub fn arrays(bytes: &[u8]) -> Result<Vec<(String, Vec<usize>)>, FormatError> {
    let archive = unpack(bytes)?;
    let mut arrays = Vec::new();
    for (name, content) in &archive.arrays {
        let array = Array::parse(content).map_err(|fault| inside(name, fault))?;
        if !array.is_text() && matches!(array.header.shape.len(), 2..=4) {
            arrays.push((name.clone(), array.header.shape));
        }
    }
    Ok(arrays)
}

/// The arrays of numbers of an archive, with their values.
pub fn numbers(bytes: &[u8]) -> Result<Vec<(String, ArrayD<f64>)>, FormatError> {
    let archive = unpack(bytes)?;
    let mut arrays = Vec::new();
    for (name, content) in archive.arrays {
        let array = Array::parse(&content).map_err(|fault| inside(&name, fault))?;
        if array.is_text() {
            continue;
        }
        let values: Vec<f64> = (0..array.header.values()).map(|index| array.number(index)).collect();
        let shape = IxDyn(&array.header.shape).set_f(array.header.fortran);
        // The header was checked against the content.
        let found = ArrayD::from_shape_vec(shape, values);
        arrays.extend(found.ok().map(|array| (name, array)));
    }
    Ok(arrays)
}

/// Unpacks every array, never more than its own header asks for.
fn unpack(bytes: &[u8]) -> Result<Archive, FormatError> {
    let damaged = |error: ZipError| FormatError::new("a .npz archive", format!("damage ({})", said(&error)));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if zip.len() > MAX_ARRAYS {
        return Err(FormatError::new(format!("at most {MAX_ARRAYS} arrays"), zip.len().to_string()));
    }
    let names: Vec<String> = zip.file_names().flatten().map(Cow::into_owned).collect();
    let arrays = names.iter().any(|name| name.strip_suffix(".npy").is_some());
    if let Some(refusal) = foreign::of_zip(names.iter().map(String::as_str)).filter(|_| !arrays) {
        return Err(refusal);
    }
    let mut archive = Archive::default();
    let in_zip: Vec<String> =
        zip.file_names().flatten().filter_map(|name| Some(name.strip_suffix(".npy")?.to_owned())).collect();
    // One array may be as large as rows can be.
    let (known, mut granted) = (ROWS.into_iter().find(|rows| in_zip.iter().any(|name| name == rows)), false);
    // One budget for all: entries may share the same packed bytes.
    let mut budget = Budget::of(bytes.len());
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.strip_suffix(".npy").map(str::to_owned);
        let Some(name) = name else {
            continue;
        };
        let mut content = Vec::new();
        budget.read(&mut file, &mut content, HEAD).map_err(|fault| inside(&name, fault))?;
        match npy::header(&content) {
            // Refused before it is unpacked, because a bomb need not be long.
            Ok(header) if header.values() > MAX_CELLS => {
                let found = format!("shape {:?}", header.shape);
                archive.refused.push((name, FormatError::new(format!("at most {MAX_CELLS} values"), found)));
            }
            Ok(header) => {
                let left = header.bytes_after(content.len());
                let is_rows = match known {
                    Some(rows) => rows == name,
                    None => !granted && matches!(header.shape.len(), 2 | 3),
                };
                if is_rows {
                    budget.grant(left);
                    granted = true;
                }
                budget.read(&mut file, &mut content, left).map_err(|fault| inside(&name, fault))?;
                archive.arrays.push((name, content));
            }
            Err(fault) => archive.refused.push((name, fault)),
        }
    }
    Ok(archive)
}

/// A complaint about one array.
fn inside(array: &str, fault: FormatError) -> FormatError {
    FormatError::new(fault.expected, format!("{} in array {}", fault.found, quoted(array)))
}

/// The array of rows and its name.
fn find_rows<'a, 'b>(
    arrays: &'b [(&'a str, Array<'a>)],
    refused: &[(String, FormatError)],
    asked: Option<&str>,
) -> Result<(&'a str, &'b Array<'a>), FormatError> {
    let kinds = || {
        let kind = |(name, array): &(&str, Array<'_>)| format!("{} of shape {:?}", quoted(name), array.header.shape);
        let names: Vec<String> = arrays.iter().take(8).map(kind).collect();
        if names.is_empty() { "no array".to_owned() } else { names.join(", ") }
    };
    if let Some(asked) = asked {
        let found = arrays.iter().find(|(name, _)| *name == asked).map(|(name, array)| (*name, array));
        let reason = refused.iter().find(|(name, _)| name == asked).map(|(name, fault)| inside(name, fault.clone()));
        return found.ok_or_else(|| {
            reason.unwrap_or_else(|| FormatError::new(format!("an array of the file ({})", kinds()), quoted(asked)))
        });
    }
    let known = ROWS.iter().find_map(|&wanted| arrays.iter().find(|(name, _)| *name == wanted));
    let mut tables = arrays.iter().filter(|(_, array)| !array.is_text() && matches!(array.header.shape.len(), 2..=4));
    let only = tables.next().filter(|_| tables.next().is_none());
    if let Some((name, array)) = known.or(only) {
        return Ok((name, array));
    }
    if let Some((name, fault)) = refused.first() {
        return Err(inside(name, fault.clone()));
    }
    let expected = "one array of rows, or one called “samples”, or one named as FILE.npz:ARRAY";
    Err(FormatError::new(expected, kinds()))
}

/// Rows of bits, most significant first, as NumPy's `packbits` writes them; `dim` columns or all.
fn unpack_bits(name: &str, array: &Array<'_>, dim: Option<usize>) -> Result<Dataset, FormatError> {
    let header = &array.header;
    let (&[rows, width], Element::Unsigned(1), false) = (&header.shape[..], header.element, header.fortran) else {
        return Err(FormatError::new("rows of packed bits (u1, two dimensions)", format!("shape {:?}", header.shape)));
    };
    let most = width.saturating_mul(8);
    let columns = dim.unwrap_or(most);
    if columns > most || columns + 7 < most {
        return Err(FormatError::new(format!("{columns} bits in each row"), format!("{width} bytes")));
    }
    check_size(rows, columns)?;
    let mut values = Vec::with_capacity(rows * columns);
    for row in array.bytes().chunks_exact(width) {
        let bits = row.iter().flat_map(|&byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        values.extend(bits.take(columns));
    }
    Ok(Dataset::new(name, values, columns, 2))
}

/// An alphabet also says how many values there are, of which the rows may not show the last.
fn set_alphabet(dataset: &mut Dataset, alphabet: Option<String>) {
    let states = alphabet.as_ref().and_then(|alphabet| u8::try_from(alphabet.chars().count()).ok());
    if let Some(states) = states.filter(|&states| states >= dataset.states && states <= MAX_STATES) {
        dataset.states = states;
        dataset.alphabet = alphabet;
    }
}

/// Puts an array next to the rows in its place; `false` where it has none.
fn attach(dataset: &mut Dataset, name: &str, array: &Array<'_>, sidecar: Option<&Sidecar>) -> bool {
    let &[length] = &array.header.shape[..] else {
        return false;
    };
    let texts = || (0..length).map(|index| array.text(index));
    match (name, array.is_text()) {
        // More names and labels than memory is set aside for.
        _ if length == dataset.rows() && check_labels(length, dataset.labels.len() + 1).is_err() => return false,
        ("names", true) if length == dataset.rows() && length > MAX_NAMED_ROWS => return false,
        ("names", true) if length == dataset.rows() => dataset.row_names = Some(texts().collect()),
        ("columns", true) if length == dataset.columns() => dataset.column_names = Some(texts().collect()),
        ("states", false) if length == 1 => {
            let states = array.number(0) as u8;
            if (dataset.states..=MAX_STATES).contains(&states) {
                dataset.states = states;
            }
        }
        ("alphabet", true) if length <= usize::from(MAX_STATES) => set_alphabet(dataset, Some(texts().collect())),
        ("shape", false) if length == 2 => {
            let shape = GridShape::new(array.number(1) as usize, array.number(0) as usize);
            dataset.shape = Some(shape).filter(|&shape| fits(dataset, shape));
        }
        _ if length == dataset.rows() => {
            let column = labels(name, array, sidecar);
            dataset.labels.push(column);
        }
        _ => return false,
    }
    true
}

/// A label column: class names of the sidecar by number, or else the values themselves.
fn labels(name: &str, array: &Array<'_>, sidecar: Option<&Sidecar>) -> LabelColumn {
    let known = sidecar.and_then(|sidecar| {
        let only = if sidecar.labels.len() == 1 { sidecar.labels.iter().next() } else { None };
        sidecar.labels.get_key_value(name).or(only)
    });
    let rows = 0..array.header.shape.first().copied().unwrap_or(0);
    if let Some((name, classes)) = known {
        // What is no whole number of a class (−1, NaN) is unknown.
        let class = |index| {
            let number = array.number(index);
            (number >= 0.0 && number.fract() == 0.0 && number < classes.len() as f64).then_some(number as u32)
        };
        return LabelColumn { name: name.clone(), classes: classes.clone(), of_row: rows.map(class).collect() };
    }
    let mut builder = LabelBuilder::default();
    for index in rows {
        let text = array.text(index);
        builder.push(Some(text.as_str()).filter(|text| !text.is_empty()));
    }
    builder.finish(name)
}
