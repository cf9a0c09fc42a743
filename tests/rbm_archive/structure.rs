//! The structure that other programs rely on: paths, sizes and types. The `rbms` package 0.5.0 was seen to load it.

use glassbox::io::rbm_archive::ArchiveWriter;
use glassbox::physics::rbm::{HiddenUnits, VisibleUnits};
use hdf5_pure::{DType, File};

use crate::make::{checkpoints, record};

fn describe(file: &File, path: &str) -> String {
    let array = file.dataset(path).unwrap();
    let kind = match array.dtype().unwrap() {
        DType::Enum(names) => format!("enum {}", names.join(" ")),
        other => format!("{other:?}"),
    };
    format!("{path} {:?} {kind}", array.shape().unwrap())
}

fn written(visible: VisibleUnits, hidden: HiddenUnits) -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let mut writer = ArchiveWriter::new(&path, false, record(visible, hidden)).unwrap();
    writer.write(&checkpoints(visible, hidden, &[0, 30])).unwrap();
    File::open(&path).unwrap()
}

#[test]
fn a_potts_archive_has_the_layout_of_the_rbms_package() {
    let file = written(VisibleUnits::Potts(3), HiddenUnits::Bernoulli);
    assert_eq!(file.dataset("model_type").unwrap().read_string().unwrap(), ["PBRBM"]);
    let wanted = [
        "model_type [] VariableLengthString",
        "parallel_chains [5, 11] F32",
        "hyperparameters/num_visibles [] I64",
        "hyperparameters/num_hiddens [] I64",
        "hyperparameters/num_chains [] I64",
        "hyperparameters/batch_size [] I64",
        "hyperparameters/gibbs_steps [] I64",
        "hyperparameters/learning_rate [] F64",
        "hyperparameters/L1 [] F64",
        "hyperparameters/L2 [] F64",
        "hyperparameters/train_size [] F64",
        "hyperparameters/filename [] VariableLengthString",
        "update_30/params/weight_matrix [11, 3, 4] F32",
        "update_30/params/vbias [11, 3] F32",
        "update_30/params/hbias [4] F32",
        "update_30/time [] F64",
        "update_30/flags/checkpoint [] enum FALSE TRUE",
        "update_30/save_checkpoint [] enum FALSE TRUE",
    ];
    let found: Vec<String> = wanted.iter().map(|line| describe(&file, line.split_once(' ').unwrap().0)).collect();
    assert_eq!(found, wanted);
    let mut parameters = file.group("update_30/params").unwrap().datasets().unwrap();
    parameters.sort();
    assert_eq!(parameters, ["hbias", "vbias", "weight_matrix"], "the package refuses any other name");
}

#[test]
fn readers_that_look_for_update_find_checkpoints_only() {
    let file = written(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let root = file.root();
    let names = root.groups().unwrap().into_iter().chain(root.datasets().unwrap());
    let mut updates: Vec<String> = names.filter(|name| name.contains("update")).collect();
    updates.sort();
    assert_eq!(updates, ["update_0", "update_30"]);
    assert_eq!(describe(&file, "update_0/params/weight_matrix"), "update_0/params/weight_matrix [11, 4] F32");
    let chains = file.dataset("parallel_chains").unwrap().read_f32().unwrap();
    assert!(chains.iter().all(|&value| value == 0.0 || value == 1.0));
}

#[test]
fn spins_are_written_as_such() {
    let file = written(VisibleUnits::Ising, HiddenUnits::Ising);
    assert_eq!(file.dataset("model_type").unwrap().read_string().unwrap(), ["IIRBM"]);
    let chains = file.dataset("parallel_chains").unwrap().read_f32().unwrap();
    assert!(chains.iter().all(|&value| value.abs() == 1.0) && chains.contains(&-1.0));
}
