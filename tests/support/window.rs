//! The whole window with its real engines, without a renderer: opened, waited for, and asked what it says.
#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    dead_code,
    reason = "help for tests: it may stop a test and wait by the clock, and each test uses a part of it"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::ui::app::{App, Startup};
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme;

/// The window; its state is there from the first frame on.
pub type Window = Harness<'static, Option<App>>;

/// Longer than anything takes that is not broken.
pub const PATIENCE: Duration = Duration::from_mins(1);

pub fn window_with(startup: Startup, remembered: Remembered) -> Window {
    let theme = startup.theme.unwrap_or(remembered.theme);
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .build_ui_state(
            move |ui, app: &mut Option<App>| {
                let app = app.get_or_insert_with(|| {
                    let mut app = App::new(ui.ctx(), remembered.clone(), &startup).unwrap();
                    // No test opens a dialog of the machine.
                    app.choose_files_by(Arc::new(|_| None));
                    app
                });
                app.logic(ui.ctx());
                app.ui(ui);
            },
            None,
        );
    harness.run_steps(3);
    harness
}

/// Draws frames until `done`; fails with what was waited for. Gives the time it took.
pub fn wait(harness: &mut Window, what: &str, done: impl Fn(&Window) -> bool) -> Duration {
    let start = Instant::now();
    while !done(harness) {
        assert!(start.elapsed() < PATIENCE, "waited for {what}; the window says {:?}", says(harness));
        std::thread::sleep(Duration::from_millis(2));
        harness.step();
    }
    start.elapsed()
}

/// Every text of the window.
pub fn says(harness: &Window) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    nodes.filter_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value())).collect()
}

pub fn shows(harness: &Window, text: &str) -> bool {
    says(harness).iter().any(|said| said.contains(text))
}

pub fn wait_for(harness: &mut Window, text: &str) -> Duration {
    wait(harness, &format!("{text:?}"), |harness| shows(harness, text))
}

/// Chooses an entry of a menu.
pub fn choose(harness: &mut Window, menu: &str, entry: &str) {
    wait(harness, menu, |harness| harness.query_by_label(menu).is_some());
    harness.get_by_label(menu).click();
    harness.run_steps(3);
    wait(harness, entry, |harness| harness.query_by_label(entry).is_some());
    harness.get_by_label(entry).click();
    harness.run_steps(3);
}

/// Saves the work of the lab under a typed path.
pub fn save_to(harness: &mut Window, path: &Path) {
    choose(harness, "File", "Save to a path…");
    type_path(harness, "Path to save to", path);
}

/// Types a path into the field of this name, and ends it with Enter.
pub fn type_path(harness: &mut Window, field: &str, path: &Path) {
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.event(egui::Event::Text(path.to_string_lossy().into_owned()));
    harness.run_steps(2);
    key(harness, Modifiers::NONE, Key::Enter);
}

/// Presses a key, whatever it was before; the last frame that is drawn is the one that hears of it.
pub fn press(harness: &mut Window, modifiers: Modifiers, key: Key) {
    for pressed in [false, true] {
        harness.event(egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
    }
    harness.step();
}

pub fn key(harness: &mut Window, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(2);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|err| err.to_string())
    }
}

pub fn drop_file(harness: &mut Window, path: &Path) {
    drop_files(harness, &[path.to_owned()]);
}

/// Drops several files at once.
pub fn drop_files(harness: &mut Window, paths: &[PathBuf]) {
    for path in paths {
        harness.input_mut().dropped_files.push(Arc::new(Dropped(path.clone())));
    }
    harness.step();
}
