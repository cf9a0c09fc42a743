//! The recall session's promises: edits, undo, the record of a run, and the same bits from the same seed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use glassbox::engine::driver::Driver;
use glassbox::engine::recall::{Document, Memory, Recall, RecallCmd, RecallView};
use glassbox::engine::recording::replay;
use glassbox::engine::session::{Command, Session, SessionError};
use glassbox::engine::worker::Engine;
use glassbox::physics::corruption::{Axis, Corruption, CorruptionKind, Side};
use glassbox::physics::hopfield::{LearningRule, Outcome, UpdateOrder};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern, hamming, overlap};
use proptest::prelude::*;

fn random(size: usize, count: usize, seed: u64) -> Vec<Pattern> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

fn memories(patterns: &[Pattern]) -> Vec<Memory> {
    patterns.iter().enumerate().map(|(k, pattern)| Memory::new(format!("m{k}"), pattern.clone())).collect()
}

/// A few random memories on a grid, the first one with a quarter of its cells flipped as the cue.
fn document(width: usize, height: usize, count: usize) -> Document {
    let patterns = random(width * height, count, 3);
    let cue = patterns.first().cloned().unwrap_or_else(|| Pattern::from_bits(vec![true; width * height]));
    let mut document = Document::new(GridShape::new(width, height), memories(&patterns), cue, Seed(5));
    document.corruption = Corruption::flip(0.25);
    document
}

fn driver(document: &Document) -> Driver<Recall> {
    Driver::new(document).unwrap()
}

fn tell(driver: &mut Driver<Recall>, cmd: RecallCmd) {
    driver.apply(Command::Model(cmd)).unwrap();
}

fn refuse(driver: &mut Driver<Recall>, cmd: RecallCmd) -> String {
    let before = format!("{:?}", driver.session().view());
    let sentence = driver.apply(Command::Model(cmd)).unwrap_err().to_string();
    assert_eq!(format!("{:?}", driver.session().view()), before, "a refused command changes nothing");
    assert!(sentence.len() > 10, "{sentence}");
    sentence
}

fn run(driver: &mut Driver<Recall>, steps: u64) {
    driver.apply(Command::Step(steps)).unwrap();
    driver.run_until_idle(u64::MAX);
}

fn settle(driver: &mut Driver<Recall>) {
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(100_000_000);
}

fn view(driver: &Driver<Recall>) -> RecallView {
    driver.session().view()
}

fn flip(gesture: u64, amount: f64) -> RecallCmd {
    RecallCmd::Corrupt { gesture, corruption: Corruption::flip(amount), blend_with: None }
}

fn corrupt(kind: CorruptionKind, amount: f64, blend_with: Option<usize>) -> RecallCmd {
    RecallCmd::Corrupt { gesture: 0, corruption: Corruption { kind, amount }, blend_with }
}

/// Everything of a view that a person sees, bit for bit, without the counters of edits.
fn bits(view: &RecallView) -> String {
    let moment = &view.moment;
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        view.document,
        view.cue,
        moment.update,
        moment.state,
        moment.fields,
        moment.age,
        moment.energy.to_bits(),
        moment.overlaps,
        moment.explanation,
        (view.base, view.recorded, view.live, view.outcome),
        view.curves,
        view.ghosts,
    )
}

// ---- edits ----

#[test]
fn painting_sets_cells_of_what_is_shown_and_makes_it_the_cue() {
    let mut driver = driver(&document(6, 5, 2));
    settle(&mut driver);
    let shown = view(&driver).moment.state;
    tell(&mut driver, RecallCmd::Paint { gesture: 1, cells: [0, 7, 29, 999].into(), on: true });
    let painted = view(&driver);
    for cell in 0..30 {
        let wanted = if [0, 7, 29].contains(&cell) { 1 } else { shown[cell] };
        assert_eq!(painted.cue[cell], wanted, "cell {cell}; cells beyond the grid are ignored");
    }
    assert_eq!((painted.recorded, painted.document.corruption.amount), (0, 0.0));
    tell(&mut driver, RecallCmd::Paint { gesture: 1, cells: [0].into(), on: false });
    assert_eq!(view(&driver).cue[0], -1);
}

