//! What the cells of a table say.

use super::plain_text::number;
use super::table_text::TableText;

/// What stands where a value is missing, besides nothing.
const MISSING: [&str; 12] = ["NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "None", "?", "."];

/// What one cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or a word for it.
    Missing,
    /// A number or a truth value.
    Number(f64),
    /// `y`, `n`, `yes` or `no`.
    Answer(bool),
    /// Anything else.
    Text,
}

/// How cells of a table are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cells {
    /// `0,5` is a half.
    decimal_comma: bool,
    /// `-` stands for −1, as next to `+`; elsewhere it says that nothing is known.
    signs: bool,
}

impl Cells {
    /// How the cells of this table are read.
    pub fn of(table: &TableText<'_>) -> Self {
        let signs = || table.text.split(['\n', ',', ';', '\t']).any(|cell| cell.trim().trim_matches('"') == "+");
        Self { decimal_comma: table.decimal_comma, signs: table.text.contains('+') && signs() }
    }

    /// Reads a cell.
    pub fn read(self, cell: &str) -> Cell {
        let cell = cell.trim();
        if cell.is_empty() || MISSING.contains(&cell) || (cell == "-" && !self.signs) {
            return Cell::Missing;
        }
        if cell.len() <= 5 {
            match cell.to_ascii_lowercase().as_str() {
                "true" => return Cell::Number(1.0),
                "false" => return Cell::Number(0.0),
                "y" | "yes" => return Cell::Answer(true),
                "n" | "no" => return Cell::Answer(false),
                _ => {}
            }
        }
        let decimal = || {
            let (whole, part) = cell.split_once(',').filter(|_| self.decimal_comma)?;
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let fits = !part.is_empty() && digits(part) && digits(whole.trim_start_matches(['+', '-', '−']));
            number(&format!("{whole}.{part}")).filter(|_| fits)
        };
        number(cell).or_else(decimal).map_or(Cell::Text, Cell::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        let cells = Cells::default();
        for missing in ["", " ", "NA", "N/A", "NaN", "null", ".", "-", "?"] {
            assert_eq!(cells.read(missing), Cell::Missing, "{missing}");
        }
        assert_eq!([cells.read("TRUE"), cells.read("1e0")], [Cell::Number(1.0); 2]);
        assert_eq!((cells.read("Yes"), cells.read("n")), (Cell::Answer(true), Cell::Answer(false)));
        assert_eq!((cells.read("0,9"), cells.read("none of it")), (Cell::Text, Cell::Text));
        let german = Cells { decimal_comma: true, signs: true };
        assert_eq!((german.read("-0,9"), german.read("-")), (Cell::Number(-0.9), Cell::Number(-1.0)));
        assert_eq!((german.read("a,9"), german.read("0,")), (Cell::Text, Cell::Text));
    }
}
