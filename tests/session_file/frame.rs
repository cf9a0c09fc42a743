//! The window around a session: its title, what is asked about, what the next start knows, and what the command line says.

use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::{OpenSession, Remembered};
use serde_json::{Value, json};

use crate::support::{Window, drop_file, key, press, says, shows, wait, wait_for, window_with};
use crate::{answering, example, in_lab, lasting, opened, rests, save, session, standing, window};

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
    let session = remembered.session.map(|session| OpenSession { changed: false, ..session });
    let mut harness = window_with(startup(), Remembered { session, ..remembered });
    wait(&mut harness, "the session", |harness| standing(harness).is_some());
    assert!(!shows(&harness, "drawing 1"));
}

#[test]
fn all_that_a_window_held_is_offered_after_it_was_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    let startup =
        || Startup { state_folder: Some(state.clone()), lab: Some("recall".to_owned()), ..Startup::default() };
    let mut first = window(startup());
    key(&mut first, Modifiers::COMMAND, Key::D);
    wait_for(&mut first, "drawing 1");
    for _ in 0..5 {
        key(&mut first, Modifiers::NONE, Key::Period);
    }
    key(&mut first, Modifiers::NONE, Key::OpenBracket);
    rests(&mut first);
    first.state_mut().as_mut().unwrap().keep_recovery();
    wait(&mut first, "the recovery file", |_| state.join("recovery.glassbox").is_file());
    let (before, said) = (session(&mut first), lasting(&first));
    let remembered = first.state_mut().as_mut().unwrap().remember().clone();
    // Nobody closes it: its mark stays.
    drop(first);
    let mut harness = window_with(startup(), remembered.clone());
    wait_for(&mut harness, "Runs, recordings and what was measured are kept, too.");
    rests(&mut harness);
    assert_ne!(session(&mut harness).labs["recall"].work, before.labs["recall"].work, "its document alone came back");
    harness.get_by_label("Open all of it").click();
    wait_for(&mut harness, "All that the last window held is here again.");
    rests(&mut harness);
    let after = session(&mut harness);
    for (lab, state) in &before.labs {
        assert_eq!(after.labs[lab].work, state.work, "{lab}");
    }
    wait(&mut harness, "the sentence to pass", |harness| !shows(harness, "All that the last"));
    wait(&mut harness, "the same view", |harness| lasting(harness) == said);
    assert_eq!(standing(&harness), None, "it is in no file of the person’s");
    // It is offered once.
    drop(harness);
    let mut harness = window_with(startup(), remembered);
    wait_for(&mut harness, "The last window was cut short.");
    assert!(!shows(&harness, "Open all of it"), "{:?}", says(&harness));
}

#[test]
fn a_long_recording_shows_how_far_it_was_done_again_and_can_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.glassbox");
    let (config, commands) = (
        json!({"size": 1000, "patterns": 50, "temperature": 0.4, "rule": "hebb", "start": "Memory", "seed": 1}),
        json!([]),
    );
    let work = json!({"recording": {"config": config, "commands": commands}, "steps": 1_000_000_000_u64});
    let file =
        json!({"glassbox_session": 2, "program": "Glassbox", "lab": "phases", "labs": {"phases": {"work": work}}});
    std::fs::write(&path, file.to_string()).unwrap();
    let mut harness = in_lab("phases");
    drop_file(&mut harness, &path);
    wait_for(&mut harness, "Doing 1 recording again: Phases 0 %");
    harness.check_accessibility();
    harness.get_by_label("Cancel the recordings").click();
    wait_for(&mut harness, "The file still has all of them.");
    wait(&mut harness, "the rest", |harness| !shows(harness, "Doing 1 recording"));
    wait(&mut harness, "its name", |harness| standing(harness) == Some(("long.glassbox".to_owned(), true)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), file.to_string());
}
