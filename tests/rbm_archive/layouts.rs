//! The layouts of other programs, written small and read back.

use std::path::PathBuf;

use glassbox::io::rbm_archive::{self, ArchiveError, ArchiveFormat, AxisOrder, Survey};
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use hdf5_pure::{DatasetBuilder, Datatype, DatatypeByteOrder, File, FileBuilder, FloatingPointLayout};
use tempfile::TempDir;

use crate::make::machine;

/// A file built by `fill`.
struct Built {
    _folder: TempDir,
    path: PathBuf,
}

impl Built {
    fn new(fill: impl FnOnce(&mut Sheet)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.h5");
        FileBuilder::new().write(&path).unwrap();
        let file = File::open_rw(&path).unwrap();
        let mut sheet = Sheet(file);
        fill(&mut sheet);
        sheet.0.commit().unwrap();
        Self { _folder: folder, path }
    }

    fn last(&self) -> Rbm {
        (*rbm_archive::read(&self.path).unwrap().trajectory.last().unwrap().rbm).clone()
    }

    fn survey(&self) -> Survey {
        rbm_archive::survey(&self.path).unwrap()
    }

    fn refusal(&self) -> String {
        let error = rbm_archive::read(&self.path).unwrap_err();
        assert_eq!(rbm_archive::survey(&self.path).unwrap_err().to_string(), error.to_string());
        error.to_string()
    }
}

struct Sheet(File);

/// A builder that is done with.
fn done(_: &mut DatasetBuilder) {}

impl Sheet {
    fn group(&self, path: &str) {
        self.0.root().create_group(path).unwrap();
    }

    fn array(&self, path: &str, shape: &[u64], values: &[f32]) {
        self.0.root().create_dataset(path, |array| done(array.with_f32_data(values).with_shape(shape))).unwrap();
    }

    fn text(&self, path: &str, value: &str) {
        self.0.root().create_dataset(path, |array| done(array.with_vlen_strings(&[value]).with_shape(&[]))).unwrap();
    }

    /// The three arrays of a machine in the usual order, in a group.
    fn machine(&self, folder: &str, rbm: &Rbm) {
        self.group(folder);
        let (sites, hidden) = (rbm.sites() as u64, rbm.hidden_units() as u64);
        let visible = match rbm.visible() {
            VisibleUnits::Potts(states) => vec![sites, u64::from(states)],
            _ => vec![sites],
        };
        let weights: Vec<u64> = visible.iter().copied().chain([hidden]).collect();
        self.array(&format!("{folder}/weight_matrix"), &weights, rbm.parameters().weights);
        self.array(&format!("{folder}/vbias"), &visible, rbm.parameters().visible_bias);
        self.array(&format!("{folder}/hbias"), &[hidden], rbm.parameters().hidden_bias);
    }
}

fn binary() -> Rbm {
    machine(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 7, 3, 0)
}

fn potts(sites: usize, states: u8) -> Rbm {
    machine(VisibleUnits::Potts(states), HiddenUnits::Bernoulli, sites, 4, 5)
}

/// (state, site, hidden) from (site, state, hidden).
fn states_first(values: &[f32], sites: usize, states: usize, block: usize) -> Vec<f32> {
    let mut out = Vec::new();
    for state in 0..states {
        for site in 0..sites {
            out.extend_from_slice(&values[(site * states + state) * block..][..block]);
        }
    }
    out
}

fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    (0..columns).flat_map(|column| values.iter().skip(column).step_by(columns).copied()).collect()
}

#[test]
fn updates_are_sorted_as_numbers_and_torch_rbm_is_read() {
    let rbm = binary();
    let built = Built::new(|sheet| {
        sheet.group("hyperparameters");
        sheet.array("hyperparameters/num_visibles", &[], &[7.0]);
        sheet.text("hyperparameters/training_mode", "PCD");
        sheet.array("parallel_chains", &[2, 7], &[0., 1., 0., 1., 0., 1., 0., 1., 1., 1., 1., 0., 0., 0.]);
        for update in [100, 20, 3, 1000] {
            sheet.machine(&format!("update_{update}"), &rbm);
        }
        sheet.group("update_x");
        sheet.group("updates");
    });
    let survey = built.survey();
    assert_eq!(survey.updates, [3, 20, 100, 1000]);
    assert_eq!((survey.format, survey.kind), (ArchiveFormat::TorchRbm, "BBRBM"));
    assert_eq!(survey.hyperparameters.method.as_deref(), Some("PCD"));
    assert_eq!(survey.notes.len(), 1, "{:?}", survey.notes);
    let archive = rbm_archive::read(&built.path).unwrap();
    assert_eq!(*archive.trajectory.last().unwrap().rbm, rbm);
    assert_eq!(archive.chains.unwrap().row(1).unwrap(), [1, 1, 1, 1, 0, 0, 0]);
}

