//! The Couplings lab in the real window: triples beside pairs alone, orders and places of sites, a run that goes on elsewhere.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, choose, drop_file, says, shows, wait, wait_for, window_with};

fn window(lab: &str) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    window_with(startup, Remembered::default())
}

fn ring() -> Window {
    let mut harness = window("couplings");
    wait_for(&mut harness, "above exact");
    harness
}

#[test]
fn pairs_alone_are_held_beside_a_ring_with_triples() {
    let mut harness = ring();
    choose(&mut harness, "Couplings of", "Ring with triples, K = 0.1");
    wait_for(&mut harness, "ising:ring:20:0.2:0.1");
    harness.get_by_label("Triples").click();
    wait_for(&mut harness, "Compared with pairs alone");
    wait_for(&mut harness, "above 3/√M");
    // Both say how far their fields are from the truth: those of the model of pairs stand in for what it lacks.
    wait_for(&mut harness, "pairs alone 0.0");
    let error = |of: &str| -> f64 {
        let texts = says(&harness);
        let row = texts.iter().find_map(|text| text.strip_prefix(of)?.split(',').next()?.trim().parse().ok());
        row.unwrap()
    };
    assert!(error("pairs alone") > 1.5 * error("machine"));
    harness.check_accessibility();
}

#[test]
fn machines_of_potts_units_are_read_by_norms() {
    let mut harness = ring();
    let run = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rbms-0.5.0-serine-h8.h5");
    drop_file(&mut harness, Path::new(run));
    wait_for(&mut harness, "Of Potts units a coupling is a block of numbers");
    assert!(harness.query_by_role_and_label(Role::RadioButton, "Gaussian").is_none(), "{:?}", says(&harness));
    choose(&mut harness, "Order of the sites", "by cluster");
    harness.get_by_label("Triples").click();
    wait_for(&mut harness, "here only pairs are read");
    harness.get_by_label("Which unit makes the strongest coupling?").click();
    wait_for(&mut harness, "norm of the block");
    harness.check_accessibility();
}

#[test]
fn sites_are_ordered_and_placed_as_is_asked() {
    let mut harness = ring();
    for order in ["by cluster", "by distance", "by site"] {
        choose(&mut harness, "Order of the sites", order);
        assert!(shows(&harness, "above exact"));
    }
    for place in ["Grid", "Springs", "Circle"] {
        harness.get_by_role_and_label(Role::RadioButton, place).click();
        harness.run_steps(3);
        assert!(shows(&harness, "20 links"), "{:?}", says(&harness));
    }
}

/// The number of checkpoints that the timeline has.
fn checkpoints(harness: &Window) -> usize {
    let texts = says(harness);
    let note = texts.iter().find_map(|text| text.strip_suffix(" checkpoints"));
    note.and_then(|note| note.parse().ok()).unwrap_or_default()
}

#[test]
fn a_run_that_is_trained_goes_on_here() {
    let mut harness = window("train");
    wait(&mut harness, "the first run", |harness| harness.query_by_label("Train on").is_some());
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    let play = |harness: &mut Window| {
        wait(harness, "a run at rest", |harness| harness.query_by_label("Play").is_some());
        harness.get_by_label("Play").click();
        harness.run_steps(3);
    };
    play(&mut harness);
    choose(&mut harness, "File", "Open in Couplings");
    wait_for(&mut harness, "21 × 8");
    wait(&mut harness, "checkpoints", |harness| checkpoints(harness) > 0);
    let first = checkpoints(&harness);
    wait(&mut harness, "more checkpoints", |harness| checkpoints(harness) > first);
}
