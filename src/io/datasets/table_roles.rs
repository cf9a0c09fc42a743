//! What the columns of a table are for: by what is asked for, by their headings, by what they hold; else it is asked.

use super::coding::{Coding, Profile, Rows};
use super::table_columns::{Column, Role};
use super::{ColumnChoice, FormatError, MAX_STATES, Reading};
use crate::io::text::quoted;

/// Headings of columns that are labels whatever they hold.
const LABELS: [&str; 12] =
    ["label", "labels", "class", "type", "target", "digit", "category", "y", "year", "date", "time", "cluster"];
/// Headings of columns that say how often a row occurs or how much it weighs.
const COUNTS: [&str; 7] = ["count", "counts", "n", "frequency", "weight", "weights", "multiplicity"];
/// Headings of a first column that names the rows.
const NAMES: [&str; 5] = ["", "name", "id", "index", "unnamed: 0"];
/// Largest whole number that gets a site of its own.
const MAX_ONE_HOT: u8 = 9;
/// Largest whole number of a column without a heading that may be classes.
const MAX_CLASS: f64 = 20.0;
/// Most label columns of a table.
const MAX_LABELS: usize = 64;
/// Columns that a sentence names.
const SHOWN: usize = 6;

/// The columns of a table with their headings.
pub struct Table<'a> {
    /// What they hold.
    pub columns: &'a [Column],
    /// Their headings, where there is a line of them.
    pub headings: Option<&'a [String]>,
    /// The sign between cells.
    pub separator: &'static str,
    /// The number of states that a remark of the file gives.
    pub states: Option<u8>,
}

/// The roles of all columns, and whether the sites make a picture.
pub struct Roles {
    /// One for each column.
    pub of: Vec<Role>,
    /// Whether sites are pixels by their headings.
    pub pixels: bool,
}

