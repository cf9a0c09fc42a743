//! The landscapes of Recall, Train and Boltzmann in the real window: they open, turn by keys, and what lies on them moves.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::ui::app::Startup;
use glassbox::ui::chassis::{Control, Step};
use glassbox::ui::labs::train::context::Ask;
use glassbox::ui::labs::train::opening::Preset;
use glassbox::ui::remembered::Remembered;
use support::{Window, key, says, shows, wait, wait_for, window_with};

fn window(lab: &str, panel: &str) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    rest(&mut harness);
    perform(&mut harness, Step::Show(panel.to_owned()));
    harness
}

fn perform(harness: &mut Window, step: Step) {
    harness.state_mut().as_mut().unwrap().perform(step).unwrap();
    harness.run_steps(4);
}

fn rest(harness: &mut Window) {
    harness.run_steps(3);
    wait(harness, "rest", |harness| !harness.state().as_ref().unwrap().busy());
    harness.run_steps(3);
}

/// The sentence of the picture of this name.
fn summary(harness: &Window, name: &str) -> String {
    let found = says(harness).into_iter().find(|said| said.starts_with(&format!("{name}: ")));
    found.unwrap_or_default()
}

fn image(harness: &Window, name: &str) -> egui::Rect {
    let images = harness.get_all_by_role(Role::Image);
    let with_name = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with(&format!("{name}: ")))
    };
    images.into_iter().find(with_name).unwrap().rect()
}

/// Keys turn what has the keyboard: what is pointed at is another place then. Enlarged, it is larger; Escape brings it back.
fn turns_and_grows(harness: &mut Window, name: &str) {
    harness.get_by_label("Enlarge").click();
    rest(harness);
    let large = image(harness, name);
    assert!(large.width() > 900.0 && large.height() > 400.0, "{large}");
    // Until the scale of heights has come to rest.
    harness.run_steps(60);
    let at = large.center() + egui::vec2(40.0, 30.0);
    harness.hover_at(at);
    harness.run_steps(2);
    let status = |harness: &Window| says(harness).into_iter().filter(|said| said.contains(", ")).collect::<Vec<_>>();
    let before = status(harness);
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.run_steps(2);
    }
    for _ in 0..6 {
        key(harness, Modifiers::NONE, Key::ArrowRight);
    }
    assert_ne!(status(harness), before, "{name} did not turn");
    key(harness, Modifiers::NONE, Key::Home);
    assert_eq!(status(harness), before, "{name} did not turn back");
    harness.check_accessibility();
    key(harness, Modifiers::NONE, Key::Escape);
    rest(harness);
    assert!(image(harness, name).width() < large.width());
}

#[test]
fn the_energy_of_a_network_turns_and_its_state_moves_over_every_kind_of_directions() {
    let name = "Energy over two directions";
    let mut harness = window("recall", "surface");
    wait_for(&mut harness, "Energy over two directions: the state at");
    turns_and_grows(&mut harness, name);
    let before = summary(&harness, name);
    perform(&mut harness, Step::Control(Control::Step(1)));
    rest(&mut harness);
    assert_ne!(summary(&harness, name), before, "the marble moves");
    harness.get_by_label("Enlarge").click();
    harness.run_steps(3);
    for kind in ["Modes of J", "Components"] {
        harness.get_by_role_and_label(Role::RadioButton, kind).click();
        rest(&mut harness);
        let at = summary(&harness, name);
        assert!(at.starts_with(&format!("{name}: the state at")) && at != before, "{kind}: {:?}", says(&harness));
    }
}

#[test]
fn the_free_energy_of_a_training_follows_cursor_and_training() {
    let name = "Free energy over two directions";
    let mut harness = window("train", "landscape");
    let preset = serde_json::to_value(Ask::Preset(Preset::Hierarchy)).unwrap();
    perform(&mut harness, Step::Ask(preset));
    wait_for(&mut harness, "hierarchy");
    rest(&mut harness);
    wait_for(&mut harness, "Free energy over two directions: update 0");
    turns_and_grows(&mut harness, name);
    perform(&mut harness, Step::Control(Control::Step(2)));
    rest(&mut harness);
    wait_for(&mut harness, "Free energy over two directions: update 100");
    assert!(shows(&harness, "chains"), "{:?}", says(&harness));
}

#[test]
fn the_wells_of_a_machine_turn_and_its_rows_can_be_chosen() {
    let name = "Wells of the machine";
    let mut harness = window("boltzmann", "landscape");
    wait_for(&mut harness, "Wells of the machine: update");
    turns_and_grows(&mut harness, name);
    harness.get_by_label("Enlarge").click();
    rest(&mut harness);
    for kind in ["Components", "Modes of the couplings"] {
        harness.get_by_role_and_label(Role::RadioButton, kind).click();
        rest(&mut harness);
        assert!(!summary(&harness, name).is_empty(), "{kind}: {:?}", says(&harness));
    }
}
