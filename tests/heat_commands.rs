//! `glassbox anneal` and `glassbox sweep`: the options and fields that scripts rely on.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use clap::Parser;
use glassbox::cli::anneal::{self, AnnealArgs};
use glassbox::cli::common::{CliError, Common};
use glassbox::cli::sweep::{self, SweepArgs};
use serde_json::Value;

/// The commands as the program's own parser nests them.
#[derive(Parser)]
struct AnnealCli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    args: AnnealArgs,
}

#[derive(Parser)]
struct SweepCli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    args: SweepArgs,
}

fn text(result: Result<(), CliError>, out: Vec<u8>) -> Result<String, String> {
    result.map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn anneal(words: &str) -> Result<String, String> {
    let cli = AnnealCli::try_parse_from(format!("anneal {words}").split(' ')).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    text(anneal::run(&cli.args, &cli.common, &mut out), out)
}

fn sweep(words: &str) -> Result<String, String> {
    let cli = SweepCli::try_parse_from(format!("sweep {words}").split(' ')).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    text(sweep::run(&cli.args, &cli.common, &mut out), out)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn anneal_gives_the_fields_of_the_contract() {
    let slow = json(&anneal("--patterns random:3x100 --schedule linear:1.1:0.02:40 --runs 30 --json").unwrap());
    let count = |name: &str| slow[name].as_u64().unwrap();
    assert_eq!(count("runs"), 30);
    assert_eq!(count("pure") + count("mixture3") + count("mixture5") + count("other"), 30);
    assert!(count("pure") > 20 && slow["energy_per_spin"].as_f64().unwrap() < -0.4, "{slow}");
    let [lowest, mean] = ["energy_min", "energy_mean"].map(|field| slow[field].as_f64().unwrap());
    assert!(
        lowest <= mean && (mean / slow["energy_per_spin"].as_f64().unwrap() - slow["n"].as_f64().unwrap()).abs() < 1e-6
    );
    let again = "--patterns random:3x100 --schedule linear:1.1:0.02:40 --runs 30 --json --seed 1";
    assert_eq!(json(&anneal(again).unwrap()), slow);
    // From the memory itself a quench stays.
    let cued = "--patterns random:3x100 --temperature 0 --sweeps 20 --start cue --flip 0.1 --runs 9 --json";
    assert_eq!(json(&anneal(cued).unwrap())["pure"], 9);
    assert!(
        anneal("--patterns random:3x100 --schedule geometric:1:0.1:9 --runs 5").unwrap().contains("geometric:1:0.1:9")
    );
}

#[test]
fn drawn_schedules_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("cells.csv");
    sweep(&format!("capacity --size 20 --alphas 0.1 --runs 2 --csv {}", table.display())).unwrap();
    let words = |file: &Path| format!("--patterns random:2x50 --runs 3 --json --schedule points:{}", file.display());
    // A table of something else is not one of points.
    assert!(anneal(&words(&table)).unwrap_err().contains("cells.csv, line 1: expected a sweep and a temperature"));
    assert!(anneal(&words(&folder.path().join("none.csv"))).unwrap_err().contains("there is no such file"));
}

#[test]
fn wrong_schedules_are_sentences() {
    for (words, part) in [
        ("--schedule linear:1:0", "is not a schedule"),
        ("--schedule linear:-1:0:5", "zero or more"),
        ("--schedule geometric:1:0:5", "above 0"),
        ("--temperature NaN", "finite number"),
        ("--runs 5", "--schedule"),
        ("--schedule linear:1:0:5 --temperature 1", "cannot be used with"),
    ] {
        let refusal = anneal(&format!("--patterns random:2x50 {words}")).unwrap_err();
        assert!(refusal.contains(part), "{words}: {refusal}");
    }
}

#[test]
fn sweeps_give_every_cell_with_its_coordinates() {
    let phase = json(
        &sweep("phase --size 100 --alphas 0.02:0.06:3 --temperatures 0.2,1.2 --runs 4 --sweeps 40 --json").unwrap(),
    );
    let cells = phase["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 6);
    for (cell, (alpha, temperature)) in
        cells.iter().zip([0.02, 0.04, 0.06].into_iter().flat_map(|alpha| [(alpha, 0.2), (alpha, 1.2)]))
    {
        assert_eq!((cell["alpha"].as_f64(), cell["temperature"].as_f64()), (Some(alpha), Some(temperature)));
        assert_eq!((&cell["runs"], &cell["size"]), (&4.into(), &100.into()));
        let mean = cell["mean"].as_f64().unwrap();
        assert!(if temperature < 1.0 { mean > 0.8 } else { mean < 0.5 } && cell["stderr"].is_number(), "{cell}");
    }
    let theory = &phase["theory"];
    assert_eq!((theory["m"].as_array().unwrap().len(), theory["lines"].as_array().unwrap().len()), (6, 3));
    assert!(theory["m"][0].as_f64().unwrap() > 0.99 && theory["m"][1].is_null(), "{theory}");
    assert!((theory["lines"][0]["t_m"].as_f64().unwrap() - 0.716_481).abs() < 1e-5, "{theory}");
    let basin =
        json(&sweep("basin --size 100 --alphas 0.02 --flips 0:0.4:3 --runs 10 --rule pseudo-inverse --json").unwrap());
    assert_eq!((&basin["cells"][0]["mean"], &basin["cells"][2]["flip"]), (&1.0.into(), &0.4.into()));
    // Ten runs of ten do not show that all would: Wilson's error, 1/2(n + 1).
    assert!((basin["cells"][0]["stderr"].as_f64().unwrap() - 1.0 / 22.0).abs() < 1e-12, "{basin}");
    assert_eq!((&basin["rule"], &basin["theory"]), (&"pseudo-inverse".into(), &Value::Null));
    let one = json(&sweep("capacity --size 50,100 --alphas 0.05:0.5:2 --runs 1 --json").unwrap());
    let sizes: Vec<u64> = one["cells"].as_array().unwrap().iter().map(|cell| cell["size"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [50, 50, 100, 100]);
    assert!((one["theory"]["alpha_c"].as_f64().unwrap() - 0.137_905_566).abs() < 1e-8);
    // One run has no spread, and JSON no number for it.
    assert!(one["cells"][0]["stderr"].is_null());
}

#[test]
fn tables_are_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cells.csv");
    let words = format!("phase --size 50 --alphas 0.02,0.1 --temperatures 0.3 --runs 3 --csv {}", path.display());
    let shown = sweep(&words).unwrap();
    assert!(shown.contains("wrote 2 cells"), "{shown}");
    let refusal = sweep(&words).unwrap_err();
    assert!(refusal.contains("exists already"), "{refusal}");
    sweep(&format!("{words} --overwrite")).unwrap();
    let mut rows = csv::Reader::from_path(&path).unwrap();
    let header: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header[..9], ["size", "patterns", "alpha", "load", "temperature", "flip", "mean", "stderr", "runs"]);
    assert_eq!(header[9..], ["seed", "rule", "sweeps"], "later columns stand behind the earlier ones");
    let first = rows.records().next().unwrap().unwrap();
    assert_eq!((&first[0], &first[2], &first[8]), ("50", "0.02", "3"));
    assert_eq!((&first[10], &first[11]), ("hebb", "100"));
    assert!(first[9].parse::<u64>().is_ok(), "{first:?}");
}

#[test]
fn wrong_grids_are_sentences() {
    for (words, part) in [
        ("phase --alphas 0.1:0.2", "expected a:b:k"),
        ("phase --size 100 --alphas -0.1 --runs 1", "the load is -0.1"),
        ("phase --size 100 --temperatures -1 --runs 1", "the temperature is -1"),
        ("basin --size 100 --flips 1.5 --runs 1", "fraction of flipped spins is 1.5"),
        ("capacity --size 0 --runs 1", "at least one spin"),
        ("capacity --flips 0.1", "--flips"),
        ("basin --runs 0", "0 is not in 1"),
        ("capacity --rule dense", "is not a learning rule"),
        ("capacity --runs 1 --csv /nowhere/cells.csv", "there is no folder"),
    ] {
        let refusal = sweep(words).unwrap_err();
        assert!(refusal.contains(part), "{words}: {refusal}");
    }
}
