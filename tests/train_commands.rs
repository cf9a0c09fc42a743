//! `glassbox train` as its users see it: runs that go on bit for bit, survive being killed, and end in sentences.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and waits for programs"
)]

#[path = "support/commands.rs"]
mod commands;

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use commands::{DIGITS, Folder, PROTEINS, command, fixture, glassbox, object, refusal};
use glassbox::io::rbm_archive::{self, Archive};
use hdf5_pure::File;
use serde_json::{Value, json};

fn read(path: &str) -> Archive {
    rbm_archive::read(Path::new(path)).unwrap()
}

/// A small machine on 64 sites.
const SMALL: [&str; 12] = [
    "builtin:digits8",
    "--hidden",
    "6",
    "--batch",
    "4",
    "--chains",
    "8",
    "--gibbs-steps",
    "3",
    "--checkpoints",
    "6",
    "--json",
];

fn train<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["train"], &SMALL[..11], &["--out", out], more].concat()
}

#[test]
fn a_run_is_written_and_described() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    let made = object(&train(&out, &["--updates", "30", "--spacing", "linear"]));
    assert_eq!((&made["updates"], &made["checkpoints"], &made["out"]), (&json!(30), &json!(7), &json!(out)));
    assert!(made["updates_per_second"].as_f64().unwrap() > 0.0 && made["seconds"].as_f64().unwrap() > 0.0);
    let info = object(&["info", &out]);
    assert_eq!((&info["format"], &info["kind"], &info["hidden"]), (&json!("glassbox"), &json!("BBRBM"), &json!(6)));
    assert_eq!(info["updates"], json!([0, 5, 10, 15, 20, 25, 30]));
    assert_eq!(info["run"]["data"]["source"], json!("builtin:digits8"));
    let (sentence, code) = refusal(&train(&out, &["--updates", "3"]));
    assert!(sentence.contains("exists already") && code == 1, "{sentence}");
    let archive = read(&out);
    assert!(archive.trajectory.checkpoints.iter().all(|one| one.seconds.is_some() && one.chains.is_some()));
}

#[test]
fn a_resumed_run_repeats_the_uninterrupted_one() {
    let folder = Folder::new();
    let methods: [&[&str]; 4] = [
        &["--method", "pcd"],
        &["--method", "cd", "--no-centering"],
        &["--method", "rdm", "--decay", "0.01"],
        &["--visible", "ising", "--hidden-units", "ising", "--l1", "0.001", "--largest-norm", "0.3"],
    ];
    for (index, method) in methods.iter().enumerate() {
        let (whole, parts) = (folder.path(&format!("whole{index}.h5")), folder.path(&format!("parts{index}.h5")));
        object(&train(&whole, &[method, &["--updates", "47", "--seed", "5"][..]].concat()));
        object(&train(&parts, &[method, &["--updates", "19", "--seed", "5"][..]].concat()));
        let made = object(&["train", "--resume", &parts, "--updates", "47"]);
        assert_eq!((&made["updates"], &made["updates_made"]), (&json!(47), &json!(28)));
        let (whole, parts) = (read(&whole), read(&parts));
        let (wanted, found) = (whole.trajectory.last().unwrap(), parts.trajectory.last().unwrap());
        assert_eq!(wanted.rbm, found.rbm, "{method:?}");
        assert_eq!((&wanted.chains, &wanted.settings), (&found.chains, &found.settings), "{method:?}");
        assert_eq!(parts.own.unwrap().updates, 47);
    }
}

#[test]
fn settings_change_on_the_way_and_are_recorded() {
    let folder = Folder::new();
    let (first, second) = (folder.path("first.h5"), folder.path("second.h5"));
    object(&train(&first, &["--updates", "10"]));
    object(&["train", "--resume", &first, "--updates", "20", "--learning-rate", "0.003", "--out", &second]);
    let archive = read(&second);
    assert_eq!(archive.own.as_ref().unwrap().changes, [(10, "learning rate η → 0.003".to_owned())]);
    let rates: Vec<f64> =
        archive.trajectory.checkpoints.iter().map(|one| one.settings.unwrap().learning_rate).collect();
    assert_eq!((rates[0], *rates.last().unwrap()), (0.01, 0.003));
    let at_change = archive.trajectory.at(10).unwrap().settings.unwrap().learning_rate;
    assert_eq!(at_change, 0.003, "a run killed right after the change goes on with it");
    assert_eq!(read(&first).trajectory.last().unwrap().update, 10);
    let wrong: [(&[&str], &str); 4] = [
        (&["--hidden", "9"], "--hidden cannot change"),
        (&["--seed", "9"], "goes on with its own, 1"),
        (&["--updates", "10"], "has 10 updates already"),
        (&["--rows", "3"], "--rows cannot change"),
    ];
    for (options, wanted) in wrong {
        let (sentence, code) = refusal(&[&["train", "--resume", &first][..], options].concat());
        assert!(sentence.contains(wanted) && code == 2, "{sentence}");
    }
    let (sentence, code) = refusal(&["train", "builtin:icons", "--resume", &first, "--updates", "30"]);
    assert!(sentence.contains("builtin:icons has changed") && code == 1, "{sentence}");
}

