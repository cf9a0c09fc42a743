//! `glassbox data`: one JSON object with the fields that scripts rely on, or text for people.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clap::Parser;
use glassbox::cli::common::{CliError, Common};
use glassbox::cli::data::{self, DataArgs};
use serde_json::Value;

/// The command as the program's own parser nests it.
#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    args: DataArgs,
}

fn run(words: &[&str]) -> Result<String, CliError> {
    let cli = Cli::try_parse_from([&["data"], words].concat()).unwrap();
    let mut out = Vec::new();
    data::run(&cli.args, &cli.common, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&run(&[words, &["--json"]].concat()).unwrap()).unwrap()
}

#[test]
fn list_names_every_set() {
    let list = json(&["list"]);
    let names: Vec<&str> = list["sets"].as_array().unwrap().iter().map(|set| set["name"].as_str().unwrap()).collect();
    assert!(["icons", "letters", "mnist", "genome", "zoo", "court"].iter().all(|name| names.contains(name)));
    let text = run(&["list"]).unwrap();
    assert_eq!(text.lines().count(), names.len() + 1);
    // One column for the eye: “dim” ends where its numbers end.
    let end = text.lines().next().unwrap().find("dim").unwrap() + 3;
    let at_end = |line: &str| line.chars().take(end).collect::<String>().chars().last().unwrap();
    assert!(text.lines().skip(1).all(|line| at_end(line).is_ascii_digit()), "{text}");
}

#[test]
fn show_gives_the_fields_of_the_contract() {
    let shown = json(&["show", "builtin:mnist", "--subset", "3,7", "--rows", "5"]);
    assert_eq!((&shown["rows"], &shown["dim"], &shown["kind"]), (&5.into(), &784.into(), &"binary".into()));
    assert_eq!(shown["labels"]["digit"].as_array().unwrap().len(), 10);
    assert_eq!(shown["shape"], serde_json::json!([28, 28]));
    let dhfr = json(&["show", "builtin:dhfr"]);
    assert_eq!((&dhfr["kind"], &dhfr["states"], &dhfr["mean"]), (&"categorical".into(), &21.into(), &Value::Null));
    assert_eq!(json(&["show", "random:3x20", "--seed", "7"]), json(&["--seed", "7", "show", "random:3x20"]));
    let text = run(&["show", "builtin:digits8"]).unwrap();
    assert!(text.contains("8 × 8") && text.contains('█'), "{text}");
}

#[test]
fn convert_writes_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zoo.npz");
    let out = path.to_str().unwrap();
    let written = json(&["convert", "builtin:zoo", out]);
    assert_eq!((&written["rows"], &written["out"]), (&101.into(), &out.into()));
    let again = json(&["show", out]);
    for field in ["rows", "dim", "kind", "labels", "counts", "names", "columns", "mean"] {
        assert_eq!(again[field], written[field], "{field}");
    }
    let refused = run(&["convert", "builtin:zoo", out]).unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    assert_eq!(refused.remedy(), " or add --overwrite");
    run(&["convert", "builtin:zoo", out, "--overwrite"]).unwrap();
}

#[test]
fn wrong_usage_and_failure_differ() {
    for (words, code) in
        [(["show", "builtin:nothing"], 2), (["show", "random:3by4"], 2), (["show", "no/such/file.npz"], 1)]
    {
        assert_eq!(run(&words).unwrap_err().exit_code(), code, "{words:?}");
    }
    assert_eq!(run(&["convert", "builtin:zoo", "zoo.json"]).unwrap_err().exit_code(), 2);
}
