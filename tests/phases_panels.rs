//! The panels of the Phases lab without a renderer: each control asks for exactly one thing, and sentences say what
//! theory and measurement say.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

mod support;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Shape, pos2};
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::phases::{Phases, PhasesCmd, PhasesConfig, PhasesStart, PhasesView};
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::ui::chassis::Step;
use glassbox::ui::labs::phases::context::{Against, Ask};
use glassbox::ui::labs::phases::{opening, sentences};
use glassbox::ui::widgets::TransportAction;
use support::phases::{Fixture, Window};
use support::{asked, click, press};

/// What the lab opens with, measured a little.
fn window(id: &str) -> Window {
    Fixture::measured(id).window([620.0, 980.0])
}

fn model(cmd: PhasesCmd) -> Vec<Ask> {
    vec![Ask::Phases(Command::Model(cmd))]
}

fn go(patterns: usize, temperature: f64) -> Vec<Ask> {
    model(PhasesCmd::Move { patterns, temperature })
}

#[test]
fn each_control_of_the_network_asks_for_one_thing() {
    let mut harness = window("place");
    assert_eq!(click(&mut harness, "100"), model(PhasesCmd::SetSize(100)));
    assert_eq!(click(&mut harness, "4\u{202F}000"), model(PhasesCmd::SetSize(4000)));
    assert_eq!(click(&mut harness, "1\u{202F}000"), [], "the present size is not set again");
    for (label, patterns) in
        [("1 more memory", 51), ("1 fewer memory", 49), ("10 more memories", 60), ("10 fewer memories", 40)]
    {
        assert_eq!(click(&mut harness, label), go(patterns, 0.4), "{label}");
    }
    for (label, temperature) in
        [("hotter by 0.01", 0.41), ("cooler by 0.01", 0.39), ("hotter by 0.1", 0.5), ("cooler by 0.1", 0.3)]
    {
        assert_eq!(click(&mut harness, label), go(50, temperature), "{label}");
    }
    for (label, start) in [("Go on", PhasesStart::GoOn), ("Random", PhasesStart::Random)] {
        assert_eq!(click(&mut harness, label), model(PhasesCmd::SetStart(start)));
    }
    for (label, rule) in [("Projection", LearningRule::PseudoInverse), ("Storkey", LearningRule::Storkey)] {
        assert_eq!(click(&mut harness, label), model(PhasesCmd::SetRule(rule)));
    }
    assert_eq!(click(&mut harness, "Forget points"), model(PhasesCmd::ForgetPoints));
}

#[test]
fn the_lines_are_places_to_go_to() {
    let mut harness = window("place");
    for (label, wanted) in [
        ("Go to: retrieval ends, T = 0.542", go(50, 0.5423)),
        ("Go to: lowest states end, T = 0.216", go(50, 0.2164)),
        ("Go to: freezing ends, T = 1.224", go(50, 1.2236)),
        ("Go to: capacity at T = 0, α = 0.138", go(138, 0.4)),
        ("Go to: lowest at T = 0 to, α = 0.052", go(52, 0.4)),
    ] {
        assert_eq!(click(&mut harness, label), wanted, "{label}");
    }
    harness.state_mut().apply(Command::Model(PhasesCmd::Move { patterns: 1, temperature: 0.4 }));
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Go to: one memory melts, T = 1"), go(1, 1.0));
    assert_eq!(click(&mut harness, "1 fewer memory"), [], "one memory is the least");
}

/// Where the plane's data are: the widget of the puck covers them.
fn plane(harness: &Window) -> egui::Rect {
    harness.get_by_role(Role::Slider).rect()
}

fn at(harness: &Window, load: f32, temperature: f32) -> Pos2 {
    let rect = plane(harness);
    pos2(rect.left() + rect.width() * load / 0.2, rect.bottom() - rect.height() * temperature / 1.5)
}

