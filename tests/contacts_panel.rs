//! The contacts of a protein in the real window: a pair is taken apart, own data are opened, what is
//! too large is refused.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests write files, and may stop at once")]

#[path = "support/window.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::couplings::ContactSettings;
use glassbox::ui::app::Startup;
use glassbox::ui::chassis::Step;
use glassbox::ui::labs::couplings::contact_desk::ContactAsk;
use glassbox::ui::labs::couplings::context::Ask;
use glassbox::ui::remembered::Remembered;
use support::{Window, drop_file, press, says, shows, wait, wait_for, window_with};

/// The picture of the map.
const MAP: &str = "Predicted above, contacts below the diagonal";
/// Sites of the sequences.
const SITES: usize = 27;

/// The window with own sequences and the distances of their sites: small ones, so that nothing takes long.
fn window(folder: &tempfile::TempDir) -> Window {
    let startup = Startup { lab: Some("couplings".to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "above exact");
    take(&mut harness, &file(folder, "own.fasta", &fasta(60, SITES)));
    harness.state_mut().as_mut().unwrap().perform(Step::Show("contacts".to_owned())).unwrap();
    wait_for(&mut harness, "60 rows of 27 sites");
    wait_for(&mut harness, MAP);
    assert_eq!(ppv(&harness), "", "no structure is known yet");
    let pairs = (0..SITES).flat_map(|i| (i + 1..SITES).map(move |j| (i, j)));
    let line = |(i, j): (usize, usize)| format!("{i},{j},{}\n", if j - i == 6 { 4 } else { 20 });
    let distances: String = pairs.map(line).collect();
    drop_file(&mut harness, &file(folder, "own.csv", &format!("i,j,distance\n{distances}")));
    wait_for(&mut harness, "PPV at L");
    harness
}

/// Drops sequences, and takes them as they are shown.
fn take(harness: &mut Window, path: &Path) {
    drop_file(harness, path);
    wait_for(harness, "Predict contacts");
    // The dialog stands still.
    harness.run_steps(5);
    harness.get_by_role_and_label(Role::Button, "Predict contacts").click();
    harness.run_steps(3);
}

/// Rows in which every sixth site has the same letter, mostly.
fn fasta(rows: usize, sites: usize) -> String {
    let letters = b"ACDEFGHIKLMNPQRSTVWY";
    let letter = |row: usize, site: usize| {
        let other = if (row * 7 + site * 3) % 11 < 3 { site } else { 0 };
        let place = row * row * 7 + (site % 6) * (row + 3) * 5 + row / 3 + other;
        char::from(letters[place % letters.len()])
    };
    let row = |row: usize| [format!(">r{row}"), (0..sites).map(|site| letter(row, site)).collect()].join("\n");
    (0..rows).map(row).collect::<Vec<String>>().join("\n")
}

/// Rests the pointer on a pair of the map.
fn point_at(harness: &mut Window, row: usize, column: usize) {
    let rect = harness.get_by_role_and_label(Role::Image, MAP).rect();
    let cell = rect.size() / SITES as f32;
    let at: Pos2 = rect.min + vec2(column as f32 + 0.5, row as f32 + 0.5) * cell;
    harness.event(egui::Event::PointerMoved(at));
    // Longer than a tooltip waits.
    harness.run_steps(60);
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn ppv(harness: &Window) -> String {
    says(harness).into_iter().find(|said| said.starts_with("PPV at L")).unwrap_or_default()
}

#[test]
fn a_pair_under_the_pointer_is_taken_apart() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(&folder);
    point_at(&mut harness, 2, 11);
    wait_for(&mut harness, "Sites 3 and 12");
    for said in ["9 apart", "strongest: ", "correlation", " Å, ", "Couplings of each letter at site 3 (rows)"] {
        assert!(shows(&harness, said), "{said}: {:?}", says(&harness));
    }
    assert!(shows(&harness, "sites 3 and 12, 9 apart: score"), "the line at the foot says it, too");
    harness.check_accessibility();
}

#[test]
fn the_pseudo_likelihood_waits_for_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(&folder);
    harness.get_by_role_and_label(Role::RadioButton, "Pseudo-likelihood").click();
    wait_for(&mut harness, "Start the estimate");
    assert!(shows(&harness, "MB, about"), "{:?}", says(&harness));
    harness.get_by_role_and_label(Role::Button, "Start the estimate").click();
    wait(&mut harness, "its end", |harness| {
        !shows(harness, "Start the estimate") && !shows(harness, "Stop the estimate")
    });
    harness.get_by_role_and_label(Role::RadioButton, "Mean field").click();
    harness.run_steps(3);
    assert!(!shows(&harness, "Start the estimate"));
}

