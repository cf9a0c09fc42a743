//! The theory panels of the Heat lab without a renderer: they say what theory says.
#![cfg(feature = "gui")]

mod support;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::physics::spins::{GridShape, overlap};
use glassbox::ui::labs::hopfield::balanced;
use glassbox::ui::labs::hopfield::context::Ask;
use support::asked;
use support::hopfield::{Fixture, Window, empty, opened, shelf};

fn window(id: &str, document: &Document, size: [f32; 2]) -> Window {
    let mut fixture = Fixture::new(id, document);
    fixture.run(3);
    fixture.window(size)
}

#[test]
fn one_memory_is_told_with_its_wells_and_the_overlap_measured() {
    let document = shelf(1, GridShape::new(16, 16), 0.8);
    let mut harness = window("wells", &document, [700.0, 500.0]);
    let m = harness.state().snapshot.view.moment.overlaps[0];
    let sign = if m < 0.0 { '−' } else { '+' };
    let sentence = format!("T = 0.80: wells at m = ±0.710; measured overlap {sign}{:.2}.", m.abs());
    harness.get_by_label(&sentence);
    // With more memories it is a cut, and said so.
    let mut harness_of_three = window("wells", &shelf(3, GridShape::new(16, 16), 0.8), [700.0, 500.0]);
    harness_of_three.get_by_label_contains("cut along one of them");
    // Another temperature moves the wells.
    harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(0.5)));
    harness.run_steps(3);
    harness.get_by_label_contains("wells at m = ±0.958");
    harness_of_three.run_steps(1);
}

#[test]
fn choosing_an_axis_selects_and_exchanges() {
    let mut harness = window("wells", &shelf(4, GridShape::new(16, 16), 0.4), [700.0, 500.0]);
    harness.get_by_label("Two memories").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::ComboBox, "Landscape axis 1").click();
    harness.run_steps(3);
    let entries: Vec<_> = harness.query_all_by_label("B memory 2").collect();
    entries.last().unwrap().click();
    drop(entries);
    harness.run_steps(3);
    // B was the second: it is the first now, and A the second.
    assert_eq!(harness.state().shared.selected, 1);
    harness.get_by_label_contains("m with B memory 2");
    harness.get_by_label_contains("m with A memory 1");
}

#[test]
fn narrow_panels_keep_their_menus_but_the_lowest() {
    for (size, menus) in [([1000.0, 600.0], 3), ([630.0, 410.0], 3), ([470.0, 300.0], 3), ([300.0, 160.0], 0)] {
        let harness = window("mixtures", &opened(), size);
        let found = (1..=3)
            .filter(|k| harness.query_by_role_and_label(Role::ComboBox, &format!("Mixture memory {k}")).is_some());
        assert_eq!(found.count(), menus, "{size:?}");
        let starts = harness.query_by_role_and_label(Role::ComboBox, "Start of mixtures").is_some();
        assert_eq!(starts, size[0] < 700.0);
    }
}

#[test]
fn starts_ask_for_the_mixture_and_for_balanced_patterns() {
    let document = opened();
    let mut harness = window("mixtures", &document, [1000.0, 600.0]);
    let asks = asked(&mut harness, |harness| harness.get_by_label("Start in the 3-mixture").click());
    let [Ask::Recall(Command::Model(RecallCmd::SetCue { name, pattern }))] = &asks[..] else { panic!("{asks:?}") };
    assert_eq!(name, "3-mixture");
    for (site, &spin) in pattern.spins().iter().enumerate() {
        let sum: i8 = document.memories[..3].iter().map(|memory| memory.pattern.spins()[site]).sum();
        assert_eq!(spin, sum.signum());
    }
    for (button, shape) in
        [("Load balanced patterns", document.shape), ("Load at N = 16\u{202F}384", GridShape::new(128, 128))]
    {
        let asks = asked(&mut harness, |harness| harness.get_by_label(button).click());
        assert_eq!(asks, [Ask::Balanced { memories: 3, shape }]);
        let commands = balanced::commands(3, shape, document.seed);
        let [RecallCmd::Load { shape: found, memories, .. }, RecallCmd::SetCue { pattern, .. }] = &commands else {
            panic!("{commands:?}")
        };
        assert_eq!((*found, memories.len()), (shape, 3));
        for (k, memory) in memories.iter().enumerate() {
            assert_eq!(overlap(memory.pattern.spins(), pattern.spins()), 0.5);
            let others = memories[..k].iter().map(|other| overlap(other.pattern.spins(), memory.pattern.spins()));
            assert!(others.into_iter().all(|m| m == 0.0));
        }
    }
}

#[test]
fn the_mixture_of_balanced_patterns_stays_and_is_told() {
    let mut harness = window("mixtures", &empty(), [1000.0, 600.0]);
    let asks = asked(&mut harness, |harness| harness.get_by_label("Load at N = 16\u{202F}384").click());
    let [Ask::Balanced { memories, shape }] = asks[..] else { panic!("{asks:?}") };
    for command in balanced::commands(memories, shape, empty().seed) {
        harness.state_mut().apply(Command::Model(command));
    }
    harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(0.35)));
    harness.state_mut().run(20);
    harness.run_steps(3);
    harness.get_by_label_contains("T = 0.35: now a mixture of 3");
    harness.get_by_label_contains("the flow (dashed) ends in a mixture of 3. Balanced patterns");
}

#[test]
fn the_ladder_names_rungs_and_limits_under_the_pointer() {
    let mut harness = window("ladder", &shelf(3, GridShape::new(8, 8), 0.0), [700.0, 500.0]);
    let figure = harness.get_by_role_and_label(Role::Figure, "Free energies of mixtures").rect();
    // The lowest rung is the memory, the highest the mixture of two.
    for (y, wanted) in
        [(figure.bottom() - 12.0, "memory: free energy"), (figure.top() + 12.0, "2-mixture: free energy")]
    {
        harness.hover_at(egui::pos2(figure.center().x, y));
        harness.run_steps(2);
        assert!(harness.state().shell.status.starts_with(wanted), "{}", harness.state().shell.status);
    }
    harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(1.2)));
    harness.run_steps(3);
    harness.get_by_label_contains("all have melted into one state");
}

#[test]
fn the_gauge_tells_magnetisation_theory_and_each_spin() {
    let document = shelf(1, GridShape::new(16, 16), 0.0);
    let mut harness = window("gauge", &document, [900.0, 400.0]);
    harness.get_by_label_contains("m = mean of s = +1.000: 0.0\u{A0}% of the spins stand against the memory");
    let grid = harness.get_by_role_and_label(Role::Canvas, "state × memory").rect();
    harness.hover_at(grid.center());
    harness.run_steps(2);
    let status = &harness.state().shell.status;
    assert!(status.contains("so that s = ξσ = +1: aligned"), "{status}");
}
