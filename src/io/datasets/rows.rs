//! Rows of numbers, however they lie in a file: turned over, several lines to a row, a picture to a row.

use crate::io::text::quoted;
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

use super::coding::{Coding, Profile, Rows, check_size, finite};
use super::labels::LabelBuilder;
use super::{ColumnChoice, FormatError, Reading, UNKNOWN_SPINS};

/// Smallest side of a square that may be a picture.
const SMALLEST_SIDE: usize = 4;

/// Numbers as a file holds them: lines of values, or pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Number of lines.
    pub lines: usize,
    /// Values in each.
    pub width: usize,
    /// The picture that a line is, where it is one.
    pub picture: Option<GridShape>,
}

impl Layout {
    /// Lines of values.
    pub fn lines(lines: usize, width: usize) -> Self {
        Self { lines, width, picture: None }
    }

    /// An array of one to four dimensions: one row, rows, rows of pictures, and those with one channel.
    pub fn of(shape: &[usize]) -> Result<Self, FormatError> {
        let picture = |count: usize, height: usize, width: usize| {
            let cells = height.saturating_mul(width);
            Ok(Self { lines: count, width: cells, picture: Some(GridShape::new(width, height)) })
        };
        match *shape {
            [columns] => Ok(Self::lines(1, columns)),
            [rows, columns] => Ok(Self::lines(rows, columns)),
            [rows, height, width] | [rows, 1, height, width] | [rows, height, width, 1] => picture(rows, height, width),
            [_, 3 | 4, _, _] | [_, _, _, 3 | 4] => {
                let found = format!("pictures in colour (shape {shape:?})");
                Err(FormatError::new("pictures of one channel", found))
            }
            _ => Err(FormatError::new("1, 2 or 3 dimensions, or 4 with one channel", format!("shape {shape:?}"))),
        }
    }
}

/// The rows that are made of a layout.
#[derive(Debug)]
pub struct RowMaker<'a> {
    reading: &'a Reading,
    layout: Layout,
    /// Columns of the file that are labels, and the one that names the rows.
    labels: Vec<usize>,
    names: Option<usize>,
    rows: usize,
    columns: usize,
    picture: Option<GridShape>,
}

impl<'a> RowMaker<'a> {
    /// Decides which values are those of a row.
    pub fn new(layout: Layout, reading: &'a Reading) -> Result<Self, FormatError> {
        check_size(layout.lines, layout.width)?;
        let column = |choice: &ColumnChoice| (0..layout.width).find(|&at| choice.is(at, layout.width, None));
        let mut labels = Vec::new();
        for choice in reading.label_columns.iter().chain(&reading.names_column) {
            match (column(choice), choice) {
                (Some(at), _) => labels.push(at),
                (None, ColumnChoice::None) => {}
                (None, named) => {
                    let found = quoted(&named.to_string());
                    return Err(FormatError::new("first, last or none for a column without a heading", found));
                }
            }
        }
        let names = reading.names_column.as_ref().and_then(column);
        labels.retain(|&at| Some(at) != names);
        let (lines, width) = (layout.lines, layout.width - labels.len() - usize::from(names.is_some()));
        check_size(lines, width)?;
        if (reading.transpose || layout.picture.is_some()) && width < layout.width {
            let found = if reading.transpose { "--transpose" } else { "pictures" };
            return Err(FormatError::new("lines of values, of which one column is labels", found));
        }
        let (rows, columns) = if reading.transpose { (width, lines) } else { (lines, width) };
        let mut maker = Self { reading, layout, labels, names, rows, columns, picture: layout.picture };
        if reading.transpose && maker.picture.is_some() {
            return Err(FormatError::new("lines of values to be turned over", "pictures"));
        }
        if let Some(shape) = reading.shape {
            maker.shape(shape)?;
        }
        check_size(maker.rows, maker.columns)?;
        Ok(maker)
    }

