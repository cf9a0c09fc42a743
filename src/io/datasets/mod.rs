//! Everything that can be opened as data: one file per format, one way in ([`open()`]).
//!
//! | form | rows and values |
//! |---|---|
//! | `builtin:NAME` | [`crate::io::builtin`] |
//! | `random:PxN` | fair spins from the seed; fewer patterns are the first of more |
//! | `random:PxN:balanced` | N / 2^P sites for each combination of signs, differing by at most one; P ≤ 20 |
//! | `.npy` | one, two or three dimensions (a row, rows, rows of pictures), little-endian, C or Fortran order |
//! | `.npz` | `samples`, `data`, `states`, `packed`, `patterns`, `X`, `x`, `x_train`, `arr_0` or the only table; arrays of one value per row are labels |
//! | `.h5` `.hdf5` | `samples`, `train`, `data` or the only table; `labels` with one value per row, `names` |
//! | `.csv` `.tsv` | columns of 0/1, ±1, True/False are sites; whole numbers up to 9 one site per number; text and large whole numbers labels; rows with missing sites are dropped and counted |
//! | `.txt` `.dat` | a row per line: `0110`, `+--+`, `+1-1`, or numbers; or a set of drawings ([`crate::io::glyphs`]) |
//! | IDX | two or three dimensions; grey levels are cut at half of white; labels of MNIST's naming are found |
//! | `.fasta` `.faa` `.fa` | 21 letters, gap first; B J O U X Z and * become gaps and are counted; other signs are errors |
//! | `.png` `.jpg` `.jpeg` | one row, bright pixels 1 ([`crate::io::pictures`]) |
//!
//! Each may be packed as `.gz`. Numbers are 0/1, −1/+1 or 0 … 63 throughout one set; anything else needs a threshold.

mod coding;
mod error;
mod fasta;
mod formats;
mod gzip;
mod hdf5;
mod idx;
mod label_colours;
mod labels;
mod npy;
mod npz;
mod open;
mod plain_text;
mod random;
mod sidecar;
mod source;
mod table;
mod table_columns;

pub use error::{DataError, FormatError};
pub use fasta::ALPHABET as PROTEIN_LETTERS;
pub use formats::{FORMATS, Format, endings, sources};
pub use label_colours::{LabelColour, LabelColours};
pub use open::{DataOptions, add_labels, decode, open};
pub use source::DataSource;

pub(crate) use coding::{check_named, check_size};
pub(crate) use gzip::due;
pub(crate) use hdf5::LABEL_GROUP;
pub(crate) use npz::read as read_npz;
pub(crate) use sidecar::Sidecar;
pub(crate) use table::read as read_table;

/// Largest number of values a data set may have: 2^28.
pub const MAX_CELLS: usize = 1 << 28;
/// Largest number of rows that may have names: 2^22, because a name takes many times what a value takes.
pub const MAX_NAMED_ROWS: usize = 1 << 22;
/// Largest number of labels, of all columns together: 2^24.
pub const MAX_LABELS: usize = 1 << 24;
/// Largest number of sites a row may have: 2^18.
pub const MAX_COLUMNS: usize = 1 << 18;
/// Largest number of values a site may take.
pub const MAX_STATES: u8 = 64;
/// Largest text file: 256 MiB, because text needs several times its size while it is read.
pub const MAX_TEXT_BYTES: u64 = 1 << 28;
