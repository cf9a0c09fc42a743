//! The File menu: the same in every lab; what it opens, saves, imports and exports.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test may stop, and read what was written")]

#[path = "support/window.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::labs::list;
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, key, press, says, shows, type_path, wait, wait_for, window_with};

fn opened(lab: &str, remembered: Remembered) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, remembered);
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    harness
}

/// Has every dialog answer this path; how many were asked.
fn answering(harness: &mut Window, path: &Path) -> Arc<AtomicUsize> {
    let asked = Arc::new(AtomicUsize::new(0));
    let (count, path) = (Arc::clone(&asked), Mutex::new(path.to_owned()));
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Some(path.lock().unwrap().clone())
    }));
    asked
}

fn saved(harness: &mut Window, path: &Path) {
    wait_for(harness, &format!("Saved as {}", path.display()));
    harness.get_by_label("Dismiss").click();
    harness.run_steps(3);
}

fn open_menu(harness: &mut Window) {
    harness.get_by_label("File").click();
    harness.run_steps(3);
}

#[test]
fn it_is_at_one_place_in_every_lab_and_shows_its_keys() {
    let mut places = Vec::new();
    for kind in list::LABS {
        let mut harness = opened(kind.name.id, Remembered::default());
        places.push(harness.get_by_label("File").rect());
        open_menu(&mut harness);
        for entry in ["Open…", "Open a path…", "Save", "Save as…", "Present", "Full screen", "Quit"] {
            assert!(harness.query_by_role_and_label(Role::Button, entry).is_some(), "{entry} in {}", kind.name.title);
        }
        harness.check_accessibility();
    }
    assert!(places.windows(2).all(|pair| pair[0] == pair[1]), "{places:?}");
}

#[test]
fn saving_asks_once_and_writes_the_same_file_after_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    let mut harness = opened("recall", Remembered::default());
    let asked = answering(&mut harness, &path);
    key(&mut harness, Modifiers::COMMAND, Key::S);
    saved(&mut harness, &path);
    let first = std::fs::read_to_string(&path).unwrap();
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    key(&mut harness, Modifiers::COMMAND, Key::S);
    saved(&mut harness, &path);
    let second = std::fs::read_to_string(&path).unwrap();
    assert!(!first.contains("drawing 1") && second.contains("drawing 1"));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    saved(&mut harness, &path);
    assert_eq!(asked.load(Ordering::SeqCst), 2, "Save as… asks each time");
}

/// The window after this one.
fn next_start(harness: &mut Window) -> Window {
    let remembered = harness.state_mut().as_mut().unwrap().remember().clone();
    let mut next = window_with(Startup::default(), remembered);
    wait(&mut next, "the lab", |harness| harness.query_by_label("Play").is_some());
    next
}

#[test]
fn work_goes_on_in_its_file_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    let mut harness = opened("recall", Remembered::default());
    support::save_to(&mut harness, &path);
    saved(&mut harness, &path);
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    let mut harness = next_start(&mut harness);
    wait_for(&mut harness, "drawing 1");
    let asked = answering(&mut harness, &path);
    key(&mut harness, Modifiers::COMMAND, Key::S);
    saved(&mut harness, &path);
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the file is known");
    assert!(std::fs::read_to_string(&path).unwrap().contains("drawing 1"));
    std::fs::remove_file(&path).unwrap();
    let mut harness = next_start(&mut harness);
    wait_for(&mut harness, "drawing 1");
    let asked = answering(&mut harness, &path);
    key(&mut harness, Modifiers::COMMAND, Key::S);
    saved(&mut harness, &path);
    assert_eq!(asked.load(Ordering::SeqCst), 1, "a file that is gone is asked for");
}

#[test]
fn a_typed_path_that_exists_is_replaced_only_after_that_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.json");
    std::fs::write(&path, "theirs").unwrap();
    let mut harness = opened("recall", Remembered::default());
    support::save_to(&mut harness, &path);
    wait_for(&mut harness, "theirs.json exists already; Replace writes over it.");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
    harness.get_by_label("Cancel").click();
    harness.run_steps(3);
    support::save_to(&mut harness, &path);
    harness.get_by_label("Replace").click();
    saved(&mut harness, &path);
    assert!(std::fs::read_to_string(&path).unwrap().contains("memories"));
}

