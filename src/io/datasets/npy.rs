//! NumPy's array file: a magic number, a header in Python's notation, values.

use crate::io::hdf5_numbers::half;
use crate::io::text::quoted;
use crate::physics::data::Dataset;

use super::rows::{self, Layout};
use super::{FormatError, Reading};

/// The first bytes of every .npy file.
pub const MAGIC: &[u8] = b"\x93NUMPY";
/// Longest header that is read; NumPy's own are 118 bytes.
const MAX_HEADER: usize = 1 << 16;

/// What the values of an array are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Truth values, one byte each.
    Bool,
    /// Unsigned integers of this many bytes.
    Unsigned(usize),
    /// Signed integers of this many bytes.
    Signed(usize),
    /// Floating-point numbers of this many bytes (2, 4 or 8).
    Float(usize),
    /// Texts of this many characters, four bytes each.
    Unicode(usize),
    /// Texts of this many bytes.
    Bytes(usize),
}

impl Element {
    /// Bytes of one value.
    fn width(self) -> usize {
        match self {
            Self::Bool => 1,
            Self::Unsigned(width) | Self::Signed(width) | Self::Float(width) | Self::Bytes(width) => width,
            Self::Unicode(characters) => characters.saturating_mul(4),
        }
    }

    /// Reads NumPy's description, for instance `<f4`, and whether the first byte of a value is the largest.
    fn parse(description: &str) -> Option<(Self, bool)> {
        let mut characters = description.chars();
        let order = characters.next()?;
        let kind = characters.next()?;
        let size: usize = characters.as_str().parse().ok()?;
        let element = match (kind, size) {
            ('b', 1) => Some(Self::Bool),
            ('u', 1 | 2 | 4 | 8) => Some(Self::Unsigned(size)),
            ('i', 1 | 2 | 4 | 8) => Some(Self::Signed(size)),
            ('f', 2 | 4 | 8) => Some(Self::Float(size)),
            ('U', _) => Some(Self::Unicode(size)),
            ('S', _) => Some(Self::Bytes(size)),
            _ => None,
        };
        Some((element?, order == '>'))
    }

    /// What a description stands for that is no element, in words.
    fn other(description: &str) -> String {
        match description.trim_start_matches(['|', '<', '>', '=']).chars().next() {
            Some('O') => "Python objects (a pickled array)".to_owned(),
            Some('c') => "complex numbers".to_owned(),
            Some('M' | 'm') => "dates or times".to_owned(),
            Some('[') => "records of several fields (a structured array)".to_owned(),
            _ => format!("type {}", quoted(description)),
        }
    }
}

/// What the header says.
#[derive(Clone, Debug)]
pub struct Header {
    /// Type of the values.
    pub element: Element,
    /// Whether the first byte of a value is the largest.
    pub big_endian: bool,
    /// Whether the first index runs fastest.
    pub fortran: bool,
    /// Size of each dimension.
    pub shape: Vec<usize>,
    /// Where the values begin.
    pub start: usize,
    /// Bytes of all values.
    pub size: usize,
}

impl Header {
    /// Bytes that follow the first `read` ones, and one more, which shows that the array is too long.
    pub fn bytes_after(&self, read: usize) -> u64 {
        (self.start as u64 + self.size as u64 + 1).saturating_sub(read as u64)
    }

    /// Number of values; as many as there can be where the sizes are absurd.
    pub fn values(&self) -> usize {
        self.shape.iter().try_fold(1, |product: usize, &size| product.checked_mul(size)).unwrap_or(usize::MAX)
    }
}

