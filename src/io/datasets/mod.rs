//! Everything that can be opened as data: one file per format, one way in ([`open`]).

mod coding;
mod error;
mod fasta;
mod gzip;
mod idx;
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
pub use open::{DataOptions, decode, open};
pub use source::DataSource;

pub(crate) use coding::check_size;
pub(crate) use npz::read as read_npz;
pub(crate) use sidecar::Sidecar;
pub(crate) use table::read as read_table;

/// Largest number of values a data set may have: 2^28.
pub const MAX_CELLS: usize = 1 << 28;
/// Largest number of sites a row may have: 2^18.
pub const MAX_COLUMNS: usize = 1 << 18;
/// Largest number of values a site may take.
pub const MAX_STATES: u8 = 64;
/// Largest text file: 256 MiB, because text needs several times its size while it is read.
pub const MAX_TEXT_BYTES: u64 = 1 << 28;
