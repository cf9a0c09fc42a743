//! `glassbox ising`: what it draws, what it reads back, and what it refuses.

#[path = "support/commands.rs"]
mod commands;

use commands::{Folder, failed, keys, object, usage};

#[test]
fn a_ring_is_drawn_with_its_couplings() {
    let folder = Folder::new();
    let out = folder.path("ring.npz");
    let words = ["ising", "sample", "--model", "ring", "--size", "20", "--beta", "0.2"];
    let drawn = object(&[&words[..], &["--samples", "3840", "--out", &out]].concat());
    for key in ["n", "samples", "energy_mean", "correlation_nn", "autocorrelation"] {
        assert!(keys(&drawn).contains(&key), "{key}");
    }
    assert_eq!((&drawn["n"], &drawn["samples"]), (&20.into(), &3840.into()));
    let correlation = drawn["correlation_nn"].as_f64().unwrap();
    // 76,800 pairs, nearly independent: a standard error of 0.0036.
    assert!((correlation - 0.2_f64.tanh()).abs() < 0.015, "{correlation}");
    let energy = drawn["energy_mean"].as_f64().unwrap();
    assert!((energy + 20.0 * correlation).abs() < 1e-4, "{energy}");
    let data = object(&["data", "show", &out]);
    assert_eq!((&data["rows"], &data["dim"]), (&3840.into(), &20.into()));
    // The couplings of the file draw the same model again.
    let again = object(&["ising", "sample", "--couplings", &out, "--samples", "3840", "--method", "clusters"]);
    assert!((again["correlation_nn"].as_f64().unwrap() - correlation).abs() < 0.02);
}

#[test]
fn what_is_no_model_is_wrong_usage() {
    let sample = |rest: &[&'static str]| [&["ising", "sample"], rest].concat();
    usage(&sample(&["--model", "square", "--size", "2"]), "a square of size 2");
    usage(&sample(&["--model", "ring", "--size", "9", "--samples", "0"]), "--samples is 0");
    usage(&sample(&["--model", "tree", "--size", "9", "--three-body", "0.1"]), "three-body couplings on a tree");
    usage(
        &sample(&["--model", "ring", "--size", "9", "--three-body", "0.1", "--method", "clusters"]),
        "has no clusters",
    );
    usage(&["data", "show", "ising:ring:2:0.1"], "the size is from 3");
}

#[test]
fn a_ring_is_read_back_next_to_its_truth() {
    let folder = Folder::new();
    let out = folder.path("ring.npz");
    let words = ["ising", "sample", "--model", "ring", "--size", "10", "--beta", "0.2", "--three-body", "0.1"];
    object(&[&words[..], &["--samples", "12800", "--out", &out]].concat());
    for method in ["boltzmann", "pseudo-likelihood", "rise", "bethe", "independent-pair"] {
        let found = object(&["ising", "infer", &out, "--method", method, "--truth", &out]);
        for key in ["fields", "pairs", "stderr", "error_rms"] {
            assert!(keys(&found).contains(&key), "{method}: {key}");
        }
        assert_eq!((found["fields"].as_array().unwrap().len(), found["pairs"].as_array().unwrap().len()), (10, 45));
        // A pairwise model cannot have the triples, and is wrong by much more than its error bars.
        assert!(found["error_rms"].as_f64().unwrap() > 0.012, "{method}: {}", found["error_rms"]);
    }
    let with = object(&["ising", "infer", &out, "--method", "boltzmann", "--triples", "--truth", &out]);
    assert!(with["error_rms"].as_f64().unwrap() < 0.012, "{}", with["error_rms"]);
    assert_eq!((with["triples"].as_array().unwrap().len(), &with["converged"]), (120, &true.into()));
}

#[test]
fn couplings_that_cannot_be_read_are_a_sentence() {
    let infer = |rest: &[&'static str]| [&["ising", "infer"], rest].concat();
    usage(&infer(&["ising:ring:9:0.2", "--method", "tap", "--l1", "0.1"]), "--l1: tap has no penalty");
    usage(&infer(&["ising:ring:9:0.2", "--method", "bethe", "--triples"]), "no couplings of three spins");
    usage(&infer(&["ising:ring:9:0.2", "--method", "rise", "--shrink", "0.1"]), "--shrink: rise inverts");
    failed(&infer(&["builtin:dhfr"]), "couplings of spins need two");
    failed(&infer(&["ising:ring:9:0.2", "--rows", "1"]), "columns vary");
}
