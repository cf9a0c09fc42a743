//! HDF5 files as far as archives and data need them: arrays of numbers, single numbers and texts, never trusting what a
//! header claims about sizes.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hdf5_pure::{Dataset, Datatype, Error, File, Group, VlenStringReadOptions};
use ndarray::ArrayD;

use super::datasets::{FormatError, MAX_NAMED_ROWS, due};
use super::files::{FileError, MAX_BYTES};
use super::hdf5_numbers::Numbers;
use super::standard;
use super::text::said;
use crate::physics::arrays::sizes;

/// The first bytes of a file.
pub const MAGIC: &[u8] = b"\x89HDF\r\n\x1a\n";
/// Endings of such files.
pub const ENDINGS: [&str; 2] = ["h5", "hdf5"];
/// How far compression can go: what one byte of deflate can become.
const MOST_INFLATED: u64 = 1032;
/// Most bytes of the texts of an array.
const MOST_TEXT: u64 = 1 << 28;

/// Whether a file is named as archives, and data of their format, are.
pub fn has_its_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A file that is open for reading.
pub struct Hdf5 {
    file: File,
    bytes: u64,
    /// The groups at the root: of a file of many checkpoints each would be looked for from the first one on.
    root: OnceCell<BTreeMap<String, Group>>,
}

impl Hdf5 {
    /// Opens a regular file; its arrays are read when they are asked for.
    pub fn open(path: &Path) -> Result<Result<Self, FormatError>, FileError> {
        if standard::is_input(path) {
            return Ok(Self::from_bytes(standard::input()?.to_vec()));
        }
        let wrap = |source| FileError::from_io(path, source);
        let metadata = fs::metadata(path).map_err(wrap)?;
        match () {
            () if metadata.is_dir() => return Err(FileError::Directory(path.to_path_buf())),
            () if !metadata.is_file() => return Err(FileError::NotRegular(path.to_path_buf())),
            () if metadata.len() == 0 => return Err(FileError::Empty(path.to_path_buf())),
            () => {}
        }
        match File::open_streaming(path) {
            Ok(file) => Ok(Ok(Self { file, bytes: metadata.len(), root: OnceCell::new() })),
            Err(Error::Io(source)) => Err(wrap(source)),
            Err(error) => Ok(Err(damaged(&error))),
        }
    }

