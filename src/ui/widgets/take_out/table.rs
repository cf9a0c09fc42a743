//! The data of a figure as rows of text: pure.

/// Rows under one line of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self { names: names.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// A row that begins with a word.
    pub fn row(&mut self, word: &str, numbers: impl IntoIterator<Item = f64>) {
        let numbers = numbers.into_iter().map(text);
        self.rows.push(std::iter::once(word.to_owned()).chain(numbers).collect());
    }

    /// Values row by row, under the numbers of their columns, each row behind its own number.
    pub fn matrix(columns: usize, values: impl IntoIterator<Item = f64>) -> Self {
        Self::matrix_in_order(columns, values, |place| place)
    }

    /// The same of rows and columns that stand in another order: `number` says which is at a place.
    pub fn matrix_in_order(
        columns: usize,
        values: impl IntoIterator<Item = f64>,
        number: impl Fn(usize) -> usize,
    ) -> Self {
        let heads = (0..columns).map(|column| (number(column) + 1).to_string());
        let mut table = Self { names: std::iter::once("row".to_owned()).chain(heads).collect(), rows: Vec::new() };
        let values: Vec<f64> = values.into_iter().collect();
        for (row, values) in values.chunks(columns.max(1)).enumerate() {
            table.row(&(number(row) + 1).to_string(), values.iter().copied());
        }
        table
    }

    /// As tab-separated text, for a spreadsheet.
    pub fn tabs(&self) -> String {
        self.written(b'\t')
    }

    /// As comma-separated text.
    pub fn commas(&self) -> String {
        self.written(b',')
    }

    fn written(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
        for row in std::iter::once(&self.names).chain(&self.rows) {
            if writer.write_record(row).is_err() {
                // Writing to memory does not fail.
                break;
            }
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }
}

/// A number that reads back as itself; nothing where there is none.
fn text(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn tables_read_back_as_they_were_given() {
        let mut table = Table::new(["series", "x", "m, the overlap"]);
        table.row("A \"cat\"", [0.1, -2.5]);
        table.row("theory", [1e-9, f64::NAN]);
        assert_eq!(table.commas(), "series,x,\"m, the overlap\"\n\"A \"\"cat\"\"\",0.1,-2.5\ntheory,0.000000001,\n");
        assert_eq!(table.tabs().lines().nth(2), Some("theory\t0.000000001\t"));
        let matrix = Table::matrix(2, [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(matrix.commas(), "row,1,2\n1,1,2\n2,3,4\n");
    }
}
