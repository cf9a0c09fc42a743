//! `glassbox boltzmann`: what it learns, what it writes, and what it refuses.

#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]

#[path = "support/commands.rs"]
mod commands;

use commands::{Folder, failed, glassbox, keys, object, usage};

#[test]
fn parity_is_learnt_with_hidden_units_and_not_without() {
    let words = ["boltzmann", "preset:parity:3", "--units", "ising", "--exact"];
    let with = object(&[&words[..], &["--hidden", "4", "--updates", "30"]].concat());
    for key in ["kl", "log_likelihood", "weights", "biases", "history"] {
        assert!(keys(&with).contains(&key), "{key}");
    }
    let number = |value: &serde_json::Value, key: &str| value[key].as_f64().unwrap();
    assert!(number(&with, "kl") < 1e-3, "{}", with["kl"]);
    // Four rows of probability 1/4: −ln 4 at best, and KL is what is missing.
    assert!((number(&with, "log_likelihood") + 4.0_f64.ln() + number(&with, "kl")).abs() < 1e-9);
    assert!((number(&with, "kl_without_hidden") - 2.0_f64.ln()).abs() < 1e-9);
    let weights = with["weights"].as_array().unwrap();
    assert_eq!((weights.len(), with["biases"].as_array().unwrap().len()), (7, 7));
    for (i, row) in weights.iter().enumerate() {
        assert_eq!(row[i].as_f64(), Some(0.0));
        assert!(weights.iter().enumerate().all(|(j, other)| row[j] == other[i]), "symmetric");
    }
    let history = with["history"].as_array().unwrap();
    assert_eq!(history[0]["update"], 0);
    assert_eq!(history.last().unwrap()["kl"].as_f64().map(|kl| kl as f32), Some(number(&with, "kl") as f32));
    let without = object(&[&words[..], &["--updates", "500"]].concat());
    assert!((number(&without, "kl") - 2.0_f64.ln()).abs() < 1e-6, "{}", without["kl"]);
}

#[test]
fn rows_of_a_file_are_learnt_by_chains_and_written() {
    let folder = Folder::new();
    let (rows, out) = (folder.path("rows.txt"), folder.path("machine.npz"));
    std::fs::write(&rows, "0011\n1100\n0011\n1111\n").unwrap();
    let words = ["boltzmann", &rows, "--hidden", "2", "--updates", "50", "--chains", "40", "--sweeps", "2"];
    let found = object(&[&words[..], &["--out", &out]].concat());
    assert_eq!((&found["visible"], &found["hidden"], &found["parameters"]), (&4.into(), &2.into(), &21.into()));
    assert!(found["beta_of_chains"]["beta"].is_number() && found["notes"].is_array());
    let again = object(&[&words[..], &["--threads", "1"]].concat());
    assert_eq!(again["weights"], found["weights"], "the same seed, the same bits");
    let shown = object(&["data", "show", &format!("{out}:rows"), "--quiet"]);
    assert_eq!((&shown["rows"], &shown["dim"]), (&3.into(), &4.into()));
    failed(&[&words[..], &["--out", &out]].concat(), "machine.npz");
    let restricted = object(&["boltzmann", &rows, "--hidden", "2", "--links", "restricted", "--updates", "3"]);
    assert_eq!((&restricted["weights"][0][1], &restricted["parameters"]), (&0.0.into(), &14.into()));
}

#[test]
fn a_machine_that_is_too_large_to_enumerate_says_so() {
    let words = ["boltzmann", "builtin:digits8", "--rows", "20", "--hidden", "3", "--updates", "3"];
    let output = glassbox(&words);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stderr.contains("KL and likelihood are not known"), "{}", output.stderr);
    failed(
        &[&words[..], &["--exact"]].concat(),
        "67 visible and hidden units; the states of up to 20 of them can be enumerated",
    );
}

#[test]
fn what_cannot_be_is_wrong_usage() {
    let with = |rest: &[&'static str]| [&["boltzmann", "preset:parity:3"], rest].concat();
    usage(&with(&["--exact", "--sweeps", "3"]), "--sweeps");
    usage(&with(&["--exact", "--positive", "sampled"]), "nothing is sampled");
    usage(&with(&["--rows", "3"]), "--rows");
    usage(&with(&["--units", "potts"]), "potts");
    usage(&["boltzmann", "preset:parity:99"], "99");
    usage(&["boltzmann", "preset:nothing"], "parity:BITS");
    failed(&with(&["--learning-rate", "-1"]), "learning rate is -1");
    failed(&with(&["--sweeps", "0"]), "sweeps is 0");
    failed(&["boltzmann", "builtin:serine-proteases"], "needs two");
}
