//! What is around every lab: suggestions at its foot, the keys and words under `?`, and the lecture.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests may stop, and read files"
)]

#[path = "support/window.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::chassis::{Control, Step};
use glassbox::ui::glossary::first_sentence;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use glassbox::ui::labs::words::TERMS;
use glassbox::ui::labs::{list, phases};
use glassbox::ui::remembered::Remembered;
use serde_json::Value;
use support::{Window, key, says, shows, wait, wait_for, window_with};

fn opened(lab: &str, remembered: Remembered) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, remembered);
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    harness
}

fn remembered(harness: &mut Window) -> Remembered {
    harness.state_mut().as_mut().unwrap().remember().clone()
}

fn click(harness: &mut Window, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(3);
}

// Suggestions

/// The amount of corruption, as it is written next to its slider.
fn corrupted(harness: &Window, percent: &str) -> bool {
    says(harness).contains(&format!("{percent}\u{202f}%"))
}

#[test]
fn a_suggestion_does_what_its_clicks_would_do_and_is_gone_for_good() {
    let mut harness = opened("recall", Remembered::default());
    assert!(shows(&harness, "Try this") && !shows(&harness, "Recall 200 times"));
    click(&mut harness, "Corrupt 45 %");
    wait(&mut harness, "a run from the cue", |harness| corrupted(harness, "45") && !shows(harness, "recorded 0.00"));
    assert!(harness.query_by_label("Corrupt 45 %").is_none() && shows(&harness, "Recall 200 times"));
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait(&mut harness, "the cue before it", |harness| corrupted(harness, "25"));
    let again = opened("recall", remembered(&mut harness));
    assert!(again.query_by_label("Corrupt 45 %").is_none() && shows(&again, "Draw and store"));
}

#[test]
fn suggestions_that_are_hidden_come_back_with_the_panes() {
    let mut harness = opened("heat", Remembered::default());
    click(&mut harness, "Hide the suggestions");
    assert!(!shows(&harness, "Try this"));
    assert!(!shows(&opened("heat", remembered(&mut harness)), "Try this"));
    key(&mut harness, Modifiers::NONE, Key::Num1);
    assert!(shows(&harness, "Try this"), "another lab keeps its own");
    key(&mut harness, Modifiers::NONE, Key::Num2);
    harness.get_by_label("Reset panes").click();
    harness.run_steps(4);
    assert!(shows(&harness, "Try this"));
    harness.set_size(vec2(1280.0, 700.0));
    harness.run_steps(4);
    assert!(!shows(&harness, "Melt and freeze"), "a low window has no room for a row");
    click(&mut harness, "Try this");
    harness.get_by_label("Melt and freeze").click();
    wait(&mut harness, "the run that was suggested", |harness| !shows(harness, "recorded 0.00"));
    assert!(harness.query_by_label("Melt and freeze").is_none());
    click(&mut harness, "Try this");
    harness.get_by_label("Hide the suggestions").click();
    harness.run_steps(3);
    assert!(!shows(&harness, "Try this"));
}

#[test]
fn melting_follows_a_schedule_that_can_be_undone() {
    let mut harness = opened("heat", Remembered::default());
    click(&mut harness, "Melt and freeze");
    wait(&mut harness, "a run at T = 0.3 and above", |harness| !shows(harness, "recorded 0.00"));
    assert!(shows(&harness, "Temperature over the sweeps"), "the schedule is in front: {:?}", says(&harness));
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "T = 0.6");
}

#[test]
fn the_network_of_the_phases_crosses_the_line() {
    let mut harness = opened("phases", Remembered::default());
    click(&mut harness, "Cross the retrieval line");
    wait_for(&mut harness, "p\u{A0}=\u{A0}110");
    wait(&mut harness, "the run", |harness| harness.query_by_label("Pause").is_some());
}

