//! Ends from outside: a reader that goes away, and Ctrl-C.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::commands::{Folder, GLASSBOX, object};

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(GLASSBOX)
        .args(["data", "show", "builtin:mnist", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

/// Starts a command, sends SIGINT after `wait`, and gives its exit code, its output and how long it took to stop.
#[cfg(unix)]
fn interrupted(arguments: &[&str], wait: Duration) -> (Option<i32>, String, String, Duration) {
    signalled("-INT", arguments, wait)
}

/// The same with any signal.
#[cfg(unix)]
fn signalled(signal: &str, arguments: &[&str], wait: Duration) -> (Option<i32>, String, String, Duration) {
    let child = Command::new(GLASSBOX).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(wait);
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    let begin = Instant::now();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr), begin.elapsed())
}

#[test]
fn ctrl_c_stops_within_a_second_and_keeps_what_is_finished() {
    let second = Duration::from_secs(1);
    // Small networks: some runs are finished, and the result is of those.
    let (code, out, said, took) = interrupted(
        &["recall", "--patterns", "random:60x600", "--flip", "0.3", "--runs", "1000000", "--json"],
        2 * second,
    );
    assert_eq!(code, Some(1), "{said}");
    assert!(took < second, "{took:?}");
    let result: Value = serde_json::from_str(&out).unwrap();
    let runs = result["runs"].as_u64().unwrap();
    assert!(runs > 0 && runs < 1_000_000 && said.contains(&format!("stopped after {runs} of 1000000 runs")), "{said}");
    // Large ones: not one is finished, in the midst of sweeps of seconds.
    let large = ["recall", "--patterns", "random:300x50000", "--temperature", "1.5", "--sweeps", "1000000", "--json"];
    let (code, out, said, took) = interrupted(&[&large[..], &["--runs", "500"]].concat(), 3 * second);
    assert_eq!(code, Some(1), "{said}");
    assert!(took < second, "{took:?}");
    assert!(out.is_empty() || serde_json::from_str::<Value>(&out).unwrap()["runs"] == 0, "{out}");
    // One long run keeps the sweeps it has made.
    let (code, out, said, took) = interrupted(
        &["recall", "--patterns", "random:5x500", "--temperature", "2", "--sweeps", "1000000", "--json"],
        second,
    );
    assert_eq!(code, Some(1), "{said}");
    assert!(took < second && said.contains("sweeps"), "{took:?} {said}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["converged"], false);
    // Couplings that take long to compute: nothing is finished yet.
    let (code, out, said, took) =
        interrupted(&["recall", "--patterns", "random:4000x4000", "--rule", "storkey", "--json"], second);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{said}");
    assert!(took < second && said.contains("stopped before anything was finished"), "{took:?} {said}");
    // Machine after machine: the fixed points of those that are complete.
    let run = format!("{}/tests/fixtures/rbms-0.5.0-mnist01-h20.h5", env!("CARGO_MANIFEST_DIR"));
    let (code, out, said, took) =
        interrupted(&["tap", &run, "--update", "all", "--start", "random:5000", "--json"], 2 * second);
    assert_eq!(code, Some(1), "{said}");
    assert!(took < second && said.contains("of 10 checkpoints"), "{took:?} {said}");
    assert!(serde_json::from_str::<Value>(&out).unwrap()["updates"].as_array().unwrap().len() < 10);
}

#[cfg(unix)]
#[test]
fn one_long_piece_of_work_ends_within_a_second_too() {
    let folder = Folder::new();
    let run = folder.path("run.h5");
    let small = ["--updates", "1", "--gibbs-steps", "1", "--batch", "2", "--chains", "2"];
    object(&[&["train", "random:2x4000", "--hidden", "3000", "--out", &run], &small[..]].concat());
    // One decomposition, of which there are no parts.
    let (code, out, said, took) = interrupted(&["modes", &run, "--json"], Duration::from_millis(1500));
    assert_eq!((code, out.as_str()), (Some(1), ""), "{said}");
    assert!(took < Duration::from_secs(1) && said.contains("stopped before anything was finished"), "{took:?} {said}");
}

#[cfg(unix)]
#[test]
fn a_training_that_is_told_to_end_keeps_what_it_has() {
    let folder = Folder::new();
    for signal in ["-TERM", "-HUP"] {
        let run = folder.path(&format!("run{signal}.h5"));
        // The next checkpoint is far away.
        let endless = ["train", "builtin:digits8", "--updates", "100000000", "--checkpoints", "2", "--out", &run];
        let small = ["--hidden", "4", "--batch", "4", "--chains", "4", "--gibbs-steps", "1"];
        let (code, _, said, took) = signalled(signal, &[&endless[..], &small].concat(), Duration::from_secs(2));
        assert!(code == Some(1) && took < Duration::from_secs(1) && said.contains("--resume"), "{took:?} {said}");
        let updates = object(&["info", &run])["updates"].as_array().unwrap().clone();
        assert!(updates.last().unwrap().as_u64().unwrap() > 1, "{updates:?}");
    }
}
