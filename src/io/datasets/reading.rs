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

use super::Alphabet;
use crate::physics::spins::GridShape;

/// The letters of the values of rows in which spins may be unknown.
pub const UNKNOWN_SPINS: &str = "-0+";

/// How the values of a file are to be taken.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// 0 among −1 and +1 is a spin that is not known: rows have the letters [`UNKNOWN_SPINS`].
    pub unknown_spins: bool,
    /// The array of a container that holds the rows.
    pub array: Option<String>,
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

    /// Options that change the order of values, by their names; sequences and pictures know none of them.
    pub fn arranging(&self) -> Option<&'static str> {
        let given = [
            ("--transpose", self.transpose),
            ("--shape", self.shape.is_some()),
            ("--label-column", !self.label_columns.is_empty()),
            ("--names-column", self.names_column.is_some()),
        ];
        given.into_iter().find_map(|(option, given)| given.then_some(option))
    }
}
