//! Help, wrong usage, and failures: exit codes and sentences.

use crate::commands::{failed, glassbox, usage};

#[test]
fn every_command_has_help() {
    let commands: [&[&str]; 10] = [
        &[],
        &["recall"],
        &["theory"],
        &["theory", "crosstalk"],
        &["data"],
        &["data", "list"],
        &["data", "show"],
        &["data", "convert"],
        &["bench"],
        &["bench", "recall"],
    ];
    for command in commands {
        let output = glassbox(&[command, &["--help"]].concat());
        assert_eq!(output.code, 0, "{command:?}: {}", output.stderr);
        assert!(output.stdout.contains("Usage: glassbox") && output.stderr.is_empty(), "{command:?}");
    }
    assert!(glassbox(&["--version"]).stdout.starts_with("glassbox "));
}

#[test]
fn wrong_usage_ends_with_2_and_names_what_is_wrong() {
    let icons = ["recall", "--patterns", "builtin:icons"];
    let with = |more: &[&str], words: &str| usage(&[&icons, more].concat(), words);
    for number in ["nan", "NaN", "inf", "-inf", "-1", "-0.001", "1e999", "", "x", "0x10", "1,5"] {
        with(&["--flip", number], "--flip");
        with(&["--temperature", number], "--temperature");
    }
    with(&["--flip", "1.0000001"], "--flip");
    for number in ["0", "-1", "1.5", "99999999999999999999999", "nan", "1000001", ""] {
        with(&["--sweeps", number], "--sweeps");
        with(&["--runs", number], "--runs");
    }
    for number in ["0", "-1", "1025", "99999999999999999999999", "two"] {
        with(&["--threads", number], "--threads");
    }
    for number in ["-1", "18446744073709551616", "1e3", "seven"] {
        with(&["--seed", number], "--seed");
    }
    for number in ["0", "-1", "99999999999999999999999", "all"] {
        with(&["--rows", number], "--rows");
    }
    with(&["--threshold", "nan"], "--threshold");
    with(&["--subset", "nothing"], "--subset");
    with(&["--store", "0,99"], "--store");
    with(&["--store", "0,,1"], "--store");
    with(&["--cue", "32"], "--cue");
    with(&["--cue", "-1"], "--cue");
    with(&["--rule", "dense:9"], "hebb, pseudo-inverse, storkey, covariance, dense:2");
    with(&["--update", "parallel"], "--update");
    with(&["--cue", "0", "--state", "x.txt"], "--state");
    with(&["--bogus"], "--bogus");
    with(&["extra"], "extra");
    usage(&["recall"], "--patterns");
    usage(&["data"], "list");
    usage(&["data", "show"], "DATA");
    usage(&["data", "show", "builtin:nothing"], "icons");
    for data in ["random:0x5", "random:5x0", "random:5", "random:-1x5", "random:1e9x5", "random:99999999x99999999", ""]
    {
        usage(&["recall", "--patterns", data], "DATA");
    }
    usage(&["recall", "--patterns", "random:100000x262144"], "values");
    usage(&["recall", "--patterns", "random:1x262145"], "262144");
    usage(&["bench", "sorting"], "recall");
    usage(&["theory", "crosstalk"], "--alpha");
    usage(&["theory", "crosstalk", "--alpha", "0.1", "--probability", "0.1"], "--probability");
    for number in ["nan", "inf", "-0.1", "x", ""] {
        usage(&["theory", "crosstalk", "--alpha", number], "--alpha");
        usage(&["theory", "crosstalk", "--probability", number], "--probability");
    }
    usage(&["theory", "crosstalk", "--probability", "0.5"], "--probability");
}

#[test]
fn files_that_cannot_be_read_end_with_1_and_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    };
    let broken = [
        file("empty.txt", b""),
        file("empty.npz", b""),
        file("empty.csv", b""),
        file("empty.png", b""),
        file("ragged.txt", b"0101\n011\n"),
        file("words.txt", b"one two\n"),
        file("inf.csv", b"a,b\ninf,1\n"),
        file("latin.csv", b"caf\xe9,1\n"),
        file("cut.npy", b"\x93NUMPY\x01\x00"),
        file("run.h5", b"\x89HDF\r\n\x1a\n"),
        folder.path().to_string_lossy().into_owned(),
        folder.path().join("none.txt").to_string_lossy().into_owned(),
    ];
    for path in &broken {
        failed(&["recall", "--patterns", path], path);
        failed(&["data", "show", path, "--json"], path);
        failed(&["recall", "--patterns", "builtin:icons", "--state", path], path);
    }
    let short = file("short.txt", b"0101\n");
    failed(&["recall", "--patterns", "builtin:icons", "--state", &short], "expected a row of 784 spins, found 4");
    failed(&["recall", "--patterns", "builtin:dhfr"], "two values");
    failed(&["recall", "--patterns", "random:10000x10", "--rule", "storkey"], "too large for a number");
    failed(&["recall", "--patterns", "random:3x4097", "--rule", "storkey"], "4096");
}
