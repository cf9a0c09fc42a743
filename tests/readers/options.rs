//! Subsets, rows, thresholds and labels.

use glassbox::io::datasets::{DataError, DataOptions, DataSource, Reading, open};
use glassbox::physics::data::Dataset;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::GridShape;
use tempfile::TempDir;

use crate::files::{gz, idx, put};

/// What lies above a half.
fn half() -> DataOptions {
    let reading = Reading { threshold: Some(0.5), ..Reading::default() };
    DataOptions { reading, ..DataOptions::default() }
}

/// Opens text as the command line does.
fn open_text(text: &str, options: &DataOptions) -> Result<Dataset, DataError> {
    open(&text.parse()?, options, Seed(1))
}

#[test]
fn options_narrow_what_is_opened() {
    let options = |rows, subset: &[&str]| DataOptions {
        rows,
        subset: subset.iter().map(|&label| label.to_owned()).collect(),
        ..DataOptions::default()
    };
    let threes = open_text("builtin:mnist", &options(Some(20), &["3", "7"])).unwrap();
    assert_eq!(threes.rows(), 20);
    let classes: Vec<u32> = threes.labels[0].of_row.iter().map(|class| class.unwrap()).collect();
    assert!(classes.iter().all(|class| [3, 7].contains(class)));
    let two = open_text("builtin:letters8", &options(None, &["B", "A"])).unwrap();
    assert_eq!(two.row_names.unwrap(), ["A", "B"]);
    assert_eq!(open_text("random:3x10", &options(Some(9), &[])).unwrap().rows(), 3);
    for (data, options, option) in [
        ("builtin:mnist", options(None, &["13"]), "--subset"),
        ("random:3x10", options(None, &["1"]), "--subset"),
        ("random:3x10", options(Some(0), &[]), "--rows"),
        ("builtin:zoo", half(), "--threshold"),
    ] {
        let error = open_text(data, &options).unwrap_err().to_string();
        assert!(error.starts_with(option), "{error}");
    }
    let folder = TempDir::new().unwrap();
    let path = put(&folder, "x.txt", b"0.2 0.7\n0.9 0.1\n");
    let threshold = half();
    assert_eq!(open(&DataSource::Path(path), &threshold, Seed(1)).unwrap().values.as_slice(), [0, 1, 1, 0]);
    let labels_file = Some(put(&folder, "labels.csv", b"Name,kind\nA,vowel\nB,consonant\n"));
    let labelled = open_text("builtin:letters8", &DataOptions { labels_file, ..DataOptions::default() }).unwrap();
    assert_eq!(labelled.labels[0].counts(), [1, 1]);
    let drawing = put(&folder, "drawing.txt", b"glyphs 2 1\nleft\n#.\n");
    assert_eq!(open(&DataSource::Path(drawing), &DataOptions::default(), Seed(1)).unwrap().row_name(0), "left");
    assert!(open_text("builtin:nothing", &DataOptions::default()).unwrap_err().is_usage());
}

#[test]
fn images_of_mnist_find_their_labels() {
    let folder = TempDir::new().unwrap();
    let path = put(&folder, "t-images-idx3-ubyte.gz", &gz(&idx(&[2, 1, 3], &[0, 200, 9, 255, 0, 0])));
    put(&folder, "t-labels-idx1-ubyte.gz", &gz(&idx(&[2], &[7, 3])));
    let data = open(&DataSource::Path(path), &DataOptions::default(), Seed(1)).unwrap();
    assert_eq!((data.values.as_slice(), data.shape), (&[0, 1, 0, 1, 0, 0][..], Some(GridShape::new(3, 1))));
    assert_eq!(
        (&data.labels[0].classes[..], data.row_name(0)),
        (&["3".to_owned(), "7".to_owned()][..], "7".to_owned())
    );
}
