//! What is written can be read again.

use glassbox::io::atomic::WriteError;
use glassbox::io::builtin;
use glassbox::io::datasets::{DataOptions, DataSource, open};
use glassbox::io::export::{self, ExportError};
use glassbox::physics::data::{Dataset, LabelColumn};
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, Pattern};
use tempfile::TempDir;

/// A small set with everything a set can have.
fn full_set() -> Dataset {
    let mut data = Dataset::new("full", vec![0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1], 4, 2);
    data.row_names = Some(["one", "zwölf", "a, \"b\""].map(str::to_owned).to_vec());
    data.column_names = Some(["p", "q", "r", "s"].map(str::to_owned).to_vec());
    data.shape = Some(GridShape::new(2, 2));
    data.labels = vec![LabelColumn {
        name: "kind".to_owned(),
        classes: ["left", "right"].map(str::to_owned).to_vec(),
        of_row: vec![Some(1), None, Some(0)],
    }];
    data
}

#[test]
fn what_is_written_can_be_read_again() {
    let folder = TempDir::new().unwrap();
    let data = full_set();
    for ending in ["npz", "npy", "csv", "txt", "h5"] {
        let path = folder.path().join(format!("out.{ending}"));
        export::write(&data, &path, false).unwrap();
        let again = open(&DataSource::Path(path.clone()), &DataOptions::default(), Seed(1)).unwrap();
        assert_eq!(again.values, data.values, "{ending}");
        if ["npz", "csv", "h5"].contains(&ending) {
            assert_eq!((&again.row_names, &again.column_names), (&data.row_names, &data.column_names), "{ending}");
            assert_eq!(again.labels, data.labels, "{ending}");
        }
        if ["npz", "h5"].contains(&ending) {
            assert_eq!(again.shape, data.shape);
        }
        let refused = export::write(&data, &path, false).unwrap_err();
        assert!(matches!(refused, ExportError::Write(WriteError::Exists { .. })), "{refused}");
        export::write(&data, &path, true).unwrap();
    }
    for (ending, rows) in [("npz", 9), ("fasta", 9), ("csv", 9), ("txt", 9), ("h5", 9)] {
        let data = builtin::open("dhfr").unwrap().select(&(0..rows).collect::<Vec<_>>());
        let path = folder.path().join(format!("potts.{ending}"));
        export::write(&data, &path, false).unwrap();
        let again = open(&DataSource::Path(path), &DataOptions::default(), Seed(1)).unwrap();
        assert_eq!(again.values, data.values, "{ending}");
        assert_eq!(again.states, 21, "{ending}");
    }
}

#[test]
fn one_picture_comes_back_and_many_make_a_sheet() {
    let folder = TempDir::new().unwrap();
    let pattern = Pattern::from_bits((0..12).map(|index| index % 5 == 0));
    let shape = Some(GridShape::new(4, 3));
    let values: Vec<u8> = pattern.spins().iter().map(|&spin| u8::from(spin > 0)).collect();
    let data = Dataset { shape, ..Dataset::new("p", values, 12, 2) };
    let path = folder.path().join("one.png");
    export::write(&data, &path, false).unwrap();
    let again = open(&DataSource::Path(path), &DataOptions::default(), Seed(1)).unwrap();
    assert_eq!((again.pattern(0).unwrap(), again.shape), (pattern, shape));
    let path = folder.path().join("sheet.png");
    export::write(&builtin::open("digits8").unwrap(), &path, false).unwrap();
    let sheet = open(&DataSource::Path(path), &DataOptions::default(), Seed(1)).unwrap();
    assert_eq!(sheet.shape, Some(GridShape::new(4 * 9 - 1, 3 * 9 - 1)));
}

#[test]
fn what_cannot_be_written_is_refused() {
    let folder = TempDir::new().unwrap();
    let dhfr = builtin::open("dhfr").unwrap();
    let mnist = builtin::open("mnist").unwrap();
    for (data, name) in
        [(&dhfr, "x.png"), (&full_set(), "x.fasta"), (&dhfr, "x.hdf"), (&dhfr, "x"), (&mnist, "no/x.csv")]
    {
        export::write(data, &folder.path().join(name), false).unwrap_err();
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
