//! Everything that can be opened as data: one file per format, one way in ([`open()`]).
//!
//! | form | rows and values |
//! |---|---|
//! | `builtin:NAME` | [`crate::io::builtin`] |
//! | `builtin:lattice-protein:FOLD` | 1,000 sequences, or `--rows`, that have one of the 103,346 folds of a cube of 3 × 3 × 3; fewer are the first of more |
//! | `random:PxN` | fair spins from the seed; fewer patterns are the first of more |
//! | `random:PxN:balanced` | N / 2^P sites for each combination of signs, differing by at most one; P ≤ 20 |
//! | `ising:GRAPH:SIZE:BETA` `ising:GRAPH:SIZE:BETA:K` | equilibrium rows of an Ising model, 20,000 unless `--rows` says otherwise; fewer are the first of more |
//! | `.npy` | one to four dimensions (a row, rows, rows of pictures, those of one channel), C or Fortran order |
//! | `.npz` | `samples`, `data`, `states`, `packed`, `patterns`, `X`, `x`, `x_train`, `arr_0`, the only table, or the one that is named; arrays of one value per row are labels |
//! | `.h5` `.hdf5` `.mat` | `samples`, `train`, `data`, the only table, or the one that is named; `labels` with one value per row, `names` |
//! | `.csv` `.tsv` | columns of 0/1, ±1, True/False, yes/no are sites, what else they are for is said in `table`; rows with missing sites are dropped and counted |
//! | `.txt` `.dat` | a row per line: `0110`, `+--+`, `+1-1`, or numbers; blocks of lines; drawings of `.` and `#`, or a set of them ([`crate::io::glyphs`]) |
//! | IDX | two to four dimensions; labels of MNIST's naming are found |
//! | FASTA, A2M, A3M, Stockholm | the letters of proteins, RNA or DNA, gap first; unknown ones become gaps and are counted; insertions are dropped unless they are asked for |
//! | PNG, JPEG, PBM, PGM | one row, bright pixels 1 ([`crate::io::pictures`]); several of them (`a.png,b.png`) or a folder of them one row each |
//!
//! Each may be packed as `.gz`. Content decides what a file is, and its ending only where content says nothing. What the
//! values are for is said in [`Reading`]; what had to be decided is a note of the data.

mod alignment;
mod alphabet;
pub mod choices;
mod coding;
mod decoded;
mod drawing;
mod error;
mod fasta;
mod folder;
mod foreign;
mod formats;
mod gzip;
mod hdf5;
mod idx;
mod ising;
mod label_colours;
mod labels;
mod lattice_protein;
mod look;
mod npy;
mod npz;
mod open;
mod plain_text;
mod random;
mod reading;
mod rows;
mod sidecar;
mod source;
mod stockholm;
mod table;
mod table_cells;
mod table_columns;
mod table_roles;
mod table_text;

pub use alphabet::{Alphabet, PROTEIN as PROTEIN_LETTERS};
pub use error::{DataError, FormatError};
pub use formats::{FORMATS, Format, endings, is_picture, sources};
pub use ising::truth as ising_truth;
pub use label_colours::{LabelColour, LabelColours};
pub use lattice_protein::fold as lattice_protein_fold;
pub use look::{Look, look};
pub use open::{DataOptions, add_labels, decode, open};
pub use reading::{ColumnChoice, Reading, UNKNOWN_SPINS, shape_of};
pub use source::DataSource;

pub(crate) use coding::{HALF_OF_WHITE, check_named, check_size};
pub(crate) use foreign::refusal as foreign_file;
pub(crate) use gzip::due;
pub(crate) use hdf5::LABEL_GROUP;
pub(crate) use npz::{numbers as npz_numbers, read as read_npz};
pub(crate) use plain_text::STATES as STATES_REMARK;
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
