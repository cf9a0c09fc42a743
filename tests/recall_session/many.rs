//! Thousands of memories: what compares all their pairs is left out and said, and the rest stays exact.

use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::physics::corruption::Corruption;
use glassbox::physics::hopfield::{LearningRule, Outcome};
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, overlap};

use crate::support::{document, driver, memories, random, refuse, settle, tell, view};

const SIDE: usize = 16;
const COUNT: usize = 5000;

/// Five thousand random memories of 256 spins, a tenth of the first one flipped: the fourth power keeps that many.
fn many() -> Document {
    let patterns = random(SIDE * SIDE, COUNT, 11);
    let mut document = Document::new(GridShape::new(SIDE, SIDE), memories(&patterns), patterns[0].clone(), Seed(5));
    document.rule = "dense:4".parse().unwrap();
    document.corruption = Corruption::flip(0.1);
    document
}

#[test]
fn thousands_are_recalled_and_their_pairs_not_compared() {
    let document = many();
    let mut driver = driver(&document);
    let shown = view(&driver);
    assert_eq!(shown.load.uncompared, Some((COUNT * (COUNT - 1) / 2) as u64));
    assert!(shown.load.largest_overlap.is_none() && shown.load.memory_energies.is_none() && !shown.load.correlated);
    let network = shown.network.clone().unwrap();
    assert_eq!(shown.near_energies.len(), 5);
    assert_eq!(shown.near_energies[0].0, 0, "nearest to its own corruption");
    for &(place, energy) in shown.near_energies.iter() {
        let spins = document.memories[place].pattern.spins();
        assert_eq!(energy, network.energy(spins) / (SIDE * SIDE) as f64);
        assert_eq!(shown.memory_energy(place), Some(energy));
    }
    assert!((1..COUNT).filter(|&place| shown.memory_energy(place).is_none()).count() >= COUNT - 5);
    settle(&mut driver);
    let ended = view(&driver);
    assert_eq!((ended.outcome, ended.moment.overlaps[0]), (Some(Outcome::FixedPoint), 1.0));
    for (memory, &m) in document.memories.iter().zip(ended.moment.overlaps.iter()) {
        assert_eq!(m, overlap(memory.pattern.spins(), &ended.moment.state));
    }
}

#[test]
fn edits_undo_and_rules_go_on_with_thousands() {
    let mut driver = driver(&many());
    let before = view(&driver);
    tell(&mut driver, RecallCmd::SetStored { index: 3, stored: false });
    assert_eq!(view(&driver).load.stored, COUNT - 1);
    // What is left out has its overlap too, and those behind it keep theirs.
    let moment = view(&driver).moment;
    for place in [2, 3, 4, COUNT - 1] {
        let pattern = &before.document.memories[place].pattern;
        assert_eq!(moment.overlaps[place], overlap(pattern.spins(), &moment.state), "{place}");
    }
    tell(&mut driver, RecallCmd::Undo);
    assert_eq!(view(&driver).load, before.load);
    let sentence = refuse(&mut driver, RecallCmd::SetRule(LearningRule::PseudoInverse));
    assert!(sentence.contains("5000 memories of 256 spins by the rule Projection take 125000000000"), "{sentence}");
    tell(&mut driver, RecallCmd::SetRule(LearningRule::Hebb));
    assert!(view(&driver).load.one_step_error.is_some_and(|error| error > 0.3), "far beyond what Hebb's rule keeps");
}

#[test]
fn few_memories_are_compared_as_ever() {
    let shown = view(&driver(&document(16, 16, 12)));
    assert!(shown.load.uncompared.is_none() && shown.near_energies.is_empty());
    assert_eq!(shown.memory_energy(11), shown.load.memory_energies.as_ref().map(|energies| energies[11]));
    assert_eq!(shown.memory_energy(12), None);
}

#[test]
fn a_document_of_thousands_is_text_of_bits() {
    let document = many();
    let text = serde_json::to_string(&document).unwrap();
    // A spin is a bit, four of them a digit; names, marks and settings come on top.
    let (digits, rest) = (COUNT * SIDE * SIDE / 4, 100 * COUNT);
    assert!((digits..digits + rest).contains(&text.len()), "{} characters", text.len());
    assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
}
