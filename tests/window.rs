//! The whole window with its real engine, without a renderer: what a person does first, and what breaks things.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests wait by the clock, write the files that they drop, and may stop at once"
)]

#[path = "support/window.rs"]
mod support;

use std::path::PathBuf;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::seed::{ChaCha8Rng, Seed, Stream, below};
use glassbox::ui::app::Startup;
use glassbox::ui::lab::Place;
use glassbox::ui::labs::list::LABS;
use glassbox::ui::labs::recall::{self, opening, panels};
use glassbox::ui::panes::designed;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{self, Theme};

use support::{Window, drop_file, key, says, shows, wait, wait_for, window_with};

fn window() -> Window {
    window_with(Startup { seed: Some(Seed(1)), ..Startup::default() }, Remembered::default())
}

/// The texts that tell the state of the model: overlaps, time, outcome.
fn standing(harness: &Window) -> Vec<String> {
    let mut told: Vec<String> = says(harness)
        .into_iter()
        .filter(|said| said.starts_with("overlap with") || said.starts_with("sweep ") || said.starts_with("recorded "))
        .collect();
    told.sort();
    told.dedup();
    told
}

/// Lets the engine answer what was asked.
fn settle(harness: &mut Window) {
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
}

fn play_to_rest(harness: &mut Window) {
    harness.get_by_label("Play").click();
    wait_for(harness, "fixed point after");
    wait(harness, "the end of the run", |harness| harness.query_by_label("Play").is_some());
}

#[test]
fn it_opens_alive() {
    let mut harness = window();
    for label in ["Play", "Step: one spin", "timeline", "State grid", "Recall", "Heat", "Couplings", "seed"] {
        assert!(harness.query_all_by_label(label).next().is_some(), "nothing is called {label:?}");
    }
    let overlaps = says(&harness).into_iter().filter(|said| said.starts_with("overlap with ")).count();
    assert_eq!(overlaps, 5, "five memories are stored");
    assert!(!shows(&harness, "+1.00"), "the cue is none of the memories yet");
    harness.check_accessibility();
    settle(&mut harness);
    harness.check_accessibility();
}

#[test]
fn play_recalls_the_cue_within_three_seconds() {
    // Counted, not timed: the record at rest, at the speed that the lab opens with.
    let mut harness = window();
    harness.get_by_label("Play").click();
    wait(&mut harness, "an overlap of +1.00 at rest", |harness| {
        let recalled = |said: &String| said.starts_with("overlap with ") && said.ends_with("+1.00");
        standing(harness).iter().any(recalled) && shows(harness, "fixed point after 2 sweeps")
    });
    assert!(2.0 / opening::opening(Seed(1)).unwrap().speed < 3.0);
}

