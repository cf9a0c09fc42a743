//! The walls of the house: a folder that names what it must not, or a file that holds two things, fails here.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "reads the sources, and may stop at once")]

use std::fs;
use std::path::{Path, PathBuf};

/// What each folder must never name, outside comments.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "src/physics",
        &[
            "std::thread",
            "std::time",
            "Instant",
            "std::fs",
            "std::io::",
            "File::",
            "egui",
            "eframe",
            "serde_json",
            "crate::engine",
            "crate::io",
            "crate::ui",
            "crate::cli",
        ],
    ),
    ("src/engine", &["std::fs", "File::", "egui", "eframe", "crate::io", "crate::ui", "crate::cli"]),
    ("src/io", &["egui", "eframe", "crate::ui", "crate::cli", "std::thread", "Instant"]),
    ("src/ui", &["std::fs", "crate::cli", "Instant::now", "thread::sleep(Duration::from_secs"]),
    ("src/cli", &["egui", "eframe", "std::thread"]),
];
/// Files that may name what their folder may not, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    // The one command that draws the window without one.
    ("src/cli/screenshot.rs", "egui"),
    // Readers run on a stack of their own, which only a thread has.
    ("src/io/guarded.rs", "std::thread"),
];
/// A file that grows past this holds two things.
const LONGEST_FILE: usize = 400;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

#[test]
fn no_folder_names_what_it_must_not() {
    let mut wrong = Vec::new();
    for (folder, words) in FORBIDDEN {
        for path in sources(&root().join(folder)) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
                for word in *words {
                    let excepted = EXCEPTIONS.iter().any(|(file, allowed)| *file == name && allowed == word);
                    if code(line).contains(word) && !excepted {
                        wrong.push(format!("{name}:{} names {word}", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rooms of the window, and the folders of it that they must not name: each knows what lies below it, and no neighbour.
const ROOMS: &[(&str, &[&str])] = &[
    ("theme", &["widgets", "machine", "network", "chassis", "labs", "panes", "frame", "lab", "app", "shell"]),
    ("widgets", &["machine", "network", "chassis", "labs", "panes", "frame", "lab", "app", "shell"]),
    ("machine", &["network", "chassis", "labs", "panes", "frame", "lab", "app", "shell"]),
    ("network", &["machine", "chassis", "labs", "panes", "frame", "lab", "app", "shell"]),
    ("import", &["network", "chassis", "labs", "panes", "frame", "lab", "app", "shell"]),
    ("panes", &["chassis", "labs", "frame", "app"]),
    ("chassis", &["labs", "frame", "app"]),
    ("frame", &["labs", "app"]),
    ("labs/hopfield", &["labs::heat", "labs::phases", "labs::recall", "labs::train", "app"]),
    ("labs/heat", &["labs::phases", "labs::recall", "labs::train", "app"]),
    ("labs/recall", &["labs::heat", "labs::phases", "labs::train", "app"]),
    ("labs/phases", &["labs::heat", "labs::hopfield", "labs::recall", "labs::train", "app"]),
    ("labs/train", &["labs::heat", "labs::hopfield", "labs::phases", "labs::recall", "app"]),
];
/// Files of the window outside its folders that may name labs: those that make and open them.
const KNOWS_LABS: &[&str] = &["app.rs", "launch.rs"];
/// Whether a line of code names that folder of the window, and not one whose name merely begins like it.
fn names(line: &str, room: &str) -> bool {
    let path = format!("crate::ui::{room}");
    line.match_indices(&path).any(|(at, _)| {
        let next = line[at + path.len()..].chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn rooms_of_the_window_name_none_above_and_none_next_to_them() {
    let ui = root().join("src/ui");
    let mut wrong = Vec::new();
    let mut check = |path: &Path, rooms: &[&str]| {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            for room in rooms.iter().filter(|room| names(code(line), room)) {
                wrong.push(format!("{name}:{} names {room}", number + 1));
            }
        }
    };
    for (room, others) in ROOMS {
        for path in sources(&ui.join(room)) {
            check(&path, others);
        }
    }
    for entry in fs::read_dir(&ui).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && !KNOWS_LABS.contains(&file.as_str()) {
            check(&path, &["labs"]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn colours_are_made_in_the_theme_only() {
    for path in sources(&root().join("src/ui")) {
        if path.starts_with(root().join("src/ui/theme")) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for word in ["Color32::from_", "Color32::RED", "Color32::GRAY", "Color32::YELLOW", "Hsva", "Rgba::from"] {
            assert!(!text.contains(word), "{} makes a colour of its own: {word}", path.display());
        }
    }
}

#[test]
fn files_are_small() {
    let long: Vec<String> = sources(&root().join("src"))
        .into_iter()
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (lines > LONGEST_FILE).then(|| format!("{} has {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_is_left_to_do_in_the_sources() {
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")] {
            assert!(!text.contains(word), "{} says {word}", path.display());
        }
    }
}
