//! What a column of a table holds, and what becomes of its cells.

use super::coding::{Coding, Profile};
use super::labels::LabelBuilder;
use super::table_cells::{Cell, Cells};

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its numbers.
    pub profile: Profile,
    /// How many numbers.
    pub numbers: usize,
    texts: usize,
    answers: usize,
    /// The line of the first infinity, and how it is written.
    pub not_finite: Option<(u64, Box<str>)>,
    /// The first cell that is neither number nor missing.
    pub example: Option<Box<str>>,
    /// Whether the numbers so far count the rows, from the first of them.
    counted: Option<f64>,
    miscounted: bool,
}

impl Column {
    /// Takes one cell into account.
    pub fn see(&mut self, cells: Cells, cell: &str, line: u64) {
        match cells.read(cell) {
            Cell::Missing => self.miscounted = true,
            Cell::Text | Cell::Answer(_) => {
                match cells.read(cell) {
                    Cell::Answer(_) => self.answers += 1,
                    _ => self.texts += 1,
                }
                self.example.get_or_insert_with(|| cell.into());
            }
            Cell::Number(number) if !number.is_finite() => {
                self.not_finite.get_or_insert_with(|| (line, cell.into()));
            }
            Cell::Number(number) => {
                self.numbers += 1;
                self.profile.see(number);
                let starts = matches!(number, 0.0 | 1.0);
                self.miscounted |= self.counted.map_or(!starts, |last| number != last + 1.0);
                self.counted = Some(number);
            }
        }
    }

    /// Whether it can only be labels or names.
    pub fn is_text(&self) -> bool {
        self.texts > 0 || (self.answers > 0 && self.numbers > 0)
    }

    /// Whether it holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.texts + self.answers + self.numbers == 0 && self.not_finite.is_none()
    }

    /// Whether it holds nothing but yes and no.
    pub fn is_answers(&self) -> bool {
        self.answers > 0 && self.texts == 0 && self.numbers == 0
    }

    /// Whether it counts the rows, from 0 or 1.
    pub fn counts_rows(&self) -> bool {
        self.numbers > 2 && !self.miscounted && self.texts + self.answers == 0
    }
}

/// What a column is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// One site.
    Site(Coding),
    /// One site for each of these numbers.
    OneHot(Vec<u8>),
    /// Labels of the rows.
    Label,
    /// Names of the rows.
    Names,
    /// Nothing: it is empty.
    Nothing,
}

impl Role {
    /// Whether it gives values of the data.
    pub fn is_site(&self) -> bool {
        matches!(self, Self::Site(_) | Self::OneHot(_))
    }

    /// Number of values of its sites.
    pub fn states(&self) -> u8 {
        match self {
            Self::Site(coding) => coding.states(),
            Self::OneHot(_) | Self::Label | Self::Names | Self::Nothing => 2,
        }
    }

    /// The names of its sites.
    pub fn site_names(&self, heading: Option<&str>, at: usize) -> Vec<String> {
        let name = heading.map_or_else(|| format!("column {}", at + 1), str::to_owned);
        match self {
            Self::Site(_) => vec![name],
            Self::OneHot(numbers) => numbers.iter().map(|number| format!("{name}={number}")).collect(),
            Self::Label | Self::Names | Self::Nothing => Vec::new(),
        }
    }

    /// The number of a site.
    pub fn number(&self, cells: Cells, cell: &str) -> Option<f64> {
        match (self, cells.read(cell)) {
            (Self::Site(_), Cell::Number(number)) => Some(number),
            (Self::Site(_), Cell::Answer(yes)) => Some(f64::from(u8::from(yes))),
            _ => None,
        }
    }

    /// Takes a cell to where it belongs.
    pub fn take(&self, cells: Cells, cell: &str, values: &mut Vec<u8>, labels: &mut LabelBuilder) {
        let value = cells.read(cell);
        match (self, value) {
            (Self::Site(coding), Cell::Number(number)) => values.push(coding.value(number)),
            (Self::Site(_), Cell::Answer(yes)) => values.push(u8::from(yes)),
            (Self::OneHot(numbers), Cell::Number(number)) => {
                values.extend(numbers.iter().map(|&own| u8::from(f64::from(own) == number)));
            }
            (Self::Label | Self::Names, _) => labels.push((value != Cell::Missing).then(|| tidy(cell, value))),
            // Sites of other cells are ruled out when roles are assigned.
            (Self::Site(_) | Self::OneHot(_) | Self::Nothing, _) => {}
        }
    }
}

/// A label without the decimals that tables of floats give to whole numbers (`1994.0`).
fn tidy(cell: &str, value: Cell) -> &str {
    let cell = cell.trim();
    match value {
        Cell::Number(_) => cell.strip_suffix(".0").unwrap_or(cell),
        Cell::Missing | Cell::Answer(_) | Cell::Text => cell,
    }
}
