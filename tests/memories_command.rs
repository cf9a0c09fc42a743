//! `recall`, `sweep` and `theory dense` with dense and continuous memories, as their users see them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and writes its own files"
)]

#[path = "support/commands.rs"]
mod commands;

use std::fs;

use commands::{Folder, glassbox as run, object};
use serde_json::Value;

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn dense_memories_are_recalled_far_beyond_hebb() {
    for (rule, patterns) in [("dense:3", 300), ("dense-rectified:3", 600), ("dense:4", 800), ("exponential", 2000)] {
        let data = format!("random:{patterns}x100");
        let answer = object(&["recall", "--patterns", &data, "--rule", rule, "--flip", "0.1", "--runs", "60"]);
        assert!(number(&answer["recalled"]) >= 0.9, "{rule}: {}", answer["recalled"]);
        assert_eq!(answer["rule"], rule);
    }
    let hebb = object(&["recall", "--patterns", "random:500x100", "--flip", "0.1", "--runs", "60"]);
    assert!(number(&hebb["recalled"]) < 0.1);
}

#[test]
fn energies_of_powers_are_sums_of_powers() {
    let folder = Folder::new();
    let file = folder.path("patterns.txt");
    fs::write(&file, "++++-\n+-+-+\n").unwrap();
    let answer = object(&["recall", "--patterns", &file, "--rule", "dense:3", "--cue", "0"]);
    // The overlaps of the first with itself and with the second are 5 and −1.
    assert_eq!(list(&answer["energy"])[0], -124.0);
    let answer = object(&["recall", "--patterns", &file, "--rule", "dense-rectified:2", "--cue", "0"]);
    assert_eq!(list(&answer["energy"])[0], -25.0);
    let answer = object(&["recall", "--patterns", &file, "--rule", "exponential", "--cue", "0"]);
    assert!((list(&answer["energy"])[0] + (5.0_f64.exp() + (-1.0_f64).exp()).ln()).abs() < 1e-12);
    let many = object(&["recall", "--patterns", &file, "--rule", "dense:3", "--cue", "0", "--runs", "3"]);
    assert_eq!((number(&many["energy_mean"]), number(&many["energy_per_spin"])), (-124.0, -24.8));
}