/// Reads the header; `bytes` may end anywhere after it.
pub fn header(bytes: &[u8]) -> Result<Header, FormatError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(FormatError::new("the magic number of a .npy file (93 NUMPY)", "something else"));
    };
    let ended = || FormatError::new("a whole .npy header", "the end of the data");
    let (start, length) = match *rest {
        [1, _, a, b, ..] => (10, usize::from(u16::from_le_bytes([a, b]))),
        [2 | 3, _, a, b, c, d, ..] => (12, u32::from_le_bytes([a, b, c, d]) as usize),
        [1..=3, ..] | [] => return Err(ended()),
        [version, ..] => return Err(FormatError::new(".npy version 1, 2 or 3", version.to_string())),
    };
    if length > MAX_HEADER {
        return Err(FormatError::new(format!("a header of at most {MAX_HEADER} bytes"), length.to_string()));
    }
    let start_of_values = start + length;
    let text = bytes.get(start..start_of_values).ok_or_else(ended)?;
    let text = String::from_utf8_lossy(text);
    let wrong = |part| FormatError::new(format!("“{part}” in the .npy header"), quoted(text.trim()));
    let description = value_of(&text, "descr").ok_or_else(|| wrong("descr"))?;
    let description = if description.starts_with('[') { "[" } else { description };
    let description = description.split([',', '}']).next().unwrap_or_default().trim();
    let description = description.trim_matches(['\'', '"']);
    let (element, big_endian) = Element::parse(description)
        .ok_or_else(|| FormatError::new("an array of numbers, truth values or texts", Element::other(description)))?;
    let fortran = value_of(&text, "fortran_order").ok_or_else(|| wrong("fortran_order"))?.starts_with("True");
    let shape = value_of(&text, "shape").and_then(parse_shape).ok_or_else(|| wrong("shape"))?;
    let size = shape.iter().try_fold(element.width(), |product, &size| product.checked_mul(size));
    let size = size.filter(|&size| size < usize::MAX / 2);
    let size = size.ok_or_else(|| FormatError::new("a size that fits into memory", format!("{shape:?}")))?;
    Ok(Header { element, big_endian, fortran, shape, start: start_of_values, size })
}

/// The text that follows a key of the header.
fn value_of<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let after = header.split_once(&format!("'{key}'")).or_else(|| header.split_once(&format!("\"{key}\"")))?.1;
    Some(after.trim_start().strip_prefix(':')?.trim_start())
}

/// Reads `(3, 4)`, `(3,)` or `()`.
fn parse_shape(text: &str) -> Option<Vec<usize>> {
    let inside = text.strip_prefix('(')?.split_once(')')?.0;
    let sizes = inside.split(',').map(str::trim).filter(|size| !size.is_empty());
    sizes.map(|size| size.trim_end_matches('L').parse().ok()).collect()
}

/// An array and its values.
#[derive(Clone, Debug)]
pub struct Array<'a> {
    /// What the header says.
    pub header: Header,
    data: &'a [u8],
}

