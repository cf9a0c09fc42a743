//! CSV: sites, labels and names in columns, with or without a line of headings.

use csv::{ReaderBuilder, StringRecord};

use crate::physics::data::Dataset;

use super::coding::{check_labels, check_named, check_size};
use super::labels::LabelBuilder;
use super::table_columns::{Cell, Column, Role, assign};
use super::{FormatError, MAX_COLUMNS};
use crate::io::text::said;

/// Reads a table, in two passes: first every column is looked at, then the values are taken.
///
/// * Columns of 0/1, ±1 or True/False are sites; with a threshold every column of numbers is one.
/// * A column of other whole numbers up to 9 becomes one site per number that occurs (`legs=4`), unless such columns
///   are at least as many as those of two values: then all are categorical sites.
/// * Other columns of whole numbers (years, counts) and of text are labels, and so are columns called label, class,
///   type, target, digit, category or y. Other real numbers need a threshold.
/// * A first column of distinct texts, or called name, id, index or nothing, holds the names of the rows.
/// * Rows with an empty site (nothing, `NA` or `?`) are dropped and counted in a note.
pub fn read(name: &str, text: &str, threshold: Option<f64>) -> Result<Dataset, FormatError> {
    let mut headings: Option<Vec<String>> = None;
    let mut columns: Vec<Column> = Vec::new();
    let mut rows = 0;
    records(text, &mut |line, record| {
        if columns.is_empty() {
            columns = vec![Column::default(); record.len()];
            if is_headings(record) {
                headings = Some(record.iter().map(|heading| heading.trim().to_owned()).collect());
                return Ok(());
            }
        }
        rows += 1;
        for (column, cell) in columns.iter_mut().zip(record) {
            column.see(cell, line);
        }
        Ok(())
    })?;
    check_size(rows, columns.len())?;
    let heading = |index: usize| headings.as_ref()?.get(index).map(String::as_str);
    let roles = assign(&columns, heading, threshold)?;
    let names: Vec<String> = roles.iter().enumerate().flat_map(|(at, role)| role.site_names(heading(at), at)).collect();
    check_size(rows, names.len())?;
    if roles.contains(&Role::Names) {
        check_named(rows)?;
    }
    check_labels(rows, roles.iter().filter(|role| !role.is_site()).count())?;

    let mut collected: Vec<LabelBuilder> = vec![LabelBuilder::default(); roles.len()];
    let mut values: Vec<u8> = Vec::new();
    let mut line_number = 0;
    let mut dropped = 0;
    records(text, &mut |_, record| {
        line_number += 1;
        if headings.is_some() && line_number == 1 {
            return Ok(());
        }
        if roles.iter().zip(record).any(|(role, cell)| role.is_site() && Cell::of(cell) == Cell::Missing) {
            dropped += 1;
            return Ok(());
        }
        for ((role, cell), labels) in roles.iter().zip(record).zip(&mut collected) {
            role.take(cell, &mut values, labels);
        }
        Ok(())
    })?;
    let mut dataset = Dataset::new(name, values, names.len(), roles.iter().map(Role::states).max().unwrap_or(2));
    check_kept(&dataset, dropped)?;
    dataset.column_names = headings.is_some().then_some(names);
    for (at, (role, labels)) in roles.iter().zip(collected).enumerate() {
        match role {
            Role::Names if labels.all_distinct() => dataset.row_names = Some(labels.texts()),
            Role::Names | Role::Label => {
                let name = heading(at).filter(|name| !name.is_empty());
                let name = name.map_or_else(|| format!("column {}", at + 1), str::to_owned);
                let labels = labels.finish(&name);
                // A column without a single label says nothing.
                dataset.labels.extend(Some(labels).filter(|labels| !labels.classes.is_empty()));
            }
            Role::Site(_) | Role::OneHot(_) => {}
        }
    }
    if dropped > 0 {
        dataset.notes.push(format!("{dropped} of {rows} rows were dropped because a value is missing"));
    }
    Ok(dataset)
}