impl Table<'_> {
    fn heading(&self, at: usize) -> Option<&str> {
        self.headings?.get(at).map(String::as_str)
    }

    fn is_named(&self, at: usize, names: &[&str]) -> bool {
        self.heading(at).is_some_and(|name| names.contains(&name.trim().to_lowercase().as_str()))
    }

    /// How a column is called in a message.
    fn place(&self, at: usize) -> String {
        match self.heading(at) {
            Some(heading) => format!("column {} {}", at + 1, quoted(heading)),
            None => format!("column {}", at + 1),
        }
    }

    /// Decides for every column; what was decided by more than an option is noted.
    pub fn roles(&self, reading: &Reading, notes: &mut Vec<String>) -> Result<Roles, FormatError> {
        self.check_choices(reading)?;
        let set_aside: Vec<Option<Role>> =
            (0..self.columns.len()).map(|at| self.set_aside(at, reading, notes)).collect();
        let left: Vec<usize> = (0..self.columns.len()).filter(|&at| set_aside.get(at) == Some(&None)).collect();
        let columns = || left.iter().filter_map(|&at| Some((at, self.columns.get(at)?)));
        for (at, column) in columns() {
            if let Some((line, cell)) = &column.not_finite {
                let found = format!("{} in line {line}, {}", quoted(cell), self.place(at));
                return Err(FormatError::new("finite numbers", found));
            }
        }
        self.check(&set_aside)?;
        let pixels = left.len() > 3 && left.iter().all(|&at| self.heading(at).is_some_and(is_pixel));
        let mut sites = self.sites(&left, pixels, reading, notes)?.into_iter();
        let of = set_aside.into_iter().map(|role| role.or_else(|| sites.next()).unwrap_or(Role::Nothing)).collect();
        Ok(Roles { of, pixels })
    }

    /// Columns that are asked for must be there.
    fn check_choices(&self, reading: &Reading) -> Result<(), FormatError> {
        let count = self.columns.len();
        for choice in reading.label_columns.iter().chain(&reading.names_column) {
            let found = (0..count).any(|at| choice.is(at, count, self.heading(at)));
            if !found && *choice != ColumnChoice::None {
                let known = match self.headings {
                    Some(headings) => first_of(headings.iter().map(|heading| quoted(heading))),
                    None => "first, last or none: the table has no headings".to_owned(),
                };
                return Err(FormatError::new(format!("a column of the table ({known})"), quoted(&choice.to_string())));
            }
        }
        Ok(())
    }

    /// The role of a column that holds no values.
    fn set_aside(&self, at: usize, reading: &Reading, notes: &mut Vec<String>) -> Option<Role> {
        let column = self.columns.get(at)?;
        let asked = |choice: &ColumnChoice| choice.is(at, self.columns.len(), self.heading(at));
        if reading.names_column.as_ref().is_some_and(asked) {
            return Some(Role::Names);
        }
        if reading.label_columns.iter().any(asked) {
            return Some(Role::Label);
        }
        let free = reading.label_columns.is_empty();
        let first = at == 0 && reading.names_column.is_none();
        if column.is_empty() {
            notes.push(format!("{} is empty and was left out", self.place(at)));
            return Some(Role::Nothing);
        }
        if first && (column.is_text() || self.is_named(at, &NAMES)) {
            return Some(Role::Names);
        }
        if first && free && self.headings.is_none() && column.counts_rows() && self.columns.len() > 1 {
            notes.push("the first column counts the rows and was read as their names".to_owned());
            return Some(Role::Names);
        }
        // Fractions are no classes: then y is a coordinate.
        let label = column.is_text() || (free && self.is_named(at, &LABELS) && !column.profile.has_fractions());
        let count = free && self.is_named(at, &COUNTS) && !column.is_answers();
        if label || count {
            let what = if count && !label { "counts, and was read as labels, not as values" } else { "labels" };
            notes.push(format!("{} holds {what}", self.place(at)));
        }
        (label || count).then_some(Role::Label)
    }

    /// A table must have sites, and not mostly labels.
    fn check(&self, set_aside: &[Option<Role>]) -> Result<(), FormatError> {
        let labels = set_aside.iter().flatten().count();
        if labels == set_aside.len() {
            let expected = "at least one column of 0 and 1, −1 and +1, True and False, or yes and no";
            // A column of numbers and something else says more than one of names.
            let mut columns: Vec<(usize, &Column)> = self.columns.iter().enumerate().collect();
            columns.sort_by_key(|(_, column)| column.numbers == 0);
            let example = columns.into_iter().find_map(|(at, column)| Some((at, column.example.as_ref()?)));
            let found = match example {
                Some((at, cell)) => {
                    format!("{} in {}, with {} between cells", quoted(cell), self.place(at), self.separator)
                }
                None => format!("only labels, with {} between cells", self.separator),
            };
            return Err(FormatError::new(expected, found));
        }
        if labels > MAX_LABELS {
            let expected = format!("at most {MAX_LABELS} columns of text, and all others of numbers");
            return Err(FormatError::new(expected, labels.to_string()));
        }
        Ok(())
    }

    /// The roles of the columns with values, all of numbers or of answers.
    fn sites(
        &self,
        left: &[usize],
        pixels: bool,
        reading: &Reading,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Role>, FormatError> {
        let columns: Vec<(usize, &Column)> = left.iter().filter_map(|&at| Some((at, self.columns.get(at)?))).collect();
        let mut all = Profile::default();
        for (_, column) in &columns {
            all.merge(&column.profile);
        }
        if all.keeps(reading) {
            let (coding, _) = all.coding(reading, Rows::Lists)?;
            let role =
                |(_, column): &(usize, &Column)| Role::Site(if column.is_answers() { Coding::Bits } else { coding });
            return Ok(columns.iter().map(role).collect());
        }
        self.ask_for_classes(&columns, reading)?;
        let alike = |coding: Coding| {
            let role =
                |(_, column): &(usize, &Column)| Role::Site(if column.is_answers() { Coding::Bits } else { coding });
            Ok(columns.iter().map(role).collect())
        };
        let side = columns.len().isqrt();
        let square = side > 3 && side * side == columns.len();
        let kind = match () {
            () if pixels => Rows::Pictures,
            () if square => Rows::PerhapsPictures,
            () => Rows::Lists,
        };
        let plain: Vec<Result<Coding, FormatError>> =
            columns.iter().map(|(_, column)| Ok(column.profile.coding(reading, Rows::Lists)?.0)).collect();
        let categorical = columns.iter().filter(|(_, column)| column.profile.is_categorical()).count();
        let declared = self.states.is_some() && reading.threshold.is_none();
        if declared || reading.categories || reading.threshold.is_some() || pixels {
            let reading = if declared { &reading.of_states() } else { reading };
            let (coding, note) = all.coding(reading, kind).map_err(|fault| self.located(fault, &columns, &all))?;
            notes.extend(note);
            return match (coding, self.states) {
                (Coding::Categories(states), Some(all)) => alike(Coding::Categories(states.max(all))),
                (Coding::Bits, Some(all)) => alike(Coding::Categories(all)),
                _ => alike(coding),
            };
        }
        if let Some((at, fault)) = columns.iter().zip(&plain).find_map(|((at, _), one)| Some((at, one.as_ref().err()?)))
        {
            let found = format!("{} in {}", fault.found, self.place(*at));
            let expected = format!("{}, or --label-column for a column of labels", fault.expected);
            return Err(FormatError::new(expected, found));
        }
        if categorical > 0 && categorical >= columns.len() - categorical {
            let (coding, note) = all.coding(reading, kind).map_err(|fault| self.located(fault, &columns, &all))?;
            notes.extend(note);
            return alike(coding);
        }
        self.mixed(&columns, plain, notes)
    }

    /// Refuses to guess whether a first or last column without a heading is classes.
    fn ask_for_classes(&self, columns: &[(usize, &Column)], reading: &Reading) -> Result<(), FormatError> {
        if self.headings.is_some() || !reading.label_columns.is_empty() || columns.len() < 3 || self.states.is_some() {
            return Ok(());
        }
        for (ending, name) in [(columns.first(), "first"), (columns.last(), "last")] {
            let Some(&(at, column)) = ending else { continue };
            let end = at == 0 || at + 1 == self.columns.len();
            let mut others = Profile::default();
            for (_, other) in columns.iter().filter(|(other, _)| *other != at) {
                others.merge(&other.profile);
            }
            let (most, range) = (column.profile.most(), others.most());
            let small = column.profile.is_categorical() && most <= MAX_CLASS;
            if end && small && (range <= 1.0 || range >= f64::from(MAX_STATES)) {
                let expected = format!("--label-column {name} if that column is labels, or --label-column none");
                let found = format!("whole numbers up to {most} in the {name} column, and others up to {range}");
                return Err(FormatError::new(expected, found));
            }
        }
        Ok(())
    }

    /// Columns of few numbers among many of two values: one site for each number.
    fn mixed(
        &self,
        columns: &[(usize, &Column)],
        plain: Vec<Result<Coding, FormatError>>,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Role>, FormatError> {
        let mut roles = Vec::with_capacity(columns.len());
        for (&(at, column), coding) in columns.iter().zip(plain) {
            let coding = coding?;
            if !column.profile.is_categorical() {
                roles.push(Role::Site(if column.is_answers() { Coding::Bits } else { coding }));
                continue;
            }
            let numbers: Vec<u8> = column.profile.categories().collect();
            if numbers.last().is_some_and(|&largest| largest > MAX_ONE_HOT) {
                let expected = "--threshold, --categories or --label-column for a column of many whole numbers";
                let found = format!("numbers up to {} in {}", column.profile.most(), self.place(at));
                return Err(FormatError::new(expected, found));
            }
            let list = numbers.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
            let place = self.place(at);
            notes.push(format!("{place} became {} sites, one for each of its numbers ({list})", numbers.len()));
            roles.push(Role::OneHot(numbers));
        }
        Ok(roles)
    }

    /// A complaint about the numbers of all columns, with the column of the first of them.
    fn located(&self, fault: FormatError, columns: &[(usize, &Column)], all: &Profile) -> FormatError {
        let column = all.other().and_then(|other| {
            columns.iter().find(|(_, column)| column.profile.other() == Some(other)).map(|&(at, _)| at)
        });
        match column {
            Some(at) => FormatError::new(fault.expected, format!("{} in {}", fault.found, self.place(at))),
            None => fault,
        }
    }
}

/// Whether a heading names a pixel: `pixel17`, `px_3`, `28x28`.
fn is_pixel(heading: &str) -> bool {
    let heading = heading.trim().to_ascii_lowercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let rest = heading.strip_prefix("pixel").or_else(|| heading.strip_prefix("px"));
    rest.map(|rest| rest.trim_start_matches('_')).is_some_and(digits)
        || heading.split_once('x').is_some_and(|(row, column)| digits(row) && digits(column))
}

/// The first few of many.
fn first_of(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.take(SHOWN + 1).collect();
    let more = if texts.len() > SHOWN { ", …" } else { "" };
    texts.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ") + more
}
