//! CSV: sites, labels and names in columns, with or without a line of headings.

use csv::StringRecord;

use super::coding::{Coding, check_labels, check_named, check_size};
use super::labels::LabelBuilder;
use super::plain_text::STATES;
use super::table_cells::{Cell, Cells};
use super::table_columns::{Column, Role};
use super::table_roles::Table;
use super::table_text::{TableText, records};
use super::{FormatError, MAX_STATES, Reading};
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

/// Signs of a table among which its headings are looked for.
const BEGINNING: usize = 1 << 20;

/// Reads a table, in two passes: first every column is looked at, then the values are taken.
///
/// * Columns of 0/1, ±1, True/False or yes/no are sites; with a threshold every column of numbers is one.
/// * Where at least half of the columns hold whole numbers up to 63, or where that is said, all are categorical sites.
///   Such a column among many of two values becomes one site per number that occurs (`legs=4`).
/// * Columns of text are labels, and so are those called label, class, type, target, year, count and the like, or
///   asked for. Other numbers are asked about.
/// * A first column of distinct texts, of the numbers of the rows, or called name, id, index or nothing, holds the names
///   of the rows.
/// * Columns called `pixel0`, `pixel1`, … are a picture.
/// * Rows with an empty site (nothing, `NA`, `NaN`, `?` and the like) are dropped and counted in a note.
pub fn read(name: &str, text: &str, reading: &Reading) -> Result<Dataset, FormatError> {
    let table = TableText::new(text, reading.transpose)?;
    let (text, cells) = (&*table.text, Cells::of(&table));
    let mut headings: Option<Vec<String>> = None;
    let mut columns: Vec<Column> = Vec::new();
    let mut rows = 0;
    records(text, &mut |line, record| {
        if columns.is_empty() {
            columns = vec![Column::default(); record.len()];
            if is_headings(cells, record) {
                headings = Some(record.iter().map(|heading| heading.trim().to_owned()).collect());
                return Ok(());
            }
        }
        rows += 1;
        for (column, cell) in columns.iter_mut().zip(record) {
            column.see(cells, cell, line);
        }
        Ok(())
    })?;
    check_size(rows, columns.len())?;
    let states = declared(text);
    let described = Table { columns: &columns, headings: headings.as_deref(), separator: table.separator, states };
    let mut notes = Vec::new();
    let found = described.roles(reading, &mut notes)?;
    let roles = found.of;
    let heading = |index: usize| headings.as_ref()?.get(index).map(String::as_str);
    let names: Vec<String> = roles.iter().enumerate().flat_map(|(at, role)| role.site_names(heading(at), at)).collect();
    check_size(rows, names.len())?;
    if roles.contains(&Role::Names) {
        check_named(rows)?;
    }
    check_labels(rows, roles.iter().filter(|role| !role.is_site()).count())?;

    let mut collected: Vec<LabelBuilder> = vec![LabelBuilder::default(); roles.len()];
    let mut values: Vec<u8> = Vec::new();
    let keeps = reading.keep_numbers
        && reading.threshold.is_none()
        && roles.iter().any(|role| matches!(role, Role::Site(Coding::Above(_))));
    let mut numbers: Vec<f64> = Vec::new();
    let mut kept: Vec<usize> = Vec::new();
    let mut row = 0;
    let mut at_headings = headings.is_some();
    records(text, &mut |_, record| {
        if std::mem::take(&mut at_headings) {
            return Ok(());
        }
        row += 1;
        if roles.iter().zip(record).any(|(role, cell)| role.is_site() && cells.read(cell) == Cell::Missing) {
            return Ok(());
        }
        kept.push(row - 1);
        for ((role, cell), labels) in roles.iter().zip(record).zip(&mut collected) {
            role.take(cells, cell, &mut values, labels);
            numbers.extend(role.number(cells, cell).filter(|_| keeps));
        }
        Ok(())
    })?;
    let dropped = rows - kept.len();
    if kept.is_empty() {
        return Err(FormatError::new(
            "a row without missing values",
            format!("{dropped} rows, all with a missing value"),
        ));
    }
    let most = roles.iter().map(Role::states).max().unwrap_or(2);
    let mut dataset = Dataset::new(name, values, names.len(), most);
    dataset.row_numbers = Dataset::numbers_of_rows(kept);
    dataset.shape = shape(names.len(), found.pixels, reading)?;
    dataset.column_names = headings.is_some().then_some(names);
    dataset.notes = notes;
    dataset.numbers = keeps.then(|| numbers.into());
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
            Role::Site(_) | Role::OneHot(_) | Role::Nothing => {}
        }
    }
    if dropped > 0 {
        dataset.notes.push(format!("{dropped} of {rows} rows were dropped because a value is missing"));
    }
    Ok(dataset)
}

