//! Temperature: set by hand while the run goes on, or by a schedule that ends it.

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Flow, Job as _, Progress, Session as _};
use glassbox::engine::hopfield::recall::{Recall, RecallCmd};
use glassbox::physics::annealing::Schedule;
use glassbox::physics::hopfield::{Acceptance, Dynamics};
use glassbox::physics::seed::Stream;

use crate::support::{document, driver, refuse, run, tell};

const SCHEDULE: Schedule = Schedule::Linear { from: 1.1, to: 0.0, sweeps: 12 };

#[test]
fn turning_the_heater_goes_on_with_the_run() {
    let mut driver = driver(&document(10, 10, 3));
    tell(&mut driver, RecallCmd::SetTemperature(0.8));
    run(&mut driver, 1_234);
    let before = driver.session().view();
    assert_eq!((before.recorded, before.moment.temperature, before.undo.clone()), (1_234, 0.8, None));
    tell(&mut driver, RecallCmd::SetTemperature(0.3));
    let after = driver.session().view();
    assert_eq!((after.recorded, after.moment.temperature), (1_234, 0.3));
    assert_eq!(after.moment.state, before.moment.state);
    assert!(after.document_revision > before.document_revision, "what was made at the old temperature is old");
    assert_eq!(after.network_revision, before.network_revision);
    run(&mut driver, 500);
    let curve = driver.session().view().curves.temperature.clone();
    assert_eq!(curve, [[0.0, 0.8], [1_234.0, 0.8], [1_234.0, 0.3], [1_734.0, 0.3]]);
    // Cold again, it comes to rest; warmed up, it goes on.
    tell(&mut driver, RecallCmd::SetTemperature(0.0));
    run(&mut driver, 100_000);
    assert!(driver.session().view().ended && driver.session().view().outcome.is_some());
    tell(&mut driver, RecallCmd::SetTemperature(2.0));
    assert!(!driver.session().view().ended);
    let rested = driver.session().view().recorded;
    run(&mut driver, 300);
    assert_eq!(driver.session().view().recorded, rested + 300);
}

#[test]
fn every_moment_is_built_again_with_its_chances() {
    for acceptance in Acceptance::ALL {
        let mut document = document(6, 5, 2);
        (document.temperature, document.acceptance) = (0.7, acceptance);
        let mut driver = driver(&document);
        let mut live = vec![driver.session().view().moment];
        for update in 1..=200 {
            match update {
                60 => tell(&mut driver, RecallCmd::SetTemperature(1.4)),
                120 => tell(&mut driver, RecallCmd::SetTemperature(0.0)),
                160 => tell(&mut driver, RecallCmd::SetTemperature(0.4)),
                _ => {}
            }
            run(&mut driver, 1);
            live.push(driver.session().view().moment);
        }
        let mut warm = 0;
        for (update, then) in live.iter().enumerate().take(200) {
            tell(&mut driver, RecallCmd::Scrub(Some(update as u64)));
            let now = driver.session().view().moment;
            assert_eq!((&now.state, &now.age, now.temperature), (&then.state, &then.age, then.temperature), "{update}");
            assert!((now.energy - then.energy).abs() < 1e-12);
            let chances = [now, then.clone()].map(|moment| moment.explanation.and_then(|each| each.chance));
            assert_eq!(chances[0].is_some(), chances[1].is_some(), "{update}");
            if let [Some(now), Some(then)] = chances {
                warm += 1;
                // The record keeps the drawn number in single precision, and fields are summed again.
                assert!((now.up - then.up).abs() < 1e-12 && (now.drawn - then.drawn).abs() < 1e-7, "{update}");
                assert_eq!(now.temperature, then.temperature);
            }
        }
        assert_eq!(warm, 200 - 40 - 1, "all but the cold visits and the last");
    }
}

#[test]
fn a_schedule_is_the_annealing_of_many_runs() {
    let mut document = document(12, 10, 3);
    (document.schedule, document.follows_schedule) = (SCHEDULE, true);
    let mut driver = driver(&document);
    assert_eq!(driver.session().progress(), Some(Progress { done: 0, total: 12 }));
    run(&mut driver, u64::MAX);
    let view = driver.session().view();
    assert_eq!((view.recorded, view.ended, view.moment.temperature), (12 * 120, true, 0.0));
    assert_eq!(driver.session().progress(), Some(Progress { done: 12, total: 12 }));
    let network = view.network.clone().unwrap();
    let rng = document.seed.indexed(Stream::Dynamics, 0);
    let mut reference = Dynamics::new(network, &document.cue().unwrap(), document.order, 1.1, rng).unwrap();
    for _ in 0..12 {
        reference.set_temperature(SCHEDULE.temperature(reference.sweeps() as f64)).unwrap();
        reference.sweep();
    }
    assert_eq!(&*view.moment.state, reference.spins());
}

#[test]
fn a_schedule_is_an_edit_and_the_heater_is_none() {
    let mut driver = driver(&document(8, 8, 2));
    run(&mut driver, 64);
    tell(&mut driver, RecallCmd::SetSchedule { gesture: 1, schedule: SCHEDULE });
    let view = driver.session().view();
    assert!(view.document.follows_schedule && view.recorded == 0, "a new run from the cue");
    assert_eq!(view.undo.as_deref(), Some("schedule"));
    run(&mut driver, 5 * 64 + 10);
    assert_eq!(driver.session().view().moment.temperature, SCHEDULE.temperature(5.0));
    tell(&mut driver, RecallCmd::SetTemperature(0.9));
    let view = driver.session().view();
    assert!(!view.document.follows_schedule && view.recorded == 5 * 64 + 10);
    tell(&mut driver, RecallCmd::Undo);
    let view = driver.session().view();
    assert_eq!(
        (view.document.temperature, view.document.follows_schedule),
        (0.9, false),
        "the hand stays on the heater"
    );
    tell(&mut driver, RecallCmd::FollowSchedule);
    assert!(driver.session().view().document.follows_schedule);
}

