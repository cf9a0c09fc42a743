//! What the columns of a table are for.

use crate::io::text::quoted;

use super::coding::{Coding, Profile};
use super::labels::LabelBuilder;
use super::plain_text::number;
use super::{FormatError, MAX_STATES};

/// Headings of columns that are labels whatever they hold.
const LABELS: [&str; 8] = ["label", "labels", "class", "type", "target", "digit", "category", "y"];
/// Headings of a first column that names the rows.
const NAMES: [&str; 5] = ["", "name", "id", "index", "unnamed: 0"];
/// Largest whole number that gets a site of its own.
const MAX_ONE_HOT: u8 = 9;
/// Most label columns of a table.
const MAX_LABELS: usize = 64;

/// What one cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, `NA` or `?`.
    Missing,
    /// A number or a truth value.
    Number(f64),
    /// Anything else.
    Text,
}

impl Cell {
    /// Reads a cell.
    pub fn of(cell: &str) -> Self {
        let cell = cell.trim();
        if matches!(cell, "" | "NA" | "?") {
            Self::Missing
        } else if cell.eq_ignore_ascii_case("true") {
            Self::Number(1.0)
        } else if cell.eq_ignore_ascii_case("false") {
            Self::Number(0.0)
        } else {
            number(cell).map_or(Self::Text, Self::Number)
        }
    }
}

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub struct Column {
    profile: Profile,
    numbers: usize,
    texts: usize,
    fractions: usize,
    /// Numbers beyond those that can be categories.
    large: usize,
    /// The line of the first NaN or infinity, and how it is written.
    not_finite: Option<(u64, Box<str>)>,
}

impl Column {
    /// Takes one cell into account.
    pub fn see(&mut self, cell: &str, line: u64) {
        match Cell::of(cell) {
            Cell::Missing => {}
            Cell::Text => self.texts += 1,
            Cell::Number(number) if !number.is_finite() => {
                self.not_finite.get_or_insert_with(|| (line, cell.into()));
            }
            Cell::Number(number) => {
                self.numbers += 1;
                self.fractions += usize::from(number.fract() != 0.0);
                self.large += usize::from(number >= f64::from(MAX_STATES));
                self.profile.see(number);
            }
        }
    }

    /// Whether it can only be labels or names.
    fn is_text(&self) -> bool {
        self.texts > 0 || (self.numbers == 0 && self.not_finite.is_none())
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
            Self::OneHot(_) | Self::Label | Self::Names => 2,
        }
    }

    /// The names of its sites.
    pub fn site_names(&self, heading: Option<&str>, at: usize) -> Vec<String> {
        let name = heading.map_or_else(|| format!("column {}", at + 1), str::to_owned);
        match self {
            Self::Site(_) => vec![name],
            Self::OneHot(numbers) => numbers.iter().map(|number| format!("{name}={number}")).collect(),
            Self::Label | Self::Names => Vec::new(),
        }
    }

    /// Takes a cell to where it belongs.
    pub fn take(&self, cell: &str, values: &mut Vec<u8>, labels: &mut LabelBuilder) {
        let value = Cell::of(cell);
        match (self, value) {
            (Self::Site(coding), Cell::Number(number)) => values.push(coding.value(number)),
            (Self::OneHot(numbers), Cell::Number(number)) => {
                values.extend(numbers.iter().map(|&own| u8::from(f64::from(own) == number)));
            }
            (Self::Label | Self::Names, _) => labels.push((value != Cell::Missing).then(|| tidy(cell, value))),
            // Sites of other cells are ruled out when roles are assigned.
            (Self::Site(_) | Self::OneHot(_), _) => {}
        }
    }
}

/// A label without the decimals that tables of floats give to whole numbers (`1994.0`).
fn tidy(cell: &str, value: Cell) -> &str {
    let cell = cell.trim();
    match value {
        Cell::Number(_) => cell.strip_suffix(".0").unwrap_or(cell),
        Cell::Missing | Cell::Text => cell,
    }
}

/// Decides for every column.
pub fn assign<'a>(
    columns: &[Column],
    heading: impl Fn(usize) -> Option<&'a str>,
    threshold: Option<f64>,
) -> Result<Vec<Role>, FormatError> {
    let named =
        |at: usize, names: &[&str]| heading(at).is_some_and(|name| names.contains(&name.to_lowercase().as_str()));
    let set_aside = |at: usize, column: &Column| -> Option<Role> {
        match column {
            _ if at == 0 && (column.is_text() || named(at, &NAMES)) => Some(Role::Names),
            _ if column.is_text() || named(at, &LABELS) => Some(Role::Label),
            _ => None,
        }
    };
    let mut two_valued = 0;
    let mut categorical = 0;
    let mut codings = Vec::with_capacity(columns.len());
    for (at, column) in columns.iter().enumerate() {
        if let Some(role) = set_aside(at, column) {
            codings.push(Err(role));
            continue;
        }
        if let Some((line, cell)) = &column.not_finite {
            let found = format!("{} in line {line}, {}", quoted(cell), place(at, heading(at)));
            return Err(FormatError::new("finite numbers", found));
        }
        let coding = column.profile.coding(threshold);
        match &coding {
            Ok(Coding::Categories(_)) => categorical += 1,
            Ok(_) => two_valued += 1,
            Err(_) => {}
        }
        codings.push(Ok(coding));
    }
    let all_categorical = categorical > 0 && categorical >= two_valued;
    let mut roles = Vec::with_capacity(columns.len());
    for (at, (coding, column)) in codings.into_iter().zip(columns).enumerate() {
        roles.push(match coding {
            Err(role) => role,
            Ok(Ok(coding @ Coding::Categories(_))) if all_categorical => Role::Site(coding),
            Ok(Ok(Coding::Categories(states))) if states <= MAX_ONE_HOT + 1 => {
                Role::OneHot(column.profile.categories().collect())
            }
            Ok(Ok(Coding::Categories(_))) => Role::Label,
            Ok(Ok(coding)) => Role::Site(coding),
            // Years and counts describe a row of a table whose sites are elsewhere.
            Ok(Err(_)) if column.large > 0 && column.fractions == 0 && two_valued > 0 => Role::Label,
            Ok(Err(fault)) => {
                let found = format!("{} in {}", fault.found, place(at, heading(at)));
                return Err(FormatError::new(fault.expected, found));
            }
        });
    }
    check(&roles)?;
    Ok(roles)
}

/// A table must have sites, and not mostly labels.
fn check(roles: &[Role]) -> Result<(), FormatError> {
    let labels = roles.iter().filter(|role| !role.is_site()).count();
    if labels == roles.len() {
        return Err(FormatError::new("at least one column of 0 and 1, −1 and +1, or True and False", "none"));
    }
    if labels > MAX_LABELS {
        let expected = format!("at most {MAX_LABELS} columns of text or large numbers, or a threshold");
        return Err(FormatError::new(expected, labels.to_string()));
    }
    Ok(())
}

/// How a column is called in a message.
fn place(at: usize, heading: Option<&str>) -> String {
    match heading {
        Some(heading) => format!("column {} {}", at + 1, quoted(heading)),
        None => format!("column {}", at + 1),
    }
}
