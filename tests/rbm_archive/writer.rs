//! What writing survives: files that vanish, folders that go, other names.

use std::fs;
use std::sync::Arc;

use glassbox::io::rbm_archive::{self, ArchiveWriter};
use glassbox::physics::rbm::{Checkpoint, HiddenUnits, TrainingSettings, VisibleUnits};
use hdf5_pure::File;

use crate::make::{checkpoints, record};

const KIND: (VisibleUnits, HiddenUnits) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);

#[test]
fn existing_files_are_kept_unless_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    fs::write(&path, "mine").unwrap();
    let error = ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap_err().to_string();
    assert!(error.contains("exists already"), "{error}");
    let mut writer = ArchiveWriter::new(&path, true, record(KIND.0, KIND.1)).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    writer.write(&checkpoints(KIND.0, KIND.1, &[0])).unwrap();
    assert_eq!(rbm_archive::read(&path).unwrap().trajectory.checkpoints.len(), 1);
}

#[test]
fn a_file_that_vanished_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2]);
    let mut writer = ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap();
    writer.write(&given[..2]).unwrap();
    fs::remove_file(&path).unwrap();
    writer.write(&given).unwrap();
    assert_eq!(rbm_archive::read(&path).unwrap().trajectory.checkpoints, given);
}

#[test]
fn a_folder_that_is_gone_is_named_and_the_run_saved_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (inner, elsewhere) = (folder.path().join("runs"), folder.path().join("elsewhere.h5"));
    fs::create_dir(&inner).unwrap();
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2]);
    let mut writer = ArchiveWriter::new(&inner.join("run.h5"), false, record(KIND.0, KIND.1)).unwrap();
    writer.write(&given[..1]).unwrap();
    fs::remove_dir_all(&inner).unwrap();
    let error = writer.write(&given).unwrap_err().to_string();
    assert!(error.ends_with("there is no folder of that name"), "{error}");
    writer.move_to(&elsewhere, false).unwrap();
    assert_eq!(rbm_archive::read(&elsewhere).unwrap().trajectory.checkpoints, given);
    fs::create_dir(&inner).unwrap();
    writer.move_to(&inner.join("again.h5"), false).unwrap();
    assert_eq!(rbm_archive::read(&inner.join("again.h5")).unwrap().trajectory.checkpoints, given);
}

#[test]
fn a_file_changed_by_others_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let given = checkpoints(KIND.0, KIND.1, &[0, 1]);
    let mut writer = ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap();
    writer.write(&given[..1]).unwrap();
    fs::write(&path, "other").unwrap();
    let error = writer.write(&given).unwrap_err().to_string();
    assert!(error.contains("changed by another program"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"other");
}

#[test]
fn a_run_goes_on_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2, 3]);
    ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap().write(&given[..2]).unwrap();
    let before = rbm_archive::read(&path).unwrap();
    let own = before.own.unwrap();
    let mut writer = ArchiveWriter::continuing(&path, own.clone(), &before.trajectory.checkpoints).unwrap();
    assert_eq!(writer.checkpoints_written(), 2);
    let mut changed = own;
    changed.changes.push((2, "10 Gibbs steps".to_owned()));
    writer.set_record(changed.clone());
    writer.write(&given).unwrap();
    let after = rbm_archive::read(&path).unwrap();
    assert_eq!((after.trajectory.checkpoints, after.own), (given, Some(changed)));
}

#[test]
fn a_cut_off_append_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2]);
    let mut writer = ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap();
    writer.write(&given[..2]).unwrap();
    let before = fs::read(&path).unwrap();
    writer.write(&given).unwrap();
    let after = fs::read(&path).unwrap();
    // Bytes are appended before the pointer at the beginning is changed: at any moment before that the file is the old
    // beginning with more or less behind it.
    for length in (before.len()..=after.len()).step_by(97) {
        let mut cut = before.clone();
        cut.extend_from_slice(&after[before.len()..length]);
        fs::write(&path, &cut).unwrap();
        let found = rbm_archive::read(&path).unwrap().trajectory.checkpoints;
        assert_eq!(found[..2], given[..2], "{length} bytes");
    }
}

