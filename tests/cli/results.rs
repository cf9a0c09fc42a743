//! What commands print: JSON with the fields of the contract, text for people, the same bytes on any threads.

use serde_json::Value;

use crate::commands::{glassbox, keys, object};

#[test]
fn json_is_one_object_with_the_fields_of_the_contract() {
    let single = object(&["recall", "--patterns", "builtin:icons", "--store", "0,1,2", "--cue", "1", "--flip", "0.1"]);
    let fields = [
        "alpha",
        "converged",
        "cycle",
        "energy",
        "final_state",
        "initial_overlap",
        "n",
        "notes",
        "overlap",
        "p",
        "recalled",
        "rule",
        "seed",
        "sweeps",
        "verdict",
    ];
    assert_eq!(keys(&single), fields);
    assert_eq!((single["n"].as_u64(), single["p"].as_u64()), (Some(784), Some(3)));
    assert_eq!(single["final_state"].as_str().unwrap().len(), 784);
    assert!(single["final_state"].as_str().unwrap().chars().all(|spin| spin == '+' || spin == '-'));
    let lengths = ["overlap", "initial_overlap"].map(|field| single[field].as_array().unwrap().len());
    assert_eq!(lengths, [3, 3]);
    let energies = single["energy"].as_array().unwrap().len() as u64;
    assert_eq!(energies, single["sweeps"].as_u64().unwrap() + 1, "the start, then one per sweep");
    assert_eq!((single["converged"].as_bool(), single["cycle"].as_u64()), (Some(true), Some(1)));
    let many = object(&["recall", "--patterns", "random:4x100", "--runs", "9"]);
    let fields = ["alpha", "endings", "energy_mean", "energy_per_spin", "mean_sweeps"];
    assert_eq!(keys(&many), [&fields[..], &["n", "notes", "p", "recalled", "rule", "runs", "seed"]].concat());
    let [all, each] = ["energy_mean", "energy_per_spin"].map(|field| many[field].as_f64().unwrap());
    assert!((all - 100.0 * each).abs() < 1e-9 && each < -0.4, "{many}");
    assert_eq!(keys(&object(&["theory", "crosstalk", "--alpha", "0.1"])), ["alpha", "probability"]);
    for field in ["rows", "dim", "kind", "labels"] {
        assert!(keys(&object(&["data", "show", "builtin:zoo"])).contains(&field), "{field}");
        let list = object(&["data", "list"]);
        assert!(list["sets"].as_array().unwrap().iter().all(|set| keys(set).contains(&field)), "{field}");
    }
    // Where nothing came to rest there is no cycle, and where the cue is not stored nothing is recalled.
    let hot = object(&["recall", "--patterns", "random:2x50", "--temperature", "2", "--sweeps", "3"]);
    assert_eq!((&hot["converged"], &hot["cycle"], &hot["sweeps"]), (&Value::Bool(false), &Value::Null, &3.into()));
    let foreign = object(&["recall", "--patterns", "builtin:icons", "--store", "0,1", "--cue", "2"]);
    assert_eq!(foreign["recalled"], Value::Null);
}

#[test]
fn one_run_has_a_verdict_and_many_runs_count_their_ends() {
    let icons = ["recall", "--patterns", "builtin:icons", "--store", "0,1,2,3,4", "--cue", "1", "--flip", "0.25"];
    let verdict = &object(&icons)["verdict"];
    assert_eq!(keys(verdict), ["agreeing", "kind", "memories", "nearest", "overlap", "sentence"]);
    assert_eq!((verdict["kind"].as_str(), verdict["agreeing"].as_u64()), (Some("memory"), Some(784)));
    assert_eq!((&verdict["memories"][0], &verdict["nearest"]), (&"snail".into(), &"snail".into()));
    assert_eq!(verdict["sentence"], "Recalled snail (784 of 784 cells)");
    assert!(glassbox(&icons).stdout.contains("Recalled snail (784 of 784 cells)\n"));

    let letters = |rule: &str| -> Vec<&str> {
        let base = ["recall", "--patterns", "builtin:letters", "--store", "all", "--cue", "E", "--rule"];
        base.into_iter().chain([if rule == "hebb" { "hebb" } else { "pseudo-inverse" }]).collect()
    };
    let lost = object(&letters("hebb"))["verdict"].clone();
    assert_eq!((lost["kind"].as_str(), lost["memories"].as_array().map(Vec::len)), (Some("spurious"), Some(0)));
    assert!(lost["sentence"].as_str().unwrap().starts_with("Spurious state"), "{lost}");
    let advice = "Hebb stores what is common to all. The projection rule takes it out. (--rule pseudo-inverse)";
    let notes = object(&letters("hebb"))["notes"].clone();
    assert!(notes[0].as_str().unwrap().ends_with(advice), "{notes}");
    assert!(glassbox(&letters("hebb")).stdout.contains(advice));
    assert_eq!(object(&letters("pseudo-inverse"))["notes"], serde_json::json!([]));
    let found = object(&letters("pseudo-inverse"))["verdict"].clone();
    assert_eq!(found["sentence"], "Recalled E (256 of 256 cells)");

    let many: Vec<&str> = icons.iter().copied().chain(["--runs", "9"]).collect();
    let endings = object(&many)["endings"].clone();
    assert_eq!(keys(&endings[0]), ["components", "kind", "memory", "runs"]);
    assert_eq!(
        (&endings[0]["kind"], &endings[0]["memory"], &endings[0]["runs"]),
        (&"memory".into(), &"snail".into(), &9.into())
    );
    assert!(glassbox(&many).stdout.contains("9 snail\n"));
    let letters: Vec<&str> = letters("hebb").into_iter().chain(["--runs", "7"]).collect();
    let endings = object(&letters)["endings"].clone();
    assert_eq!((&endings[0]["kind"], &endings[0]["runs"]), (&"other".into(), &7.into()), "as a single run: {endings}");
}

