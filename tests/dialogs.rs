//! File dialogs that do not open, and those that answer late: the path is typed, and nothing is lost.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test may stop, and read what was written")]

mod support;

use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::ui::dialogs::{NO_DIALOG, Question};
use glassbox::ui::jobs::{Answer, Inbox, Jobs};
use glassbox::ui::labs::hopfield::context::Ask;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::take_out::saving;
use support::hopfield::{Fixture, Window, opened};
use support::{asked, nobody};

/// Jobs whose dialogs answer what is sent, once it is sent.
fn jobs() -> (Jobs, SyncSender<Option<PathBuf>>) {
    let (answer, answers) = sync_channel::<Option<PathBuf>>(1);
    let answers = Mutex::new(answers);
    let choose = move |_: Question| answers.lock().unwrap().recv().unwrap();
    (Jobs::asking(nobody(), Arc::new(choose)), answer)
}

/// A window in which a dialog was asked for by an entry of the File menu, and the inbox of its answer.
fn asking(entry: &str, ask: &Ask) -> (Window, Inbox<PathBuf>, SyncSender<Option<PathBuf>>) {
    let mut harness = Fixture::new("memories", &opened()).window([760.0, 900.0]);
    let (jobs, answer) = jobs();
    harness.state_mut().shell.jobs = jobs.clone();
    let asks = asked(&mut harness, |harness| {
        harness.get_by_role_and_label(Role::ComboBox, "File").click();
        harness.run_steps(3);
        harness.get_by_label(entry).click();
    });
    assert_eq!(asks, std::slice::from_ref(ask));
    let mut inbox = Inbox::default();
    jobs.open_file("", ("", &[]), &mut inbox, |path| Answer::Done(path.to_owned())).unwrap();
    (harness, inbox, answer)
}

/// Waits for the answer of a dialog, in no time of the window.
fn answered(inbox: &mut Inbox<PathBuf>) -> Option<PathBuf> {
    loop {
        match inbox.take() {
            Some(Answer::Done(path)) => return Some(path),
            Some(_) => return None,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Whether the field for a path is shown; where it is, it has the keyboard and says why.
fn types_a_path<S>(harness: &Harness<'_, S>, field: &str) -> bool {
    let shown = harness.query_by_role_and_label(Role::TextInput, field);
    if let Some(shown) = &shown {
        assert!(shown.accesskit_node().is_focused());
        assert!(harness.query_by_label(NO_DIALOG).is_some(), "it says why");
    }
    shown.is_some()
}

#[test]
fn where_a_dialog_gives_no_file_at_once_the_path_is_typed() {
    for (entry, ask, field) in [
        ("Open a picture, data or a recall…", Ask::ImportDialog, "Path of a file"),
        ("Save the shelf…", Ask::ExportDialog, "Path to save to"),
    ] {
        let (mut harness, mut inbox, answer) = asking(entry, &ask);
        assert!(!types_a_path(&harness, field));
        answer.send(None).unwrap();
        assert_eq!(answered(&mut inbox), None);
        harness.run_steps(3);
        assert!(types_a_path(&harness, field), "{entry}");
        harness.key_press(Key::Escape);
        harness.run_steps(180);
        assert!(!types_a_path(&harness, field), "it is offered once");
    }
}

#[test]
fn a_dialog_that_does_not_answer_within_two_seconds_is_stood_in_for_and_still_counts() {
    let (mut harness, mut inbox, answer) = asking("Open a picture, data or a recall…", &Ask::ImportDialog);
    harness.run_steps(100);
    assert!(!types_a_path(&harness, "Path of a file"), "it may be opening");
    harness.run_steps(30);
    assert!(types_a_path(&harness, "Path of a file"));
    answer.send(Some("cat.png".into())).unwrap();
    assert_eq!(answered(&mut inbox), Some("cat.png".into()));
    harness.run_steps(3);
    assert!(!types_a_path(&harness, "Path of a file"));
}

#[test]
fn a_dialog_that_has_the_focus_or_is_closed_by_the_person_is_left_alone() {
    let (mut harness, mut inbox, answer) = asking("Open a picture, data or a recall…", &Ask::ImportDialog);
    harness.input_mut().focused = false;
    harness.run_steps(300);
    assert!(!types_a_path(&harness, "Path of a file"));
    answer.send(None).unwrap();
    assert_eq!(answered(&mut inbox), None);
    harness.input_mut().focused = true;
    harness.run_steps(300);
    assert!(!types_a_path(&harness, "Path of a file"));
}

type Said = Vec<Result<String, String>>;

/// A window that holds a figure to be saved, after “Choose…” was pressed.
fn choosing() -> (Harness<'static, Said>, SyncSender<Option<PathBuf>>) {
    let (jobs, answer) = jobs();
    let mut harness = Harness::builder()
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(|ctx| theme::install(ctx, Theme::Dark))
        .build_ui_state(move |ui, said: &mut Said| said.extend(saving::saving_ui(ui.ctx(), &jobs)), Said::new());
    saving::ask(&harness.ctx, "overlap.csv".to_owned(), b"a,b\n".to_vec());
    harness.run_steps(3);
    harness.get_by_label("Choose…").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("Choose…").is_none(), "the dialog has been asked");
    (harness, answer)
}

/// Draws frames until a sentence has come.
fn said(harness: &mut Harness<'static, Said>) -> Result<String, String> {
    loop {
        harness.run_steps(1);
        match harness.state_mut().pop() {
            Some(said) => return said,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

#[test]
fn a_figure_waits_for_its_path_until_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut harness, answer) = choosing();
    harness.run_steps(130);
    assert!(types_a_path(&harness, "Path to save to"), "no dialog has come");
    // A folder that is not there: the file waits on, and is asked for another path.
    let enter = |harness: &mut Harness<'static, Said>, path: &std::path::Path| {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(2);
        let field = harness.get_by_role_and_label(Role::TextInput, "Path to save to");
        field.type_text(path.to_str().unwrap());
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        said(harness)
    };
    let refused = enter(&mut harness, &folder.path().join("not there").join("overlap.csv"));
    assert!(refused.is_err(), "{refused:?}");
    harness.run_steps(3);
    assert!(saving::waiting(&harness.ctx).is_some());
    let path = folder.path().join("overlap.csv");
    enter(&mut harness, &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"a,b\n");
    harness.run_steps(3);
    assert!(saving::waiting(&harness.ctx).is_none());
    drop(answer);
}

#[test]
fn a_late_answer_of_the_dialog_writes_the_figure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("overlap.csv");
    let (mut harness, answer) = choosing();
    harness.run_steps(130);
    answer.send(Some(path.clone())).unwrap();
    said(&mut harness).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"a,b\n");
    harness.run_steps(3);
    assert!(saving::waiting(&harness.ctx).is_none() && harness.query_by_label("Choose…").is_none());
}