#[test]
fn painting_at_a_scrubbed_moment_starts_from_that_moment() {
    let mut driver = driver(&document(6, 5, 2));
    settle(&mut driver);
    tell(&mut driver, RecallCmd::Scrub(Some(3)));
    let shown = view(&driver).moment.state;
    tell(&mut driver, RecallCmd::Paint { gesture: 1, cells: [].into(), on: true });
    assert_eq!(view(&driver).cue, shown);
}

#[test]
fn corruption_is_nested_and_can_be_applied_again() {
    let mut driver = driver(&document(8, 8, 3));
    let clean = view(&driver).document.clean.clone();
    let mut changed: Vec<usize> = Vec::new();
    for tenths in 0..=10 {
        tell(&mut driver, flip(1, f64::from(tenths) / 10.0));
        let cue = view(&driver).cue;
        let now: Vec<usize> = (0..64).filter(|&cell| cue[cell] != clean.spins()[cell]).collect();
        assert_eq!(now.len(), (64.0 * f64::from(tenths) / 10.0).round() as usize);
        assert!(changed.iter().all(|cell| now.contains(cell)), "raising the amount adds to the same flips");
        changed = now;
    }
    tell(&mut driver, flip(1, 0.25));
    let once = view(&driver).cue;
    tell(&mut driver, RecallCmd::CorruptAgain);
    let twice = view(&driver).cue;
    assert_eq!(hamming(&once, &twice), 16, "again takes the corrupted cue as clean");
    let from_clean = hamming(&twice, clean.spins());
    assert!(from_clean > 0 && from_clean != 32 && from_clean < 32, "on other cells, some of them flipped back");
    for cmd in [
        corrupt(CorruptionKind::Blank, 0.5, None),
        corrupt(CorruptionKind::Block, 0.5, None),
        corrupt(CorruptionKind::Half(Side::Top), 0.5, None),
        corrupt(CorruptionKind::Shift(Axis::Rows), -3.0, None),
        corrupt(CorruptionKind::Blend, 1.0, Some(2)),
    ] {
        tell(&mut driver, cmd);
    }
    let last = view(&driver);
    assert_eq!(last.cue, last.document.memories[2].pattern.shared(), "a full blend is the other memory");
}

#[test]
fn the_cue_can_be_set_and_taken_from_a_memory() {
    let mut driver = driver(&document(4, 4, 3));
    let pattern = Pattern::from_bits((0..16).map(|cell| cell % 3 == 0));
    tell(&mut driver, RecallCmd::SetCue { name: "import".to_owned(), pattern: pattern.clone() });
    assert_eq!(view(&driver).cue, pattern.shared());
    assert_eq!(view(&driver).undo.as_deref(), Some("import"));
    tell(&mut driver, flip(1, 0.25));
    tell(&mut driver, RecallCmd::CueFromMemory(1));
    let shown = view(&driver);
    assert_eq!(hamming(&shown.cue, shown.document.memories[1].pattern.spins()), 4, "the corruption stays set");
}

#[test]
fn the_shelf_stores_forgets_renames_loads_and_adds() {
    let mut driver = driver(&document(4, 4, 2));
    let shown = view(&driver).moment.state;
    tell(&mut driver, RecallCmd::Store { name: "  mine ".to_owned() });
    let stored = view(&driver);
    assert_eq!(&*stored.document.memories[2].name, "mine");
    assert_eq!(stored.document.memories[2].pattern.shared(), shown);
    assert_eq!(stored.network.as_ref().unwrap().patterns().len(), 3);
    assert_eq!(stored.moment.overlaps[2], 1.0);
    tell(&mut driver, RecallCmd::Rename { index: 2, name: "yours".to_owned() });
    tell(&mut driver, RecallCmd::SetStored { index: 0, stored: false });
    let left_out = view(&driver);
    assert_eq!(&*left_out.stored, [1, 2]);
    assert_eq!((left_out.load.stored, left_out.load.alpha), (2, 2.0 / 16.0));
    assert_eq!(left_out.moment.overlaps.len(), 3, "the overlap with what is left out is still shown");
    tell(&mut driver, RecallCmd::Forget(1));
    let names = |driver: &Driver<Recall>| -> Vec<String> {
        view(driver).document.memories.iter().map(|memory| memory.name.to_string()).collect()
    };
    assert_eq!(names(&driver), ["m0", "yours"]);
    tell(&mut driver, RecallCmd::Add(memories(&random(16, 2, 9)).into()));
    assert_eq!(names(&driver), ["m0", "yours", "m0", "m1"]);
    // A blend refers to the old shelf: loading another must not fail for it.
    tell(&mut driver, corrupt(CorruptionKind::Blend, 0.5, Some(0)));
    let shape = GridShape::new(3, 2);
    let load = RecallCmd::Load { name: "six".to_owned(), shape, memories: memories(&random(6, 2, 9)).into() };
    tell(&mut driver, load);
    let loaded = view(&driver);
    assert_eq!((loaded.document.shape, loaded.cue.len(), loaded.load.stored), (shape, 6, 2));
    assert_eq!(loaded.undo.as_deref(), Some("load six"));
    tell(&mut driver, RecallCmd::Load { name: "none".to_owned(), shape, memories: Arc::default() });
    assert!(view(&driver).network.is_none());
}

