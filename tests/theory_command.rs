//! `glassbox theory`: one JSON object with the fields that scripts rely on, or text for people.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clap::Parser;
use glassbox::cli::common::{CliError, Common};
use glassbox::cli::theory::{self, TheoryArgs};
use serde_json::{Value, json};

/// The command as the program's own parser nests it.
#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    args: TheoryArgs,
}

fn run(words: &str) -> Result<String, CliError> {
    let cli = Cli::try_parse_from(["theory"].into_iter().chain(words.split(' '))).unwrap();
    let mut out = Vec::new();
    theory::run(&cli.args, &cli.common, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn object(words: &str) -> Value {
    serde_json::from_str(&run(&format!("{words} --json")).unwrap()).unwrap()
}

/// Exactly these fields.
fn fields(object: &Value, names: &[&str]) {
    let mut names = names.to_vec();
    names.sort_unstable();
    let mut found: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, names);
}

fn near(found: &Value, wanted: f64) {
    assert!((found.as_f64().unwrap() - wanted).abs() < 1e-6, "{found} is not {wanted}");
}

#[test]
fn a_pattern_and_its_mixtures() {
    let pattern = object("mean-field --temperature 0.5");
    fields(&pattern, &["m", "free_energy"]);
    near(&pattern["m"], 0.957_504_024);
    near(&pattern["free_energy"], -0.509_835_534);
    let three = object("mixture --components 3 --temperature 0.4");
    fields(&three, &["m", "free_energy", "eigenvalues", "stable", "critical_temperature"]);
    for (found, wanted) in three["eigenvalues"].as_array().unwrap().iter().zip([0.777_831_9, 0.356_088, 0.145_216]) {
        near(found, wanted);
    }
    assert_eq!(three["stable"], json!(true));
    near(&three["critical_temperature"], 0.459_794_24);
    let two = object("mixture --components 2");
    assert_eq!(two["eigenvalues"], json!([1.0, null, null]));
    assert_eq!((&two["m"], &two["stable"], &two["critical_temperature"]), (&json!(0.5), &json!(false), &Value::Null));
    assert!(run("mixture --components 3 --temperature 0.4").unwrap().contains("stable below T = 0.45979"));
}

#[test]
fn many_patterns() {
    let state = object("retrieval --alpha 0.05 --temperature 0.3");
    fields(&state, &["exists", "m", "q", "r", "free_energy", "phase"]);
    near(&state["m"], 0.991_164_996);
    near(&state["r"], 1.104_907_1);
    assert_eq!((&state["exists"], &state["phase"]), (&json!(true), &json!("mixed")));
    let none = object("retrieval --alpha 0.12 --temperature 0.3");
    fields(&none, &["exists", "m", "q", "r", "free_energy", "phase"]);
    assert_eq!((&none["exists"], &none["m"], &none["phase"]), (&json!(false), &Value::Null, &json!("spin-glass")));
    let lines = object("lines --alpha 0.05");
    let lower = ["t_m_lower", "t_c_lower", "t_r_is_limit"];
    fields(&lines, &[&["t_g", "t_m", "t_c", "t_r"][..], &lower].concat());
    near(&lines["t_m"], 0.542_255);
    near(&lines["t_c"], 0.216_383_35);
    assert!(object("lines --alpha 0.06")["t_c"].is_null());
    assert!(lines["t_c_lower"].is_null() && lines["t_m_lower"].is_null());
    assert_eq!(lines["t_r_is_limit"], false);
    assert_eq!(object("lines --alpha 0.02")["t_r_is_limit"], true);
    assert!(run("lines --alpha 0.02").unwrap().contains("limit"));
    assert!(!run("lines --alpha 0.1").unwrap().contains("limit"));
    // Between both branches of a re-entrant line the phase is the one that the line encloses.
    let bent = object("lines --alpha 0.0525");
    let (low, high) = (bent["t_c_lower"].as_f64().unwrap(), bent["t_c"].as_f64().unwrap());
    let phase =
        |temperature: f64| object(&format!("retrieval --alpha 0.0525 --temperature {temperature}"))["phase"].clone();
    let phases = [low - 1e-4, low + 1e-4, high - 1e-4, high + 1e-4].map(phase);
    assert_eq!(phases, ["mixed", "ferromagnetic", "ferromagnetic", "mixed"]);
    assert!(run("lines --alpha 0.0525").unwrap().contains("down to"));
    let folded = object("lines --alpha 0.138");
    assert!(folded["t_m_lower"].as_f64().unwrap() < folded["t_m"].as_f64().unwrap());
    let capacity = object("capacity");
    fields(&capacity, &["alpha_c", "m_c", "error_c", "alpha_1"]);
    near(&capacity["alpha_c"], 0.137_905_566);
    near(&capacity["alpha_1"], 0.051_854_331);
    assert!(run("capacity").unwrap().contains("1.6291 %"));
}

#[test]
fn nonsense_is_wrong_usage_and_names_its_option() {
    for (words, name) in [
        ("mean-field --temperature -0.5", "--temperature is -0.5"),
        ("mean-field --temperature inf", "--temperature is inf"),
        ("mixture --components 0", "--components is 0"),
        ("mixture --components 3 --temperature nan", "--temperature is NaN"),
        ("retrieval --alpha -1 --temperature 0.1", "--alpha is -1"),
        ("retrieval --alpha 0.1 --temperature -1", "--temperature is -1"),
        ("lines --alpha inf", "--alpha is inf"),
    ] {
        let error = run(words).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{words}");
        assert!(error.to_string().starts_with(name), "{words}: {error}");
    }
    for words in ["retrieval --alpha 100 --temperature 0.1", "retrieval --alpha 0.1 --temperature 1e-300"] {
        assert!(object(words)["phase"].is_string());
    }
}

#[test]
fn ising_models_in_one_and_two_dimensions() {
    let fields_of = ["energy", "magnetization", "free_energy", "log_z_per_spin", "correlation"];
    let ring = object("ising --dimension 1 --beta 0.2 --size 10");
    fields(&ring, &fields_of);
    near(&ring["energy"], -0.197_375_757);
    near(&ring["correlation"][3], 0.001_576_772);
    near(&ring["free_energy"], -7.130_152_614 / 10.0 / 0.2);
    let bent = object("ising --dimension 1 --beta 0.2 --size 10 --three-body 0.1");
    near(&bent["magnetization"], 0.053_650_965);
    near(&bent["triple"], 0.111_069_001);
    let infinite = object("ising --dimension 1 --beta 0.2");
    near(&infinite["correlation"][1], 0.038_957_017);
    let lattice = object("ising --dimension 2 --beta 0.5");
    fields(&lattice, &[&fields_of[..], &["beta_c"]].concat());
    near(&lattice["energy"], -1.745_564_575);
    near(&lattice["magnetization"], 0.911_319_378);
    near(&lattice["beta_c"], 0.440_686_794);
    let torus = object("ising --dimension 2 --beta 0.4 --size 16");
    near(&torus["energy"], -1.131_317_986);
    assert_eq!(torus["magnetization"], 0.0);
    assert_eq!(object("ising --dimension 2 --beta 0 --size 4")["free_energy"], Value::Null);
    assert!(run("ising --dimension 2 --beta 0.5").unwrap().contains("ordered"));
    assert!(run("ising --dimension 1 --beta 0.5 --size 8").unwrap().contains("(r = 4)"));
    for words in ["ising --dimension 2 --beta 0.5 --field 1", "ising --dimension 1 --beta 0.5 --size 2"] {
        assert_eq!(run(words).unwrap_err().exit_code(), 2, "{words}");
    }
}
