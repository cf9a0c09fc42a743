//! Arrays of numbers as NumPy's .npz.

use std::io::{self, Cursor, Write as _};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::numpy::{header, of_disk};
use crate::io::atomic::{self, WriteError};

/// One array of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArray<'a> {
    /// Its name.
    pub name: &'a str,
    /// Length of each axis, the slowest first.
    pub shape: Vec<usize>,
    /// Its numbers, the last axis fastest.
    pub numbers: Numbers<'a>,
}

/// Numbers of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Numbers<'a> {
    /// Floats of 4 bytes.
    Single(&'a [f32]),
    /// Floats of 8 bytes.
    Double(&'a [f64]),
    /// Whole numbers of 8 bytes.
    Whole(&'a [u64]),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Numbers<'_> {
    fn description(self) -> &'static str {
        match self {
            Self::Single(_) => "<f4",
            Self::Double(_) => "<f8",
            Self::Whole(_) => "<u8",
            Self::Bytes(_) => "|u1",
        }
    }

    fn octets(self) -> Vec<u8> {
        match self {
            Self::Single(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::Double(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::Whole(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::Bytes(values) => values.to_vec(),
        }
    }
}

/// Writes arrays under their names; the archive is packed in memory, because its writer complains aloud when a disk is
/// full.
pub fn write(path: &Path, overwrite: bool, arrays: &[NamedArray<'_>]) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for array in arrays {
            zip.start_file(format!("{}.npy", array.name), options).map_err(of_disk)?;
            zip.write_all(&header(array.numbers.description(), &array.shape))?;
            zip.write_all(&array.numbers.octets())?;
        }
        let packed = zip.finish().map_err(of_disk)?.into_inner();
        io::Write::write_all(out, &packed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::datasets::{DataOptions, DataSource, open};
    use crate::physics::seed::Seed;

    #[test]
    fn arrays_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("modes.npz");
        let arrays = [
            NamedArray { name: "samples", shape: vec![2, 3], numbers: Numbers::Single(&[0., 1., 1., 0., 0., 1.]) },
            NamedArray { name: "update", shape: vec![2], numbers: Numbers::Whole(&[7, 300]) },
        ];
        write(&path, false, &arrays).unwrap();
        let data = open(&DataSource::Path(path.clone()), &DataOptions::default(), Seed(1)).unwrap();
        assert_eq!((data.values.as_slice(), data.columns()), (&[0, 1, 1, 0, 0, 1][..], 3));
        assert_eq!(data.labels[0].classes, ["7", "300"]);
        assert!(matches!(write(&path, false, &arrays), Err(WriteError::Exists { .. })));
    }
}
