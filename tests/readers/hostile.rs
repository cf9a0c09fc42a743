//! Files made to bring a reader down: each ends in one sentence, and takes no more memory than it is due.

use std::thread;

use glassbox::io::datasets::{Reading, decode};
use hdf5_pure::{Datatype, FileBuilder, make_u8_type};

use crate::files::{npy, npz};

/// A chunk of a PNG with its checksum.
fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(&kind);
    checksum.update(content);
    [&(content.len() as u32).to_be_bytes(), &kind[..], content, &checksum.sum().to_be_bytes()].concat()
}

/// A picture of one pixel with a palette of so many bytes.
fn palette_png(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &[0, 0]).unwrap();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0]),
        chunk(*b"PLTE", &vec![0; bytes]),
        chunk(*b"IDAT", &packed.finish().unwrap()),
        chunk(*b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn a_decoder_that_panics_is_a_sentence() {
    assert_eq!(decode("a.png", &palette_png(3), &Reading::default()).unwrap().rows(), 1, "the picture itself is sound");
    for bytes in [4, 5, 7, 8] {
        let sentence = decode("a.png", &palette_png(bytes), &Reading::default()).unwrap_err().to_string();
        assert!(sentence.starts_with("cannot read a.png: expected "), "{sentence}");
    }
}

#[test]
fn types_inside_types_do_not_run_out_of_stack() {
    // Built where there is room for it, and read on a thread as small as those of the window.
    let build = || {
        let mut kind = make_u8_type();
        for _ in 0..4_500 {
            kind = Datatype::Array { base_type: Box::new(kind), dimensions: vec![1] };
        }
        let mut file = FileBuilder::new();
        file.create_dataset("samples").with_raw_data(kind, vec![1, 0], 2).with_shape(&[2, 1]);
        file.finish().unwrap()
    };
    let large = thread::Builder::new().stack_size(256 << 20);
    let bytes = large.spawn(build).unwrap().join().unwrap();
    let read =
        move || decode("a.h5", &bytes, &Reading::default()).map(|data| data.rows()).map_err(|error| error.to_string());
    let small = thread::Builder::new().stack_size(2 << 20);
    if let Err(sentence) = small.spawn(read).unwrap().join().unwrap() {
        assert!(sentence.starts_with("cannot read a.h5: expected "), "{sentence}");
    }
}

#[test]
fn what_packs_well_is_read_again() {
    // Integers of 8 bytes, a few of them ones, pack 930 to one.
    let (rows, columns) = (1_400_usize, 10_000);
    let mut values = vec![0; 8 * rows * columns];
    for row in 0..rows {
        values[8 * (row * columns + row)] = 1;
    }
    let array = npy("<i8", &format!("({rows}, {columns})"), &values);
    let data = decode("a.npz", &npz(&[("samples.npy", &array)]), &Reading::default()).unwrap();
    assert_eq!((data.rows(), data.mean()), (rows, 1e-4));
    // Not so the arrays next to them: there a few bytes must not become many.
    let bomb = npy("<U1250000", "(20,)", &vec![0; 20 * 4 * 1_250_000]);
    let sentence = decode(
        "a.npz",
        &npz(&[("samples.npy", &npy("|u1", "(1, 1)", &[1])), ("names.npy", &bomb)]),
        &Reading::default(),
    );
    assert!(sentence.unwrap_err().to_string().contains("unpacked data"));
}

#[test]
fn rows_with_names_are_as_many_as_memory_is_set_aside_for() {
    let most = glassbox::io::datasets::MAX_NAMED_ROWS;
    let sentence = |name: &str, text: &str| decode(name, text.as_bytes(), &Reading::default()).unwrap_err().to_string();
    assert!(sentence("a.fasta", &">\nA\n".repeat(most + 1)).contains("rows with names"));
    assert!(sentence("a.txt", &format!("glyphs 1 1\n{}", "a\n#\n".repeat(most + 1))).contains("rows with names"));
    assert!(sentence("a.csv", &format!("name,x\n{}", "a,1\n".repeat(most + 1))).contains("rows with names"));
    let empty = format!("x{}\n{}", ",a".repeat(60), format!("1{}\n", ",".repeat(60)).repeat(400_000));
    assert!(sentence("a.csv", &empty).contains("labels"));
}

#[test]
fn a_small_file_gets_no_more_memory_than_it_is_due() {
    let mut file = FileBuilder::new();
    let shape = [8_192_u64, 2_048];
    let zeros = vec![0; 8_192 * 2_048];
    file.create_dataset("samples").with_u8_data(&zeros).with_shape(&shape).with_chunks(&[1024, 2_048]).with_deflate(9);
    let bytes = file.finish().unwrap();
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    // As bytes they are rows of data; as numbers of 8 bytes they would take 128 MiB.
    assert_eq!(decode("a.h5", &bytes, &Reading::default()).unwrap().rows(), 8_192);
    let file = glassbox::io::hdf5::Hdf5::from_bytes(bytes).unwrap();
    let sentence = file.doubles("samples").unwrap_err().to_string();
    assert!(sentence.contains("8192 × 2048 numbers in samples"), "{sentence}");
}

#[test]
fn letters_tell_how_many_values_there_are() {
    let mut file = FileBuilder::new();
    file.create_dataset("samples").with_u8_data(&[0, 1, 2, 0]).with_shape(&[2, 2]);
    file.create_dataset("alphabet").with_vlen_strings(&["-AC"]).with_shape(&[]);
    file.create_dataset("states").with_u8_data(&[32]).with_shape(&[]);
    file.create_dataset("variable_type").with_vlen_strings(&["categorical"]).with_shape(&[]);
    let data = decode("a.h5", &file.finish().unwrap(), &Reading::default()).unwrap();
    assert_eq!((data.states, data.alphabet.as_deref()), (3, Some("-AC")));
}

#[test]
fn texts_keep_zeros_inside_them() {
    let code = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    let names = npy("<U4", "(2,)", &[code("a\0b\0"), code("cd\0\0")].concat());
    let data = decode(
        "a.npz",
        &npz(&[("samples.npy", &npy("|u1", "(2, 1)", &[0, 1])), ("names.npy", &names)]),
        &Reading::default(),
    );
    assert_eq!(data.unwrap().row_names.unwrap(), ["a\0b", "cd"]);
}
