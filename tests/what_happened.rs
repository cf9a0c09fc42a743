//! What the Recall and Heat labs say of a run: what it ended in, and the numbers that belong to it.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop")]

mod support;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::view::{Chance, Explanation};
use glassbox::engine::hopfield::recall::{Document, Memory, RecallCmd};
use glassbox::io::builtin;
use glassbox::physics::annealing::Schedule;
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::Pattern;
use glassbox::ui::labs::hopfield::context::Ask;
use glassbox::ui::labs::hopfield::sentences;
use support::hopfield::{Fixture, Window, empty, opened, shelf, warm};

/// All built-in letters, one of them as the cue.
fn letters(cue: &str, rule: LearningRule) -> Document {
    let set = builtin::open("letters").unwrap();
    let memories: Vec<Memory> =
        (0..set.rows()).map(|row| Memory::new(set.row_name(row), set.pattern(row).unwrap())).collect();
    let clean = memories.iter().find(|memory| &*memory.name == cue).unwrap().pattern.clone();
    Document { rule, ..Document::new(set.shape.unwrap(), memories, clean, Seed(1)) }
}

/// A panel after a run of so many sweeps at most.
fn after(id: &str, document: &Document, sweeps: u64) -> Fixture {
    let mut fixture = Fixture::new(id, document);
    if sweeps > 0 {
        fixture.run(sweeps);
    }
    fixture
}

// What a run ended in

#[test]
fn the_end_of_a_recall_is_said_under_the_grid() {
    let mut fixture = after("state", &opened(), 20);
    let harness = fixture.harness([760.0, 900.0]);
    assert!(harness.query_by_label("Recalled B snail (784 of 784 cells)").is_some());

    fixture = after("state", &letters("E", LearningRule::Hebb), 50);
    let verdict = fixture.snapshot.view.verdict.clone().unwrap();
    assert_eq!(verdict.kind(), "spurious");
    let said = sentences::verdict(&fixture.snapshot.view);
    assert!(said.starts_with("Spurious state, not stored: nearest "), "{said}");
    assert!(fixture.harness([760.0, 900.0]).query_by_label(&said).is_some());
}

#[test]
fn the_reverse_of_the_cue_ends_in_the_reverse_of_the_memory() {
    let mut document = opened();
    document.clean = Pattern::from_bits(document.clean.spins().iter().map(|&spin| spin < 0));
    let fixture = after("state", &document, 20);
    assert_eq!(sentences::verdict(&fixture.snapshot.view), "The reverse of B snail (784 of 784 cells)");
}

#[test]
fn a_mixture_shows_its_picture_and_overlaps() {
    let mut document = shelf(3, support::hopfield::SHAPE, 0.0);
    let spins = |site: usize| document.memories.iter().map(move |memory| i32::from(memory.pattern.spins()[site]));
    document.clean = Pattern::from_bits((0..784).map(|site| spins(site).sum::<i32>() > 0));
    let fixture = after("state", &document, 20);
    let said = sentences::verdict(&fixture.snapshot.view);
    let wanted = "A mixture of A memory 1, B memory 2 and C memory 3 (overlaps 0.50, 0.50 and 0.50)";
    assert_eq!(said, wanted);
    let harness = fixture.harness([760.0, 900.0]);
    assert!(harness.query_by_label(wanted).is_some());
    assert!(harness.query_by_label_contains("The majority of the memories").is_some(), "its picture");
}

#[test]
fn a_schedule_ends_in_a_verdict_and_the_hand_in_none() {
    let schedule = Schedule::Linear { from: 0.5, to: 0.02, sweeps: 30 };
    let cooled = Document { schedule, follows_schedule: true, ..warm() };
    assert_eq!(sentences::verdict(&after("state", &cooled, 40).snapshot.view), "Recalled A snail (784 of 784 cells)");
    let by_hand = after("state", &warm(), 40);
    assert_eq!(by_hand.snapshot.view.verdict, None);
    let said = sentences::verdict(&by_hand.snapshot.view);
    assert!(said.starts_with("Nearest A snail, overlap 0."), "{said}");
    assert_eq!(sentences::verdict(&Fixture::new("state", &empty()).snapshot.view), "");
}

