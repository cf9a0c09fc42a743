//! Typeset equations and the help texts that hold them.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, reason = "tests read the sources, and times are measured on request")]

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::help as shared_help;
use glassbox::ui::labs::{heat, hopfield::help, phases, train};
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::{
    Button, Chip, HELP_WIDTH, KEPT, Segmented, chips_ui, equation_ui, help_ui, hover_help, kept, typeset, value_row_ui,
};
use proptest::prelude::*;

/// Source, and whether it has a line of its own.
fn equations(markdown: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (place, piece) in markdown.split("$$").enumerate() {
        if place % 2 == 1 {
            found.push((piece.trim().to_owned(), true));
        } else {
            found.extend(piece.split('$').skip(1).step_by(2).map(|tex| (tex.to_owned(), false)));
        }
    }
    found
}

/// Every text of every lab, and those that labs have in common.
fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let labs = help::ALL.into_iter().chain(heat::help::ALL).chain(phases::help::ALL).chain(train::help::ALL);
    labs.chain(shared_help::ALL)
}

fn harness<'a>(theme: Theme, ui: impl FnMut(&mut egui::Ui) + 'a) -> Harness<'a> {
    Harness::builder().with_size([420.0, 700.0]).with_context_setup(move |ctx| theme::install(ctx, theme)).build_ui(ui)
}

#[test]
fn every_text_is_typeset_as_a_whole() {
    for (name, text) in texts() {
        let mut harness = harness(Theme::Dark, |ui| help_ui(ui, text));
        harness.run();
        let drawn = harness.query_all_by_role(Role::Math).count();
        assert_eq!(drawn, equations(text).len(), "{name} shows the source of an equation");
        assert!(harness.query_by_label_contains("$").is_none(), "{name} shows a dollar sign");
    }
}

#[test]
fn texts_are_short_and_of_their_own() {
    let mut seen = Vec::new();
    for (name, text) in texts() {
        assert!((20..620).contains(&text.chars().count()), "{name} has {} letters", text.chars().count());
        assert!(!seen.contains(&text), "{name} is there twice");
        seen.push(text);
        let words: String = text.replace("$$", "$").split('$').step_by(2).collect();
        assert!(!words.contains(['_', '^', '√', 'Σ', '\\']), "{name} has an equation outside of TeX");
    }
}

#[test]
fn equations_fit_their_place() {
    for theme in Theme::ALL {
        let em = theme.metrics().body * 1.13 * 2.0;
        for (name, text) in texts() {
            for (tex, display) in equations(text) {
                let set = typeset(&tex, em, display).unwrap();
                let [width, height] = set.size.map(|side| side as f32 - 2.0 * set.padding as f32);
                assert!(width / 2.0 <= HELP_WIDTH, "{name}: {tex} is {} points wide", width / 2.0);
                if !display {
                    let above = (set.baseline - set.padding) as f32;
                    assert!(above <= 1.15 * em, "{name}: {tex} reaches into the line above");
                    assert!(height - above <= 0.45 * em, "{name}: {tex} reaches into the line below");
                }
            }
        }
    }
}

#[test]
fn equations_have_ink_within_their_picture() {
    for (_, text) in texts() {
        for (tex, display) in equations(text) {
            let set = typeset(&tex, 27.0, display).unwrap();
            let [width, height] = set.size;
            let on_edge = |x: usize, y: usize| x == 0 || y == 0 || x + 1 == width || y + 1 == height;
            let inked = |edge: bool| {
                let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
                places.filter(|&(x, y)| on_edge(x, y) == edge && set.coverage[y * width + x] > 0).count()
            };
            assert!(inked(false) > 10, "{tex} is empty");
            assert_eq!(inked(true), 0, "{tex} is cut off at an edge");
        }
    }
}

#[test]
fn what_cannot_be_typeset_shows_its_source() {
    let broken = "Before $\\frac{1$ and $\\nosuchcommand{x}$ after.";
    let mut harness = harness(Theme::Dark, |ui| help_ui(ui, broken));
    harness.run();
    assert_eq!(harness.query_all_by_role(Role::Math).count(), 0);
    harness.get_by_label_contains("\\frac{1");
    harness.get_by_label_contains("\\nosuchcommand{x}");
    let err = typeset("\\frac{1", 20.0, false).unwrap_err().to_string();
    assert!(err.contains("“\\frac{1” cannot be typeset"), "{err}");
}

#[test]
fn few_equations_are_kept() {
    let mut from = 0;
    let mut harness = harness(Theme::Dark, |ui| {
        for number in from..from + 40 {
            equation_ui(ui, &format!("x_{{{number}}}"), false);
        }
        from += 40;
    });
    for _ in 0..5 {
        harness.step();
    }
    assert_eq!(kept(&harness.ctx), KEPT);
}

#[test]
fn resting_on_a_control_shows_its_equation() {
    let mut harness = harness(Theme::Dark, |ui| {
        Segmented::new("rule", 0, &[(0, "Hebb", shared_help::RULE_HEBB), (1, "Plain", "no equation")]).show(ui);
        Button::new("Store").tooltip(help::STORE_STATE).show(ui);
        hover_help(value_row_ui(ui, "load", "0.1", None), help::LOAD);
        chips_ui(ui, &[Chip::new("chip").tooltip(help::LOCAL_FIELD)]);
    });
    for (label, text) in [
        ("Hebb", shared_help::RULE_HEBB),
        ("Store", help::STORE_STATE),
        ("load 0.1", help::LOAD),
        ("chip", help::LOCAL_FIELD),
    ] {
        harness.get_by_label(label).hover();
        harness.run_steps(60);
        assert_eq!(harness.query_all_by_role(Role::Math).count(), equations(text).len(), "{label}");
        harness.get_by_label("Plain").hover();
        harness.run_steps(60);
        assert_eq!(harness.query_all_by_role(Role::Math).count(), 0, "after {label}");
        harness.get_by_label("no equation");
    }
}

#[test]
fn no_equation_is_written_in_plain_letters() {
    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    assert!(files.len() > 50);
    for path in files {
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default();
            for word in ["(1/N)", "Σ", "½", "√(", "C⁻¹"] {
                assert!(!code.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn no_source_makes_it_panic(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "\\frac", "{", "}", "x", "_", "^", "\\sum", "\\left(", "\\right)", "\\sqrt", "&", "\\\\", "\\begin{cases}",
            "\\end{cases}", "\\text{", "ξ", "$", "%", "\\", " ", "[", "]", "\\hat", "\\color{red}", "\u{0}", "🦀",
        ]), 0..12), size in -10.0f32..400.0) {
        if let Ok(set) = typeset(&pieces.concat(), size, true) {
            prop_assert!(set.size[0] > 0);
        }
    }
}
