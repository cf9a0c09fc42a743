//! FASTA alignments: names after `>`, one residue per letter.

use crate::io::text::{count, quoted};
use crate::physics::data::Dataset;

use super::FormatError;
use super::coding::{check_named, check_size};

/// The order of the 21 values, gap first.
pub const ALPHABET: &str = "-ACDEFGHIKLMNPQRSTVWY";

/// Reads an alignment. Letters count in either case and `.` is a gap. The letters that stand for unknown or rare
/// residues (B, J, O, U, X, Z, and the stop `*`) become gaps and are counted in a note; any other sign is an error,
/// and so are sequences of unequal length.
pub fn read(name: &str, text: &str) -> Result<Dataset, FormatError> {
    let mut names: Vec<String> = Vec::new();
    let mut values: Vec<u8> = Vec::new();
    let mut columns = None;
    let mut start = 0;
    let mut replaced = 0_usize;
    for (line, content) in text.lines().enumerate() {
        let content = content.trim();
        if let Some(title) = content.strip_prefix('>') {
            close(&names, values.len() - start, &mut columns)?;
            start = values.len();
            check_named(names.len() + 1)?;
            names.push(title.split_whitespace().next().unwrap_or_default().to_owned());
            continue;
        }
        if content.is_empty() || content.starts_with(';') {
            continue;
        }
        if names.is_empty() {
            return Err(FormatError::new("a line that begins with >", quoted(content)));
        }
        for letter in content.chars() {
            let (value, known) = residue(letter).ok_or_else(|| {
                let found = format!("{} in line {} ({})", quoted(&letter.to_string()), line + 1, sequence(&names));
                FormatError::new("amino acid letters or gaps", found)
            })?;
            replaced += usize::from(!known);
            values.push(value);
        }
    }
    close(&names, values.len() - start, &mut columns)?;
    let columns = columns.unwrap_or(0);
    check_size(names.len(), columns)?;
    let mut dataset = Dataset::new(name, values, columns, ALPHABET.len() as u8);
    dataset.alphabet = Some(ALPHABET.to_owned());
    dataset.row_names = Some(names);
    if replaced > 0 {
        dataset.notes.push(format!("{} for unknown or rare residues read as gaps", count(replaced, "letter")));
    }
    Ok(dataset)
}

/// Checks a finished sequence against the first.
fn close(names: &[String], length: usize, columns: &mut Option<usize>) -> Result<(), FormatError> {
    if names.is_empty() {
        return Ok(());
    }
    let expected = *columns.get_or_insert(length);
    if length == 0 {
        return Err(FormatError::new("letters after each name", format!("none in {}", sequence(names))));
    }
    if length != expected {
        let found = format!("{length} in {}", sequence(names));
        return Err(FormatError::new(format!("{expected} letters in every sequence, as in the first"), found));
    }
    Ok(())
}

/// How the last sequence is called in a message.
fn sequence(names: &[String]) -> String {
    format!("sequence {} {}", names.len(), quoted(names.last().map_or("", String::as_str)))
}

/// The value of a letter, and whether it stands for itself.
fn residue(letter: char) -> Option<(u8, bool)> {
    let letter = letter.to_ascii_uppercase();
    if let Some(value) = ALPHABET.find(letter) {
        return Some((value as u8, true));
    }
    match letter {
        '.' => Some((0, true)),
        'B' | 'J' | 'O' | 'U' | 'X' | 'Z' | '*' => Some((0, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alignment_is_read() {
        let data = read("x", ">a one\nAC\r\n-y\n\n>b\nX.CA\n").unwrap();
        assert_eq!((data.rows(), data.columns(), data.states), (2, 4, 21));
        assert_eq!(data.values.as_slice(), &[1, 2, 0, 20, 0, 0, 2, 1]);
        assert_eq!(data.row_name(0), "a");
        assert_eq!(data.notes, ["1 letter for unknown or rare residues read as gaps"]);
    }

    #[test]
    fn faults_are_named() {
        let say = |text| read("x", text).unwrap_err().to_string();
        assert_eq!(
            say(">a\nAC\n>b\nACD\n"),
            "expected 2 letters in every sequence, as in the first, found 3 in sequence 2 “b”"
        );
        assert_eq!(say(">a\nA1\n"), "expected amino acid letters or gaps, found “1” in line 2 (sequence 1 “a”)");
        assert_eq!(say("AC\n"), "expected a line that begins with >, found “AC”");
        assert_eq!(say(">a\n>b\nAC\n"), "expected letters after each name, found none in sequence 1 “a”");
        say("");
        say(">only\n");
    }
}
