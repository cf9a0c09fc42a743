//! The commands that look at archives of checkpoints, on archives that other programs wrote.
#![expect(clippy::disallowed_methods, reason = "a test opens what was written")]

#[path = "support/commands.rs"]
mod commands;

use commands::{DIGITS, Folder, PROTEINS, fixture, glassbox, numbers, object, refusal};
use serde_json::{Value, json};

#[test]
fn info_names_kind_sizes_and_updates() {
    let digits = object(&["info", &fixture(DIGITS)]);
    assert_eq!((&digits["format"], &digits["kind"]), (&json!("rbms"), &json!("BBRBM")));
    assert_eq!((&digits["visible"], &digits["hidden"], &digits["q"]), (&json!(784), &json!(20), &json!(2)));
    assert_eq!(digits["updates"], json!([1, 2, 5, 11, 25, 58, 131, 295, 665, 1500]));
    let proteins = object(&["info", &fixture(PROTEINS)]);
    assert_eq!((&proteins["kind"], &proteins["q"]), (&json!("PBRBM"), &json!(21)));
    assert_eq!((&proteins["visible"], &proteins["hidden"]), (&json!(205), &json!(8)));
    assert_eq!(proteins["updates"], json!([1, 3, 14, 53, 200]));
    let text = glassbox(&["info", &fixture(PROTEINS)]).stdout;
    assert!(text.contains("PBRBM, 205 × 21 × 8, rbms") && text.contains("(site, state, hidden)"), "{text}");
}

#[test]
fn what_is_no_archive_is_refused() {
    let (sentence, code) = refusal(&["info", &fixture("README.md")]);
    assert!(sentence.contains("README.md: expected a whole HDF5 file") && code == 1, "{sentence}");
    let (sentence, code) = refusal(&["info", "none.h5"]);
    assert!(sentence.contains("none.h5: there is no such file") && code == 1, "{sentence}");
}

/// Singular values that numpy 2.4 finds in the same file.
#[test]
fn modes_are_those_of_numpy() {
    let modes = object(&["modes", &fixture(DIGITS), "--update", "all"]);
    assert_eq!(modes["updates"], json!([1, 2, 5, 11, 25, 58, 131, 295, 665, 1500]));
    let known = [
        (0, [0.003_173_66, 0.003_114_07, 0.003_091_82]),
        (5, [0.047_985_02, 0.003_342_65, 0.003_181_35]),
        (8, [4.062_299_25, 0.015_845_94, 0.005_251_49]),
        (9, [8.671_407_62, 0.086_079_22, 0.009_387_78]),
    ];
    for (index, wanted) in known {
        let found = numbers(&modes["singular_values"][index]);
        assert_eq!(found.len(), 20);
        assert!(found.windows(2).all(|pair| pair[0] >= pair[1]));
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-7, "update {index}: {found} against {wanted}");
        }
    }
    let scaled = numbers(&modes["scaled_singular_values"][9]);
    for (found, wanted) in scaled.iter().zip([2.000_145_65, 0.015_257_26, 0.002_029_19]) {
        assert!((found - wanted).abs() < 1e-7, "{found} against {wanted}");
    }
    let proteins = object(&["modes", &fixture(PROTEINS)]);
    let found = numbers(&proteins["singular_values"][0]);
    assert!((found[0] - 0.006_695_69).abs() < 1e-7 && found.len() == 8 && proteins["updates"] == json!([200]));
}

#[test]
fn vectors_are_written_with_their_sizes() {
    let folder = Folder::new();
    let file = folder.path("modes.npz");
    let arguments = ["modes", &fixture(DIGITS), "--update", "all", "--vectors", &file, "--count", "3"];
    object(&arguments);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
    let mut size = |name: &str| zip.by_name(name).unwrap().size();
    assert_eq!(size("visible.npy"), 128 + 10 * 3 * 784 * 4);
    assert_eq!(size("hidden.npy"), 128 + 10 * 3 * 20 * 4);
    let (sentence, code) = refusal(&arguments);
    assert!(sentence.contains("exists already") && code == 1, "{sentence}");
}

#[test]
fn distances_are_densities() {
    let found = object(&["distances", &fixture(DIGITS), "--data", "builtin:mnist", "--subset", "0,1"]);
    for name in ["weight_cosine", "weight_sign_overlap", "sample_overlap", "data_overlap"] {
        let (edges, density) = (numbers(&found[name]["edges"]), numbers(&found[name]["density"]));
        assert_eq!(edges.len(), density.len() + 1);
        let area: f64 = edges.windows(2).zip(&density).map(|(edge, height)| height * (edge[1] - edge[0])).sum();
        assert!((area - 1.0).abs() < 1e-9, "{name}: {area}");
    }
    // One mode rules the weights of this machine: all columns are parallel or opposite.
    let cosine = numbers(&found["weight_cosine"]["density"]);
    let outer = cosine[0] + cosine[1] + cosine[cosine.len() - 1] + cosine[cosine.len() - 2];
    assert!(outer > 0.9 * cosine.iter().sum::<f64>());
    let early = object(&["distances", &fixture(DIGITS), "--update", "first"]);
    assert_eq!((&early["sample_overlap"], &early["update"]), (&Value::Null, &json!(1)));
    assert!(early["weight_cosine"]["standard_deviation"].as_f64().unwrap() < 0.04);
}

#[test]
fn wrong_requests_are_named() {
    let (sentence, code) = refusal(&["modes", &fixture(DIGITS), "--update", "7"]);
    assert!(sentence.contains("has no checkpoint of update 7; it has 1, 2, 5, 11, 25, 58, … 1500"), "{sentence}");
    assert_eq!(code, 2);
    let (sentence, code) = refusal(&["modes", &fixture(DIGITS), "--update", "-1"]);
    assert!(sentence.contains("expected an update, “first”, “last” or “all”") && code == 2, "{sentence}");
    let (sentence, _) = refusal(&["modes", &fixture(DIGITS), "--data", "builtin:dhfr"]);
    assert!(sentence.contains("expected rows of 784 values, as the machine has visible units"), "{sentence}");
    let (sentence, code) = refusal(&["modes", &fixture(DIGITS), "--rows", "5"]);
    assert!(sentence.contains("add --data DATA") && code == 2, "{sentence}");
}