#[test]
fn the_timeline_moves_state_and_cursor_together() {
    let mut harness = window();
    let cue = standing(&harness);
    play_to_rest(&mut harness);
    let end = standing(&harness);
    harness.get_by_label("timeline").set_value_accesskit(0.0);
    wait_for(&mut harness, "sweep 0.00");
    let overlaps =
        |told: &[String]| told.iter().filter(|said| said.starts_with("overlap")).cloned().collect::<Vec<_>>();
    assert_eq!(overlaps(&standing(&harness)), overlaps(&cue), "the first moment is the cue");
    assert_ne!(overlaps(&cue), overlaps(&end));
    assert!(shows(&harness, "before the first"), "the explanation moved too");
    harness.get_by_label("Live").click();
    wait(&mut harness, "the end of the run", |harness| standing(harness) == end);
    key(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    wait(&mut harness, "a tenth back", |harness| standing(harness) != end);
    key(&mut harness, Modifiers::NONE, Key::End);
    wait(&mut harness, "the end again", |harness| standing(harness) == end);
}

#[test]
fn playing_from_an_earlier_moment_branches_and_leaves_a_ghost() {
    let mut harness = window();
    harness.get_by_label("Step size").click();
    harness.run_steps(3);
    harness.get_by_label("one sweep").click();
    harness.run_steps(3);
    key(&mut harness, Modifiers::NONE, Key::Period);
    wait_for(&mut harness, "recorded 1.00");
    harness.get_by_label("timeline").set_value_accesskit(392.0);
    wait_for(&mut harness, "sweep 0.50");
    assert!(!shows(&harness, "branch 0"));
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait_for(&mut harness, "branch 0");
    wait_for(&mut harness, "fixed point after");
    assert!(shows(&harness, "branch 0"), "the run that was left stays as a mark");
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait_for(&mut harness, "recorded 0.00");
}

#[test]
fn edits_are_undone_and_done_again() {
    let mut harness = window();
    let before = standing(&harness);
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    wait(&mut harness, "a cleared grid", |harness| standing(harness) != before);
    let after = standing(&harness);
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait(&mut harness, "the grid before", |harness| standing(harness) == before);
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    wait(&mut harness, "the cleared grid again", |harness| standing(harness) == after);
}

#[test]
fn keys_go_to_the_labs() {
    let mut harness = window();
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
    for (kind, digit) in LABS.iter().zip(digits) {
        key(&mut harness, Modifiers::NONE, digit);
        // The title in the top bar next to that in the rail.
        assert_eq!(harness.query_all_by_label(kind.name.title).count(), 2, "{}", kind.name.title);
    }
    key(&mut harness, Modifiers::NONE, Key::Num1);
    assert!(harness.query_by_label("State grid").is_some());
}

#[test]
fn a_question_mark_lists_the_keys_and_escape_closes_the_list() {
    let mut harness = window();
    let listed = "Space: play or pause";
    assert!(!shows(&harness, listed));
    harness.event(Event::Text("?".to_owned()));
    harness.run_steps(3);
    assert!(shows(&harness, listed));
    let before = standing(&harness);
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    settle(&mut harness);
    assert_eq!(standing(&harness), before, "under the list no key acts");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!shows(&harness, listed));
    harness.get_by_label("Keys").click();
    harness.run_steps(3);
    assert!(shows(&harness, listed));
    harness.get_by_label("Close").click();
    harness.run_steps(3);
    assert!(!shows(&harness, listed));
}

#[test]
fn t_goes_through_the_themes() {
    let mut harness = window();
    for wanted in [Theme::Light, Theme::Projector, Theme::Dark] {
        key(&mut harness, Modifiers::NONE, Key::T);
        assert_eq!(theme::tokens(&harness.ctx).theme, wanted);
    }
}

#[test]
fn keys_belong_to_the_field_that_is_typed_in() {
    let mut harness = window();
    let before = standing(&harness);
    harness.get_by_role_and_label(Role::TextInput, "seed").focus();
    harness.run_steps(2);
    for (letter, text) in [
        (Key::Space, " "),
        (Key::Period, "."),
        (Key::R, "r"),
        (Key::S, "s"),
        (Key::N, "n"),
        (Key::C, "c"),
        (Key::X, "x"),
        (Key::T, "t"),
        (Key::Num2, "2"),
        (Key::Questionmark, "?"),
    ] {
        harness.event(Event::Text(text.to_owned()));
        key(&mut harness, Modifiers::NONE, letter);
    }
    for letter in [Key::ArrowLeft, Key::End, Key::Delete] {
        key(&mut harness, Modifiers::NONE, letter);
    }
    settle(&mut harness);
    assert_eq!(standing(&harness), before);
    assert_eq!(theme::tokens(&harness.ctx).theme, Theme::Dark);
    assert!(harness.query_by_label("Play").is_some());
    assert!(!shows(&harness, "Space: play or pause"));
}

#[test]
fn after_a_stroke_the_keys_still_act() {
    let mut harness = window();
    let centre = harness.get_by_label("State grid").rect().center();
    let before = standing(&harness);
    harness.hover_at(centre);
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        harness.event(Event::PointerButton { pos: centre, button, pressed, modifiers: Modifiers::NONE });
    }
    // What is drawn is no longer a corrupted memory.
    wait(&mut harness, "an uncorrupted cue", |harness| says(harness).contains(&"0\u{202f}%".to_owned()));
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait(&mut harness, "a run", |harness| !shows(harness, "recorded 0.00"));
    // What is undone while it runs goes on from the cue.
    if harness.query_by_label("Pause").is_some() {
        key(&mut harness, Modifiers::NONE, Key::Space);
    }
    wait(&mut harness, "the pause", |harness| harness.query_by_label("Play").is_some());
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait(&mut harness, "the cue before the stroke", |harness| {
        standing(harness) == before && says(harness).contains(&"25\u{202f}%".to_owned())
    });
}

