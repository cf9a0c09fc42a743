//! IDX, the format of the original MNIST files: big-endian, a magic number, sizes, values.

use crate::physics::data::Dataset;

use super::rows::{self, Layout};
use super::{FormatError, Reading};

/// Whether bytes begin like an IDX file.
pub fn recognise(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0x08 | 0x09 | 0x0b..=0x0e, 1..=8, ..])
}

/// An IDX file taken apart.
struct Idx<'a> {
    kind: u8,
    sizes: Vec<usize>,
    data: &'a [u8],
}

/// Checks the header against the length of the file.
fn parse(bytes: &[u8]) -> Result<Idx<'_>, FormatError> {
    let [0, 0, kind, dimensions, rest @ ..] = bytes else {
        return Err(FormatError::new("the magic number of IDX (two zeros, type, dimensions)", "something else"));
    };
    let width = width(*kind)?;
    let dimensions = usize::from(*dimensions);
    let Some((header, data)) = rest.split_at_checked(4 * dimensions) else {
        return Err(FormatError::new(format!("{dimensions} sizes after the magic number"), "the end of the file"));
    };
    let sizes: Vec<usize> = header.as_chunks::<4>().0.iter().map(|&size| u32::from_be_bytes(size) as usize).collect();
    let needed = sizes.iter().try_fold(width, |product, &size| product.checked_mul(size));
    if needed != Some(data.len()) {
        let sizes = sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ");
        let expected = format!("{sizes} values of {width} byte(s) as the header says");
        return Err(FormatError::new(expected, format!("{} bytes", data.len())));
    }
    Ok(Idx { kind: *kind, sizes, data })
}

/// Bytes of one value.
fn width(kind: u8) -> Result<usize, FormatError> {
    match kind {
        0x08 | 0x09 => Ok(1),
        0x0b => Ok(2),
        0x0c | 0x0d => Ok(4),
        0x0e => Ok(8),
        _ => Err(FormatError::new("an IDX type (08, 09, 0B, 0C, 0D or 0E)", format!("{kind:02X}"))),
    }
}

impl Idx<'_> {
    /// One value; 0 beyond the end, which the check of the header rules out.
    fn number(&self, index: usize) -> f64 {
        fn chunk<const WIDTH: usize>(data: &[u8], index: usize) -> [u8; WIDTH] {
            data.as_chunks::<WIDTH>().0.get(index).copied().unwrap_or([0; WIDTH])
        }
        match self.kind {
            0x08 => f64::from(chunk::<1>(self.data, index)[0]),
            0x09 => f64::from(i8::from_be_bytes(chunk(self.data, index))),
            0x0b => f64::from(i16::from_be_bytes(chunk(self.data, index))),
            0x0c => f64::from(i32::from_be_bytes(chunk(self.data, index))),
            0x0d => f64::from(f32::from_be_bytes(chunk(self.data, index))),
            _ => f64::from_be_bytes(chunk(self.data, index)),
        }
    }
}

/// Reads rows: the first dimension counts them; two more are the picture a row is.
pub fn read(name: &str, bytes: &[u8], reading: &Reading) -> Result<Dataset, FormatError> {
    let idx = parse(bytes)?;
    if idx.sizes.len() < 2 {
        return Err(FormatError::new("rows of values (2 or 3 dimensions)", "1 dimension, as in a label file"));
    }
    let layout = Layout::of(&idx.sizes)?;
    rows::dataset(name, layout, reading, |line, column| idx.number(line * layout.width + column))
}

/// Reads a label file: one dimension of whole numbers.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<String>, FormatError> {
    let idx = parse(bytes)?;
    if idx.sizes.len() != 1 {
        return Err(FormatError::new("labels (1 dimension)", format!("{} dimensions", idx.sizes.len())));
    }
    Ok((0..idx.sizes.iter().product()).map(|index| idx.number(index).to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::spins::GridShape;

    #[test]
    fn pictures_and_labels() {
        let bytes = [&[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3][..], &[0, 127, 128, 255, 0, 200]].concat();
        let at = |threshold| Reading { threshold: Some(threshold), ..Reading::default() };
        assert!(recognise(&bytes));
        let data = read("x", &bytes, &Reading::default()).unwrap();
        assert_eq!((data.values.as_slice(), data.shape), (&[0, 0, 1, 1, 0, 1][..], Some(GridShape::new(3, 1))));
        assert_eq!(read("x", &bytes, &at(0.3)).unwrap().values.as_slice(), &[0, 1, 1, 1, 0, 1]);
        assert_eq!(read("x", &bytes, &at(200.0)).unwrap().values.as_slice(), &[0, 0, 0, 1, 0, 0]);
        assert_eq!(read_labels(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 3]).unwrap(), ["7", "3"]);
        let spins = [&[0, 0, 9, 2, 0, 0, 0, 1, 0, 0, 0, 2][..], &[255, 1]].concat();
        assert_eq!(read("x", &spins, &Reading::default()).unwrap().values.as_slice(), &[0, 1]);
    }

    #[test]
    fn lying_headers_are_refused() {
        for bytes in [
            &[0, 0, 8][..],
            &[0, 0, 8, 3, 0, 0],
            &[0, 0, 7, 1, 0, 0, 0, 0],
            &[0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1],
            &[0, 0, 8, 3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1],
            &[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1],
            &[0, 0, 8, 1, 0, 0, 0, 1, 1],
            &[0, 0, 8, 0, 1],
        ] {
            read("x", bytes, &Reading::default()).unwrap_err();
        }
    }
}
