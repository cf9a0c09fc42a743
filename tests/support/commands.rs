//! Runs the program as a user does.
#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    dead_code,
    reason = "help for tests: it may stop a test and start programs, and each test uses a part of it"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Archives that the rbms package wrote: two digits, and a family of proteins.
pub const DIGITS: &str = "rbms-0.5.0-mnist01-h20.h5";
pub const PROTEINS: &str = "rbms-0.5.0-serine-h8.h5";

/// The program under test.
pub const GLASSBOX: &str = env!("CARGO_BIN_EXE_glassbox");

/// How a command ended and what it said.
pub struct Output {
    /// Exit status.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

fn text_of(path: PathBuf) -> String {
    path.into_os_string().into_string().unwrap()
}

/// The path of a file among the fixtures.
pub fn fixture(name: &str) -> String {
    text_of(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name))
}

/// A folder that goes with the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> String {
        text_of(self.0.path().join(name))
    }
}

/// A command that has not started yet.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(GLASSBOX);
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end. Whatever it does, it never panics, and never prints what is not UTF-8.
pub fn glassbox(arguments: &[&str]) -> Output {
    piped(arguments, b"", None)
}

/// The same with something on standard input, in a folder where one is named.
pub fn piped(arguments: &[&str], input: &[u8], folder: Option<&Folder>) -> Output {
    let mut command = command(arguments);
    if let Some(Folder(folder)) = folder {
        command.current_dir(folder.path());
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who does not read it closes it.
    child.stdin.take().unwrap().write_all(input).ok();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked") && !stderr.contains("RUST_BACKTRACE"), "{arguments:?}: {stderr}");
    Output { code: output.status.code().unwrap_or(-1), stdout, stderr }
}

/// Runs a command with `--json`: it succeeds, says nothing on standard error, and prints one object on one line.
pub fn object(arguments: &[&str]) -> Value {
    let output = glassbox(&[arguments, &["--json"]].concat());
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{arguments:?}");
    assert_eq!(output.stdout.lines().count(), 1, "{arguments:?}: {}", output.stdout);
    assert!(!output.stdout.contains("NaN") && !output.stdout.contains("inf,"), "{arguments:?}");
    let value: Value = serde_json::from_str(&output.stdout).unwrap();
    assert!(value.is_object(), "{arguments:?}");
    value
}

/// The numbers of a list, however deep its lists are nested.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![value.as_f64().unwrap()], |list| list.iter().flat_map(numbers).collect())
}

/// The sentence with which a command fails, and its exit code. It prints nothing.
pub fn refusal(arguments: &[&str]) -> (String, i32) {
    let output = glassbox(arguments);
    assert!(output.code != 0 && output.stdout.is_empty(), "{arguments:?}: {}", output.stdout);
    (output.stderr, output.code)
}

/// Wrong usage: exit 2, nothing printed, and a sentence that contains `words`.
pub fn usage(arguments: &[&str], words: &str) {
    refused(arguments, words, 2);
}

/// A failure: exit 1, nothing printed, and a sentence that contains `words`.
pub fn failed(arguments: &[&str], words: &str) {
    refused(arguments, words, 1);
}

fn refused(arguments: &[&str], words: &str, code: i32) {
    let (sentence, found) = refusal(arguments);
    assert_eq!(found, code, "{arguments:?}: {sentence}");
    assert!(sentence.contains(words), "{arguments:?} does not say “{words}”: {sentence}");
}

/// The names of an object's fields, in order.
pub fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
