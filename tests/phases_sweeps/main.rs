//! The sweep panels of the Phases lab without a renderer: they draw in every state and size, each control asks for
//! exactly one thing, and what is saved is what was measured.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, reason = "tests wait for the sweeps by the clock, and read what was written")]

mod fixture;
mod results;
#[path = "../support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::pos2;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::engine::hopfield::sweep::Measure;
use glassbox::physics::seed::Seed;
use glassbox::ui::labs::phases::context::Ask;
use glassbox::ui::labs::phases::opening;
use glassbox::ui::labs::phases::sweeps::request::{Over, Settings, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::{RunOf, SIZES, SizeCurve, SweepAsk};

use crate::fixture::{PANELS, SEED, every_request, small, sweep};
use crate::support::phases::{Fixture, Window};
use crate::support::{click, click_at, draw_everywhere};

#[test]
fn panels_draw_while_measuring_and_when_it_is_done() {
    for id in PANELS {
        for request in every_request() {
            let mut fixture = Fixture::opened(id);
            fixture.sweep(SweepAsk::Measure(request));
            fixture.wait(|sweeps| sweeps.result().is_some());
            draw_everywhere(fixture, &[], id);
        }
        let mut fixture = Fixture::opened(id);
        for request in every_request() {
            fixture.sweep(SweepAsk::Measure(request));
            fixture.idle();
        }
        fixture.sweep(SweepAsk::ShowRun(RunOf { request: small(What::Basin, Over::Grid), cell: 7, run: 1 }));
        fixture.sweep(SweepAsk::Sizes(vec![SizeCurve { size: 20, measure: Measure::Recalled, seed: SEED }]));
        fixture.sweep(SweepAsk::Rules(Seed(2)));
        fixture.sweep(SweepAsk::CancelRules);
        fixture.sweep(SweepAsk::Crosstalk(SEED));
        fixture.wait(|sweeps| sweeps.crosstalk.latest().is_some_and(|snapshot| snapshot.step > 20));
        fixture.sweep(SweepAsk::CancelCrosstalk);
        fixture.idle();
        assert!(fixture.shell.message.is_none());
        draw_everywhere(fixture, &[], id);
    }
}

#[test]
fn the_sweep_asks_for_what_was_chosen() {
    let mut harness = Fixture::opened("sweep").window([520.0, 500.0]);
    let measure = |settings: Settings| sweep(SweepAsk::Measure(settings.request((0.05, 0.4), 0.2, SEED)));
    let mut settings = Settings::preset(What::Phase);
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "T = 0.40"), []);
    settings.over = Over::Row;
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "α = 0.050"), []);
    settings.over = Over::Column;
    for (menu, entry) in
        [("Spins of a network", "N = 1000"), ("Runs in each cell", "20 runs"), ("Sweeps of a run", "400 sweeps")]
    {
        assert_eq!(click(&mut harness, menu), []);
        assert_eq!(click(&mut harness, entry), []);
    }
    (settings.size, settings.runs, settings.sweeps) = (1000, 20, 400);
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "Capacity"), []);
    assert_eq!(click(&mut harness, "Run"), measure(Settings::preset(What::Capacity)));
    assert_eq!(click(&mut harness, "Basin"), []);
    assert_eq!(click(&mut harness, "Run"), measure(Settings::preset(What::Basin)));
}

#[test]
fn a_running_sweep_can_be_cancelled_and_shows_how_far_it_is() {
    let mut fixture = Fixture::opened("sweep");
    let request = Settings { size: 2000, runs: 200, ..Settings::preset(What::Phase) }.request((0.05, 0.4), 0.2, SEED);
    fixture.sweep(SweepAsk::Measure(request));
    fixture.wait(|sweeps| sweeps.plane.progress().is_some_and(|(_, eta)| eta.is_some()));
    let mut harness = fixture.window([520.0, 500.0]);
    assert!(harness.query_by_label("Run").is_none());
    assert!(harness.query_all_by_label_contains("left").next().is_some(), "the time that is left is shown");
    assert_eq!(click(&mut harness, "Cancel"), sweep(SweepAsk::Cancel));
    let fixture = harness.state_mut();
    fixture.sweep(SweepAsk::Cancel);
    let start = Instant::now();
    fixture.idle();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Stopped after").is_some());
}

