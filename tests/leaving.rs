//! Closing the window: what would be lost is asked about, and nothing else is; what came back after a window that was cut
//! short; and the title, which says what is open.
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
use glassbox::io::rbm_archive;
use glassbox::ui::app::Startup;
use glassbox::ui::labs::list;
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, key, press, says, shows, wait, wait_for, window_with};

fn opened(lab: &str, state_folder: Option<PathBuf>, remembered: Remembered) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), state_folder, ..Startup::default() };
    let mut harness = window_with(startup, remembered);
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    harness
}

fn commands(harness: &Window) -> Vec<ViewportCommand> {
    harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
}

/// The system asks the window to close; whether it stays.
fn stays(harness: &mut Window) -> bool {
    let viewport = harness.input_mut().viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(ViewportEvent::Close);
    harness.step();
    let stays = commands(harness).contains(&ViewportCommand::CancelClose);
    harness.run_steps(2);
    stays
}

/// Draws frames until the window has closed itself.
fn closes(harness: &mut Window) {
    wait(harness, "the end", |harness| commands(harness).contains(&ViewportCommand::Close));
    assert!(!stays(harness), "it has been asked");
}

/// Has every dialog answer this path.
fn answering(harness: &mut Window, path: &Path) {
    let path = path.to_owned();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(path.clone())));
}

fn store(harness: &mut Window) {
    key(harness, Modifiers::COMMAND, Key::D);
    wait_for(harness, "drawing 1");
    harness.run_steps(3);
}

#[test]
fn a_window_in_which_nothing_was_done_closes_at_once() {
    for kind in list::LABS {
        let mut harness = opened(kind.name.id, None, Remembered::default());
        assert!(!stays(&mut harness), "{}: {:?}", kind.name.title, says(&harness));
    }
}

#[test]
fn a_shelf_that_is_remembered_is_not_asked_about_and_another_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened("recall", Some(folder.path().to_owned()), Remembered::default());
    store(&mut harness);
    assert!(!stays(&mut harness));

    let mut harness = opened("recall", None, Remembered::default());
    store(&mut harness);
    assert!(stays(&mut harness));
    assert!(shows(&harness, "Recall: The shelf of 6 memories has changed"), "{:?}", says(&harness));
    harness.check_accessibility();
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!shows(&harness, "The shelf of 6 memories"));
    assert!(stays(&mut harness), "it asks each time");
    harness.get_by_label("Discard").click_accesskit();
    closes(&mut harness);
}

#[test]
fn saving_it_closes_the_window_and_a_file_that_cannot_be_written_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened("recall", None, Remembered::default());
    store(&mut harness);
    answering(&mut harness, &folder.path().join("no such folder/mine.json"));
    assert!(stays(&mut harness));
    harness.get_by_label("Save…").click_accesskit();
    wait(&mut harness, "a refusal, and the question again", |harness| {
        harness.query_by_label("Discard").is_some() && shows(harness, "no such folder")
    });
    let path = folder.path().join("mine.json");
    answering(&mut harness, &path);
    harness.get_by_label("Save…").click_accesskit();
    closes(&mut harness);
    assert!(std::fs::read_to_string(&path).unwrap().contains("drawing 1"));
}

#[test]
fn runs_that_were_put_aside_are_asked_about_and_the_run_that_is_remembered_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened("train", Some(folder.path().to_owned()), Remembered::default());
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    harness.get_by_label("Step: one update").click();
    wait_for(&mut harness, "update 1");
    assert!(!stays(&mut harness), "the next start goes on with it");

    let mut harness = opened("train", Some(folder.path().to_owned()), Remembered::default());
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    harness.get_by_label("Step: one update").click();
    wait_for(&mut harness, "update 1");
    choose(&mut harness, "Train on", "Synthetic hierarchy");
    wait_for(&mut harness, "64 × 32");
    wait_for(&mut harness, "was put aside");
    assert!(stays(&mut harness));
    assert!(
        shows(&harness, "“zoo, run 1”, a run of 1 updates that was put aside, is in no file"),
        "{:?}",
        says(&harness)
    );
    let path = folder.path().join("zoo.h5");
    answering(&mut harness, &path);
    harness.get_by_label("Save…").click_accesskit();
    closes(&mut harness);
    assert_eq!(rbm_archive::read(&path).unwrap().trajectory.last().unwrap().update, 1);
}

/// Draws frames until the window is given this title.
fn titled(harness: &mut Window, title: &str) {
    let given = ViewportCommand::Title(title.to_owned());
    wait(harness, title, |harness| commands(harness).contains(&given));
}

#[test]
fn the_title_names_what_is_open_and_marks_what_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    let mut harness = opened("recall", None, Remembered::default());
    press(&mut harness, Modifiers::COMMAND, Key::D);
    titled(&mut harness, "Glassbox – Recall •");
    answering(&mut harness, &path);
    press(&mut harness, Modifiers::COMMAND, Key::S);
    titled(&mut harness, "Glassbox – Recall – mine.json");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    titled(&mut harness, "Glassbox – Recall");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    titled(&mut harness, "Glassbox – Recall – mine.json");
    press(&mut harness, Modifiers::NONE, Key::Num5);
    titled(&mut harness, "Glassbox – Train");
}

#[test]
fn work_of_a_window_that_was_cut_short_is_there_and_can_be_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let open = |remembered| opened("recall", Some(folder.path().to_owned()), remembered);
    let mut first = open(Remembered::default());
    store(&mut first);
    let remembered = first.state_mut().as_mut().unwrap().remember().clone();
    let beside = open(remembered.clone());
    assert!(!shows(&beside, "cut short"), "the other window is still open");
    // Nobody closes the first: its mark stays.
    drop((first, beside));
    let mut harness = open(remembered);
    wait_for(&mut harness, "drawing 1");
    assert!(shows(&harness, "Recovered from when it last saved itself: the work in Recall"), "{:?}", says(&harness));
    harness.get_by_label("Start fresh instead").click();
    wait(&mut harness, "an opening shelf", |harness| !shows(harness, "drawing 1"));
    // The sentence takes its place.
    harness.run_steps(5);
    harness.get_by_label("Bring it back").click();
    wait_for(&mut harness, "drawing 1");
    eframe::App::on_exit(harness.state_mut().as_mut().unwrap());
    let remembered = harness.state_mut().as_mut().unwrap().remember().clone();
    drop(harness);
    assert!(!shows(&open(remembered), "cut short"), "it was closed");
}
