//! Plain text: one row per line, as signs side by side or numbers with blanks or commas between them.

use crate::io::text::quoted;
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

use super::coding::{Profile, finite};
use super::rows::{Layout, RowMaker};
use super::{FormatError, MAX_COLUMNS, Reading};

/// What a line says, before the number, where all values are states.
pub const STATES: &str = "# values per site: ";

/// What the lines of a text hold.
#[derive(Debug, Default)]
struct Lines {
    count: usize,
    width: Option<usize>,
    /// Lines up to each blank one.
    blocks: Vec<usize>,
    /// The number of states that a remark gives.
    states: Option<u8>,
}

/// Reads rows of 0/1, +/−, +1/−1 or numbers. Empty lines and lines that begin with `#` are skipped; blocks of several
/// lines, all equally many, with empty lines between them are pictures.
pub fn read(name: &str, text: &str, reading: &Reading) -> Result<Dataset, FormatError> {
    let mut profile = Profile::default();
    let skipped = columns_skipped(text, reading)?;
    let lines = walk(text, &mut |column, number| {
        if !skipped.contains(&column) {
            profile.see(number);
        }
    })?;
    let width = lines.width.unwrap_or(0);
    let mut notes = Vec::new();
    let mut layout = Layout::lines(lines.count, width);
    let free = reading.shape.is_none() && !reading.transpose && skipped.is_empty();
    if let Some(height) = lines.height().filter(|_| free) {
        let count = lines.count / height;
        notes.push(format!("empty lines part {count} blocks of {height} lines: each was read as one row, a picture"));
        let picture = Some(GridShape::new(width, height));
        layout = Layout { lines: count, width: width.saturating_mul(height), picture };
    }
    let declared = lines.states.is_some();
    let reading = if declared { &reading.of_states() } else { reading };
    let maker = RowMaker::new(layout, reading)?;
    let coding = maker.coding(&profile, &mut notes)?;
    let mut values = Vec::with_capacity(lines.count * width);
    let (mut set_aside, mut kept) = (Vec::new(), Vec::new());
    let keeps = profile.keeps(reading);
    walk(text, &mut |column, number| {
        if skipped.contains(&column) {
            set_aside.push(number);
        } else {
            values.push(coding.value(number));
            kept.extend(Some(number).filter(|_| keeps));
        }
    })?;
    let mut dataset = maker.dataset(name, values, coding, notes);
    maker.keep(&mut dataset, &profile, || kept);
    if let Some(states) = lines.states.filter(|_| reading.threshold.is_none()) {
        dataset.states = dataset.states.max(states);
    }
    let place = |column: usize| skipped.iter().position(|&own| own == column).unwrap_or(0);
    maker.attach(&mut dataset, |line, column| {
        set_aside.get(line * skipped.len() + place(column)).copied().unwrap_or(f64::NAN)
    });
    Ok(dataset)
}

impl Lines {
    /// The number of lines of every block, where there are several blocks of several lines.
    fn height(&self) -> Option<usize> {
        let first = *self.blocks.first()?;
        let same = self.blocks.iter().all(|&height| height == first);
        (first > 1 && self.blocks.len() > 1 && same).then_some(first)
    }
}

/// The columns that options set aside, rising.
fn columns_skipped(text: &str, reading: &Reading) -> Result<Vec<usize>, FormatError> {
    if reading.label_columns.is_empty() && reading.names_column.is_none() {
        return Ok(Vec::new());
    }
    let first = text.lines().zip(0..).find(|(line, _)| !is_skipped(line.trim()));
    let width = first.map_or(Ok(0), |(line, number)| row(line.trim(), number, &mut |_, _| {}))?;
    let maker = RowMaker::new(Layout::lines(1, width), reading)?;
    Ok((0..width).filter(|&column| !maker.has_values(column)).collect())
}

/// Whether a line holds no values.
fn is_skipped(content: &str) -> bool {
    content.is_empty() || content.starts_with('#')
}

/// Hands every number with its column to `visit`, row by row.
fn walk(text: &str, visit: &mut dyn FnMut(usize, f64)) -> Result<Lines, FormatError> {
    let mut lines = Lines::default();
    let mut block = 0;
    for (line, content) in text.lines().enumerate() {
        let content = content.trim();
        if is_skipped(content) {
            if content.is_empty() && block > 0 {
                lines.blocks.push(block);
                block = 0;
            } else if let Some(states) = content.strip_prefix(STATES) {
                lines.states = states.parse().ok().filter(|states| (2..=super::MAX_STATES).contains(states));
            }
            continue;
        }
        let found = row(content, line, visit)?;
        let expected = *lines.width.get_or_insert(found);
        if found != expected {
            let found = format!("{found} in line {}", line + 1);
            return Err(FormatError::new(format!("{expected} values in every row, as in the first"), found));
        }
        if found > MAX_COLUMNS {
            return Err(FormatError::new(format!("rows of at most {MAX_COLUMNS} values"), format!("{found}")));
        }
        lines.count += 1;
        block += 1;
    }
    if block > 0 {
        lines.blocks.push(block);
    }
    Ok(lines)
}