#[test]
fn dragging_the_puck_moves_the_network_once_a_frame() {
    let mut harness = window("plane");
    let (from, over, to) = (at(&harness, 0.05, 0.4), at(&harness, 0.1, 0.8), at(&harness, 0.12, 0.3));
    let asks = asked(&mut harness, |harness| {
        press(harness, from, true);
        for pos in [over, to] {
            harness.event(Event::PointerMoved(pos));
            harness.step();
            harness.step();
        }
        press(harness, to, false);
    });
    let moves: Vec<(usize, f64)> = asks
        .iter()
        .map(|ask| match ask {
            Ask::Phases(Command::Model(PhasesCmd::Move { patterns, temperature })) => (*patterns, *temperature),
            other => panic!("{other:?} is no move"),
        })
        .collect();
    assert!((2..=3).contains(&moves.len()), "{moves:?}");
    let (patterns, temperature) = *moves.last().unwrap();
    assert!(patterns.abs_diff(120) <= 1 && (temperature - 0.3).abs() < 0.011, "{moves:?}");
    // Beyond the edge is the edge.
    let outside = at(&harness, 0.3, 3.0);
    let asks = asked(&mut harness, |harness| {
        press(harness, from, true);
        harness.event(Event::PointerMoved(outside));
        harness.step();
        press(harness, outside, false);
    });
    assert_eq!(asks.last(), go(200, 1.5).last());
}

#[test]
fn the_plane_is_taken_out_by_the_other_button_which_leaves_the_puck_where_it_is() {
    let mut fixture = Fixture::measured("plane");
    fixture.study();
    let mut harness = fixture.window([620.0, 700.0]);
    let pos = at(&harness, 0.1, 0.8);
    let asks = asked(&mut harness, |harness| {
        harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
            harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            harness.step();
        }
    });
    assert_eq!(asks, []);
    harness.get_by_label("Copy data").click();
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let text = copied.unwrap();
    let rows = |series: &str| text.lines().filter(|line| line.starts_with(series)).count();
    assert!(text.starts_with("series\tload\ttemperature\toverlap\n"), "{text}");
    assert!(rows("T_M\t") > 10 && rows("T_g\t") > 10 && rows("T_c\t") > 10, "{text}");
    assert_eq!(rows("measured\t0.05\t0.4\t"), 1, "{text}");
}

#[test]
fn the_puck_follows_the_arrows_when_it_has_the_keyboard() {
    let mut harness = window("plane");
    harness.get_by_role(Role::Slider).focus();
    harness.run_steps(2);
    for (modifiers, key, patterns, temperature) in [
        (Modifiers::NONE, Key::ArrowRight, 51, 0.4),
        (Modifiers::NONE, Key::ArrowLeft, 49, 0.4),
        (Modifiers::NONE, Key::ArrowUp, 50, 0.41),
        (Modifiers::NONE, Key::ArrowDown, 50, 0.39),
        (Modifiers::SHIFT, Key::ArrowRight, 60, 0.4),
        (Modifiers::SHIFT, Key::ArrowUp, 50, 0.5),
    ] {
        let asks = asked(&mut harness, |harness| harness.key_press_modifiers(modifiers, key));
        assert_eq!(asks, go(patterns, temperature), "{modifiers:?} {key:?}");
    }
}

#[test]
fn keys_move_the_puck_and_drive_the_transport() {
    let mut fixture = Fixture::measured("network");
    fixture.keys = true;
    let mut harness = fixture.harness([500.0, 300.0]);
    harness.run_steps(2);
    assert_eq!(asked(&mut harness, |harness| harness.key_press(Key::ArrowRight)), go(51, 0.4));
    let forget = |harness: &mut Window| harness.key_press_modifiers(Modifiers::COMMAND, Key::Delete);
    assert_eq!(asked(&mut harness, forget), model(PhasesCmd::ForgetPoints));
    for (modifiers, key, action) in [
        (Modifiers::NONE, Key::Space, TransportAction::Play),
        (Modifiers::NONE, Key::Period, TransportAction::Step),
        (Modifiers::COMMAND, Key::R, TransportAction::Reset),
    ] {
        harness.state_mut().actions.clear();
        assert_eq!(asked(&mut harness, |harness| harness.key_press_modifiers(modifiers, key)), []);
        assert_eq!(harness.state().actions, [action]);
    }
}

#[test]
fn the_chart_is_a_cut_that_moves_the_puck_along_it() {
    let mut harness = window("overlap");
    assert_eq!(click(&mut harness, "m against α"), []);
    assert_eq!(harness.state().shared.against, Against::Load);
    assert_eq!(click(&mut harness, "m against T"), []);
    let chart = harness.get_by_role(Role::Figure).rect();
    let middle = chart.center();
    let asks = asked(&mut harness, |harness| {
        press(harness, middle, true);
        press(harness, middle, false);
    });
    let Some(Ask::Phases(Command::Model(PhasesCmd::Move { patterns: 50, temperature }))) = asks.first() else {
        panic!("{asks:?}")
    };
    assert!((0.6..0.9).contains(temperature), "{temperature}");
    assert_eq!(asks.len(), 1);
}