#[test]
fn rule_order_grid_and_seed_can_be_changed() {
    let mut driver = driver(&document(8, 6, 3));
    for rule in LearningRule::ALL {
        tell(&mut driver, RecallCmd::SetRule(rule));
        assert_eq!(view(&driver).network.unwrap().rule(), Some(rule));
    }
    for order in UpdateOrder::ALL {
        tell(&mut driver, RecallCmd::SetOrder(order));
        assert_eq!(view(&driver).document.order, order);
    }
    let before = view(&driver);
    tell(&mut driver, RecallCmd::SetSeed(Seed(77)));
    assert_ne!(view(&driver).cue, before.cue, "another seed corrupts other cells");
    for (width, height) in [(1, 1), (64, 64), (3, 17), (8, 6)] {
        tell(&mut driver, RecallCmd::SetGrid(GridShape::new(width, height)));
        let drawn = view(&driver);
        assert_eq!((drawn.cue.len(), drawn.network.unwrap().size()), (width * height, width * height));
        settle(&mut driver);
    }
}

#[test]
fn undo_and_redo_go_through_the_documents_and_gestures_count_as_one() {
    let mut driver = driver(&document(4, 4, 2));
    let start = view(&driver);
    let edits = [
        RecallCmd::Paint { gesture: 1, cells: [0].into(), on: true },
        RecallCmd::Paint { gesture: 1, cells: [1].into(), on: true },
        RecallCmd::Paint { gesture: 2, cells: [2].into(), on: true },
        flip(3, 0.1),
        flip(3, 0.5),
        RecallCmd::Store { name: "x".to_owned() },
        RecallCmd::SetRule(LearningRule::Storkey),
        RecallCmd::SetGrid(GridShape::new(5, 5)),
        RecallCmd::Forget(0),
    ];
    let mut documents = vec![start.document.clone()];
    for (k, cmd) in edits.into_iter().enumerate() {
        tell(&mut driver, cmd);
        // The second stroke command and the second drag belong to the gestures before.
        if k == 1 || k == 4 {
            documents.pop();
        }
        documents.push(view(&driver).document);
        run(&mut driver, 7);
    }
    let names: Vec<_> = (1..documents.len())
        .rev()
        .map(|k| {
            let name = view(&driver).undo.unwrap().to_string();
            tell(&mut driver, RecallCmd::Undo);
            assert_eq!(view(&driver).document, documents[k - 1]);
            name
        })
        .collect();
    assert_eq!(names, ["forget m0", "grid 5 × 5", "learning rule", "store x", "corrupt", "draw", "draw"]);
    assert_eq!((view(&driver).undo, view(&driver).cue), (None, start.cue));
    assert!(refuse(&mut driver, RecallCmd::Undo).contains("nothing to undo"));
    for document in &documents[1..] {
        tell(&mut driver, RecallCmd::Redo);
        assert_eq!(&view(&driver).document, document);
    }
    assert!(refuse(&mut driver, RecallCmd::Redo).contains("nothing to redo"));
    tell(&mut driver, RecallCmd::Undo);
    tell(&mut driver, RecallCmd::SetSeed(Seed(2)));
    assert_eq!(view(&driver).redo, None, "an edit after an undo forgets what was undone");
}

