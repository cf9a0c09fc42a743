//! Data mean what they say: the same in every container, and the same after a round trip.

use glassbox::io::datasets::{ColumnChoice, DataError, DataOptions, DataSource, Reading, open};
use glassbox::io::export;
use glassbox::physics::data::Dataset;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::GridShape;
use hdf5_pure::FileBuilder;
use tempfile::TempDir;

use crate::files::{idx, npy, npz, picture, put};

/// Grey levels of two pictures of 3 × 1 pixels.
const LEVELS: [u8; 6] = [0, 127, 128, 255, 200, 9];

fn opened(path: &str, reading: Reading) -> Result<Dataset, DataError> {
    open(&path.parse()?, &DataOptions { reading, ..DataOptions::default() }, Seed(1))
}

fn at(threshold: f64) -> Reading {
    Reading { threshold: Some(threshold), ..Reading::default() }
}

/// Puts a file into the folder, and says where it is.
fn path(folder: &TempDir, name: &str, content: &[u8]) -> String {
    put(folder, name, content).to_string_lossy().into_owned()
}

fn hdf5(shape: &[u64], values: &[u8]) -> Vec<u8> {
    let mut file = FileBuilder::new();
    file.create_dataset("samples").with_u8_data(values).with_shape(shape);
    file.finish().unwrap()
}

#[test]
fn a_threshold_means_one_thing_in_every_container() {
    let folder = TempDir::new().unwrap();
    let floats: Vec<u8> = LEVELS.iter().flat_map(|&level| f32::from(level).to_le_bytes()).collect();
    let pictures = [
        path(&folder, "u1.npy", &npy("|u1", "(2, 1, 3)", &LEVELS)),
        path(&folder, "f4.npy", &npy("<f4", "(2, 1, 3)", &floats)),
        path(&folder, "channel.npy", &npy("|u1", "(2, 1, 3, 1)", &LEVELS)),
        path(&folder, "a.npz", &npz(&[("samples.npy", &npy("|u1", "(2, 1, 3)", &LEVELS))])),
        path(&folder, "a.idx", &idx(&[2, 1, 3], &LEVELS)),
        path(&folder, "a.h5", &hdf5(&[2, 1, 3], &LEVELS)),
        path(&folder, "pixels.csv", b"label,pixel0,pixel1,pixel2,pixel3\n7,0,127,128,0\n3,255,200,9,0\n"),
    ];
    let lists = [
        path(&folder, "flat.npy", &npy("|u1", "(2, 3)", &LEVELS)),
        path(&folder, "flat.h5", &hdf5(&[2, 3], &LEVELS)),
        path(&folder, "flat.txt", b"0 127 128\n255 200 9\n"),
        path(&folder, "flat.csv", b"a,b,c\n0,127,128\n255,200,9\n"),
    ];
    // The first three columns: a picture of a table must be a square.
    let values = |path: &str, reading: Reading| -> Vec<u8> {
        opened(path, reading).unwrap().values.iter_rows().flat_map(|row| row[..3].to_vec()).collect()
    };
    for path in pictures.iter().chain(&lists) {
        assert_eq!(values(path, at(0.5)), [0, 0, 1, 1, 1, 0], "{path}");
        assert_eq!(values(path, at(150.0)), [0, 0, 0, 1, 1, 0], "{path}");
    }
    for path in &pictures {
        assert_eq!(values(path, Reading::default()), [0, 0, 1, 1, 1, 0], "{path}");
        let notes = opened(path, Reading::default()).unwrap().notes;
        assert!(notes.iter().any(|note| note.contains("half of white")), "{path}: {notes:?}");
    }
    for path in &lists {
        let error = opened(path, Reading::default()).unwrap_err().to_string();
        assert!(error.contains("a threshold for other numbers"), "{error}");
    }
}

#[test]
fn states_survive_a_round_trip_through_every_format() {
    let folder = TempDir::new().unwrap();
    // The third state shows in one column of the first, and the first state in none of the second.
    for (name, values) in
        [("few", [0, 1, 0, 1, 1, 0, 2, 1, 0, 0, 1, 0]), ("none", [1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 1, 2])]
    {
        let data = Dataset::new(name, values, 4, 3);
        for ending in ["npz", "npy", "csv", "txt", "h5"] {
            if (name, ending) == ("none", "npy") {
                // Nothing in an array can say that a state never occurs.
                continue;
            }
            let path = folder.path().join(format!("{name}.{ending}"));
            export::write(&data, &path, false).unwrap();
            let again = opened(&path.to_string_lossy(), Reading::default()).unwrap();
            assert_eq!((again.values.as_slice(), again.states), (data.values.as_slice(), 3), "{name}.{ending}");
        }
    }
}

