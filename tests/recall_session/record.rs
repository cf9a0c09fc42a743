//! Runs and their record: energies, scrubbing, branches, forgetting.

use glassbox::engine::core::driver::Driver;
use glassbox::engine::hopfield::recall::{Document, Recall, RecallCmd, RecallView};
use glassbox::physics::hopfield::{LearningRule, Outcome, UpdateOrder};
use glassbox::physics::spins::hamming;

use crate::support::{document, driver, run, tell, view};

#[test]
fn at_zero_temperature_the_energy_never_rises_one_spin_at_a_time() {
    for rule in LearningRule::ALL {
        for order in [UpdateOrder::RandomAsynchronous, UpdateOrder::FixedAsynchronous] {
            let mut document = document(10, 9, 12);
            (document.rule, document.order) = (rule, order);
            let mut driver = driver(&document);
            let energy = |driver: &Driver<Recall>| driver.session().trace().unwrap().dynamics().energy();
            let mut last = energy(&driver);
            while view(&driver).outcome.is_none() {
                run(&mut driver, 1);
                let now = energy(&driver);
                // Hebb's energies come from integers; the others carry the rounding of some hundred additions.
                let slack = if rule == LearningRule::Hebb { 0.0 } else { 1e-11 };
                assert!(now <= last + slack, "{rule:?} {order:?}: {last} -> {now}");
                last = now;
            }
            let shown = view(&driver);
            assert_eq!(shown.outcome, Some(Outcome::FixedPoint));
            assert!(shown.curves.energy.windows(2).all(|pair| pair[1][1] <= pair[0][1] + 1e-6));
            assert!(shown.curves.uphill.count == 0);
            assert!(shown.moment.age.iter().any(|&age| age != u32::MAX), "something flipped, or this shows nothing");
        }
    }
}

/// The states and explanations of a live run, one a step.
fn live_moments(document: &Document, steps: u64) -> Vec<RecallView> {
    let mut driver = driver(document);
    let mut moments = vec![view(&driver)];
    for _ in 0..steps {
        run(&mut driver, 1);
        moments.push(view(&driver));
    }
    moments
}

fn assert_same_moment(scrubbed: &RecallView, live: &RecallView, what: &str) {
    let (a, b) = (&scrubbed.moment, &live.moment);
    assert_eq!(a.update, b.update, "{what}");
    assert_eq!(a.state, b.state, "{what}");
    assert_eq!((&a.age, &a.overlaps), (&b.age, &b.overlaps), "{what}");
    // Where J is formed the live fields are kept up by additions: they agree up to rounding, and exactly otherwise.
    let close = |x: f64, y: f64| {
        let same = live.document.rule != LearningRule::Storkey && x.to_bits() == y.to_bits();
        assert!(same || (x - y).abs() < 1e-6, "{what}: {x} is not {y}");
    };
    close(a.energy, b.energy);
    a.fields.iter().zip(&*b.fields).for_each(|(&x, &y)| close(f64::from(x), f64::from(y)));
    match (a.explanation, b.explanation) {
        (Some(a), Some(b)) => {
            assert_eq!((a.spin, a.before, a.after), (b.spin, b.before, b.after), "{what}");
            close(a.field, b.field);
            close(a.delta_energy, b.delta_energy);
        }
        (a, b) => assert_eq!(a, b, "{what}"),
    }
}

#[test]
fn a_scrubbed_moment_is_the_fresh_run_at_that_update() {
    for rule in LearningRule::ALL {
        for order in UpdateOrder::ALL {
            for temperature in [0.0, 0.4] {
                let mut document = document(6, 6, 7);
                (document.rule, document.order, document.temperature) = (rule, order, temperature);
                let steps = 36 * 4 + 5;
                let live = live_moments(&document, steps);
                let mut driver = driver(&document);
                run(&mut driver, steps);
                let recorded = view(&driver).recorded;
                assert!(temperature == 0.0 || recorded == steps);
                for update in 0..recorded {
                    tell(&mut driver, RecallCmd::Scrub(Some(update)));
                    let what = format!("{rule:?} {order:?} T = {temperature}, update {update}");
                    assert_same_moment(&view(&driver), &live[update as usize], &what);
                }
            }
        }
    }
}

