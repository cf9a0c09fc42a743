//! Random bytes and mutated files: always an answer, never a panic.

use glassbox::io::datasets::{Alphabet, ColumnChoice, FORMATS, Reading, decode, endings};
use glassbox::physics::spins::GridShape;
use proptest::prelude::*;

use crate::files::{gz, valid_files};

/// Whatever comes, a reader answers with a set that holds together or with one sentence.
fn must_answer(name: &str, content: &[u8], threshold: Option<f64>) {
    let plain = Reading { threshold, ..Reading::default() };
    let shape = Some(GridShape::new(2, 1));
    let (label_columns, names_column) = (vec![ColumnChoice::Last], Some(ColumnChoice::First));
    let readings = [
        plain.clone(),
        Reading { categories: true, transpose: true, ..Reading::default() },
        Reading { shape, alphabet: Some(Alphabet::protein()), ..plain.clone() },
        Reading { label_columns, names_column, ..plain },
    ];
    for reading in readings {
        must_hold(name, content, &reading);
    }
}

fn must_hold(name: &str, content: &[u8], reading: &Reading) {
    match decode(name, content, reading) {
        Ok(data) => {
            assert_eq!(data.values.as_slice().len(), data.rows() * data.columns());
            assert!(data.rows() > 0 && data.values.as_slice().iter().all(|&value| value < data.states));
            assert!(data.labels.iter().all(|column| column.of_row.len() == data.rows()));
            assert!(data.row_names.as_ref().is_none_or(|names| names.len() == data.rows()));
            assert!(data.shape.is_none_or(|shape| shape.cells() == data.columns()));
        }
        Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
    }
}

/// A name with each ending, and one without.
fn names() -> Vec<String> {
    endings().iter().map(|ending| format!("x.{ending}")).chain(["x".to_owned()]).collect()
}

/// A small file of each format.
fn examples() -> Vec<(String, Vec<u8>)> {
    FORMATS.iter().map(|format| (format!("x.{}", format.endings[0]), format.example.to_vec())).collect()
}

#[test]
fn every_format_has_an_example_that_is_read_by_each_of_its_endings() {
    for format in FORMATS {
        for ending in format.endings {
            for (name, content) in
                [(format!("x.{ending}"), format.example.to_vec()), (format!("x.{ending}.gz"), gz(format.example))]
            {
                let data = decode(&name, &content, &Reading::default()).unwrap();
                assert!(data.rows() > 0, "{name}");
            }
        }
        // Content is recognised under any name.
        decode("x", format.example, &Reading::default()).unwrap();
        let odd = decode("x.odd", format.example, &Reading::default()).unwrap();
        let own = decode(&format!("x.{}", format.endings[0]), format.example, &Reading::default()).unwrap();
        assert_eq!(odd.values, own.values, "{}", format.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(content in proptest::collection::vec(any::<u8>(), 1..300), threshold: Option<f32>) {
        for name in names() {
            must_answer(&name, &content, threshold.map(f64::from));
        }
    }

    #[test]
    fn random_text_never_panics(content in "[-+01 ,;\t\n\">ACDUXacy.#/\u{2212}?]{1,80}") {
        for ending in FORMATS.iter().filter(|format| format.text).flat_map(|format| format.endings) {
            must_answer(&format!("x.{ending}"), content.as_bytes(), None);
            must_answer(&format!("x.{ending}"), content.as_bytes(), Some(0.5));
        }
    }

    #[test]
    fn mutated_files_never_panic(
        which in any::<proptest::sample::Index>(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<proptest::sample::Index>(),
        shorten: bool,
    ) {
        let files = || valid_files().into_iter().map(|(name, content)| (name.to_owned(), content)).chain(examples());
        let (name, mut content) = which.get(&files().collect::<Vec<_>>()).clone();
        for (index, byte) in changes {
            let place = index.index(content.len());
            content[place] = byte;
        }
        if shorten {
            content.truncate(cut.index(content.len()));
        }
        must_answer(&name, &content, None);
        // Inside a .gz the checksum hides mutations from the reader behind it: pack after mutating.
        let (inner, mut content) =
            which.get(&files().filter(|(_, content)| !content.starts_with(b"\x1f\x8b")).collect::<Vec<_>>()).clone();
        let place = cut.index(content.len());
        content[place] ^= 0x55;
        must_answer(&format!("{inner}.gz"), &gz(&content), None);
    }
}
