//! Every panel of the labs on a network without a renderer: it draws whatever there is at any size, and asks for nothing
//! by itself.
#![cfg(feature = "gui")]

mod support;

use std::collections::BTreeSet;

use egui::Vec2;
use glassbox::engine::hopfield::recall::Document;
use glassbox::ui::labs::hopfield::context::{Ask, Layer};
use glassbox::ui::theme::Theme;
use support::{Fixture, empty, every_panel, full, opened, panel, warm};

const SIZES: [[f32; 2]; 5] = [[0.0, 0.0], [40.0, 30.0], [120.0, 80.0], [400.0, 300.0], [1600.0, 1000.0]];
const SLICE: Ask = Ask::Slice { from: 0, to: 1, orders: 60 };

/// What a panel may ask for by itself, once, where something is stored and no study is there yet.
fn asks_by_itself(id: &str) -> &'static [Ask] {
    match id {
        "path" => &[SLICE],
        "couplings" | "crosstalk" => &[Ask::MeasureWeights],
        _ => &[],
    }
}

#[test]
fn panels_have_ids_and_titles_of_their_own() {
    let panels = every_panel();
    let ids: BTreeSet<&str> = panels.iter().map(|panel| panel.info().id).collect();
    let titles: BTreeSet<&str> = panels.iter().map(|panel| panel.info().title).collect();
    assert_eq!((ids.len(), titles.len()), (panels.len(), panels.len()));
    for panel in &panels {
        assert!(panel.info().id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{:?}", panel.info().id);
        assert!(!panel.info().tab.is_empty() && !panel.info().title.is_empty());
    }
}

/// Draws the fixture in every theme at every size; gives what it asked for meanwhile.
fn draw_everywhere(fixture: Fixture, wanted: &[Ask], what: &str) {
    let mut harness = fixture.harness(SIZES[3]);
    for theme in Theme::ALL {
        harness.state_mut().shell.theme = theme;
        for size in SIZES {
            harness.set_size(Vec2::from(size));
            for layer in Layer::ALL {
                harness.state_mut().shared.layer = layer;
                harness.step();
            }
            harness.state_mut().asks.clear();
            harness.step();
            assert_eq!(harness.state().asks, wanted, "{what} in {theme:?} at {size:?}");
            harness.check_accessibility();
        }
    }
    assert!(harness.state().actions.is_empty());
}

fn draw(id: &str, document: &Document, wanted: &[Ask]) {
    draw_everywhere(Fixture::new(panel(id), document), wanted, id);
}

#[test]
fn panels_draw_with_nothing_stored() {
    for panel in every_panel() {
        draw(panel.info().id, &empty(), &[]);
    }
}

#[test]
fn panels_draw_the_opening_document_and_only_ask_for_their_study() {
    for panel in every_panel() {
        draw(panel.info().id, &opened(), asks_by_itself(panel.info().id));
    }
}

#[test]
fn panels_draw_a_warm_run_and_a_cooled_one() {
    for panel in every_panel() {
        let id = panel.info().id;
        let mut fixture = Fixture::new(panel, &warm());
        fixture.run(12);
        draw_everywhere(fixture, asks_by_itself(id), id);
        let cooled = Document { follows_schedule: true, ..warm() };
        draw(id, &cooled, asks_by_itself(id));
    }
}

#[test]
fn panels_draw_a_full_shelf_after_a_run_with_every_study() {
    for panel in every_panel() {
        let id = panel.info().id;
        let mut fixture = Fixture::new(panel, &full());
        fixture.run(30);
        let cooling = Ask::CompareCooling { runs: 10 };
        fixture.study(&[Ask::RunMany { runs: 40, random: true }, cooling, SLICE, Ask::MeasureWeights]);
        draw_everywhere(fixture, &[], id);
    }
}

#[test]
fn a_study_is_asked_for_once() {
    for id in ["path", "couplings", "crosstalk"] {
        let mut harness = Fixture::new(panel(id), &opened()).harness([500.0, 300.0]);
        harness.state_mut().asks.clear();
        harness.step();
        let asks = harness.state().asks.clone();
        assert_eq!(asks, asks_by_itself(id));
        harness.state_mut().study(&asks);
        harness.state_mut().asks.clear();
        harness.run_steps(3);
        assert_eq!(harness.state().asks, [], "{id} asks again");
    }
}

#[test]
fn a_pane_that_shrinks_under_a_selection_beyond_the_shelf_still_draws() {
    for panel in every_panel() {
        let mut fixture = Fixture::new(panel, &opened());
        fixture.shared.selected = 99;
        fixture.shared.layer = Layer::Difference;
        let mut harness = fixture.harness([600.0, 500.0]);
        harness.run_steps(2);
        harness.state_mut().apply(glassbox::engine::core::session::Command::Model(
            glassbox::engine::hopfield::recall::RecallCmd::SetGrid(glassbox::physics::spins::GridShape::new(1, 1)),
        ));
        harness.run_steps(2);
    }
}
