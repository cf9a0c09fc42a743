//! The Phases lab in the real window, with its engines: opened, run, moved, brought to rest and moved on.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::labs::phases::opening::FIRST_SWEEPS;
use glassbox::ui::remembered::Remembered;

use support::{Window, key, says, shows, wait, wait_for, window_with};

fn window() -> Window {
    let startup = Startup { seed: Some(Seed(1)), lab: Some("phases".to_owned()), ..Startup::default() };
    window_with(startup, Remembered::default())
}

/// Sweeps since the last move.
fn sweeps(harness: &Window) -> u64 {
    let said = says(harness).into_iter().find_map(|said| Some(said.strip_prefix("sweeps here ")?.to_owned()));
    said.unwrap_or_default().replace('\u{202F}', "").parse().unwrap()
}

#[test]
fn it_opens_with_a_measured_point_and_the_lines_follow() {
    let mut harness = window();
    wait_for(&mut harness, &format!("sweeps here {FIRST_SWEEPS}"));
    assert!(harness.query_by_label("Play").is_some(), "it waits to be played");
    wait_for(&mut harness, "drag the puck");
    assert!(shows(&harness, "theory m = 0.966, measured 0.9"), "{:?}", says(&harness));
    // Nothing is under way any more: the window is idle.
    wait(&mut harness, "rest", |harness| harness.state().as_ref().is_some_and(|app| !app.busy()));
    assert_eq!(sweeps(&harness), FIRST_SWEEPS);
}

#[test]
fn a_moved_network_runs_on_and_reset_repeats_its_measurement() {
    let mut harness = window();
    wait_for(&mut harness, &format!("sweeps here {FIRST_SWEEPS}"));
    harness.get_by_label("Play").click();
    wait(&mut harness, "more sweeps", |harness| sweeps(harness) > FIRST_SWEEPS + 5);
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "p\u{A0}=\u{A0}51");
    wait(&mut harness, "sweeps at the new place", |harness| (21..FIRST_SWEEPS).contains(&sweeps(harness)));
    assert!(shows(&harness, "Forget points"));
    harness.get_by_label("Pause").click();
    wait(&mut harness, "the pause", |harness| harness.query_by_label("Play").is_some());
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait_for(&mut harness, "sweeps here 0");
}

#[test]
fn a_network_at_rest_goes_on_where_it_is_heated_if_it_was_running() {
    let mut harness = window();
    wait_for(&mut harness, &format!("sweeps here {FIRST_SWEEPS}"));
    harness.get_by_label("Play").click();
    for _ in 0..4 {
        key(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    }
    wait_for(&mut harness, "at rest after");
    wait(&mut harness, "the end of the run", |harness| harness.query_by_label("Play").is_some());
    key(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    wait_for(&mut harness, "T = 0.100");
    wait(&mut harness, "a run that goes on", |harness| sweeps(harness) > 25);
    // Paused by hand, it stays so.
    harness.get_by_label("Pause").click();
    wait(&mut harness, "the pause", |harness| harness.query_by_label("Play").is_some());
    key(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    wait_for(&mut harness, "T = 0.200");
    assert_eq!(sweeps(&harness), 0);
}

#[test]
fn moves_come_no_faster_than_the_network_follows_and_the_last_one_counts() {
    let mut harness = window();
    wait_for(&mut harness, &format!("sweeps here {FIRST_SWEEPS}"));
    for _ in 0..30 {
        key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    wait_for(&mut harness, "p\u{A0}=\u{A0}80");
    for _ in 0..30 {
        key(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    }
    wait_for(&mut harness, "p\u{A0}=\u{A0}50");
}
