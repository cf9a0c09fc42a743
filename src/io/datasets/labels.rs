//! Label columns, collected text by text, and the file of labels that goes with a data set.

use std::collections::BTreeMap;

use crate::io::text::quoted;
use crate::physics::data::{Dataset, LabelColumn};

use super::FormatError;
use super::coding::{check_labels, check_named};
use super::table_text::records;

/// What stands in a label file, besides nothing, where a label is unknown.
const MISSING: [&str; 4] = ["-1", "none", "nan", "uncategorized"];

/// Collects the labels of one column, holding each distinct text once.
#[derive(Clone, Debug, Default)]
pub struct LabelBuilder {
    index: BTreeMap<Box<str>, u32>,
    of_row: Vec<Option<u32>>,
}

impl LabelBuilder {
    /// The label of the next row; `None` where unknown.
    pub fn push(&mut self, text: Option<&str>) {
        let class = text.map(|text| {
            if let Some(&class) = self.index.get(text) {
                return class;
            }
            let class = self.index.len() as u32;
            self.index.insert(text.into(), class);
            class
        });
        self.of_row.push(class);
    }

    /// Whether every row has a label that no other row has.
    pub fn all_distinct(&self) -> bool {
        self.index.len() == self.of_row.len()
    }

    /// The text of each row, empty where unknown.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = vec![""; self.index.len()];
        for (text, &class) in &self.index {
            if let Some(slot) = texts.get_mut(class as usize) {
                *slot = text;
            }
        }
        let text = |class: &Option<u32>| class.and_then(|class| texts.get(class as usize).copied()).unwrap_or_default();
        self.of_row.iter().map(|class| text(class).to_owned()).collect()
    }

    /// The column, its classes sorted: as numbers where all are numbers, else as texts.
    pub fn finish(self, name: &str) -> LabelColumn {
        let mut classes: Vec<(Box<str>, u32)> = self.index.into_iter().collect();
        let number = |text: &str| text.parse::<f64>().ok();
        if classes.iter().all(|(text, _)| number(text).is_some()) {
            classes.sort_by(|(a, _), (b, _)| number(a).unwrap_or(0.0).total_cmp(&number(b).unwrap_or(0.0)));
        }
        let mut place = vec![0; classes.len()];
        for (new, &(_, old)) in (0..).zip(&classes) {
            if let Some(slot) = place.get_mut(old as usize) {
                *slot = new;
            }
        }
        LabelColumn {
            name: name.to_owned(),
            classes: classes.into_iter().map(|(text, _)| text.into_string()).collect(),
            of_row: self.of_row.iter().map(|old| old.and_then(|old| place.get(old as usize).copied())).collect(),
        }
    }
}

/// Adds the columns of a label file: `Name` first, then one column per legend.
///
/// Rows are found by name; where the data has no names, by row number (from 0), or in order where the numbers of rows
/// agree. A row that the file does not mention stays unlabelled, and so does one whose cell is empty, −1, None, nan or
/// uncategorized.
pub fn add(dataset: &mut Dataset, text: &str) -> Result<(), FormatError> {
    let mut header: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut legends: Vec<LabelBuilder> = Vec::new();
    records(text, &mut |_, record| {
        if header.is_empty() {
            header = record.iter().map(str::to_owned).collect();
            if header.len() < 2 || !header.first().is_some_and(|first| first.trim().eq_ignore_ascii_case("name")) {
                let expected = "a first line of “Name” and one column per legend";
                return Err(FormatError::new(expected, quoted(&header.join(","))));
            }
        } else {
            check_named(names.len() + 1)?;
            check_labels(names.len() + 1, header.len() - 1)?;
            names.push(record.get(0).unwrap_or_default().trim().to_owned());
            legends.resize_with(header.len() - 1, LabelBuilder::default);
            for (legend, cell) in legends.iter_mut().zip(record.iter().skip(1)) {
                legend.push(Some(cell.trim()).filter(|cell| !is_missing(cell)));
            }
        }
        Ok(())
    })?;
    if header.is_empty() {
        return Err(FormatError::new("a first line of “Name” and one column per legend", "nothing"));
    }
    let line_of_row = assign(dataset, &names)?;
    for (name, legend) in header.iter().skip(1).zip(legends) {
        let LabelColumn { name, classes, of_row } = legend.finish(name.trim());
        let of_row = line_of_row.iter().map(|&line| of_row.get(line?).copied().flatten()).collect();
        dataset.labels.push(LabelColumn { name, classes, of_row });
    }
    let unlabelled = line_of_row.iter().filter(|line| line.is_none()).count();
    if unlabelled > 0 {
        dataset.notes.push(format!("{unlabelled} of {} rows are not in the label file", line_of_row.len()));
    }
    Ok(())
}

