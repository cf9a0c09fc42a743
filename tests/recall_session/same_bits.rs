//! Same seed, same bits: rewound, sliced, replayed, on a thread.

use std::time::{Duration, Instant};

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::recording::replay;
use glassbox::engine::core::session::Command;
use glassbox::engine::core::worker::Engine;
use glassbox::engine::hopfield::recall::{Recall, RecallCmd};
use glassbox::physics::hopfield::{LearningRule, UpdateOrder};

use crate::support::{bits, document, driver, flip, run, tell, view};

#[test]
fn rewinding_repeats_the_run() {
    for order in UpdateOrder::ALL {
        let mut document = document(6, 6, 5);
        (document.order, document.temperature) = (order, 0.6);
        let mut driver = driver(&document);
        run(&mut driver, 333);
        let first = view(&driver);
        tell(&mut driver, RecallCmd::Scrub(Some(70)));
        run(&mut driver, 20);
        tell(&mut driver, RecallCmd::Rewind);
        run(&mut driver, 333);
        assert_eq!(bits(&view(&driver)), bits(&first));
    }
}

/// A session with every kind of interruption, snapshots taken every `slice` steps.
fn script(slice: u64) -> Driver<Recall> {
    let mut document = document(6, 6, 5);
    document.temperature = 0.3;
    let mut driver = driver(&document);
    let commands = [
        flip(1, 0.4),
        RecallCmd::SetOrder(UpdateOrder::Synchronous),
        RecallCmd::Scrub(Some(30)),
        RecallCmd::SetRule(LearningRule::Storkey),
        RecallCmd::Paint { gesture: 2, cells: [3, 4].into(), on: true },
        RecallCmd::Scrub(Some(11)),
        RecallCmd::SetRule(LearningRule::PseudoInverse),
        RecallCmd::Undo,
    ];
    for cmd in commands {
        driver.apply(Command::Step(101)).unwrap();
        while driver.has_work() {
            if driver.steps_done().is_multiple_of(slice) {
                driver.snapshot();
            }
            driver.step();
        }
        tell(&mut driver, cmd);
    }
    run(&mut driver, 57);
    driver
}

#[test]
fn the_same_seed_gives_the_same_bits_however_the_run_is_sliced_or_replayed() {
    let wanted = bits(&view(&script(1)));
    for slice in [1, 7, 100] {
        assert_eq!(bits(&view(&script(slice))), wanted, "snapshots every {slice} steps");
    }
    let run = script(7);
    let again = replay::<Recall>(run.recording(), run.steps_done()).unwrap();
    assert_eq!(bits(&view(&again)), wanted, "replayed");
}

#[test]
fn a_thread_computes_the_same_as_a_direct_run() {
    let mut document = document(6, 6, 5);
    document.temperature = 0.3;
    let engine = Engine::<Recall>::spawn("recall", &document, || {}).unwrap();
    let mut driver = driver(&document);
    let commands = [
        Command::Step(1234),
        Command::Model(RecallCmd::Scrub(Some(200))),
        Command::Step(777),
        Command::Model(RecallCmd::SetOrder(UpdateOrder::Synchronous)),
        Command::Step(500),
    ];
    let mut steps = 0;
    for command in commands {
        if let Command::Step(count) = command {
            steps += count;
        }
        assert!(engine.send(command.clone()));
        driver.apply(command).unwrap();
        driver.run_until_idle(u64::MAX);
        let begin = Instant::now();
        while engine.latest().step != steps || engine.latest().running {
            assert!(begin.elapsed() < Duration::from_secs(20), "the engine did not come to step {steps}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    // The edit before the last steps was published with or before them.
    assert_eq!(bits(&engine.latest().view), bits(&view(&driver)));
}
