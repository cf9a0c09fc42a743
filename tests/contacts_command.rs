//! `glassbox contacts` on the sets that bring a structure, and on files.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and writes what is opened"
)]

#[path = "support/commands.rs"]
mod commands;

use std::fs;

use commands::{DIGITS, Folder, PROTEINS, failed, fixture, glassbox, object, usage};
use serde_json::{Value, json};

fn ppv(found: &Value, count: &str) -> f64 {
    found["ppv"][count].as_f64().unwrap()
}

#[test]
fn the_mean_field_finds_the_contacts_of_dhfr_as_often_as_published() {
    let found = object(&["contacts", "builtin:dhfr", "--top", "3"]);
    // Published programs on the same file: 1.00, 1.00, 0.98, 0.956, 0.876 and 0.734 against a base rate of 0.110.
    for (count, wanted) in [("10", 1.0), ("20", 1.0), ("50", 0.98), ("L/2", 0.956), ("L", 0.876), ("2L", 0.734)] {
        assert!((ppv(&found, count) - wanted).abs() < 0.001, "{count}: {}", found["ppv"]);
    }
    assert!((found["base_rate"].as_f64().unwrap() - 0.112).abs() < 0.001);
    assert!((found["effective_rows"].as_f64().unwrap() - 3434.6).abs() < 0.1);
    let (low, high) = (&found["ppv_interval"]["L"][0], &found["ppv_interval"]["L"][1]);
    assert!(low.as_f64().unwrap() < 0.83 && high.as_f64().unwrap() > 0.90);
    assert!(found["lift"]["L"].as_f64().unwrap() > 7.5);
    let scores = found["scores"].as_array().unwrap();
    assert!(scores.len() == 3 && scores[0][2].as_f64() >= scores[1][2].as_f64());
}

#[test]
fn options_change_what_they_say_and_threads_change_nothing() {
    let data = ["contacts", "builtin:dhfr", "--rows", "100"];
    let found = |extra: &[&str]| object(&[&data[..], extra].concat());
    let plain = found(&["--threads", "1"]);
    assert_eq!(plain["scores"], found(&["--threads", "3"])["scores"]);
    assert_eq!(plain["pairs"], json!(132 * 133 / 2));
    assert_eq!(found(&["--separation", "1"])["pairs"], json!(137 * 136 / 2));
    assert_eq!(found(&["--identity", "1"])["effective_rows"].as_f64().unwrap().ceil(), 100.0);
    assert!(found(&["--cutoff", "6"])["contacts"].as_u64() < plain["contacts"].as_u64());
    for other in [&["--apc", "none"][..], &["--apc", "sum"], &["--with-gaps"], &["--pseudocount", "0.3"]] {
        assert_ne!(found(other)["scores"], plain["scores"], "{other:?}");
    }
}

#[test]
fn the_pseudo_likelihood_works_in_both_forms() {
    let folder = Folder::new();
    let data = folder.path("rows.fasta");
    // The first and the last letter change together; the middle ones on their own.
    let rows: Vec<String> = (0..36)
        .map(|k| {
            format!(">r{k}\n{}{}{}\n", ["A", "C", "D"][k % 3], ["EF", "FE", "EE", "FF"][k / 9], ["G", "H", "I"][k % 3])
        })
        .collect();
    fs::write(&data, rows.concat()).unwrap();
    let found = |extra: &[&str]| {
        let asked =
            ["contacts", &data, "--separation", "1", "--method", "pseudo-likelihood", "--apc", "none", "--quiet"];
        object(&[&asked[..], extra].concat())
    };
    let (one, both, weak) = (found(&[]), found(&["--site-by-site"]), found(&["--penalty", "5"]));
    for found in [&one, &both, &weak] {
        assert_eq!((&found["method"], &found["pairs"]), (&json!("pseudo-likelihood"), &json!(6)));
        assert_eq!((&found["scores"][0][0], &found["scores"][0][1]), (&json!(0), &json!(3)), "{}", found["scores"]);
    }
    let first = |found: &Value| found["scores"][0][2].as_f64().unwrap();
    assert!(first(&one) != first(&both) && first(&weak) < 0.3 * first(&one), "{one} {both} {weak}");
}

