//! `glassbox couplings` on runs of this program and of another.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and opens what was written"
)]

#[path = "support/commands.rs"]
mod commands;

use std::io::Read as _;

use commands::{DIGITS, Folder, PROTEINS, failed, fixture, glassbox, numbers, object, usage};
use serde_json::{Value, json};

/// The value of each set of sites, the last number of a row.
fn values(of: &Value) -> Vec<f64> {
    of.as_array().unwrap().iter().map(|row| row.as_array().unwrap().last().unwrap().as_f64().unwrap()).collect()
}

/// The headers of the arrays of an archive: their names and shapes.
fn shapes(path: &str) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let header = String::from_utf8_lossy(&bytes[10..128]).into_owned();
            let shape = header.split('(').nth(1).unwrap().split(')').next().unwrap().trim_end_matches(',');
            format!("{name} {shape}")
        })
        .collect()
}

#[test]
fn couplings_of_digits_are_the_same_by_sums_over_units() {
    let (file, folder) = (fixture(DIGITS), Folder::new());
    let out = folder.path("couplings.npz");
    let found = object(&["couplings", &file, "--units", "--top", "4", "--out", &out]);
    let (fields, pairs) = (numbers(&found["fields"]), values(&found["pairs"]));
    assert_eq!((fields.len(), pairs.len()), (784, 784 * 783 / 2));
    assert_eq!((&found["triples"], &found["error_rms"], &found["update"]), (&json!([]), &Value::Null, &json!(1500)));
    let units = found["units"].as_array().unwrap();
    assert_eq!(units.len(), 4);
    let largest = pairs.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    for of in units {
        let by_unit = numbers(&of["by_unit"]);
        let row = found["pairs"].as_array().unwrap().iter();
        let pair = row.clone().find(|row| row[0] == of["pair"][0] && row[1] == of["pair"][1]).unwrap();
        let value = pair[2].as_f64().unwrap();
        assert!(by_unit.len() == 20 && (by_unit.iter().sum::<f64>() - value).abs() < 1e-12);
        assert!(value.abs() > 0.5 * largest);
    }
    assert_eq!(shapes(&out), ["fields.npy 784", "pairs.npy 784, 784", "unit_pairs.npy 4, 2", "unit_values.npy 4, 20"]);
    let gaussian = object(&["couplings", &file, "--method", "gaussian"]);
    let error = pairs.iter().zip(values(&gaussian["pairs"])).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(error > 1e-9 && error < 0.1 * largest, "{error} of {largest}");
}

#[test]
fn all_checkpoints_are_compared_with_the_truth() {
    let folder = Folder::new();
    let (run, truth) = (folder.path("ring.h5"), folder.path("truth.npz"));
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let done = |line: &str, files: &[&str]| {
        let words = words(line);
        object(&words.iter().map(String::as_str).chain(files.iter().copied()).collect::<Vec<&str>>())
    };
    done("ising sample --model ring --size 8 --beta 0.4 --samples 1000 --out", &[&truth]);
    let settings = "--visible ising --hidden 6 --chains 40 --gibbs-steps 1 --batch 200 --learning-rate 0.1";
    done(&format!("train {settings} --quiet --updates 100 --checkpoints 4 --out"), &[&run, &truth]);
    let found = object(&["couplings", &run, "--update", "all", "--order", "3", "--truth", &truth]);
    let checkpoints = found["checkpoints"].as_array().unwrap();
    assert!(checkpoints.len() > 2);
    let errors: Vec<f64> = checkpoints.iter().map(|one| one["error_rms"].as_f64().unwrap()).collect();
    assert!(errors.last() < errors.first(), "{errors:?}");
    assert_eq!(found["error_rms"], checkpoints.last().unwrap()["error_rms"]);
    assert_eq!((values(&found["pairs"]).len(), values(&found["triples"]).len()), (28, 56));
    let sizes = values(&found["triples"]);
    assert!(sizes.is_sorted_by(|a, b| a.abs() >= b.abs()), "the largest first");
    let printed = glassbox(&["couplings", &run, "--truth", &truth, "--top", "2"]);
    assert!(printed.code == 0 && printed.stdout.contains("true pairs"), "{}", printed.stdout);
    usage(&["couplings", &run, "--truth", &truth, "--method", "lattice-gas"], "not those of ±1 spins");
    let sizes = "--truth has 8 spins; the machine has 784 visible units";
    failed(&["couplings", &fixture(DIGITS), "--truth", &truth], sizes);
}

#[test]
fn pairs_of_proteins_are_norms_of_their_blocks() {
    let (file, folder) = (fixture(PROTEINS), Folder::new());
    let out = folder.path("blocks.npz");
    let found = object(&["couplings", &file, "--out", &out]);
    let (sites, states) = (found["fields"].as_array().unwrap().len(), numbers(&found["fields"][0]).len());
    assert_eq!(numbers(&found["pairs"]).len(), 3 * sites * (sites - 1) / 2);
    assert!(values(&found["pairs"]).iter().all(|norm| *norm >= 0.0));
    let sum: f64 = numbers(&found["fields"][3]).iter().sum();
    assert!(sum.abs() < 1e-9, "the zero-sum gauge: {sum}");
    let blocks = format!("blocks.npy {}, {states}, {states}", sites * (sites - 1) / 2);
    assert!(shapes(&out).contains(&blocks), "{:?}", shapes(&out));
    usage(&["couplings", &file, "--order", "3"], "these are Potts units");
    usage(&["couplings", &file, "--method", "gaussian"], "are computed exactly");
}

#[test]
fn data_of_an_ising_model_bring_the_truth_along() {
    let folder = Folder::new();
    let (run, samples) = (folder.path("ring.h5"), folder.path("ring.npz"));
    let data = ["train", "ising:ring:6:0.3", "--rows", "400", "--visible", "ising", "--hidden", "3"];
    object(&[&data[..], &["--updates", "40", "--gibbs-steps", "1", "--out", &run]].concat());
    object(&[
        "ising",
        "sample",
        "--model",
        "ring",
        "--size",
        "6",
        "--beta",
        "0.3",
        "--samples",
        "2",
        "--out",
        &samples,
    ]);
    let found = object(&["couplings", &run]);
    assert!(found["error_rms"].as_f64().is_some_and(|error| (0.0..0.3).contains(&error)), "{found}");
    assert_eq!(found["error_rms"], object(&["couplings", &run, "--truth", &samples])["error_rms"]);
    assert_eq!(object(&["couplings", &run, "--method", "lattice-gas"])["error_rms"], Value::Null);
}
