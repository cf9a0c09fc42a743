//! The formats that data may have: a new one is a reader in a file of its own and a row of this table, from which the
//! sentences, the dialogs, the help of the command line and the tests of all readers follow.

use std::sync::LazyLock;

use crate::io::files::MAX_BYTES;
use crate::io::text::quoted;
use crate::io::{glyphs, pictures};
use crate::physics::data::Dataset;

use super::choices::Contents;
use super::decoded::{utf8, without_utf16};
use super::look::Look;
use super::{FormatError, MAX_TEXT_BYTES, Reading, Sidecar};
use super::{drawing, fasta, foreign, gzip, hdf5, idx, npy, npz, plain_text, stockholm, table};

/// The ending of a packed file of any format.
const PACKED: &str = "gz";

/// A format of files.
pub struct Format {
    /// What sentences call it.
    pub name: &'static str,
    /// Endings of its files, in lower case.
    pub endings: &'static [&'static str],
    /// Whether it is text.
    pub text: bool,
    /// A small file of it.
    pub example: &'static [u8],
    /// Whether content is of it, whatever its name; of plain text and tables nobody can tell.
    recognise: fn(&[u8]) -> bool,
    picture: bool,
    /// What a file of it holds.
    look: fn(&[u8]) -> Result<Look, FormatError>,
    read: fn(&Content<'_>) -> Result<Dataset, FormatError>,
}

/// A file that is to be read.
struct Content<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The description next to a packed .npz.
    sidecar: Option<&'a Sidecar>,
    reading: &'a Reading,
}

/// A format of text.
const TEXT: Format = Format {
    name: "",
    endings: &[],
    text: true,
    example: &[],
    recognise: |_| false,
    picture: false,
    look: |_| Ok(Look::of(Contents::Lines)),
    read: |content| plain_text::read(content.name, content.text()?, content.reading),
};
/// A format that its first bytes tell.
const BINARY: Format = Format { text: false, ..TEXT };
/// A picture.
const PICTURE: Format = Format {
    recognise: pictures::recognise,
    picture: true,
    look: |_| Ok(Look::of(Contents::Picture)),
    read: |content| pictures::read(content.name, content.bytes, content.reading),
    ..BINARY
};