#[test]
fn the_space_bar_presses_the_button_that_has_the_keyboard() {
    let mut harness = window();
    let before = standing(&harness);
    harness.get_by_label("Keys").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Space);
    assert!(shows(&harness, "Space: play or pause"), "the list of keys is open");
    settle(&mut harness);
    assert_eq!(standing(&harness), before, "and nothing was played");
}

// Files

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn picture(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("cat.png");
    let disc = |x: u32, y: u32| (x.abs_diff(30).pow(2) + y.abs_diff(20).pow(2)) < 200;
    image::GrayImage::from_fn(60, 40, |x, y| image::Luma([if disc(x, y) { 20 } else { 230 }])).save(&path).unwrap();
    path
}

#[test]
fn a_dropped_picture_is_offered_with_a_threshold_and_put_on_the_grid() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window();
    let before = standing(&harness);
    drop_file(&mut harness, &picture(&folder));
    wait_for(&mut harness, "Open cat.png");
    assert!(shows(&harness, "60 × 40 pixels on 28 × 28 cells"));
    harness.check_accessibility();
    assert_eq!(standing(&harness), before, "an offer changes nothing");
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    settle(&mut harness);
    assert_eq!(standing(&harness), before, "nor do keys meanwhile");
    harness.get_by_label("Threshold").set_value_accesskit(0.5);
    harness.get_by_label("Put on the grid").click();
    wait(&mut harness, "the picture on the grid", |harness| standing(harness) != before);
    assert!(!shows(&harness, "Open cat.png"));
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait(&mut harness, "the cue before", |harness| standing(harness) == before);
}

#[test]
fn a_dropped_picture_can_be_added_to_the_shelf_or_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window();
    let path = picture(&folder);
    for leave in [true, false] {
        drop_file(&mut harness, &path);
        wait_for(&mut harness, "Open cat.png");
        if leave {
            key(&mut harness, Modifiers::NONE, Key::Escape);
            assert!(!shows(&harness, "Open cat.png"));
        } else {
            harness.get_by_label("Add to the shelf").click();
            wait_for(&mut harness, "Cue from cat");
        }
    }
}

#[test]
fn dropped_rows_replace_the_shelf() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = window();
    let rows = "1,0,1,0,1,0,1,0,1\n0,0,0,1,1,1,0,0,0\n1,1,1,0,0,0,1,1,0\n";
    drop_file(&mut harness, &file(&folder, "three.csv", rows.as_bytes()));
    wait_for(&mut harness, "Open three.csv");
    assert!(shows(&harness, "3\u{a0}rows × 9\u{a0}sites × 2\u{a0}states"));
    harness.get_by_label("Replace the shelf").click();
    wait_for(&mut harness, "3 × 3 · Hebb");
    key(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "28 × 28 · Hebb");
}

#[test]
fn a_broken_file_gives_a_sentence_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(picture(&folder)).unwrap();
    let mut harness = window();
    let before = standing(&harness);
    for (name, bytes) in [
        ("half.png", &whole[..whole.len() / 2]),
        ("text.png", b"this is not a picture"),
        ("empty.csv", b""),
        ("ragged.csv", b"1,0,1\n1,0\n"),
        ("random.npz", &[7, 1, 200, 3, 9, 80, 75, 3, 4, 255]),
        ("short.idx", &[0, 0, 8, 3, 0, 0, 0, 9]),
        ("latin.txt", &[0xff, 0xfe, 0x00, 0xd8]),
    ] {
        drop_file(&mut harness, &file(&folder, name, bytes));
        wait(&mut harness, &format!("a sentence about {name}"), |harness| harness.query_by_label("Dismiss").is_some());
        assert!(!shows(&harness, "Open "), "{name} is offered: {:?}", says(&harness));
        let alert = harness.query_all_by_role(Role::Alert).next();
        assert!(alert.is_some(), "{name}");
        harness.get_by_label("Dismiss").click();
        harness.run_steps(3);
        assert_eq!(standing(&harness), before, "{name}");
    }
    drop_file(&mut harness, folder.path());
    wait(&mut harness, "a sentence about the folder", |harness| harness.query_by_label("Dismiss").is_some());
    assert_eq!(standing(&harness), before);
}