#[test]
fn scrubbing_beyond_the_ends_stops_there() {
    let mut driver = driver(&document(6, 6, 3));
    run(&mut driver, 20);
    for (asked, shown, live) in
        [(Some(0), 0, false), (Some(19), 19, false), (Some(20), 20, true), (Some(u64::MAX), 20, true), (None, 20, true)]
    {
        tell(&mut driver, RecallCmd::Scrub(asked));
        assert_eq!((view(&driver).moment.update, view(&driver).live), (shown, live), "{asked:?}");
    }
    tell(&mut driver, RecallCmd::Scrub(Some(4)));
    assert_eq!(view(&driver).recorded, 20, "looking back forgets nothing");
    let mut empty = self::driver(&document(3, 3, 0));
    tell(&mut empty, RecallCmd::Scrub(Some(5)));
    assert!(view(&empty).live);
}

#[test]
fn stepping_from_a_scrubbed_moment_branches_and_leaves_a_ghost() {
    for order in UpdateOrder::ALL {
        let mut document = document(6, 6, 7);
        (document.order, document.temperature) = (order, 0.5);
        let mut driver = driver(&document);
        run(&mut driver, 100);
        let old = view(&driver);
        // In the middle of a sweep: a synchronous one begins again from here.
        tell(&mut driver, RecallCmd::Scrub(Some(50)));
        let at = view(&driver).moment.state;
        run(&mut driver, 1);
        let branch = view(&driver);
        assert_eq!((branch.recorded, branch.live, branch.ghosts.len()), (51, true, 1));
        assert_eq!(branch.ghosts[0].energy.to_vec(), old.curves.energy);
        assert!(hamming(&branch.moment.state, &at) <= 1);
        let positions: Vec<f64> = branch.curves.energy.iter().map(|point| point[0]).collect();
        assert_eq!(positions, (0..=51).map(f64::from).collect::<Vec<_>>(), "no point twice, none missing");
        let mut live = Vec::new();
        for _ in 0..80 {
            run(&mut driver, 1);
            live.push(view(&driver));
        }
        assert_ne!(old.moment.state, live[48].moment.state, "a branch has random numbers of its own");
        for moment in &live[..79] {
            tell(&mut driver, RecallCmd::Scrub(Some(moment.moment.update)));
            assert_same_moment(&view(&driver), moment, &format!("{order:?}, branched, {}", moment.moment.update));
        }
        tell(&mut driver, RecallCmd::Rewind);
        let rewound = view(&driver);
        assert_eq!((rewound.recorded, rewound.ghosts.len()), (0, 0));
    }
}

#[test]
fn a_long_record_forgets_its_older_half_and_the_rest_is_still_right() {
    const STEPS: u64 = (1 << 22) + 1000;
    for order in [UpdateOrder::RandomAsynchronous, UpdateOrder::Synchronous] {
        let mut document = document(7, 7, 2);
        (document.order, document.temperature) = (order, 1.0);
        let mut driver = driver(&document);
        run(&mut driver, STEPS - 60);
        let mut live = Vec::new();
        for _ in 0..60 {
            run(&mut driver, 1);
            live.push(view(&driver));
        }
        let shown = view(&driver);
        assert_eq!(shown.recorded, STEPS);
        assert!(shown.base > 2_000_000 && shown.base.is_multiple_of(49), "{}", shown.base);
        assert!(shown.curves.energy.len() <= 2001 && shown.curves.energy[0][0] == 0.0);
        for moment in &live[..59] {
            tell(&mut driver, RecallCmd::Scrub(Some(moment.moment.update)));
            assert_same_moment(&view(&driver), moment, &format!("{order:?} {}", moment.moment.update));
        }
        tell(&mut driver, RecallCmd::Scrub(Some(0)));
        let earliest = view(&driver);
        assert_eq!(earliest.moment.update, shown.base, "what was forgotten cannot be shown");
        assert_eq!(earliest.moment.explanation, None);
        assert!(earliest.moment.age.iter().all(|&age| age != u32::MAX), "ages outlive the forgetting");
        run(&mut driver, 10);
        assert_eq!(view(&driver).recorded, shown.base + 10, "branching from the earliest moment");
    }
}