/// One line; returns how many values it has.
fn row(content: &str, line: usize, visit: &mut dyn FnMut(usize, f64)) -> Result<usize, FormatError> {
    // Brackets stand around the rows of lists.
    let between = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '[' | ']' | '(' | ')');
    if let Some(signs) = side_by_side(content) {
        return Ok(signs.enumerate().map(|(column, number)| visit(column, number)).count());
    }
    let mut found = 0;
    for token in content.split(between).filter(|token| !token.is_empty()) {
        let number = number(token).ok_or_else(|| {
            let found = format!("{} in line {}", quoted(token), line + 1);
            FormatError::new("0/1, +/−, +1/−1 or numbers", found)
        })?;
        finite(number, line, found)?;
        visit(found, number);
        found += 1;
    }
    Ok(found)
}

/// A number, a bare sign, or a number with a typographic minus.
pub fn number(token: &str) -> Option<f64> {
    match token {
        "+" => Some(1.0),
        "-" | "−" => Some(-1.0),
        _ => match token.strip_prefix('−') {
            Some(rest) if rest.starts_with(|first: char| first.is_ascii_digit()) => {
                rest.parse::<f64>().ok().map(|number| -number)
            }
            Some(_) => None,
            None => token.parse().ok(),
        },
    }
}

/// The values of `0110`, `+--+` or `+1-1-1+1`; `None` where the text is none of these.
pub fn side_by_side(content: &str) -> Option<impl Iterator<Item = f64>> {
    let bits = content.chars().all(|sign| matches!(sign, '0' | '1'));
    let signs = content.chars().all(|sign| matches!(sign, '+' | '-' | '−'));
    let units = {
        let mut after_sign = false;
        let alternate = content.chars().all(|sign| {
            let fits = if after_sign { sign == '1' } else { matches!(sign, '+' | '-' | '−') };
            after_sign = !after_sign;
            fits
        });
        alternate && !after_sign
    };
    let take = move |sign: char| match sign {
        '+' => Some(1.0),
        '-' | '−' => Some(-1.0),
        '0' => Some(0.0),
        _ => bits.then_some(1.0),
    };
    (bits || signs || units).then(|| content.chars().filter_map(take))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_the_same_rows() {
        for text in [
            "011\n100\n",
            "-++\r\n+--\r\n",
            "−++\n+−−",
            "-1+1+1\n+1-1-1",
            "-1 1 +1\n1 -1 -1\n",
            "−1 1 1\n1 −1 −1\n",
            "# title\n\n- + +\n+ - -\n",
            "0, 1, 1\n1;0;0\n",
            "0.0\t1.0 1e0\n1 0 0",
            "[[0, 1, 1],\n [1, 0, 0]]\n",
        ] {
            let data = read("x", text, &Reading::default()).unwrap();
            assert_eq!(
                (data.values.as_slice(), data.columns(), data.states),
                (&[0, 1, 1, 1, 0, 0][..], 3, 2),
                "{text}"
            );
        }
        assert_eq!(
            read("x", "0.2 0.7", &Reading { threshold: Some(0.5), ..Reading::default() }).unwrap().values.as_slice(),
            &[0, 1]
        );
        assert_eq!(read("x", "0 5\n3 1", &Reading::default()).unwrap().states, 6);
    }

    #[test]
    fn blocks_of_lines_are_pictures() {
        let data = read("x", "1 -1\n-1 1\n\n1 1\n-1 -1\n", &Reading::default()).unwrap();
        assert_eq!((data.rows(), data.shape), (2, Some(GridShape::new(2, 2))));
        assert_eq!(data.values.as_slice(), [1, 0, 0, 1, 1, 1, 0, 0]);
        assert!(data.notes[0].contains("2 blocks of 2 lines"), "{:?}", data.notes);
        // Blocks of unequal height, and single lines, are only rows.
        for text in ["1 -1\n-1 1\n\n1 1\n", "1 -1\n\n-1 1\n"] {
            assert_eq!(read("x", text, &Reading::default()).unwrap().columns(), 2, "{text}");
        }
    }

    #[test]
    fn states_can_be_declared_and_labels_set_aside() {
        let data = read("x", "# values per site: 4\n1 2\n2 1\n", &Reading::default()).unwrap();
        assert_eq!((data.values.as_slice(), data.states), (&[1, 2, 2, 1][..], 4));
        let last = Reading { label_columns: vec![super::super::ColumnChoice::Last], ..Reading::default() };
        let labelled = read("x", "0 1 7\n1 1 3\n", &last).unwrap();
        assert_eq!((labelled.values.as_slice(), labelled.row_name(0)), (&[0, 1, 1, 1][..], "7".to_owned()));
    }

    #[test]
    fn faults_are_named() {
        let say = |text| read("x", text, &Reading::default()).unwrap_err().to_string();
        assert_eq!(say("01\n011\n"), "expected 2 values in every row, as in the first, found 3 in line 2");
        assert_eq!(say("0 1\n0 x\n"), "expected 0/1, +/−, +1/−1 or numbers, found “x” in line 2");
        assert_eq!(say("0 nan\n"), "expected finite numbers, found NaN in row 1, column 2");
        for text in ["", "\n\n", "#", "+1-\n", "01+\n", "-1 0 1", "0.5 1", "\u{feff}", "a"] {
            say(text);
        }
    }
}