#[test]
fn what_another_panel_began_is_neither_stopped_nor_replaced() {
    let long = |what| Settings { size: 2000, runs: 200, ..Settings::preset(what) }.request((0.05, 0.4), 0.2, SEED);
    let disabled = |harness: &Window, label: &str| harness.get_by_label(label).accesskit_node().is_disabled();
    for what in [What::Phase, What::Capacity] {
        let mut fixture = Fixture::opened("basin");
        fixture.sweep(SweepAsk::Measure(long(what)));
        let mut harness = fixture.window([720.0, 400.0]);
        assert!(disabled(&harness, "Measure basins"), "from the first frame on");
        assert_eq!(click(&mut harness, "Measure basins"), []);
        assert!(harness.query_by_label("Cancel").is_none());
        harness.state_mut().sweep(SweepAsk::Cancel);
        harness.state_mut().idle();
        harness.run_steps(3);
        assert!(!disabled(&harness, "Measure basins"));
    }
    let mut fixture = Fixture::opened("sweep");
    fixture.sweep(SweepAsk::Measure(long(What::Basin)));
    let mut harness = fixture.window([520.0, 500.0]);
    assert!(disabled(&harness, "Run"));
    assert_eq!(click(&mut harness, "Run"), []);
    assert!(harness.query_by_label("Cancel").is_none());
    assert_eq!(click(&mut harness, "Basin"), []);
    assert_eq!(click(&mut harness, "Cancel"), sweep(SweepAsk::Cancel), "here basins are measured too");
}

#[test]
fn a_click_on_a_basin_shows_one_of_its_runs() {
    let mut fixture = Fixture::opened("basin");
    let request = Settings { size: 60, runs: 3, ..Settings::preset(What::Basin) }.request((0.0, 0.0), 0.0, SEED);
    fixture.sweep(SweepAsk::Measure(request));
    fixture.idle();
    let mut harness = fixture.window([720.0, 400.0]);
    let picture = harness.get_by_role(Role::Image).rect();
    // The lowest row is the nearest distance, the first column the smallest load: cell 0.
    let corner = pos2(picture.left() + 3.0, picture.bottom() - 3.0);
    let of = RunOf { request, cell: 0, run: 0 };
    assert_eq!(click_at(&mut harness, corner), sweep(SweepAsk::ShowRun(of)));
    let status = harness.state().shell.status.clone();
    let wanted = "α = 0.017, 0\u{202F}% of the spins flipped: fraction recalled = 1.00\u{A0}±\u{A0}0.12,";
    assert!(status.starts_with(wanted), "{status}");
    // The highest row of the second column: the last of the second load.
    let top = pos2(picture.left() + picture.width() * 1.5 / 15.0, picture.top() + 3.0);
    let asks = click_at(&mut harness, top);
    let Some(Ask::Sweep(SweepAsk::ShowRun(far))) = asks.first() else { panic!("{asks:?}") };
    assert_eq!((far.cell, asks.len()), (21, 1));
    let far = *far;
    harness.state_mut().sweep(SweepAsk::ShowRun(far));
    harness.state_mut().idle();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Run 1 of 3 at α").is_some());
    assert_eq!(click(&mut harness, "Next run"), sweep(SweepAsk::ShowRun(RunOf { run: 1, ..far })));
}

#[test]
fn sizes_rules_and_crosstalk_ask_for_their_measurements() {
    let mut harness = Fixture::opened("sizes").window([560.0, 480.0]);
    let curves = |measure| SIZES.map(|size| SizeCurve { size, measure, seed: SEED }).to_vec();
    assert_eq!(click(&mut harness, "Measure all sizes"), sweep(SweepAsk::Sizes(curves(Measure::Recalled))));
    assert_eq!(click(&mut harness, "overlap m"), []);
    assert_eq!(click(&mut harness, "Measure all sizes"), sweep(SweepAsk::Sizes(curves(Measure::Overlap))));
    assert_eq!(click(&mut harness, "N = 400"), [], "a pinned curve is a matter of the panel");
    let mut harness = Fixture::opened("rules").window([560.0, 480.0]);
    assert_eq!(click(&mut harness, "Measure all rules"), sweep(SweepAsk::Rules(SEED)));
    let mut harness = Fixture::opened("crosstalk-table").window([560.0, 480.0]);
    assert_eq!(click(&mut harness, "Measure the table"), sweep(SweepAsk::Crosstalk(SEED)));
    assert!(harness.query_by_label("0.355").is_some(), "theory is there before anything is measured");
}

#[test]
fn the_lab_opens_without_a_sweep() {
    let harness = Fixture::opened("plane").window([520.0, 500.0]);
    assert!(harness.query_by_label("Measured cells").is_none());
    let mut harness = Fixture::opened("sweep").window([520.0, 500.0]);
    assert_eq!(click(&mut harness, "Save CSV…"), [], "nothing to save yet");
    assert_eq!(opening::config(SEED).size, 1000);
}