/// The same moment with another learning rate and without chains.
fn changed(checkpoint: &Checkpoint) -> Arc<Checkpoint> {
    let settings = TrainingSettings { learning_rate: 0.003, ..TrainingSettings::default() };
    Arc::new(Checkpoint { settings: Some(settings), chains: None, ..checkpoint.clone() })
}

#[test]
fn a_change_at_a_checkpoint_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    // More than fit into a group without an index of its own.
    let updates: Vec<u64> = (0..40).collect();
    let mut given = checkpoints(KIND.0, KIND.1, &updates);
    let mut writer = ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap();
    writer.write(&given).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    let later = Checkpoint { seconds: Some(1e3), ..(*given[39]).clone() };
    writer.write(&[Arc::new(later)]).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), length, "another time is no change");
    given[39] = changed(&given[39]);
    writer.write(&given[39..]).unwrap();
    assert_eq!(rbm_archive::read(&path).unwrap().trajectory.checkpoints, given);
    given.extend(checkpoints(KIND.0, KIND.1, &[50]));
    writer.write(&given).unwrap();
    let archive = rbm_archive::read(&path).unwrap();
    assert_eq!((archive.trajectory.checkpoints, archive.notes), (given, Vec::new()));
}

#[test]
fn what_a_file_holds_beside_what_was_read_stays_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, elsewhere) = (folder.path().join("run.h5"), folder.path().join("elsewhere.h5"));
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2, 3, 4, 5]);
    ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap().write(&given[..5]).unwrap();
    // As if every second had been read, and update 3 could not be.
    let some = [0, 2].map(|index| Arc::clone(&given[index]));
    let mut writer = ArchiveWriter::continuing(&path, record(KIND.0, KIND.1), &some).unwrap();
    let again = changed(&given[3]);
    writer.write(&[Arc::clone(&again)]).unwrap();
    let wanted = [&given[0], &given[1], &given[2], &again, &given[4]].map(Arc::clone);
    assert_eq!(rbm_archive::read(&path).unwrap().trajectory.checkpoints, wanted);
    // A file that cannot be appended to is left alone, however often it is tried.
    let whole = fs::read(&path).unwrap();
    let damaged: Vec<u8> = whole.iter().enumerate().map(|(place, &byte)| if place < 8 { 0 } else { byte }).collect();
    fs::write(&path, &damaged).unwrap();
    for _ in 0..3 {
        let error = writer.write(&given[5..]).unwrap_err().to_string();
        assert!(error.contains("cannot add a checkpoint"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
    writer.move_to(&elsewhere, false).unwrap();
    let wanted = [&given[0], &given[2], &again, &given[5]].map(Arc::clone);
    assert_eq!(rbm_archive::read(&elsewhere).unwrap().trajectory.checkpoints, wanted);
}

#[test]
fn chains_that_other_programs_read_are_put_right_when_a_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let given = checkpoints(KIND.0, KIND.1, &[0, 1, 2]);
    ArchiveWriter::new(&path, false, record(KIND.0, KIND.1)).unwrap().write(&given).unwrap();
    let chains = || File::open(&path).unwrap().dataset("parallel_chains").unwrap().read_f32().unwrap();
    let right = chains();
    // As they are where the program was killed before it came to them.
    let wrong: Vec<f32> = right.iter().map(|value| 1.0 - value).collect();
    let file = File::open_rw(&path).unwrap();
    let shape = file.dataset("parallel_chains").unwrap().shape().unwrap();
    file.dataset("parallel_chains")
        .unwrap()
        .write_staged(|array| {
            array.with_f32_data(&wrong).with_shape(&shape);
        })
        .unwrap();
    file.commit().unwrap();
    file.close().unwrap();
    assert_eq!(chains(), wrong);
    let archive = rbm_archive::read(&path).unwrap();
    ArchiveWriter::continuing(&path, archive.own.unwrap(), &archive.trajectory.checkpoints).unwrap();
    assert_eq!(chains(), right);
}
