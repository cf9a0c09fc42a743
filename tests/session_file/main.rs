//! Sessions: all labs in one file, saved from a window and opened in another one; runs that are done again to the bit; and
//! files that are no sessions, each of which is a sentence and takes nothing away.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test may stop, and write the files that it needs"
)]

mod damaged;
mod frame;
mod more;
#[path = "../support/window.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::io::session_file::{SessionFile, reading};
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use serde_json::Value;

use support::{Window, choose, key, says, shows, wait, wait_for, window_with};

fn window(startup: Startup) -> Window {
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "a lab", |harness| harness.query_by_label("Play").is_some());
    harness
}

fn in_lab(lab: &str) -> Window {
    window(Startup { lab: Some(lab.to_owned()), ..Startup::default() })
}

/// Has every dialog answer this path.
fn answering(harness: &mut Window, path: &Path) {
    let path = path.to_owned();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(path.clone())));
}

fn standing(harness: &Window) -> Option<(String, bool)> {
    harness.state().as_ref().unwrap().open_session_name()
}

fn rests(harness: &mut Window) {
    wait(harness, "rest", |harness| !harness.state().as_ref().unwrap().busy());
    harness.run_steps(3);
}

/// Saves the session under this path.
fn save(harness: &mut Window, path: &Path) {
    answering(harness, path);
    choose(harness, "File", "Save session as…");
    wait(harness, "the session to be saved", |harness| standing(harness).is_some_and(|(_, changed)| !changed));
    assert!(path.is_file());
}

/// Another window, as of a new process, that opens with this session.
fn opened(path: &Path) -> Window {
    let startup = Startup { file: Some(path.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "the session", |harness| standing(harness).is_some());
    rests(&mut harness);
    harness
}

fn session(harness: &mut Window) -> SessionFile {
    harness.state_mut().as_mut().unwrap().as_session()
}

/// What the window says but for what passes by itself.
fn lasting(harness: &Window) -> Vec<String> {
    let passing = ["Saved as", "Opened ", "Bring back", "Dismiss", "updates/s", "steps/s", " s left"];
    let mut said = says(harness);
    // The sentence about what has the keyboard.
    if let Some(at) = said.iter().position(|said| said == "Messages") {
        said.remove(at + 1);
    }
    said.retain(|said| !passing.iter().any(|text| said.contains(text)));
    said
}

/// Saves what was done in a lab, opens it in another window, and compares all that both hold and say.
fn comes_back(mut harness: Window, lab: &str) {
    rests(&mut harness);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let before = session(&mut harness);
    assert!(!before.labs[lab].work.is_null(), "{lab} holds nothing");
    let mut other = opened(&path);
    let after = session(&mut other);
    assert_eq!(before.labs[lab].work, after.labs[lab].work, "{lab}");
    assert_eq!(before.labs[lab].layout, after.labs[lab].layout, "{lab}");
    assert_eq!((before.lab.as_str(), after.lab.as_str()), (lab, lab));
    wait(&mut other, "the passing sentences to pass", |other| !shows(other, "Opened lesson"));
    for _ in 0..600 {
        if lasting(&harness) == lasting(&other) {
            return;
        }
        harness.step();
        other.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(lasting(&harness), lasting(&other), "{lab}");
}

#[test]
fn a_recall_comes_back_with_its_edits_its_run_and_its_cursor() {
    let mut harness = in_lab("recall");
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    key(&mut harness, Modifiers::COMMAND, Key::N);
    for _ in 0..5 {
        key(&mut harness, Modifiers::NONE, Key::Period);
    }
    key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    comes_back(harness, "recall");
}

#[test]
fn a_run_at_a_temperature_comes_back() {
    let mut harness = in_lab("heat");
    for _ in 0..4 {
        key(&mut harness, Modifiers::NONE, Key::Period);
    }
    comes_back(harness, "heat");
}

#[test]
fn a_point_of_the_phase_diagram_comes_back_as_it_was_measured() {
    let mut harness = in_lab("phases");
    rests(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::Period);
    comes_back(harness, "phases");
}

#[test]
fn a_machine_that_learned_comes_back() {
    let mut harness = in_lab("boltzmann");
    wait(&mut harness, "some updates", |harness| !shows(harness, "update 0"));
    if let Some(pause) = harness.query_by_label("Pause") {
        pause.click();
    }
    rests(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    comes_back(harness, "boltzmann");
}

/// Train, three updates after its first.
fn with_three_updates() -> Window {
    let mut harness = in_lab("train");
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    for _ in 0..3 {
        harness.get_by_label("Step: one update").click();
        harness.run_steps(2);
    }
    wait_for(&mut harness, "update 3");
    rests(&mut harness);
    harness
}

#[test]
fn a_training_comes_back_with_all_its_checkpoints() {
    let mut harness = with_three_updates();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let file = reading::read(&path).unwrap();
    assert_eq!(file.files.len(), 1, "the run is in no file: it is packed");
    assert!(file.files[0].packed.is_some() && file.files[0].path.is_empty());
    let mut other = opened(&path);
    wait_for(&mut other, "update 3");
    // It goes on as it would have: the update after is the same to the bit.
    for window in [&mut harness, &mut other] {
        window.get_by_label("Step: one update").click();
        wait_for(window, "update 4");
        rests(window);
    }
    let run = |harness: &mut Window, name: &str| {
        let path = folder.path().join(name);
        support::save_to(harness, &path);
        wait(harness, "the file", |_| path.is_file());
        glassbox::io::rbm_archive::read(&path).unwrap().trajectory
    };
    let (one, two) = (run(&mut harness, "one.h5"), run(&mut other, "two.h5"));
    assert_eq!(one.last().unwrap().update, 4);
    assert_eq!(one.last().unwrap().rbm, two.last().unwrap().rbm);
}

#[test]
fn a_tree_comes_back_with_its_run_by_name() {
    let mut harness = in_lab("tree");
    wait(&mut harness, "the whole tree", |harness| !harness.state().as_ref().unwrap().busy());
    key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    comes_back(harness, "tree");
}

#[test]
fn couplings_come_back_with_what_was_looked_at() {
    let mut harness = in_lab("couplings");
    key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let work = session(&mut harness).labs["couplings"].work.clone();
    assert!(work["look"]["cursor"].is_u64(), "{work}");
    let startup = Startup { file: Some(path), ..Startup::default() };
    let mut other = window_with(startup, Remembered::default());
    wait(&mut other, "the session", |harness| standing(harness).is_some());
    assert_eq!(work, session(&mut other).labs["couplings"].work);
    let rms = |window: &Window| {
        let said = says(window).into_iter().filter(|said| said.contains("rms error of the pairs"));
        said.collect::<Vec<_>>()
    };
    for window in [&mut harness, &mut other] {
        wait(window, "the couplings of all checkpoints", |window| rms(window).len() >= 31);
    }
    assert_eq!(rms(&harness), rms(&other));
}

/// A file with some of everything.
fn example(folder: &Path) -> (PathBuf, Value) {
    let path = folder.join("example.glassbox");
    let mut harness = in_lab("recall");
    key(&mut harness, Modifiers::NONE, Key::Period);
    save(&mut harness, &path);
    let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    (path, value)
}