    /// Makes a row a picture of this shape: a line, or as many lines as it has cells.
    fn shape(&mut self, shape: GridShape) -> Result<(), FormatError> {
        let cells = shape.cells();
        let whole = cells > 0 && (self.rows * self.columns).is_multiple_of(cells);
        let together = self.columns == shape.width || self.columns == 1;
        if self.columns != cells {
            if !(whole && together) || self.labels.len() + usize::from(self.names.is_some()) > 0 {
                let (height, width) = (shape.height, shape.width);
                let expected = format!("rows of {height} × {width} = {cells} values, or lines of {width} (--shape)");
                return Err(FormatError::new(expected, format!("{} lines of {}", self.rows, self.columns)));
            }
            self.rows = self.rows * self.columns / cells;
            self.columns = cells;
        }
        self.picture = Some(shape);
        Ok(())
    }

    /// What the rows are, for the coding of their values.
    fn kind(&self) -> Rows {
        let side = self.columns.isqrt();
        match self.picture {
            Some(_) => Rows::Pictures,
            None if side * side == self.columns && side >= SMALLEST_SIDE => Rows::PerhapsPictures,
            None => Rows::Lists,
        }
    }

    /// Whether a column of the file holds values.
    pub fn has_values(&self, column: usize) -> bool {
        Some(column) != self.names && !self.labels.contains(&column)
    }

    /// How the numbers of all columns with values are coded.
    pub fn coding(&self, profile: &Profile, notes: &mut Vec<String>) -> Result<Coding, FormatError> {
        let (coding, note) = profile.coding(self.reading, self.kind())?;
        notes.extend(note);
        Ok(coding)
    }

    /// The data set of coded values, in the order of the file.
    pub fn dataset(&self, name: &str, values: Vec<u8>, coding: Coding, mut notes: Vec<String>) -> Dataset {
        let values = self.arranged(values);
        if self.columns == 1 {
            notes.push("each row has one value; --transpose makes one row of all, --shape HxW pictures".to_owned());
        }
        let mut dataset = Dataset::new(name, values, self.columns, coding.states());
        dataset.alphabet = (coding == Coding::SpinsOrUnknown).then(|| UNKNOWN_SPINS.to_owned());
        dataset.shape = self.picture;
        dataset.notes = notes;
        dataset
    }

    /// Values in the order of the rows.
    fn arranged<T: Copy + Default>(&self, values: Vec<T>) -> Vec<T> {
        if !self.reading.transpose {
            return values;
        }
        let (lines, width) = (self.layout.lines, self.layout.width);
        let at = |place: usize| values.get(place).copied().unwrap_or_default();
        (0..width).flat_map(|column| (0..lines).map(move |line| at(line * width + column))).collect()
    }

    /// Keeps the numbers themselves, given in the order of the file, where they are to be kept.
    pub fn keep(&self, dataset: &mut Dataset, profile: &Profile, numbers: impl FnOnce() -> Vec<f64>) {
        if profile.keeps(self.reading) {
            dataset.numbers = Some(self.arranged(numbers()).into());
        }
    }

    /// Takes labels and names from their columns.
    pub fn attach(&self, dataset: &mut Dataset, get: impl Fn(usize, usize) -> f64) {
        for &at in &self.labels {
            let mut builder = LabelBuilder::default();
            for line in 0..self.layout.lines {
                builder.push(Some(&get(line, at).to_string()));
            }
            let column: LabelColumn = builder.finish("label");
            dataset.labels.push(column);
        }
        if let Some(at) = self.names {
            dataset.row_names = Some((0..self.layout.lines).map(|line| get(line, at).to_string()).collect());
        }
    }
}

