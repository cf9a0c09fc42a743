//! Numbers become values 0 … q−1: bits, spins, states, or what lies above a threshold.

use std::fmt::Display;

use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

use super::{FormatError, MAX_CELLS, MAX_COLUMNS, MAX_LABELS, MAX_NAMED_ROWS, MAX_STATES, Reading};

/// The note of pictures that are cut without being asked.
pub const HALF_OF_WHITE: &str = "grey levels above 127.5, half of white, were read as 1; --threshold sets another";
/// White where levels go beyond 1, and where they go beyond that.
const WHITES: [f64; 2] = [255.0, 65535.0];
/// Levels of grey from which on rows that can be square pictures are asked about.
const MANY_LEVELS: usize = 11;
/// States that never occur and are named.
const SHOWN: usize = 8;

/// What occurs among some numbers; decides how they are coded.
#[derive(Clone, Debug)]
pub struct Profile {
    minus_one: bool,
    /// Bit k: the number k occurs.
    small: u64,
    /// The first number that is neither −1 nor a small whole number.
    other: Option<f64>,
    least: f64,
    most: f64,
    fractions: bool,
    /// Whether a number beyond 63 other than 255 occurs.
    between: bool,
}

/// What rows of numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Pictures.
    Pictures,
    /// Pictures, if there are many levels of grey in them.
    PerhapsPictures,
    /// Lists of values.
    Lists,
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
    /// −1 → 0, unknown → 1, +1 → 2.
    SpinsOrUnknown,
    /// Whole numbers 0 … q−1, with this q.
    Categories(u8),
    /// Whole numbers 1 … q, with this q.
    FromOne(u8),
    /// 1 where the number is greater than this, else 0.
    Above(f64),
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            minus_one: false,
            small: 0,
            other: None,
            least: f64::INFINITY,
            most: f64::NEG_INFINITY,
            fractions: false,
            between: false,
        }
    }
}

impl Profile {
    /// Takes one finite number into account.
    pub fn see(&mut self, number: f64) {
        self.least = self.least.min(number);
        self.most = self.most.max(number);
        self.fractions |= number.fract() != 0.0;
        if number == -1.0 {
            self.minus_one = true;
        } else if number >= 0.0 && number < f64::from(MAX_STATES) && number.fract() == 0.0 {
            self.small |= 1 << number as u32;
        } else {
            self.between |= number != WHITES[0];
            self.other.get_or_insert(number);
        }
    }

    /// Takes into account what another has seen.
    pub fn merge(&mut self, other: &Self) {
        self.minus_one |= other.minus_one;
        self.small |= other.small;
        self.other = self.other.or(other.other);
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.fractions |= other.fractions;
        self.between |= other.between;
    }

    /// How these numbers are coded, and what there is to say about it.
    pub fn coding(&self, reading: &Reading, rows: Rows) -> Result<(Coding, Option<String>), FormatError> {
        if let Some(threshold) = reading.threshold {
            return self.above(threshold);
        }
        if self.keeps(reading) {
            return Ok((Coding::Above(f64::midpoint(self.least, self.most)), None));
        }
        let expected = "0 and 1, −1 and +1, whole numbers from 0 to 63, or a threshold for other numbers";
        if self.other.is_some() && !self.between && !self.minus_one && self.small & !1 == 0 && !self.fractions {
            // Black and white.
            return Ok((Coding::Above(WHITES[0] / 2.0), None));
        }
        if let Some(other) = self.other {
            let grey = rows == Rows::Pictures && self.least >= 0.0 && !self.fractions && self.most <= WHITES[0];
            if grey && !reading.categories {
                return Ok((Coding::Above(WHITES[0] / 2.0), Some(HALF_OF_WHITE.to_owned())));
            }
            let found = if reading.categories { format!("{other} among the categories") } else { other.to_string() };
            return Err(FormatError::new(expected, found));
        }
        if self.minus_one {
            let unknown = reading.unknown_spins && self.small & !3 == 0;
            return match self.categories().find(|&number| number != 1) {
                Some(0) if unknown => Ok((Coding::SpinsOrUnknown, None)),
                Some(0) => Err(FormatError::new(expected, "−1 together with 0, as where a spin is not known")),
                Some(with) => Err(FormatError::new(expected, format!("−1 together with {with}"))),
                None => Ok((Coding::Spins, None)),
            };
        }
        let Some(largest) = self.categories().last().filter(|&largest| largest > 1) else {
            return Ok((Coding::Bits, None));
        };
        if reading.categories {
            return Ok((Coding::Categories(largest + 1), None));
        }
        let many = self.categories().count() >= MANY_LEVELS;
        if rows == Rows::Pictures || rows == Rows::PerhapsPictures && many {
            let expected = "a threshold for grey levels (--threshold), or --categories where the numbers are states";
            return Err(FormatError::new(expected, format!("whole numbers up to {largest} in rows that are pictures")));
        }
        let first = self.categories().next().unwrap_or(0);
        if first == 1 {
            let note = format!("the numbers begin at 1: they were read as the {largest} values 1 to {largest}");
            return Ok((Coding::FromOne(largest), Some(note)));
        }
        Ok((Coding::Categories(largest + 1), self.never(largest)))
    }

