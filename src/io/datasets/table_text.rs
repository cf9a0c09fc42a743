//! The text of a table: which sign parts its cells, and its records one after the other.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord, Writer};

use super::plain_text::number;
use super::{FormatError, MAX_CELLS, MAX_COLUMNS};
use crate::io::text::said;

/// A table as text that one sign parts into cells.
pub struct TableText<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The sign between cells in the file, in words.
    pub separator: &'static str,
    /// Whether the sign between cells leaves the comma to decimals.
    pub decimal_comma: bool,
}

impl<'a> TableText<'a> {
    /// Takes off the line by which spreadsheets name their separator, puts commas in the place of blanks, and turns
    /// rows to columns where that is asked for.
    pub fn new(text: &'a str, transpose: bool) -> Result<Self, FormatError> {
        let text = match text.split_once('\n') {
            Some((first, rest)) if first.trim().len() == 5 && first.starts_with("sep=") => rest,
            _ => text,
        };
        let sign = delimiter(text)?;
        let (mut text, separator) = match sign {
            b'\t' => (Cow::Borrowed(text), "tabs"),
            b';' => (Cow::Borrowed(text), "semicolons"),
            _ if has_blanks_between(text) => (Cow::Owned(without_blanks(text)), "blanks"),
            _ => (Cow::Borrowed(text), "commas"),
        };
        if transpose {
            text = Cow::Owned(turned(&text)?);
        }
        Ok(Self { text, separator, decimal_comma: sign != b',' })
    }
}

/// Whether blanks part the cells: numbers in the second line, and no other separator.
fn has_blanks_between(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let line = lines.next().unwrap_or(first);
    let several = |line: &str| line.split_whitespace().nth(1).is_some();
    !first.contains([',', '"']) && several(first) && several(line) && line.split_whitespace().skip(1).all(is_cell)
}

/// Whether a word can only be a value.
fn is_cell(word: &str) -> bool {
    number(word).is_some() || matches!(word, "NA" | "True" | "False" | "TRUE" | "FALSE")
}

fn without_blanks(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(","));
    lines.collect::<Vec<_>>().join("\n")
}

/// The table with its columns as rows.
fn turned(text: &str) -> Result<String, FormatError> {
    let mut cells: Vec<Vec<String>> = Vec::new();
    let mut count = 0;
    records(text, &mut |_, record| {
        count += record.len();
        if count > MAX_CELLS / 16 {
            return Err(FormatError::new("a smaller table to be turned over", "one of too many cells"));
        }
        cells.push(record.iter().map(str::to_owned).collect());
        Ok(())
    })?;
    let width = cells.first().map_or(0, Vec::len);
    let mut writer = Writer::from_writer(Vec::new());
    for column in 0..width {
        let written = writer.write_record(cells.iter().map(|row| row.get(column).map_or("", String::as_str)));
        written.map_err(|error| FormatError::new("a table that can be turned over", said(&error)))?;
    }
    let bytes =
        writer.into_inner().map_err(|error| FormatError::new("a table that can be turned over", said(&error)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Hands every record to `visit` with its line number (from 1), checking that all have the same number of cells.
pub fn records(
    text: &str,
    visit: &mut dyn FnMut(u64, &StringRecord) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    let delimiter = delimiter(text)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut cells = None;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => return Err(FormatError::new("a table of comma-separated values", said(&error))),
        }
        let line = record.position().map_or(0, csv::Position::line);
        let expected = *cells.get_or_insert(record.len());
        if record.len() == 1 && expected > 1 && record.get(0).is_some_and(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != expected {
            let found = format!("{} in line {line}", record.len());
            return Err(FormatError::new(format!("{expected} cells in every line, as in the first"), found));
        }
        visit(line, &record)?;
    }
}

/// The sign between cells: comma, semicolon or tab, whichever the first line has most of.
///
/// Also refuses lines of absurdly many cells before anything is set aside for them.
pub fn delimiter(text: &str) -> Result<u8, FormatError> {
    let count = |line: &str, sign: u8| line.bytes().filter(|&byte| byte == sign).count();
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    // The last of equals wins: the comma.
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&sign| count(first, sign)).unwrap_or(b',');
    match text.lines().map(|line| count(line, delimiter)).find(|&cells| cells >= MAX_COLUMNS) {
        Some(cells) => Err(FormatError::new(format!("lines of at most {MAX_COLUMNS} cells"), (cells + 1).to_string())),
        None => Ok(delimiter),
    }
}