/// The headings of a table; none where it begins with values.
pub fn headings(text: &str) -> Result<Vec<String>, FormatError> {
    // They stand in the first line that is no remark: what comes long after is not looked at.
    let beginning = text.char_indices().nth(BEGINNING).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let mut lines = beginning.lines();
    if beginning.len() < text.len() {
        lines.next_back();
    }
    let beginning = lines.collect::<Vec<_>>().join("\n");
    let table = TableText::new(&beginning, false)?;
    let (cells, mut first) = (Cells::of(&table), None);
    records(&table.text, &mut |_, record| {
        let headings = || record.iter().map(|heading| heading.trim().to_owned()).collect();
        first.get_or_insert_with(|| if is_headings(cells, record) { headings() } else { Vec::new() });
        Ok(())
    })?;
    Ok(first.unwrap_or_default())
}

/// The picture that sites make: the one that is asked for, or the square of pixels.
fn shape(sites: usize, pixels: bool, reading: &Reading) -> Result<Option<GridShape>, FormatError> {
    let side = sites.isqrt();
    match reading.shape {
        Some(shape) if shape.width.checked_mul(shape.height) == Some(sites) => Ok(Some(shape)),
        Some(shape) => {
            let expected = format!("{} × {} values in each row (--shape)", shape.height, shape.width);
            Err(FormatError::new(expected, sites.to_string()))
        }
        None => Ok((pixels && side * side == sites).then(|| GridShape::new(side, side))),
    }
}

/// The number of states that a remark of the file gives.
fn declared(text: &str) -> Option<u8> {
    let remarks = text.lines().take_while(|line| line.starts_with('#'));
    let states = remarks.filter_map(|line| line.strip_prefix(STATES)).find_map(|states| states.trim().parse().ok());
    states.filter(|states| (2..=MAX_STATES).contains(states))
}

/// Whether a first record is a line of headings: no cell is a value, or the cells count 0, 1, 2, …
fn is_headings(cells: Cells, record: &StringRecord) -> bool {
    let text = |cell: &str| matches!(cells.read(cell), Cell::Text | Cell::Answer(_));
    let counting = |skip: usize| {
        record.len() >= skip + 3
            && record.iter().skip(skip).zip(0_usize..).all(|(cell, index)| cell.trim() == index.to_string())
    };
    let filled = || record.iter().filter(|cell| !cell.trim().is_empty());
    counting(0)
        || (record.get(0).is_some_and(|cell| !matches!(cells.read(cell), Cell::Number(_))) && counting(1))
        || (filled().any(|cell| cells.read(cell) == Cell::Text) && filled().all(text))
}

#[cfg(test)]
mod tests {
    use super::super::ColumnChoice;
    use super::*;