#[test]
fn the_table_of_ramsauer_comes_out_of_files() {
    let table: Value = serde_json::from_str(include_str!("reference/t04_modern.json")).unwrap();
    let table = &table["ramsauer"];
    let folder = Folder::new();
    let (patterns, state) = (folder.path("patterns.csv"), folder.path("state.csv"));
    let rows: Vec<Vec<f64>> = table["X_rows"].as_array().unwrap().iter().map(list).collect();
    let line = |numbers: Vec<f64>| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = (0..5).map(|mu| line(rows.iter().map(|row| row[mu]).collect())).collect();
    fs::write(&patterns, lines.join("\n") + "\n").unwrap();
    fs::write(&state, line(list(&table["xi0"])) + "\n").unwrap();
    for row in table["traj"].as_array().unwrap() {
        let rule = format!("softmax:{}", row["beta"]);
        let answer = object(&["recall", "--patterns", &patterns, "--state", &state, "--rule", &rule]);
        let energies = list(&answer["energy"]);
        assert!((energies[0] - number(&row["E0"])).abs() < 1e-10);
        assert!((energies[1] - number(&row["E1"])).abs() < 1e-10);
        assert!((energies.last().unwrap() - number(&row["E_fixed"])).abs() < 1e-10);
        for (name, wanted) in [("final_state", "xi_fixed"), ("weights", "softmax_fixed")] {
            let (found, wanted) = (list(&answer[name]), list(&row[wanted]));
            assert!(
                found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-10),
                "{rule} {name}"
            );
        }
        assert_eq!((&answer["converged"], &answer["n"], &answer["p"]), (&true.into(), &6.into(), &5.into()));
        assert!(answer["metastable"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn real_rules_take_spins_and_pictures_too() {
    for rule in ["softmax:0.05", "sparsemax:0.05", "epanechnikov:0.0022"] {
        let icons = ["recall", "--patterns", "builtin:icons", "--rule", rule, "--cue", "4", "--flip", "0.2"];
        let answer = object(&icons);
        assert_eq!(
            (&answer["recalled"], &answer["retrieved"], &answer["metastable"]),
            (&1.into(), &4.into(), &1.into()),
            "{rule}"
        );
        assert_eq!(list(&answer["final_state"]).len(), 784);
        assert!((list(&answer["initial_overlap"])[4] - 0.6).abs() < 0.002);
        assert_eq!(run(&icons).code, 0);
    }
    let many =
        object(&["recall", "--patterns", "random:30x200", "--rule", "softmax:0.1", "--flip", "0.2", "--runs", "40"]);
    assert_eq!((number(&many["recalled"]), number(&many["runs"])), (1.0, 40.0));
    assert!(number(&many["retrieved_in_one_step"]) > 0.9, "{many}");
}

#[test]
fn real_numbers_of_a_file_are_kept_as_they_are() {
    let folder = Folder::new();
    let rows = [[0.5, -1.25, 3.0], [2.0, 0.25, -0.75], [-1.5, 1.0, 0.125]];
    let text =
        |between: &str| -> String { rows.iter().map(|row| row.map(|x| x.to_string()).join(between) + "\n").collect() };
    let turned: String = (0..3).map(|i| rows.map(|row: [f64; 3]| row[i].to_string()).join(" ") + "\n").collect();
    let files = [("a.txt", text(" ")), ("b.csv", format!("x,y,z\n{}", text(","))), ("c.txt", turned)];
    for (name, content) in files {
        let file = folder.path(name);
        fs::write(&file, content).unwrap();
        let mut arguments = vec!["recall", "--patterns", &file, "--rule", "sparsemax:5", "--cue", "1"];
        if name == "c.txt" {
            arguments.push("--transpose");
        }
        let answer = object(&arguments);
        assert_eq!(list(&answer["final_state"]), rows[1], "{name}");
        assert_eq!((&answer["retrieved"], &answer["p"], &answer["n"]), (&1.into(), &3.into(), &3.into()), "{name}");
        // Fewer rows are the first of them; a threshold makes spins of them.
        arguments.extend(["--rows", "2"]);
        assert_eq!(list(&object(&arguments)["weights"]).len(), 2, "{name}");
        arguments.extend(["--threshold", "0"]);
        assert_eq!(list(&object(&arguments)["final_state"]), [1.0, 1.0, -1.0], "{name}");
    }
    // Without such a rule numbers are asked about, as before.
    assert_eq!(run(&["recall", "--patterns", &folder.path("a.txt"), "--rule", "dense:3"]).code, 1);
}

#[test]
fn what_no_rule_takes_is_refused_in_a_sentence() {
    let refused = |arguments: &[&str], words: &[&str]| {
        let output = run(&[&["recall", "--patterns", "random:3x20"], arguments].concat());
        assert_eq!(output.code, 2, "{arguments:?}: {}", output.stderr);
        assert!(words.iter().all(|word| output.stderr.contains(word)), "{arguments:?}: {}", output.stderr);
    };
    refused(&["--rule", "dense:9"], &["dense:9", "dense:2 to dense:8"]);
    refused(&["--rule", "softmax:NaN"], &["NaN"]);
    refused(&["--rule", "softmax:-1"], &["-1"]);
    refused(&["--rule", "softmax"], &["softmax:BETA"]);
    refused(&["--rule", "softmax:1", "--temperature", "0.5"], &["0.5", "beta"]);
    let output = run(&["anneal", "--patterns", "random:3x20", "--rule", "softmax:1", "--schedule", "linear:1:0.1:5"]);
    assert_eq!(output.code, 2, "{}", output.stderr);
    assert!(output.stderr.contains("softmax:1"), "{}", output.stderr);
    for beta in ["0", "1e-300", "1e300"] {
        let answer =
            object(&["recall", "--patterns", "random:3x20", "--rule", &format!("softmax:{beta}"), "--flip", "0.1"]);
        let weights = list(&answer["weights"]);
        let wanted = if beta == "1e300" { 1.0 } else { 1.0 / 3.0 };
        assert!((weights[0] - wanted).abs() < 1e-12, "{beta}: {weights:?}");
    }
}

#[test]
fn capacities_are_printed_and_swept() {
    let answer = object(&["theory", "dense", "--order", "2", "--size", "100"]);
    assert!((number(&answer["k_max"]) - 10.857_362_047_581_296).abs() < 1e-10);
    let answer =
        object(&["theory", "dense", "--order", "4", "--size", "50", "--probability", "0.01", "--memories", "1540"]);
    assert!((number(&answer["k_max_small_error"]) - 0.012_318_545_292_406_736 * 125_000.0).abs() < 1e-8);
    assert!((number(&answer["error_exact"]) - 0.010_990_954_895_514_831).abs() < 1e-10);
    let answer = object(&["theory", "dense", "exponential", "--size", "20"]);
    assert!((number(&answer["k_max"]) - 1024.0).abs() < 1e-9);
    let answer = object(&["theory", "dense", "exponential", "--size", "100000"]);
    assert!(answer["k_max"].is_null() && number(&answer["ln_k_max"]) > 34_657.0);
    assert_eq!(run(&["theory", "dense", "--size", "20"]).code, 2);
    assert_eq!(run(&["theory", "dense", "--order", "9", "--size", "20"]).code, 2);
    let sweep = ["sweep", "capacity", "--size", "50", "--alphas", "2,40", "--rule", "dense:3", "--runs", "20"];
    let answer = object(&sweep);
    let means: Vec<f64> = answer["cells"].as_array().unwrap().iter().map(|cell| number(&cell["mean"])).collect();
    assert!(means[0] > 0.9 && means[1] < 0.2, "{means:?}");
    assert!(list(&answer["theory"]["k_max"])[0] > 100.0 && list(&answer["theory"]["one_step_error"])[1] > 0.1);
}