#[test]
fn a_sample_is_shown_next_to_its_nearest_row_and_training_begins() {
    let mut harness = opened("train", Remembered::default());
    click(&mut harness, "A sample and its nearest row");
    wait_for(&mut harness, "Chain 1 at update 0, and the nearest of");
    // A smaller machine, which is there sooner.
    harness.get_by_label("Train on").click();
    harness.run_steps(3);
    harness.get_by_label("Synthetic hierarchy").click();
    wait_for(&mut harness, "64 × 32");
    click(&mut harness, "Train to the first event");
    wait(&mut harness, "a training", |harness| {
        harness.query_by_label("Pause").is_some() && harness.query_by_label("update 0").is_none()
    });
}

#[test]
fn the_tree_says_what_splits_its_root() {
    let mut harness = opened("tree", Remembered::default());
    click(&mut harness, "What splits the first branch?");
    wait_for(&mut harness, "of the difference");
}

// Keys and words

fn ask_for_help(harness: &mut Window) {
    harness.event(Event::Text("?".to_owned()));
    harness.run_steps(3);
}

#[test]
fn an_action_gets_another_key_or_none_and_keeps_it() {
    let mut harness = opened("recall", Remembered::default());
    let stored = |harness: &Window| shows(harness, "drawing 1");
    ask_for_help(&mut harness);
    click(&mut harness, "Change the key: store the state shown");
    for (modifiers, taken, says) in [
        (Modifiers::NONE, Key::Space, "Space belongs to the window"),
        (Modifiers::COMMAND, Key::R, "Ctrl+R does something else: back to the start"),
        (Modifiers::NONE, Key::T, "T does something else: next theme"),
    ] {
        key(&mut harness, modifiers, taken);
        assert!(shows(&harness, says), "{says}: {:?}", support::says(&harness));
    }
    key(&mut harness, Modifiers::NONE, Key::F7);
    assert!(shows(&harness, "F7: store the state shown"));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!shows(&harness, "F7: store the state shown"), "Escape closes the list");
    key(&mut harness, Modifiers::COMMAND, Key::D);
    key(&mut harness, Modifiers::NONE, Key::F7);
    wait(&mut harness, "the state on the shelf", stored);
    assert!(!shows(&harness, "drawing 2"), "the usual key does nothing now");

    let mut again = opened("recall", remembered(&mut harness));
    ask_for_help(&mut again);
    assert!(shows(&again, "F7: store the state shown"));
    click(&mut again, "Change the key: store the state shown");
    click(&mut again, "Switch it off");
    assert!(shows(&again, "off: store the state shown"));
    key(&mut again, Modifiers::NONE, Key::Escape);
    key(&mut again, Modifiers::NONE, Key::F7);
    again.run_steps(20);
    assert!(stored(&again) && !shows(&again, "drawing 2"), "no key stores anything now");
    ask_for_help(&mut again);
    click(&mut again, "All keys as usual");
    assert!(shows(&again, "Ctrl+D: store the state shown"));
}

#[test]
fn escape_leaves_a_key_as_it_was_before_it_closes_the_list() {
    let mut harness = opened("train", Remembered::default());
    ask_for_help(&mut harness);
    click(&mut harness, "Change the key: pin the histograms");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(shows(&harness, "P: pin the histograms") && !shows(&harness, "Press the new keys"));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!shows(&harness, "P: pin the histograms"));
}

#[test]
fn every_word_is_found_and_opens_its_help() {
    let mut harness = opened("recall", Remembered::default());
    ask_for_help(&mut harness);
    harness.get_by_label("Words").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::TextInput, "Search the words").focus();
    harness.event(Event::Text("η".to_owned()));
    harness.run_steps(3);
    assert!(shows(&harness, "learning rate, η") && !shows(&harness, "capacity, α_c"));
    assert!(shows(&harness, "Each update adds the gradient times"), "{:?}", says(&harness));
    key(&mut harness, Modifiers::NONE, Key::Backspace);
    for term in TERMS.iter().step_by(7) {
        // A click on a word takes the keyboard from the field.
        harness.get_by_role_and_label(Role::TextInput, "Search the words").focus();
        harness.run_steps(2);
        key(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text(term.name.to_owned()));
        harness.run_steps(3);
        let symbol = if term.symbol.is_empty() { String::new() } else { format!(", {}", term.symbol) };
        click(&mut harness, &format!("{}{symbol}", term.name));
        let plain = first_sentence(term.help).split('$').next().unwrap_or_default().trim();
        assert!(plain.len() < 12 || shows(&harness, plain), "{}: {plain:?} in {:?}", term.name, says(&harness));
    }
}