#[test]
fn the_verdict_moves_nothing_and_goes_where_one_looks_back() {
    let grid = |fixture: Fixture| fixture.harness([760.0, 900.0]).get_by_label("State grid").rect();
    let before = grid(after("state", &opened(), 0));
    assert_eq!(grid(after("state", &opened(), 20)), before);
    let mut looking_back = after("state", &opened(), 20);
    looking_back.apply(Command::Model(RecallCmd::Scrub(Some(0))));
    let said = sentences::verdict(&looking_back.snapshot.view);
    assert!(said.starts_with("Nearest B snail, overlap 0."), "{said}");
    assert!(looking_back.snapshot.view.verdict.is_some(), "the end is still known");
}

#[test]
fn many_runs_call_an_end_what_one_run_calls_it() {
    let named = |document: &Document| {
        let mut fixture = after("many-runs", document, 0);
        fixture.study(&[Ask::RunMany { runs: 20, random: false }]);
        let study = &fixture.bench.studies.many_runs;
        let of = study.shown().unwrap();
        sentences::many_runs(of, 20, &study.latest().unwrap().view.classes)
    };
    assert_eq!(named(&opened()), "20 recalls from this cue: 20 B snail.");
    let mut reversed = opened();
    reversed.clean = Pattern::from_bits(reversed.clean.spins().iter().map(|&spin| spin < 0));
    assert_eq!(named(&reversed), "20 recalls from this cue: 20 reverse of B snail.");
    assert_eq!(named(&letters("E", LearningRule::Hebb)), "20 recalls from this cue: 20 other.");
}

// Numbers that belong to what is set

#[test]
fn the_one_step_error_is_measured_under_the_rule_in_force() {
    let measured = |rule| Fixture::new("memories", &letters("E", rule)).snapshot.view.load.one_step.unwrap();
    let hebb = measured(LearningRule::Hebb);
    assert_eq!(hebb.spins, 26 * 256);
    assert!((0.05..0.3).contains(&hebb.fraction()), "{hebb:?}");
    assert_eq!(measured(LearningRule::PseudoInverse).unstable, 0, "every memory is a fixed point");

    let mut fixture = after("crosstalk", &letters("E", LearningRule::PseudoInverse), 0);
    fixture.study(&[Ask::MeasureWeights]);
    let view = fixture.bench.studies.weights.latest().unwrap().view.crosstalk.clone().unwrap();
    assert_eq!((view.rule, view.measured_error), (LearningRule::PseudoInverse, 0.0));
    assert!(view.moments.mean > 0.0, "stabilities, not the crosstalk of Hebb's rule");
    let harness = fixture.harness([760.0, 600.0]);
    let said = "One-step error under Projection: measured none of 6\u{202f}656.";
    assert!(harness.query_by_label_contains(said).is_some());

    let mut fixture = after("crosstalk", &letters("E", LearningRule::Hebb), 0);
    fixture.study(&[Ask::MeasureWeights]);
    let view = fixture.bench.studies.weights.latest().unwrap().view.crosstalk.clone().unwrap();
    assert_eq!(view.measured_error, hebb.fraction(), "one number in both places");
}

#[test]
fn the_warning_about_correlations_offers_its_way_out() {
    let mut harness = Fixture::new("memories", &letters("E", LearningRule::Hebb)).harness([300.0, 1400.0]);
    harness.run_steps(2);
    let asks = support::click(&mut harness, "Try Projection");
    assert_eq!(asks, [Ask::Recall(Command::Model(RecallCmd::SetRule(LearningRule::PseudoInverse)))]);
    let harness = Fixture::new("memories", &letters("E", LearningRule::PseudoInverse)).harness([300.0, 1400.0]);
    assert!(harness.query_by_label("Try Projection").is_none());
    assert!(harness.query_by_label_contains("Hebb capacity").is_none());
}