#[test]
fn spins_of_the_rbms_package_are_read() {
    let rbm = machine(VisibleUnits::Ising, HiddenUnits::Ising, 7, 3, 0);
    let built = Built::new(|sheet| {
        sheet.text("model_type", "IIRBM");
        sheet.array("parallel_chains", &[1, 7], &[-1., 1., -1., 1., 1., -1., -1.]);
        sheet.group("update_1");
        sheet.machine("update_1/params", &rbm);
    });
    let archive = rbm_archive::read(&built.path).unwrap();
    assert_eq!((archive.format, archive.notes.len()), (ArchiveFormat::Rbms, 0));
    assert_eq!(*archive.trajectory.last().unwrap().rbm, rbm);
    assert_eq!(archive.chains.unwrap().as_slice(), [0, 1, 0, 1, 1, 0, 0]);
}

#[test]
fn the_first_tree_program_is_read() {
    let (rbm, categorical) = (binary(), potts(9, 3));
    let built = Built::new(|sheet| {
        sheet.text("model_stamp", "BernoulliBernoulliRBM-date");
        for epoch in [2, 10] {
            sheet.array(&format!("W{epoch}"), &[7, 3], rbm.parameters().weights);
            sheet.array(&format!("vbias{epoch}"), &[7], rbm.parameters().visible_bias);
            sheet.array(&format!("hbias{epoch}"), &[3], rbm.parameters().hidden_bias);
        }
        sheet.array("lr", &[], &[0.5]);
    });
    assert_eq!((built.survey().updates, built.last()), (vec![2, 10], rbm));
    assert_eq!(built.survey().hyperparameters.learning_rate, Some(0.5));
    let built = Built::new(|sheet| {
        sheet.text("model_stamp", "PottsBernoulliRBM-date");
        sheet.array("W5", &[3, 9, 4], &states_first(categorical.parameters().weights, 9, 3, 4));
        sheet.array("vbias5", &[3, 9], &states_first(categorical.parameters().visible_bias, 9, 3, 1));
        sheet.array("hbias5", &[4], categorical.parameters().hidden_bias);
    });
    assert_eq!((built.survey().axes, built.last()), (AxisOrder::StateSiteHidden, categorical));
    assert_eq!(built.survey().notes.len(), 1, "3 × 9 could be either");
}

#[test]
fn ising_couplings_are_transposed() {
    let rbm = binary();
    let built = Built::new(|sheet| {
        sheet.array("W1", &[3, 7], &transposed(rbm.parameters().weights, 3));
        sheet.array("vbias1", &[7], rbm.parameters().visible_bias);
        sheet.array("hbias1", &[3], rbm.parameters().hidden_bias);
    });
    assert_eq!((built.survey().axes, built.last()), (AxisOrder::HiddenSite, rbm));
}

#[test]
fn potts_couplings_in_double_precision_have_states_first() {
    let rbm = potts(51, 3);
    let built = Built::new(|sheet| {
        sheet.group("update_5000000");
        let put = |name: &str, shape: &[u64], values: &[f32]| {
            let values: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
            let path = format!("update_5000000/{name}");
            sheet.0.root().create_dataset(&path, |array| done(array.with_f64_data(&values).with_shape(shape))).unwrap();
        };
        put("weight_matrix", &[3, 51, 4], &states_first(rbm.parameters().weights, 51, 3, 4));
        put("vbias", &[3, 51], &states_first(rbm.parameters().visible_bias, 51, 3, 1));
        put("hbias", &[4], rbm.parameters().hidden_bias);
    });
    let survey = built.survey();
    assert_eq!((survey.format, survey.axes), (ArchiveFormat::BareUpdates, AxisOrder::StateSiteHidden));
    assert_eq!((survey.sites, survey.visible, built.last()), (51, VisibleUnits::Potts(3), rbm));
}

#[test]
fn as_many_states_as_sites_are_decided_and_noted() {
    let rbm = potts(5, 5);
    let built = Built::new(|sheet| {
        sheet.text("model_type", "PBRBM");
        sheet.group("update_1");
        sheet.machine("update_1/params", &rbm);
    });
    assert_eq!(built.last(), rbm);
    assert_eq!(built.survey().notes, ["sites and states are both 5: the first axis was taken as sites"]);
}

#[test]
fn epochs_and_layers_of_labels_are_read() {
    let rbm = binary();
    let built = Built::new(|sheet| sheet.machine("epoch_7", &rbm));
    assert_eq!((built.survey().format, built.last()), (ArchiveFormat::Epochs, rbm.clone()));
    let built = Built::new(|sheet| {
        sheet.machine("update_7", &rbm);
        sheet.array("update_7/lbias", &[2], &[1.0, 2.0]);
        sheet.array("update_7/label_matrix", &[2, 3], &[1.0; 6]);
    });
    assert_eq!((built.survey().format, built.last()), (ArchiveFormat::AnnaDca, rbm));
    assert!(built.survey().notes.contains(&"the layer of labels is left out".to_owned()));
}

