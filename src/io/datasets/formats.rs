//! The formats that data may have: a new one is a reader in a file of its own and a row of this table, from which the
//! sentences, the dialogs, the help of the command line and the tests of all readers follow.

use std::sync::LazyLock;

use crate::io::files::MAX_BYTES;
use crate::io::hdf5::{ENDINGS, MAGIC};
use crate::io::text::quoted;
use crate::io::{glyphs, pictures};
use crate::physics::data::Dataset;

use super::open::utf8;
use super::{FormatError, MAX_TEXT_BYTES, Sidecar};
use super::{fasta, gzip, hdf5, idx, npy, npz, plain_text, table};

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
    /// What the content of a file must be like where its ending says nothing; of text nobody can tell.
    recognise: Option<fn(&[u8]) -> bool>,
    /// Whether the endings only sort files, and the content decides.
    by_content_alone: bool,
    read: fn(&Content<'_>) -> Result<Dataset, FormatError>,
}

/// A file that is to be read.
struct Content<'a> {
    name: &'a str,
    bytes: &'a [u8],
    /// The description next to a packed .npz.
    sidecar: Option<&'a Sidecar>,
    threshold: Option<f64>,
}

/// A format of which the ending alone tells.
const TEXT: Format = Format {
    name: "",
    endings: &[],
    text: true,
    example: &[],
    recognise: None,
    by_content_alone: false,
    read: |content| plain_text::read(content.name, content.text()?, content.threshold),
};
/// A format that its first bytes tell.
const BINARY: Format = Format { text: false, ..TEXT };

/// All formats, in the order in which sentences name them and content is recognised.
pub const FORMATS: &[Format] = &[
    Format {
        name: ".npz",
        endings: &["npz"],
        example: include_bytes!("examples/example.npz"),
        recognise: Some(|bytes| bytes.starts_with(npz::MAGIC)),
        read: |content| npz::read(content.name, content.bytes, content.sidecar, content.threshold),
        ..BINARY
    },
    Format {
        name: ".npy",
        endings: &["npy"],
        example: include_bytes!("examples/example.npy"),
        recognise: Some(|bytes| bytes.starts_with(npy::MAGIC)),
        read: |content| npy::read(content.name, content.bytes, content.threshold),
        ..BINARY
    },
    Format {
        name: ".csv",
        endings: &["csv", "tsv"],
        example: include_bytes!("examples/example.csv"),
        read: |content| table::read(content.name, content.text()?, content.threshold),
        ..TEXT
    },
    Format {
        name: ".txt",
        endings: &["txt", "dat"],
        example: include_bytes!("examples/example.txt"),
        read: |content| {
            if ending_of(content.name) == "txt" && content.bytes.starts_with(b"glyphs ") {
                glyphs::read(content.name, content.text()?)
            } else {
                plain_text::read(content.name, content.text()?, content.threshold)
            }
        },
        ..TEXT
    },
    Format {
        name: ".h5",
        endings: &ENDINGS,
        example: include_bytes!("examples/example.h5"),
        recognise: Some(|bytes| bytes.starts_with(MAGIC)),
        read: |content| hdf5::read(content.name, content.bytes, content.threshold),
        ..BINARY
    },
    Format {
        name: "IDX",
        endings: &["idx", "idx3-ubyte"],
        example: include_bytes!("examples/example.idx"),
        recognise: Some(idx::recognise),
        by_content_alone: true,
        read: |content| idx::read(content.name, content.bytes, content.threshold),
        ..BINARY
    },
    Format {
        name: "FASTA",
        endings: &["fasta", "faa", "fa"],
        example: include_bytes!("examples/example.fasta"),
        read: |content| match content.threshold {
            None => fasta::read(content.name, content.text()?),
            Some(_) => Err(FormatError::new("no threshold for sequences of letters", "one")),
        },
        ..TEXT
    },
    Format { name: "PNG", endings: &["png"], example: include_bytes!("examples/example.png"), ..PICTURE },
    Format { name: "JPEG", endings: &["jpg", "jpeg"], example: include_bytes!("examples/example.jpg"), ..PICTURE },
];

/// A picture, of one format or the other.
const PICTURE: Format = Format {
    recognise: Some(pictures::recognise),
    read: |content| pictures::read(content.name, content.bytes, content.threshold),
    ..BINARY
};

/// The endings of all files that can be read, packed ones among them.
pub fn endings() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&str>> =
        LazyLock::new(|| FORMATS.iter().flat_map(|format| format.endings).copied().chain([PACKED]).collect());
    &ENDINGS
}

/// What names data on the command line: `builtin:NAME, …, or a file (.npz …, .gz)`.
pub fn sources() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    format!("builtin:NAME, random:PxN, random:PxN:balanced, or a file ({}, .{PACKED})", names.join(" "))
}

/// Reads content by the ending of its name, or by its first bytes.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    sidecar: Option<&Sidecar>,
    threshold: Option<f64>,
) -> Result<Dataset, FormatError> {
    let ending = ending_of(name);
    let by_ending =
        |ending: &str| FORMATS.iter().find(|format| !format.by_content_alone && format.endings.contains(&ending));
    if bytes.starts_with(gzip::MAGIC) {
        let inner = name.rsplit_once('.').filter(|_| ending == PACKED).map_or(name, |(inner, _)| inner);
        let text = by_ending(&ending_of(inner)).is_some_and(|format| format.text);
        let content = gzip::unpack(bytes, if text { MAX_TEXT_BYTES } else { MAX_BYTES })?;
        if content.starts_with(gzip::MAGIC) {
            return Err(FormatError::new("data in the .gz file", "another .gz file"));
        }
        let mut dataset = read(inner, &content, None, threshold)?;
        name.clone_into(&mut dataset.name);
        return Ok(dataset);
    }
    if ending == PACKED {
        return Err(FormatError::new("the magic number of a .gz file (1F 8B)", "something else"));
    }
    let by_content = || FORMATS.iter().find(|format| format.recognise.is_some_and(|recognise| recognise(bytes)));
    let format = by_ending(&ending).or_else(by_content).ok_or_else(|| unknown(&ending))?;
    (format.read)(&Content { name, bytes, sidecar, threshold })
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
