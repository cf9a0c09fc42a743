//! The commands that look at archives of checkpoints, on archives that other programs wrote.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const DIGITS: &str = "rbms-0.5.0-mnist01-h20.h5";
const PROTEINS: &str = "rbms-0.5.0-serine-h8.h5";

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).to_string_lossy().into_owned()
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_glassbox")).args(arguments).output().unwrap()
}

/// The one JSON object that a command prints.
fn object(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sentence with which a command fails, and its exit code.
fn refusal(arguments: &[&str]) -> (String, i32) {
    let output = run(arguments);
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

#[test]
fn info_names_kind_sizes_and_updates() {
    let digits = object(&["info", &fixture(DIGITS)]);
    assert_eq!((&digits["format"], &digits["kind"]), (&json!("rbms"), &json!("BBRBM")));
    assert_eq!((&digits["visible"], &digits["hidden"], &digits["q"]), (&json!(784), &json!(20), &json!(2)));
    assert_eq!(digits["updates"], json!([1, 2, 5, 11, 25, 58, 131, 295, 665, 1500]));
    let proteins = object(&["info", &fixture(PROTEINS)]);
    assert_eq!((&proteins["kind"], &proteins["q"]), (&json!("PBRBM"), &json!(21)));
    assert_eq!((&proteins["visible"], &proteins["hidden"]), (&json!(205), &json!(8)));
    assert_eq!(proteins["updates"], json!([1, 3, 14, 53, 200]));
    let text = String::from_utf8(run(&["info", &fixture(PROTEINS)]).stdout).unwrap();
    assert!(text.contains("PBRBM, 205 × 21 × 8, rbms") && text.contains("(site, state, hidden)"), "{text}");
}

#[test]
fn what_is_no_archive_is_refused() {
    let (sentence, code) = refusal(&["info", &fixture("README.md")]);
    assert!(sentence.contains("README.md: expected a whole HDF5 file") && code == 1, "{sentence}");
    let (sentence, code) = refusal(&["info", "none.h5"]);
    assert!(sentence.contains("none.h5: there is no such file") && code == 1, "{sentence}");
}
