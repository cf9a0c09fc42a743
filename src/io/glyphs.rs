//! Sets of small drawings, kept as text: `glyphs WIDTH HEIGHT`, then a name and its rows of `.` and `#`, glyph by glyph.

use crate::io::datasets::{FormatError, check_named};
use crate::io::text::quoted;
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

/// Largest side of a drawing.
const MAX_SIDE: usize = 256;

/// Reads a set of glyphs; ink (`#`) is 1, paper (`.`) is 0.
pub fn read(name: &str, text: &str) -> Result<Dataset, FormatError> {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let shape = parse_first(first).ok_or_else(|| FormatError::new("“glyphs WIDTH HEIGHT”", quoted(first)))?;
    let mut names: Vec<String> = Vec::new();
    let mut values = Vec::new();
    while let Some(name) = lines.next() {
        if name.trim().is_empty() {
            continue;
        }
        for _ in 0..shape.height {
            let row = lines.next().unwrap_or_default().trim_end();
            if row.len() != shape.width || row.bytes().any(|sign| sign != b'.' && sign != b'#') {
                let expected = format!("rows of {} signs . and # in glyph {}", shape.width, quoted(name));
                return Err(FormatError::new(expected, quoted(row)));
            }
            values.extend(row.bytes().map(|sign| u8::from(sign == b'#')));
        }
        check_named(names.len() + 1)?;
        names.push(name.trim().to_owned());
    }
    if names.is_empty() {
        return Err(FormatError::new("at least one glyph", "none"));
    }
    let mut dataset = Dataset::new(name, values, shape.cells(), 2);
    dataset.row_names = Some(names);
    dataset.shape = Some(shape);
    Ok(dataset)
}

/// Width and height of every glyph.
fn parse_first(line: &str) -> Option<GridShape> {
    let mut words = line.split_whitespace();
    (words.next()? == "glyphs").then_some(())?;
    let mut side = || words.next()?.parse().ok().filter(|side| (1..=MAX_SIDE).contains(side));
    let shape = GridShape::new(side()?, side()?);
    words.next().is_none().then_some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_read() {
        let data = read("x", "glyphs 3 2\nA\n.#.\n###\ntwo words\n#..\n...\n").unwrap();
        assert_eq!((data.rows(), data.shape), (2, Some(GridShape::new(3, 2))));
        assert_eq!(data.row(0).unwrap(), [0, 1, 0, 1, 1, 1]);
        assert_eq!(data.row_name(1), "two words");
    }

    #[test]
    fn faults_are_named() {
        for text in [
            "",
            "glyphs 3\n",
            "glyphs 3 2 1\n",
            "glyphs 0 2\n",
            "glyphs 3 2\n",
            "glyphs 3 2\nA\n.#.\n",
            "glyphs 1 1\nA\nx\n",
        ] {
            read("x", text).unwrap_err();
        }
    }
}
