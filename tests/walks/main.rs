//! First hours at the window, written down as scripts in this folder and replayed in the real window: by mouse with the
//! pointer alone, by keyboard with keys alone.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at once and read their scripts"
)]

#[path = "../support/window.rs"]
mod support;

mod player;
mod script;

use std::fs;
use std::path::Path;

use player::Player;
use script::{Act, Script};

/// Walks through a script of this folder, whose paths `$OUT` lie in a folder of its own.
fn walk(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walks").join(name);
    let out = tempfile::tempdir().unwrap();
    let script = Script::read(&fs::read_to_string(path).unwrap(), out.path());
    let mut player = Player::open(&script.start);
    for line in &script.lines {
        player.act(line);
    }
}

#[test]
fn a_lecturer_by_mouse() {
    walk("lecturer-mouse.walk");
}

#[test]
fn a_lecturer_by_keyboard() {
    walk("lecturer-keyboard.walk");
}

#[test]
fn a_student_by_mouse() {
    walk("student-mouse.walk");
}

#[test]
fn a_student_by_keyboard() {
    walk("student-keyboard.walk");
}

#[test]
fn a_researcher_by_mouse() {
    walk("researcher-mouse.walk");
}

#[test]
fn a_researcher_by_keyboard() {
    walk("researcher-keyboard.walk");
}

#[test]
fn walks_by_keyboard_never_point_and_walks_by_mouse_press_no_keys_but_type() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walks");
    for person in ["lecturer", "student", "researcher"] {
        for (hand, points) in [("mouse", true), ("keyboard", false)] {
            let text = fs::read_to_string(folder.join(format!("{person}-{hand}.walk"))).unwrap();
            let script = Script::read(&text, Path::new("out"));
            let mut acts = script.lines.iter().map(|line| &line.act);
            let strays = acts.find(|act| if points { matches!(act, Act::Tab(_)) } else { act.points() });
            assert_eq!(strays, None, "{person} by {hand}");
        }
    }
}