#[test]
fn julia_axes_are_reversed() {
    let (rbm, categorical) = (binary(), potts(9, 3));
    let built = Built::new(|sheet| {
        for (name, text) in [("rbm_type", "RBM"), ("visible_type", "Binary"), ("hidden_type", "Binary")] {
            sheet.text(name, text);
        }
        sheet.array("weights", &[3, 7], &transposed(rbm.parameters().weights, 3));
        sheet.array("visible_par", &[7, 1], rbm.parameters().visible_bias);
        sheet.array("hidden_par", &[3, 1], rbm.parameters().hidden_bias);
    });
    let survey = built.survey();
    assert_eq!((survey.format, survey.axes, survey.updates), (ArchiveFormat::Julia, AxisOrder::HiddenSite, vec![0]));
    assert_eq!(built.last(), rbm);
    let built = Built::new(|sheet| {
        for (name, text) in [("visible_type", "Potts"), ("hidden_type", "Binary")] {
            sheet.text(name, text);
        }
        sheet.array("weights", &[4, 9, 3], &transposed(categorical.parameters().weights, 4));
        sheet.array("visible_par", &[9, 3, 1], categorical.parameters().visible_bias);
        sheet.array("hidden_par", &[4, 1], categorical.parameters().hidden_bias);
    });
    assert_eq!((built.survey().axes, built.last()), (AxisOrder::HiddenSiteState, categorical));
    let built = Built::new(|sheet| {
        sheet.text("visible_type", "Gaussian");
        sheet.array("weights", &[3, 7], &[0.0; 21]);
        sheet.array("visible_par", &[7, 2], &[0.0; 14]);
    });
    assert!(built.refusal().contains("“Gaussian-unnamed”"), "{}", built.refusal());
}

#[test]
fn half_precision_is_read() {
    let built = Built::new(|sheet| {
        sheet.group("update_1");
        let layout = FloatingPointLayout {
            bit_offset: 0,
            bit_precision: 16,
            exponent_location: 10,
            exponent_size: 5,
            mantissa_location: 0,
            mantissa_size: 10,
            exponent_bias: 15,
        };
        let half = Datatype::FloatingPoint { size: 2, byte_order: DatatypeByteOrder::LittleEndian, layout };
        for (name, shape, bits) in [
            ("weight_matrix", vec![2, 1], vec![0x3c00_u16, 0xc000]),
            ("vbias", vec![2], vec![0, 1]),
            ("hbias", vec![1], vec![0x3555]),
        ] {
            let bytes: Vec<u8> = bits.iter().flat_map(|bits| bits.to_le_bytes()).collect();
            let (half, count) = (half.clone(), bits.len() as u64);
            let path = format!("update_1/{name}");
            sheet
                .0
                .root()
                .create_dataset(&path, |array| done(array.with_raw_data(half, bytes, count).with_shape(&shape)))
                .unwrap();
        }
    });
    let rbm = built.last();
    assert_eq!((rbm.parameters().weights, rbm.parameters().visible_bias[1]), (&[1.0, -2.0][..], 2_f32.powi(-24)));
    assert_eq!(rbm.parameters().hidden_bias, [0.333_251_95]);
}

#[test]
fn other_machines_and_other_files_are_named() {
    let other = |kind: &str| {
        Built::new(|sheet| {
            sheet.text("model_type", kind);
            sheet.group("update_1");
            sheet.machine("update_1/params", &binary());
        })
    };
    assert!(matches!(rbm_archive::read(&other("BGRBM").path).unwrap_err(), ArchiveError::Kind { .. }));
    assert!(other("BGRBM").refusal().contains("it holds a machine of kind “BGRBM”; expected Bernoulli, Ising or"));
    assert!(
        other("PBRBM").refusal().contains("expected weights of a machine of kind PBRBM, found weights (site, hidden)")
    );
    let plain = Built::new(|sheet| {
        sheet.group("update_1");
        sheet.array("update_1/coupling_matrix", &[2, 2], &[0.0; 4]);
    });
    assert!(plain.refusal().contains("without hidden units"), "{}", plain.refusal());
    let data = Built::new(|sheet| sheet.array("samples", &[2, 2], &[0.0; 4]));
    assert!(data.refusal().contains("expected checkpoints of a machine"), "{}", data.refusal());
    assert!(data.refusal().ends_with("found “samples”"), "{}", data.refusal());
    let empty = Built::new(|_| {});
    assert!(empty.refusal().ends_with("found nothing"), "{}", empty.refusal());
    let bare = Built::new(|sheet| sheet.group("update_1"));
    assert!(bare.refusal().contains("weight_matrix, vbias and hbias"), "{}", bare.refusal());
    let many = Built::new(|sheet| sheet.machine("update_1", &potts(40, 32)));
    many.last();
    let wide = Built::new(|sheet| {
        sheet.group("update_1");
        sheet.array("update_1/weight_matrix", &[40, 33, 1], &[0.0; 40 * 33]);
        sheet.array("update_1/vbias", &[40, 33], &[0.0; 40 * 33]);
        sheet.array("update_1/hbias", &[1], &[0.0]);
    });
    assert!(wide.refusal().contains("2 to 32 states of a site, found 33"), "{}", wide.refusal());
}
