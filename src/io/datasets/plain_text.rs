//! Plain text: one row per line, as signs side by side or numbers with blanks or commas between them.

use crate::io::text::quoted;
use crate::physics::data::Dataset;

use super::coding::{Profile, check_size, finite};
use super::{FormatError, MAX_COLUMNS};

/// Reads rows of 0/1, +/−, +1/−1 or numbers. Empty lines and lines that begin with `#` are skipped.
pub fn read(name: &str, text: &str, threshold: Option<f64>) -> Result<Dataset, FormatError> {
    let mut profile = Profile::default();
    let (rows, columns) = walk(text, &mut |number| profile.see(number))?;
    check_size(rows, columns)?;
    let coding = profile.coding(threshold)?;
    let mut values = Vec::with_capacity(rows * columns);
    walk(text, &mut |number| values.push(coding.value(number)))?;
    Ok(Dataset::new(name, values, columns, coding.states()))
}

/// Hands every number to `visit`, row by row, and returns the numbers of rows and columns.
fn walk(text: &str, visit: &mut dyn FnMut(f64)) -> Result<(usize, usize), FormatError> {
    let mut rows = 0;
    let mut columns = None;
    for (line, content) in text.lines().enumerate() {
        let content = content.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let found = row(content, line, visit)?;
        let expected = *columns.get_or_insert(found);
        if found != expected {
            let found = format!("{found} in line {}", line + 1);
            return Err(FormatError::new(format!("{expected} values in every row, as in the first"), found));
        }
        if found > MAX_COLUMNS {
            return Err(FormatError::new(format!("rows of at most {MAX_COLUMNS} values"), format!("{found}")));
        }
        rows += 1;
    }
    Ok((rows, columns.unwrap_or(0)))
}

/// One line; returns how many values it has.
fn row(content: &str, line: usize, visit: &mut dyn FnMut(f64)) -> Result<usize, FormatError> {
    let separator = |character: char| character.is_whitespace() || character == ',' || character == ';';
    if let Some(signs) = side_by_side(content) {
        return Ok(signs.map(visit).count());
    }
    let mut found = 0;
    for token in content.split(separator).filter(|token| !token.is_empty()) {
        let number = number(token).ok_or_else(|| {
            let found = format!("{} in line {}", quoted(token), line + 1);
            FormatError::new("0/1, +/−, +1/−1 or numbers", found)
        })?;
        finite(number, line, found)?;
        visit(number);
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
fn side_by_side(content: &str) -> Option<impl Iterator<Item = f64>> {
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
        ] {
            let data = read("x", text, None).unwrap();
            assert_eq!(
                (data.values.as_slice(), data.columns(), data.states),
                (&[0, 1, 1, 1, 0, 0][..], 3, 2),
                "{text}"
            );
        }
        assert_eq!(read("x", "0.2 0.7", Some(0.5)).unwrap().values.as_slice(), &[0, 1]);
        assert_eq!(read("x", "0 5\n3 1", None).unwrap().states, 6);
    }

    #[test]
    fn faults_are_named() {
        let say = |text| read("x", text, None).unwrap_err().to_string();
        assert_eq!(say("01\n011\n"), "expected 2 values in every row, as in the first, found 3 in line 2");
        assert_eq!(say("0 1\n0 x\n"), "expected 0/1, +/−, +1/−1 or numbers, found “x” in line 2");
        assert_eq!(say("0 nan\n"), "expected finite numbers, found NaN in row 1, column 2");
        for text in ["", "\n\n", "#", "+1-\n", "01+\n", "-1 0 1", "0.5 1", "\u{feff}", "a"] {
            say(text);
        }
    }
}
