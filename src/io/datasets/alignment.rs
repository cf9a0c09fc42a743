//! Aligned sequences, whatever file they come from: match columns are kept, letters become values.

use super::alphabet::{Alphabet, Letter};
use super::coding::check_size;
use super::{FormatError, Reading, choices};
use crate::io::text::{count, quoted};
use crate::physics::data::Dataset;

/// Largest fraction of the letters that may be unknown.
const MOST_UNKNOWN: f64 = 0.1;
/// Replaced letters that a note names.
const SHOWN: usize = 8;

/// Sequences with their names, as they stand in a file.
#[derive(Debug, Default)]
pub struct Alignment {
    /// The first word of each title.
    pub names: Vec<String>,
    /// The letters of each.
    pub sequences: Vec<String>,
    /// What was decided while it was read.
    pub notes: Vec<String>,
}

impl Alignment {
    /// The rows: match columns only, by the alphabet that is asked for or that the letters show.
    pub fn dataset(mut self, name: &str, reading: &Reading) -> Result<Dataset, FormatError> {
        if reading.threshold.is_some() {
            return Err(FormatError::new("no threshold for sequences of letters", "one"));
        }
        if let Some(choice) = choices::arranging(reading) {
            return Err(FormatError::new(format!("no {} for sequences of letters", choice.option), "one"));
        }
        if let Some(empty) = self.sequences.iter().position(String::is_empty) {
            return Err(FormatError::new("letters after each name", format!("none in {}", self.title(empty))));
        }
        if reading.keep_insertions {
            self.align_insertions();
        } else {
            self.drop_insertions();
        }
        let columns = self.length()?;
        check_size(self.names.len(), columns)?;
        let letters = self.sequences.iter().flat_map(|sequence| sequence.chars()).filter(|&letter| !is_gap(letter));
        let alphabet = reading.alphabet.clone().unwrap_or_else(|| Alphabet::recognise(letters));
        if reading.alphabet.is_none() && alphabet.name() != "protein" {
            let kind = alphabet.name();
            self.notes.push(format!("the letters are those of {kind} ({alphabet}); --alphabet takes others"));
        }
        let values = self.values(&alphabet, reading.alphabet.is_some())?;
        let mut dataset = Dataset::new(name, values, columns, alphabet.states());
        dataset.alphabet = Some(alphabet.letters().to_owned());
        dataset.row_names = Some(self.names);
        dataset.notes = self.notes;
        Ok(dataset)
    }

    /// How a sequence is called in a message.
    pub fn title(&self, row: usize) -> String {
        format!("sequence {} {}", row + 1, quoted(self.names.get(row).map_or("", String::as_str)))
    }

    /// Gives insertions columns of their own where A3M writes them without the gaps of the other sequences: each place
    /// between match columns becomes as wide as its longest insertion.
    fn align_insertions(&mut self) {
        let matches = |sequence: &String| sequence.chars().filter(|&letter| !is_insertion(letter)).count();
        if same(self.sequences.iter().map(String::len)) || !same(self.sequences.iter().map(matches)) {
            return;
        }
        let pieces = |sequence: &String| -> Vec<String> {
            let mut pieces = vec![String::new()];
            for letter in sequence.chars() {
                if !is_insertion(letter) {
                    pieces.push(String::new());
                }
                pieces.last_mut().into_iter().for_each(|piece| piece.push(letter));
            }
            pieces
        };
        let pieces: Vec<Vec<String>> = self.sequences.iter().map(pieces).collect();
        let kept = self.sequences.first().map_or(0, matches);
        let widths: Vec<usize> = (0..=kept)
            .map(|place| pieces.iter().filter_map(|pieces| pieces.get(place)).map(String::len).max().unwrap_or(0))
            .collect();
        // Rows that are far too long are refused by their size, and not written out before.
        if check_size(self.sequences.len(), widths.iter().sum()).is_err() {
            return;
        }
        for (sequence, pieces) in self.sequences.iter_mut().zip(&pieces) {
            sequence.clear();
            for (piece, &width) in pieces.iter().zip(&widths) {
                sequence.push_str(piece);
                sequence.extend(std::iter::repeat_n('.', width - piece.len()));
            }
        }
        let columns = widths.iter().sum::<usize>() - kept;
        self.notes.push(format!("insertions were kept, in {} of their own", count(columns, "column")));
    }

