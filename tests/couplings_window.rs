//! The Couplings lab in the real window: a ring is read back, taken apart and followed along its training.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, key, says, shows, wait_for, window_with};

fn window() -> Window {
    let startup = Startup { lab: Some("couplings".to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "above exact");
    harness
}

#[test]
fn it_opens_on_a_ring_whose_links_are_found() {
    let mut harness = window();
    for said in ["ising:ring:20:0.2", "20 × 20", "links found", "20 of 20", "false links", "20 links"] {
        wait_for(&mut harness, said);
    }
    assert!(shows(&harness, "exact couplings, update 20"), "{:?}", says(&harness));
    harness.check_accessibility();
}

#[test]
fn the_strongest_coupling_is_taken_apart_by_every_method() {
    let mut harness = window();
    wait_for(&mut harness, "Which unit makes the strongest coupling?");
    harness.get_by_label("Which unit makes the strongest coupling?").click();
    wait_for(&mut harness, "J of ");
    // The states of 20 spins are enumerated last.
    for method in ["exact", "Gaussian", "lattice gas", "truth", "enumeration"] {
        wait_for(&mut harness, method);
    }
    let exact = says(&harness);
    assert!(exact.iter().any(|text| text.ends_with("(0)")), "the enumeration agrees to rounding: {exact:?}");
}

#[test]
fn brackets_go_along_the_training_and_end_returns() {
    let mut harness = window();
    for _ in 0..12 {
        key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    }
    wait_for(&mut harness, "0 of 20");
    key(&mut harness, Modifiers::NONE, Key::End);
    wait_for(&mut harness, "20 of 20");
}

#[test]
fn the_lattice_gas_is_not_held_against_the_truth() {
    let mut harness = window();
    harness.get_by_role_and_label(Role::RadioButton, "Lattice gas").click();
    wait_for(&mut harness, "The coefficients of the lattice gas are others");
    harness.get_by_label("Below the diagonal").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Gaussian").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Exact").click();
    harness.run_steps(3);
    assert!(!shows(&harness, "are others"));
}

#[test]
fn one_hidden_unit_makes_a_triple_only_with_a_bias() {
    let mut harness = window();
    harness.get_by_label("One hidden unit").click();
    wait_for(&mut harness, "J = +0.2000");
    harness.get_by_role_and_label(Role::RadioButton, "3").click();
    wait_for(&mut harness, "3 spins, all 8 states");
    assert!(shows(&harness, "What it makes"));
}
