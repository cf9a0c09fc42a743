//! Small files of every form, made in memory.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use glassbox::io::atomic;
use glassbox::io::datasets::{DataError, DataOptions, DataSource, open};
use glassbox::physics::data::Dataset;
use glassbox::physics::seed::Seed;
use tempfile::TempDir;

/// Puts a file into a folder of its own and opens it.
pub fn open_file(name: &str, content: &[u8]) -> Result<Dataset, DataError> {
    let folder = TempDir::new().unwrap();
    let path = put(&folder, name, content);
    open(&DataSource::Path(path), &DataOptions::default(), Seed(1))
}

pub fn put(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    atomic::write(&path, false, |out| out.write_all(content)).unwrap();
    path
}

pub fn gz(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

pub fn npy(description: &str, shape: &str, values: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{description}', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), values].concat()
}

pub fn npz(arrays: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in arrays {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn idx(sizes: &[u32], values: &[u8]) -> Vec<u8> {
    let sizes_bytes: Vec<u8> = sizes.iter().flat_map(|size| size.to_be_bytes()).collect();
    [&[0, 0, 8, u8::try_from(sizes.len()).unwrap()], &sizes_bytes[..], values].concat()
}

pub fn picture(format: image::ImageFormat) -> Vec<u8> {
    let image = image::GrayImage::from_fn(8, 8, |x, _| image::Luma([if x < 4 { 0 } else { 255 }]));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// One valid file of each form, with the rows it holds.
pub fn valid_files() -> Vec<(&'static str, Vec<u8>)> {
    let array = npy("|u1", "(2, 3)", &[0, 1, 1, 1, 0, 0]);
    let labels = npy("<U2", "(2,)", &[97, 0, 0, 0, 0, 0, 0, 0, 98, 0, 0, 0, 99, 0, 0, 0]);
    vec![
        ("a.npy", array.clone()),
        ("b.npz", npz(&[("samples.npy", &array), ("label.npy", &labels)])),
        ("c.csv", b"name,a,b,c\nx,0,1,1\ny,1,0,0\n".to_vec()),
        ("d.txt", b"011\n100\n".to_vec()),
        ("e-idx2-ubyte", idx(&[2, 3], &[0, 1, 1, 1, 0, 0])),
        ("f.fasta", b">x\nACD\n>y\nA-D\n".to_vec()),
        ("g.png", picture(image::ImageFormat::Png)),
        ("h.jpg", picture(image::ImageFormat::Jpeg)),
        ("i.txt.gz", gz(b"011\n100\n")),
        ("j-idx2-ubyte.gz", gz(&idx(&[2, 3], &[0, 1, 1, 1, 0, 0]))),
        ("k.fa.gz", gz(b">x\nACD\n>y\nA-D\n")),
        ("l.csv.gz", gz(b"0,1,1\n1,0,0\n")),
    ]
}
