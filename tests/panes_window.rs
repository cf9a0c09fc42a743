//! Rows of tabs and single panels in the window: a menu names all tabs, and a panel can be enlarged.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, key, says, shows, wait, wait_for, window_with};

const TITLE: &str = "Energy per spin";

fn in_recall() -> Window {
    let startup = Startup { lab: Some("recall".to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    harness
}

/// Chooses an entry of the menu of the tabs.
fn of_tabs(harness: &mut Window, entry: &str) {
    harness.get_by_label("All tabs").click();
    harness.run_steps(3);
    let row = harness.get_by_label("All tabs").rect().center().y;
    // The tab of that name lies in the row itself.
    let apart = |node: &Node<'_>| (node.rect().center().y - row).abs() > 10.0;
    harness.get_all_by_label(entry).find(apart).into_iter().for_each(|entry| entry.click());
    harness.run_steps(4);
}

#[test]
fn a_tab_that_is_out_of_sight_is_opened_by_the_menu() {
    let mut harness = in_recall();
    assert!(!shows(&harness, "Enlarge"));
    of_tabs(&mut harness, "Landscape");
    wait_for(&mut harness, "Enlarge");
    // Its tab is in sight now.
    let tab = harness.get_by_label("Landscape").rect();
    let menu = harness.get_by_label("All tabs").rect();
    assert!(tab.left() > 0.0 && tab.right() < menu.left(), "{tab:?} {menu:?}");
}

#[test]
fn a_panel_is_enlarged_until_escape() {
    let mut harness = in_recall();
    assert!(shows(&harness, TITLE));
    of_tabs(&mut harness, "Enlarge");
    wait_for(&mut harness, "All panels");
    assert!(!shows(&harness, TITLE) && shows(&harness, "From random"), "{:?}", says(&harness));
    key(&mut harness, Modifiers::NONE, Key::Escape);
    wait_for(&mut harness, TITLE);
    of_tabs(&mut harness, "Enlarge");
    wait_for(&mut harness, "All panels");
    harness.get_by_label("All panels").click();
    wait_for(&mut harness, TITLE);
}