    #[test]
    fn a_table_of_everything() {
        let text = "name,hair,legs,fed,spin,kind,year\nant,False,6,0,-1,insect,1994\ncat,True,4,1.0,1,mammal,2004\n\
                    eel,False,0,,1,fish,1999\nowl,False,2,1,-1,,2004\n";
        let data = read("x", text, &Reading::default()).unwrap();
        assert_eq!(data.row_names.as_deref().unwrap(), ["ant", "cat", "owl"]);
        let columns = ["hair", "legs=0", "legs=2", "legs=4", "legs=6", "fed", "spin"];
        assert_eq!(data.column_names.as_deref().unwrap(), columns);
        assert_eq!(data.row(0).unwrap(), [0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(data.row(1).unwrap(), [1, 0, 0, 1, 0, 1, 1]);
        assert_eq!(data.labels[0].classes, ["insect", "mammal"]);
        assert_eq!(data.labels[0].of_row, [Some(0), Some(1), None]);
        assert_eq!(data.labels[1].name, "year");
        assert_eq!(
            data.notes,
            [
                "column 6 “kind” holds labels",
                "column 7 “year” holds labels",
                "column 3 “legs” became 4 sites, one for each of its numbers (0, 2, 4, 6)",
                "1 of 4 rows were dropped because a value is missing"
            ]
        );
        assert_eq!(data.row_numbers.as_deref(), Some(&[0, 1, 3][..]));
    }

    #[test]
    fn bare_numbers_need_no_headings() {
        for text in
            ["0,1,1\n1,0,0\n", "-1,1,1\n1,-1,-1", "a,b,c\n0,1,1\n1,0,0\n", "0;1;1\n1;0;0", "0\t1\t1\r\n1\t0\t0\r\n"]
        {
            let data = read("x", text, &Reading::default()).unwrap();
            assert_eq!((data.values.as_slice(), data.columns()), (&[0, 1, 1, 1, 0, 0][..], 3), "{text}");
        }
        assert_eq!(read("x", ",0,1,2\n0,1,0,1\n1,0,0,1\n", &Reading::default()).unwrap().columns(), 3);
        assert_eq!(
            read("x", "a,b\n0.2,0.7\n", &Reading { threshold: Some(0.5), ..Reading::default() })
                .unwrap()
                .values
                .as_slice(),
            &[0, 1]
        );
        let potts = read("x", "3,0,1\n2,5,0\n", &Reading::default()).unwrap();
        assert_eq!((potts.values.as_slice(), potts.states), (&[3, 0, 1, 2, 5, 0][..], 6));
        let labelled = read("x", "label,a,b\n7,0,1\n3,1,0\n", &Reading::default()).unwrap();
        assert_eq!((labelled.columns(), &labelled.labels[0].classes[..]), (2, &["3".to_owned(), "7".to_owned()][..]));
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let threshold = Reading { threshold: Some(0.5), ..Reading::default() };
        for (text, reading, dropped) in [
            ("x;y;z\n0,9;0,1;1,0\n0,2;0,8;0,0\n", &threshold, 0),
            ("sep=;\na;b;c\n1;0;1\n0;1;0\n", &Reading::default(), 0),
            ("1.0e+00 0.0e+00 1.0e+00\n0.0e+00 1.0e+00 0.0e+00\n", &Reading::default(), 0),
            ("a,b,c\ny,n,y\nn,y,n\n", &Reading::default(), 0),
            ("a,b,c\nYes,no,YES\nno,yes,no\n", &Reading::default(), 0),
            ("a,b,c\n1,0,1\n0,NaN,1\n1,N/A,1\n.,1,1\n0,1,0\n", &Reading::default(), 3),
            ("a,b,c\n1,0,1\n1,-,1\n0,1,0\n", &Reading::default(), 1),
            ("a,b,c\n+,-,+\n-,+,-\n", &Reading::default(), 0),
            ("a,b,c\n255,0,255\n0,255,0\n", &Reading::default(), 0),
        ] {
            let data = read("x", text, reading).unwrap();
            assert_eq!((data.values.as_slice(), data.columns()), (&[1, 0, 1, 0, 1, 0][..], 3), "{text}");
            assert_eq!(data.notes.iter().filter(|note| note.contains("dropped")).count(), usize::from(dropped > 0));
        }
    }

    #[test]
    fn roles_are_asked_for_not_guessed() {
        let say = |text| read("x", text, &Reading::default()).unwrap_err().to_string();
        // Levels of grey, with and without a heading that says what they are.
        let plain = say("a,b\n0,200\n255,3\n");
        assert!(plain.contains("a threshold for other numbers") && plain.contains("200 in column 2 “b”"), "{plain}");
        let pixels = read("x", "label,pixel0,pixel1,pixel2,pixel3\n7,0,200,255,3\n3,9,0,128,0\n", &Reading::default());
        let pixels = pixels.unwrap();
        assert_eq!(
            (pixels.values.as_slice(), pixels.shape),
            (&[0, 1, 1, 0, 0, 0, 1, 0][..], Some(GridShape::new(2, 2)))
        );
        assert_eq!((pixels.row_name(0), pixels.notes.len()), ("7".to_owned(), 2));
        // A column of classes without a heading.
        for (text, column, label) in [("7,0,1,1\n3,1,0,1\n", "first", "7"), ("0,1,1,7\n1,0,1,3\n", "last", "7")] {
            assert!(say(text).contains(&format!("--label-column {column}")), "{}", say(text));
            let reading = Reading { label_columns: vec![column.parse().unwrap()], ..Reading::default() };
            let data = read("x", text, &reading).unwrap();
            assert_eq!((data.columns(), data.row_name(0).as_str()), (3, label));
            let none = Reading { label_columns: vec![ColumnChoice::None], ..Reading::default() };
            assert!(read("x", text, &none).unwrap().columns() > 3);
        }
        // Row numbers, counts, an unknown column, an empty one.
        let counted = read("x", "0,1,1\n1,0,1\n2,0,0\n", &Reading::default()).unwrap();
        assert_eq!((counted.columns(), counted.row_name(2), counted.notes.len()), (2, "2".to_owned(), 1));
        let weighed = read("x", "a,b,count\n0,1,120\n1,0,7\n", &Reading::default()).unwrap();
        assert!(weighed.columns() == 2 && weighed.notes[0].contains("counts"), "{:?}", weighed.notes);
        let other = Reading { label_columns: vec!["z".parse().unwrap()], ..Reading::default() };
        let unknown = read("x", "a,b\n0,1\n", &other).unwrap_err().to_string();
        assert!(unknown.contains("“a”, “b”") && unknown.ends_with("found “z”"), "{unknown}");
        assert!(read("x", "a,b,c\n0,1,\n1,1,\n", &Reading::default()).unwrap().notes[0].contains("is empty"));
        assert!(say("a,b\nx,0.5 m\ny,2\n").contains("“0.5 m” in column 2 “b”, with commas"));
    }

    #[test]
    fn states_are_kept_and_rows_turned() {
        let few = "a,b,c\n0,1,0\n1,0,2\n";
        assert_eq!(read("x", few, &Reading::default()).unwrap().columns(), 4);
        let states = Reading { categories: true, ..Reading::default() };
        let remarked = format!("{STATES}3\n{few}");
        for (text, reading) in [(few, &states), (remarked.as_str(), &Reading::default())] {
            let data = read("x", text, reading).unwrap();
            assert_eq!((data.values.as_slice(), data.states), (&[0, 1, 0, 1, 0, 2][..], 3));
        }
        let turned = Reading { transpose: true, ..Reading::default() };
        let data = read("x", "site,p,q\na,0,1\nb,1,1\nc,0,0\n", &turned).unwrap();
        assert_eq!((data.values.as_slice(), data.row_name(1)), (&[0, 1, 0, 1, 1, 0][..], "q".to_owned()));
        let levels = (0..16).map(|pixel| pixel.to_string()).collect::<Vec<_>>().join(",");
        assert!(read("x", &format!("{levels}\n{levels}\n"), &Reading::default()).is_err());
    }

    #[test]
    fn faults_are_named() {
        let say = |text| read("x", text, &Reading::default()).unwrap_err().to_string();
        assert_eq!(say("0,1\n0,1,1\n"), "expected 2 cells in every line, as in the first, found 3 in line 2");
        assert_eq!(
            say("a,b\n0,0.25\n"),
            "expected 0 and 1, −1 and +1, whole numbers from 0 to 63, or a threshold for other numbers, or \
             --label-column for a column of labels, found 0.25 in column 2 “b”"
        );
        assert_eq!(say("a,b\n0,1\n0,inf\n"), "expected finite numbers, found “inf” in line 3, column 2 “b”");
        for text in ["", "a,b\n", "a,b\nc,d\n", "a,b\n1,NA\nNA,1\n", "\n\n", "\"", "a,b\n0,-1\n1,0\n0,0\n"] {
            assert!(read("x", text, &Reading::default()).is_err(), "{text:?}");
        }
    }
}
