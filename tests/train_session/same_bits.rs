//! The same configuration gives the same bits, however it is cut and wherever it is resumed.

use std::sync::atomic::{AtomicU64, Ordering};

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

#[test]
fn interruptions_do_not_matter() {
    let config = hierarchy(9, 60);
    let commands = [(17, TrainCmd::LearningRate(0.05)), (40, TrainCmd::Keep), (41, TrainCmd::StopAtEvents(true))];
    let run = |often: bool| {
        let mut driver = Driver::<LiveRun>::new(&config).unwrap();
        let mut commands = commands.iter();
        let mut next = commands.next();
        let (mut asked, mut half_done) = (0_u64, 0_u64);
        while driver.steps_done() < 60 {
            driver.apply(Command::Run).unwrap();
            if often {
                // Three questions further each time, until the step is done: it is given up at a place of its chains,
                // interrupted in its measurement, and ends some time.
                let (count, before) = (AtomicU64::new(0), driver.steps_done());
                driver.advance(&|| count.fetch_add(1, Ordering::Relaxed) >= asked);
                asked = if driver.session().under_way() || driver.steps_done() > before { 0 } else { asked + 3 };
            } else {
                driver.step();
            }
            half_done += u64::from(driver.session().under_way());
            // A command that comes in the middle of an update acts after it, and replays there.
            let reached =
                |&&(step, _): &&(u64, TrainCmd)| driver.steps_done() + u64::from(driver.session().under_way()) == step;
            if let Some((_, cmd)) = next.filter(reached) {
                driver.apply(Command::Model(cmd.clone())).unwrap();
                assert!(!driver.session().under_way());
                next = commands.next();
            }
        }
        assert!(next.is_none() && (half_done > 20) == often, "half done {half_done} times");
        (bits(&driver.snapshot().view), driver.recording().commands.iter().map(|(step, _)| *step).collect::<Vec<_>>())
    };
    let (whole, steps) = run(false);
    assert_eq!(steps, [17, 40, 41]);
    let (interrupted, recorded) = run(true);
    assert!(interrupted == whole);
    assert_eq!(recorded, steps);
}

#[test]
fn a_measurement_that_was_interrupted_is_finished_while_the_run_is_paused() {
    let mut driver = Driver::<Train>::new(&hierarchy(9, 90)).unwrap();
    driver.apply(Command::Run).unwrap();
    // The first update is given up at each question, until one comes after it, within its measurement.
    for question in 0.. {
        let count = AtomicU64::new(0);
        driver.advance(&|| count.fetch_add(1, Ordering::Relaxed) >= question);
        if driver.session().under_way() {
            break;
        }
        assert_eq!(driver.session().updates(), 0);
    }
    let measured = driver.snapshot().view.measurements.len();
    driver.apply(Command::Pause).unwrap();
    let paused = driver.snapshot();
    assert!(driver.has_work() && !paused.running);
    driver.run_until_idle(u64::MAX);
    let idle = driver.snapshot();
    assert_eq!((idle.step, idle.view.measurements.len()), (paused.step + 1, measured + 1));
    assert_eq!(idle.view.measurements.last().unwrap().update, idle.view.update);
}
