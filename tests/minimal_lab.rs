//! The lab that strangers copy, driven as a person drives it.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests wait by the clock and may stop at once")]

use std::time::{Duration, Instant};

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::app::{App, Startup};
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{self, Theme};

#[path = "../examples/minimal_lab.rs"]
#[expect(dead_code, reason = "the window of the example is opened by hand only")]
mod minimal_lab;

type Window = Harness<'static, Option<App>>;

fn window(remembered: Remembered) -> Window {
    let mut harness = Harness::builder()
        .with_size([1200.0, 800.0])
        .with_context_setup(|ctx| theme::install(ctx, Theme::Dark))
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                let app = app.get_or_insert_with(|| {
                    App::with_labs(ui.ctx(), &minimal_lab::LABS, remembered.clone(), &Startup::default()).unwrap()
                });
                app.logic(ui.ctx());
                app.ui(ui);
            },
            None,
        );
    harness.run_steps(3);
    harness
}

fn wait_for(harness: &mut Window, text: &str) {
    let start = Instant::now();
    while harness.query_all_by_label_contains(text).next().is_none() {
        assert!(start.elapsed() < Duration::from_secs(20), "waited for {text:?}");
        std::thread::sleep(Duration::from_millis(2));
        harness.step();
    }
}

#[test]
fn it_walks_is_steered_scrubbed_and_remembered() {
    let mut harness = window(Remembered::default());
    assert!(harness.query_by_label("a walk of 1000 steps, seed 1").is_some());
    harness.get_by_label("bias").set_value_accesskit(1.0);
    wait_for(&mut harness, "bias: 1.00");
    harness.get_by_role_and_label(Role::Slider, "speed").set_value_accesskit(1_000.0);
    harness.run_steps(2);
    harness.key_press(Key::Space);
    wait_for(&mut harness, "step 1000");
    harness.get_by_label("timeline").set_value_accesskit(250.0);
    wait_for(&mut harness, "step 250");
    harness.get_by_label("Live").click();
    wait_for(&mut harness, "step 1000");
    harness.get_by_label("thick line").click();
    harness.run_steps(3);
    let saved = harness.state_mut().as_mut().unwrap().remember().clone();
    assert!(saved.layouts["walk"].contains("\"thick\":true"), "{}", saved.layouts["walk"]);
    let mut again = window(saved.clone());
    assert_eq!(again.state_mut().as_mut().unwrap().remember().layouts, saved.layouts);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::R);
    wait_for(&mut harness, "step 0");
}

#[test]
fn it_is_what_a_stranger_can_read_at_one_sitting() {
    assert!(include_str!("../examples/minimal_lab.rs").lines().count() <= 200);
}