/// All formats, in the order in which sentences name them and content is recognised.
pub const FORMATS: &[Format] = &[
    Format {
        name: ".npz",
        endings: &["npz"],
        example: include_bytes!("examples/example.npz"),
        recognise: |bytes| bytes.starts_with(npz::MAGIC),
        look: |bytes| Ok(Look { arrays: npz::arrays(bytes)?, ..Look::of(Contents::Arrays) }),
        read: |content| npz::read(content.name, content.bytes, content.sidecar, content.reading),
        ..BINARY
    },
    Format {
        name: ".npy",
        endings: &["npy"],
        example: include_bytes!("examples/example.npy"),
        recognise: |bytes| bytes.starts_with(npy::MAGIC),
        read: |content| npy::read(content.name, content.bytes, content.reading),
        ..BINARY
    },
    Format {
        name: ".csv",
        endings: &["csv", "tsv", "tab"],
        example: include_bytes!("examples/example.csv"),
        look: |bytes| look_at_table(utf8(bytes)?),
        read: |content| table::read(content.name, content.text()?, content.reading),
        ..TEXT
    },
    Format {
        name: ".txt",
        endings: &["txt", "dat", "data", "tra", "pat"],
        example: include_bytes!("examples/example.txt"),
        look: |bytes| match utf8(bytes)? {
            text if text.starts_with("glyphs ") || drawing::recognise(text) => Ok(Look::of(Contents::Fixed)),
            text if is_table(text) => look_at_table(text),
            _ => Ok(Look::of(Contents::Lines)),
        },
        read: |content| match content.text()? {
            text if text.starts_with("glyphs ") => glyphs::read(content.name, text),
            text if drawing::recognise(text) => drawing::read(content.name, text),
            text if is_table(text) => table::read(content.name, text, content.reading),
            text => plain_text::read(content.name, text, content.reading),
        },
        ..TEXT
    },
    Format {
        name: ".h5",
        endings: &["h5", "hdf5", "mat"],
        example: include_bytes!("examples/example.h5"),
        recognise: |bytes| hdf5::signature(bytes).is_some(),
        look: |bytes| Ok(Look { arrays: hdf5::arrays(bytes)?, ..Look::of(Contents::Arrays) }),
        read: |content| hdf5::read(content.name, content.bytes, content.reading),
        ..BINARY
    },
    Format {
        name: "IDX",
        endings: &["idx", "idx3-ubyte"],
        example: include_bytes!("examples/example.idx"),
        recognise: idx::recognise,
        look: |_| Ok(Look::of(Contents::Pictures)),
        read: |content| idx::read(content.name, content.bytes, content.reading),
        ..BINARY
    },
    Format {
        name: "FASTA",
        endings: &["fasta", "faa", "fa", "fas", "fna", "afa", "a2m", "a3m"],
        example: include_bytes!("examples/example.fasta"),
        recognise: fasta::recognise,
        look: |_| Ok(Look::of(Contents::Sequences)),
        read: |content| fasta::read(content.text()?)?.dataset(content.name, content.reading),
        ..TEXT
    },
    Format {
        name: "Stockholm",
        endings: &["sto", "stk", "stockholm"],
        example: b"# STOCKHOLM 1.0\na AC-\nb ACD\n//\n",
        recognise: stockholm::recognise,
        look: |_| Ok(Look::of(Contents::Sequences)),
        read: |content| stockholm::read(content.text()?)?.dataset(content.name, content.reading),
        ..TEXT
    },
    Format { name: "PNG", endings: &["png"], example: include_bytes!("examples/example.png"), ..PICTURE },
    Format { name: "JPEG", endings: &["jpg", "jpeg"], example: include_bytes!("examples/example.jpg"), ..PICTURE },
    Format { name: "PBM", endings: &["pbm"], example: b"P1\n3 2\n0 1 0\n1 0 1\n", ..PICTURE },
    Format { name: "PGM", endings: &["pgm", "pnm", "ppm"], example: b"P2\n3 2 9\n9 0 9\n0 9 0\n", ..PICTURE },
];

/// Whether lines are those of a table: headings or words with separators between them.
fn is_table(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let separated = first.contains([',', ';', '\t']);
    let word = |cell: &str| {
        let cell = cell.trim().trim_matches(['"', '[', ']', '(', ')']);
        !cell.is_empty() && plain_text::number(cell).is_none() && plain_text::side_by_side(cell).is_none()
    };
    separated && first.split([',', ';', '\t']).any(word)
}

/// The endings of all files that can be read, packed ones among them.
pub fn endings() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| FORMATS.iter().flat_map(|format| format.endings).copied().chain([PACKED]).collect());
    &ENDINGS
}

/// Whether a file of this name is a picture.
pub fn is_picture(name: &str) -> bool {
    let ending = ending_of(name);
    FORMATS.iter().any(|format| format.picture && format.endings.contains(&ending.as_str()))
}

/// What names data on the command line: `builtin:NAME, …, or a file (.npz …, .gz)`.
pub fn sources() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    format!(
        "builtin:NAME, builtin:lattice-protein:FOLD, random:PxN, random:PxN:balanced, ising:GRAPH:SIZE:BETA, a file ({}, \
         .{PACKED}), one array of it (FILE.npz:ARRAY, \
         FILE.h5:/PATH), several pictures (A.png,B.png) or a folder of them",
        names.join(" ")
    )
}

