//! Stockholm alignments, as Pfam and Rfam keep them: `name letters` on a line, in one block or several.

use std::collections::BTreeMap;

use super::FormatError;
use super::alignment::Alignment;
use super::coding::check_named;
use crate::io::text::quoted;

/// What the first line says.
const TITLE: &[u8] = b"# STOCKHOLM";

/// Whether text begins like such a file.
pub fn recognise(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(TITLE)
}

/// Reads the first alignment of a file. Columns of lower-case letters and dots are insertions there.
pub fn read(text: &str) -> Result<Alignment, FormatError> {
    let mut alignment = Alignment::default();
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = text.lines().zip(1..);
    for (line, number) in lines.by_ref() {
        let line = line.trim();
        if line == "//" {
            break;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (Some(name), Some(letters), None) = (words.next(), words.next(), words.next()) else {
            let expected = "a name and its letters in each line of a Stockholm file";
            return Err(FormatError::new(expected, format!("{} in line {number}", quoted(line))));
        };
        check_named(alignment.names.len() + 1)?;
        let row = *place.entry(name.to_owned()).or_insert_with(|| {
            alignment.names.push(name.to_owned());
            alignment.sequences.push(String::new());
            alignment.names.len() - 1
        });
        if let Some(sequence) = alignment.sequences.get_mut(row) {
            // Some programs write gaps of other signs.
            sequence.extend(letters.chars().map(|letter| if matches!(letter, '_' | '~') { '-' } else { letter }));
        }
    }
    if lines.any(|(line, _)| line.as_bytes().starts_with(TITLE)) {
        alignment.notes.push("the file holds several alignments, of which the first was read".to_owned());
    }
    Ok(alignment)
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::*;

    #[test]
    fn blocks_are_joined_and_remarks_left_out() {
        let text = "# STOCKHOLM 1.0\n#=GF ID TOY\nseqA/1-6   ACDE\nseqB/3-8   AC-E\n#=GC SS_cons HHHH\n\nseqA/1-6 FG\n\
                    seqB/3-8 F.\n//\n# STOCKHOLM 1.0\nother A\n//\n";
        assert!(recognise(text.as_bytes()));
        let data = read(text).unwrap().dataset("x", &Reading::default()).unwrap();
        assert_eq!((data.rows(), data.columns(), data.states), (2, 6, 21));
        assert_eq!(data.row(1).unwrap(), [1, 2, 0, 4, 5, 0]);
        assert_eq!(data.row_name(0), "seqA/1-6");
        assert_eq!(data.notes, ["the file holds several alignments, of which the first was read"]);
        assert!(read("# STOCKHOLM 1.0\none two three\n").is_err());
    }
}