#[test]
fn one_array_of_several_is_named() {
    let folder = TempDir::new().unwrap();
    let arrays = [("a.npy", npy("|u1", "(2, 2)", &[0, 1, 1, 1])), ("b.npy", npy("|u1", "(3, 2)", &[1, 0, 0, 1, 1, 1]))];
    let arrays: Vec<(&str, &[u8])> = arrays.iter().map(|(name, array)| (*name, array.as_slice())).collect();
    let path = path(&folder, "two.npz", &npz(&arrays));
    let refused = |path: &str| opened(path, Reading::default()).unwrap_err().to_string();
    assert!(refused(&path).contains("“a” of shape [2, 2], “b” of shape [3, 2]"), "{}", refused(&path));
    assert!(refused(&format!("{path}:c")).ends_with("found “c”"));
    let columns = Reading { transpose: true, ..Reading::default() };
    let named = opened(&format!("{path}:b"), columns).unwrap();
    assert_eq!((named.rows(), named.values.as_slice()), (2, &[1, 0, 1, 0, 1, 1][..]));
    let mut file = FileBuilder::new();
    let mut group = file.create_group("deep");
    group.create_dataset("first").with_u8_data(&[0, 1]).with_shape(&[1, 2]);
    group.create_dataset("second").with_u8_data(&[1, 1]).with_shape(&[1, 2]);
    file.add_group(group.finish());
    let nested = put(&folder, "nested.h5", &file.finish().unwrap()).to_string_lossy().into_owned();
    assert_eq!(opened(&format!("{nested}:/deep/second"), Reading::default()).unwrap().values.as_slice(), [1, 1]);
    assert!(refused(&nested).contains("“deep/first”"), "{}", refused(&nested));
    assert!(refused(&format!("{nested}:/third")).contains("“deep/second”"));
}

#[test]
fn a_folder_of_pictures_is_a_set_of_patterns() {
    let folder = TempDir::new().unwrap();
    put(&folder, "b.png", &picture(image::ImageFormat::Png));
    put(&folder, "a.pbm", b"P1 8 8\n1111000011110000111100001111000011110000111100001111000011110000");
    put(&folder, "readme.txt", b"notes");
    let data = opened(&folder.path().to_string_lossy(), Reading::default()).unwrap();
    assert_eq!((data.rows(), data.shape), (2, Some(GridShape::new(8, 8))));
    assert_eq!(data.row_names.as_deref().unwrap(), ["a", "b"]);
    assert_eq!(data.row(0), data.row(1));
    assert!(data.notes.iter().any(|note| note.contains("passed over")), "{:?}", data.notes);
    put(&folder, "c.pbm", b"P1 2 1\n10\n");
    let error = opened(&folder.path().to_string_lossy(), Reading::default()).unwrap_err().to_string();
    assert!(error.contains("8 × 8 pixels, as the first, found 2 × 1"), "{error}");
}

#[test]
fn listed_pictures_are_rows_in_their_order() {
    let folder = TempDir::new().unwrap();
    let b = path(&folder, "b.png", &picture(image::ImageFormat::Png));
    let a = path(&folder, "a.pbm", b"P1 8 8\n1111000011110000111100001111000011110000111100001111000011110000");
    let data = opened(&format!("{b}, {a}"), Reading::default()).unwrap();
    assert_eq!((data.rows(), data.shape), (2, Some(GridShape::new(8, 8))));
    assert_eq!(data.row_names.as_deref().unwrap(), ["b", "a"]);
    let small = path(&folder, "c.pbm", b"P1 2 1\n10\n");
    let error = opened(&format!("{b},{small}"), Reading::default()).unwrap_err().to_string();
    assert!(error.contains("c.pbm") && error.contains("8 × 8 pixels, as the first, found 2 × 1"), "{error}");
    assert!(opened(&format!("{b},{}", folder.path().join("d.png").display()), Reading::default()).is_err());
}

#[test]
fn options_that_do_not_fit_are_refused() {
    let folder = TempDir::new().unwrap();
    let png = path(&folder, "a.png", &picture(image::ImageFormat::Png));
    let fasta = path(&folder, "a.fasta", b">x\nACDEF\n");
    let transpose = || Reading { transpose: true, ..Reading::default() };
    let labels = Reading { label_columns: vec![ColumnChoice::First], ..Reading::default() };
    let dna = || Reading { alphabet: "dna".parse().ok(), ..Reading::default() };
    for (path, reading, words) in [
        (png.as_str(), transpose(), "--transpose"),
        (fasta.as_str(), labels, "--label-column"),
        ("builtin:zoo", transpose(), "--transpose"),
        ("builtin:zoo", dna(), "--alphabet"),
        ("builtin:dhfr", dna(), "--alphabet"),
    ] {
        let error = opened(path, reading).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(matches!("x.npz:a".parse::<DataSource>().unwrap(), DataSource::Array(..)));
}

#[test]
fn what_matlab_turned_over_is_noted() {
    let folder = TempDir::new().unwrap();
    let mut file = FileBuilder::new();
    file.with_userblock(512);
    file.with_userblock_content(b"MATLAB 7.3 MAT-file, Platform: GLNXA64");
    file.create_dataset("X").with_u8_data(&[0, 1, 1, 1, 0, 0]).with_shape(&[3, 2]);
    let path = path(&folder, "a.mat", &file.finish().unwrap());
    let plain = opened(&path, Reading::default()).unwrap();
    assert!(plain.rows() == 3 && plain.notes.iter().any(|note| note.contains("--transpose")), "{:?}", plain.notes);
    let turned = opened(&path, Reading { transpose: true, ..Reading::default() }).unwrap();
    assert_eq!((turned.values.as_slice(), turned.notes.len()), (&[0, 1, 0, 1, 1, 0][..], 0));
}