#[test]
fn words_are_in_order_and_each_has_a_text() {
    let names: Vec<String> = TERMS.iter().map(|term| term.name.to_lowercase()).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    assert!(TERMS.iter().all(|term| first_sentence(term.help).len() > 10));
}

/// The signs in the literals of the sources of what labs draw: Greek letters, and what labels an axis.
fn signs(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            signs(&path, found);
            continue;
        }
        // Words are no plots.
        if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("words.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let literals = line.split('"').skip(1).step_by(2);
            for literal in literals {
                found.extend(literal.chars().filter(|letter| ('Α'..='ω').contains(letter)).map(String::from));
                if line.contains("x_label") || line.contains("value_row_ui") {
                    let word = literal.len() > 2 && literal.chars().all(|c| c.is_ascii_lowercase());
                    let sign =
                        !word && literal.chars().count() <= 4 && literal.chars().all(|c| c.is_alphabetic() || c == ' ');
                    found.extend(sign.then(|| literal.to_owned()));
                }
            }
        }
    }
}

#[test]
fn every_sign_of_a_plot_is_a_word() {
    let mut found = BTreeSet::new();
    for folder in ["labs", "machine", "network"] {
        signs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui").join(folder), &mut found);
    }
    // Those that name axes and curves by what is not in the sources as a literal of one line.
    found.extend(
        ["T", "E", "m", "q", "k", "N", "W", "J", "C", "ln Z", "T_M", "T_c", "T_g", "T_R", "λ₁", "Λ₁"].map(String::from),
    );
    let known = TERMS.iter().map(|term| term.symbol).collect::<Vec<_>>().join(" ");
    let missing: Vec<_> = found.iter().filter(|sign| !known.contains(sign.as_str())).collect();
    assert!(found.len() > 20 && missing.is_empty(), "no word for {missing:?} of {found:?}");
}

// The lecture

#[test]
fn a_lecture_shows_the_object_and_a_chart_and_escape_ends_it_level_by_level() {
    for (lab, shown, hidden) in [
        ("recall", ["State grid", "Energy over the sweeps"], "Width of the left column"),
        ("heat", ["State grid", "Energy"], "Width of the left column"),
        ("phases", ["Load and temperature decide", "Overlap"], "Width of the left column"),
        ("train", ["Samples", "How"], "Width of the left column"),
        ("tree", ["Tree", "Clusters"], "Width of the left column"),
        ("couplings", ["Couplings of all pairs", "Next to the truth"], "Width of the left column"),
        ("boltzmann", ["A machine of", "KL over updates"], "Width of the left column"),
    ] {
        let mut harness = opened(lab, Remembered::default());
        assert!(shows(&harness, hidden) && shows(&harness, "Try this"), "{lab}");
        key(&mut harness, Modifiers::NONE, Key::F5);
        harness.run_steps(4);
        for gone in [hidden, "Try this", "Reset panes"] {
            assert!(!shows(&harness, gone), "{lab}: {gone}");
        }
        for there in shown.into_iter().chain(["Esc ends the presentation"]) {
            assert!(harness.query_by_label("Step size").is_some(), "{lab}");
            let there = there.split(' ').next().unwrap_or_default();
            assert!(shows(&harness, there), "{lab}: {there} in {:?}", says(&harness));
        }
        assert!(harness.ctx.zoom_factor() > 1.2, "type for the last row");
        ask_for_help(&mut harness);
        assert!(shows(&harness, "Space: play or pause"));
        key(&mut harness, Modifiers::NONE, Key::Escape);
        assert!(!shows(&harness, "Space: play or pause") && !shows(&harness, hidden), "{lab}: one level");
        key(&mut harness, Modifiers::NONE, Key::Escape);
        harness.run_steps(4);
        assert!(shows(&harness, hidden), "{lab}");
    }
    assert_eq!(list::LABS.len(), 7, "a new lab is shown to an audience, too");
}

