//! Arrays of numbers as NumPy's .npz.

use std::io::{self, Cursor, Write as _};
use std::path::Path;

use ndarray::ArrayD;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::numpy::{header, of_disk};
use crate::io::atomic::{self, WriteError};

/// One array of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArray<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its numbers.
    pub numbers: Numbers,
}

/// An array of numbers of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Floats of 4 bytes.
    Single(ArrayD<f32>),
    /// Floats of 8 bytes.
    Double(ArrayD<f64>),
    /// Whole numbers of 1 byte: states.
    Byte(ArrayD<u8>),
    /// Whole numbers of 8 bytes.
    Whole(ArrayD<u64>),
}

impl Numbers {
    fn header(&self) -> Vec<u8> {
        match self {
            Self::Single(array) => header("<f4", array.shape()),
            Self::Double(array) => header("<f8", array.shape()),
            Self::Byte(array) => header("|u1", array.shape()),
            Self::Whole(array) => header("<u8", array.shape()),
        }
    }

    /// The numbers, the last axis fastest.
    fn octets(&self) -> Vec<u8> {
        match self {
            Self::Single(array) => array.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Self::Double(array) => array.iter().flat_map(|number| number.to_le_bytes()).collect(),
            Self::Byte(array) => array.iter().copied().collect(),
            Self::Whole(array) => array.iter().flat_map(|number| number.to_le_bytes()).collect(),
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
            zip.write_all(&array.numbers.header())?;
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
    use ndarray::array;

    #[test]
    fn arrays_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("modes.npz");
        let arrays = [
            NamedArray {
                name: "samples",
                numbers: Numbers::Single(array![[0., 0.], [1., 0.], [1., 1.]].reversed_axes().into_dyn()),
            },
            NamedArray { name: "update", numbers: Numbers::Whole(array![7, 300].into_dyn()) },
        ];
        write(&path, false, &arrays).unwrap();
        let data = open(&DataSource::Path(path.clone()), &DataOptions::default(), Seed(1)).unwrap();
        assert_eq!((data.values.as_slice(), data.columns()), (&[0, 1, 1, 0, 0, 1][..], 3));
        assert_eq!(data.labels[0].classes, ["7", "300"]);
        assert!(matches!(write(&path, false, &arrays), Err(WriteError::Exists { .. })));
    }
}