#[test]
fn a_file_named_at_the_start_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let startup = Startup { file: Some(picture(&folder)), ..Startup::default() };
    wait_for(&mut window_with(startup, Remembered::default()), "Open cat.png");
}

// What is remembered

/// The layout of the lab, so that the order in which a map is written does not count.
fn layout(remembered: &Remembered) -> serde_json::Value {
    serde_json::from_str(&remembered.layouts["recall"]).unwrap()
}

#[test]
fn theme_zoom_layer_and_layout_are_remembered() {
    let mut harness = window();
    key(&mut harness, Modifiers::NONE, Key::T);
    key(&mut harness, Modifiers::SHIFT, Key::Num3);
    for _ in 0..5 {
        key(&mut harness, Modifiers::COMMAND, Key::Plus);
    }
    let saved = harness.state_mut().as_mut().unwrap().remember().clone();
    assert_eq!((saved.theme, saved.zoom, saved.lab.as_str()), (Theme::Light, 1.5, "recall"));
    // Through text, as it is stored.
    let read: Remembered = serde_json::from_str(&serde_json::to_string(&saved).unwrap()).unwrap();
    assert_eq!(read, saved);
    let mut harness = window_with(Startup::default(), read);
    assert_eq!(theme::tokens(&harness.ctx).theme, Theme::Light);
    assert_eq!(harness.ctx.zoom_factor(), 1.5);
    let again = harness.state_mut().as_mut().unwrap().remember().clone();
    assert_eq!(layout(&again), layout(&saved), "what is restored is what was saved");
    assert!(again.layouts["recall"].contains("Stability"));
}

/// A window that remembers this layout.
fn restored(layout: &str) -> Window {
    let mut remembered = Remembered::default();
    remembered.layouts.insert("recall".to_owned(), layout.to_owned());
    let mut harness = window_with(Startup::default(), remembered);
    harness.run_steps(3);
    harness
}

fn saved_layout(harness: &mut Window) -> serde_json::Value {
    layout(harness.state_mut().as_mut().unwrap().remember())
}

/// An arrangement as it is saved after a pane was dragged: every pane in one row of tabs.
fn arranged() -> serde_json::Value {
    let mut tiles = egui_tiles::Tiles::default();
    let infos = panels::panels().into_iter().map(|panel| panel.info()).filter(|info| info.place != Place::Left);
    let panes = infos.map(|info| tiles.insert_pane(info.id.to_owned())).collect();
    let root = tiles.insert_tab_tile(panes);
    let tree = egui_tiles::Tree::new(egui::Id::unique("recall panes"), root, tiles);
    serde_json::json!({ "version": 1, "tree": tree, "shared": { "layer": "Age" } })
}

#[test]
fn an_arrangement_is_restored() {
    let good = arranged();
    let mut harness = restored(&good.to_string());
    let now = saved_layout(&mut harness);
    assert_eq!(now["tree"]["root"], good["tree"]["root"]);
    assert_eq!(now["tree"]["tiles"], good["tree"]["tiles"]);
    assert_eq!(now["shared"]["layer"], "Age");
    harness.get_by_label("Reset panes").click();
    harness.run_steps(3);
    assert!(saved_layout(&mut harness)["tree"].is_null());
}

#[test]
fn a_layout_that_is_broken_is_left_for_the_designed_one() {
    let designed = saved_layout(&mut window());
    let good = arranged();
    let text = good.to_string();
    let mut broken = vec![
        String::new(),
        "garbage".to_owned(),
        "{}".to_owned(),
        "[1, 2, 3]".to_owned(),
        text[..text.len() / 2].to_owned(),
        text.replace("\"path\"", "\"energy\""),
    ];
    let root = good["tree"]["root"].clone();
    let children = format!("/tree/tiles/tiles/{root}/Container/Tabs/children");
    let with = |pointer: &str, value: serde_json::Value| {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed.to_string()
    };
    broken.push(with("/tree/root", serde_json::Value::Null));
    broken.push(with("/tree/root", serde_json::json!(987_654)));
    broken.push(with(&children, serde_json::json!([])));
    broken.push(with(&children, serde_json::json!([root])));
    broken.push(with(&children, serde_json::json!([1, 1, 2, 3, 4, 5, 6, 7])));
    for layout in broken {
        assert_ne!(layout, text);
        let mut harness = restored(&layout);
        assert_eq!(saved_layout(&mut harness), designed, "after {layout:?}");
        assert!(harness.query_by_label("State grid").is_some(), "after {layout:?}");
    }
}

