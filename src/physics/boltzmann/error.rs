//! Why a machine, a distribution or a computation cannot be.

use std::fmt::Display;

use crate::physics::arrays::ShapeError;

/// A sentence with the offending value.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BoltzmannError {
    /// A number is out of its range.
    #[error("{what} is {found}; {expected}")]
    Value {
        /// Which number.
        what: &'static str,
        /// What it is.
        found: String,
        /// What it can be, as half a sentence: “it can be 1 to 20”.
        expected: &'static str,
    },
    /// An array has not the shape that the sizes ask for.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// There are too many states to visit all of them.
    #[error("{units} {what}; the states of up to {most} of them can be enumerated")]
    TooMany {
        /// Which units.
        what: &'static str,
        /// How many there are.
        units: usize,
        /// How many there can be.
        most: usize,
    },
    /// A distribution does not fit a machine, or is none.
    #[error("{0}")]
    Rows(String),
    /// The computation was given up.
    #[error("the computation was given up")]
    Stopped,
}

impl BoltzmannError {
    /// A number out of its range.
    pub fn value(what: &'static str, found: impl Display, expected: &'static str) -> Self {
        Self::Value { what, found: found.to_string(), expected }
    }
}