/// Reads content by its first bytes, or where they say nothing by the ending of its name.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    sidecar: Option<&Sidecar>,
    reading: &Reading,
) -> Result<Dataset, FormatError> {
    let ending = ending_of(name);
    if let Some((inner, content)) = unpacked(name, bytes)? {
        let mut dataset = read(inner, &content, None, reading)?;
        name.clone_into(&mut dataset.name);
        return Ok(dataset);
    }
    let bytes = &*without_utf16(bytes)?;
    let format = format_of(&ending, bytes)?;
    if reading.array.is_some() && !matches!(format.name, ".npz" | ".h5") {
        return Err(FormatError::new("a .npz or .h5 file where an array is named", format.name));
    }
    (format.read)(&Content { name, bytes, sidecar, reading })
}

/// What a file holds, by its content and its name.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<Look, FormatError> {
    if let Some((inner, content)) = unpacked(name, bytes)? {
        return look(inner, &content);
    }
    let bytes = &*without_utf16(bytes)?;
    (format_of(&ending_of(name), bytes)?.look)(bytes)
}

fn look_at_table(text: &str) -> Result<Look, FormatError> {
    Ok(Look { headings: table::headings(text)?, ..Look::of(Contents::Table) })
}

/// Name and content of the file inside a packed one; `None` where it is not packed.
fn unpacked<'a>(name: &'a str, bytes: &[u8]) -> Result<Option<(&'a str, Vec<u8>)>, FormatError> {
    let is_named = ending_of(name) == PACKED;
    if !bytes.starts_with(gzip::MAGIC) {
        let fault = FormatError::new("the magic number of a .gz file (1F 8B)", "something else");
        return if is_named { Err(fault) } else { Ok(None) };
    }
    let inner = name.rsplit_once('.').filter(|_| is_named).map_or(name, |(inner, _)| inner);
    let text = by_ending(&ending_of(inner)).is_some_and(|format| format.text);
    let content = gzip::unpack(bytes, if text { MAX_TEXT_BYTES } else { MAX_BYTES })?;
    if content.starts_with(gzip::MAGIC) {
        return Err(FormatError::new("data in the .gz file", "another .gz file"));
    }
    Ok(Some((inner, content)))
}

/// The format of content by its first bytes, or where they say nothing by the ending of its name.
fn format_of(ending: &str, bytes: &[u8]) -> Result<&'static Format, FormatError> {
    if let Some(format) = FORMATS.iter().find(|format| (format.recognise)(bytes)) {
        return Ok(format);
    }
    match (foreign::refusal(bytes), by_ending(ending)) {
        (Some(refusal), _) => Err(refusal),
        (None, Some(format)) => Ok(format),
        (None, None) => of_text(bytes).ok_or_else(|| unknown(ending)),
    }
}

fn by_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.endings.contains(&ending))
}

/// The format of text whose name says nothing; `None` where it is no text.
fn of_text(bytes: &[u8]) -> Option<&'static Format> {
    let text = utf8(bytes).ok()?;
    let is_text = !text.is_empty() && !text.chars().any(|sign| sign.is_control() && !sign.is_whitespace());
    by_ending("txt").filter(|_| is_text)
}

/// What is expected where nothing is recognised.
fn unknown(ending: &str) -> FormatError {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let (last, others) = names.split_last().unwrap_or((&"", &[]));
    let expected = format!("a {} or {last} file (or .{PACKED} of one)", others.join(", "));
    let found = if ending.is_empty() {
        "a file without an ending and without a known beginning".to_owned()
    } else {
        format!("the ending {} and no known beginning", quoted(ending))
    };
    FormatError::new(expected, found)
}

/// What follows the last dot of a name, in lower case.
fn ending_of(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

impl Content<'_> {
    /// Text, of a size that can be taken apart.
    fn text(&self) -> Result<&str, FormatError> {
        if self.bytes.len() as u64 > MAX_TEXT_BYTES {
            return Err(FormatError::new(
                format!("at most {MAX_TEXT_BYTES} bytes of text"),
                self.bytes.len().to_string(),
            ));
        }
        utf8(self.bytes)
    }
}