#[test]
fn a_run_of_the_rbms_package_goes_on() {
    let folder = Folder::new();
    let out = folder.path("on.h5");
    let digits = fixture(DIGITS);
    let (sentence, code) = refusal(&["train", "--resume", &digits]);
    assert!(sentence.contains("was not written by this program") && code == 2, "{sentence}");
    let data = ["builtin:mnist", "--subset", "0,1", "--rows", "300"];
    let made = object(&[&["train"], &data[..], &["--resume", &digits, "--out", &out, "--updates", "1503"]].concat());
    assert_eq!((&made["updates"], &made["updates_made"]), (&json!(1503), &json!(3)));
    let archive = read(&out);
    let updates: Vec<u64> = archive.trajectory.checkpoints.iter().map(|one| one.update).collect();
    assert!(updates.starts_with(&[1, 2, 5]) && updates.ends_with(&[1500, 1503]), "{updates:?}");
    let last = archive.trajectory.last().unwrap();
    assert_eq!((last.settings.unwrap().chains, last.chains.as_ref().unwrap().rows()), (100, 100));
    // Where only the record is gone, checkpoints still have settings, and the command line changes them.
    let file = File::open_rw(&out).unwrap();
    file.root().delete("glassbox/record").unwrap();
    file.commit().unwrap();
    drop(file);
    let again = folder.path("again.h5");
    let options = ["--resume", &out, "--out", &again, "--updates", "1504", "--learning-rate", "0.003"];
    let output = glassbox(&[&["train"], &data[..], &options].concat());
    let said = output.stderr;
    assert_eq!(output.code, 0, "{said}");
    assert!(said.contains("the record of how the run was made is damaged"), "{said}");
    assert_eq!(read(&again).trajectory.last().unwrap().settings.unwrap().learning_rate, 0.003);
}

#[test]
fn a_damaged_checkpoint_is_passed_over_and_made_again() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    object(&train(&out, &["--updates", "30", "--spacing", "linear"]));
    let whole = read(&out);
    let file = File::open_rw(&out).unwrap();
    for update in [0, 15, 30] {
        file.root().delete(&format!("update_{update}/params/hbias")).unwrap();
    }
    file.commit().unwrap();
    drop(file);
    let found = object(&["distances", &out, "--update", "20", "--quiet"]);
    assert!(found["notes"].to_string().contains("update 5 stands for the start"), "{}", found["notes"]);
    let output = glassbox(&["train", "--resume", &out, "--updates", "30"]);
    let said = output.stderr;
    assert!(output.code == 0 && said.contains("update 30 has no hidden bias and was left out"), "{said}");
    let names = File::open(&out).unwrap().root().groups().unwrap();
    assert!(names.iter().any(|name| name == "update_0") && names.iter().any(|name| name == "update_15"), "{names:?}");
    let (wanted, found) = (whole.trajectory.last().unwrap(), read(&out).trajectory.last().cloned().unwrap());
    assert_eq!((&wanted.rbm, &wanted.chains, found.update), (&found.rbm, &found.chains, 30));
}

