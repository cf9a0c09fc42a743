//! Random bytes and mutated files: always an answer, never a panic.

use glassbox::io::datasets::decode;
use proptest::prelude::*;

use crate::files::{gz, valid_files};

/// Whatever comes, a reader answers with a set that holds together or with one sentence.
fn must_answer(name: &str, content: &[u8], threshold: Option<f64>) {
    match decode(name, content, threshold) {
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

const NAMES: [&str; 9] = ["x.npy", "x.npz", "x.csv", "x.txt", "x", "x.fasta", "x.png", "x.jpg", "x.gz"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(content in proptest::collection::vec(any::<u8>(), 1..300), threshold: Option<f32>) {
        for name in NAMES {
            must_answer(name, &content, threshold.map(f64::from));
        }
    }

    #[test]
    fn random_text_never_panics(content in "[-+01 ,;\t\n\">ACDX.#a\u{2212}?]{1,80}") {
        for name in ["x.csv", "x.txt", "x.fasta"] {
            must_answer(name, content.as_bytes(), None);
            must_answer(name, content.as_bytes(), Some(0.5));
        }
    }

    #[test]
    fn mutated_files_never_panic(
        which in 0..12_usize,
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<proptest::sample::Index>(),
        shorten: bool,
    ) {
        let (name, mut content) = valid_files().swap_remove(which);
        for (index, byte) in changes {
            let place = index.index(content.len());
            content[place] = byte;
        }
        if shorten {
            content.truncate(cut.index(content.len()));
        }
        must_answer(name, &content, None);
        // Inside a .gz the checksum hides mutations from the reader behind it: pack after mutating.
        let (inner, mut content) = valid_files().swap_remove(which % 8);
        let place = cut.index(content.len());
        content[place] ^= 0x55;
        must_answer(&format!("{inner}.gz"), &gz(&content), None);
    }
}
