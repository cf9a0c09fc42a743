//! Numbers become values 0 … q−1: bits, spins, categories, or what lies above a threshold.

use std::fmt::Display;

use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

use super::{FormatError, MAX_CELLS, MAX_COLUMNS, MAX_LABELS, MAX_NAMED_ROWS, MAX_STATES};

/// What occurs among some numbers; decides how they are coded.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    minus_one: bool,
    /// Bit k: the number k occurs.
    small: u64,
    /// The first number that is neither −1 nor a small whole number.
    other: Option<f64>,
}

/// Whether rows can be drawn as such a picture.
pub fn fits(dataset: &Dataset, shape: GridShape) -> bool {
    dataset.columns() > 0 && shape.width.checked_mul(shape.height) == Some(dataset.columns())
}

/// How numbers become values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Coding {
    /// 0 and 1 as they are.
    Bits,
    /// −1 → 0, +1 → 1.
    Spins,
    /// Whole numbers 0 … q−1, with this q.
    Categories(u8),
    /// 1 where the number is greater than this, else 0.
    Above(f64),
}

impl Profile {
    /// Takes one finite number into account.
    pub fn see(&mut self, number: f64) {
        if number == -1.0 {
            self.minus_one = true;
        } else if number >= 0.0 && number < f64::from(MAX_STATES) && number.fract() == 0.0 {
            self.small |= 1 << number as u32;
        } else if self.other.is_none() {
            self.other = Some(number);
        }
    }

    /// How these numbers are coded; a threshold, where given, decides alone.
    pub fn coding(&self, threshold: Option<f64>) -> Result<Coding, FormatError> {
        let expected = "0 and 1, −1 and +1, whole numbers from 0 to 63, or a threshold for other numbers";
        match (threshold, self.other) {
            (Some(threshold), _) => Ok(Coding::Above(threshold)),
            (None, Some(other)) => Err(FormatError::new(expected, format!("{other}"))),
            (None, None) if self.minus_one => match self.categories().find(|&number| number != 1) {
                Some(with) => Err(FormatError::new(expected, format!("−1 together with {with}"))),
                None => Ok(Coding::Spins),
            },
            (None, None) => match self.categories().last() {
                Some(largest) if largest > 1 => Ok(Coding::Categories(largest + 1)),
                _ => Ok(Coding::Bits),
            },
        }
    }

    /// The small whole numbers that occur, ascending.
    pub fn categories(&self) -> impl Iterator<Item = u8> {
        let small = self.small;
        (0..MAX_STATES).filter(move |&number| small >> number & 1 == 1)
    }
}

impl Coding {
    /// The value of one number. Numbers that were not in the profile give some value, never a panic.
    pub fn value(self, number: f64) -> u8 {
        match self {
            Self::Bits | Self::Categories(_) => number as u8,
            Self::Spins => u8::from(number > 0.0),
            Self::Above(threshold) => u8::from(number > threshold),
        }
    }

    /// Number of values q.
    pub fn states(self) -> u8 {
        match self {
            Self::Categories(states) => states,
            Self::Bits | Self::Spins | Self::Above(_) => 2,
        }
    }
}

/// Codes `rows` × `columns` numbers, row by row; `get` is asked twice for each.
pub fn encode(
    rows: usize,
    columns: usize,
    threshold: Option<f64>,
    get: impl Fn(usize, usize) -> f64,
) -> Result<(Vec<u8>, u8), FormatError> {
    check_size(rows, columns)?;
    let mut profile = Profile::default();
    for row in 0..rows {
        for column in 0..columns {
            let number = get(row, column);
            finite(number, row, column)?;
            profile.see(number);
        }
    }
    let coding = profile.coding(threshold)?;
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    Ok((cells.map(|(row, column)| coding.value(get(row, column))).collect(), coding.states()))
}

/// Refuses NaN and infinities, naming the place (counted from 1).
pub fn finite(number: f64, row: usize, column: usize) -> Result<(), FormatError> {
    if number.is_finite() {
        return Ok(());
    }
    Err(FormatError::new("finite numbers", at(number, row, column)))
}

/// `what` and its place, counted from 1 as people do.
pub fn at(what: impl Display, row: usize, column: usize) -> String {
    format!("{what} in row {}, column {}", row + 1, column + 1)
}

/// Refuses sizes without a value and sizes beyond the documented limits.
pub fn check_size(rows: usize, columns: usize) -> Result<(), FormatError> {
    let found = || format!("{rows} × {columns} values");
    if rows == 0 || columns == 0 {
        return Err(FormatError::new("at least one row with one value", found()));
    }
    if columns > MAX_COLUMNS {
        return Err(FormatError::new(format!("rows of at most {MAX_COLUMNS} values"), found()));
    }
    if rows.checked_mul(columns).is_none_or(|cells| cells > MAX_CELLS) {
        return Err(FormatError::new(format!("at most {MAX_CELLS} values"), found()));
    }
    Ok(())
}

/// Refuses more rows with names than memory is set aside for: a name takes many times what a value takes.
pub fn check_named(rows: usize) -> Result<(), FormatError> {
    if rows <= MAX_NAMED_ROWS {
        return Ok(());
    }
    Err(FormatError::new(format!("at most {MAX_NAMED_ROWS} rows with names"), "more"))
}

/// The same of labels.
pub fn check_labels(rows: usize, columns: usize) -> Result<(), FormatError> {
    if rows.saturating_mul(columns) <= MAX_LABELS {
        return Ok(());
    }
    let found = format!("{columns} columns of labels in {rows} rows");
    Err(FormatError::new(format!("at most {MAX_LABELS} labels"), found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coded(numbers: &[f64], threshold: Option<f64>) -> Result<(Vec<u8>, u8), FormatError> {
        encode(1, numbers.len(), threshold, |_, column| numbers[column])
    }

    #[test]
    fn numbers_are_recognised() {
        assert_eq!(coded(&[0.0, 1.0], None).unwrap(), (vec![0, 1], 2));
        assert_eq!(coded(&[-1.0, 1.0], None).unwrap(), (vec![0, 1], 2));
        assert_eq!(coded(&[1.0, 1.0], None).unwrap(), (vec![1, 1], 2));
        assert_eq!(coded(&[20.0, 0.0], None).unwrap(), (vec![20, 0], 21));
        assert_eq!(coded(&[0.3, 0.31], Some(0.3)).unwrap(), (vec![0, 1], 2));
    }

    #[test]
    fn other_numbers_are_refused() {
        for numbers in [[-1.0, 0.0], [-1.0, 2.0], [0.5, 1.0], [64.0, 0.0], [f64::NAN, 0.0], [f64::INFINITY, 0.0]] {
            coded(&numbers, None).unwrap_err();
        }
        let error = coded(&[0.0, f64::NAN], Some(0.0)).unwrap_err();
        assert_eq!(error.to_string(), "expected finite numbers, found NaN in row 1, column 2");
        coded(&[], None).unwrap_err();
    }
}
