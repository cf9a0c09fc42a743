//! What readers decided is said wherever data are opened, and rows keep the numbers of their file.

use serde_json::{Value, json};

use crate::commands::{glassbox, object, usage};

/// A table with a row that is not whole, as pandas writes it.
const TABLE: &[u8] = b"a,b,c\n1.0,0.0,1.0\n0.0,,1.0\n1.0,1.0,0.0\n0.0,1.0,0.0\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    fn put(&self, name: &str, content: &[u8]) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }
}

#[test]
fn notes_reach_standard_error_json_and_the_archive() {
    let folder = Folder::new();
    let (table, run) = (folder.put("t.csv", TABLE), folder.path("run.h5"));
    let dropped = "1 of 4 rows were dropped because a value is missing";
    let samples = folder.path("s.npz");
    let commands: [&[&str]; 7] = [
        &["data", "show", &table],
        &["data", "convert", &table, &folder.path("t.npz")],
        &["recall", "--patterns", &table],
        &["anneal", "--patterns", &table, "--temperature", "0", "--runs", "2"],
        &["train", &table, "--hidden", "2", "--updates", "2", "--out", &run],
        &["likelihood", &run, "--data", &table],
        &["sample", &run, "--count", "2", "--steps", "1", "--data", &table, "--out", &samples],
    ];
    for command in commands {
        let output = glassbox(&[command, &["--json"]].concat());
        assert!(output.stderr.contains(&format!("t.csv: {dropped}")), "{command:?}: {}", output.stderr);
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        let notes: Vec<&str> = answer["notes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(notes.contains(&dropped), "{command:?}: {notes:?}");
    }
    assert_eq!(object(&["info", &run])["run"]["data"]["notes"], json!([dropped]));
    assert!(glassbox(&["info", &run]).stdout.contains(dropped));
}

#[test]
fn rows_keep_the_numbers_of_their_file() {
    let folder = Folder::new();
    let table = folder.put("t.csv", TABLE);
    let recall = ["recall", "--patterns", &table, "--store"];
    let overlaps = |store: &str, cue: &str| object(&[&recall[..], &[store, "--cue", cue]].concat())["initial_overlap"].clone();
    // Rows 0, 2 and 3 are 101, 110 and 010.
    assert_eq!(overlaps("0,2,3", "2"), json!([-1.0 / 3.0, 1.0, 1.0 / 3.0]));
    usage(&[&recall[..], &["all", "--cue", "1"]].concat(), "was left out");
    usage(&[&recall[..], &["all", "--cue", "4"]].concat(), "up to 3");
    // A subset is of rows that have numbers already, and labels stand behind them.
    let digits = glassbox(&["recall", "--patterns", "builtin:mnist", "--subset", "4", "--rows", "2"]);
    let names: Vec<&str> = digits.stdout.lines().filter_map(|line| line.trim().strip_prefix("row ")).collect();
    assert!(names.len() == 2 && names.iter().all(|name| name.contains(" (4) ")), "{}", digits.stdout);
    let number = names[0].split(' ').next().unwrap();
    object(&["recall", "--patterns", "builtin:mnist", "--subset", "4", "--rows", "2", "--cue", number]);
}
