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
    let overlaps = |store: &str, cue: &str| {
        let output = glassbox(&[&recall[..], &[store, "--cue", cue, "--json"]].concat());
        serde_json::from_str::<Value>(&output.stdout).unwrap()["initial_overlap"].clone()
    };
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

#[test]
fn the_letters_of_a_run_are_those_of_its_samples() {
    let folder = Folder::new();
    let rna = folder.put("a.fasta", b">1\nACGUUA\n>2\nACGUGA\n>3\nAGGU-A\n");
    let (run, samples) = (folder.path("run.h5"), folder.path("s.fasta"));
    glassbox(&["train", &rna, "--hidden", "2", "--updates", "2", "--out", &run]);
    glassbox(&["sample", &run, "--count", "3", "--steps", "1", "--out", &samples]);
    let written = std::fs::read_to_string(&samples).unwrap();
    assert!(written.lines().count() == 6 && written.contains('A'), "{written}");
    assert!(
        written.lines().filter(|line| !line.starts_with('>')).all(|line| line.chars().all(|l| "-ACGU".contains(l)))
    );
}

#[test]
fn a_state_is_read_as_the_patterns_are() {
    let folder = Folder::new();
    let grey = folder.put("g.txt", b"0 90 110 250\n120 80 0 255\n");
    let recall = ["recall", "--patterns", &grey, "--state", &grey, "--json"];
    for threshold in ["100", "0.45", "0.2"] {
        let output = glassbox(&[&recall[..], &["--threshold", threshold]].concat());
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        assert_eq!(answer["initial_overlap"][0], 1.0, "{threshold}: {}", output.stderr);
    }
    // Spins that are not known begin along the field of the others.
    let (pattern, state) = (folder.put("p.txt", b"1 1 1 -1\n"), folder.put("s.txt", b"0 0 1 -1\n"));
    let output = glassbox(&["recall", "--patterns", &pattern, "--state", &state, "--json"]);
    let answer: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!((&answer["final_state"], &answer["initial_overlap"][0]), (&json!("+++-"), &json!(1.0)));
    assert!(output.stderr.contains("2 spins of the state not known"), "{}", output.stderr);
}

#[test]
fn the_likelihood_weights_rows_as_the_training_did() {
    let folder = Folder::new();
    // Three equal rows and one that is like none of them.
    let rows = ["000000000000", "111111000000"];
    let four = folder.put("four.txt", [rows[0], rows[0], rows[0], rows[1]].join("\n").as_bytes());
    let two = folder.put("two.txt", rows.join("\n").as_bytes());
    let found = |more: &[&str], data: &str| {
        let run = folder.path("run.h5");
        let train = ["train", &four, "--hidden", "2", "--updates", "5", "--overwrite", "--out", &run];
        assert_eq!(glassbox(&[&train[..], more].concat()).code, 0);
        let answer = object(&["likelihood", &run, "--data", data]);
        (answer["weighted"].as_bool().unwrap(), answer["log_likelihood"].as_f64().unwrap())
    };
    // Weights of a third each are one row.
    let (weighted, likelihood) = found(&["--reweighted"], &four);
    let (_, of_two) = found(&["--reweighted"], &two);
    assert!(weighted && (likelihood - of_two).abs() < 1e-9, "{likelihood} {of_two}");
    let [(plain, of_four), (_, of_two)] = [&four, &two].map(|data| found(&[], data));
    assert!(!plain && (of_four - of_two).abs() > 1e-6, "{of_four} {of_two}");
}