#[test]
fn an_arrangement_of_a_program_with_other_panes_keeps_what_both_have() {
    // As it was saved before arrangements lost their version, and before a pane got its present name.
    let text =
        arranged().to_string().replace("\"path\"", "\"no such panel\"").replace("\"version\":1", "\"version\":7");
    let remembered = Remembered { theme: Theme::Light, zoom: 1.25, ..Remembered::default() };
    let mut remembered = Remembered { layouts: [("recall".to_owned(), text)].into(), ..remembered };
    // A lab that was never there, and one whose text is of no form at all.
    remembered.layouts.insert("attic".to_owned(), "{}".to_owned());
    remembered.layouts.insert("heat".to_owned(), "\u{0}".to_owned());
    let mut harness = window_with(Startup::default(), remembered);
    harness.run_steps(3);
    assert_eq!((theme::tokens(&harness.ctx).theme, harness.ctx.zoom_factor()), (Theme::Light, 1.25));
    let now = saved_layout(&mut harness);
    assert_eq!(now["tree"]["root"], arranged()["tree"]["root"], "the arrangement is still the person's");
    assert_eq!(now["shared"]["layer"], "Age");
    let said = now["tree"].to_string();
    assert!(!said.contains("no such panel"), "{said}");
    for panel in panels::panels().iter().map(|panel| panel.info()).filter(|info| info.place != Place::Left) {
        assert!(said.contains(&format!("\"{}\"", panel.id)), "{} is missing: {said}", panel.id);
    }
}

#[test]
fn an_arrangement_with_odd_numbers_still_draws() {
    let tree = designed("recall", recall::layout::designed, &panels::panels(), egui::vec2(1200.0, 900.0), 1.0);
    for share in [0.0, -3.0, 1e38, 1e-38] {
        let mut tree = serde_json::to_value(&tree).unwrap();
        for (_, tile) in tree["tiles"]["tiles"].as_object_mut().unwrap() {
            if let Some(shares) = tile.pointer_mut("/Container/Linear/shares/shares") {
                for (_, value) in shares.as_object_mut().unwrap() {
                    *value = serde_json::json!(share);
                }
            }
            if let Some(active) = tile.pointer_mut("/Container/Tabs/active") {
                *active = serde_json::json!(12_345);
            }
        }
        let text = serde_json::json!({ "version": 1, "tree": tree, "shared": {} }).to_string();
        restored(&text).run_steps(3);
    }
}

#[test]
fn remembered_garbage_takes_defaults() {
    for text in ["{}", r#"{"theme":"dark","later":1}"#] {
        let read: Remembered = serde_json::from_str(text).unwrap();
        assert_eq!(read, Remembered::default(), "{text}");
    }
    assert!(serde_json::from_str::<Remembered>("{\"zoom\":\"large\"}").is_err());
    let odd = Remembered { zoom: 1e30, lab: "no such lab".to_owned(), ..Remembered::default() };
    let mut harness = window_with(Startup::default(), odd);
    harness.run_steps(3);
    assert_eq!(harness.ctx.zoom_factor(), 4.0);
    assert!(harness.query_by_label("Play").is_some());
}

// Hammering

/// Places that would open a dialog of the machine.
fn forbidden(harness: &Window, pos: Pos2) -> bool {
    [
        "File",
        "Save CSV…",
        "Open a run or data…",
        "Open labels",
        "Choose…",
        "Save data as CSV…",
        "Save as SVG…",
        "Save as PNG…",
    ]
    .iter()
    .any(|label| harness.query_all_by_label(label).any(|node| node.rect().expand(4.0).contains(pos)))
}

