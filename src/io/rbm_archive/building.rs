//! The arrays of an archive, as other programs expect them, next to what this one adds in a group of its own.

use hdf5_pure::{DatasetBuilder, EnumTypeBuilder, Error, FileBuilder, GroupBuilder, StagedGroup, make_i8_type};

use crate::io::rbm_archive::chains;
use crate::io::rbm_archive::kind;
use crate::io::rbm_archive::layout::OWN_GROUP;
use crate::io::rbm_archive::record::{OwnRecord, exact_numbers};
use crate::physics::rbm::{Checkpoint, Configurations, Parameters, VisibleUnits};

/// A new file: what holds for all checkpoints, and none yet.
pub fn frame(name: &str, record: &OwnRecord, first: &Checkpoint) -> Result<Vec<u8>, Error> {
    let mut file = FileBuilder::new();
    text(file.create_dataset("model_type"), kind::name(record.visible, record.hidden));
    // Other programs insist on chains, also where a run has none.
    let none = Configurations::new(vec![0; first.rbm.sites()], first.rbm.sites());
    let chains = first.chains.as_deref().unwrap_or(&none);
    parallel_chains(file.create_dataset("parallel_chains"), chains, record.visible);
    let mut group = file.create_group("hyperparameters");
    hyperparameters(&mut group, name, record, first);
    file.add_group(group.finish());
    let mut own = file.create_group(OWN_GROUP);
    number(own.create_dataset("version"), f64::from(record.version));
    own_record(own.create_dataset("record"), record)?;
    let numbers: Vec<f64> = [record.initial_spread].into_iter().chain(exact_numbers(&record.settings)).collect();
    own.create_dataset("numbers").with_f64_data(&numbers);
    let checkpoints = own.create_group("checkpoints").finish();
    own.add_group(checkpoints);
    file.add_group(own.finish());
    file.finish()
}

/// What the `rbms` package asks for, and more that it wrote in other versions.
fn hyperparameters(group: &mut GroupBuilder, name: &str, record: &OwnRecord, first: &Checkpoint) {
    let settings = &record.settings;
    let counts = [
        ("num_visibles", first.rbm.sites() as u64),
        ("num_hiddens", record.hidden_units as u64),
        ("num_chains", first.chains.as_ref().map_or(settings.chains, |chains| chains.rows()) as u64),
        ("batch_size", settings.batch as u64),
        ("gibbs_steps", u64::from(settings.gibbs_steps)),
        ("seed", record.seed),
    ];
    for (name, count) in counts {
        let dataset = group.create_dataset(name);
        match i64::try_from(count) {
            Ok(count) => dataset.with_i64_data(&[count]),
            Err(_) => dataset.with_u64_data(&[count]),
        }
        .with_shape(&[]);
    }
    let numbers = [
        ("learning_rate", settings.learning_rate),
        ("L1", settings.l1),
        ("L2", settings.l2),
        // All rows that were given are learned from.
        ("train_size", 1.0),
    ];
    for (name, value) in numbers {
        number(group.create_dataset(name), value);
    }
    text(group.create_dataset("filename"), name);
    text(group.create_dataset("training_mode"), settings.method.title());
}

/// The parameters of a checkpoint and what belongs to them.
pub fn parameters(group: &mut StagedGroup<'_>, checkpoint: &Checkpoint) {
    let rbm = &checkpoint.rbm;
    let (sites, hidden) = (rbm.sites() as u64, rbm.hidden_units() as u64);
    let visible: Vec<u64> = match rbm.visible() {
        VisibleUnits::Potts(states) => vec![sites, u64::from(states)],
        VisibleUnits::Bernoulli | VisibleUnits::Ising => vec![sites],
    };
    let weight_shape: Vec<u64> = visible.iter().copied().chain([hidden]).collect();
    let Parameters { weights, visible_bias, hidden_bias } = rbm.parameters();
    group.create_group_with("params", |group| {
        group
            .create_dataset("weight_matrix", |array| drop_it(array.with_f32_data(weights).with_shape(&weight_shape)))
            .create_dataset("vbias", |array| drop_it(array.with_f32_data(visible_bias).with_shape(&visible)))
            .create_dataset("hbias", |array| drop_it(array.with_f32_data(hidden_bias).with_shape(&[hidden])));
    });
    group.create_dataset("time", |array| number(array, checkpoint.seconds.unwrap_or(0.0)));
    group.create_group_with("flags", |group| {
        group.create_dataset("checkpoint", truth);
    });
    group.create_dataset("save_checkpoint", truth);
}

/// What only this program reads of a checkpoint.
pub fn own_parts(group: &mut StagedGroup<'_>, checkpoint: &Checkpoint, settings_text: Option<&str>) {
    if let Some(chains) = &checkpoint.chains {
        let visible = checkpoint.rbm.visible();
        let width = chains::packed_width(visible, chains.sites()) as u64;
        group.create_dataset("chains", |array| {
            array.with_u8_data(&chains::pack(chains, visible)).with_shape(&[chains.rows() as u64, width]);
        });
    }
    if let (Some(settings), Some(written)) = (&checkpoint.settings, settings_text) {
        group.create_dataset("settings", |array| fixed_text(array, written));
        group.create_dataset("numbers", |array| drop_it(array.with_f64_data(&exact_numbers(settings))));
    }
}

/// The chains as the `rbms` package reads them.
pub fn parallel_chains(array: &mut DatasetBuilder, chains: &Configurations, visible: VisibleUnits) {
    let shape = [chains.rows() as u64, chains.sites() as u64];
    array.with_f32_data(&chains::as_floats(chains, visible)).with_shape(&shape);
}

/// The record, as JSON.
pub fn own_record(array: &mut DatasetBuilder, record: &OwnRecord) -> Result<(), Error> {
    text(array, &serde_json::to_string(record).map_err(|error| Error::Io(error.into()))?);
    Ok(())
}

/// One text, as h5py writes it.
fn text(array: &mut DatasetBuilder, value: &str) {
    array.with_vlen_strings(&[value]).with_shape(&[]);
}

/// One text of fixed length: it needs no heap of its own.
fn fixed_text(array: &mut DatasetBuilder, value: &str) {
    // Only a text of 4 GiB is refused.
    if let Ok(array) = array.with_strings(&[value]) {
        array.with_shape(&[]);
    }
}

fn number(array: &mut DatasetBuilder, value: f64) {
    array.with_f64_data(&[value]).with_shape(&[]);
}

/// One truth value, as h5py writes it.
fn truth(array: &mut DatasetBuilder) {
    let kind = EnumTypeBuilder::with_base(make_i8_type()).value("FALSE", 0).value("TRUE", 1).build();
    if let Ok(kind) = kind {
        array.with_raw_data(kind, vec![1], 1).with_shape(&[]);
    }
}

/// A builder that is done with.
fn drop_it(_: &mut DatasetBuilder) {}
