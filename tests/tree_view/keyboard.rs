//! Everything by keyboard.

use egui::{Key, Modifiers};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use glassbox::ui::widgets::tree_view::Layout;

use crate::planted::{chain, planted};
use crate::scene::{Panel, SIZE, harness};

fn focused<'a>() -> Harness<'a, Panel> {
    let mut harness = harness(Panel::new(planted(60, 3)), SIZE);
    harness.get_by_label("Tree under test").focus();
    harness.run_steps(2);
    harness
}

fn press(harness: &mut Harness<'_, Panel>, key: Key) -> Option<u32> {
    harness.key_press(key);
    harness.run_steps(2);
    harness.state().selected
}

#[test]
fn arrows_move_among_parents_children_and_siblings() {
    let mut harness = focused();
    assert_eq!(press(&mut harness, Key::ArrowRight), Some(0), "the root, where nothing was selected");
    let child = press(&mut harness, Key::ArrowRight);
    let tree = harness.state().tree.clone();
    assert_eq!(child, tree.children(0).next());
    assert_eq!(press(&mut harness, Key::ArrowLeft), Some(0));
    assert_eq!(press(&mut harness, Key::ArrowLeft), Some(0), "there is nothing above the root");
    let mut node = 0;
    while tree.children(node).count() == 1 {
        node = press(&mut harness, Key::ArrowRight).unwrap();
    }
    let children: Vec<u32> = tree.children(node).collect();
    assert_eq!(press(&mut harness, Key::ArrowRight), Some(children[0]));
    assert_eq!(press(&mut harness, Key::ArrowDown), Some(children[1]));
    assert_eq!(press(&mut harness, Key::ArrowUp), Some(children[0]));
    // Down all rows of this depth: each is another node, in order.
    let mut last = children[0];
    while let Some(next) = press(&mut harness, Key::ArrowDown).filter(|next| *next != last) {
        assert!(next > last, "{next} after {last}");
        last = next;
    }
    assert_eq!(tree.node(last).last, 60, "as far as the last row");
}

#[test]
fn enter_goes_in_backspace_back_and_home_to_the_root() {
    let mut harness = focused();
    press(&mut harness, Key::ArrowRight);
    let inner = press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Enter);
    let tree = harness.state().tree.clone();
    let root = |harness: &Harness<'_, Panel>| harness.state().view.state.found(&tree).root;
    assert_eq!(root(&harness), inner);
    press(&mut harness, Key::Backspace);
    assert_eq!(root(&harness), None);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    harness.run_steps(2);
    assert_eq!(root(&harness), inner, "forward again");
    assert_eq!(press(&mut harness, Key::Home), Some(0));
    assert_eq!(root(&harness), None);
}

#[test]
fn c_collapses_l_changes_the_layout_and_slash_searches() {
    let mut harness = focused();
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::ArrowRight);
    let before = harness.state().pieces;
    press(&mut harness, Key::C);
    assert_eq!(harness.state().view.state.collapsed.len(), 1);
    assert!(harness.state().pieces < before);
    press(&mut harness, Key::C);
    assert_eq!((harness.state().view.state.collapsed.len(), harness.state().pieces), (0, before));
    for layout in [Layout::Circular, Layout::Unrooted, Layout::Icicle, Layout::Rectangular] {
        press(&mut harness, Key::L);
        assert_eq!(harness.state().view.state.layout, layout);
        assert!(harness.state().pieces > 60, "{layout:?} draws its branches");
    }
    press(&mut harness, Key::Slash);
    assert!(harness.state().view.search.is_open());
}

#[test]
fn the_reader_hears_what_is_selected() {
    let mut harness = focused();
    press(&mut harness, Key::Home);
    let node = harness.get_by_label("Tree under test").accesskit_node().value();
    assert_eq!(node.as_deref(), Some("60 data at 1"));
}

#[test]
fn a_long_chain_is_walked_like_any_tree() {
    let mut harness = harness(Panel::new(chain(100_000)), SIZE);
    harness.get_by_label("Tree under test").focus();
    harness.run_steps(2);
    for _ in 0..5 {
        press(&mut harness, Key::ArrowRight);
    }
    assert_eq!(harness.state().selected, Some(4));
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().view.state.found(&harness.state().tree).root, Some(4));
}