#[test]
fn refused_commands_say_why_and_change_nothing() {
    let mut driver = driver(&document(4, 4, 3));
    run(&mut driver, 5);
    let odd = random(5, 1, 1);
    let shape = GridShape::new(4, 4);
    let refused = [
        (RecallCmd::SetCue { name: "odd".to_owned(), pattern: odd[0].clone() }, "5 spins"),
        (RecallCmd::Add(memories(&odd).into()), "5 spins"),
        (RecallCmd::Load { name: "odd".to_owned(), shape, memories: memories(&odd).into() }, "5 spins"),
        (RecallCmd::Store { name: "  ".to_owned() }, "between 1 and 60"),
        (RecallCmd::Store { name: "é".repeat(61) }, "61"),
        (RecallCmd::Rename { index: 0, name: String::new() }, "between 1 and 60"),
        (RecallCmd::Rename { index: 3, name: "x".to_owned() }, "no memory 4 on a shelf of 3"),
        (RecallCmd::Forget(usize::MAX), "no memory"),
        (RecallCmd::CueFromMemory(3), "no memory 4"),
        (RecallCmd::SetStored { index: 3, stored: true }, "no memory 4"),
        (corrupt(CorruptionKind::Flip, f64::NAN, None), "NaN"),
        (corrupt(CorruptionKind::Blank, 1.5, None), "1.5"),
        (corrupt(CorruptionKind::Flip, -0.1, None), "-0.1"),
        (corrupt(CorruptionKind::Shift(Axis::Rows), f64::INFINITY, None), "inf"),
        (corrupt(CorruptionKind::Blend, 0.5, None), "another pattern"),
        (corrupt(CorruptionKind::Blend, 0.5, Some(3)), "no memory 4"),
        (RecallCmd::SetGrid(GridShape::new(0, 4)), "at least one cell"),
        (RecallCmd::SetGrid(GridShape::new(usize::MAX, 2)), "at most"),
        (RecallCmd::SetGrid(GridShape::new(100_000, 100_000)), "at most"),
        (
            RecallCmd::Load { name: "vast".to_owned(), shape: GridShape::new(1 << 40, 1 << 40), memories: [].into() },
            "at most",
        ),
    ];
    for (cmd, words) in refused {
        let sentence = refuse(&mut driver, cmd.clone());
        assert!(sentence.contains(words), "{cmd:?}: “{sentence}” does not say “{words}”");
    }
    for temperature in [f64::NAN, f64::INFINITY, -1.0] {
        let mut wrong = document(4, 4, 1);
        wrong.temperature = temperature;
        let sentence = Recall::new(&wrong).err().unwrap().to_string();
        assert!(sentence.contains("temperature"), "{sentence}");
        driver.apply(Command::Reset(wrong)).unwrap_err();
    }
    let mut vast = document(65, 64, 1);
    vast.rule = LearningRule::Storkey;
    assert!(Recall::new(&vast).err().unwrap().to_string().contains("4096"), "a matrix that would not fit");
}

// ---- runs and their record ----

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
            assert!(shown.curves.uphill.is_empty());
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
        // In the middle of a sweep: a synchronous one begins anew from here.
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

// ---- extremes ----

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

// ---- random sequences ----