#[test]
fn a_run_of_potts_units_gives_its_couplings() {
    let run = fixture(PROTEINS);
    let found = object(&["contacts", &run, "--data", "builtin:serine-proteases", "--quiet"]);
    assert_eq!((&found["method"], &found["pairs"]), (&json!("run"), &json!(200 * 201 / 2)));
    assert!(ppv(&found, "L") > found["base_rate"].as_f64().unwrap(), "{}", found["ppv"]);
    usage(&["contacts", &run, "--data", "builtin:serine-proteases", "--method", "mean-field"], "--method");
    failed(&["contacts", &fixture(DIGITS), "--data", "builtin:mnist", "--rows", "9"], "Potts units were expected");
}

#[test]
fn a_structure_is_a_table_an_archive_or_coordinates() {
    let folder = Folder::new();
    let rows: Vec<String> =
        (0..40).map(|k| format!(">r{k}\n{}\n", ["ACDEFG", "AWDEFG", "ACKEYG", "-CDKFA"][k % 4])).collect();
    let data = folder.path("rows.fasta");
    fs::write(&data, rows.concat()).unwrap();
    let found = |structure: &str, text: &str| {
        let file = folder.path(structure);
        fs::write(&file, text).unwrap();
        object(&["contacts", &data, "--separation", "1", "--structure", &file, "--quiet"])
    };
    let table = found("distances.csv", "i,j,distance\n0,1,4.0\n0,5,9.5\n2,3,7.5\n");
    assert_eq!((&table["pairs_of_known_distance"], &table["contacts"]), (&json!(3), &json!(2)));
    let atoms: Vec<String> = ["ALA", "CYS", "ASP", "GLU", "PHE", "GLY"]
        .iter()
        .enumerate()
        .map(|(k, name)| {
            let x = 4.0 * k as f32;
            format!("ATOM      1  CA  {name} A{:>4}    {x:8.3}   0.000   0.000  1.00  0.00           C\n", k + 1)
        })
        .collect();
    let atoms = atoms.concat();
    let chain = found("chain.pdb", &atoms);
    // Residues 4 Å apart: neighbours and next neighbours are at most 8 Å apart.
    assert_eq!((&chain["pairs_of_known_distance"], &chain["contacts"]), (&json!(15), &json!(9)));
    let notes = chain["notes"].to_string();
    assert!(notes.contains("chain A is most like row 1: 6 of 6 sites are mapped, 6 of them"), "{notes}");
    let out = folder.path("couplings.npz");
    object(&["contacts", &data, "--out", &out, "--quiet"]);
    assert!(fs::read(&out).unwrap().starts_with(b"PK"));
    for (name, text, wanted) in [
        ("model.cif", "data_1\n_atom_site.id\n", "mmCIF"),
        ("far.csv", "i,j,d\n0,6,1\n", "two different sites from 0 to 5"),
        (
            "other.pdb",
            &atoms
                .replace("CYS", "TRP")
                .replace("ASP", "TRP")
                .replace("GLU", "TRP")
                .replace("PHE", "TRP")
                .replace("GLY", "TRP")
                .replace("ALA", "TRP"),
            "equal letters",
        ),
    ] {
        let file = folder.path(name);
        fs::write(&file, text).unwrap();
        failed(&["contacts", &data, "--structure", &file], wanted);
    }
}

#[test]
fn without_a_structure_there_is_a_ranking_and_what_cannot_be_is_said() {
    let found = object(&["contacts", "builtin:zoo", "--separation", "1"]);
    assert_eq!((&found["base_rate"], &found["ppv"]["10"]), (&Value::Null, &Value::Null));
    let text = glassbox(&["contacts", "builtin:zoo", "--separation", "1"]);
    assert!(text.stdout.contains("no structure: add --structure FILE"));
    let singular = "--pseudocount: the covariances of the data are singular";
    failed(&["contacts", "builtin:dhfr", "--rows", "50", "--pseudocount", "0"], singular);
    usage(&["contacts", "builtin:dhfr", "--identity", "2"], "--identity");
}
