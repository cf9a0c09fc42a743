//! Dense and continuous memories in the window of Recall: a cue falls in six landscapes, and as a grey state.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, choose, key, says, shows, wait, wait_for, window_with};

fn window() -> Window {
    window_with(Startup::default(), Remembered::default())
}

#[test]
fn one_cue_falls_in_six_landscapes() {
    let mut harness = window();
    harness.get_by_label("Six energies").click();
    wait_for(&mut harness, "Overlaps in six landscapes");
    wait_for(&mut harness, "6 of 6 end in the memory");
    assert!(shows(&harness, "The six states"), "{:?}", says(&harness));
    harness.check_accessibility();
}

#[test]
fn a_grey_state_is_one_memory_by_sparsemax_in_one_step() {
    let mut harness = window();
    harness.get_by_label("Attention").click();
    wait_for(&mut harness, "Weights of the memories");
    wait(&mut harness, "nearly the snail", |harness| shows(harness, "retrieved nearly B"));
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Sparsemax").click();
    wait_for(&mut harness, "retrieved B in one step");
    assert!(shows(&harness, "holding 90 % 1 of 5"), "{:?}", says(&harness));
}

#[test]
fn states_over_beta_and_hidden_neurons_are_drawn_without_being_asked_for() {
    let mut harness = window();
    harness.get_by_label("States over β").click();
    wait_for(&mut harness, "Largest weight of the states along β");
    wait_for(&mut harness, " branches; solid: stable, dashed: not");
    harness.get_by_label("Hidden neurons").click();
    wait_for(&mut harness, "Hidden neurons over time");
    wait_for(&mut harness, "At rest.");
}

#[test]
fn a_dense_rule_says_what_changes_and_what_is_printed_instead() {
    let mut harness = window();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Dense").click();
    wait_for(&mut harness, "Each memory counts by its overlap to the power 3");
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "As printed").click();
    wait_for(&mut harness, "Its overlaps: ");
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::RadioButton, "Exp").click();
    wait_for(&mut harness, "2^392");
}

#[test]
fn all_digits_are_memories_at_once() {
    let mut harness = window();
    choose(&mut harness, "Load memories", "All 10\u{202f}000 handwritten digits");
    wait_for(&mut harness, "p = 10\u{202f}000");
    assert!(shows(&harness, "It would compare 49\u{202f}995\u{202f}000 pairs of memories."), "{:?}", says(&harness));
    wait_for(&mut harness, "levels of the 5 memories nearest to the cue alone");
    assert!(shows(&harness, "only dense rules keep so many"), "{:?}", says(&harness));
    harness.check_accessibility();
    // What would take an hour is refused, and the rule stays.
    harness.get_by_role_and_label(Role::RadioButton, "Projection").scroll_to_me();
    harness.run_steps(6);
    harness.get_by_role_and_label(Role::RadioButton, "Projection").click();
    wait_for(&mut harness, "10000 memories of 784 spins by the rule Projection");
    assert!(shows(&harness, "28 × 28 · Hebb"), "{:?}", says(&harness));
    harness.get_by_role_and_label(Role::RadioButton, "Dense").scroll_to_me();
    harness.run_steps(6);
    harness.get_by_role_and_label(Role::RadioButton, "Dense").click();
    wait_for(&mut harness, "28 × 28 · Dense, n = 3");
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait_for(&mut harness, " sweeps");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "28 × 28 · Hebb");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "p = 5");
    assert!(!shows(&harness, "not computed") && !shows(&harness, "nearest to the cue alone"), "{:?}", says(&harness));
}

#[test]
fn a_cue_is_drawn_in_grey_levels() {
    let mut harness = window();
    harness.get_by_label("Attention").click();
    wait_for(&mut harness, "Weights of the memories");
    wait_for(&mut harness, "of the grid: draw on it");
    harness.run_steps(3);
    harness.get_by_label("Blank grey cue").scroll_to_me();
    harness.run_steps(6);
    harness.get_by_label("Blank grey cue").click();
    wait_for(&mut harness, "drawn in grey");
    // Nothing known: every memory counts the same, in the first step at least.
    harness.get_by_role_and_label(Role::Canvas, "Grey cue").scroll_to_me();
    harness.run_steps(6);
    let grid = harness.get_by_role_and_label(Role::Canvas, "Grey cue").rect();
    let from = grid.center();
    for event in [
        egui::Event::PointerMoved(from),
        button(from, true),
        egui::Event::PointerMoved(from + egui::vec2(grid.width() / 4.0, 0.0)),
        button(from + egui::vec2(grid.width() / 4.0, 0.0), false),
    ] {
        harness.event(event);
        harness.step();
    }
    wait(&mut harness, "the level of the brush", |harness| {
        let nodes = harness.query_all_by_role(Role::Canvas);
        nodes.filter_map(|node| node.accesskit_node().value()).any(|value| value.ends_with(": 0.50"))
    });
    harness.run_steps(3);
    harness.get_by_label("From the grid").scroll_to_me();
    harness.run_steps(6);
    harness.get_by_label("From the grid").click();
    wait_for(&mut harness, "of the grid: draw on it");
    wait(&mut harness, "nearly the snail", |harness| shows(harness, "retrieved nearly B"));
}

fn button(pos: egui::Pos2, pressed: bool) -> egui::Event {
    let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
    egui::Event::PointerButton { pos, button, pressed, modifiers }
}
