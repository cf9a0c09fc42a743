//! Sessions: all labs in one file, saved from a window and opened in another one; runs that are done again to the bit; and
//! files that are no sessions, each of which is a sentence and takes nothing away.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test may stop, and write the files that it needs"
)]

#[path = "support/window.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable as _;
use glassbox::io::session_file::{SessionFile, reading};
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use serde_json::{Value, json};

use support::{Window, choose, drop_file, key, press, says, shows, wait, wait_for, window_with};

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

#[test]
fn a_training_comes_back_with_all_its_checkpoints() {
    let mut harness = in_lab("train");
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    for _ in 0..3 {
        harness.get_by_label("Step: one update").click();
        harness.run_steps(2);
    }
    wait_for(&mut harness, "update 3");
    rests(&mut harness);
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

/// Draws frames until the window is given this title.
fn titled(harness: &mut Window, title: &str) {
    let given = ViewportCommand::Title(title.to_owned());
    wait(harness, title, |harness| harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&given));
}

/// The system asks the window to close; whether it stays.
fn stays(harness: &mut Window) -> bool {
    let viewport = harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    harness.step();
    let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
    let stays = commands.contains(&ViewportCommand::CancelClose);
    harness.run_steps(2);
    stays
}

#[test]
fn the_command_line_says_what_a_session_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = example(folder.path());
    let glassbox = |arguments: &[&str]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_glassbox")).args(arguments).output().unwrap();
        (run.status.code(), String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap())
    };
    let (status, text) = glassbox(&["info", path.to_str().unwrap()]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("a session of Glassbox") && text.contains("recall        0 commands and 1 steps"), "{text}");
    let (_, text) = glassbox(&["info", path.to_str().unwrap(), "--json"]);
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&said["format"], &said["labs"]["recall"]["steps"]), (&json!("session"), &json!(1)));
    std::fs::write(&path, "{}").unwrap();
    let (status, text) = glassbox(&["--session", path.to_str().unwrap()]);
    assert!(status != Some(0) && text.contains("it has no glassbox_session"), "{text}");
}

#[test]
fn a_session_that_cannot_be_written_leaves_the_file_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = example(folder.path());
    let before = std::fs::read(&path).unwrap();
    let mut file = reading::read(&path).unwrap();
    file.labs.insert("x".repeat(101), glassbox::io::session_file::LabState::default());
    let refused = glassbox::io::session_file::writing::write(&file, &path, true).unwrap_err().to_string();
    assert!(refused.contains("101 characters, where at most 100 stand"), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn the_title_marks_what_is_not_saved_and_closing_asks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    let mut harness = in_lab("recall");
    answering(&mut harness, &path);
    press(&mut harness, Modifiers::COMMAND | Modifiers::ALT, Key::S);
    titled(&mut harness, "Glassbox – lesson.glassbox – Recall");
    assert!(!stays(&mut harness));
    let mut harness = opened(&path);
    press(&mut harness, Modifiers::COMMAND, Key::D);
    titled(&mut harness, "Glassbox – lesson.glassbox • – Recall •");
    assert!(stays(&mut harness));
    assert!(shows(&harness, "Session: lesson.glassbox has changed since it was saved."), "{:?}", says(&harness));
    harness.check_accessibility();
    harness.get_by_label("Save…").click_accesskit();
    let closes = |harness: &Window| {
        harness.output().viewport_output[&ViewportId::ROOT].commands.contains(&ViewportCommand::Close)
    };
    wait(&mut harness, "the end", closes);
    assert!(opened(&path).query_by_label("drawing 1").is_some() || shows(&opened(&path), "drawing 1"));
}

#[test]
fn opening_another_session_asks_and_what_was_open_can_be_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one.glassbox", "two.glassbox"].map(|name| folder.path().join(name));
    let mut harness = in_lab("recall");
    save(&mut harness, &one);
    std::fs::copy(&one, &two).unwrap();
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    drop_file(&mut harness, &two);
    wait_for(&mut harness, "Open another session?");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(3);
    assert!(shows(&harness, "drawing 1") && !shows(&harness, "Open another session?"));
    drop_file(&mut harness, &two);
    wait_for(&mut harness, "Open another session?");
    harness.get_by_label("Don’t save").click_accesskit();
    wait_for(&mut harness, "Opened two.glassbox");
    assert!(!shows(&harness, "drawing 1"));
    harness.get_by_label("Bring back what was open").click();
    wait_for(&mut harness, "drawing 1");
    assert_eq!(standing(&harness), Some(("one.glassbox".to_owned(), true)));
}