#[test]
fn the_curve_of_the_other_cut_is_not_drawn() {
    let mut fixture = Fixture::measured("overlap");
    fixture.study();
    let mut harness = fixture.window([620.0, 700.0]);
    let chart = harness.get_by_role(Role::Figure).rect();
    let over = |harness: &mut Window| {
        harness.event(Event::PointerMoved(chart.center()));
        harness.run_steps(2);
        harness.state().shell.status.clone()
    };
    let status = over(&mut harness);
    assert!(status.starts_with("T = ") && status.contains("theory m = "), "{status}");
    harness.state_mut().shared.against = Against::Load;
    assert_eq!(over(&mut harness), "", "no curve of this cut is there yet");
    harness.state_mut().study();
    let status = over(&mut harness);
    assert!(status.starts_with("α = ") && status.contains("theory m = "), "{status}");
}

#[test]
fn what_is_under_the_pointer_is_named() {
    let mut fixture = Fixture::measured("plane");
    fixture.study();
    let mut harness = fixture.window([620.0, 700.0]);
    for (load, temperature, wanted) in [
        (0.01, 0.3, "retrieval: memories are recalled, and are"),
        (0.08, 0.2, "retrieval, metastable"),
        (0.15, 0.7, "spin glass"),
        (0.05, 1.4, "paramagnet"),
    ] {
        let pos = at(&harness, load, temperature);
        harness.event(Event::PointerMoved(pos));
        harness.run_steps(2);
        let status = &harness.state().shell.status;
        assert!(status.contains(wanted) && status.contains("α = "), "{status}");
    }
}

/// Every text of the frame with the pixels of a point that it was laid out for.
fn texts(shape: &Shape, found: &mut Vec<(String, f32)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
        Shape::Text(text) => found.push((text.galley.text().to_owned(), text.galley.pixels_per_point)),
        _ => {}
    }
}

#[test]
fn the_words_of_the_plane_are_laid_out_for_the_screen_they_are_on() {
    let mut fixture = Fixture::measured("plane");
    fixture.study();
    let mut harness = fixture.harness([620.0, 700.0]);
    for pixels_per_point in [1.0, 1.5] {
        harness.set_pixels_per_point(pixels_per_point);
        harness.run_steps(3);
        let mut found = Vec::new();
        harness.output().shapes.iter().for_each(|clipped| texts(&clipped.shape, &mut found));
        for word in ["spin glass", "paramagnet", "retrieval"] {
            let laid_out = found.iter().find(|(text, _)| text == word);
            assert_eq!(laid_out, Some(&(word.to_owned(), pixels_per_point)));
        }
    }
}

#[test]
fn the_sentence_compares_theory_and_measurement_and_says_why_they_differ() {
    let said = |size: usize, patterns: usize, temperature: f64, sweeps: u64| {
        let mut driver = Driver::<Phases>::new(&PhasesConfig::new(size, patterns, temperature, Seed(1))).unwrap();
        driver.apply(Command::Step(sweeps)).unwrap();
        driver.run_until_idle(u64::MAX);
        sentences::standing(&driver.snapshot().view)
    };
    let good = said(1000, 50, 0.4, 100);
    assert!(good.starts_with("Retrieval phase, metastable: theory m = 0.966, measured 0.9"), "{good}");
    assert!(good.contains("(N\u{A0}=\u{A0}1\u{202F}000, p\u{A0}=\u{A0}50)"), "{good}");
    assert!(said(1000, 10, 0.2, 60).starts_with("Retrieval phase: theory m = "));
    assert!(said(1000, 50, 0.4, 0).contains("nothing measured yet"));
    assert!(said(1000, 50, 0.4, 5).contains("only beginning"));
    assert!(said(400, 64, 0.0, 50).contains("finite networks"), "{}", said(400, 64, 0.0, 50));
    let lost = said(1000, 180, 0.1, 100);
    assert!(lost.starts_with("Spin-glass phase: theory: no retrieval") && lost.contains("lost"), "{lost}");
    assert!(said(400, 20, 1.4, 100).starts_with("Paramagnet: theory: no retrieval, measured"));
    let view = {
        let config = PhasesConfig { rule: LearningRule::PseudoInverse, ..PhasesConfig::new(100, 50, 0.1, Seed(1)) };
        Driver::<Phases>::new(&config).unwrap().snapshot().view
    };
    assert!(sentences::standing(&view).contains("lines are those of Hebb"));
}

