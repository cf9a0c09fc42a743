//! The tree as a person meets it: pointer, cut line, zoom, search, sizes, and what it costs to draw again.

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, OutputCommand, PointerButton, Pos2, TouchPhase, Vec2, vec2,
};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::theme::Theme;
use glassbox::ui::widgets::take_out::saving;
use glassbox::ui::widgets::tree_view::export::table;
use glassbox::ui::widgets::tree_view::{Layout, PathStep, TreeScene};

use crate::planted::{chain, comb, planted};
use crate::scene::{Panel, SIZE, builder, harness};

fn button(harness: &mut Harness<'_, Panel>, pos: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    harness.step();
}

fn click(harness: &mut Harness<'_, Panel>, at: Pos2, modifiers: Modifiers) {
    harness.hover_at(at);
    harness.event(Event::ModifiersChanged(modifiers));
    // Long enough after the last click not to be a double one.
    harness.run_steps(30);
    button(harness, at, true, modifiers);
    button(harness, at, false, modifiers);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(2);
}

fn drag(harness: &mut Harness<'_, Panel>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.step();
    button(harness, from, true, Modifiers::NONE);
    for share in [0.1, 0.6, 1.0] {
        harness.event(Event::PointerMoved(from.lerp(to, share)));
        harness.step();
    }
    button(harness, to, false, Modifiers::NONE);
    harness.run_steps(2);
}

fn wheel(harness: &mut Harness<'_, Panel>, by: f32) {
    let modifiers = Modifiers::CTRL | Modifiers::COMMAND;
    harness.event_modifiers(
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers,
        },
        modifiers,
    );
    harness.run_steps(20);
}

/// Some point at which a node is under the pointer.
fn find(harness: &mut Harness<'_, Panel>, wanted: impl Fn(&Panel, u32) -> bool) -> (Pos2, u32) {
    let room = harness.state().room;
    for step in 0..4_000 {
        let share = vec2((step % 50) as f32 / 50.0, (step / 50) as f32 / 80.0);
        let at = room.shrink(20.0).lerp_inside(share);
        harness.hover_at(at);
        harness.step();
        if let Some(node) = harness.state().hovered
            && wanted(harness.state(), node)
        {
            return (at, node);
        }
    }
    panic!("no such node is under any point");
}

#[test]
fn two_clicks_choose_two_nodes_and_their_common_ancestor() {
    let mut harness = harness(Panel::new(planted(60, 3)), SIZE);
    let (first, a) = find(&mut harness, |panel, node| panel.tree.node(node).size() == 2);
    let (second, b) = find(&mut harness, |panel, node| panel.tree.node(node).size() == 3 && node > a);
    click(&mut harness, first, Modifiers::NONE);
    assert_eq!((harness.state().selected, harness.state().clicked.as_slice()), (Some(a), [a].as_slice()));
    click(&mut harness, second, Modifiers::SHIFT);
    assert_eq!(harness.state().common, harness.state().tree.common_ancestor(a, b));
    click(&mut harness, second, Modifiers::NONE);
    assert_eq!((harness.state().selected, harness.state().common), (Some(b), None));
}

#[test]
fn a_double_click_goes_into_a_clade_and_beside_all_out_again() {
    let mut harness = harness(Panel::new(planted(60, 3)), SIZE);
    let (at, node) = find(&mut harness, |panel, node| panel.tree.node(node).size() == 6);
    for pressed in [true, false, true, false] {
        button(&mut harness, at, pressed, Modifiers::NONE);
    }
    harness.run_steps(2);
    let root = |harness: &Harness<'_, Panel>| harness.state().view.state.found(&harness.state().tree).root;
    assert_eq!(root(&harness), Some(node));
    // Left of everything, at the very top.
    let beside = harness.state().room.min + vec2(30.0, 3.0);
    harness.hover_at(beside);
    harness.run_steps(30);
    for pressed in [true, false, true, false] {
        button(&mut harness, beside, pressed, Modifiers::NONE);
    }
    harness.run_steps(2);
    assert_eq!(root(&harness), None);
}

#[test]
fn the_cut_line_is_dragged_and_says_where_to() {
    let mut harness = harness(Panel::new(planted(60, 3)), SIZE);
    // The line is where a drag moves it; elsewhere a drag moves nothing while the whole tree is in sight.
    let room = harness.state().room;
    let y = room.top() + 3.0;
    let width = room.width() - 16.0 - 28.0;
    let depth = (61f64.ln() - 2f64.ln()) / (10_001f64.ln() - 2f64.ln());
    let from = Pos2::new(room.left() + 8.0 + width * depth as f32, y);
    drag(&mut harness, from, from + vec2(100.0, 0.0));
    let moved = *harness.state().cut_moved.last().expect("the line was taken");
    let expected = ((depth + 100.0 / f64::from(width)) * (10_001f64.ln() - 2f64.ln()) + 2f64.ln()).exp() - 1.0;
    assert!((moved / expected - 1.0).abs() < 0.02, "{moved}, and not {expected}");
    let count = harness.state().cut_moved.len();
    drag(&mut harness, from + vec2(-60.0, 100.0), from + vec2(20.0, 100.0));
    assert_eq!(harness.state().cut_moved.len(), count);
}