#[test]
fn wrong_settings_end_in_sentences() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    for option in ["--hidden", "--gibbs-steps", "--batch", "--chains", "--checkpoints"] {
        let (sentence, code) = refusal(&["train", "builtin:digits8", "--out", &out, option, "0"]);
        assert!(sentence.contains(option) && code == 2, "{sentence}");
    }
    let beyond = [("--gibbs-steps", "2000000"), ("--batch", "2000000"), ("--chains", "2000000")];
    for (option, value) in beyond.into_iter().chain([("--largest-norm", "0"), ("--spread", "11")]) {
        let (sentence, code) = refusal(&["train", "builtin:digits8", "--out", &out, option, value]);
        assert!(sentence.contains(option) && code == 2, "{sentence}");
    }
    let (sentence, code) = refusal(&["train", "builtin:digits8", "--out", &out, "--learning-rate", "nan"]);
    assert!(sentence.contains("--learning-rate") && code == 2, "{sentence}");
    let (sentence, code) = refusal(&["train", "builtin:dhfr", "--out", &out, "--visible", "ising"]);
    assert!(sentence.contains("expected potts") && code == 2, "{sentence}");
    let (sentence, code) = refusal(&["train", "builtin:digits8", "--out", &folder.path("no/run.h5")]);
    assert!(sentence.contains("no folder") && code == 1, "{sentence}");
    // What was made until then is described.
    let halted = glassbox(&train(&out, &["--updates", "200", "--learning-rate", "1e6"]));
    let (sentence, code) = (halted.stderr, halted.code);
    assert!(sentence.contains("learning rate") && sentence.contains("was kept in") && code == 1, "{sentence}");
    assert!(read(&out).trajectory.checkpoints.iter().all(|one| one.rbm.is_finite()));
    let text = folder.path("labels.csv");
    std::fs::write(&text, "Name,kind\n0,a\n").unwrap();
    object(&train(&folder.path("one.h5"), &["--updates", "20", "--rows", "1", "--labels", &text]));
    let large = folder.path("large.h5");
    object(&["train", "builtin:digits8", "--hidden", "3", "--updates", "5", "--batch", "100000", "--out", &large]);
    let constant = folder.path("constant.txt");
    std::fs::write(&constant, "0101\n0100\n0111\n").unwrap();
    let out = folder.path("constant.h5");
    object(&["train", &constant, "--out", &out, "--hidden", "2", "--updates", "300", "--learning-rate", "0.5"]);
    assert!(read(&out).trajectory.last().unwrap().rbm.is_finite());
}

/// Waits until something is so.
fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_mins(1), "{what} did not happen");
        sleep(Duration::from_millis(5));
    }
}

/// A run that would take for ever, with many checkpoints.
fn endless(out: &str, configure: impl FnOnce(&mut Command)) -> Child {
    let mut command = command(&[
        "train",
        "builtin:digits8",
        "--hidden",
        "60",
        "--batch",
        "4",
        "--chains",
        "50",
        "--gibbs-steps",
        "2",
        "--out",
        out,
        "--updates",
        "100000000",
        "--checkpoints",
        "3000",
        "--json",
    ]);
    configure(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    command.spawn().unwrap()
}

#[test]
fn whatever_kills_a_run_the_archive_opens() {
    let folder = Folder::new();
    let mut checkpoints = Vec::new();
    for round in 0..20_u64 {
        let out = folder.path(&format!("{round}.h5"));
        let mut child = endless(&out, |_| ());
        wait("the first checkpoint", || Path::new(&out).exists());
        sleep(Duration::from_millis(round * round * 37 % 301));
        if round == 19 {
            wait("many checkpoints", || read(&out).trajectory.checkpoints.len() > 20);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let archive = read(&out);
        assert!(archive.notes.is_empty(), "{:?}", archive.notes);
        checkpoints.push(archive.trajectory.checkpoints.len());
    }
    assert!(checkpoints.iter().any(|&count| count > 20), "{checkpoints:?}");
}

#[cfg(unix)]
fn interrupt(child: Child) -> (Output, String) {
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let sentence = String::from_utf8(output.stderr.clone()).unwrap();
    (output, sentence)
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_where_it_is_and_goes_on() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    let child = endless(&out, |_| ());
    wait("the first checkpoint", || Path::new(&out).exists());
    sleep(Duration::from_millis(200));
    let (output, sentence) = interrupt(child);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence.contains(&format!("--resume {out} goes on from there")), "{sentence}");
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    let last = read(&out).trajectory.last().unwrap().update;
    assert_eq!(made["updates"], json!(last));
    let end = (last + 3).to_string();
    assert_eq!(object(&["train", "--resume", &out, "--updates", &end])["updates"], json!(last + 3));
}

#[cfg(unix)]
#[test]
fn a_run_whose_folder_goes_is_saved_elsewhere() {
    let folder = Folder::new();
    let (inner, refuge) = (folder.path("inner"), folder.path("refuge"));
    std::fs::create_dir(&inner).unwrap();
    std::fs::create_dir(&refuge).unwrap();
    let out = format!("{inner}/run.h5");
    let child = endless(&out, |command| {
        command.env("TMPDIR", &refuge);
    });
    wait("the first checkpoint", || Path::new(&out).exists());
    // A checkpoint may be written while the folder goes.
    wait("the folder to be gone", || std::fs::remove_dir_all(&inner).is_ok() || !Path::new(&inner).exists());
    sleep(Duration::from_millis(300));
    let (output, sentence) = interrupt(child);
    assert_eq!(output.status.code(), Some(1));
    assert!(sentence.contains("there is no folder of that name; the training goes on in memory"), "{sentence}");
    let saved = format!("{refuge}/run-saved-0.h5");
    assert!(sentence.contains(&format!("the run was saved as {saved} instead")), "{sentence}");
    assert!(read(&saved).trajectory.checkpoints.len() > 1);
}

#[test]
fn likelihoods_agree_whatever_the_method() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    let shape = ["--hidden", "6", "--gibbs-steps", "10", "--batch", "4", "--chains", "40", "--checkpoints", "6"];
    let pace = ["--updates", "500", "--learning-rate", "0.05", "--out", &out];
    object(&[&["train", "builtin:digits8"], &shape[..], &pace].concat());
    let ask = |options: &[&str]| {
        object(&[&["likelihood", &out, "--data", "builtin:digits8", "--update", "all"][..], options].concat())
    };
    let exact = ask(&["--method", "exact"]);
    assert_eq!((&exact["log_z_stderr"], &exact["effective_sample_size"]), (&json!(0.0), &Value::Null));
    let number = |value: &Value| value.as_f64().unwrap();
    for method in ["ais", "trajectory"] {
        let found = ask(&["--method", method, "--ais-chains", "400", "--ais-steps", "100"]);
        assert_eq!(found["updates"], exact["updates"]);
        for (one, wanted) in
            found["checkpoints"].as_array().unwrap().iter().zip(exact["checkpoints"].as_array().unwrap())
        {
            let (error, bar) = (number(&one["log_z"]) - number(&wanted["log_z"]), number(&one["log_z_stderr"]));
            assert!(error.abs() < 5.0 * bar + 1e-4, "{method} at update {}: {error} ± {bar}", one["update"]);
            let likelihood = number(&one["log_likelihood"]) - number(&wanted["log_likelihood"]);
            assert!((likelihood + error).abs() < 1e-9);
            assert!(number(&one["effective_sample_size"]) > 10.0);
        }
    }
    let first = &exact["checkpoints"][0];
    assert!(number(&exact["log_likelihood"]) > number(&first["log_likelihood"]) + 1.0, "training helps");
    assert_eq!(object(&["likelihood", &out])["method"], json!("exact"));
}

