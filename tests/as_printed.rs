//! `theory as-printed` and `theory hidden-unit`: the right formula agrees with what is measured, the printed one does not.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clap::Parser;
use glassbox::cli::common::Common;
use glassbox::cli::theory::{self, TheoryArgs};
use glassbox::physics::hopfield::dense::Degree;
use glassbox::physics::theory::as_printed;
use serde_json::Value;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    args: TheoryArgs,
}

fn object(words: &str) -> Value {
    let words = format!("theory {words} --json");
    let cli = Cli::try_parse_from(words.split(' ')).unwrap();
    let mut out = Vec::new();
    theory::run(&cli.args, &cli.common, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn number(object: &Value, name: &str) -> f64 {
    object[name].as_f64().unwrap()
}

/// Measured and right agree within `tolerance` and three standard errors, and the printed value does not.
fn decided(formula: &str, printed: f64, right: f64, tolerance: f64) {
    let answer = object(&format!("as-printed {formula}"));
    assert!((number(&answer, "printed") - printed).abs() < 1e-5 * printed.abs().max(1.0), "{answer}");
    assert!((number(&answer, "right") - right).abs() < 1e-5 * right.abs().max(1.0), "{answer}");
    let (measured, within) = (number(&answer, "measured"), tolerance + 3.0 * number(&answer, "stderr"));
    assert!((measured - right).abs() <= within && (measured - printed).abs() > within, "{answer}");
}

#[test]
fn what_is_summed_over_all_states_is_the_right_formula() {
    // 2³ · 10 choices of signs and memories; 5 · 4 · 3 orders.
    decided("mixtures", 60.0, 80.0, 0.0);
    decided("gradient", 0.0, 0.75, 1e-6);
    // σ(2) and σ(−1).
    decided("hidden-unit", 0.880_797_078, 0.268_941_421, 1e-9);
    // 4 ln 2 and 7 ln 2.
    decided("free-energy", 2.772_588_722, 4.852_030_264, 1e-9);
    // ½ and σ(1).
    decided("visible-unit", 0.5, 0.731_058_579, 1e-9);
    // (N⁴ − (N − 2)⁴) / 8N³ at N = 100, the noise of four other memories is of the order of K/N.
    decided("dense-energy", 0.0, 0.970_396, 0.01);
}

#[test]
fn what_is_simulated_is_the_right_formula() {
    // At N = 2000 the exact error is 2 % below the Gaussian one.
    decided("one-step-error", 0.251_776, 0.003_552_211, 1.5e-4);
    decided("mixture-spin", 0.442_910_6, 0.921_888_3, 0.01);
    decided("dense-capacity", 39.294_103_5, 361.912_068_3, 18.0);
    let answer = object("as-printed energy-change");
    let [printed, right, measured] = ["printed", "right", "measured"].map(|name| number(&answer, name));
    assert!((measured - right).abs() < 1e-9 && (measured - 2.0 * printed).abs() < 1e-9, "{answer}");
    assert!((right - 2.0).abs() < 0.1, "{answer}");
}

#[test]
fn formulas_have_their_limits() {
    assert_eq!(as_printed::mixtures(3, 1), [3.0, 6.0]);
    assert_eq!(as_printed::mixtures(2, 3), [0.0, 0.0]);
    let [printed, right] = as_printed::one_step_error(0.02);
    assert!(printed > 0.25 && right < 1e-11, "{printed} {right}");
    // n = 2 must be N / (2 ln N).
    let [_, right] = as_printed::dense_capacity(Degree::ALL[0], 100).unwrap();
    assert!((right - 50.0 / 100_f64.ln()).abs() < 1e-12, "{right}");
    assert_eq!(as_printed::visible_mean(&[&[1.0], &[-1.0]], &[1.0], 9)[1], 0.5);
}

#[test]
fn a_hidden_unit_makes_couplings_of_all_orders() {
    let near = |found: &Value, wanted: f64| assert!((found.as_f64().unwrap() - wanted).abs() < 5e-7, "{found}");
    let three = object("hidden-unit --weights 1,1,1 --bias 0.5");
    near(&three["fields"][1][1], 0.216_190);
    near(&three["pairs"][2][2], 0.455_722);
    near(&three["triples"][0][3], -0.151_473);
    assert!(three["quadruples"].as_array().unwrap().is_empty(), "{three}");
    let four = object("hidden-unit --weights 1,1,1,1");
    near(&four["pairs"][0][2], 0.413_399);
    near(&four["quadruples"][0][4], -0.249_103);
    near(&object("hidden-unit --encode 0.2")["weight"], 0.477_538);
}