#[test]
fn the_rail_begins_a_lecture() {
    let mut harness = opened("recall", Remembered::default());
    harness.get_by_label("Present").click();
    harness.run_steps(3);
    assert!(!shows(&harness, "Reset panes"));
}

// The work of last time

#[test]
fn shelf_and_network_are_there_again_after_a_restart() {
    let mut harness = opened("recall", Remembered::default());
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    let mut again = opened("recall", remembered(&mut harness));
    wait_for(&mut again, "drawing 1");
    key(&mut again, Modifiers::NONE, Key::Num2);
    again.run_steps(4);
    assert!(!shows(&again, "drawing 1"), "each lab has its own");
    let seeded = Startup { seed: Some(Seed(3)), ..Startup::default() };
    let fresh = window_with(seeded, remembered(&mut again));
    assert!(!shows(&fresh, "drawing 1"), "a seed that is given asks for what it makes");

    let mut harness = opened("phases", Remembered::default());
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "p\u{A0}=\u{A0}51");
    let mut again = opened("phases", remembered(&mut harness));
    wait_for(&mut again, "p\u{A0}=\u{A0}51");
}

/// The measured points that are remembered.
fn points(harness: &mut Window) -> usize {
    let work: Value = serde_json::from_str(&remembered(harness).work["phases"]).unwrap();
    work["points"].as_array().unwrap().len()
}

#[test]
fn points_and_sweeps_of_the_phase_diagram_are_there_again_after_a_restart() {
    let rests = |harness: &mut Window| {
        wait(harness, "rest", |harness| !harness.state().as_ref().unwrap().busy());
        harness.run_steps(3);
    };
    let mut harness = opened("phases", Remembered::default());
    rests(&mut harness);
    key(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    harness.state_mut().as_mut().unwrap().perform(Step::Control(Control::Step(1))).unwrap();
    rests(&mut harness);
    assert_eq!(points(&mut harness), 2);
    let request = Request {
        what: What::Phase,
        rule: LearningRule::Hebb,
        over: Over::Row,
        fixed: 0.4,
        largest_load: 0.2,
        size: 100,
        runs: 2,
        sweeps: 50,
        seed: Seed(3),
    };
    let ask = serde_json::to_value(phases::context::Ask::Sweep(SweepAsk::Measure(request))).unwrap();
    harness.state_mut().as_mut().unwrap().perform(Step::Ask(ask)).unwrap();
    harness.state_mut().as_mut().unwrap().perform(Step::Show("sweep".to_owned())).unwrap();
    rests(&mut harness);
    let mut again = opened("phases", remembered(&mut harness));
    rests(&mut again);
    assert_eq!(points(&mut again), 2);
    // The tab that was chosen is in front.
    wait_for(&mut again, "N = 100, 2 runs of 50 sweeps, seed 3. 20 cells measured.");
}

#[test]
fn work_that_cannot_be_read_is_said_and_left() {
    let good = remembered(&mut opened("recall", Remembered::default())).work["recall"].clone();
    let cut = good[..good.len() / 2].to_owned();
    let misfit = good.replacen("\"width\":28", "\"width\":27", 1);
    assert_ne!(misfit, good);
    for (broken, sentence) in [(cut, "could not be taken up"), (misfit, "")] {
        let work = [("recall".to_owned(), broken)].into();
        let mut harness = opened("recall", Remembered { work, ..Remembered::default() });
        wait(&mut harness, "a sentence", |harness| {
            shows(harness, sentence) && harness.query_all_by_role(Role::Alert).count() == 1
        });
        assert!(shows(&harness, "B snail"), "it opens as usual");
    }
}
