//! What else a session holds of the labs: sweeps, runs that were put aside, label columns, sequences with their table of
//! sites; and files of the version before.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::ui::chassis::Step;
use glassbox::ui::files::SaveTo;
use glassbox::ui::labs::couplings::contact_desk::ContactAsk;
use glassbox::ui::labs::couplings::race_settings::ErrorSettings;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use glassbox::ui::labs::tree::context::TreeFile;
use glassbox::ui::labs::{couplings, phases, train, tree};
use serde::Serialize;

use crate::support::{Window, drop_file, key, says, shows, wait, wait_for};
use crate::{comes_back, in_lab, opened, rests, save, session, standing, with_three_updates};

fn ask(harness: &mut Window, ask: impl Serialize) {
    let step = Step::Ask(serde_json::to_value(ask).unwrap());
    harness.state_mut().as_mut().unwrap().perform(step).unwrap();
    harness.run_steps(3);
}

/// Phases, once a sweep of 20 cells is measured.
fn with_a_sweep() -> Window {
    let mut harness = in_lab("phases");
    let request = Request {
        what: What::Phase,
        rule: LearningRule::Hebb,
        over: Over::Row,
        fixed: 0.4,
        largest_load: 0.2,
        size: 100,
        runs: 5,
        sweeps: 50,
        seed: Seed(3),
    };
    ask(&mut harness, phases::context::Ask::Sweep(SweepAsk::Measure(request)));
    rests(&mut harness);
    harness
}

#[test]
fn a_sweep_comes_back_as_it_was_measured() {
    let mut harness = with_a_sweep();
    let held = session(&mut harness).labs["phases"].work["sweeps"].clone();
    assert_eq!(
        (held["plane"][0]["done"].as_u64(), held["plane"][0]["cells"].as_array().unwrap().len()),
        (Some(20), 20)
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let mut other = opened(&path);
    assert_eq!(session(&mut other).labs["phases"].work, session(&mut harness).labs["phases"].work);
    assert_eq!(standing(&other), Some(("lesson.glassbox".to_owned(), false)));
    let found = |harness: &mut Window| {
        harness.state_mut().as_mut().unwrap().perform(Step::Show("sweep".to_owned())).unwrap();
        wait_for(harness, "N = 100, 5 runs of 50 sweeps, seed 3. 20 cells measured.");
        says(harness)
            .into_iter()
            .filter(|said| said.contains("theory") || said.contains("measured"))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&mut other), found(&mut harness));
}

#[test]
fn sweeps_that_are_none_are_left_out_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    let mut harness = with_a_sweep();
    save(&mut harness, &path);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"done\":20", "\"done\":21")).unwrap();
    let mut other = opened(&path);
    wait_for(&mut other, "a sweep has 20 cells, 21 of them finished");
}

#[test]
fn runs_that_were_put_aside_come_back_and_are_compared() {
    let mut harness = with_three_updates();
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait_for(&mut harness, "put aside as “zoo, run 1”");
    harness.get_by_label("Step: one update").click();
    wait_for(&mut harness, "update 1");
    rests(&mut harness);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let before = session(&mut harness);
    let look = &before.labs["train"].work["look"];
    assert_eq!((&look["aside"][0], &look["compared"]), (&"zoo, run 1".into(), &"zoo, run 1".into()));
    let mut other = opened(&path);
    assert_eq!(session(&mut other).labs["train"].work, before.labs["train"].work);
    assert_eq!(standing(&other), Some(("lesson.glassbox".to_owned(), false)));
    other.state_mut().as_mut().unwrap().perform(Step::Show("compare".to_owned())).unwrap();
    wait_for(&mut other, "A is zoo, run 1");
    ask(&mut other, train::context::Ask::TakeBack);
    wait_for(&mut other, "update 3");
}

#[test]
fn label_columns_that_were_opened_come_back() {
    let mut harness = in_lab("tree");
    rests(&mut harness);
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("clusters.csv");
    let to = SaveTo { path: table.clone(), overwrite: false };
    ask(&mut harness, tree::context::Ask::Save(TreeFile::Clusters, to));
    wait(&mut harness, "the table", |_| table.is_file());
    rests(&mut harness);
    ask(&mut harness, tree::context::Ask::Labels(table));
    rests(&mut harness);
    let held = session(&mut harness).labs["tree"].work["look"]["labels"].clone();
    assert!(held[0]["name"].as_str().is_some_and(|name| name.contains("cluster at update")), "{held}");
    comes_back(harness, "tree");
}