/// At least one row must be whole.
fn check_kept(dataset: &Dataset, dropped: usize) -> Result<(), FormatError> {
    if dataset.rows() > 0 {
        return Ok(());
    }
    Err(FormatError::new("a row without missing values", format!("{dropped} rows, all with a missing value")))
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
fn delimiter(text: &str) -> Result<u8, FormatError> {
    let count = |line: &str, sign: u8| line.bytes().filter(|&byte| byte == sign).count();
    let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    // The last of equals wins: the comma.
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&sign| count(first, sign)).unwrap_or(b',');
    match text.lines().map(|line| count(line, delimiter)).find(|&cells| cells >= MAX_COLUMNS) {
        Some(cells) => Err(FormatError::new(format!("lines of at most {MAX_COLUMNS} cells"), (cells + 1).to_string())),
        None => Ok(delimiter),
    }
}

/// Whether a first record is a line of headings: no cell is a value, or the cells count 0, 1, 2, …
fn is_headings(record: &StringRecord) -> bool {
    let text = |cell: &str| matches!(Cell::of(cell), Cell::Text);
    let counting = |skip: usize| {
        record.len() >= skip + 3
            && record.iter().skip(skip).zip(0_usize..).all(|(cell, index)| cell.trim() == index.to_string())
    };
    let filled = || record.iter().filter(|cell| !cell.trim().is_empty());
    counting(0)
        || (record.get(0).is_some_and(|cell| !matches!(Cell::of(cell), Cell::Number(_))) && counting(1))
        || (filled().next().is_some() && filled().all(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_everything() {
        let text = "name,hair,legs,fed,spin,kind,year\nant,False,6,0,-1,insect,1994\ncat,True,4,1.0,1,mammal,2004\n\
                    eel,False,0,,1,fish,1999\nowl,False,2,1,-1,,2004\n";
        let data = read("x", text, None).unwrap();
        assert_eq!(data.row_names.as_deref().unwrap(), ["ant", "cat", "owl"]);
        let columns = ["hair", "legs=0", "legs=2", "legs=4", "legs=6", "fed", "spin"];
        assert_eq!(data.column_names.as_deref().unwrap(), columns);
        assert_eq!(data.row(0).unwrap(), [0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(data.row(1).unwrap(), [1, 0, 0, 1, 0, 1, 1]);
        assert_eq!(data.labels[0].classes, ["insect", "mammal"]);
        assert_eq!(data.labels[0].of_row, [Some(0), Some(1), None]);
        assert_eq!(data.labels[1].name, "year");
        assert_eq!(data.notes, ["1 of 4 rows were dropped because a value is missing"]);
    }

    #[test]
    fn bare_numbers_need_no_headings() {
        for text in
            ["0,1,1\n1,0,0\n", "-1,1,1\n1,-1,-1", "a,b,c\n0,1,1\n1,0,0\n", "0;1;1\n1;0;0", "0\t1\t1\r\n1\t0\t0\r\n"]
        {
            let data = read("x", text, None).unwrap();
            assert_eq!((data.values.as_slice(), data.columns()), (&[0, 1, 1, 1, 0, 0][..], 3), "{text}");
        }
        assert_eq!(read("x", ",0,1,2\n0,1,0,1\n1,0,0,1\n", None).unwrap().columns(), 3);
        assert_eq!(read("x", "a,b\n0.2,0.7\n", Some(0.5)).unwrap().values.as_slice(), &[0, 1]);
        let potts = read("x", "3,0,1\n2,5,0\n", None).unwrap();
        assert_eq!((potts.values.as_slice(), potts.states), (&[3, 0, 1, 2, 5, 0][..], 6));
        let labelled = read("x", "label,a,b\n7,0,1\n3,1,0\n", None).unwrap();
        assert_eq!((labelled.columns(), &labelled.labels[0].classes[..]), (2, &["3".to_owned(), "7".to_owned()][..]));
    }

    #[test]
    fn faults_are_named() {
        let say = |text| read("x", text, None).unwrap_err().to_string();
        assert_eq!(say("0,1\n0,1,1\n"), "expected 2 cells in every line, as in the first, found 3 in line 2");
        assert_eq!(
            say("a,b\n0,0.25\n"),
            "expected 0 and 1, −1 and +1, whole numbers from 0 to 63, or a threshold for other numbers, \
             found 0.25 in column 2 “b”"
        );
        assert_eq!(say("a,b\n0,1\n0,nan\n"), "expected finite numbers, found “nan” in line 3, column 2 “b”");
        for text in ["", "a,b\n", "a,b\nc,d\n", "a,b\n1,NA\nNA,1\n", "\n\n", "\"", "a,b\n0,-1\n1,0\n0,0\n"] {
            assert!(read("x", text, None).is_err(), "{text:?}");
        }
    }
}
