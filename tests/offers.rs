//! What labs hand over to each other, in the real window.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use std::path::Path;
use std::sync::Arc;

use glassbox::engine::hopfield::phases::{PhasesConfig, memories};
use glassbox::io::run::OpenRun;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::labs::list;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::workspace::{Offer, OfferKind};

use support::{Window, choose, says, shows, wait, wait_for, window_with};

fn window(lab: &str) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    window_with(startup, Remembered::default())
}

#[test]
fn every_kind_of_offer_is_taken_by_a_lab() {
    for kind in [OfferKind::Run, OfferKind::Data, OfferKind::Memories, OfferKind::Pairs] {
        assert!(list::LABS.iter().any(|lab| lab.takes.contains(&kind)), "{kind:?}");
    }
}

#[test]
fn recall_and_heat_hand_over_the_shelf() {
    let mut harness = window("recall");
    assert!(shows(&harness, "p = 5"), "{:?}", says(&harness));
    choose(&mut harness, "File", "Open in Heat");
    wait(&mut harness, "the five memories in Heat", |harness| shows(harness, "p = 5"));
    assert!(shows(&harness, "T = 0.60"), "{:?}", says(&harness));
    let mut harness = window("heat");
    assert!(shows(&harness, "p = 3"), "{:?}", says(&harness));
    choose(&mut harness, "File", "Open in Recall");
    wait(&mut harness, "the three memories in Recall", |harness| shows(harness, "p = 3"));
    assert!(shows(&harness, "T = 0 ·"), "{:?}", says(&harness));
}

#[test]
fn the_network_of_phases_is_seen_in_recall() {
    let mut harness = window("phases");
    choose(&mut harness, "Open in", "Open in Recall");
    wait_for(&mut harness, "40 × 25 · Hebb");
    let wanted = memories(&PhasesConfig::new(1000, 50, 0.4, Seed(1)), 200);
    assert_eq!(wanted.len(), 50);
    assert!(shows(&harness, "random 1"), "{:?}", says(&harness));
}

#[test]
fn rows_of_a_training_are_offered_as_memories() {
    let mut harness = window("train");
    choose(&mut harness, "File", "Open in Recall");
    wait_for(&mut harness, "Open mnist");
    assert!(shows(&harness, "784\u{a0}sites"));
}

#[test]
fn a_run_goes_to_the_lab_that_takes_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rbms-0.5.0-serine-h8.h5");
    let run = Arc::new(OpenRun::read(&path, Seed(1)).unwrap());
    let mut harness = window("recall");
    let lab = list::LABS.iter().find(|lab| lab.takes.contains(&OfferKind::Run)).unwrap().name;
    harness.state_mut().as_mut().unwrap().hand_over(lab, Offer::Run(run));
    wait_for(&mut harness, "An archive without its data");
    assert!(shows(&harness, "205 × 21 × 8"));
}