#[test]
fn undoing_a_stroke_leaves_the_heater_to_the_hand() {
    let mut driver = driver(&document(8, 8, 2));
    tell(&mut driver, RecallCmd::FollowSchedule);
    tell(&mut driver, RecallCmd::Paint { gesture: 1, cells: [3_u32, 4].into(), on: true });
    tell(&mut driver, RecallCmd::SetTemperature(0.7));
    tell(&mut driver, RecallCmd::Undo);
    let document = driver.session().view().document;
    assert_eq!((document.follows_schedule, document.temperature), (false, 0.7));
    tell(&mut driver, RecallCmd::FollowSchedule);
    tell(&mut driver, RecallCmd::Undo);
    assert!(!driver.session().view().document.follows_schedule);
    tell(&mut driver, RecallCmd::Redo);
    assert!(driver.session().view().document.follows_schedule, "to follow it is an edit, done again");
}

#[test]
fn a_drag_during_a_run_leaves_one_ghost() {
    let mut driver = driver(&document(8, 8, 2));
    run(&mut driver, 100);
    for to in 1..6 {
        let schedule = Schedule::Linear { from: 1.0, to: 0.1 * f64::from(to), sweeps: 20 };
        tell(&mut driver, RecallCmd::SetSchedule { gesture: 4, schedule });
        run(&mut driver, 7);
    }
    assert_eq!(driver.session().view().ghosts.len(), 1);
}

#[test]
fn a_branch_in_a_schedule_has_the_temperature_of_its_sweep() {
    let mut document = document(8, 8, 2);
    (document.schedule, document.follows_schedule) = (SCHEDULE, true);
    let mut driver = driver(&document);
    run(&mut driver, 9 * 64);
    tell(&mut driver, RecallCmd::Scrub(Some(4 * 64 + 20)));
    run(&mut driver, 1);
    let moment = driver.session().view().moment;
    assert_eq!((moment.update, moment.temperature), (4 * 64 + 21, SCHEDULE.temperature(4.0)));
    run(&mut driver, u64::MAX);
    assert_eq!(driver.session().view().recorded, 12 * 64);
}

#[test]
fn impossible_temperatures_are_refused_and_the_coldest_is_the_limit() {
    let mut driver = driver(&document(8, 8, 2));
    for temperature in [-0.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let sentence = refuse(&mut driver, RecallCmd::SetTemperature(temperature));
        assert!(sentence.contains(&temperature.to_string()), "{sentence}");
    }
    for schedule in [
        Schedule::Piecewise(Vec::new()),
        Schedule::Piecewise(vec![(0.0, f64::NAN)]),
        Schedule::Linear { from: -1.0, to: 0.0, sweeps: 3 },
        Schedule::Geometric { from: 1.0, to: 0.0, sweeps: 3 },
        Schedule::constant(0.5, 0),
    ] {
        refuse(&mut driver, RecallCmd::SetSchedule { gesture: 1, schedule });
    }
    let unsorted = Schedule::Piecewise(vec![(6.0, 0.0), (0.0, 1.0)]);
    tell(&mut driver, RecallCmd::SetSchedule { gesture: 2, schedule: unsorted });
    assert_eq!(driver.session().view().moment.temperature, 1.0);
    // At 1e-300 the field decides, as at 0.
    let cold = |temperature: f64| {
        let mut recall = Recall::new(&document(8, 8, 2)).unwrap();
        recall.apply(RecallCmd::SetTemperature(temperature)).unwrap();
        for _ in 0..640 {
            if recall.step() == Flow::Done {
                break;
            }
        }
        recall.view().moment.state
    };
    assert_eq!(cold(1e-300), cold(0.0));
}

#[test]
fn moves_uphill_are_counted_whatever_the_length_of_the_run() {
    let mut document = document(20, 20, 3);
    document.temperature = 1.0;
    let mut driver = driver(&document);
    run(&mut driver, 3_000);
    // Counted one by one on the record.
    let raised = |driver: &mut Driver<Recall>, update: u64| {
        tell(driver, RecallCmd::Scrub(Some(update)));
        let explanation = driver.session().view().moment.explanation.unwrap();
        explanation.before != explanation.after && explanation.delta_energy > 0.0
    };
    let moves: Vec<u64> = (1..=3_000).filter(|&update| raised(&mut driver, update)).collect();
    let found = driver.session().view().curves.uphill.clone();
    assert_eq!((found.count, &found.first[..]), (moves.len() as u64, &moves[..found.first.len()]));
    let counted: f64 = found.rates.iter().map(|[from, to, rate]| (to - from) * rate).sum();
    assert!((counted - moves.len() as f64).abs() < 1e-6, "{counted}");
    assert_eq!((found.rates[0][0], found.rates.last().unwrap()[1]), (0.0, 3_000.0));

    // A branch counts from the moment where it begins.
    tell(&mut driver, RecallCmd::Scrub(Some(1_001)));
    run(&mut driver, 1);
    let branched = driver.session().view().curves.uphill.count;
    let before = moves.iter().filter(|&&update| update <= 1_001).count() as u64;
    assert!((before..=before + 1).contains(&branched), "{branched} after {before}");

    run(&mut driver, 200_000);
    assert!(driver.session().view().curves.uphill.rates.len() < 600, "a long run keeps few rates");
}
