//! FASTA, A2M and A3M: names after `>`, one residue per letter.

use super::FormatError;
use super::alignment::Alignment;
use super::coding::check_named;
use crate::io::text::quoted;

/// Whether text begins like such a file.
pub fn recognise(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'>')
}

/// Reads the sequences of a file.
pub fn read(text: &str) -> Result<Alignment, FormatError> {
    let mut alignment = Alignment::default();
    for (line, content) in text.lines().enumerate() {
        let content = content.trim();
        if let Some(title) = content.strip_prefix('>') {
            check_named(alignment.names.len() + 1)?;
            alignment.names.push(title.split_whitespace().next().unwrap_or_default().to_owned());
            alignment.sequences.push(String::new());
            continue;
        }
        if content.is_empty() || content.starts_with(';') {
            continue;
        }
        let Some(sequence) = alignment.sequences.last_mut() else {
            return Err(FormatError::new("a line that begins with >", quoted(content)));
        };
        sequence.extend(content.chars().filter(|letter| !letter.is_whitespace()));
        let letter = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '-' | '.' | '*' | '?');
        if let Some(wrong) = content.chars().find(|&sign| !letter(sign) && !sign.is_whitespace()) {
            let last = alignment.names.len().saturating_sub(1);
            let found = format!("{} in line {} ({})", quoted(&wrong.to_string()), line + 1, alignment.title(last));
            return Err(FormatError::new("letters or gaps", found));
        }
    }
    Ok(alignment)
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::*;
    use crate::physics::data::Dataset;

    fn open(text: &str) -> Result<Dataset, FormatError> {
        read(text)?.dataset("x", &Reading::default())
    }

    /// The rows as letters.
    fn rows(data: &Dataset) -> Vec<String> {
        let letters: Vec<char> = data.alphabet.as_deref().unwrap().chars().collect();
        data.values.iter_rows().map(|row| row.iter().map(|&value| letters[usize::from(value)]).collect()).collect()
    }

    #[test]
    fn an_alignment_is_read() {
        let data = open(">a one\nACDEFGHIKL\r\n-y\n\n>b\nX.CAAAAAAAAA\n").unwrap();
        assert_eq!((data.rows(), data.columns(), data.states), (2, 12, 21));
        assert_eq!(&data.values.as_slice()[..2], &[1, 2]);
        assert_eq!(data.row_name(0), "a");
        assert_eq!(
            data.notes,
            [
                "lower-case letters were read as the same in upper case",
                "1 letter for unknown or rare residues (X 1; 4.5 %) read as gaps"
            ]
        );
    }

    #[test]
    fn nucleic_acids_are_recognised_and_said() {
        let data = open(">1\nACGTNACG\n>2\nACGTAACG\n>3\nAC-TAANG\n>4\nGCGTAACT\n").unwrap();
        assert_eq!((data.states, data.alphabet.as_deref()), (5, Some("-ACGT")));
        assert_eq!(rows(&data), ["ACGT-ACG", "ACGTAACG", "AC-TAA-G", "GCGTAACT"]);
        assert!(data.notes[0].contains("DNA (-ACGT)") && data.notes[1].contains("N 2; 6.5 %"), "{:?}", data.notes);
        let rna = open(">1\nACGUTACGUU\n").unwrap();
        assert_eq!(rows(&rna), ["ACGUUACGUU"]);
        assert!(rna.notes[1].contains("1 letter T read as U"), "{:?}", rna.notes);
    }

    #[test]
    fn letters_of_another_alphabet_are_refused() {
        let as_protein = Reading { alphabet: "protein".parse().ok(), ..Reading::default() };
        let error = read(">1\nACGUUACG\n").unwrap().dataset("x", &as_protein).unwrap_err().to_string();
        assert!(error.ends_with("found 25.0 % that are not among them (U 2)"), "{error}");
        let unknown = open(">1\nACDEFXXX\n").unwrap_err().to_string();
        assert!(unknown.contains("37.5 %"), "{unknown}");
        // Asked for, what is not known is allowed.
        let dna = Reading { alphabet: "dna".parse().ok(), ..Reading::default() };
        assert_eq!(rows(&read(">1\nACNN\n").unwrap().dataset("x", &dna).unwrap()), ["AC--"]);
    }

    #[test]
    fn insertions_are_dropped_and_counted() {
        let a3m = open(">q\nMKVLAYQ\n>h\nMRVgwLAYE\n>k\n-KVLasAYQ\n").unwrap();
        assert_eq!(rows(&a3m), ["MKVLAYQ", "MRVLAYE", "-KVLAYQ"]);
        let note =
            "4 insertions (lower case and dots) outside the 7 match columns were dropped; --keep-insertions keeps them";
        assert_eq!(a3m.notes, [note]);
        let a2m = open(">q\nMK..VL\n>h\nMRgwV-\n").unwrap();
        assert_eq!(rows(&a2m), ["MKVL", "MRV-"]);
        // Soft-masked letters stand among the others.
        assert_eq!(rows(&open(">a\nacde\n>b\nACD.\n").unwrap()), ["ACDE", "ACD-"]);
    }

    #[test]
    fn insertions_can_be_kept() {
        let keep = Reading { keep_insertions: true, ..Reading::default() };
        let kept = |text| read(text).unwrap().dataset("x", &keep);
        let a3m = kept(">q\nMKVLAYQ\n>h\nMRVgwLAYE\n>k\naMKV.LasAYQc\n").unwrap();
        assert_eq!(rows(&a3m), ["-MKV--L--AYQ-", "-MRVGWL--AYE-", "AMKV--LASAYQC"]);
        assert_eq!(a3m.notes[0], "insertions were kept, in 6 columns of their own");
        assert_eq!(rows(&kept(">q\nMK..VL\n>h\nMRgwV-\n").unwrap()), ["MK--VL", "MRGWV-"]);
        // What no match column aligns is ragged.
        assert!(kept(">a\nAC\n>b\nACD\n").unwrap_err().to_string().contains("in every sequence"));
    }

    #[test]
    fn faults_are_named() {
        let say = |text| open(text).unwrap_err().to_string();
        assert_eq!(
            say(">a\nAC\n>b\nACD\n"),
            "expected 2 letters in every sequence, as in the first, found 3 in sequence 2 “b”"
        );
        assert_eq!(say(">a\nA1\n"), "expected letters or gaps, found “1” in line 2 (sequence 1 “a”)");
        assert_eq!(say("AC\n"), "expected a line that begins with >, found “AC”");
        assert_eq!(say(">a\n>b\nAC\n"), "expected letters after each name, found none in sequence 1 “a”");
        say("");
        say(">only\n");
    }
}
