//! Every panel of every lab without a renderer: it draws whatever there is at any size, and asks for nothing by itself.
//!
//! The first tests go through the list of labs, with real engines: a new lab is in them by its line there. The others
//! draw the panels in states that a lab on a bench can be put into.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests may stop, and wait by the clock")]

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use egui::Vec2;
use egui_kittest::{Harness, kittest::Queryable as _};
use egui_tiles::{Tile, Tree};
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::phases::{PhasesCmd, PhasesConfig, PhasesStart};
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::engine::rbm::Stage as TrainStage;
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::GridShape;
use glassbox::ui::chassis::{Control, Step};
use glassbox::ui::jobs::Jobs;
use glassbox::ui::lab::{Lab, LabKind, LayoutChange, Place};
use glassbox::ui::labs::hopfield::context::{Ask, ContinuousSettings, LandscapeChoice, Layer, NeuronSettings};
use glassbox::ui::labs::phases::plane::HeatCell;
use glassbox::ui::labs::train::context::SamplesOf;
use glassbox::ui::labs::train::derived::Kept;
use glassbox::ui::labs::{heat, list};
use glassbox::ui::shell::Shell;
use glassbox::ui::theme::{self, Theme};
use support::hopfield::{Hopfield, empty, full, opened, shelf, warm};
use support::phases::Phases;
use support::train::{Kind, Train, diagnostics, view};
use support::{SIZES, draw_everywhere, hopfield, ids, nobody, phases, train};

/// Longer than any machine needs to open a lab and do one step.
const PATIENCE: Duration = Duration::from_mins(1);
const SLICE: Ask = Ask::Slice { from: 0, to: 1, orders: 60 };
const THEORY: [&str; 4] = ["wells", "mixtures", "ladder", "gauge"];

/// A lab with its engine, without the window around it.
struct Stage {
    lab: Box<dyn Lab>,
    shell: Shell,
    theme: Option<Theme>,
}

type Window = Harness<'static, Stage>;

fn started(kind: &LabKind) -> Box<dyn Lab> {
    (kind.start)(&nobody(), Seed(1)).unwrap()
}

fn staged(kind: &LabKind) -> Window {
    let shell = Shell::new(Jobs::new(nobody()), Theme::Dark, Seed(1));
    let stage = Stage { lab: started(kind), shell, theme: None };
    let draw = |ui: &mut egui::Ui, Stage { lab, shell, theme }: &mut Stage| {
        if theme.replace(shell.theme) != Some(shell.theme) {
            theme::install(ui.ctx(), shell.theme);
        }
        lab.logic(ui.ctx(), true, shell);
        egui::Panel::top("transport").show(ui, |ui| lab.transport_ui(ui, shell));
        egui::Panel::bottom("timeline").show(ui, |ui| lab.timeline_ui(ui, shell));
        lab.ui(ui, shell);
    };
    let builder = Harness::builder().with_size(SIZES[5]).with_step_dt(1.0 / 60.0);
    builder.with_context_setup(|ctx| theme::install(ctx, Theme::Dark)).build_ui_state(draw, stage)
}

/// Draws frames until nothing is under way.
fn rest(harness: &mut Window) {
    let start = Instant::now();
    harness.run_steps(3);
    while harness.state().lab.status().busy {
        assert!(start.elapsed() < PATIENCE, "the lab does not come to rest");
        std::thread::sleep(Duration::from_millis(2));
        harness.step();
    }
}

/// Puts every panel into one pane, this one in front.
fn bring_to_front(lab: &mut dyn Lab, id: &str) {
    let panes = lab.panels().into_iter().filter(|info| info.place != Place::Left).map(|info| info.id.to_owned());
    let mut tree = Tree::new_tabs(egui::Id::unique("every panel"), panes.collect());
    assert!(tree.make_active(|_, tile| matches!(tile, Tile::Pane(pane) if pane == id)));
    let mut saved: serde_json::Value = serde_json::from_str(&lab.layout(LayoutChange::Save).unwrap()).unwrap();
    saved["tree"] = serde_json::to_value(tree).unwrap();
    lab.layout(LayoutChange::Restore(&saved.to_string()));
    assert!(lab.layout(LayoutChange::Save).unwrap().contains(id), "the arrangement was not taken");
}

