//! The letters of sequences: which there are, which of them stand for something unknown, and how they are recognised.

use std::fmt;
use std::str::FromStr;

use super::MAX_STATES;
use crate::io::text::quoted;

/// The order of the 21 values of proteins, gap first.
pub const PROTEIN: &str = "-ACDEFGHIKLMNPQRSTVWY";
/// The order of the 5 values of RNA.
const RNA: &str = "-ACGU";
/// The order of the 5 values of DNA.
const DNA: &str = "-ACGT";
/// Letters that stand for one of several residues, for a stop, or for any.
const UNKNOWN_RESIDUES: &str = "BJXZ*?";
/// Letters that stand for one of several bases, or for any.
const UNKNOWN_BASES: &str = "NRYSWKMBDHVX*?";
/// Fewest of the four bases that must occur where nothing but bases does.
const FEWEST_BASES: usize = 3;

/// The letters of some sequences in the order of their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alphabet(String);

/// What a letter is under an alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// One of its letters, with this value.
    Known(u8),
    /// The same base under the name that it has in the other nucleic acid.
    Renamed(u8),
    /// A letter by which the field says that it is not known.
    Unknown,
    /// A letter of another alphabet.
    Foreign,
}

impl Alphabet {
    /// The 20 residues of proteins and the gap.
    pub fn protein() -> Self {
        Self(PROTEIN.to_owned())
    }

    /// Its letters.
    pub fn letters(&self) -> &str {
        &self.0
    }

    /// Number of its letters.
    pub fn states(&self) -> u8 {
        u8::try_from(self.0.chars().count()).unwrap_or(MAX_STATES)
    }

    /// The value of a gap, where there is one.
    pub fn gap(&self) -> Option<u8> {
        self.value('-')
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        match self.0.as_str() {
            PROTEIN => "protein",
            RNA => "RNA",
            DNA => "DNA",
            _ => "letters",
        }
    }

    fn value(&self, letter: char) -> Option<u8> {
        self.0.chars().position(|own| own == letter).and_then(|at| u8::try_from(at).ok())
    }

    /// What a letter is; either case counts, unless the alphabet has letters of both.
    pub fn letter(&self, letter: char) -> Letter {
        let upper = letter.to_ascii_uppercase();
        let value = self.value(letter).or_else(|| self.value(upper));
        let renamed = || match (self.0.as_str(), upper) {
            (RNA, 'T') => self.value('U'),
            (DNA, 'U') => self.value('T'),
            _ => None,
        };
        let unknown = match self.0.as_str() {
            PROTEIN => UNKNOWN_RESIDUES,
            RNA | DNA => UNKNOWN_BASES,
            _ => "*?",
        };
        match (value, renamed()) {
            (Some(value), _) => Letter::Known(value),
            (None, Some(value)) => Letter::Renamed(value),
            (None, None) if unknown.contains(upper) => Letter::Unknown,
            (None, None) => Letter::Foreign,
        }
    }

    /// The alphabet of sequences by all their letters, gaps left out: nucleic acids where nothing but bases and the
    /// letters for unknown ones occurs, most are bases, and three of the four do occur, or uracil, which is no residue,
    /// without thymine; else proteins.
    pub fn recognise(letters: impl Iterator<Item = char>) -> Self {
        let mut counts = [0_usize; 26];
        let mut others = 0;
        for letter in letters {
            match letter.to_ascii_uppercase() {
                upper @ 'A'..='Z' => counts[usize::from(upper as u8 - b'A')] += 1,
                '*' | '?' => {}
                _ => others += 1,
            }
        }
        let count = |letter: char| counts.get((letter as usize).wrapping_sub('A' as usize)).copied().unwrap_or(0);
        let all: usize = counts.iter().sum();
        let (thymine, uracil) = (count('T'), count('U'));
        let bases = [count('A'), count('C'), count('G'), thymine + uracil];
        let unknown: usize = UNKNOWN_BASES.chars().map(count).sum();
        let known: usize = bases.iter().sum();
        let kinds = bases.iter().filter(|&&count| count > 0).count();
        let enough = kinds >= FEWEST_BASES || (uracil > 0 && thymine == 0);
        if others == 0 && known + unknown == all && known > unknown && enough {
            Self(if uracil > thymine { RNA } else { DNA }.to_owned())
        } else {
            Self::protein()
        }
    }
}

impl FromStr for Alphabet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let letters = match text.to_ascii_lowercase().as_str() {
            "protein" => PROTEIN,
            "rna" => RNA,
            "dna" => DNA,
            _ => text,
        };
        let count = letters.chars().count();
        let twice = letters.chars().enumerate().find(|&(at, letter)| letters.chars().take(at).any(|own| own == letter));
        match twice {
            _ if !(2..=usize::from(MAX_STATES)).contains(&count) => {
                Err(format!("expected protein, rna, dna or 2 to {MAX_STATES} letters in the order of their values"))
            }
            Some((_, letter)) => Err(format!("{} stands in it twice", quoted(&letter.to_string()))),
            None if letters.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '>') => {
                Err("expected letters that can stand in a sequence".to_owned())
            }
            None => Ok(Self(letters.to_owned())),
        }
    }
}

impl fmt::Display for Alphabet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_are_recognised_by_all_letters() {
        let name = |text: &str| Alphabet::recognise(text.chars()).name();
        assert_eq!(name("ACGUNACG"), "RNA");
        assert_eq!(name("acgtnacg"), "DNA");
        assert_eq!(name("ACGR"), "DNA");
        // A, C and G are residues too, and E is nothing else.
        assert_eq!(name("ACGE"), "protein");
        assert_eq!(name("ACAACC"), "protein");
        assert_eq!(name("NNNNACG"), "protein");
        // No protein is written in A and U.
        assert_eq!((name("AUUA"), name("UUUU"), name("AATT"), name("AAUT")), ("RNA", "RNA", "protein", "protein"));
    }

    #[test]
    fn letters_have_a_meaning_in_each() {
        let rna: Alphabet = "RNA".parse().unwrap();
        assert_eq!((rna.letters(), rna.states(), rna.gap()), ("-ACGU", 5, Some(0)));
        assert_eq!((rna.letter('u'), rna.letter('T')), (Letter::Known(4), Letter::Renamed(4)));
        assert_eq!((rna.letter('N'), rna.letter('E')), (Letter::Unknown, Letter::Foreign));
        let protein = Alphabet::protein();
        assert_eq!((protein.letter('N'), protein.letter('U')), (Letter::Known(12), Letter::Foreign));
        let own: Alphabet = "abAB".parse().unwrap();
        assert_eq!((own.letter('a'), own.letter('A'), own.gap()), (Letter::Known(0), Letter::Known(2), None));
        for wrong in ["", "A", "AA", "A C"] {
            wrong.parse::<Alphabet>().unwrap_err();
        }
    }
}