/// What is said at (p, T) of 1000 spins that started so and were measured at m.
fn said_of(start: PhasesStart, patterns: usize, temperature: f64, m: f64) -> String {
    sentences::standing(&found(start, patterns, temperature, m))
}

fn found(start: PhasesStart, patterns: usize, temperature: f64, m: f64) -> PhasesView {
    let config = PhasesConfig { start, ..PhasesConfig::new(1000, patterns, temperature, Seed(1)) };
    let mut driver = Driver::<Phases>::new(&config).unwrap();
    driver.apply(Command::Step(100)).unwrap();
    driver.run_until_idle(u64::MAX);
    let mut view = driver.snapshot().view;
    let measured = view.measured.as_mut().unwrap();
    (measured.mean, measured.stderr, measured.reliable) = (m, 0.001, true);
    view
}

#[test]
fn an_error_that_is_not_to_be_trusted_is_said_to_be_so() {
    let mut view = found(PhasesStart::Memory, 50, 0.4, 0.966);
    let good = sentences::standing(&view);
    assert!(good.ends_with(" They agree."), "{good}");
    let measured = view.measured.as_mut().unwrap();
    measured.reliable = false;
    let short = sentences::standing(&view);
    let wanted = " So far they agree. The run is too short for its error to be trusted.";
    assert!(short.ends_with(wanted), "{short}");
    view.measured.as_mut().unwrap().stderr = 0.0;
    let frozen = sentences::standing(&view);
    assert!(frozen.ends_with(" The run is too short for an error: m did not change in it."), "{frozen}");
    let mut differs = found(PhasesStart::Memory, 50, 0.4, 0.94);
    differs.measured.as_mut().unwrap().reliable = false;
    let differs = sentences::standing(&differs);
    assert!(differs.contains("noise of its own") && differs.contains("too short"), "{differs}");
}

#[test]
fn a_network_that_did_not_start_on_the_memory_is_told_where_it_went() {
    use PhasesStart::{GoOn, Memory, Random};
    for (start, patterns, temperature, m, wanted) in [
        (Random, 3, 0.2, -0.999, "reverse of the memory"),
        (GoOn, 50, 0.4, -0.96, "reverse of the memory"),
        (Memory, 1, 0.9, -0.48, "reverse of the memory"),
        (Random, 3, 0.2, 0.5, "another state"),
        (Random, 3, 0.2, -0.5, "another state"),
        (GoOn, 3, 0.2, 0.0, "another state"),
        (Random, 50, 0.4, 0.1, "another state"),
        (Random, 1, 0.5, 0.1, "one memory there is no other state"),
        (Random, 50, 0.4, 0.94, "noise of its own"),
        (Memory, 50, 0.4, 0.94, "noise of its own"),
        (Memory, 50, 0.4, 0.1, "only metastable here"),
        (Random, 50, 0.53, 0.7, "finite networks are rounded"),
        (Random, 200, 0.1, 0.1, "near no memory, as theory says: what overlap"),
        (Random, 200, 0.1, 0.5, "near no memory, as theory says: what overlap"),
        (GoOn, 200, 0.1, 0.2, "depends on where it came from"),
        (GoOn, 145, 0.0, -0.97, "at the memory or its reverse all the same"),
        (Memory, 200, 0.1, 0.2, "The memory is lost: what is left of m is a remnant"),
        (Memory, 200, 0.1, 0.9, "this memory is kept all the same"),
        (Random, 50, 1.4, 0.02, "is chance"),
    ] {
        let said = said_of(start, patterns, temperature, m);
        assert!(said.contains(wanted), "{start:?}, p = {patterns}, T = {temperature}, m = {m}: {said}");
    }
}

#[test]
fn the_rehearsal_measures_the_plane_at_last() {
    let steps = opening::rehearsal();
    assert!(matches!(steps.last(), Some(Step::Ask(Ask::Sweep(_)))), "{:?}", steps.last());
}