#[test]
fn undoing_an_opening_does_not_save_into_the_file_that_was_opened() {
    let folder = tempfile::tempdir().unwrap();
    let [theirs, mine] = ["theirs.json", "mine.json"].map(|name| folder.path().join(name));
    let mut harness = opened("recall", Remembered::default());
    support::save_to(&mut harness, &theirs);
    saved(&mut harness, &theirs);
    let before = std::fs::read_to_string(&theirs).unwrap();
    let mut harness = opened("recall", Remembered::default());
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    choose(&mut harness, "File", "Open a path…");
    type_path(&mut harness, "Path of a file", &theirs);
    wait_for(&mut harness, "Opened theirs.json. Undo takes it back.");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "drawing 1");
    let asked = answering(&mut harness, &mine);
    key(&mut harness, Modifiers::COMMAND, Key::S);
    saved(&mut harness, &mine);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), before);
}

fn recent(harness: &mut Window) -> Vec<String> {
    harness.state_mut().as_mut().unwrap().remember().recent.paths().to_vec()
}

#[test]
fn files_that_were_opened_are_listed_and_those_that_are_gone_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("three.csv");
    std::fs::write(&path, "1,0,1,0\n0,0,0,1\n1,1,1,0\n").unwrap();
    let mut harness = opened("recall", Remembered::default());
    answering(&mut harness, &path);
    key(&mut harness, Modifiers::COMMAND, Key::O);
    wait_for(&mut harness, "Open three.csv");
    assert_eq!(recent(&mut harness), [path.display().to_string()]);
    let remembered = harness.state_mut().as_mut().unwrap().remember().clone();
    let mut again = opened("heat", remembered);
    let open_recent = |harness: &mut Window| {
        open_menu(harness);
        harness.get_by_label("Open recent").click();
        harness.run_steps(3);
        harness.get_by_label("three.csv").click();
        harness.run_steps(3);
    };
    open_recent(&mut again);
    wait_for(&mut again, "Open three.csv");
    key(&mut again, Modifiers::NONE, Key::Escape);
    std::fs::remove_file(&path).unwrap();
    open_recent(&mut again);
    wait_for(&mut again, "three.csv is no longer there");
    assert_eq!(recent(&mut again), [""; 0]);
}

#[test]
fn a_run_is_opened_from_any_lab_and_labs_without_work_say_so() {
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rbms-0.5.0-serine-h8.h5");
    let mut harness = opened("phases", Remembered::default());
    key(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(shows(&harness, "Phases has no work of its own to save."), "{:?}", says(&harness));
    choose(&mut harness, "File", "Open a path…");
    type_path(&mut harness, "Path of a file", &run);
    wait_for(&mut harness, "205 × 21 × 8");
}

#[test]
fn a_tree_is_exported_and_its_labels_are_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("clusters.csv");
    let mut harness = opened("tree", Remembered::default());
    wait(&mut harness, "the whole tree", |harness| harness.query_by_label("Pause").is_none());
    answering(&mut harness, &path);
    open_menu(&mut harness);
    harness.get_by_label("Export").click();
    harness.run_steps(3);
    harness.get_by_label("The clusters at the cut as labels (.csv)…").click();
    wait_for(&mut harness, "Saved as");
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("Name,cluster at update"));
    choose(&mut harness, "File", "Import labels…");
    wait_for(&mut harness, "cluster at update");
}

#[test]
fn keys_change_the_window_and_close_it() {
    let mut harness = opened("recall", Remembered::default());
    let commands = |harness: &Window| harness.output().viewport_output[&ViewportId::ROOT].commands.clone();
    press(&mut harness, Modifiers::NONE, Key::F11);
    assert!(commands(&harness).contains(&ViewportCommand::Fullscreen(true)));
    harness.run_steps(3);
    press(&mut harness, Modifiers::COMMAND, Key::Q);
    assert!(commands(&harness).contains(&ViewportCommand::Close));
}