fn hammer(lab: &str, seed: u64, blows: u32) {
    const KEYS: [Key; 24] = [
        Key::Space,
        Key::Period,
        Key::R,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::End,
        Key::Home,
        Key::S,
        Key::N,
        Key::C,
        Key::X,
        Key::Delete,
        Key::Z,
        Key::Y,
        Key::T,
        Key::Tab,
        Key::Enter,
        Key::Escape,
        Key::Num1,
        Key::Num2,
        Key::Num4,
        Key::CloseBracket,
    ];
    const MODIFIERS: [Modifiers; 5] =
        [Modifiers::NONE, Modifiers::NONE, Modifiers::SHIFT, Modifiers::COMMAND, Modifiers::ALT];
    let mut rng: ChaCha8Rng = Seed(seed).indexed(Stream::Replicas, 77);
    let startup = Startup { seed: Some(Seed(1)), lab: Some(lab.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    let place = |rng: &mut ChaCha8Rng| pos2(below(rng, 1600) as f32, below(rng, 1000) as f32);
    key(&mut harness, Modifiers::NONE, Key::Space);
    for _ in 0..blows {
        let modifiers = MODIFIERS[below(&mut rng, MODIFIERS.len() as u32) as usize];
        match below(&mut rng, 10) {
            0..3 => {
                let key = KEYS[below(&mut rng, KEYS.len() as u32) as usize];
                // Saving writes a file: what is typed after it would be its path.
                if (modifiers, key) != (Modifiers::COMMAND, Key::S) {
                    harness.key_press_modifiers(modifiers, key);
                }
            }
            3 => harness.event(Event::Text(["?", "a", "7", "−0,5", "é"][below(&mut rng, 5) as usize].to_owned())),
            kind => {
                let (from, to) = (place(&mut rng), place(&mut rng));
                let to = if kind < 7 { from } else { to };
                if forbidden(&harness, from) || forbidden(&harness, to) {
                    continue;
                }
                let button = if below(&mut rng, 5) == 0 { PointerButton::Secondary } else { PointerButton::Primary };
                harness.hover_at(from);
                harness.event(Event::PointerButton { pos: from, button, pressed: true, modifiers });
                harness.hover_at(to);
                harness.event(Event::PointerButton { pos: to, button, pressed: false, modifiers });
            }
        }
        harness.step();
    }
    // Whatever is open closes, and the engine still answers.
    for _ in 0..4 {
        harness.key_press(Key::Escape);
        harness.step();
    }
    assert!(!shows(&harness, "error of its own"), "{:?}", says(&harness));
    key(&mut harness, Modifiers::NONE, Key::Num1);
    settle(&mut harness);
    let (button, answer) =
        if shows(&harness, "fixed order") { ("Random", "random order") } else { ("In rows", "fixed order") };
    harness.get_by_role_and_label(Role::RadioButton, button).click_accesskit();
    wait_for(&mut harness, answer);
}

#[test]
fn five_hundred_random_blows_break_nothing() {
    hammer("recall", 1, 500);
}

#[test]
fn five_hundred_random_blows_on_the_heat_lab_break_nothing() {
    hammer("heat", 2, 500);
}

#[test]
fn five_hundred_random_blows_on_the_phases_lab_break_nothing() {
    hammer("phases", 3, 500);
}

#[test]
fn five_hundred_random_blows_on_the_train_lab_break_nothing() {
    hammer("train", 4, 500);
}

#[test]
fn five_hundred_random_blows_on_the_tree_lab_break_nothing() {
    hammer("tree", 5, 500);
}

#[test]
fn five_hundred_random_blows_on_the_couplings_lab_break_nothing() {
    hammer("couplings", 6, 500);
}

#[test]
fn five_hundred_random_blows_on_the_boltzmann_lab_break_nothing() {
    hammer("boltzmann", 7, 500);
}

#[test]
fn an_error_of_its_own_is_told_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fault-new.txt"), "a report").unwrap();
    let start = || Startup { state_folder: Some(folder.path().to_owned()), ..Startup::default() };
    let told = window_with(start(), Remembered::default());
    assert!(shows(&told, "Glassbox met an error of its own last time; a report is in"));
    assert!(folder.path().join("fault.txt").exists());
    let again = window_with(start(), Remembered::default());
    assert!(!shows(&again, "met an error of its own"));
}
