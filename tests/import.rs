//! Data before they are taken: what the dialog shows, what its choices change, and that nothing happens before Take.
#![cfg(feature = "gui")]
#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop and write"
)]

use std::path::PathBuf;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;

#[path = "support/window.rs"]
mod window;

use window::{Window, drop_file, drop_files, key, says, shows, wait, wait_for, window_with};

const GREY: &str = "110,200,31,90\n107,90,255,90\n";
const TAKEN: &str = "2 × 2 · Hebb";

fn window(lab: &str) -> Window {
    window_with(Startup { lab: Some(lab.to_owned()), ..Startup::default() }, Remembered::default())
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn sizes(rows: usize, sites: usize, states: usize) -> String {
    format!("{rows}\u{a0}rows × {sites}\u{a0}sites × {states}\u{a0}states")
}

fn type_into(harness: &mut Window, name: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, name).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, name).type_text(text);
    harness.run_steps(3);
}

/// Clicks once the dialog stands still: what was read moves its parts, and a click takes three frames.
fn click(harness: &mut Window, part: &str) {
    harness.run_steps(3);
    harness.get_by_label(part).click();
}

#[test]
fn a_refusal_stands_in_place_until_a_choice_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window("recall");
    drop_file(&mut harness, &file(&folder, "grey.csv", GREY));
    wait_for(&mut harness, "Open grey.csv");
    assert!(shows(&harness, "or “Label column” for a column of labels, found 110"), "{:?}", says(&harness));
    harness.check_accessibility();
    // What cannot be taken is not taken by Enter either.
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(shows(&harness, "Open grey.csv"));
    click(&mut harness, "cut");
    wait_for(&mut harness, &sizes(2, 4, 2));
    type_into(&mut harness, "Threshold", "x");
    assert!(shows(&harness, "Threshold “x”: expected a number"), "{:?}", says(&harness));
    type_into(&mut harness, "Threshold", "50");
    wait(&mut harness, "the file read again", |harness| !shows(harness, "Reading") && !shows(harness, "expected"));
    // The first Enter ends what is typed.
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(shows(&harness, "Open grey.csv"));
    key(&mut harness, Modifiers::NONE, Key::Enter);
    wait_for(&mut harness, TAKEN);
    assert!(!shows(&harness, "Open grey.csv"));
}

#[test]
fn what_is_left_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "grey.csv", GREY);
    for leave in ["Escape", "Cancel"] {
        let mut harness = window("recall");
        drop_file(&mut harness, &path);
        wait_for(&mut harness, "Open grey.csv");
        click(&mut harness, "cut");
        wait_for(&mut harness, &sizes(2, 4, 2));
        // The dialog has grown, and takes a frame to find its place.
        harness.run_steps(3);
        match leave {
            "Escape" => key(&mut harness, Modifiers::NONE, Key::Escape),
            button => click(&mut harness, button),
        }
        harness.run_steps(3);
        assert!(
            !shows(&harness, "Open grey.csv") && shows(&harness, "28 × 28 · Hebb"),
            "{leave}: {:?}",
            says(&harness)
        );
        // The same file begins again without what was chosen for this one.
        drop_file(&mut harness, &path);
        wait_for(&mut harness, "Open grey.csv");
        assert!(shows(&harness, "found 110"));
    }
}

#[test]
fn columns_labels_and_subsets_are_chosen_by_what_the_file_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window("recall");
    let table = "a,b,c,d,kind\n0,1,1,0,x\n1,1,0,0,y\n0,0,1,1,x\n";
    drop_file(&mut harness, &file(&folder, "table.csv", table));
    wait_for(&mut harness, "Open table.csv");
    assert!(shows(&harness, &sizes(3, 4, 2)) && shows(&harness, "Labels “kind”: x (2), y (1)"));
    assert!(harness.query_by_label("Letters").is_none() && harness.query_by_label("Array").is_none());
    type_into(&mut harness, "Rows with", "x");
    wait_for(&mut harness, &sizes(2, 4, 2));
    harness.get_by_role_and_label(Role::TextInput, "Rows with");
}

#[test]
fn sequences_have_letters_and_insertions() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window("train");
    wait(&mut harness, "the first run", |harness| harness.query_by_label("Train on").is_some());
    drop_file(&mut harness, &file(&folder, "a.a3m", ">q\nACGUACGU\n>h\nACGaaUACGU\n"));
    wait_for(&mut harness, "Open a.a3m");
    assert!(shows(&harness, &sizes(2, 8, 5)) && shows(&harness, "Note: 2 insertions"), "{:?}", says(&harness));
    assert!(shows(&harness, "ACGUACGU"));
    click(&mut harness, "keep them as columns");
    wait_for(&mut harness, &sizes(2, 10, 5));
    assert!(shows(&harness, "ACG--UACGU"));
    click(&mut harness, "protein");
    wait_for(&mut harness, "22.2 % that are not among them");
}

#[test]
fn a_run_begins_on_what_was_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window("train");
    wait(&mut harness, "the first run", |harness| harness.query_by_label("Train on").is_some());
    let row = |row: usize| format!("{},{},{},{}\n", 100 + row, 90 + row, 90 + 3 * row, 255 - row);
    let rows = (0..20).map(row).collect::<Vec<_>>().concat();
    drop_file(&mut harness, &file(&folder, "grey.csv", &rows));
    wait_for(&mut harness, "Open grey.csv");
    click(&mut harness, "cut");
    wait_for(&mut harness, &sizes(20, 4, 2));
    type_into(&mut harness, "First rows", "15");
    wait_for(&mut harness, &sizes(15, 4, 2));
    click(&mut harness, "Begin a run");
    wait_for(&mut harness, "grey.csv");
    wait(&mut harness, "a run on four sites", |harness| shows(harness, "4 × 64"));
}

#[test]
fn pictures_that_are_dropped_together_are_rows() {
    let folder = tempfile::tempdir().unwrap();
    let picture = |name: &str, side: u32| {
        let path = folder.path().join(name);
        image::GrayImage::from_fn(side, side, |x, y| image::Luma([if x > y { 255 } else { 0 }])).save(&path).unwrap();
        path
    };
    let mut harness = window("recall");
    drop_files(&mut harness, &[picture("a.png", 6), picture("b.png", 6)]);
    wait_for(&mut harness, "Open 2 pictures");
    assert!(shows(&harness, &sizes(2, 36, 2)));
    click(&mut harness, "Replace the shelf");
    wait_for(&mut harness, "6 × 6 · Hebb");
    // Of different sizes they are offered one after the other.
    drop_files(&mut harness, &[picture("c.png", 6), picture("d.png", 7)]);
    let shown = |harness: &Window| ["c", "d"].into_iter().find(|name| shows(harness, &format!("Open {name}.png")));
    wait(&mut harness, "one of them", |harness| shown(harness).is_some());
    let first = shown(&harness);
    key(&mut harness, Modifiers::NONE, Key::Escape);
    wait(&mut harness, "the other one", |harness| shown(harness).is_some() && shown(harness) != first);
}
