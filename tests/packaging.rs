//! What is handed on: the licences of dependencies, the files of the package, and the icon.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "reads the files of the project, and may stop at once"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "../examples/icon.rs"]
#[expect(dead_code, reason = "it is drawn here, and written nowhere")]
mod icon;

/// The most bytes of all files of the package that are not its sources: runs, data sets, fonts, texts.
const LARGEST_WITHOUT_SOURCES: u64 = 4_700_000;

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a licence expression can be met by these licences: `OR` needs one side, `AND` both.
fn is_covered(expression: &str, allowed: &BTreeSet<String>) -> bool {
    fn any<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
        let mut met = all(words, allowed);
        while words.next_if_eq(&"OR").is_some() {
            met |= all(words, allowed);
        }
        met
    }
    fn all<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
        let mut met = one(words, allowed);
        while words.next_if_eq(&"AND").is_some() {
            met &= one(words, allowed);
        }
        met
    }
    fn one<'a>(words: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, allowed: &BTreeSet<String>) -> bool {
        if words.next_if_eq(&"(").is_some() {
            let met = any(words, allowed);
            assert_eq!(words.next(), Some(")"));
            return met;
        }
        let mut name = words.next().unwrap().to_owned();
        if words.next_if_eq(&"WITH").is_some() {
            name = format!("{name} WITH {}", words.next().unwrap());
        }
        allowed.contains(&name)
    }
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = expression.split_whitespace().peekable();
    let met = any(&mut words, allowed);
    assert_eq!(words.next(), None, "{expression}");
    met
}

#[test]
fn every_package_has_a_licence_that_is_allowed() {
    let list = file("deny.toml");
    let list = list.split_once("allow = [").unwrap().1.split_once(']').unwrap().0;
    let allowed: BTreeSet<String> = list.split(',').map(|one| one.trim().trim_matches('"').to_owned()).collect();
    assert!(is_covered("(GPL-2.0-only OR MIT/Zlib) AND ISC", &allowed));
    assert!(!is_covered("MIT AND GPL-2.0-only", &allowed) && !is_covered("Apache-2.0 WITH Other", &allowed));
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"])).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 300);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(is_covered(licence, &allowed), "{}: {licence}", package["name"]);
    }
    // Nor does the list name what nobody needs.
    let all: Vec<&str> = packages.iter().filter_map(|package| package["license"].as_str()).collect();
    for one in allowed.iter().filter(|one| !one.is_empty()) {
        assert!(all.iter().any(|licence| licence.contains(one.as_str())), "{one} is the licence of nothing");
    }
}

#[test]
fn the_package_has_what_is_embedded_and_no_more() {
    let files = cargo(&["package", "--list", "--allow-dirty", "--offline"]);
    let files: BTreeSet<&str> = files.lines().collect();
    for needed in [
        "assets/icon.png",
        "assets/runs/digits.h5",
        "assets/data/NOTICE.md",
        "assets/fonts/LICENSE-DejaVu.txt",
        "LICENSE-MIT",
    ] {
        assert!(files.contains(needed), "{needed} is missing");
    }
    for file in &files {
        assert!(!["tests/", "screenshots/", ".ci/"].iter().any(|folder| file.starts_with(folder)), "{file}");
    }
    let size = |file: &&str| Path::new(env!("CARGO_MANIFEST_DIR")).join(file).metadata().map_or(0, |file| file.len());
    let bytes: u64 = files.iter().filter(|file| !file.starts_with("src/")).map(size).sum();
    assert!(bytes < LARGEST_WITHOUT_SOURCES, "{bytes} bytes");
}

#[test]
fn the_icon_is_what_its_example_draws() {
    let icon = image::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png")).unwrap().into_rgba8();
    assert_eq!(icon.dimensions(), (icon::SIDE as u32, icon::SIDE as u32));
    assert!(icon.into_raw() == icon::pixels().unwrap(), "cargo run --example icon -- assets/icon.png draws it again");
    // Corners are transparent, and the middle is not.
    let pixels = icon::pixels().unwrap();
    let opacity = |x: usize, y: usize| pixels[4 * (y * icon::SIDE + x) + 3];
    assert_eq!((opacity(0, 0), opacity(128, 128), opacity(255, 255)), (0, 255, 0));
}

#[test]
fn the_desktop_entry_starts_the_program_on_a_file() {
    let entry = file("assets/glassbox.desktop");
    assert!(entry.starts_with("[Desktop Entry]\n") && entry.contains("\nExec=glassbox %f\n"));
    // The window has this name on its own side.
    assert!(entry.contains("\nStartupWMClass=glassbox\n"));
}
