//! A recall in the real window: watched at its speed, looked back at by its pictures, saved and opened again.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, reason = "a broken file for the window to refuse")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::io::recall_file::RecallFile;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::labs::heat;
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, drop_file, key, save_to, shows, type_path, wait, wait_for, window_with};

const RECALLED: &str = "Recalled B snail (784 of 784 cells)";

fn window() -> Window {
    let startup = Startup { lab: Some("recall".to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "the cue; nothing updated yet");
    harness
}

fn to_rest(harness: &mut Window) {
    harness.get_by_label("Step size").click();
    harness.run_steps(3);
    harness.get_by_label("to rest").click();
    harness.run_steps(3);
    key(harness, Modifiers::NONE, Key::Period);
    wait_for(harness, RECALLED);
}

#[test]
fn the_speed_is_a_number_and_slow_enough_to_be_watched() {
    let harness = window();
    assert!(shows(&harness, "0.70 sweeps/s"), "{:?}", support::says(&harness));
}

#[test]
fn larger_cells_are_dragged_from_the_corner_of_the_grid_and_can_be_undone() {
    let mut harness = window();
    assert!(shows(&harness, "28 × 28 ·"));
    let corner = harness.get_by_label("Cell size").rect().center();
    let press = |harness: &mut Window, pos, pressed| {
        let button = egui::PointerButton::Primary;
        harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
        harness.run_steps(2);
    };
    let to = |harness: &mut Window, by: f32| {
        harness.event(Event::PointerMoved(corner + egui::Vec2::splat(by)));
        harness.run_steps(2);
    };
    to(&mut harness, 0.0);
    press(&mut harness, corner, true);
    to(&mut harness, 60.0);
    to(&mut harness, 120.0);
    assert!(shows(&harness, "28 × 28 ·"), "nothing is changed before one lets go");
    press(&mut harness, corner + egui::Vec2::splat(120.0), false);
    wait_for(&mut harness, "14 × 14 ·");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "28 × 28 ·");
    harness.get_by_label("Cell size").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "27 × 27 ·");
}

#[test]
fn the_pictures_of_a_recall_lead_to_their_moments() {
    let mut harness = window();
    assert!(!shows(&harness, "The state after"));
    to_rest(&mut harness);
    for (label, at) in
        [("The state after 0.25 sweeps", "sweep 0.25"), ("The state at the start: the cue", "sweep 0.00")]
    {
        harness.get_by_label(label).click();
        wait_for(&mut harness, at);
    }
    harness.get_by_label_contains("The state at the end").click();
    wait_for(&mut harness, RECALLED);
}

#[test]
fn the_timeline_shows_the_part_to_come() {
    let mut harness = window();
    let length = |harness: &Window| harness.get_by_role_and_label(Role::Slider, "timeline").rect().width();
    harness.get_by_label("Step size").click();
    harness.run_steps(3);
    harness.get_by_label("one sweep").click();
    harness.run_steps(3);
    key(&mut harness, Modifiers::NONE, Key::Period);
    wait_for(&mut harness, "recorded 1.00");
    let half = length(&harness);
    to_rest(&mut harness);
    harness.run_steps(3);
    assert!(half < 0.6 * length(&harness), "{half} and {}", length(&harness));
}

#[test]
fn a_recall_is_saved_and_opened_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("snail.json");
    let mut harness = window();
    to_rest(&mut harness);
    save_to(&mut harness, &path);
    wait_for(&mut harness, "Saved as");
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    wait_for(&mut harness, "the cue; nothing updated yet");
    choose(&mut harness, "File", "Open a path…");
    type_path(&mut harness, "Path of a file", &path);
    wait_for(&mut harness, "Opened snail.json. Undo takes it back.");
    wait(&mut harness, "the run and its end", |harness| {
        shows(harness, RECALLED) && shows(harness, "fixed point after 2 sweeps")
    });
    harness.get_by_label("Undo").click();
    wait_for(&mut harness, "the cue; nothing updated yet");
}

#[test]
fn what_is_warm_and_what_is_no_recall_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (warm, other) = (folder.path().join("warm.json"), folder.path().join("other.json"));
    RecallFile::new(heat::opening::opening(Seed(1)).unwrap().document, 0).write(&warm, false).unwrap();
    std::fs::write(&other, "{}").unwrap();
    let mut harness = window();
    drop_file(&mut harness, &warm);
    wait_for(&mut harness, "warm.json was not opened: it has T = 0.6, and this lab has no heat. Open it in Heat.");
    drop_file(&mut harness, &other);
    wait_for(&mut harness, "other.json is not a saved recall");
}