impl<'a> Array<'a> {
    /// Checks the header against the length of the file.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let header = header(bytes)?;
        let data = bytes.get(header.start..).unwrap_or_default();
        if data.len() != header.size {
            let expected = format!("{} bytes of values as the header says (shape {:?})", header.size, header.shape);
            return Err(FormatError::new(expected, format!("{} bytes", data.len())));
        }
        Ok(Self { header, data })
    }

    /// The raw bytes of the values.
    pub fn bytes(&self) -> &'a [u8] {
        self.data
    }

    /// One number in the order of the file; 0 beyond the end, which the check of the header rules out.
    pub fn number(&self, index: usize) -> f64 {
        fn chunk<const WIDTH: usize>(array: &Array<'_>, index: usize) -> [u8; WIDTH] {
            let mut bytes = array.data.as_chunks::<WIDTH>().0.get(index).copied().unwrap_or([0; WIDTH]);
            if array.header.big_endian {
                bytes.reverse();
            }
            bytes
        }
        match self.header.element {
            Element::Bool => f64::from(u8::from(chunk::<1>(self, index)[0] != 0)),
            Element::Unsigned(1) => f64::from(chunk::<1>(self, index)[0]),
            Element::Unsigned(2) => f64::from(u16::from_le_bytes(chunk(self, index))),
            Element::Unsigned(4) => f64::from(u32::from_le_bytes(chunk(self, index))),
            Element::Unsigned(_) => u64::from_le_bytes(chunk(self, index)) as f64,
            Element::Signed(1) => f64::from(i8::from_le_bytes(chunk(self, index))),
            Element::Signed(2) => f64::from(i16::from_le_bytes(chunk(self, index))),
            Element::Signed(4) => f64::from(i32::from_le_bytes(chunk(self, index))),
            Element::Signed(_) => i64::from_le_bytes(chunk(self, index)) as f64,
            Element::Float(2) => f64::from(half(u16::from_le_bytes(chunk(self, index)))),
            Element::Float(4) => f64::from(f32::from_le_bytes(chunk(self, index))),
            Element::Float(_) => f64::from_le_bytes(chunk(self, index)),
            Element::Unicode(_) | Element::Bytes(_) => 0.0,
        }
    }

    /// One text, without the zeros that pad it; a number as NumPy would print it.
    pub fn text(&self, index: usize) -> String {
        let width = self.header.element.width();
        let bytes = index.checked_mul(width).and_then(|start| self.data.get(start..start + width)).unwrap_or_default();
        match self.header.element {
            // Zeros pad a text; those inside it are part of it.
            Element::Unicode(_) => {
                let big = self.header.big_endian;
                let code = |&code| if big { u32::from_be_bytes(code) } else { u32::from_le_bytes(code) };
                let codes = bytes.as_chunks::<4>().0.iter().map(code);
                let padded: String = codes.map(|code| char::from_u32(code).unwrap_or('\u{fffd}')).collect();
                padded.trim_end_matches('\0').to_owned()
            }
            Element::Bytes(_) => String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned(),
            _ => self.number(index).to_string(),
        }
    }

    /// Whether the values are texts.
    pub fn is_text(&self) -> bool {
        matches!(self.header.element, Element::Unicode(_) | Element::Bytes(_))
    }
}

/// Reads a file. Two dimensions are rows; one is a single row; three are rows of pictures.
pub fn read(name: &str, bytes: &[u8], reading: &Reading) -> Result<Dataset, FormatError> {
    dataset(name, &Array::parse(bytes)?, reading)
}