    /// Whether these numbers are to be kept as they are: more than two values, of which nothing is said.
    pub fn keeps(&self, reading: &Reading) -> bool {
        let white = self.other.is_some() && !self.between;
        let two = match (self.minus_one, white) {
            (true, false) => self.other.is_none() && self.small & !2 == 0,
            (false, true) => self.small & !1 == 0 && !self.fractions,
            (false, false) => self.other.is_none() && self.small & !3 == 0,
            (true, true) => false,
        };
        reading.keep_numbers && reading.threshold.is_none() && !reading.categories && !two
    }

    /// Which states below the largest never occur.
    fn never(&self, largest: u8) -> Option<String> {
        let missing: Vec<String> =
            (0..largest).filter(|&number| self.small >> number & 1 == 0).map(|number| number.to_string()).collect();
        let more = if missing.len() > SHOWN { ", …" } else { "" };
        let shown = missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        (!missing.is_empty()).then(|| format!("of the values 0 to {largest} some never occur: {shown}{more}"))
    }

    /// What lies above a threshold, of which a number below 1 is a fraction of white.
    fn above(&self, threshold: f64) -> Result<(Coding, Option<String>), FormatError> {
        let level = self.level(threshold)?;
        let note = (level != threshold)
            .then(|| format!("{threshold} of white is the level {level}: numbers above it were read as 1"));
        Ok((Coding::Above(level), note))
    }

    /// The level of a threshold.
    fn level(&self, threshold: f64) -> Result<f64, FormatError> {
        if threshold >= 1.0 || threshold <= 0.0 || self.least < 0.0 || self.most <= 1.0 {
            return Ok(threshold);
        }
        let small = self.most < f64::from(MAX_STATES);
        if small && !self.fractions {
            let expected = format!("a threshold of 0, or of 1 and more, for numbers up to {}", self.most);
            return Err(FormatError::new(expected, format!("{threshold}, a fraction of a white that is not known")));
        }
        let white = WHITES.into_iter().find(|&white| self.most <= white && !small);
        Ok(white.map_or(threshold, |white| white * threshold))
    }

    /// The small whole numbers that occur, ascending.
    pub fn categories(&self) -> impl Iterator<Item = u8> {
        let small = self.small;
        (0..MAX_STATES).filter(move |&number| small >> number & 1 == 1)
    }

    /// Whether only small whole numbers occur, and more than two of them or others than 0 and 1.
    pub fn is_categorical(&self) -> bool {
        self.other.is_none() && !self.minus_one && self.small >> 2 != 0
    }

    /// The first number that is neither −1 nor a small whole number.
    pub fn other(&self) -> Option<f64> {
        self.other
    }

    /// Whether some of the numbers are not whole.
    pub fn has_fractions(&self) -> bool {
        self.fractions
    }

    /// The largest number.
    pub fn most(&self) -> f64 {
        self.most
    }
}

impl Coding {
    /// The value of one number. Numbers that were not in the profile give some value, never a panic.
    pub fn value(self, number: f64) -> u8 {
        match self {
            Self::Bits | Self::Categories(_) => number as u8,
            Self::FromOne(_) => (number as u8).saturating_sub(1),
            Self::Spins => u8::from(number > 0.0),
            Self::SpinsOrUnknown => (number + 1.0) as u8,
            Self::Above(threshold) => u8::from(number > threshold),
        }
    }

    /// Number of values q.
    pub fn states(self) -> u8 {
        match self {
            Self::Categories(states) | Self::FromOne(states) => states,
            Self::SpinsOrUnknown => 3,
            Self::Bits | Self::Spins | Self::Above(_) => 2,
        }
    }
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