/// The data set of an array of numbers; `get` is asked twice for each.
pub fn dataset(
    name: &str,
    layout: Layout,
    reading: &Reading,
    get: impl Fn(usize, usize) -> f64,
) -> Result<Dataset, FormatError> {
    let maker = RowMaker::new(layout, reading)?;
    let mut profile = Profile::default();
    let cells = || (0..layout.lines).flat_map(|line| (0..layout.width).map(move |column| (line, column)));
    let valued = || cells().filter(|&(_, column)| maker.has_values(column));
    for (line, column) in valued() {
        let number = get(line, column);
        finite(number, line, column)?;
        profile.see(number);
    }
    let mut notes = Vec::new();
    let coding = maker.coding(&profile, &mut notes)?;
    let values = valued().map(|(line, column)| coding.value(get(line, column))).collect();
    let mut dataset = maker.dataset(name, values, coding, notes);
    maker.keep(&mut dataset, &profile, || valued().map(|(line, column)| get(line, column)).collect());
    maker.attach(&mut dataset, get);
    Ok(dataset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(lines: &[&[f64]], reading: &Reading) -> Result<Dataset, FormatError> {
        dataset("x", Layout::lines(lines.len(), lines[0].len()), reading, |line, column| lines[line][column])
    }

    #[test]
    fn rows_are_turned_and_shaped() {
        let lines: [&[f64]; 4] = [&[0.0, 1.0], &[1.0, 1.0], &[0.0, 0.0], &[1.0, 0.0]];
        let turned = open(&lines, &Reading { transpose: true, ..Reading::default() }).unwrap();
        assert_eq!((turned.rows(), turned.values.as_slice()), (2, &[0, 1, 0, 1, 1, 1, 0, 0][..]));
        let pairs = open(&lines, &Reading { shape: Some(GridShape::new(2, 2)), ..Reading::default() }).unwrap();
        assert_eq!((pairs.rows(), pairs.columns(), pairs.shape), (2, 4, Some(GridShape::new(2, 2))));
        let wrong = open(&lines, &Reading { shape: Some(GridShape::new(3, 2)), ..Reading::default() }).unwrap_err();
        assert!(wrong.to_string().contains("found 4 lines of 2"), "{wrong}");
        let column: [&[f64]; 4] = [&[0.0], &[1.0], &[0.0], &[1.0]];
        let alone = open(&column, &Reading::default()).unwrap();
        assert!(alone.rows() == 4 && alone.notes[0].contains("--transpose"), "{:?}", alone.notes);
        let square = open(&column, &Reading { shape: Some(GridShape::new(2, 2)), ..Reading::default() }).unwrap();
        assert_eq!((square.rows(), square.values.as_slice()), (1, &[0, 1, 0, 1][..]));
    }

    #[test]
    fn a_column_of_an_array_can_be_labels() {
        let lines: [&[f64]; 2] = [&[7.0, 0.0, 1.0], &[3.0, 1.0, 0.0]];
        let first = Reading { label_columns: vec![ColumnChoice::First], ..Reading::default() };
        let data = open(&lines, &first).unwrap();
        assert_eq!((data.values.as_slice(), data.states), (&[0, 1, 1, 0][..], 2));
        assert_eq!(
            (&data.labels[0].classes[..], data.row_title(0)),
            (&["3", "7"].map(str::to_owned)[..], "row 0 (7)".to_owned())
        );
        let named = Reading { label_columns: vec![ColumnChoice::Named("x".to_owned())], ..Reading::default() };
        assert!(open(&lines, &named).unwrap_err().to_string().contains("without a heading"));
    }

    #[test]
    fn one_channel_is_no_dimension() {
        let picture = Layout::of(&[5, 6, 4]).unwrap();
        assert_eq!((Layout::of(&[5, 6, 4, 1]).unwrap(), Layout::of(&[5, 1, 6, 4]).unwrap()), (picture, picture));
        assert!(Layout::of(&[5, 6, 4, 3]).unwrap_err().to_string().contains("in colour"));
        Layout::of(&[]).unwrap_err();
        Layout::of(&[1, 1, 1, 1, 1]).unwrap_err();
    }
}