#[test]
fn the_wheel_zooms_a_drag_moves_and_nothing_is_drawn_twice() {
    let mut harness = harness(Panel::new(planted(2_000, 3)), SIZE);
    let middle = harness.state().room.center();
    harness.hover_at(middle);
    harness.run_steps(3);
    let drawn = harness.state().view.drawn();
    harness.run_steps(5);
    assert_eq!(harness.state().view.drawn(), drawn, "a frame without a change makes no mesh");
    wheel(&mut harness, 300.0);
    let window = harness.state().view.state.sight.window;
    assert!(window.y[1] - window.y[0] < 0.5 && window.x == [0.0, 1.0], "{window:?}");
    drag(&mut harness, middle + vec2(-30.0, 0.0), middle + vec2(-30.0, 60.0));
    let moved = harness.state().view.state.sight.window;
    assert!(moved.y[0] < window.y[0] && (moved.y[1] - moved.y[0] - window.y[1] + window.y[0]).abs() < 1e-9);
    assert!(harness.query_by_label("Map of the tree").is_some(), "a part in sight has its map");
}

#[test]
fn names_have_a_budget_and_the_hidden_ones_are_counted() {
    // Every second of 60 fits; of 2,000 so few would that none is written.
    for (leaves, hidden) in [(30, 0), (60, 30), (2_000, 2_000)] {
        let panel = Panel { named: true, ..Panel::new(planted(leaves, 3)) };
        let harness = harness(panel, SIZE);
        assert_eq!(harness.state().hidden_names, hidden, "of {leaves}");
    }
}

#[test]
fn the_search_steps_through_what_it_finds() {
    let mut panel = Panel { tools: true, named: true, ..Panel::new(planted(60, 3)) };
    panel.view.search.open();
    panel.view.state.query = "datum 7".to_owned();
    let mut harness = harness(panel, SIZE);
    assert!(harness.query_by_label("1 found").is_some());
    harness.get_by_label("Next match").click();
    harness.run_steps(3);
    let node = harness.state().tree.place(7).and_then(|place| harness.state().tree.holder(place));
    assert_eq!(harness.state().selected, node);
    assert!(harness.query_by_label("1 of 1").is_some());
    harness.get_by_label("Circular").click();
    harness.run_steps(3);
    assert_eq!(harness.state().view.state.layout, Layout::Circular);
}

#[test]
fn every_tree_is_drawn_in_every_layout_at_every_size() {
    let trees = [planted(0, 1), planted(1, 1), planted(60, 2), chain(100_000), comb(3_000, true), planted(100_000, 1)];
    for tree in trees {
        for size in [Vec2::ZERO, vec2(30.0, 30.0), vec2(160.0, 90.0), vec2(1600.0, 900.0)] {
            let mut panel = Panel { named: true, pictured: true, ..Panel::new(tree.clone()) };
            let path = tree.holder(0).map_or_else(Vec::new, |leaf| tree.upwards(leaf).take(40).collect::<Vec<_>>());
            panel.path = path.into_iter().rev().map(|node| PathStep { node, value: "−1.2".to_owned() }).collect();
            panel.view.state.collapsed.extend(tree.clade(tree.len() / 2));
            let mut harness =
                builder(Theme::Projector, size).build_ui_state(|ui, panel: &mut Panel| panel.ui(ui), panel);
            for layout in Layout::ALL {
                harness.state_mut().view.state.set_layout(layout);
                harness.run_steps(2);
            }
        }
    }
}

#[test]
fn the_lens_opens_where_it_is_held() {
    let mut harness = harness(Panel::new(planted(3_000, 3)), SIZE);
    harness.hover_at(harness.state().room.center());
    harness.run_steps(3);
    let before = harness.state().pieces;
    harness.key_down(Key::F);
    harness.run_steps(2);
    assert_ne!(harness.state().pieces, before);
    harness.key_up(Key::F);
    harness.run_steps(2);
    assert_eq!(harness.state().pieces, before);
}

#[test]
fn the_menu_gives_the_nodes_and_the_drawing_with_its_letters() {
    let mut harness = harness(Panel::new(planted(30, 3)), SIZE);
    let choose = |harness: &mut Harness<'_, Panel>, entry: &str| {
        harness.hover_at(harness.state().room.center());
        harness.step();
        harness.key_press(Key::E);
        harness.run_steps(3);
        harness.get_by_label(entry).click();
        harness.step();
    };
    choose(&mut harness, "Copy data");
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.expect("the data are copied").lines().nth(1), Some("0\t\t1\t30\t1"));
    harness.run_steps(3);
    choose(&mut harness, "Save as SVG…");
    let (name, bytes) = saving::waiting(&harness.ctx).expect("the drawing waits for a path");
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(name, "tree-under-test.svg");
    for shown in [">A<", ">G<", ">update 60<", ">updates<"] {
        assert!(text.contains(shown), "{shown} is not in the drawing");
    }
}

#[test]
fn the_data_of_a_tree_are_its_nodes() {
    let tree = planted(12, 3);
    let text = table(&TreeScene::new("t", &tree, (0, 0))).commas();
    assert_eq!(text.lines().next(), Some("node,parent,position,data,first place"));
    assert_eq!(text.lines().nth(1), Some("0,,1,12,1"));
    assert_eq!(text.lines().count(), tree.len() as usize + 1);
}
