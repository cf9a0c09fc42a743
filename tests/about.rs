//! What the window says of itself: messages, versions, licences, diagnostics.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::indexing_slicing, reason = "a test may stop, and read files")]

#[path = "support/window.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::frame::about::{CRATES, EMBEDDED};
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, drop_file, key, says, shows, wait, window_with};

fn window() -> Window {
    window_with(Startup::default(), Remembered::default())
}

#[test]
fn a_message_that_is_gone_is_in_the_list() {
    let mut harness = window();
    drop_file(&mut harness, std::path::Path::new("nowhere.npz"));
    wait(&mut harness, "a sentence about the file", |harness| harness.query_by_label("Dismiss").is_some());
    let said = says(&harness).into_iter().find(|said| said.contains("nowhere.npz")).unwrap();
    harness.get_by_label("Dismiss").click();
    harness.run_steps(3);
    assert!(!shows(&harness, &said));
    key(&mut harness, Modifiers::NONE, Key::M);
    assert!(shows(&harness, &said) && shows(&harness, "0:00"), "{:?}", says(&harness));
    harness.check_accessibility();
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!shows(&harness, &said));
    harness.get_by_label("Messages").click();
    harness.run_steps(3);
    assert!(shows(&harness, &said), "the button at the status line");
}

#[test]
fn about_names_version_and_licences_and_copies_diagnostics() {
    let mut harness = window();
    choose(&mut harness, "File", "About Glassbox");
    for text in [env!("CARGO_PKG_VERSION"), "MIT OR Apache-2.0", "SIL OFL 1.1", "accesskit", std::env::consts::OS] {
        assert!(shows(&harness, text), "{text}: {:?}", says(&harness));
    }
    harness.check_accessibility();
    harness.get_by_label("Copy diagnostics").click();
    let copied = |harness: &Window| {
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    wait(&mut harness, "the diagnostics", |harness| copied(harness).is_some());
    let text = copied(&harness).unwrap();
    for part in ["Glassbox", "graphics: not known", "last commands:\n", "log:\n", "messages:\n"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn every_crate_of_the_lock_file_is_listed_with_its_licence() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    let locked: BTreeSet<(String, String)> = lock
        .split("[[package]]")
        .filter(|block| block.contains("\nsource = "))
        .map(|block| (value(block, "name").unwrap(), value(block, "version").unwrap()))
        .collect();
    let lines = CRATES.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let listed: BTreeSet<_> = lines
        .map(|line| {
            assert!(line.len() == 3 && !line[2].is_empty(), "{line:?}");
            (line[0].to_owned(), line[1].to_owned())
        })
        .collect();
    let remedy = "run `cargo run --example licences`";
    assert_eq!(listed.symmetric_difference(&locked).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "{remedy}");
    assert!(locked.len() > 100);
}

#[test]
fn every_embedded_file_is_listed_with_its_licence() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let listed: BTreeSet<&str> =
        EMBEDDED.lines().flat_map(|line| line.split('\t').next().unwrap_or_default().split(", ")).collect();
    let mut found = 0;
    for folder in ["fonts", "data", "data/glyphs", "runs"] {
        for entry in std::fs::read_dir(assets.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let ending = name.rsplit('.').next().unwrap_or_default();
            let drawing = folder.ends_with("glyphs") && ending == "txt" && !name.starts_with("LICENSE");
            let embedded = drawing || ["otf", "ttf", "npz", "csv", "h5"].contains(&ending);
            if embedded {
                found += 1;
                assert!(listed.contains(format!("{folder}/{name}").as_str()), "{folder}/{name}");
            }
        }
    }
    assert_eq!(found, listed.len());
    assert!(EMBEDDED.lines().all(|line| line.split('\t').count() == 3));
}
