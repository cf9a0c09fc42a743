//! Two archives that the `rbms` package 0.5.0 wrote.

#![expect(clippy::excessive_precision, reason = "as numpy prints them")]

use std::path::{Path, PathBuf};

use glassbox::io::rbm_archive::{self, ArchiveFormat, AxisOrder, UpdateChoice};
use glassbox::physics::rbm::{HiddenUnits, VisibleUnits};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn the_digits_are_read() {
    let path = fixture("rbms-0.5.0-mnist01-h20.h5");
    let survey = rbm_archive::survey(&path).unwrap();
    assert_eq!((survey.format, survey.kind, survey.axes), (ArchiveFormat::Rbms, "BBRBM", AxisOrder::SiteHidden));
    assert_eq!((survey.sites, survey.hidden_units), (784, 20));
    assert_eq!(survey.updates, [1, 2, 5, 11, 25, 58, 131, 295, 665, 1500]);
    let hyper = &survey.hyperparameters;
    assert_eq!((hyper.chains, hyper.batch, hyper.gibbs_steps), (Some(100), Some(100), Some(20)));
    assert_eq!((hyper.learning_rate, hyper.l1, hyper.seed), (Some(0.02), Some(0.0), Some(1)));
    assert_eq!((hyper.train_size, hyper.filename.as_deref()), (Some(0.6), Some("fix_bb.h5")));
    let archive = rbm_archive::read(&path).unwrap();
    assert_eq!((archive.trajectory.checkpoints.len(), archive.own.is_none()), (10, true));
    assert!(archive.notes.is_empty(), "{:?}", archive.notes);
    let chains = archive.chains.as_ref().unwrap();
    assert_eq!((chains.rows(), chains.as_slice().iter().map(|&value| u32::from(value)).sum::<u32>()), (100, 12_212));
    let last = archive.trajectory.last().unwrap();
    assert_eq!((last.rbm.visible(), last.rbm.hidden()), (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli));
    let (weights, sum) =
        (last.rbm.parameters().weights, |values: &[f32]| values.iter().map(|&x| f64::from(x)).sum::<f64>());
    // By h5py and numpy.
    assert_eq!(weights[261 * 20 + 11], -0.135_213_121_771_812_44);
    assert_eq!((weights[0], weights[783 * 20 + 19]), (-9.172_443_242_277_95e-5, -5.191_361_924_516_968e-5));
    assert!((sum(weights) + 43.108_296_023_738_34).abs() < 1e-9, "{}", sum(weights));
    assert!((sum(last.rbm.parameters().visible_bias) + 3_842.414_983_330_294_5).abs() < 1e-9);
    assert_eq!(last.rbm.parameters().hidden_bias[3], -6.363_899_230_957_031);
    assert_eq!(last.seconds, Some(30.312_892_198_562_622));
    let one = rbm_archive::read_some(&path, UpdateChoice::First).unwrap();
    assert_eq!((one.trajectory.checkpoints.len(), one.trajectory.checkpoints[0].update), (1, 1));
}

#[test]
fn the_proteins_are_read() {
    let path = fixture("rbms-0.5.0-serine-h8.h5");
    let archive = rbm_archive::read(&path).unwrap();
    assert_eq!(archive.axes, AxisOrder::SiteStateHidden);
    assert_eq!(archive.trajectory.checkpoints.iter().map(|c| c.update).collect::<Vec<_>>(), [1, 3, 14, 53, 200]);
    let chains = archive.chains.unwrap();
    assert_eq!((chains.rows(), chains.sites()), (50, 205));
    let last = &archive.trajectory.last().unwrap().rbm;
    assert_eq!((last.visible(), last.sites(), last.hidden_units()), (VisibleUnits::Potts(21), 205, 8));
    // By h5py and numpy.
    assert_eq!(last.parameters().weights[1435 * 8 + 5], -0.000_261_604_116_531_088_95);
    assert_eq!(last.parameters().visible_bias[4305 / 2], 1.560_303_568_840_026_9);
    assert_eq!(last.parameters().hidden_bias[3], 0.000_250_054_697_971_791_03);
    assert_eq!(chains.row(3).unwrap().iter().map(|&value| u32::from(value)).sum::<u32>(), 2235);
}