#[test]
fn biased_patterns_are_recalled_by_the_covariance_rule() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("biased.txt");
    // One spin in five is up, at other places in each row.
    let mut state = 1_u64;
    let mut digit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if (state >> 33).is_multiple_of(5) { '1' } else { '0' }
    };
    let mut row = || (0..400).map(|_| digit()).chain(['\n']).collect::<String>();
    std::fs::write(&path, (0..10).map(|_| row()).collect::<String>()).unwrap();
    let file = path.to_string_lossy().into_owned();
    let base = ["recall", "--patterns", &file, "--cue", "3", "--flip", "0.02", "--rule"];
    let run = |rule: &'static str| object(&base.into_iter().chain([rule]).collect::<Vec<_>>());
    let (hebb, covariance) = (run("hebb"), run("covariance"));
    assert_eq!((&hebb["recalled"], &covariance["recalled"]), (&0.into(), &1.into()));
    assert!(hebb["notes"][0].as_str().unwrap().ends_with("subtracts it. (--rule covariance)"), "{}", hebb["notes"]);
    assert_eq!((&covariance["rule"], &covariance["notes"]), (&"covariance".into(), &serde_json::json!([])));
    let energies: Vec<f64> = covariance["energy"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    assert!(energies.len() > 1 && energies.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{energies:?}");
}

#[test]
fn rows_are_named_by_name_or_number() {
    let run = |store: &str, cue: &str| {
        object(&["recall", "--patterns", "builtin:letters", "--store", store, "--cue", cue, "--flip", "0.1"])
    };
    assert_eq!(run("A,B,C", "B"), run("0,1,2", "1"));
    assert_eq!(run("A, B", "B")["p"], 2);
}

#[test]
fn a_state_from_a_file_is_where_the_run_starts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.txt");
    std::fs::write(&path, "+-+-+-\n").unwrap();
    let state = path.to_string_lossy();
    let patterns = folder.path().join("patterns.txt");
    std::fs::write(&patterns, "+++---\n").unwrap();
    let run = object(&["recall", "--patterns", &patterns.to_string_lossy(), "--state", &state]);
    // m = (1 − 1 + 1 + 1 − 1 + 1)/6 = 1/3, so the one memory is recalled.
    assert_eq!(run["initial_overlap"][0].as_f64(), Some(1.0 / 3.0));
    assert_eq!((run["overlap"][0].as_f64(), run["final_state"].as_str()), (Some(1.0), Some("+++---")));
}

#[test]
fn threads_change_no_byte() {
    let commands: [&[&str]; 3] = [
        &["recall", "--patterns", "random:40x400", "--flip", "0.3", "--runs", "100", "--json"],
        &[
            "recall",
            "--patterns",
            "random:9x200",
            "--rule",
            "pseudo-inverse",
            "--flip",
            "0.4",
            "--runs",
            "30",
            "--json",
        ],
        &["recall", "--patterns", "random:9x200", "--rule", "storkey", "--flip", "0.4", "--json"],
    ];
    for command in commands {
        let run = |threads: &str| glassbox(&[command, &["--threads", threads]].concat()).stdout;
        let one = run("1");
        assert!(one.len() > 50);
        assert_eq!(one, run("2"));
        assert_eq!(one, run("7"));
        assert_ne!(one, glassbox(&[command, &["--seed", "2"]].concat()).stdout);
    }
}

#[test]
fn text_is_for_people() {
    let recall =
        glassbox(&["recall", "--patterns", "builtin:icons", "--store", "0,1,2", "--cue", "1", "--flip", "0.2"]);
    for words in ["N = 784, p = 3", "a fixed point", "energy per spin", "overlaps"] {
        assert!(recall.stdout.contains(words), "{words}: {}", recall.stdout);
    }
    assert!(recall.stderr.is_empty(), "no bar where standard error is no terminal: {}", recall.stderr);
    let many = glassbox(&["recall", "--patterns", "random:3x100", "--runs", "30"]);
    assert!(many.stdout.contains("recalled (nearest, overlap above 0.9): 100.0 %"), "{}", many.stdout);
    assert!(glassbox(&["data", "list"]).stdout.contains("serine-proteases"));
    assert!(glassbox(&["theory", "crosstalk", "--alpha", "0.138"]).stdout.contains("one-step error"));
}

#[test]
fn bench_gives_each_figure_with_its_limit() {
    let bench = object(&["bench", "recall"]);
    assert_eq!(keys(&bench), ["benchmarks"]);
    let figures = bench["benchmarks"].as_array().unwrap();
    assert_eq!(figures.len(), 3);
    for figure in figures {
        assert!(figure["name"].as_str().unwrap().contains("N ="));
        assert_eq!(figure["unit"], "ms");
        let [value, limit, ratio] = ["value", "limit", "ratio"].map(|field| figure[field].as_f64().unwrap());
        assert!(value > 0.0 && limit > 0.0 && (ratio - value / limit).abs() < 1e-9 * ratio, "{figure}");
    }
}
