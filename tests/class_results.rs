//! The results of a class in the window: dropped as files or as a folder, shown in their lesson, put away, and handed in.
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

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::cli::window::INSTRUMENT;
use glassbox::io::lesson::pool;
use glassbox::io::lesson::result::RunResult;
use glassbox::io::lesson::shelf::Shelf;
use glassbox::io::lesson::{LessonResult, NumberResult};
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, drop_file, drop_files, key, says, shows, wait, wait_for, window_with};

fn window(lesson: Option<&str>) -> Window {
    let lesson = lesson.map(str::to_owned);
    window_with(Startup { lesson, instrument: Some(INSTRUMENT), ..Startup::default() }, Remembered::default())
}

/// What a person with this seed hands in of S2: 0.99 or 1 of its recalls succeed, in turn.
fn hand_in(folder: &Path, seed: u64) -> PathBuf {
    let shelf = Shelf::embedded();
    let lesson = shelf.lesson("S2").unwrap();
    let number = lesson.numbers().next().unwrap();
    let measured = Ok((1.0 - 0.01 * (seed % 2) as f64, None));
    let numbers = vec![NumberResult::of(number, Vec::new(), measured)];
    let lessons = vec![LessonResult::of(&lesson.head, numbers, Vec::new(), 1.0)];
    let run = RunResult { lessons, seed, fast: false, version: "0".to_owned() };
    let path = folder.join(format!("{seed:03}.json"));
    std::fs::write(&path, serde_json::to_vec(&run).unwrap()).unwrap();
    path
}

fn are_shown(harness: &mut Window, people: usize) {
    wait_for(harness, &format!("S2 ({people} people)"));
    wait(harness, "the lesson of the class", |harness| shows(harness, &format!("{people} people: 0.995")));
}

#[test]
fn a_class_that_is_dropped_at_once_is_shown_whole_in_its_lesson_and_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (1..=100).map(|seed| hand_in(folder.path(), seed)).collect();
    let mut harness = window(None);
    drop_files(&mut harness, &files);
    are_shown(&mut harness, 100);
    assert!(says(&harness).iter().any(|said| said.starts_with("Results: 100 people: 0.995")), "{:?}", says(&harness));
    key(&mut harness, Modifiers::NONE, Key::F1);
    wait_for(&mut harness, "Results: S2 (100 people)");
    harness.get_by_label("Put the results of the class away").click();
    wait(&mut harness, "no results", |harness| !shows(harness, "Results: S2"));
}

#[test]
fn a_folder_is_opened_from_the_list_of_lessons() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 1..=4 {
        hand_in(folder.path(), seed);
    }
    std::fs::write(folder.path().join("notes.json"), "{}").unwrap();
    let mut harness = window(None);
    let empty = tempfile::tempdir().unwrap();
    let choose = |harness: &mut Window, path: &Path| {
        let path = path.to_owned();
        harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(path.clone())));
        harness.get_by_label("Open the results of a class").click();
    };
    key(&mut harness, Modifiers::NONE, Key::F1);
    choose(&mut harness, empty.path());
    wait_for(&mut harness, "holds no answer of `lesson run --json`.");
    choose(&mut harness, folder.path());
    are_shown(&mut harness, 4);
    wait_for(&mut harness, "notes.json is not what");
    // The same people once more count once.
    drop_file(&mut harness, &folder.path().join("001.json"));
    wait_for(&mut harness, "S2 with seed 1 is there more than once");
}

#[test]
fn what_was_measured_in_the_window_is_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    let mut harness = window(Some("S2"));
    wait_for(&mut harness, "Save what was measured");
    let to = path.clone();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(to.clone())));
    harness.get_by_label("Measure: energy per spin at a memory").click_accesskit();
    wait_for(&mut harness, "✓ agrees");
    harness.get_by_label("Save what was measured").click_accesskit();
    wait(&mut harness, "the file", |_| path.is_file());
    wait_for(&mut harness, "Saved as");
    let run = pool::read_file(&path).unwrap();
    let lesson = &run.lessons[0];
    assert_eq!((lesson.id.as_str(), run.seed, lesson.numbers.len()), ("S2", 1, 1));
    assert!(lesson.passed && lesson.seconds > 0.0, "{lesson:?}");
    drop_file(&mut harness, &path);
    wait_for(&mut harness, "S2 (1 people)");
}