#[test]
fn the_verdict_offers_the_rule_that_helps() {
    let mut harness = after("state", &letters("E", LearningRule::Hebb), 50).harness([760.0, 900.0]);
    harness.run_steps(2);
    let asks = support::click(&mut harness, "Try Projection, because of the verdict");
    assert_eq!(asks, [Ask::Recall(Command::Model(RecallCmd::SetRule(LearningRule::PseudoInverse)))]);
}

#[test]
fn moves_uphill_are_a_number() {
    let fixture = after("energy", &warm(), 30);
    let view = &fixture.snapshot.view;
    let said = sentences::uphill(view);
    let percent = 100.0 * view.curves.uphill.count as f64 / view.recorded as f64;
    assert!(
        view.curves.uphill.count > 1_000 && said.ends_with(&format!("{percent:.1}\u{202f}% of all visits")),
        "{said}"
    );
    assert_eq!(after("energy", &opened(), 20).snapshot.view.curves.uphill.count, 0);
}

#[test]
fn levels_of_mixtures_come_with_heat_or_with_a_mixture() {
    assert!(!sentences::mixtures_matter(&after("energy", &opened(), 20).snapshot.view));
    assert!(sentences::mixtures_matter(&after("energy", &warm(), 1).snapshot.view));
}

#[test]
fn an_update_is_said_in_words() {
    let mut explanation =
        Explanation { spin: 286, field: 0.606, before: -1, after: 1, delta_energy: -1.212, chance: None };
    let said = |explanation: &Explanation| sentences::update(explanation, 28);
    let wanted = "Row 11, column 7 points down and feels +0.61: it flips, and the energy falls by 1.21.";
    assert_eq!(said(&explanation), wanted);
    (explanation.before, explanation.delta_energy) = (1, 1.212);
    assert_eq!(said(&explanation), "Row 11, column 7 points up and feels +0.61: it stays.");
    explanation.chance = Some(Chance { temperature: 1.0, up: 0.75, drawn: 0.9 });
    explanation.after = -1;
    let wanted = "Row 11, column 7 points up and feels +0.61: a visit flips it with probability 0.25; it did, and the energy \
        rises by 1.21.";
    assert_eq!(said(&explanation), wanted);
}

#[test]
fn a_standing_counts_in_words() {
    let standing = |sweeps: u64| sentences::standing(&after("state", &warm(), sweeps).snapshot.view);
    assert_eq!(standing(1), "1 sweep done");
    assert_eq!(standing(2), "2 sweeps done");
    let mut fixture = Fixture::new("state", &warm());
    fixture.apply(Command::Step(3));
    fixture.bench.driver.run_until_idle(u64::MAX);
    fixture.snapshot = fixture.bench.driver.snapshot();
    assert_eq!(sentences::standing(&fixture.snapshot.view), "3 updates done");
}

#[test]
fn the_formulas_of_an_update_are_whole_or_left_out() {
    let mut fixture = Fixture::new("update", &opened());
    fixture.apply(Command::Step(1));
    fixture.bench.driver.run_until_idle(u64::MAX);
    fixture.snapshot = fixture.bench.driver.snapshot();
    let shown = |fixture: &Fixture, height: f32| {
        let mut window = fixture_again(fixture).harness([480.0, height]);
        window.run_steps(2);
        assert!(window.query_by_label_contains("Row ").is_some(), "the words are always there");
        window.query_all_by_label_contains("pick i = ").next().is_some()
    };
    assert!(shown(&fixture, 260.0));
    assert!(!shown(&fixture, 110.0), "there is room for one row of them only");
}

// Looking closer at what happened

