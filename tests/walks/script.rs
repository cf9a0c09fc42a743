//! A walk as text: a line is a word of what is done, and to what. `#` begins a remark.
//!
//! ```text
//! open recall projector 1024x768       how the window is opened
//! click "Store state"                  the pointer, on what is called so, or begins so
//! click image "Samples" 0.1,0.1        on what is called so and is an image; at a place in parts of width and height
//! menu "State grid"                    the right button on it
//! erase "State grid" 0.2,0.2 0.8,0.2   the right button, along points in parts of its width and height
//! drag "State grid" 0.2,0.2 0.8,0.2    the left button along them
//! drop digits.h5                       a file of tests/fixtures onto the window
//! tab "Play"                           Tab until it has the keyboard
//! key Ctrl+Z                           a key; `key Right Enter x5` both, five times
//! type "$OUT/a.png"                    text; $OUT is the folder of this walk, $FIXTURES that of the fixtures
//! wait "Recalled"                      until the window says something that contains it
//! gone "Recalled"                      until nothing does
//! written a.png                        a file of the folder of this walk is there
//! ```

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Vec2, vec2};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// How the window is opened.
#[derive(Debug)]
pub struct Start {
    pub lab: String,
    pub theme: String,
    pub size: Vec2,
}

/// Something in the window: by its name, and by its role where two are called so.
#[derive(Clone, Debug, PartialEq)]
pub struct What {
    pub role: Option<Role>,
    pub name: String,
}

#[derive(Debug, PartialEq)]
pub enum Act {
    Click { what: What, at: Vec2 },
    Menu(What),
    Drag { what: What, path: Vec<Vec2>, erases: bool },
    Drop(PathBuf),
    Tab(String),
    Keys { keys: Vec<(Modifiers, Key)>, times: usize },
    Type(String),
    Wait(String),
    Gone(String),
    Written(PathBuf),
}

impl Act {
    /// Whether it takes a pointer.
    pub const fn points(&self) -> bool {
        matches!(self, Self::Click { .. } | Self::Menu(_) | Self::Drag { .. } | Self::Drop(_))
    }
}

#[derive(Debug)]
pub struct Line {
    /// As it was written, for what fails.
    pub text: String,
    pub act: Act,
}

#[derive(Debug)]
pub struct Script {
    pub start: Start,
    pub lines: Vec<Line>,
}

impl Script {
    pub fn read(text: &str, out: &Path) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut lines = lines.into_iter().filter(|line| !line.starts_with('#'));
        let first: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
        let ["open", lab, theme, size] = first[..] else { panic!("a walk begins with how the window is opened") };
        let start = Start { lab: lab.to_owned(), theme: theme.to_owned(), size: pair(size, 'x') };
        let lines = lines.map(|line| Line { text: line.to_owned(), act: act(line, out) }).collect();
        Self { start, lines }
    }
}

fn act(line: &str, out: &Path) -> Act {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (role, rest) = role(rest);
    let (name, after) = quoted(rest);
    let name = name.replace("$OUT", &out.display().to_string()).replace("$FIXTURES", FIXTURES);
    let what = What { role, name: name.clone() };
    match word {
        "click" => {
            Act::Click { what, at: after.split_whitespace().next().map_or(Vec2::splat(0.5), |at| pair(at, ',')) }
        }
        "menu" => Act::Menu(what),
        "drag" | "erase" => {
            let path = after.split_whitespace().map(|point| pair(point, ',')).collect();
            Act::Drag { what, path, erases: word == "erase" }
        }
        "drop" => Act::Drop(Path::new(FIXTURES).join(rest)),
        "tab" => Act::Tab(name),
        "key" => keys(rest),
        "type" => Act::Type(name),
        "wait" => Act::Wait(name),
        "gone" => Act::Gone(name),
        "written" => Act::Written(out.join(rest)),
        _ => panic!("no walk knows {line:?}"),
    }
}

/// The role that is named before the quotation marks, if any.
fn role(text: &str) -> (Option<Role>, &str) {
    let roles = [("slider ", Role::Slider), ("image ", Role::Image), ("button ", Role::Button)];
    let named = roles.into_iter().find_map(|(name, role)| text.strip_prefix(name).map(|rest| (Some(role), rest)));
    named.unwrap_or((None, text))
}

/// What stands between quotation marks, and what follows.
fn quoted(text: &str) -> (String, &str) {
    let Some(begun) = text.strip_prefix('"') else { return (String::new(), text) };
    let (name, after) = begun.split_once('"').unwrap();
    (name.to_owned(), after)
}

fn pair(text: &str, between: char) -> Vec2 {
    let (x, y) = text.split_once(between).unwrap();
    vec2(x.parse().unwrap(), y.parse().unwrap())
}

/// Keys, and how often they are pressed one after the other: `Right Enter x12`.
fn keys(text: &str) -> Act {
    let (keys, times) = text.split_once(" x").map_or((text, 1), |(keys, times)| (keys, times.parse().unwrap()));
    Act::Keys { keys: keys.split_whitespace().map(key).collect(), times }
}

fn key(text: &str) -> (Modifiers, Key) {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in text.split('+') {
        match part {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Shift" => modifiers |= Modifiers::SHIFT,
            name => key = Key::from_name(name),
        }
    }
    (modifiers, key.unwrap_or_else(|| panic!("no key is called {text:?}")))
}