fn any_command() -> impl Strategy<Value = RecallCmd> {
    let amount = prop_oneof![0.0..=1.0, Just(f64::NAN), Just(-1.0), Just(7.0)];
    let kind = prop_oneof![
        Just(CorruptionKind::Flip),
        Just(CorruptionKind::Blank),
        Just(CorruptionKind::Block),
        Just(CorruptionKind::Half(Side::Left)),
        Just(CorruptionKind::Shift(Axis::Columns)),
        Just(CorruptionKind::Blend),
    ];
    let side = 0..7_usize;
    prop_oneof![
        3 => (0..3_u64, proptest::collection::vec(0..60_u32, 0..9), any::<bool>())
            .prop_map(|(gesture, cells, on)| RecallCmd::Paint { gesture, cells: cells.into(), on }),
        1 => (1..40_usize).prop_map(|size| RecallCmd::SetCue { name: "s".to_owned(), pattern: random(size, 1, 1)[0].clone() }),
        2 => (0..6_usize).prop_map(RecallCmd::CueFromMemory),
        3 => (0..3_u64, kind, amount, proptest::option::of(0..6_usize)).prop_map(|(gesture, kind, amount, blend_with)| {
            RecallCmd::Corrupt { gesture, corruption: Corruption { kind, amount }, blend_with }
        }),
        1 => Just(RecallCmd::CorruptAgain),
        2 => "[a ]{0,3}".prop_map(|name| RecallCmd::Store { name }),
        1 => (0..6_usize).prop_map(RecallCmd::Forget),
        1 => (0..6_usize, "[a ]{0,3}").prop_map(|(index, name)| RecallCmd::Rename { index, name }),
        2 => (0..6_usize, any::<bool>()).prop_map(|(index, stored)| RecallCmd::SetStored { index, stored }),
        1 => (side.clone(), side.clone(), 0..4_usize).prop_map(|(width, height, count)| RecallCmd::Load {
            name: "l".to_owned(),
            shape: GridShape::new(width, height),
            memories: memories(&random(width * height, count, 4)).into(),
        }),
        1 => (1..40_usize, 0..3_usize).prop_map(|(size, count)| RecallCmd::Add(memories(&random(size, count, 6)).into())),
        1 => proptest::sample::select(LearningRule::ALL.to_vec()).prop_map(RecallCmd::SetRule),
        1 => proptest::sample::select(UpdateOrder::ALL.to_vec()).prop_map(RecallCmd::SetOrder),
        1 => (side.clone(), side).prop_map(|(width, height)| RecallCmd::SetGrid(GridShape::new(width, height))),
        1 => any::<u64>().prop_map(|seed| RecallCmd::SetSeed(Seed(seed))),
        3 => Just(RecallCmd::Undo),
        2 => Just(RecallCmd::Redo),
        1 => Just(RecallCmd::Rewind),
        3 => proptest::option::of(0..200_u64).prop_map(RecallCmd::Scrub),
    ]
}

fn check_view(view: &RecallView) {
    let size = view.document.shape.cells();
    let moment = &view.moment;
    for spins in [&view.cue, &moment.state] {
        assert_eq!(spins.len(), size);
        assert!(spins.iter().all(|&spin| spin == 1 || spin == -1));
    }
    assert_eq!((moment.fields.len(), moment.age.len()), (size, size));
    assert!(moment.energy.is_finite() && moment.fields.iter().all(|field| field.is_finite()));
    assert_eq!(moment.overlaps.len(), view.document.memories.len());
    for (m, memory) in moment.overlaps.iter().zip(view.document.memories.iter()) {
        assert!(m.abs() <= 1.0);
        assert_eq!(*m, overlap(memory.pattern.spins(), &moment.state));
    }
    assert!(view.base <= moment.update && moment.update <= view.recorded);
    assert_eq!(view.live, moment.update == view.recorded);
    assert_eq!(view.network.is_some(), view.document.memories.iter().any(|memory| memory.stored));
    assert_eq!(view.stored.len(), view.load.stored);
    assert!(view.curves.energy.windows(2).all(|pair| pair[0][0] < pair[1][0]));
    assert!(view.curves.energy.last().is_none_or(|point| point[0] <= view.recorded as f64));
    assert!(view.ghosts.len() <= 8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_sequence_of_commands_breaks_the_session(
        cmds in proptest::collection::vec((any_command(), 0..120_u64), 1..40),
        temperature in prop_oneof![Just(0.0), Just(0.7)],
    ) {
        let mut document = document(5, 4, 3);
        document.temperature = temperature;
        let mut driver = driver(&document);
        for (cmd, steps) in cmds {
            let before = view(&driver);
            let refused: Option<SessionError> = driver.apply(Command::Model(cmd.clone())).err();
            if let Some(sentence) = refused {
                assert!(!sentence.to_string().is_empty());
                assert_eq!(bits(&view(&driver)), bits(&before), "{cmd:?} was refused and left something behind");
            }
            check_view(&view(&driver));
            run(&mut driver, steps);
            check_view(&view(&driver));
        }
        let again = replay::<Recall>(driver.recording(), driver.steps_done()).unwrap();
        assert_eq!(bits(&view(&again)), bits(&view(&driver)));
    }
}
