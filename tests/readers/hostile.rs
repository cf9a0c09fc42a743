//! Files made to bring a reader down: each ends in one sentence, and takes no more memory than it is due.

use std::thread;

use glassbox::io::datasets::decode;
use hdf5_pure::{Datatype, FileBuilder, make_u8_type};

/// A chunk of a PNG with its checksum.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(kind);
    checksum.update(content);
    [&(content.len() as u32).to_be_bytes(), &kind[..], content, &checksum.sum().to_be_bytes()].concat()
}

/// A picture of one pixel with a palette of so many bytes.
fn palette_png(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, &[0, 0]).unwrap();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0]),
        chunk(b"PLTE", &vec![0; bytes]),
        chunk(b"IDAT", &packed.finish().unwrap()),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn a_decoder_that_panics_is_a_sentence() {
    assert_eq!(decode("a.png", &palette_png(3), None).unwrap().rows(), 1, "the picture itself is sound");
    for bytes in [4, 5, 7, 8] {
        let sentence = decode("a.png", &palette_png(bytes), None).unwrap_err().to_string();
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
    let read = move || decode("a.h5", &bytes, None).map(|data| data.rows()).map_err(|error| error.to_string());
    let small = thread::Builder::new().stack_size(2 << 20);
    if let Err(sentence) = small.spawn(read).unwrap().join().unwrap() {
        assert!(sentence.starts_with("cannot read a.h5: expected "), "{sentence}");
    }
}
