//! The picture of errors and the hidden unit by hand in the real window.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, says, shows, wait_for, window_with};

fn window(tab: &str) -> Window {
    let startup = Startup { lab: Some("couplings".to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "above exact");
    harness.get_by_label(tab).click();
    harness.run_steps(3);
    harness
}

#[test]
fn what_errors_cost_is_said_before_they_are_measured() {
    let mut harness = window("Error curves");
    wait_for(&mut harness, "of one processor");
    assert!(shows(&harness, "Measure the errors"), "{:?}", says(&harness));
    assert!(!shows(&harness, "Stop measuring errors"), "nothing starts by itself");
    harness.get_by_role_and_label(Role::RadioButton, "Temperature").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Ring").click();
    harness.run_steps(3);
    wait_for(&mut harness, "of one processor");
    harness.check_accessibility();
}

#[test]
fn errors_are_measured_beside_everything_else_and_can_be_stopped() {
    let mut harness = window("Error curves");
    wait_for(&mut harness, "Measure the errors");
    harness.get_by_label("Measure the errors").click();
    wait_for(&mut harness, "Stop measuring errors");
    wait_for(&mut harness, "16 spins");
    harness.get_by_label("Stop measuring errors").click();
    wait_for(&mut harness, "Measure the errors");
    // What was measured stays.
    assert!(shows(&harness, "of 5 samples"), "{:?}", says(&harness));
}

#[test]
fn four_spins_have_a_quadruple_and_with_a_bias_triples() {
    let mut harness = window("One hidden unit");
    wait_for(&mut harness, "The spins");
    harness.get_by_role_and_label(Role::RadioButton, "4").click();
    wait_for(&mut harness, "4 spins, all 16 states");
    for said in ["field 1", "pair 1, 2", "triple 2, 3, 4", "quadruple 1, 2, 3, 4"] {
        wait_for(&mut harness, said);
    }
    harness.check_accessibility();
}
