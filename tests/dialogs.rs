//! File dialogs that do not open, and those that answer late: the path is typed, and nothing is lost.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test may stop, and read what was written")]

#[path = "support/window.rs"]
mod support;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::dialogs::{Choose, NO_DIALOG, Question};
use glassbox::ui::jobs::Jobs;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::take_out::saving;
use support::{Window, key, wait_for, window_with};

/// A way to ask for paths that answers what is sent, once it is sent; and what is received once it has answered.
fn choosing() -> (Choose, SyncSender<Option<PathBuf>>, Receiver<()>) {
    let ((answer, answers), (done, is_done)) = (sync_channel::<Option<PathBuf>>(1), sync_channel(1));
    let answers = Mutex::new(answers);
    let choose = move |_: Question| {
        let path = answers.lock().unwrap().recv().unwrap();
        done.send(()).ok();
        path
    };
    (Arc::new(choose), answer, is_done)
}

/// A window in which a dialog was asked for by an entry of the File menu.
fn asking(entry: &str) -> (Window, SyncSender<Option<PathBuf>>, Receiver<()>) {
    let startup = Startup { seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    let (choose, answer, is_done) = choosing();
    harness.state_mut().as_mut().unwrap().choose_files_by(choose);
    support::choose(&mut harness, "File", entry);
    (harness, answer, is_done)
}

/// The dialog answers, in no time of the window.
fn answer(path: Option<PathBuf>, answer: &SyncSender<Option<PathBuf>>, is_done: &Receiver<()>) {
    answer.send(path).unwrap();
    is_done.recv().unwrap();
    // The thread of the dialog goes on to note it.
    std::thread::sleep(Duration::from_millis(20));
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
    for (entry, field) in
        [("Open…", "Path of a file"), ("Save as…", "Path to save to"), ("Import data…", "Path of a file")]
    {
        let (mut harness, sender, is_done) = asking(entry);
        assert!(!types_a_path(&harness, field));
        answer(None, &sender, &is_done);
        harness.run_steps(3);
        assert!(types_a_path(&harness, field), "{entry}");
        key(&mut harness, Modifiers::NONE, Key::Escape);
        harness.run_steps(180);
        assert!(!types_a_path(&harness, field), "it is offered once");
    }
}

#[test]
fn a_dialog_that_does_not_answer_within_two_seconds_is_stood_in_for_and_still_counts() {
    let (mut harness, sender, is_done) = asking("Open…");
    harness.run_steps(100);
    assert!(!types_a_path(&harness, "Path of a file"), "it may be opening");
    harness.run_steps(30);
    assert!(types_a_path(&harness, "Path of a file"));
    answer(Some("cat.png".into()), &sender, &is_done);
    wait_for(&mut harness, "cannot open cat.png: there is no such file");
    assert!(!types_a_path(&harness, "Path of a file"));
}

#[test]
fn a_dialog_that_has_the_focus_or_is_closed_by_the_person_is_left_alone() {
    let (mut harness, sender, is_done) = asking("Open…");
    harness.input_mut().focused = false;
    harness.run_steps(300);
    assert!(!types_a_path(&harness, "Path of a file"));
    answer(None, &sender, &is_done);
    harness.input_mut().focused = true;
    harness.run_steps(300);
    assert!(!types_a_path(&harness, "Path of a file"));
}

type Said = Vec<Result<String, String>>;

/// A window that holds a figure to be saved, after “Choose…” was pressed.
fn saving_a_figure() -> (Harness<'static, Said>, SyncSender<Option<PathBuf>>) {
    let (choose, answer, _) = choosing();
    let jobs = Jobs::asking(Arc::new(|| {}), choose);
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
    let (mut harness, answer) = saving_a_figure();
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
    let (mut harness, answer) = saving_a_figure();
    harness.run_steps(130);
    answer.send(Some(path.clone())).unwrap();
    said(&mut harness).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"a,b\n");
    harness.run_steps(3);
    assert!(saving::waiting(&harness.ctx).is_none() && harness.query_by_label("Choose…").is_none());
}