/// The Energy panel after a recall, high enough for its pictures.
fn energy_window() -> Window {
    let mut fixture = after("energy", &opened(), 20);
    fixture.shared.selected = 1;
    fixture.window([760.0, 900.0])
}

#[test]
fn a_picture_of_the_film_strip_leads_to_its_moment() {
    let mut harness = energy_window();
    let view = harness.state().snapshot.view.clone();
    for (label, update) in [
        ("The state at the start: the cue", 0),
        ("The state after 0.25 sweeps", 196),
        ("The state after 0.5 sweeps", 392),
        ("The state after 1 sweep", 784),
        ("The state at the end, after 2 sweeps", view.recorded),
    ] {
        assert_eq!(support::click(&mut harness, label), [Ask::Recall(Command::Model(RecallCmd::Scrub(Some(update))))]);
    }
    // Before the end there are frames, so that nothing moves when it comes.
    let chart = |harness: &Window| harness.get_by_role_and_label(Role::Figure, "Overlap with each memory").rect();
    let before = Fixture::new("energy", &opened()).window([760.0, 900.0]);
    assert!(before.query_by_label_contains("The state after").is_none());
    assert_eq!(chart(&before), chart(&harness));
    let low = after("energy", &opened(), 20).window([760.0, 500.0]);
    assert!(low.query_by_label_contains("The state after").is_none(), "a low window keeps its charts");
}

#[test]
fn the_film_strip_is_taken_out_like_every_figure() {
    let mut harness = energy_window();
    harness.get_by_label("The state after 0.5 sweeps").hover();
    harness.run_steps(2);
    harness.key_press(Key::E);
    harness.run_steps(3);
    harness.get_by_label("Copy data").click();
    let copied = (0..4).find_map(|_| {
        harness.step();
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    let text = copied.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "cell\tcue\t0.25 sweeps\t0.5 sweeps\t1 sweep\tend, 2 sweeps");
    assert_eq!(lines.len(), 785);
    assert!(lines[1].split('\t').skip(1).all(|spin| spin == "1" || spin == "-1"), "{}", lines[1]);
}

#[test]
fn the_name_of_a_memory_at_its_curve_and_at_its_level_selects_it() {
    let mut harness = energy_window();
    let names = |harness: &Window| harness.query_all_by_label("E guitar in the chart").count();
    assert_eq!(names(&harness), 2, "at its level and at its curve");
    harness.query_all_by_label("E guitar in the chart").next().unwrap().click();
    harness.run_steps(3);
    assert_eq!(harness.state().shared.selected, 4);
    harness.query_all_by_label("A anchor in the chart").last().unwrap().click();
    harness.run_steps(3);
    assert_eq!(harness.state().shared.selected, 0);
    assert!(harness.state().asks.is_empty(), "the run and its cue stay as they are");
}

#[test]
fn the_level_of_a_mixture_shows_the_mixture_of_the_nearest_memories() {
    let mut harness = after("energy", &shelf(4, support::hopfield::SHAPE, 0.6), 3).window([760.0, 900.0]);
    harness.get_by_label("5-mixture in the chart").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("fewer are stored").is_some());
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    harness.get_by_label("3-mixture in the chart").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("The mixture of the 3 nearest memories").is_some());
    let overlaps = harness.query_all_by_label_contains("overlap with ").count();
    assert_eq!(overlaps, 3, "one row for each of its memories");
    assert!(harness.query_all_by_label_contains("+0.50").count() >= 3, "patterns that are balanced");
    let asks = support::click(&mut harness, "Put it on the grid");
    let [Ask::Recall(Command::Model(RecallCmd::SetCue { name, .. }))] = asks.as_slice() else { panic!("{asks:?}") };
    assert_eq!(name, "3-mixture");
}

fn fixture_again(fixture: &Fixture) -> Fixture {
    let mut again = Fixture::new("update", &fixture.snapshot.view.document);
    again.snapshot = fixture.snapshot.clone();
    again
}