#[test]
fn a_tree_that_was_kept_and_one_that_was_read_come_back() {
    let mut harness = in_lab("tree");
    rests(&mut harness);
    let folder = tempfile::tempdir().unwrap();
    let newick = folder.path().join("other.nw");
    let to = SaveTo { path: newick.clone(), overwrite: false };
    ask(&mut harness, tree::context::Ask::Save(TreeFile::Newick, to));
    wait(&mut harness, "the tree", |_| newick.is_file());
    rests(&mut harness);
    ask(&mut harness, tree::context::Ask::KeepTree);
    ask(&mut harness, tree::context::Ask::Compare(newick));
    rests(&mut harness);
    let held = session(&mut harness).labs["tree"].work["look"].clone();
    for other in ["kept", "read"] {
        let nodes = held[other]["nodes"].as_array();
        assert!(nodes.is_some_and(|nodes| nodes.len() > 100), "{other}: {}", held[other]["name"]);
    }
    comes_back(harness, "tree");
}

#[test]
fn a_picture_of_errors_comes_back_by_being_measured_again() {
    let mut harness = in_lab("couplings");
    rests(&mut harness);
    harness.state_mut().as_mut().unwrap().perform(Step::Show("error-curves".to_owned())).unwrap();
    let settings = ErrorSettings { exponent: 10, samples: 2, ..ErrorSettings::default() };
    ask(&mut harness, couplings::context::Ask::Errors(settings));
    rests(&mut harness);
    assert_eq!(session(&mut harness).labs["couplings"].work["look"]["errors"]["settings"]["exponent"], 10);
    comes_back(harness, "couplings");
}

#[test]
fn own_sequences_and_their_corrected_sites_come_back() {
    const SITES: usize = 12;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut harness = in_lab("couplings");
    let letters = b"ACDEFGHIKLMNPQRSTVWY";
    let letter = |row: usize, site: usize| char::from(letters[(row * row * 7 + (site % 4) * (row + 3) * 5) % 20]);
    let rows =
        (0..40).map(|row| format!(">r{row}\n{}\n", (0..SITES).map(|site| letter(row, site)).collect::<String>()));
    drop_file(&mut harness, &write("own.fasta", rows.collect()));
    wait_for(&mut harness, "Predict contacts");
    harness.run_steps(5);
    harness.get_by_role_and_label(Role::Button, "Predict contacts").click();
    harness.run_steps(3);
    let shown = |harness: &mut Window| {
        harness.state_mut().as_mut().unwrap().perform(Step::Show("contacts".to_owned())).unwrap();
        wait_for(harness, "40 rows of 12 sites");
    };
    shown(&mut harness);
    let pairs = (0..SITES).flat_map(|i| (i + 1..SITES).map(move |j| (i, j)));
    let line = |(i, j): (usize, usize)| format!("{i},{j},{}\n", if j - i == 6 { 4 } else { 20 });
    drop_file(&mut harness, &write("own.csv", format!("i,j,distance\n{}", pairs.map(line).collect::<String>())));
    wait_for(&mut harness, "PPV at L");
    let found = |harness: &Window| says(harness).into_iter().find(|said| said.starts_with("PPV at L"));
    let aligned = found(&harness);
    ask(&mut harness, couplings::context::Ask::Contacts(ContactAsk::Residue(0, String::new())));
    wait(&mut harness, "the corrected map", |harness| found(harness).is_some_and(|found| Some(found) != aligned));
    let path = folder.path().join("lesson.glassbox");
    save(&mut harness, &path);
    let work = session(&mut harness).labs["couplings"].work.clone();
    assert!(work["look"]["contacts"]["structure"]["corrected"][0].is_null(), "{work}");
    let mut other = opened_soon(&path);
    shown(&mut other);
    wait(&mut other, "its sequences", |other| found(other).is_some());
    assert_eq!(session(&mut other).labs["couplings"].work, work);
    assert_eq!(found(&other), found(&harness));
    assert_eq!(standing(&other), Some(("lesson.glassbox".to_owned(), false)));
}

/// Opened, while couplings of many checkpoints are still to come.
fn opened_soon(path: &Path) -> Window {
    use glassbox::ui::app::Startup;
    let startup = Startup { file: Some(path.to_owned()), ..Startup::default() };
    let mut harness = crate::window_with(startup, glassbox::ui::remembered::Remembered::default());
    wait(&mut harness, "the session", |harness| standing(harness).is_some());
    harness
}

#[test]
fn a_session_of_the_version_before_opens() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/session-version-1.glassbox");
    let mut harness = opened(&path);
    wait_for(&mut harness, "N\u{A0}=\u{A0}100, p\u{A0}=\u{A0}8");
    let file = session(&mut harness);
    assert_eq!(file.glassbox_session, 2);
    let phases = &file.labs["phases"].work;
    assert_eq!((&phases["steps"], &phases["sweeps"]["plane"]), (&12.into(), &serde_json::json!([])));
    assert_eq!(file.labs["train"].work["look"]["cursor"], 0);
    assert_eq!(file.labs["tree"].work["look"]["grow"]["rows"], 128);
    assert!(!shows(&harness, "was left out"));
}