#[test]
fn after_a_window_that_was_cut_short_the_session_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let (state, path) = (folder.path().join("state"), folder.path().join("lesson.glassbox"));
    let startup =
        || Startup { state_folder: Some(state.clone()), lab: Some("recall".to_owned()), ..Startup::default() };
    let mut first = window(startup());
    save(&mut first, &path);
    key(&mut first, Modifiers::COMMAND, Key::D);
    wait_for(&mut first, "drawing 1");
    let remembered = first.state_mut().as_mut().unwrap().remember().clone();
    assert!(remembered.session.as_ref().is_some_and(|session| session.changed));
    // Nobody closes it: its mark stays.
    drop(first);
    let mut harness = window_with(startup(), remembered.clone());
    wait_for(&mut harness, "drawing 1");
    assert!(shows(&harness, "The session is lesson.glassbox, which it had changed"), "{:?}", says(&harness));
    wait(&mut harness, "its name", |harness| standing(harness) == Some(("lesson.glassbox".to_owned(), true)));
    drop(harness);
    // Where it had not changed the file itself is opened, as it was.
    let session = remembered.session.map(|session| glassbox::ui::remembered::OpenSession { changed: false, ..session });
    let mut harness = window_with(startup(), Remembered { session, ..remembered });
    wait(&mut harness, "the session", |harness| standing(harness).is_some());
    assert!(!shows(&harness, "drawing 1"));
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

/// A generator of numbers that are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// Puts another value at one place of the tree that `numbers` choose.
fn replace(value: &mut Value, numbers: &mut Numbers) {
    let children = match value {
        Value::Array(list) => list.len(),
        Value::Object(object) => object.len(),
        _ => 0,
    };
    if children > 0 && numbers.below(6) > 0 {
        let place = numbers.below(children);
        let child = match value {
            Value::Array(list) => list.get_mut(place),
            Value::Object(object) => object.values_mut().nth(place),
            _ => None,
        };
        return replace(child.unwrap(), numbers);
    }
    let others = [
        json!(null),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!("text"),
        json!([]),
        json!({}),
        json!([[[[[]]]]]),
        json!(true),
        json!("x".repeat(5000)),
    ];
    *value = others[numbers.below(others.len())].clone();
}

#[test]
fn two_hundred_damaged_files_are_sentences_and_take_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = example(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.glassbox");
    let mut numbers = Numbers(15);
    let (mut refused, mut windows) = (0, 0);
    let mut harness = in_lab("recall");
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    for round in 0..200 {
        let content = match round % 4 {
            0 => {
                let mut flipped = bytes.clone();
                for _ in 0..=numbers.below(8) {
                    let at = numbers.below(flipped.len());
                    flipped[at] ^= 1 << numbers.below(8);
                }
                flipped
            }
            1 => bytes[..numbers.below(bytes.len())].to_vec(),
            2 => {
                let mut value = whole.clone();
                replace(&mut value, &mut numbers);
                serde_json::to_vec(&value).unwrap()
            }
            _ => {
                let depth = 100 + numbers.below(100_000);
                let inner = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
                format!("{{\"glassbox_session\": 1, \"labs\": {inner}}}").into_bytes()
            }
        };
        std::fs::write(&damaged, content).unwrap();
        match reading::read(&damaged) {
            Err(error) => {
                let sentence = error.to_string();
                assert!(sentence.contains("damaged.glassbox"), "{sentence}");
                assert!(sentence.chars().count() < 700 && !sentence.contains('\n'), "{sentence}");
                refused += 1;
            }
            // What a lab makes of its part is seen in the window; some of them are enough.
            Ok(_) if windows < 12 => {
                windows += 1;
                drop_file(&mut harness, &damaged);
                wait(&mut harness, "what is in it", |harness| {
                    harness.state().as_ref().unwrap().open_session_name().is_some()
                        && shows(harness, "damaged.glassbox")
                        || shows(harness, "was left out")
                });
                harness.run_steps(3);
                if let Some(back) = harness.query_by_label("Bring back what was open") {
                    back.click();
                    wait_for(&mut harness, "drawing 1");
                } else {
                    // A refusal took the place of the offer; the labs of before are still kept.
                    harness = in_lab("recall");
                    key(&mut harness, Modifiers::COMMAND, Key::D);
                    wait_for(&mut harness, "drawing 1");
                }
            }
            Ok(_) => {}
        }
    }
    assert!(refused > 120, "{refused} of 200 were refused");
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    drop_file(&mut harness, &damaged);
    wait_for(&mut harness, "is not a session of Glassbox");
    assert!(shows(&harness, "drawing 1"), "nothing of what was open is lost");
}