/// The rows of an array.
pub fn dataset(name: &str, array: &Array<'_>, reading: &Reading) -> Result<Dataset, FormatError> {
    let header = &array.header;
    if array.is_text() {
        return Err(FormatError::new("an array of numbers", "an array of texts"));
    }
    let layout = Layout::of(&header.shape)?;
    let (lines, columns) = (layout.lines, layout.width);
    let (width, height) = layout.picture.map_or((columns, 1), |shape| (shape.width, shape.height));
    let index = |line: usize, column: usize| {
        if header.fortran {
            // The first index runs fastest: line, then picture row, then picture column.
            line + lines * (column / width + height * (column % width))
        } else {
            line * columns + column
        }
    };
    rows::dataset(name, layout, reading, |line, column| array.number(index(line, column)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::spins::GridShape;

    fn file(description: &str, fortran: &str, shape: &str, values: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': '{description}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        let length = (header.len() as u16).to_le_bytes();
        [MAGIC, &[1, 0], &length, header.as_bytes(), values].concat()
    }

    #[test]
    fn every_type_gives_the_same_rows() {
        let numbers = [0_i8, 1, 1, 1, 0, 0];
        let wide = |f: &dyn Fn(i8) -> Vec<u8>| numbers.iter().flat_map(|&number| f(number)).collect::<Vec<u8>>();
        let one = wide(&|number| vec![number as u8]);
        for (description, values) in [
            ("|b1", one.clone()),
            ("|u1", one.clone()),
            ("|i1", one.clone()),
            ("<u2", wide(&|n| u16::from(n as u8).to_le_bytes().to_vec())),
            ("<i2", wide(&|n| i16::from(n).to_le_bytes().to_vec())),
            ("<u4", wide(&|n| u32::from(n as u8).to_le_bytes().to_vec())),
            ("<i4", wide(&|n| i32::from(n).to_le_bytes().to_vec())),
            ("<u8", wide(&|n| u64::from(n as u8).to_le_bytes().to_vec())),
            ("<i8", wide(&|n| i64::from(n).to_le_bytes().to_vec())),
            ("<f4", wide(&|n| f32::from(n).to_le_bytes().to_vec())),
            ("<f8", wide(&|n| f64::from(n).to_le_bytes().to_vec())),
            (">i4", wide(&|n| i32::from(n).to_be_bytes().to_vec())),
            (">f8", wide(&|n| f64::from(n).to_be_bytes().to_vec())),
            ("<f2", wide(&|n| if n == 0 { vec![0, 0] } else { vec![0, 0x3c] })),
            ("<f8", wide(&|n| (f64::from(n) * 2.0 - 1.0).to_le_bytes().to_vec())),
        ] {
            let data = read("x", &file(description, "False", "(2, 3)", &values), &Reading::default()).unwrap();
            assert_eq!((data.values.as_slice(), data.columns()), (&[0, 1, 1, 1, 0, 0][..], 3), "{description}");
        }
        let data = read("x", &file("|u1", "True", "(2, 3)", &[0, 1, 1, 0, 1, 0]), &Reading::default()).unwrap();
        assert_eq!(data.values.as_slice(), &[0, 1, 1, 1, 0, 0]);
        assert_eq!(read("x", &file("|u1", "False", "(6,)", &one), &Reading::default()).unwrap().rows(), 1);
    }

    #[test]
    fn pictures_keep_their_shape_in_either_order() {
        let data =
            read("x", &file("|u1", "False", "(2, 1, 3)", &[0, 255, 9, 128, 127, 0]), &Reading::default()).unwrap();
        assert_eq!((data.values.as_slice(), data.shape), (&[0, 1, 0, 1, 0, 0][..], Some(GridShape::new(3, 1))));
        let c: Vec<u8> = (0..12).map(|index| u8::from(index % 5 == 0)).collect();
        let mut f = vec![0; 12];
        for (row, y, x) in (0..2).flat_map(|row| (0..2).flat_map(move |y| (0..3).map(move |x| (row, y, x)))) {
            f[row + 2 * (y + 2 * x)] = c[row * 6 + y * 3 + x];
        }
        let left = read("x", &file("|u1", "False", "(2, 2, 3)", &c), &Reading::default()).unwrap();
        assert_eq!(left, read("x", &file("|u1", "True", "(2, 2, 3)", &f), &Reading::default()).unwrap());
    }

    #[test]
    fn faults_are_refused() {
        let good = file("|u1", "False", "(2, 3)", &[0, 1, 1, 1, 0, 0]);
        for length in 0..good.len() {
            read("x", &good[..length], &Reading::default()).unwrap_err();
        }
        read("x", &[&good[..], &[0]].concat(), &Reading::default()).unwrap_err();
        for bytes in [
            file("|u1", "False", "(99999999999999, 99999999999999)", &[]),
            file("|u1", "False", "(0, 3)", &[]),
            file("|u1", "False", "(-1, 3)", &[]),
            file("|u1", "False", "()", &[1]),
            file("|u1", "False", "(1, 1, 1, 1, 1)", &[1]),
            file("|u1", "False", "(1, 2, 2, 3)", &[0; 12]),
            file("|O", "False", "(1, 1)", &[0; 8]),
            file("<f8", "False", "(1, 1)", &f64::NAN.to_le_bytes()),
            file("<U9999999999999999999", "False", "(1, 1)", &[]),
            file("<U1", "False", "(1, 1)", &[65, 0, 0, 0]),
            [MAGIC, &[2, 0, 255, 255, 255, 255], &[b' '; 99]].concat(),
            [MAGIC, &[9, 0, 0, 0]].concat(),
            b"PK\x03\x04".to_vec(),
        ] {
            read("x", &bytes, &Reading::default()).unwrap_err();
        }
        let say =
            |kind: &str| read("x", &file(kind, "False", "(1,)", &[0; 8]), &Reading::default()).unwrap_err().to_string();
        assert!(say("|O").ends_with("found Python objects (a pickled array)"));
        assert!(say("<c8").ends_with("found complex numbers"));
    }
}
