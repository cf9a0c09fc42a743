//! Runs of other programs in the real window: opened, given data, trained on, saved; and the same on the command line.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, reason = "a broken file for the window to refuse")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use egui_kittest::kittest::Queryable as _;
use glassbox::io::rbm_archive::{self, Archive};
use glassbox::io::run::OpenRun;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, save_to, says, shows, wait, wait_for, window_with};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// The window on this run, once its checkpoints are measured.
fn opened(run: &Path) -> Window {
    let startup = Startup { file: Some(run.to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "An archive without its data");
    harness
}

fn save(harness: &mut Window, path: &Path) {
    save_to(harness, path);
    wait_for(harness, "Saved as");
}

fn last(archive: &Archive) -> glassbox::physics::rbm::Checkpoint {
    (**archive.trajectory.last().unwrap()).clone()
}

#[test]
fn a_run_opens_in_the_lab_that_is_asked_for() {
    let run = fixture("rbms-0.5.0-mnist01-h20.h5");
    let startup = Startup { file: Some(run), lab: Some("tree".to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "rbms-0.5.0-mnist01-h20.h5");
    assert!(shows(&harness, "Tree of fixed points"));
}

#[test]
fn a_file_says_how_it_was_trained() {
    for name in ["rbms-0.5.0-mnist01-h20.h5", "rbms-0.5.0-serine-h8.h5"] {
        let path = fixture(name);
        let said = rbm_archive::read(&path).unwrap().hyperparameters;
        let run = OpenRun::read(&path, Seed(1)).unwrap();
        let settings = run.settings();
        assert!(!run.recorded);
        assert_eq!((Some(settings.l1), Some(settings.l2)), (said.l1, said.l2), "{name}");
        assert_eq!(Some(settings.learning_rate), said.learning_rate, "{name}");
        let counts = [u64::from(settings.gibbs_steps), settings.batch as u64, settings.chains as u64];
        assert_eq!(counts.map(Some), [said.gibbs_steps, said.batch, said.chains], "{name}");
    }
}

#[test]
fn a_run_of_the_rbms_package_goes_on_in_the_window_as_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let [window, command] = ["window.h5", "command.h5"].map(|name| folder.path().join(name));
    let run = fixture("rbms-0.5.0-mnist01-h20.h5");
    let settings = OpenRun::read(&run, Seed(1)).unwrap().settings();
    let mut harness = opened(&run);
    assert!(shows(&harness, &settings.title()), "the method of the file");
    choose(&mut harness, "Train on", "This run: Digits 0 and 1");
    wait_for(&mut harness, "can go on from update 1500");
    wait(&mut harness, "the checkpoints", |harness| harness.query_by_label("Extend the run").is_some());
    harness.get_by_label("Extend the run").click();
    wait_for(&mut harness, "of 2\u{202F}250");
    for update in 1..=3 {
        harness.get_by_label("Step: one update").click();
        wait_for(&mut harness, &format!("update 1\u{202F}50{update}"));
    }
    save(&mut harness, &window);
    let output = Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(["train", "builtin:mnist", "--subset", "0,1", "--updates", "1503", "--resume"])
        .arg(&run)
        .arg("--out")
        .arg(&command)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (here, there) = (rbm_archive::read(&window).unwrap(), rbm_archive::read(&command).unwrap());
    let (one, other) = (last(&here), last(&there));
    assert_eq!((one.update, other.update), (1503, 1503));
    assert!(one.rbm == other.rbm && one.chains == other.chains && one.settings == other.settings);
    let (mut one, other) = (here.own.unwrap(), there.own.unwrap());
    assert_eq!(one.data.as_ref().map(|data| data.subset.as_slice()), Some(&["0".to_owned(), "1".to_owned()][..]));
    // The window measures along the way, and offered to go on for longer.
    (one.fixed_point_starts, one.updates) = (other.fixed_point_starts, other.updates);
    assert_eq!(one, other);
}

#[test]
fn a_file_that_cannot_be_opened_at_the_start_leaves_ways_in() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.h5");
    std::fs::write(&broken, b"\x89HDF\r\n\x1a\n and nothing").unwrap();
    let labs = [
        ("train", "There is no run yet", "Animals, 21 properties"),
        ("tree", "The file could not be opened", "Planted family tree"),
    ];
    for (lab, sentence, preset) in labs {
        let (file, lab) = (Some(broken.clone()), Some(lab.to_owned()));
        let mut harness = window_with(Startup { file, lab, ..Startup::default() }, Remembered::default());
        wait_for(&mut harness, "broken.h5: expected");
        assert!(shows(&harness, sentence), "{:?}", says(&harness));
        assert!(shows(&harness, "Open a run or data…"));
        harness.get_by_label(preset).click();
        harness.run_steps(3);
        let empty = |harness: &Window| shows(harness, sentence) || shows(harness, "being unpacked");
        wait(&mut harness, "the run of a preset", |harness| !empty(harness));
    }
}