#[test]
fn branches_from_one_moment_differ_from_one_another() {
    let mut document = document(6, 6, 7);
    document.temperature = 0.5;
    let mut driver = driver(&document);
    run(&mut driver, 200);
    let mut ends = vec![view(&driver).moment.state];
    for _ in 0..3 {
        tell(&mut driver, RecallCmd::Scrub(Some(20)));
        run(&mut driver, 180);
        ends.push(view(&driver).moment.state);
    }
    assert_eq!(view(&driver).ghosts.len(), 3);
    for (k, end) in ends.iter().enumerate() {
        assert!(ends[..k].iter().all(|other| other != end), "two branches drew the same random numbers");
    }
    for _ in 0..9 {
        tell(&mut driver, RecallCmd::Scrub(Some(20)));
        run(&mut driver, 1);
    }
    assert_eq!(view(&driver).ghosts.len(), 8, "the oldest ghosts go");
}

#[test]
fn a_run_that_has_ended_has_stills_of_its_record() {
    let mut driver = driver(&document(10, 9, 2));
    run(&mut driver, 40);
    assert!(view(&driver).stills.is_empty(), "it goes on");
    run(&mut driver, 100_000);
    let ended = view(&driver);
    assert_eq!(ended.outcome, Some(Outcome::FixedPoint));
    let updates: Vec<u64> = ended.stills.iter().map(|still| still.update).collect();
    assert_eq!(updates, [0, 22, 45, 90, ended.recorded], "a quarter, a half and a whole sweep of 90 spins");
    for still in ended.stills.iter() {
        tell(&mut driver, RecallCmd::Scrub(Some(still.update)));
        let shown = view(&driver);
        assert_eq!((shown.moment.update, &shown.moment.state), (still.update, &still.state));
        assert_eq!(shown.stills, ended.stills, "they are of the run, not of the moment");
    }
    tell(&mut driver, RecallCmd::Rewind);
    assert!(view(&driver).stills.is_empty(), "another run");
}

#[test]
fn a_run_is_repeatable_until_it_branches_or_is_heated_on_the_way() {
    let mut driver = driver(&document(10, 9, 2));
    run(&mut driver, 60);
    assert!(view(&driver).repeatable);
    tell(&mut driver, RecallCmd::Scrub(Some(30)));
    assert!(view(&driver).repeatable, "looking back changes nothing");
    run(&mut driver, 1);
    assert!(!view(&driver).repeatable, "it branched");
    tell(&mut driver, RecallCmd::Rewind);
    tell(&mut driver, RecallCmd::SetTemperature(0.5));
    run(&mut driver, 60);
    assert!(view(&driver).repeatable, "heated before it began");
    tell(&mut driver, RecallCmd::SetTemperature(0.7));
    run(&mut driver, 60);
    assert!(!view(&driver).repeatable, "heated on the way");
}

#[test]
fn a_saved_document_is_opened_as_an_edit_and_gives_the_run_again() {
    let saved = document(10, 9, 3);
    let mut first = driver(&saved);
    run(&mut first, 130);
    let wanted = view(&first);
    let mut other = driver(&document(6, 5, 2));
    let before = view(&other);
    tell(&mut other, RecallCmd::Open { name: "run.json".to_owned(), document: wanted.document.clone() });
    run(&mut other, wanted.recorded);
    let again = view(&other);
    assert_eq!((&again.moment.state, &again.curves.energy), (&wanted.moment.state, &wanted.curves.energy));
    assert_eq!(again.undo.as_deref(), Some("open run.json"));
    tell(&mut other, RecallCmd::Undo);
    assert_eq!(view(&other).document, before.document);
}