    fn profile(numbers: &[f64]) -> Profile {
        let mut profile = Profile::default();
        for &number in numbers {
            profile.see(number);
        }
        profile
    }

    fn coded(numbers: &[f64], reading: &Reading, rows: Rows) -> Result<(Vec<u8>, u8), FormatError> {
        let (coding, _) = profile(numbers).coding(reading, rows)?;
        Ok((numbers.iter().map(|&number| coding.value(number)).collect(), coding.states()))
    }

    fn threshold(threshold: f64) -> Reading {
        Reading { threshold: Some(threshold), ..Reading::default() }
    }

    #[test]
    fn numbers_are_recognised() {
        let plain = |numbers: &[f64]| coded(numbers, &Reading::default(), Rows::Lists).unwrap();
        assert_eq!(plain(&[0.0, 1.0]), (vec![0, 1], 2));
        assert_eq!(plain(&[-1.0, 1.0]), (vec![0, 1], 2));
        assert_eq!(plain(&[1.0, 1.0]), (vec![1, 1], 2));
        assert_eq!(plain(&[20.0, 0.0]), (vec![20, 0], 21));
        assert_eq!(plain(&[255.0, 0.0]), (vec![1, 0], 2));
        assert_eq!(plain(&[1.0, 2.0]), (vec![0, 1], 2));
        assert_eq!(plain(&[1.0, 21.0, 5.0]), (vec![0, 20, 4], 21));
        let states = Reading { categories: true, ..Reading::default() };
        assert_eq!(coded(&[1.0, 2.0], &states, Rows::Pictures).unwrap(), (vec![1, 2], 3));
    }

    #[test]
    fn what_is_decided_is_said() {
        let note = |numbers: &[f64], rows| profile(numbers).coding(&Reading::default(), rows).unwrap().1;
        assert_eq!(note(&[0.0, 1.0, 2.0], Rows::Lists), None);
        assert_eq!(note(&[0.0, 3.0], Rows::Lists).unwrap(), "of the values 0 to 3 some never occur: 1, 2");
        assert!(note(&[1.0, 2.0], Rows::Lists).unwrap().contains("begin at 1"));
        assert!(note(&[0.0, 100.0], Rows::Pictures).unwrap().contains("above 127.5, half of white"));
    }

    #[test]
    fn a_threshold_below_1_is_a_fraction_of_white() {
        let cut = |numbers: &[f64], at| coded(numbers, &threshold(at), Rows::Lists).map(|(values, _)| values);
        assert_eq!(cut(&[0.3, 0.31], 0.3).unwrap(), [0, 1]);
        assert_eq!(cut(&[0.0, 127.0, 128.0, 200.0], 0.5).unwrap(), [0, 0, 1, 1]);
        assert_eq!(cut(&[0.0, 127.0, 128.0, 200.0], 130.0).unwrap(), [0, 0, 0, 1]);
        assert_eq!(cut(&[0.0, 30000.0, 40000.0], 0.5).unwrap(), [0, 0, 1]);
        assert_eq!(cut(&[-3.0, 0.4, 2.0], 0.5).unwrap(), [0, 0, 1]);
        assert_eq!(cut(&[0.0, 8.0, 16.0], 7.0).unwrap(), [0, 1, 1]);
        assert_eq!(cut(&[0.0, 8.0, 16.0], 0.0).unwrap(), [0, 1, 1]);
        // Nobody knows what is white there.
        cut(&[0.0, 8.0, 16.0], 0.5).unwrap_err();
    }

    #[test]
    fn grey_levels_are_asked_about() {
        let levels: Vec<f64> = (0..17).map(f64::from).collect();
        let ask = |rows| coded(&levels, &Reading::default(), rows).map_err(|error| error.to_string());
        assert!(ask(Rows::Pictures).unwrap_err().contains("--threshold"));
        assert!(ask(Rows::PerhapsPictures).unwrap_err().contains("--categories"));
        assert_eq!(ask(Rows::Lists).unwrap().1, 17);
        assert_eq!(coded(&[0.0, 2.0], &Reading::default(), Rows::PerhapsPictures).unwrap().1, 3);
    }

    #[test]
    fn other_numbers_are_refused() {
        for numbers in [[-1.0, 0.0], [-1.0, 2.0], [0.5, 1.0], [64.0, 0.0]] {
            coded(&numbers, &Reading::default(), Rows::Lists).unwrap_err();
        }
    }
}
