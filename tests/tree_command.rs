//! `glassbox tree` on an archive of another program and on what it refuses.
#![expect(clippy::disallowed_methods, reason = "a test opens what was written")]

#[path = "support/commands.rs"]
mod commands;

use std::path::Path;

use commands::{DIGITS, Folder, fixture, object, refusal};
use serde_json::Value;

fn embedded(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/runs").join(name).to_string_lossy().into_owned()
}

#[test]
fn the_first_split_of_two_digits_separates_them() {
    let file = fixture(DIGITS);
    let data = ["--data", "builtin:mnist", "--subset", "0,1", "--rows", "512"];
    let found = object(&[&["tree", &file, "--from-few", "1", "--resamplings", "10"][..], &data].concat());
    assert_eq!(found["leaves"], 512);
    let levels = found["levels"].as_array().unwrap();
    assert_eq!((levels[0]["count"].as_u64(), levels[1]["count"].as_u64()), (Some(1), Some(2)));
    let scores = &levels[1]["purity"]["digit"];
    let of = |score: &str| scores[score].as_f64().unwrap();
    assert!(of("purity") >= 0.95 && of("ari") > 0.9 && of("v_measure") > 0.9, "{scores}");
    // Far beyond what shuffled labels give.
    assert!(scores["chance"]["ari"][1].as_f64().unwrap() < 0.05, "{scores}");
    let split = &found["splits"][0];
    assert_eq!((&split["update"], &split["mode"]), (&levels[1]["update"], &Value::from(1)));
    assert!(split["support"].as_f64().unwrap() > 0.9, "{split}");
    let accuracy = &found["accuracy"]["digit"];
    assert!(accuracy["tree"].as_f64().unwrap() > accuracy["nearest_neighbour"].as_f64().unwrap(), "{accuracy}");
}

#[test]
fn files_for_other_programs_are_written_and_read_again() {
    let folder = Folder::new();
    let (newick, nodes, strips) = (folder.path("tree.nw"), folder.path("nodes.csv"), folder.path("strips"));
    let file = embedded("family-tree.h5");
    let found =
        object(&["tree", &file, "--newick", &newick, "--nodes", &nodes, "--itol", &strips, "--merge-distance", "0.1"]);
    let last = found["levels"].as_array().unwrap().last().unwrap();
    assert_eq!((last["count"].as_u64(), last["purity"]["sub-family"]["ari"].as_f64()), (Some(9), Some(1.0)));
    let text = std::fs::read_to_string(&newick).unwrap();
    let tree = glassbox::io::export::tree::NewickTree::read(&text).unwrap();
    let mut names: Vec<usize> = tree.leaf_names().map(|name| name.parse().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, (0..72).collect::<Vec<usize>>());
    assert!(std::fs::read_to_string(&nodes).unwrap().lines().count() > 9);
    let strip = std::fs::read_to_string(Path::new(&strips).join("leaves_colours_family.txt")).unwrap();
    assert!(strip.starts_with("DATASET_COLORSTRIP"), "{strip}");
    // Nothing is overwritten unless that is asked for.
    let (sentence, _) = refusal(&["tree", &file, "--newick", &newick]);
    assert!(sentence.contains("tree.nw"), "{sentence}");
}

#[test]
fn what_cannot_be_a_tree_is_a_sentence() {
    let file = fixture(DIGITS);
    for (arguments, sentence) in [
        (&["tree", &file][..], "add --data DATA"),
        (&["tree", &file, "--data", "builtin:letters8"], "784"),
        (&["tree", &file, "--data", "builtin:mnist", "--merge-rms", "near"], "or auto"),
        (&["tree", &file, "--data", "builtin:mnist", "--order", "4"], "expected 1, 2 or 3"),
        (&["tree", "no-such-file.h5"], "no-such-file.h5"),
    ] {
        let (said, _) = refusal(arguments);
        assert!(said.contains(sentence), "{arguments:?}: {said}");
    }
}