#[test]
fn samples_are_written_in_any_form() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    object(&train(&out, &["--updates", "20"]));
    let (npz, png) = (folder.path("s.npz"), folder.path("s.png"));
    let made = object(&["sample", &out, "--count", "30", "--steps", "7", "--out", &npz]);
    assert_eq!((&made["count"], &made["steps"], &made["start"]), (&json!(30), &json!(7), &json!("chains")));
    let shown = object(&["data", "show", &npz]);
    assert_eq!((&shown["rows"], &shown["dim"], &shown["kind"]), (&json!(30), &json!(64), &json!("binary")));
    object(&["sample", &out, "--start", "random", "--steps", "0", "--out", &png]);
    let start = ["--start", "data", "--data", "builtin:digits8", "--steps", "0", "--count", "5"];
    object(&[&["sample", &out, "--out", &npz, "--overwrite"][..], &start].concat());
    let (here, there) = (object(&["data", "show", &npz]), object(&["data", "show", "builtin:digits8", "--rows", "5"]));
    assert_eq!((&here["mean"], &here["shape"]), (&there["mean"], &there["shape"]));
    let own =
        object(&["sample", &out, "--start", "data", "--steps", "0", "--count", "10", "--out", &folder.path("own.npz")]);
    assert!((own["mean"].as_f64().unwrap() - 0.4891).abs() < 1e-4, "the ten digits themselves: {}", own["mean"]);
    let wide = folder.path("wide.h5");
    object(&["train", "builtin:digits8", "--hidden", "100", "--updates", "1", "--gibbs-steps", "1", "--out", &wide]);
    let (sentence, code) = refusal(&["sample", &wide, "--count", "10000000", "--out", &folder.path("x.npz")]);
    assert!(sentence.contains("--count 10000000: the number of chains") && code == 2, "{sentence}");
    let (sentence, _) = refusal(&["train", "builtin:zoo", "--hidden", "30000000", "--out", &folder.path("x.h5")]);
    assert!(sentence.contains("+ 30000000); it can be at most 2^30"), "{sentence}");
    let foreign = fixture(PROTEINS);
    let (sentence, code) = refusal(&["sample", &foreign, "--start", "data", "--out", &folder.path("x.npz")]);
    assert!(sentence.contains("add --data DATA") && code == 2, "{sentence}");
    let again = folder.path("again.npz");
    object(&["sample", &out, "--count", "30", "--steps", "7", "--out", &again, "--threads", "1"]);
    object(&["sample", &out, "--count", "30", "--steps", "7", "--out", &npz, "--overwrite", "--threads", "2"]);
    assert_eq!(std::fs::read(&again).unwrap(), std::fs::read(&npz).unwrap(), "threads change nothing");
}
