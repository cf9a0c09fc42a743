//! No memory, one, more than spins; grids from one cell to a hundred thousand.

use std::time::{Duration, Instant};

use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::physics::corruption::Corruption;
use glassbox::physics::hopfield::{LearningRule, Outcome, UpdateOrder};
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::GridShape;

use crate::support::{document, driver, flip, memories, random, run, settle, tell, view};

#[test]
fn without_a_memory_nothing_moves_and_storing_one_starts_it() {
    let mut driver = driver(&document(5, 4, 0));
    settle(&mut driver);
    let shown = view(&driver);
    assert!(shown.network.is_none() && shown.curves.energy.is_empty() && shown.load.one_step_error.is_none());
    assert_eq!((shown.recorded, shown.moment.energy, shown.moment.overlaps.len()), (0, 0.0, 0));
    tell(&mut driver, RecallCmd::Store { name: "first".to_owned() });
    settle(&mut driver);
    assert_eq!((view(&driver).outcome, view(&driver).moment.overlaps[0]), (Some(Outcome::FixedPoint), 1.0));
    tell(&mut driver, RecallCmd::SetStored { index: 0, stored: false });
    assert!(view(&driver).network.is_none());
}

#[test]
fn extreme_sizes_and_loads_run() {
    for rule in LearningRule::ALL {
        for (width, height, count) in [(1, 1, 1), (2, 1, 1), (1, 1, 5), (3, 3, 20), (64, 64, 3)] {
            for order in UpdateOrder::ALL {
                let mut document = document(width, height, count);
                (document.rule, document.order) = (rule, order);
                let mut driver = driver(&document);
                run(&mut driver, 3 * (width * height) as u64);
                let shown = view(&driver);
                let what = format!("{rule:?} {order:?} {width} × {height}, p = {count}");
                assert!(shown.moment.energy.is_finite() && shown.moment.fields.iter().all(|h| h.is_finite()), "{what}");
                assert_eq!(shown.load.memory_energies.as_ref().unwrap().len(), count, "{what}");
            }
        }
    }
}

#[test]
fn duplicate_memories_are_fixed_points_of_the_pseudo_inverse() {
    let mut patterns = random(64, 4, 3);
    patterns.extend([patterns[1].clone(), patterns[1].reversed(), patterns[1].clone()]);
    let mut document = Document::new(GridShape::new(8, 8), memories(&patterns), patterns[1].clone(), Seed(1));
    document.rule = LearningRule::PseudoInverse;
    document.corruption = Corruption::flip(0.1);
    let mut driver = driver(&document);
    settle(&mut driver);
    assert_eq!(view(&driver).moment.overlaps[1], 1.0);
    assert_eq!(view(&driver).load.largest_overlap.unwrap().2.abs(), 1.0);
    for index in 0..patterns.len() {
        tell(&mut driver, flip(0, 0.0));
        tell(&mut driver, RecallCmd::CueFromMemory(index));
        settle(&mut driver);
        assert_eq!(view(&driver).moment.overlaps[index], 1.0, "memory {index}");
    }
}

#[test]
fn a_hundred_thousand_spins_are_quick() {
    let begin = Instant::now();
    let mut driver = driver(&document(400, 250, 3));
    settle(&mut driver);
    assert_eq!(view(&driver).moment.overlaps[0], 1.0);
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}
