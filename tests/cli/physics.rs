//! The physics that must be seen from the command line: recall, capacity, basins, letters, the one-step error.

use crate::commands::object;
use serde_json::Value;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn recalled(arguments: &[&str]) -> f64 {
    number(&object(&[&["recall", "--patterns"], arguments].concat())["recalled"])
}

#[test]
fn a_corrupted_icon_is_recalled_with_every_seed_and_the_energy_never_rises() {
    for seed in 1..=20 {
        let seed = seed.to_string();
        let icons = ["recall", "--patterns", "builtin:icons", "--store", "0,1,2,3,4", "--cue", "2", "--flip", "0.2"];
        let run = object(&[&icons[..], &["--seed", &seed]].concat());
        assert_eq!(run["overlap"][2], 1.0, "seed {seed}");
        assert!((number(&run["initial_overlap"][2]) - 0.6).abs() < 0.002, "a fifth of 784 cells is flipped");
        let energies: Vec<f64> = run["energy"].as_array().unwrap().iter().map(number).collect();
        assert!(energies.len() > 1 && energies.windows(2).all(|pair| pair[1] <= pair[0]), "seed {seed}: {energies:?}");
        assert_eq!((&run["recalled"], &run["cycle"]), (&1.into(), &1.into()));
    }
}

#[test]
fn far_below_capacity_the_basins_are_wide() {
    // Lesson S5: α = 0.05 from 30 % flips.
    let fraction = recalled(&["random:50x1000", "--store", "all", "--flip", "0.3", "--runs", "200"]);
    assert!(fraction >= 0.99, "{fraction}");
    assert!(recalled(&["random:50x1000", "--flip", "0.48", "--runs", "100"]) < 0.5, "and they have an end");
}

#[test]
fn recall_collapses_at_capacity() {
    // Lesson S4: every stored pattern is its own cue. An independent program (numpy, fields from the whole matrix) on
    // the very same patterns recalls 0.733 of 150 and 0.156 of 180; over other draws of the patterns the fraction has
    // a standard deviation of some 0.04 at N = 1000, since the patterns of a set stand or fall together. It vanishes
    // at 180 only for larger N.
    let fraction = |patterns: usize, size: usize| {
        recalled(&[&format!("random:{patterns}x{size}"), "--flip", "0", "--runs", &patterns.min(200).to_string()])
    };
    assert!(fraction(100, 1000) >= 0.99);
    // Only the random order of updates differs: three binomial standard errors of the difference are generous.
    let near = |found: f64, wanted: f64, patterns: f64| {
        let sigma = (2.0 * wanted * (1.0 - wanted) / patterns).sqrt();
        assert!((found - wanted).abs() < 3.0 * sigma, "{found} is not {wanted} ± {sigma}");
    };
    near(fraction(150, 1000), 0.733, 150.0);
    near(fraction(180, 1000), 0.156, 180.0);
    assert!(fraction(360, 2000) < 0.05, "the cliff is steeper in a larger network");
}

#[test]
fn plain_hebb_loses_letters_and_the_pseudo_inverse_holds_them() {
    let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    let held = |count: usize, rule: &str| -> usize {
        let store = letters[..count].join(",");
        let is_held = |letter: &&&str| {
            let run = object(&[
                "recall",
                "--patterns",
                "builtin:letters",
                "--store",
                &store,
                "--cue",
                letter,
                "--rule",
                rule,
            ]);
            let at = letters.iter().position(|other| *other == **letter).unwrap();
            run["overlap"][at] == 1.0
        };
        letters[..count].iter().filter(is_held).count()
    };
    let hebb: Vec<usize> = [2, 3, 4, 6, 10].map(|count| held(count, "hebb")).to_vec();
    assert!(hebb[2] < 4 && hebb[3] < 6 && hebb[4] < 3, "held of 2, 3, 4, 6 and 10 letters: {hebb:?}");
    assert_eq!(held(10, "pseudo-inverse"), 10);
    let store = letters.join(",");
    let fraction =
        recalled(&["builtin:letters", "--store", &store, "--rule", "pseudo-inverse", "--flip", "0.1", "--runs", "100"]);
    assert!(fraction > 0.9, "{fraction}");
}

#[test]
fn runs_from_a_stored_cue_say_how_many_came_back_to_it() {
    let icons = ["builtin:icons", "--store", "0,1,2,3,4", "--flip", "0.2", "--runs", "20"];
    assert_eq!(recalled(&[&icons[..], &["--cue", "2"]].concat()), 1.0);
    let far = recalled(&["random:5x400", "--cue", "0", "--flip", "0.46", "--runs", "100"]);
    assert!(far > 0.0 && far < 1.0, "fresh noise decides: {far}");
    let foreign = object(&[&["recall", "--patterns"], &icons[..], &["--cue", "9"]].concat());
    assert_eq!((&foreign["recalled"], &foreign["runs"]), (&Value::Null, &20.into()));
}

#[test]
fn synchronous_updates_may_end_in_a_cycle_of_two_states() {
    let seeds = 1..=40;
    let cycles: Vec<u64> = seeds
        .filter_map(|seed| {
            let run = object(&[
                "recall",
                "--patterns",
                "random:30x60",
                "--update",
                "sync",
                "--flip",
                "0.5",
                "--seed",
                &seed.to_string(),
            ]);
            run["cycle"].as_u64()
        })
        .collect();
    assert!(cycles.contains(&1) && cycles.contains(&2) && cycles.iter().all(|&cycle| cycle <= 2), "{cycles:?}");
}

#[test]
fn the_one_step_error_is_that_of_the_reference_both_ways() {
    let reference: Value = serde_json::from_str(include_str!("../reference/t01_crosstalk.json")).unwrap();
    let mut compared = 0;
    for (alpha, row) in reference["P_of_alpha"].as_object().unwrap() {
        let answer = object(&["theory", "crosstalk", "--alpha", alpha]);
        let wanted = number(&row["gauss"]);
        assert!((number(&answer["probability"]) - wanted).abs() <= 1e-12 * wanted.max(1e-3), "α = {alpha}: {answer}");
        assert_eq!(number(&answer["alpha"]), alpha.parse::<f64>().unwrap());
        compared += 1;
    }
    for (probability, alpha) in reference["alpha_of_P"].as_object().unwrap() {
        let answer = object(&["theory", "crosstalk", "--probability", probability]);
        assert!((number(&answer["alpha"]) - number(alpha)).abs() <= 1e-12, "P = {probability}: {answer}");
        compared += 1;
    }
    assert!(compared >= 15, "{compared}");
    assert_eq!(object(&["theory", "crosstalk", "--probability", "0"])["alpha"], 0.0);
    assert_eq!(object(&["theory", "crosstalk", "--alpha", "0"])["probability"], 0.0);
}