    /// A file in memory.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, FormatError> {
        let length = bytes.len() as u64;
        let file = File::from_bytes(bytes).map_err(|error| damaged(&error))?;
        Ok(Self { file, bytes: length, root: OnceCell::new() })
    }

    /// Size of the file.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Names of the groups in a group, sorted; nothing where there is no such group.
    pub fn groups(&self, path: &str) -> Vec<String> {
        if path.is_empty() {
            return self.root().keys().cloned().collect();
        }
        sorted(self.group(path).and_then(|group| group.groups().ok()))
    }

    /// Names of the arrays in a group, sorted; nothing where there is no such group.
    pub fn arrays(&self, path: &str) -> Vec<String> {
        sorted(self.group(path).and_then(|group| group.datasets().ok()))
    }

    /// Whether there is such a group.
    pub fn has_group(&self, path: &str) -> bool {
        self.group(path).is_some()
    }

    fn group(&self, path: &str) -> Option<Group> {
        if path.is_empty() {
            return Some(self.file.root());
        }
        match path.split_once('/') {
            Some((first, rest)) => self.root().get(first)?.group(rest).ok(),
            None => self.root().get(path).cloned(),
        }
    }

    fn root(&self) -> &BTreeMap<String, Group> {
        self.root.get_or_init(|| self.file.root().iter_groups().map(Iterator::collect).unwrap_or_default())
    }

    /// An array, by the group at the root that it is in.
    fn dataset(&self, path: &str) -> Option<Dataset> {
        match path.split_once('/') {
            Some((first, rest)) => self.root().get(first)?.dataset(rest).ok(),
            None => self.file.dataset(path).ok(),
        }
    }

    /// Sizes of an array; `None` where there is none of that name.
    pub fn shape(&self, path: &str) -> Option<Vec<usize>> {
        let shape = self.dataset(path)?.shape().ok()?;
        shape.into_iter().map(|length| usize::try_from(length).ok()).collect()
    }

    /// An array of numbers as they lie in the file; `None` where there is none of that name.
    pub fn numbers(&self, path: &str) -> Result<Option<Numbers>, FormatError> {
        let Some((dataset, _)) = self.checked(path)? else { return Ok(None) };
        Numbers::read(&dataset).map(Some).map_err(|error| fault(path, &error))
    }

    /// An array as `f32`, from floats of 2, 4 or 8 bytes or whole numbers; `None` where there is none of that name.
    pub fn floats(&self, path: &str) -> Result<Option<ArrayD<f32>>, FormatError> {
        self.converted(path, |number| number as f32)
    }

    /// An array in another kind of number than it may have in the file.
    fn converted<T>(&self, path: &str, convert: fn(f64) -> T) -> Result<Option<ArrayD<T>>, FormatError> {
        let Some((dataset, shape)) = self.checked(path)? else { return Ok(None) };
        let taken = shape.iter().fold(size_of::<T>(), |bytes, &length| bytes.saturating_mul(length)) as u64;
        if taken > due(self.bytes) {
            let found = format!("{} numbers in {path}", sizes(&shape));
            return Err(FormatError::new(format!("no more numbers than {} bytes are due", self.bytes), found));
        }
        let numbers = Numbers::read(&dataset).map_err(|error| fault(path, &error))?;
        whole(path, &shape, numbers.iter().map(convert).collect()).map(Some)
    }

    /// An array of bytes; `None` where there is none of that name.
    pub fn octets(&self, path: &str) -> Result<Option<ArrayD<u8>>, FormatError> {
        let Some((dataset, shape)) = self.checked(path)? else { return Ok(None) };
        let values = dataset.read_u8().map_err(|error| fault(path, &error))?;
        whole(path, &shape, values).map(Some)
    }

    /// An array as `f64`; `None` where there is none of that name.
    pub fn doubles(&self, path: &str) -> Result<Option<ArrayD<f64>>, FormatError> {
        self.converted(path, |number| number)
    }

    /// The first number of an array; `None` where there is no number.
    pub fn number(&self, path: &str) -> Option<f64> {
        self.checked(path).ok()??.0.read_f64().ok()?.first().copied()
    }

    /// The first number of an array as a whole number of zero or more.
    pub fn count(&self, path: &str) -> Option<u64> {
        let dataset = self.checked(path).ok()??.0;
        match dataset.datatype().ok()? {
            Datatype::FixedPoint { .. } => dataset.read_u64().ok()?.first().copied(),
            _ => self.number(path).filter(|&number| number >= 0.0 && number.fract() == 0.0).map(|number| number as u64),
        }
    }

    /// Texts of an array, whatever their encoding; `None` where there are none.
    pub fn texts(&self, path: &str) -> Option<Vec<String>> {
        let (dataset, shape) = self.checked(path).ok()??;
        if shape.iter().fold(1, |texts: usize, &length| texts.saturating_mul(length)) > MAX_NAMED_ROWS {
            return None;
        }
        match dataset.datatype().ok()? {
            Datatype::VariableLength { is_string: true, .. } => {
                let most = MOST_TEXT.min(self.bytes) as usize;
                let options = VlenStringReadOptions::new().with_max_elements(most).with_max_payload_bytes(most);
                dataset.read_vlen_strings(options).ok()
            }
            Datatype::String { .. } => dataset.read_string().ok(),
            _ => None,
        }
    }

    /// The first text of an array.
    pub fn text(&self, path: &str) -> Option<String> {
        self.texts(path)?.into_iter().next()
    }

    /// An array and its sizes, if what it claims to hold can be in this file.
    fn checked(&self, path: &str) -> Result<Option<(Dataset, Vec<usize>)>, FormatError> {
        let Some(dataset) = self.dataset(path) else { return Ok(None) };
        let fault = |error: Error| fault(path, &error);
        let shape = dataset.shape().map_err(fault)?;
        let element = dataset.element_size().map_err(fault)?;
        let claimed = shape.iter().try_fold(element, |bytes, &length| bytes.checked_mul(length));
        let most =
            if dataset.is_chunked() { self.bytes.saturating_mul(MOST_INFLATED).min(MAX_BYTES) } else { self.bytes };
        // A reader may need the numbers at 8 bytes each on the way.
        let claimed = claimed.filter(|&bytes| bytes <= most && bytes / element.max(1) <= MAX_BYTES / 4);
        let lengths: Option<Vec<usize>> = shape.iter().map(|&length| usize::try_from(length).ok()).collect();
        if let (Some(_), Some(lengths)) = (claimed, lengths) {
            return Ok(Some((dataset, lengths)));
        }
        let found = format!("{path} of {} values", product(&shape));
        Err(FormatError::new(format!("arrays that fit into the file of {} bytes", self.bytes), found))
    }
}

fn sorted(names: Option<Vec<String>>) -> Vec<String> {
    let mut names = names.unwrap_or_default();
    names.sort();
    names
}

/// Sizes as people write them.
fn product(shape: &[u64]) -> String {
    shape.iter().map(u64::to_string).collect::<Vec<_>>().join(" × ")
}

/// An array that has all its numbers.
fn whole<T>(path: &str, shape: &[usize], values: Vec<T>) -> Result<ArrayD<T>, FormatError> {
    let found = values.len();
    ArrayD::from_shape_vec(shape, values)
        .map_err(|_other_length| FormatError::new(format!("{} values in {path}", sizes(shape)), found.to_string()))
}

/// What is wrong with an array.
fn fault(path: &str, error: &Error) -> FormatError {
    if error.to_string().contains("data layout version") {
        let expected = "arrays as HDF5 up to 1.14 writes them (h5repack, or libver=(\"earliest\", \"v114\") in h5py)";
        return FormatError::new(expected, format!("{path} in a newer form ({})", said(error)));
    }
    FormatError::new(format!("a whole array {path}"), said(error))
}

/// What is wrong with the file.
fn damaged(error: &Error) -> FormatError {
    FormatError::new("a whole HDF5 file", said(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_ending() {
        assert!(["a.h5", "b.HDF5", "c.d.H5"].iter().all(|name| has_its_ending(Path::new(name))));
        assert!(["h5", "a.csv", "a.h5.gz"].iter().all(|name| !has_its_ending(Path::new(name))));
    }
}
