//! Every edit, undo and redo, and what is refused.

use std::sync::Arc;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Job};
use glassbox::engine::hopfield::recall::{Memory, Recall, RecallCmd};
use glassbox::physics::corruption::{Axis, CorruptionKind, Side};
use glassbox::physics::hopfield::{LearningRule, UpdateOrder};
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, Pattern, hamming};

use crate::support::{corrupt, document, driver, flip, memories, random, refuse, run, settle, tell, view};

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
fn drawing_and_taking_it_back_leaves_the_network_as_it_is() {
    let mut driver = driver(&document(6, 5, 2));
    let before = view(&driver);
    let same = |driver: &Driver<Recall>| {
        let now = view(driver);
        let network = Arc::ptr_eq(now.network.as_ref().unwrap(), before.network.as_ref().unwrap());
        (network, now.network_revision == before.network_revision)
    };
    tell(&mut driver, RecallCmd::Paint { gesture: 1, cells: [0].into(), on: true });
    assert_eq!(same(&driver), (true, true));
    tell(&mut driver, RecallCmd::Undo);
    assert_eq!(same(&driver), (true, true));
    assert!(view(&driver).document_revision > before.document_revision);
    tell(&mut driver, RecallCmd::Forget(0));
    assert_eq!(same(&driver), (false, false));
    tell(&mut driver, RecallCmd::Undo);
    assert_eq!(same(&driver), (false, false), "what was measured of the shorter shelf is void too");
}

#[test]
fn the_load_of_an_empty_shelf_follows_the_grid() {
    let mut driver = driver(&document(6, 5, 0));
    tell(&mut driver, RecallCmd::SetGrid(GridShape::new(8, 8)));
    assert_eq!(view(&driver).load.size, 64);
    tell(&mut driver, RecallCmd::Undo);
    assert_eq!(view(&driver).load.size, 30);
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

fn identities(driver: &Driver<Recall>) -> Vec<u32> {
    view(driver).document.memories.iter().filter_map(|memory| memory.identity).collect()
}

#[test]
fn a_memory_keeps_its_identity_whatever_becomes_of_the_others() {
    let mut driver = driver(&document(4, 4, 4));
    let memory = Memory::new("another", random(16, 1, 9)[0].clone());
    for (cmd, wanted) in [
        (RecallCmd::Forget(1), &[0, 2, 3][..]),
        (RecallCmd::Store { name: "mine".to_owned() }, &[0, 2, 3, 4]),
        (RecallCmd::Add([memory].into()), &[0, 2, 3, 4, 5]),
        (RecallCmd::SetGrid(GridShape::new(8, 8)), &[0, 2, 3, 4, 5]),
        (RecallCmd::Rename { index: 1, name: "yours".to_owned() }, &[0, 2, 3, 4, 5]),
        (RecallCmd::SetStored { index: 2, stored: false }, &[0, 2, 3, 4, 5]),
    ] {
        tell(&mut driver, cmd);
        assert_eq!(identities(&driver), wanted);
    }
    for _ in 0..6 {
        tell(&mut driver, RecallCmd::Undo);
    }
    assert_eq!(identities(&driver), [0, 1, 2, 3]);
}

#[test]
fn a_document_of_an_earlier_version_gets_identities_by_place() {
    let new = document(4, 4, 3);
    let mut value = serde_json::to_value(&new).unwrap();
    assert!(value.as_object_mut().unwrap().remove("cue_from").is_some());
    for memory in value["memories"].as_array_mut().unwrap() {
        assert!(memory.as_object_mut().unwrap().remove("identity").is_some());
    }
    let old = serde_json::from_value(value).unwrap();
    let driver = driver(&old);
    assert_eq!(identities(&driver), [0, 1, 2]);
    assert_eq!(*view(&driver).document, new);
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