fn is_missing(cell: &str) -> bool {
    cell.is_empty() || MISSING.iter().any(|missing| cell.eq_ignore_ascii_case(missing))
}

/// For each row of the data the line of the label file that speaks of it.
fn assign(dataset: &mut Dataset, names: &[String]) -> Result<Vec<Option<usize>>, FormatError> {
    let lines: BTreeMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    if lines.len() < names.len() {
        let twice = names.len() - lines.len();
        let lines = if twice == 1 { "1 line".to_owned() } else { format!("{twice} lines") };
        dataset
            .notes
            .push(format!("{lines} of the label file name a row that a later line names too: the last counts"));
    }
    let found: Vec<Option<usize>> = if let Some(rows) = &dataset.row_names {
        rows.iter().map(|name| lines.get(name.as_str()).copied()).collect()
    } else {
        let number = |row: usize| lines.get(row.to_string().as_str()).copied();
        let by_number: Vec<Option<usize>> = (0..dataset.rows()).map(number).collect();
        let in_order = names.len() == dataset.rows() && by_number.iter().all(Option::is_none);
        if in_order { (0..dataset.rows()).map(Some).collect() } else { by_number }
    };
    if found.iter().all(Option::is_none) {
        let example = names.first().map_or_else(|| "no rows".to_owned(), |name| quoted(name));
        let row = dataset.row_names.as_ref().and_then(|rows| rows.first());
        let expected = match row {
            Some(row) => format!("names of rows of the data, such as {}", quoted(row)),
            None => format!("row numbers, or {} rows as in the data", dataset.rows()),
        };
        return Err(FormatError::new(expected, example));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(names: Option<&[&str]>) -> Dataset {
        let mut data = Dataset::new("x", vec![0, 1, 1], 1, 2);
        data.row_names = names.map(|names| names.iter().map(|&name| name.to_owned()).collect());
        data
    }

    #[test]
    fn rows_are_found_by_name_number_or_order() {
        let mut named = data(Some(&["a", "b", "c"]));
        add(&mut named, "Name,kind,size\nc,fish,10\na,bird,2\n").unwrap();
        assert_eq!(named.labels[0].classes, ["bird", "fish"]);
        assert_eq!(named.labels[0].of_row, [Some(0), None, Some(1)]);
        assert_eq!(named.labels[1].classes, ["2", "10"]);
        assert_eq!(named.labels[0].counts(), [1, 1]);
        assert_eq!(named.notes, ["1 of 3 rows are not in the label file"]);
        let mut numbered = data(None);
        add(&mut numbered, "name,kind\n2,x\n0,y\n").unwrap();
        assert_eq!(numbered.labels[0].of_row, [Some(1), None, Some(0)]);
        let mut ordered = data(None);
        add(&mut ordered, "Name,kind\np,x\nq,\nr,x\n").unwrap();
        assert_eq!(ordered.labels[0].of_row, [Some(0), None, Some(0)]);
        for missing in ["-1", "None", "nan", "NaN", "uncategorized", " "] {
            let mut unknown = data(Some(&["a", "b", "c"]));
            add(&mut unknown, &format!("Name,kind\na,{missing}\nb,-10\nc,1\n")).unwrap();
            assert_eq!(unknown.labels[0].of_row, [None, Some(0), Some(1)], "{missing}");
        }
    }

    #[test]
    fn faults_are_named() {
        let say = |text| add(&mut data(Some(&["a", "b", "c"])), text).unwrap_err().to_string();
        assert_eq!(say("Name,k\nz,1\n"), "expected names of rows of the data, such as “a”, found “z”");
        assert!(say("a,b\nc,d\n").starts_with("expected a first line of “Name”"));
        say("");
        say("Name\na\n");
        say("Name,k\na,1,2\n");
    }
}
