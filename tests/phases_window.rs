//! The Phases lab in the real window, with its engines: opened, run, moved, brought to rest and moved on.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests may stop, and wait by the clock")]

use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::NodeT as _, kittest::Queryable as _};
use glassbox::physics::seed::Seed;
use glassbox::ui::app::{App, Startup};
use glassbox::ui::labs::phases::opening::FIRST_SWEEPS;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{self, Theme};

type Window = Harness<'static, Option<App>>;

const PATIENCE: Duration = Duration::from_mins(1);

fn window() -> Window {
    let startup = Startup { seed: Some(Seed(1)), lab: Some("phases".to_owned()), ..Startup::default() };
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(|ctx| theme::install(ctx, Theme::Dark))
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                let app = app.get_or_insert_with(|| App::new(ui.ctx(), Remembered::default(), &startup).unwrap());
                app.logic(ui.ctx());
                app.ui(ui);
            },
            None,
        );
    harness.run_steps(3);
    harness
}

fn says(harness: &Window) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    nodes.filter_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value())).collect()
}

fn shows(harness: &Window, text: &str) -> bool {
    says(harness).iter().any(|said| said.contains(text))
}

fn wait(harness: &mut Window, what: &str, done: impl Fn(&Window) -> bool) -> Duration {
    let start = Instant::now();
    while !done(harness) {
        assert!(start.elapsed() < PATIENCE, "waited for {what}; the window says {:?}", says(harness));
        std::thread::sleep(Duration::from_millis(2));
        harness.step();
    }
    start.elapsed()
}

fn wait_for(harness: &mut Window, text: &str) -> Duration {
    wait(harness, text, |harness| shows(harness, text))
}

fn key(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(2);
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
    key(&mut harness, Modifiers::NONE, Key::R);
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
