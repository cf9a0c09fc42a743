//! What the values of a file are for: what may be said of it, where the file does not say it itself.
//!
//! | a number is | where |
//! |---|---|
//! | a bit or a spin | 0 and 1, −1 and +1, 0 and 255, True and False, yes and no |
//! | one of q states | small whole numbers; rows of a picture with many of them are asked about, because they may be grey |
//! | a grey level | whole numbers up to 255 in pictures: they are cut at half of white, which is noted |
//! | a label or a name | columns that a heading or an option calls so |
//! | anything else | asked about: `--threshold` or `--categories` |
//!
//! A threshold means one thing in every container: numbers above it are 1. Below 1 it is a fraction of white, which is 1
//! where no number is larger, else 255, or 65,535 beyond that.

use std::fmt;
use std::str::FromStr;

use super::{Alphabet, MAX_COLUMNS};
use crate::physics::spins::GridShape;

/// The letters of the values of rows in which spins may be unknown.
pub const UNKNOWN_SPINS: &str = "-0+";

/// How the values of a file are to be taken.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Reading {
    /// Numbers above this are 1, the others 0; below 1 it is a fraction of white.
    pub threshold: Option<f64>,
    /// Whole numbers are states, whatever they look like.
    pub categories: bool,
    /// The letters of sequences, or of the values of other categorical data.
    pub alphabet: Option<Alphabet>,
    /// The columns that are labels, in place of those that are found.
    pub label_columns: Vec<ColumnChoice>,
    /// The column that names the rows.
    pub names_column: Option<ColumnChoice>,
    /// Columns are rows.
    pub transpose: bool,
    /// The picture that a row is; lines of its width make one together.
    pub shape: Option<GridShape>,
    /// Insertions of sequences, lower-case letters and dots between match columns, are letters and gaps like the others.
    pub keep_insertions: bool,
    /// 0 among −1 and +1 is a spin that is not known: rows have the letters [`UNKNOWN_SPINS`].
    pub unknown_spins: bool,
    /// Numbers that are more than two values are kept as they are, next to values above and below the middle of their range.
    pub keep_numbers: bool,
    /// The array of a container that holds the rows.
    pub array: Option<String>,
}

/// Reads `HxW`: the height and the width of a picture.
///
/// # Errors
/// It is no such text.
pub fn shape_of(text: &str) -> Result<GridShape, String> {
    let side = |text: &str| text.trim().parse::<usize>().ok().filter(|side| (1..=MAX_COLUMNS).contains(side));
    let sides = text.split_once(['x', 'X', '×']).and_then(|(height, width)| Some((side(height)?, side(width)?)));
    let shape = sides.map(|(height, width)| GridShape::new(width, height));
    shape.ok_or_else(|| "expected the height and the width with an x between them, such as 8x8".to_owned())
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnChoice {
    /// None of them.
    None,
    /// The first.
    First,
    /// The last.
    Last,
    /// The one with this heading.
    Named(String),
}

impl FromStr for ColumnChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" => Err("expected first, last, none or the heading of a column".to_owned()),
            "none" => Ok(Self::None),
            "first" => Ok(Self::First),
            "last" => Ok(Self::Last),
            name => Ok(Self::Named(name.to_owned())),
        }
    }
}

impl fmt::Display for ColumnChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::First => "first",
            Self::Last => "last",
            Self::Named(name) => name,
        })
    }
}

impl ColumnChoice {
    /// Whether it is this column of `count`.
    pub fn is(&self, at: usize, count: usize, heading: Option<&str>) -> bool {
        match self {
            Self::None => false,
            Self::First => at == 0,
            Self::Last => at + 1 == count,
            Self::Named(name) => heading.is_some_and(|heading| heading.trim() == name),
        }
    }
}

impl Reading {
    /// The same, of numbers that are known to be states.
    #[must_use]
    pub fn of_states(&self) -> Self {
        Self { categories: self.categories || self.threshold.is_none(), ..self.clone() }
    }
}
