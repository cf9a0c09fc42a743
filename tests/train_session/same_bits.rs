//! The same configuration gives the same bits, however it is cut and wherever it is resumed.

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Job as _, Session as _};
use glassbox::engine::rbm::{LiveRun, Stage, Train, TrainCmd, TrainConfig, TrainView};
use glassbox::io::run::OpenRun;
use glassbox::physics::rbm::{HiddenUnits, Method, VisibleUnits};

use crate::support::{finished, hierarchy, little, past};

/// Everything that must repeat.
fn bits(view: &TrainView) -> String {
    format!("{:?}\n{:?}\n{:?}\n{:?}", view.rbm, view.chains, view.measurements, view.events)
}

#[test]
fn slices_do_not_matter() {
    let config = hierarchy(5, 150);
    let whole = finished(&config).snapshot().view;
    assert_eq!(whole.stage, Stage::Complete);
    for slice in [1, 7, 100] {
        let mut driver = Driver::<Train>::new(&config).unwrap();
        for _ in 0..150_u64.div_ceil(slice) {
            driver.apply(Command::Step(slice)).unwrap();
            driver.run_until_idle(u64::MAX);
            driver.snapshot();
        }
        assert!(bits(&whole) == bits(&driver.snapshot().view), "slices of {slice}");
    }
}

#[test]
fn one_thread_and_two_give_the_same_run() {
    let config = hierarchy(6, 140);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bits(&finished(&config).snapshot().view))
    };
    assert!(run(1) == run(2));
}

#[test]
fn a_run_resumed_at_any_checkpoint_ends_as_the_uninterrupted_one() {
    let binary = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let kinds = [
        (binary, Method::Persistent),
        (binary, Method::ContrastiveDivergence),
        (binary, Method::Random),
        ((VisibleUnits::Ising, HiddenUnits::Ising), Method::Persistent),
        ((VisibleUnits::Potts(5), HiddenUnits::Bernoulli), Method::Persistent),
    ];
    for ((visible, hidden), method) in kinds {
        let config = little(visible, hidden, method);
        let whole = finished(&config).snapshot().view;
        for kept in 1..whole.checkpoints.len() {
            let mut resumed = config.clone();
            resumed.before = Some(past(&config, &whole.checkpoints[..kept]));
            resumed.measured = false;
            let end = finished(&resumed).snapshot().view;
            assert_eq!(end.update, whole.update);
            assert!(
                end.rbm == whole.rbm && end.chains == whole.chains,
                "{visible:?} {method:?} from checkpoint {kept}"
            );
            assert_eq!(end.checkpoints.last(), whole.checkpoints.last());
        }
    }
}

#[test]
fn a_setting_that_was_changed_is_kept_with_the_checkpoints() {
    use glassbox::engine::rbm::TrainCmd;
    let config = hierarchy(7, 120);
    let mut driver = Driver::<Train>::new(&config).unwrap();
    driver.apply(Command::Step(20)).unwrap();
    driver.run_until_idle(u64::MAX);
    driver.apply(Command::Model(TrainCmd::LearningRate(0.05))).unwrap();
    driver.apply(Command::Model(TrainCmd::GibbsSteps(2))).unwrap();
    driver.apply(Command::Model(TrainCmd::Keep)).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    let whole = driver.snapshot().view;
    let checkpoints: Vec<_> = whole.checkpoints.iter().filter(|checkpoint| checkpoint.update <= 20).cloned().collect();
    assert_eq!(checkpoints.last().map(|checkpoint| checkpoint.update), Some(20));
    let mut resumed = config.clone();
    resumed.before = Some(past(&config, &checkpoints));
    let mut again = Train::new(&resumed).unwrap();
    while *again.stage() != Stage::Complete {
        again.step();
    }
    assert!(again.view().rbm == whole.rbm);
}

/// A run is taken up again with what was measured of it: nothing is measured twice, and what follows is the same.
#[test]
fn a_run_that_is_taken_up_goes_on_as_if_it_had_not_been_left() {
    let config = hierarchy(5, 400);
    let mut whole = LiveRun::new(&config).unwrap();
    for _ in 0..250 {
        whole.step();
    }
    whole.apply(TrainCmd::LearningRate(0.015)).unwrap();
    whole.apply(TrainCmd::Keep).unwrap();
    let run = OpenRun::of(&whole.view());
    let mut again = LiveRun::new(&run.config(true)).unwrap();
    let same = |one: &TrainView, other: &TrainView| {
        assert_eq!((&one.measurements, &one.events, &one.stage), (&other.measurements, &other.events, &other.stage));
        assert!(one.measuring.is_none() && one.checkpoints == other.checkpoints && one.chains == other.chains);
        assert_eq!((one.settings, one.last_update), (other.settings, other.last_update));
    };
    same(&again.view(), &whole.view());
    assert_eq!(OpenRun::of(&again.view()).record, run.record, "no change is recorded twice");
    whole.run_to_end();
    again.run_to_end();
    same(&again.view(), &whole.view());
    let looked = TrainConfig { data: None, ..run.config(true) };
    assert_eq!(LiveRun::new(&looked).unwrap().view().measurements.last().unwrap().update, 250);
}