#[test]
fn what_is_too_large_is_refused_with_the_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(&folder);
    take(&mut harness, &file(&folder, "giant.fasta", &fasta(2, 20_000)));
    wait_for(&mut harness, "An estimate of the couplings of 20\u{a0}000 sites with 21 states needs about");
    assert!(shows(&harness, "GB of memory; there are"), "{:?}", says(&harness));
    wait_for(&mut harness, "Start the estimate");
    harness.get_by_role_and_label(Role::Button, "Start the estimate").click();
    harness.run_steps(5);
    assert!(shows(&harness, "Start the estimate"), "nothing was begun");
}

#[test]
fn the_ranked_pairs_are_exported() {
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = &folder.path().join("pairs.csv");
    let mut harness = window(&folder);
    let to = path.to_owned();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(to.clone())));
    support::choose(&mut harness, "File", "Export");
    harness.get_by_label("The ranked pairs as a table (.csv)…").click();
    wait(&mut harness, "the file", |_| path.exists());
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.starts_with("i,j,distance,rank,score,mutual_information,contact,residue_i,residue_j\n"));
    assert_eq!(text.lines().count(), 1 + 22 * 23 / 2, "27 sites, five apart");
}

#[test]
fn corrections_of_sites_and_settings_of_couplings_are_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(&folder);
    let contacts = |harness: &mut Window, ask: ContactAsk| {
        let ask = serde_json::to_value(Ask::Contacts(ask)).unwrap();
        harness.state_mut().as_mut().unwrap().perform(Step::Ask(ask)).unwrap();
        harness.run_steps(3);
    };
    let aligned = ppv(&harness);
    let differs = |harness: &mut Window, from: &str| {
        wait(harness, "another map", |harness| ppv(harness) != from);
        ppv(harness)
    };
    let goes = |harness: &mut Window, back: bool, what: &str| {
        let modifiers = if back { Modifiers::COMMAND } else { Modifiers::COMMAND | Modifiers::SHIFT };
        press(harness, modifiers, Key::Z);
        let verb = if back { "Taken back" } else { "Done again" };
        wait_for(harness, &format!("{verb}: {what}."));
        harness.run_steps(2);
    };
    let settings = ContactSettings { separation: 3, ..ContactSettings::default() };
    contacts(&mut harness, ContactAsk::Settings(settings));
    let nearer = differs(&mut harness, &aligned);
    for site in 0..9 {
        contacts(&mut harness, ContactAsk::Residue(site, String::new()));
    }
    // Not the map of the first few of them.
    wait(&mut harness, "the last map", |harness| !harness.state().as_ref().unwrap().busy());
    harness.run_steps(3);
    let corrected = differs(&mut harness, &nearer);
    let (sites, method) = ("a correction of the sites", "the settings of the contacts");
    for _ in 0..9 {
        goes(&mut harness, true, sites);
    }
    wait(&mut harness, "the aligned sites", |harness| ppv(harness) == nearer);
    goes(&mut harness, true, method);
    wait(&mut harness, "the usual settings", |harness| ppv(harness) == aligned);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "There is nothing to undo.");
    goes(&mut harness, false, method);
    for _ in 0..9 {
        goes(&mut harness, false, sites);
    }
    wait(&mut harness, "the corrected sites", |harness| ppv(harness) == corrected);
    // Those of other sequences are out of reach.
    take(&mut harness, &file(&folder, "other.fasta", &fasta(40, SITES)));
    wait_for(&mut harness, "40 rows of 27 sites");
    goes(&mut harness, true, method);
}

#[test]
fn own_sequences_are_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window(&folder);
    let before = ppv(&harness);
    let remembered = harness.state_mut().as_mut().unwrap().remember().clone();
    assert!(remembered.work.contains_key("couplings"));
    drop(harness);
    let mut harness = window_with(Startup { lab: Some("couplings".to_owned()), ..Startup::default() }, remembered);
    wait_for(&mut harness, "above exact");
    harness.state_mut().as_mut().unwrap().perform(Step::Show("contacts".to_owned())).unwrap();
    wait_for(&mut harness, "60 rows of 27 sites");
    wait(&mut harness, "the same map", |harness| ppv(harness) == before);
}