#[test]
fn panels_have_ids_titles_and_help_of_their_own() {
    for kind in list::LABS {
        let panels = started(&kind).panels();
        let ids: BTreeSet<&str> = panels.iter().map(|info| info.id).collect();
        let titles: BTreeSet<&str> = panels.iter().map(|info| info.title).collect();
        assert!(!panels.is_empty(), "{} shows nothing", kind.name.id);
        assert_eq!((ids.len(), titles.len()), (panels.len(), panels.len()), "{}", kind.name.id);
        for info in panels {
            assert!(info.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{:?}", info.id);
            assert!(!info.tab.is_empty() && !info.title.is_empty(), "{}", info.id);
            assert!(info.help.contains('$'), "{} has no equation", info.id);
        }
    }
}

#[test]
fn panels_of_every_lab_draw_as_it_opens_and_after_a_step() {
    for kind in list::LABS {
        let mut harness = staged(&kind);
        for begun in [false, true] {
            if begun {
                rest(&mut harness);
                let Stage { lab, shell, .. } = harness.state_mut();
                lab.perform(Step::Control(Control::Step(1)), shell).unwrap();
                rest(&mut harness);
            }
            let panels = harness.state().lab.panels();
            for info in panels.into_iter().filter(|info| info.place != Place::Left) {
                bring_to_front(harness.state_mut().lab.as_mut(), info.id);
                for theme in Theme::ALL {
                    harness.state_mut().shell.theme = theme;
                    for size in SIZES {
                        harness.set_size(Vec2::from(size));
                        harness.run_steps(2);
                        harness.check_accessibility();
                    }
                }
            }
            let message = &harness.state().shell.message;
            assert_eq!(*message, None, "{} after its step: {begun}", kind.name.id);
        }
    }
}

/// What a panel of a network may ask for by itself, once, where something is stored and no study is there yet.
fn asks_by_itself(id: &str) -> Vec<Ask> {
    match id {
        "path" => vec![SLICE],
        "couplings" | "crosstalk" => vec![Ask::MeasureWeights],
        "six-energies" => vec![Ask::SixEnergies],
        "continuous" => vec![Ask::Continuous(ContinuousSettings::default())],
        "neurons" => vec![Ask::Neurons(NeuronSettings::default())],
        "branches" => vec![Ask::Branches],
        "surface" => vec![Ask::Landscape(LandscapeChoice::Memories { one: 0, other: 1 })],
        _ => Vec::new(),
    }
}

#[test]
fn panels_of_a_network_draw_with_nothing_stored() {
    for id in ids::<Hopfield>() {
        draw_everywhere(hopfield::Fixture::new(id, &empty()), &[], id);
    }
}

#[test]
fn panels_of_a_network_draw_the_opening_document_and_only_ask_for_their_study() {
    for id in ids::<Hopfield>() {
        draw_everywhere(hopfield::Fixture::new(id, &opened()), &asks_by_itself(id), id);
    }
}

#[test]
fn panels_of_a_network_draw_a_warm_run_and_a_cooled_one() {
    for id in ids::<Hopfield>() {
        let mut fixture = hopfield::Fixture::new(id, &warm());
        fixture.run(12);
        draw_everywhere(fixture, &asks_by_itself(id), id);
        let cooled = Document { follows_schedule: true, ..warm() };
        draw_everywhere(hopfield::Fixture::new(id, &cooled), &asks_by_itself(id), id);
    }
}

#[test]
fn panels_of_a_network_draw_a_full_shelf_after_a_run_with_every_study() {
    for id in ids::<Hopfield>() {
        let mut fixture = hopfield::Fixture::new(id, &full());
        fixture.run(30);
        let cooling = Ask::CompareCooling { runs: 10 };
        fixture.study(&[Ask::RunMany { runs: 40, random: true }, cooling, SLICE, Ask::MeasureWeights]);
        // Forty memories are more than branches are followed of: that panel says so.
        if id != "branches" {
            fixture.study(&asks_by_itself(id));
        }
        draw_everywhere(fixture, &[], id);
    }
}

#[test]
fn a_study_is_asked_for_once() {
    for id in ["path", "couplings", "crosstalk", "six-energies", "continuous", "neurons", "branches"] {
        let mut harness = hopfield::Fixture::new(id, &opened()).harness([500.0, 300.0]);
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
    for id in ids::<Hopfield>() {
        let mut fixture = hopfield::Fixture::new(id, &opened());
        fixture.shared.selected = 99;
        fixture.shared.layer = Layer::Difference;
        let mut harness = fixture.harness([600.0, 500.0]);
        harness.run_steps(2);
        harness.state_mut().apply(Command::Model(RecallCmd::SetGrid(GridShape::new(1, 1))));
        harness.run_steps(2);
    }
}

#[test]
fn theory_has_a_help_of_the_heat_lab() {
    for info in heat::panels::panels().iter().map(|panel| panel.info()).filter(|info| THEORY.contains(&info.id)) {
        assert!(heat::help::ALL.iter().any(|(_, text)| *text == info.help), "{}", info.id);
    }
}

/// A network after three sweeps, without anything that its panel asked for.
fn after_three_sweeps(id: &str, document: &Document) -> hopfield::Fixture {
    let mut fixture = hopfield::Fixture::new(id, document);
    fixture.run(3);
    fixture
}

/// Temperatures at which theory changes: frozen, cold, just below and at the critical one, hot.
const TEMPERATURES: [f64; 5] = [0.0, 0.3, 0.95, 1.0, 3.0];

#[test]
fn theory_draws_shelves_of_every_length_at_every_temperature() {
    let documents = [0, 1, 2, 3, 5].map(|count| shelf(count, GridShape::new(8, 8), 0.3));
    let others = [empty(), opened(), full(), shelf(3, GridShape::new(1, 1), 0.3)];
    let warm = TEMPERATURES.map(|temperature| shelf(3, GridShape::new(16, 8), temperature));
    for document in documents.iter().chain(&others).chain(&warm) {
        for id in THEORY {
            let what = format!("{id} with {} memories at {}", document.memories.len(), document.temperature);
            draw_everywhere(after_three_sweeps(id, document), &[], &what);
        }
    }
}

#[test]
fn the_landscape_of_two_memories_draws_everywhere() {
    for temperature in TEMPERATURES {
        for count in [3, 1] {
            let document = shelf(count, GridShape::new(16, 8), temperature);
            let mut harness = after_three_sweeps("wells", &document).window([700.0, 500.0]);
            harness.get_by_label("Two memories").click();
            harness.run_steps(3);
            support::resized(&mut harness, &[], &format!("landscape at {temperature}"));
        }
    }
}

#[test]
fn theory_draws_a_shelf_that_shrinks_under_it() {
    for id in THEORY {
        let mut harness = after_three_sweeps(id, &full()).window([700.0, 500.0]);
        harness.state_mut().shared.selected = 99;
        harness.run_steps(2);
        for count in [4, 2, 0] {
            let shape = GridShape::new(4, 4);
            let memories = shelf(count, shape, 0.5).memories;
            let load = RecallCmd::Load { name: "fewer".to_owned(), shape, memories };
            harness.state_mut().apply(Command::Model(load));
            harness.run_steps(2);
        }
    }
}

#[test]
fn panels_of_the_plane_draw_before_anything_is_known() {
    for id in ids::<Phases>() {
        draw_everywhere(phases::Fixture::opened(id), &[], id);
    }
}

#[test]
fn panels_of_the_plane_draw_lines_points_and_cells() {
    for id in ids::<Phases>() {
        let mut fixture = phases::Fixture::measured(id);
        for (patterns, temperature) in [(1, 0.5), (200, 0.0), (300, 1.5), (50, 0.4)] {
            fixture.apply(Command::Model(PhasesCmd::Move { patterns, temperature }));
            fixture.apply(Command::Step(25));
        }
        fixture.bench.cells = (0..40)
            .map(|k| HeatCell {
                load: (0.005 * f64::from(k), 0.005 * f64::from(k + 1)),
                temperature: (0.1, 0.3),
                value: (k % 3 > 0).then_some(f64::from(k) / 40.0),
            })
            .collect();
        fixture.study();
        draw_everywhere(fixture, &[], id);
    }
}

#[test]
fn panels_of_the_plane_draw_one_memory_another_rule_and_a_network_beyond_it() {
    let config = PhasesConfig::new(100, 1, 0.8, Seed(1));
    let other = PhasesConfig { rule: LearningRule::PseudoInverse, ..PhasesConfig::new(100, 60, 0.1, Seed(1)) };
    let far = PhasesConfig { start: PhasesStart::Random, ..PhasesConfig::new(97, 500, 30.0, Seed(1)) };
    for config in [config, other, far] {
        for id in ids::<Phases>() {
            let mut fixture = phases::Fixture::new(id, &config);
            fixture.apply(Command::Step(60));
            draw_everywhere(fixture, &[], id);
        }
    }
}

#[test]
fn panels_of_a_training_draw_before_anything_is_known() {
    for kind in [Kind::Digits, Kind::Potts] {
        for id in ids::<Train>() {
            let mut view = view(kind, 0);
            draw_everywhere(train::Fixture::new(id, view.clone()), &[], id);
            (view.measurements, view.checkpoints) = Default::default();
            draw_everywhere(train::Fixture::new(id, view), &[], id);
        }
    }
}

#[test]
fn panels_of_a_training_draw_all_that_can_be_known() {
    for kind in [Kind::Digits, Kind::Potts, Kind::Archive] {
        for id in ids::<Train>() {
            let mut fixture = train::Fixture::known(id, kind);
            (fixture.shared.mode, fixture.shared.unit) = (Some(6), Some(1));
            fixture.bench.derived.pinned = vec![diagnostics(kind, 10), diagnostics(kind, 300)];
            fixture.bench.derived.kept = Some(Kept { view: view(kind, 2500), generation: 0, put_aside: None });
            draw_everywhere(fixture, &[], id);
        }
    }
}

#[test]
fn panels_of_a_training_draw_the_past_and_a_run_that_halted() {
    for id in ids::<Train>() {
        let mut fixture = train::Fixture::known(id, Kind::Digits);
        (fixture.shared.cursor, fixture.shared.samples) = (Some(300), SamplesOf::FreeSampling);
        fixture.snapshot.view.stage = TrainStage::Halted("A weight became infinite: η = 10⁶ is too large.".to_owned());
        draw_everywhere(fixture, &[], id);
    }
}
