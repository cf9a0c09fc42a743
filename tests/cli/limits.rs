//! What is refused before it begins: sizes beyond the memory, and outputs that are inputs.

use std::path::Path;
use std::process::{Command, Output};

use glassbox::engine::rbm::{CheckpointPlan, Spacing, TrainConfig};
use glassbox::io::datasets::DataOptions;
use glassbox::io::run::open_data;
use glassbox::physics::rbm::{HiddenUnits, TrainingSettings, VisibleUnits};
use glassbox::physics::seed::Seed;

use crate::commands::{Folder, GLASSBOX, command, glassbox, object, usage};

/// Runs a command that may set aside no more than so many KiB.
#[cfg(target_os = "linux")]
fn limited(kib: u64, arguments: &str) -> (Option<i32>, String) {
    let script = format!("ulimit -v {kib}; exec {GLASSBOX} {arguments}");
    let Output { status, stderr, .. } = Command::new("sh").args(["-c", &script]).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn what_needs_more_memory_than_there_is_is_refused_before_it_begins() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    for size in
        ["random:2x262144 --hidden 1000", "builtin:digits8 --hidden 1000 --updates 1000000 --checkpoints 100000"]
    {
        let (code, said) = limited(4_000_000, &format!("train {size} --batch 2 --chains 2 --out {out}"));
        assert!(code == Some(1) && said.starts_with("glassbox: This training needs about"), "{size}: {said}");
        assert!(!Path::new(&out).exists());
    }
    let cells = "sweep phase --alphas 0.01:1:10000 --temperatures 0:1:10000";
    let (code, said) = limited(4_000_000, cells);
    assert!(code == Some(1) && said.contains("the sweep has 100000000 cells"), "{said}");
}

/// The most memory that a command ever had, as the system counts it, looked at while it runs.
#[cfg(target_os = "linux")]
fn most_memory(arguments: &[&str]) -> u64 {
    let mut child = command(arguments).stdout(std::process::Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        most = now.map_or(most, |kib| kib << 10);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn the_memory_of_a_training_is_known_before() {
    let folder = Folder::new();
    let out = folder.path("run.h5");
    for (source, hidden, [updates, checkpoints], copies) in
        [("random:4x4000", 500, [4, 4], 2), ("random:4x4000", 500, [1, 1], 2), ("random:1000x2000", 8, [1, 1], 1000)]
    {
        let data = open_data(&source.parse().unwrap(), &DataOptions::default(), false, Seed(1)).unwrap();
        let config = TrainConfig {
            data: Some(data),
            visible: VisibleUnits::Bernoulli,
            hidden: HiddenUnits::Bernoulli,
            hidden_units: hidden,
            settings: TrainingSettings { batch: copies, chains: copies, ..TrainingSettings::default() },
            initial_spread: 0.01,
            updates,
            checkpoints: CheckpointPlan { count: checkpoints as usize, spacing: Spacing::Linear },
            fixed_point_starts: 0,
            measured: false,
            seed: Seed(1),
            before: None,
        };
        let numbers = [hidden, copies, copies, updates as usize, checkpoints as usize].map(|number| number.to_string());
        let [hidden, batch, chains, updates, checkpoints] = &numbers;
        let most = most_memory(&[
            "train",
            source,
            "--hidden",
            hidden,
            "--batch",
            batch,
            "--chains",
            chains,
            "--updates",
            updates,
            "--checkpoints",
            checkpoints,
            "--spacing",
            "linear",
            "--gibbs-steps",
            "1",
            "--out",
            &out,
            "--overwrite",
        ]);
        let needed = config.memory().unwrap();
        let fraction = most as f64 / needed as f64;
        assert!((0.6..1.4).contains(&fraction), "{numbers:?}: {most} of {needed}");
    }
}

#[test]
fn an_output_is_never_an_input() {
    let folder = Folder::new();
    let (data, run) = (folder.path("a.npz"), folder.path("run.h5"));
    object(&["data", "convert", "builtin:digits8", &data]);
    object(&["train", &data, "--hidden", "2", "--updates", "2", "--gibbs-steps", "1", "--out", &run]);
    let before = [&data, &run].map(|path| std::fs::read(path).unwrap());
    for arguments in [
        ["data", "convert", &data, &data, "--overwrite"].as_slice(),
        &["sample", &run, "--out", &run, "--overwrite"],
        &["sample", &run, "--data", &data, "--out", &data, "--overwrite"],
        &["modes", &run, "--vectors", &run, "--overwrite"],
        &["tap", &run, "--data", &data, "--out", &data, "--overwrite"],
        &["tree", &run, "--newick", &run, "--overwrite"],
    ] {
        usage(arguments, "needs another name");
    }
    usage(&["train", &data, "--out", &data, "--overwrite"], "expected the name of an archive (.h5)");
    usage(&["train", &data, "--out", &folder.path("b.csv")], "expected the name of an archive (.h5)");
    assert_eq!([&data, &run].map(|path| std::fs::read(path).unwrap()), before);
}

#[test]
fn the_cost_of_a_checkpoint_does_not_grow_with_those_before_it() {
    let folder = Folder::new();
    let bytes_each = |count: u64| {
        let (out, text) = (folder.path(&format!("{count}.h5")), count.to_string());
        let small = ["--hidden", "2", "--batch", "2", "--chains", "2", "--gibbs-steps", "1", "--spacing", "linear"];
        let made = object(
            &[&["train", "builtin:digits8", "--updates", &text, "--checkpoints", &text, "--out", &out], &small[..]]
                .concat(),
        );
        assert_eq!(made["checkpoints"], count + 1);
        let info = object(&["info", &out]);
        assert_eq!(info["updates"].as_array().unwrap().len() as u64, count + 1);
        std::fs::metadata(&out).unwrap().len() / count
    };
    let (few, many) = (bytes_each(100), bytes_each(2000));
    assert!(many * 2 < few * 3, "{few} bytes of each of few, {many} of each of many");
}

#[test]
fn names_of_files_do_not_look_like_lines_of_the_report() {
    let folder = Folder::new();
    let path = folder.path("a.csv");
    let long = "y".repeat(20_000);
    std::fs::write(&path, format!("name,a\n\"x\nmean    0.9\",1\n\u{202e}z,0\n{long},1\n")).unwrap();
    let text = glassbox(&["data", "show", &path]).stdout;
    assert_eq!(text.lines().filter(|line| line.starts_with("mean")).count(), 1, "{text}");
    assert!(!text.contains('\u{202e}') && text.len() < 1000, "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(&["--help"]).stdout(full).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.contains("cannot write to standard output"), "{said}");
    let output = command(&["theory", "capacity"]).env("RAYON_NUM_THREADS", "100000").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("RAYON_NUM_THREADS is 100000"), "{said}");
}
