//! What is written comes back to the last bit.

use glassbox::io::rbm_archive::{self, ArchiveFormat, ArchiveWriter, UpdateChoice};

use crate::make::{checkpoints, kinds, record};

#[test]
fn every_kind_comes_back_bit_for_bit() {
    let folder = tempfile::tempdir().unwrap();
    for (index, (visible, hidden)) in kinds().into_iter().enumerate() {
        let path = folder.path().join(format!("{index}.h5"));
        let given = checkpoints(visible, hidden, &[0, 1, 2, 10, 9, 200]);
        let record = record(visible, hidden);
        let mut writer = ArchiveWriter::new(&path, false, record.clone()).unwrap();
        writer.write(&given[..2]).unwrap();
        writer.write(&given[..4]).unwrap();
        writer.write(&given).unwrap();
        let archive = rbm_archive::read(&path).unwrap();
        assert_eq!(archive.format, ArchiveFormat::Glassbox);
        assert_eq!(archive.own.as_ref(), Some(&record));
        assert_eq!(archive.notes, Vec::<String>::new());
        let mut wanted = given.clone();
        wanted.sort_by_key(|checkpoint| checkpoint.update);
        assert_eq!(archive.trajectory.checkpoints, wanted, "{visible:?} {hidden:?}");
        assert_eq!(archive.chains, wanted[5].chains);
        let survey = rbm_archive::survey(&path).unwrap();
        assert_eq!(survey.updates, [0, 1, 2, 9, 10, 200]);
        assert_eq!((survey.visible, survey.hidden, survey.sites, survey.hidden_units), (visible, hidden, 11, 4));
        assert_eq!(survey.hyperparameters.seed, Some(u64::MAX - 1));
        let one = rbm_archive::read_some(&path, UpdateChoice::At(9)).unwrap();
        assert_eq!(one.trajectory.checkpoints, wanted[3..4]);
    }
}

#[test]
fn an_update_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let (visible, hidden) = kinds()[0];
    let mut writer = ArchiveWriter::new(&path, false, record(visible, hidden)).unwrap();
    writer.write(&checkpoints(visible, hidden, &[0, 5])).unwrap();
    let error = rbm_archive::read_some(&path, UpdateChoice::At(4)).unwrap_err().to_string();
    assert!(error.ends_with("has no checkpoint of update 4; it has 0, 5"), "{error}");
}
