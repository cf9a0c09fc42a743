//! HDF5 files of rows as the field's trainers and tree programs write them.

use glassbox::io::datasets::DataError;
use glassbox::physics::data::Dataset;
use glassbox::physics::spins::GridShape;
use hdf5_pure::FileBuilder;

use crate::files::{gz, open_file};

fn built(fill: impl FnOnce(&mut FileBuilder)) -> Vec<u8> {
    let mut file = FileBuilder::new();
    fill(&mut file);
    file.finish().unwrap()
}

fn opened(bytes: &[u8]) -> Result<Dataset, DataError> {
    open_file("data.h5", bytes)
}

#[test]
fn samples_and_labels_are_read() {
    let bytes = built(|file| {
        file.create_dataset("samples").with_f32_data(&[-1.0, 1.0, 1.0, 1.0, -1.0, -1.0]).with_shape(&[3, 2]);
        file.create_dataset("labels").with_i64_data(&[7, -1, 3]);
    });
    let data = opened(&bytes).unwrap();
    assert_eq!((data.values.as_slice(), data.columns(), data.states), (&[0, 1, 1, 1, 0, 0][..], 2, 2));
    assert_eq!(
        (data.labels[0].name.as_str(), &data.labels[0].classes[..]),
        ("label", &["3", "7"].map(str::to_owned)[..])
    );
    assert_eq!(data.labels[0].of_row, [Some(1), None, Some(0)]);
    assert_eq!(open_file("data.h5.gz", &gz(&bytes)).unwrap().values, data.values);
    assert_eq!(open_file("without_ending", &bytes).unwrap().values, data.values);
}

#[test]
fn the_tree_programs_data_are_read() {
    let data = opened(&built(|file| {
        file.create_dataset("train").with_u8_data(&[0, 2, 1, 1]).with_shape(&[2, 2]);
        file.create_dataset("train_labels").with_vlen_strings(&["fish", "bird"]);
        file.create_dataset("train_names").with_vlen_strings(&["a", "b"]);
        file.create_dataset("test").with_u8_data(&[0, 0]).with_shape(&[1, 2]);
    }))
    .unwrap();
    assert_eq!((data.values.as_slice(), data.states, data.rows()), (&[0, 2, 1, 1][..], 3, 2));
    assert_eq!(data.labels[0].of_row, [Some(1), Some(0)]);
    assert_eq!(data.row_names.unwrap(), ["a", "b"]);
}

#[test]
fn pictures_in_chunks_keep_their_shape() {
    let data = opened(&built(|file| {
        let values: Vec<u8> = (0..24).map(|index| u8::from(index % 5 == 0)).collect();
        file.create_dataset("samples")
            .with_u8_data(&values)
            .with_shape(&[4, 2, 3])
            .with_chunks(&[2, 2, 3])
            .with_deflate(6);
    }))
    .unwrap();
    let shape = data.shape.unwrap();
    assert_eq!((data.rows(), data.columns(), shape.width, shape.height), (4, 6, 3, 2));
}

#[test]
fn pictures_that_are_none_are_not_believed() {
    let shape = |shape: &[f64]| {
        let values: Vec<u8> = (0..24).map(|index| u8::from(index % 5 == 0)).collect();
        let bytes = built(|file| {
            file.create_dataset("samples").with_u8_data(&values).with_shape(&[2, 12]);
            file.create_dataset("shape").with_f64_data(shape);
        });
        let data = opened(&bytes).unwrap();
        let folder = tempfile::tempdir().unwrap();
        glassbox::io::export::write(&data, &folder.path().join("sheet.png"), false).unwrap();
        let empty = Dataset { shape: Some(GridShape::new(0, 12)), ..data.clone() };
        glassbox::io::export::write(&empty, &folder.path().join("none.png"), false).unwrap();
        data.shape.map(|shape| [shape.height, shape.width])
    };
    assert_eq!(shape(&[3.0, 4.0]), Some([3, 4]));
    for wrong in [[-3.0, -4.0], [0.5, 24.0], [24.0, 0.5], [0.0, 12.0], [f64::NAN, 4.0], [1e300, 1e300], [2.5, 4.8]] {
        assert_eq!(shape(&wrong), None, "{wrong:?}");
    }
}

#[test]
fn faults_are_named() {
    let say = |fill: &dyn Fn(&mut FileBuilder)| opened(&built(|file| fill(file))).unwrap_err().to_string();
    let samples = |file: &mut FileBuilder| {
        file.create_dataset("samples").with_u8_data(&[0, 1, 1, 1]).with_shape(&[2, 2]);
    };
    let wrong = say(&|file| {
        samples(file);
        file.create_dataset("labels").with_i64_data(&[1, 2, 3]);
    });
    assert!(wrong.ends_with("expected 2 values in “labels”, one for each row, found 3"), "{wrong}");
    let wrong = say(&|file| {
        file.create_dataset("samples").with_f64_data(&[0.5, 1.0]).with_shape(&[1, 2]);
    });
    assert!(wrong.contains("a threshold for other numbers, found 0.5"), "{wrong}");
    let wrong = say(&|file| {
        file.create_dataset("samples").with_f64_data(&[f64::NAN, 1.0]).with_shape(&[1, 2]);
    });
    assert!(wrong.contains("finite numbers, found NaN in row 1, column 1"), "{wrong}");
    let wrong = say(&|file| {
        file.create_dataset("a").with_u8_data(&[0, 1]).with_shape(&[1, 2]);
        file.create_dataset("b").with_u8_data(&[0, 1]).with_shape(&[1, 2]);
    });
    assert!(wrong.contains("an array of rows called “samples”") && wrong.ends_with("found “a”, “b”"), "{wrong}");
    let wrong = say(&|file| {
        file.create_dataset("samples").with_vlen_strings(&["a", "b"]);
    });
    assert!(wrong.contains("samples"), "{wrong}");
    let run = include_bytes!("../fixtures/rbms-0.5.0-serine-h8.h5");
    let wrong = opened(run).map(|data| data.rows()).unwrap_err().to_string();
    assert!(wrong.ends_with("expected rows of data, found the checkpoints of a training run"), "{wrong}");
}