    /// Takes out what lies between match columns: lower-case letters and dots, where that makes the sequences equally
    /// long, or where they stand in columns of their own.
    fn drop_insertions(&mut self) {
        let lower = |sequence: &String| sequence.chars().any(|letter| letter.is_ascii_lowercase());
        let any_lower = self.sequences.iter().any(lower);
        let matches = |sequence: &String| sequence.chars().filter(|&letter| !is_insertion(letter)).count();
        let aligned = same(self.sequences.iter().map(String::len));
        let insertions = if aligned {
            any_lower && self.has_columns_of_insertions()
        } else {
            same(self.sequences.iter().map(matches))
        };
        let kept = self.sequences.first().map_or(0, matches);
        if !insertions || kept == 0 {
            if any_lower && !self.sequences.iter().all(|one| one.chars().all(|letter| !letter.is_ascii_uppercase())) {
                self.notes.push("lower-case letters were read as the same in upper case".to_owned());
            }
            return;
        }
        let letters = |alignment: &Self| alignment.sequences.iter().map(String::len).sum::<usize>();
        let before = letters(self);
        for sequence in &mut self.sequences {
            sequence.retain(|letter| !is_insertion(letter));
        }
        let dropped = before - letters(self);
        self.notes.push(format!(
            "{} (lower case and dots) outside the {} were dropped; --keep-insertions keeps them",
            count(dropped, "insertion"),
            count(kept, "match column")
        ));
    }

    /// Whether some columns hold lower-case letters and dots only, and all others none.
    fn has_columns_of_insertions(&self) -> bool {
        let Some(first) = self.sequences.first() else { return false };
        let inserted = |letter: u8| letter.is_ascii_lowercase() || letter == b'.';
        let columns: Vec<bool> = first.bytes().map(inserted).collect();
        columns.contains(&false)
            && self.sequences.iter().all(|sequence| sequence.bytes().map(inserted).eq(columns.iter().copied()))
    }

    /// The length of all sequences.
    fn length(&self) -> Result<usize, FormatError> {
        let length = |sequence: &String| sequence.chars().count();
        let expected = self.sequences.first().map_or(0, length);
        match self.sequences.iter().position(|sequence| length(sequence) != expected) {
            None => Ok(expected),
            Some(row) => {
                let found = format!("{} in {}", self.sequences.get(row).map_or(0, length), self.title(row));
                Err(FormatError::new(format!("{expected} letters in every sequence, as in the first"), found))
            }
        }
    }

    /// The value of every letter; what is not known becomes a gap and is counted.
    fn values(&mut self, alphabet: &Alphabet, given: bool) -> Result<Vec<u8>, FormatError> {
        let mut values = Vec::new();
        let (mut letters, mut foreign, mut renamed) = (0_usize, 0_usize, 0_usize);
        let mut replaced: Vec<(char, usize)> = Vec::new();
        for (row, sequence) in self.sequences.iter().enumerate() {
            for letter in sequence.chars() {
                letters += usize::from(!is_gap(letter));
                let wrong = || {
                    let found = format!("{} in {}", quoted(&letter.to_string()), self.title(row));
                    FormatError::new(format!("letters of the alphabet {}", quoted(alphabet.letters())), found)
                };
                let kind = alphabet.letter(if letter == '.' { '-' } else { letter });
                values.push(match kind {
                    Letter::Known(value) => value,
                    Letter::Renamed(value) => {
                        renamed += 1;
                        value
                    }
                    Letter::Unknown | Letter::Foreign => {
                        let known_sign = letter.is_ascii_alphabetic() || matches!(letter, '*' | '?');
                        let gap = alphabet.gap().filter(|_| known_sign).ok_or_else(wrong)?;
                        foreign += usize::from(kind == Letter::Foreign);
                        match replaced.iter_mut().find(|(own, _)| *own == letter.to_ascii_uppercase()) {
                            Some((_, count)) => *count += 1,
                            None => replaced.push((letter.to_ascii_uppercase(), 1)),
                        }
                        gap
                    }
                });
            }
        }
        let gaps: usize = replaced.iter().map(|&(_, count)| count).sum();
        let fraction = |number: usize| number as f64 / letters.max(1) as f64;
        replaced.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let mut which: Vec<String> = replaced.iter().map(|(letter, count)| format!("{letter} {count}")).collect();
        if which.len() > SHOWN {
            which.truncate(SHOWN);
            which.push("…".to_owned());
        }
        let which = which.join(", ");
        // An alphabet that was asked for makes its letters for the unknown right, but never those of another.
        if fraction(if given { foreign } else { gaps }) > MOST_UNKNOWN {
            let expected = format!("letters of the alphabet {} (--alphabet takes others)", quoted(alphabet.letters()));
            let percent = 100.0 * fraction(gaps);
            return Err(FormatError::new(expected, format!("{percent:.1} % that are not among them ({which})")));
        }
        if gaps > 0 {
            let percent = 100.0 * fraction(gaps);
            let letters = count(gaps, "letter");
            self.notes.push(format!("{letters} for unknown or rare residues ({which}; {percent:.1} %) read as gaps"));
        }
        if renamed > 0 {
            let (from, to) = if alphabet.name() == "RNA" { ('T', 'U') } else { ('U', 'T') };
            self.notes.push(format!("{} {from} read as {to}", count(renamed, "letter")));
        }
        Ok(values)
    }
}

/// Whether all numbers are the same.
fn same(mut numbers: impl Iterator<Item = usize>) -> bool {
    numbers.next().is_none_or(|first| numbers.all(|number| number == first))
}

/// Whether a letter lies between match columns.
fn is_insertion(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter == '.'
}

fn is_gap(letter: char) -> bool {
    matches!(letter, '-' | '.')
}
