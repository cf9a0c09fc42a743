//! Runs the program as a user does.

use std::process::{Command, Stdio};

use serde_json::Value;

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

/// Runs a command to its end. Whatever it does, it never panics, and never prints what is not UTF-8.
pub fn glassbox(arguments: &[&str]) -> Output {
    let output = Command::new(GLASSBOX).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stderr.contains("panicked") && !stderr.contains("RUST_BACKTRACE"), "{arguments:?}: {stderr}");
    Output { code: output.status.code().unwrap_or(-1), stdout, stderr }
}

/// Runs a command with `--json`: it succeeds, says nothing on standard error, and prints one object on one line.
pub fn json(arguments: &[&str]) -> Value {
    let output = glassbox(&[arguments, &["--json"]].concat());
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{arguments:?}");
    assert_eq!(output.stdout.lines().count(), 1, "{arguments:?}: {}", output.stdout);
    assert!(!output.stdout.contains("NaN") && !output.stdout.contains("inf,"), "{arguments:?}");
    let value: Value = serde_json::from_str(&output.stdout).unwrap();
    assert!(value.is_object(), "{arguments:?}");
    value
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
    let output = glassbox(arguments);
    assert_eq!(output.code, code, "{arguments:?}: {}", output.stderr);
    assert!(output.stdout.is_empty(), "{arguments:?}: {}", output.stdout);
    assert!(output.stderr.contains(words), "{arguments:?} does not say “{words}”: {}", output.stderr);
}

/// The names of an object's fields, in order.
pub fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
