//! Why a machine, a training or an estimate cannot be.

use crate::physics::arrays::ShapeError;

/// A sentence with the offending value.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RbmError {
    /// An array has not the length that the sizes ask for.
    #[error("{what} has {found} numbers; {expected} were expected")]
    Size {
        /// Which array.
        what: &'static str,
        /// Its right length.
        expected: usize,
        /// Its length.
        found: usize,
    },
    /// An array has not the shape that the sizes ask for.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A number is out of its range.
    #[error("{what} is {found}; {expected}")]
    Value {
        /// Which number.
        what: &'static str,
        /// What it is.
        found: String,
        /// What it can be, as half a sentence: “it can be 1 to 20”.
        expected: String,
    },
    /// The data do not fit the machine.
    #[error("{0}")]
    Data(String),
    /// Something is not defined for these units.
    #[error("{0}")]
    Unsupported(String),
}
