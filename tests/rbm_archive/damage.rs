//! Damaged files: a sentence or what is left of them, never a panic.

use std::fs;
use std::path::Path;

use glassbox::io::rbm_archive::{self, ArchiveWriter};
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use hdf5_pure::{DatasetBuilder, File};
use std::sync::Arc;

use crate::make::{checkpoints, record};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn ours() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let (visible, hidden) = (VisibleUnits::Potts(3), HiddenUnits::Bernoulli);
    let mut writer = ArchiveWriter::new(&path, false, record(visible, hidden)).unwrap();
    writer.write(&checkpoints(visible, hidden, &[0, 5, 70])).unwrap();
    fs::read(&path).unwrap()
}

/// Reads and surveys; returns whether it could be read.
fn attempt(path: &Path, bytes: &[u8]) -> bool {
    fs::write(path, bytes).unwrap();
    if let Err(error) = rbm_archive::survey(path) {
        assert!(!error.to_string().is_empty());
    }
    rbm_archive::read(path).is_ok()
}

#[test]
fn cut_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.h5");
    for bytes in [fixture("rbms-0.5.0-serine-h8.h5"), ours()] {
        assert!(attempt(&path, &bytes));
        for part in 0..97 {
            attempt(&path, &bytes[..bytes.len() * part / 97]);
        }
        for length in [1, 8, 47, 48, 96, 511, 512, 800, 2048] {
            assert!(!attempt(&path, &bytes[..length]), "{length} bytes are no archive");
        }
    }
}

#[test]
fn flipped_bytes_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flipped.h5");
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for bytes in [fixture("rbms-0.5.0-serine-h8.h5"), ours()] {
        let mut read = 0;
        for round in 0..160 {
            let mut damaged = bytes.clone();
            for _ in 0..=round % 8 {
                // Mostly where headers are.
                let reach = if round % 4 == 0 { bytes.len() } else { bytes.len().min(14_000) };
                let place = random() as usize % reach;
                damaged[place] = if round % 2 == 0 { random() as u8 } else { damaged[place] ^ 0xff };
            }
            read += usize::from(attempt(&path, &damaged));
        }
        assert!(read > 0 && read < 160, "{read} of 160 were readable");
    }
}

#[test]
fn other_things_are_no_archives() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |path: &Path| rbm_archive::read(path).unwrap_err().to_string();
    assert!(refusal(folder.path()).ends_with("expected a file, found a directory"));
    assert!(refusal(&folder.path().join("none.h5")).ends_with("there is no such file"));
    let text = folder.path().join("text.h5");
    fs::write(&text, "update_1").unwrap();
    assert!(refusal(&text).contains("expected a whole HDF5 file"), "{}", refusal(&text));
    fs::write(&text, "").unwrap();
    assert!(refusal(&text).ends_with("expected data, found an empty file"));
}

#[test]
fn machines_that_are_not_finite_are_left_out() {
    let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let mut given = checkpoints(visible, hidden, &[0, 5]);
    let last = &given[1].rbm;
    let mut weights = last.parameters().weights.to_vec();
    weights[3] = f32::NAN;
    let (a, b) = (last.parameters().visible_bias.to_vec(), last.parameters().hidden_bias.to_vec());
    let rbm = Rbm::from_flat(visible, hidden, weights, a, b).unwrap();
    Arc::make_mut(&mut given[1]).rbm = Arc::new(rbm);
    let mut writer = ArchiveWriter::new(&path, false, record(visible, hidden)).unwrap();
    writer.write(&given).unwrap();
    let archive = rbm_archive::read(&path).unwrap();
    assert_eq!(archive.trajectory.checkpoints, given[..1]);
    assert_eq!(archive.notes, ["update 5 has parameters that are not finite and was left out"]);
    let error = rbm_archive::read_some(&path, rbm_archive::UpdateChoice::Last).unwrap_err().to_string();
    assert!(error.contains("not finite"), "{error}");
}

/// An archive of binary machines at updates 0 and 5, with some of it changed.
fn changed(change: impl FnOnce(&File)) -> (tempfile::TempDir, std::path::PathBuf) {
    let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let mut writer = ArchiveWriter::new(&path, false, record(visible, hidden)).unwrap();
    writer.write(&checkpoints(visible, hidden, &[0, 5])).unwrap();
    let file = File::open_rw(&path).unwrap();
    change(&file);
    file.commit().unwrap();
    drop(file);
    (folder, path)
}

#[test]
fn damaged_parts_are_left_out_with_a_note() {
    let (_folder, path) = changed(|file| {
        let root = file.root();
        root.delete("glassbox/checkpoints/0/settings").unwrap();
        root.delete("glassbox/checkpoints/5/chains").unwrap();
        // 11 sites are 2 bytes.
        let wrong = |array: &mut DatasetBuilder| {
            array.with_u8_data(&[1; 15]).with_shape(&[5, 3]);
        };
        root.create_dataset("glassbox/checkpoints/5/chains", wrong).unwrap();
        root.delete("glassbox/numbers").unwrap();
    });
    let archive = rbm_archive::read(&path).unwrap();
    let [first, last] = archive.trajectory.checkpoints.as_slice() else { unreachable!("two checkpoints") };
    assert!(first.settings.is_none() && first.chains.is_some() && last.settings.is_some() && last.chains.is_none());
    let wanted = [
        "the record of how the run was made is damaged and was left out",
        "the settings of update 0 are damaged and were left out",
        "the chains of update 5 are damaged and were left out",
    ];
    assert_eq!(archive.notes.iter().filter(|note| wanted.contains(&note.as_str())).count(), 3, "{:?}", archive.notes);
    assert!(archive.own.is_none());
}

#[test]
fn more_chains_than_any_run_has_are_not_unpacked() {
    let rows = (1_u64 << 20) + 1;
    let (_folder, path) = changed(|file| {
        file.root().delete("glassbox/checkpoints/5/chains").unwrap();
        file.root()
            .create_dataset("glassbox/checkpoints/5/chains", |array| {
                let zeros = vec![0; 2 * rows as usize];
                array.with_u8_data(&zeros).with_shape(&[rows, 2]).with_chunks(&[rows, 2]).with_deflate(6);
            })
            .unwrap();
    });
    assert!(fs::metadata(&path).unwrap().len() < 100_000);
    let archive = rbm_archive::read(&path).unwrap();
    assert_eq!(archive.notes, ["the chains of update 5 are damaged and were left out"]);
    assert!(archive.chains.is_none());
}

#[test]
fn records_of_a_later_version_are_refused() {
    let (_folder, path) = changed(|file| {
        file.root().delete("glassbox/version").unwrap();
        let later = |array: &mut DatasetBuilder| {
            array.with_f64_data(&[2.0]).with_shape(&[]);
        };
        file.root().create_dataset("glassbox/version", later).unwrap();
    });
    let error = rbm_archive::read(&path).unwrap_err().to_string();
    assert!(error.ends_with("version 1 or before, found version 2, of a later glassbox"), "{error}");
    assert_eq!(rbm_archive::survey(&path).unwrap_err().to_string(), error);
}
