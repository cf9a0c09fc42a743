//! What is well formed is read; what is not is refused.

use std::path::Path;

use glassbox::io::datasets::{DataOptions, DataSource, open};
use glassbox::physics::seed::Seed;
use tempfile::TempDir;

use crate::files::{gz, idx, npy, npz, open_file, put, valid_files};

#[test]
fn every_form_is_read() {
    for (name, content) in valid_files() {
        let data = open_file(name, &content).unwrap();
        let expected: &[u8] = match name.split('.').nth(1) {
            Some("fasta" | "fa") => &[1, 2, 3, 1, 0, 3],
            Some("png" | "jpg") => &[0, 0, 0, 0, 1, 1, 1, 1],
            _ => &[0, 1, 1, 1, 0, 0],
        };
        assert_eq!(&data.values.as_slice()[..expected.len()], expected, "{name}");
        assert_eq!(data.name, name);
    }
}

/// The sentence with which a file is refused: it names the file, and says what was expected and what came.
fn refusal(name: &str, content: &[u8]) -> String {
    let text = open_file(name, content).map(|data| data.rows()).unwrap_err().to_string();
    assert!(text.contains(name) && text.contains("expected") && text.contains("found"), "{text}");
    assert!(!text.contains('\n') && text.chars().count() < 400, "{text}");
    text
}

#[test]
fn malformed_files_are_refused_in_one_sentence() {
    for (name, content) in valid_files() {
        // Text may be complete one line earlier; everything else must miss its end.
        if !["c.csv", "d.txt", "f.fasta", "g.png"].contains(&name) {
            refusal(name, &content[..content.len() - 1]);
        }
        refusal(name, b"\xff\xfe\x00garbage");
    }
    let ragged = refusal("ragged.csv", b"0,1\n0,1,1\n");
    assert!(ragged.ends_with("expected 2 cells in every line, as in the first, found 3 in line 2"), "{ragged}");
    refusal("ragged.txt", b"01\n011\n");
    refusal("ragged.fa", b">a\nAC\n>b\nA\n");
    refusal("inf.csv", b"a,b\n0,1\ninf,1\n");
    refusal("nan.txt", b"0 nan\n");
    refusal("nan.npy", &npy("<f8", "(1, 2)", &[f64::NAN.to_le_bytes(), 1_f64.to_le_bytes()].concat()));
    refusal("inf.npy", &npy("<f4", "(1, 2)", &[f32::INFINITY.to_le_bytes(), 1_f32.to_le_bytes()].concat()));
    refusal("real.npy", &npy("<f4", "(1, 2)", &[0.5_f32.to_le_bytes(), 1_f32.to_le_bytes()].concat()));
    refusal("not-text.csv", b"a,b\n\xff,1\n");
    refusal("wide.csv", &vec![b','; 1 << 20]);
    refusal("run.h5", b"\x89HDF\r\n\x1a\n");
    refusal("unknown.xyz", b"hello");
    refusal("twice.txt.gz", &gz(&gz(b"01\n")));
    refusal("no.npz", &npz(&[]));
    refusal("two.npz", &npz(&[("a.npy", &npy("|u1", "(1, 1)", &[1])), ("b.npy", &npy("|u1", "(1, 1)", &[1]))]));
}

#[test]
fn headers_that_lie_allocate_nothing() {
    refusal("huge.npy", &npy("|u1", "(4294967296, 4294967296)", &[1]));
    refusal("huge.npz", &npz(&[("samples.npy", &npy("<f8", "(1000000, 1000000)", &[1]))]));
    refusal("huge.idx", &idx(&[u32::MAX, u32::MAX, u32::MAX], &[1]));
    refusal("flat.npz", &npz(&[("samples.npy", &npy("|u1", "(2, 2)", &[1; 5]))]));
    refusal("empty.npy", &npy("|u1", "(0, 4)", &[]));
    // Texts of no width, as many as there can be.
    refusal("texts.npz", &npz(&[("samples.npy", &npy("|S0", "(9223372036854775807, 9)", &[]))]));
    let mut archive = npz(&[("samples.npy", &npy("|u1", "(1, 1)", &[1]))]);
    let end = archive.len();
    // The end record now promises 65,535 entries.
    archive[end - 14..end - 10].fill(0xff);
    refusal("lies.npz", &archive);
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![0_u8; 96 << 20];
    refusal("zeros.npy.gz", &gz(&zeros));
    let mut array = npy("|u1", "(100663296, 1)", &[]);
    array.extend(&zeros);
    // 96 MiB from 100 kB: more than 64 MiB and 250 times what is packed. Only rows may be that, and no more of them
    // than rows can be.
    let one = npy("|u1", "(1, 1)", &[1]);
    refusal("bomb.npz", &npz(&[("samples.npy", &one), ("other.npy", &array)]));
    refusal("rows.npz", &npz(&[("samples.npy", &npy("|u1", "(268435456, 2)", &zeros))]));
    refusal("long.npz", &npz(&[("samples.npy", &[&array[..], &[0]].concat())]));
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let say = |path: &Path| open(&DataSource::Path(path.to_path_buf()), &DataOptions::default(), Seed(1)).unwrap_err();
    assert!(
        say(folder.path())
            .to_string()
            .ends_with("expected a file, or a folder of pictures, found a folder without pictures")
    );
    assert!(say(&folder.path().join("none.csv")).to_string().ends_with("there is no such file"));
    assert!(say(&put(&folder, "empty.npy", b"")).to_string().ends_with("found an empty file"));
    let file = put(&folder, "file.csv", b"0,1\n");
    assert!(say(&file.join("below.csv")).to_string().ends_with("there is no such file"));
    // Three gigabytes that take no room on the disk.
    let big = put(&folder, "big.npy", b"x");
    let handle = std::fs::OpenOptions::new().write(true).open(&big).unwrap();
    handle.set_len(3 << 30).unwrap();
    assert!(say(&big).to_string().ends_with("expected at most 1073741824 bytes, found 3221225472"));
}
