//! The panels of the Train lab without a renderer: each control asks for exactly one thing.
#![cfg(feature = "gui")]

mod support;

use std::sync::Arc;

use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::engine::core::session::Command;
use glassbox::engine::rbm::SamplingStart;
use glassbox::engine::rbm::{ChainStart, LikelihoodEstimate, Measurement, Stage, TrainCmd};
use glassbox::ui::labs::train::context::{Ask, SamplesOf};
use glassbox::ui::labs::train::form::Form;
use glassbox::ui::labs::train::opening::Preset;
use glassbox::ui::labs::train::{help, sentences};
use glassbox::ui::machine::Axes;
use glassbox::ui::widgets::{TransportAction, refused};
use support::train::{Fixture, Kind, Window, snapshot, view};
use support::{asked, click, click_at, press};

fn window(id: &str) -> Window {
    Fixture::known(id, Kind::Digits).window([760.0, 1100.0])
}

fn model(cmd: TrainCmd) -> Vec<Ask> {
    vec![Ask::Train(Box::new(Command::Model(cmd)))]
}

#[test]
fn each_control_of_the_run_asks_for_one_thing() {
    let mut harness = window("run");
    assert_eq!(click(&mut harness, "Change…"), []);
    harness.get_by_label("at data").click();
    harness.run_steps(2);
    let wanted = {
        let mut config = (*harness.state().snapshot.view.config).clone();
        config.settings.method = glassbox::physics::rbm::Method::ContrastiveDivergence;
        vec![Ask::Train(Box::new(Command::Reset(config)))]
    };
    assert_eq!(click(&mut harness, "Start over"), wanted);
    assert!(harness.query_by_label("Start over").is_none(), "the form is closed");
    harness.state_mut().snapshot.view.stage = Stage::Complete;
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Extend the run"), model(TrainCmd::Extend(4500)));
}

#[test]
fn a_new_run_begins_without_the_past_and_with_the_settings_in_force() {
    let mut present = view(Kind::Digits, 100);
    present.settings.learning_rate = 0.07;
    let _form = Form::new(&present, 1);
    let mut harness = window("run");
    harness.state_mut().snapshot.view.settings.learning_rate = 0.07;
    harness.run_steps(1);
    click(&mut harness, "Change…");
    let asks = click(&mut harness, "Start over");
    let [Ask::Train(command)] = asks.as_slice() else { panic!("{asks:?}") };
    let Command::Reset(config) = &**command else { panic!("{command:?}") };
    assert_eq!((config.settings.learning_rate, config.before.is_none()), (0.07, true));
}

#[test]
fn a_live_setting_is_asked_for_when_it_is_let_go() {
    let mut harness = window("run");
    let slider = harness.get_by_role_and_label(Role::Slider, "learning rate η").rect();
    let asks = asked(&mut harness, |harness| {
        press(harness, slider.center(), true);
        for step in 1..5 {
            harness.event(Event::PointerMoved(slider.center() + Vec2::new(4.0 * step as f32, 0.0)));
            harness.step();
        }
        assert_eq!(harness.state().asks, [], "still being dragged");
        press(harness, slider.center() + Vec2::new(16.0, 0.0), false);
    });
    let [Ask::Train(command)] = asks.as_slice() else { panic!("{asks:?}") };
    assert!(matches!(**command, Command::Model(TrainCmd::LearningRate(rate)) if rate > 0.03), "{command:?}");
}

#[test]
fn the_presets_are_asked_for_by_name() {
    let mut harness = window("run");
    click(&mut harness, "Train on");
    assert_eq!(click(&mut harness, Preset::Zoo.title()), [Ask::Preset(Preset::Zoo)]);
}

#[test]
fn a_click_on_a_curve_pins_its_mode_and_a_drag_moves_the_cursor() {
    let mut harness = window("learning");
    let chart = harness.get_by_role_and_label(Role::Figure, "Singular values").rect();
    let asks = click_at(&mut harness, chart.center());
    assert_eq!(asks, []);
    let cursor = harness.state().shared.cursor.unwrap();
    assert!((20..300).contains(&cursor), "{cursor}");
    // Along a vertical line through the chart there is a curve somewhere.
    let x = chart.left() + 0.8 * chart.width();
    let mut y = chart.top() + 20.0;
    while harness.state().shared.mode.is_none() && y < chart.bottom() {
        click_at(&mut harness, Pos2::new(x, y));
        y += 6.0;
    }
    assert_eq!(harness.state().shared.mode, Some(0), "the first mode is the highest curve");
    assert!(harness.state().shell.status.contains("σ₁"), "{}", harness.state().shell.status);
}

#[test]
fn chains_are_restarted_only_at_the_live_end() {
    let mut harness = window("samples");
    assert_eq!(click(&mut harness, "From data"), model(TrainCmd::RestartChains(ChainStart::Data)));
    assert_eq!(click(&mut harness, "From noise"), model(TrainCmd::RestartChains(ChainStart::Noise)));
    harness.state_mut().shared.cursor = Some(300);
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "From data"), []);
}

#[test]
fn free_sampling_starts_where_one_asks() {
    let mut harness = window("samples");
    harness.state_mut().shared.samples = SamplesOf::FreeSampling;
    harness.run_steps(2);
    for (label, start) in [
        ("Sample from chains", SamplingStart::Chains),
        ("Sample from data", SamplingStart::Data),
        ("Sample from noise", SamplingStart::Noise),
    ] {
        assert_eq!(click(&mut harness, label), [Ask::FreeSampling(start)]);
    }
    assert_eq!(click(&mut harness, "Sample from a drawing"), []);
    let asks = click(&mut harness, "Sample from it");
    assert_eq!(asks, [Ask::FreeSampling(SamplingStart::Drawing(vec![0; 784].into()))]);
}

#[test]
fn an_event_leads_to_its_update() {
    let mut harness = window("events");
    let event = harness.state().snapshot.view.events.last().unwrap().clone();
    let rows = harness.get_all_by_role(Role::Button).count();
    assert!(rows >= 2);
    let label = harness.get_all_by_label_contains("fixed points").next().unwrap().rect().center();
    click_at(&mut harness, label);
    assert_eq!(harness.state().shared.cursor, Some(event.update));
}

#[test]
fn tabs_ask_for_what_their_buttons_say() {
    let mut harness = window("distances");
    assert_eq!(click(&mut harness, "Pin the histograms"), [Ask::Pin]);
    let mut harness = window("compare");
    assert_eq!(click(&mut harness, "Keep this run as A"), [Ask::KeepRun]);
    let mut harness = window("slow");
    let step = Ask::Train(Box::new(Command::Step(1)));
    let explain = model(TrainCmd::Explain(2)).remove(0);
    assert_eq!(
        click(&mut harness, "Next update"),
        std::slice::from_ref(&step),
        "nothing is taken apart before the step is done"
    );
    let next = asked(&mut harness, |harness| harness.state_mut().snapshot.view.update = 2150);
    assert_eq!(next, std::slice::from_ref(&explain));
    assert_eq!(click(&mut harness, "Next update"), std::slice::from_ref(&explain), "it is done already");
    harness.state_mut().snapshot.view.update = 2149;
    harness.state_mut().snapshot.running = true;
    // The button says something else now: it is pressed where it stands.
    harness.run_steps(1);
    let pause = Ask::Train(Box::new(Command::Pause));
    assert_eq!(click(&mut harness, "Next update"), [pause, step], "a pause behind the step would cancel it");
    harness.state_mut().snapshot.running = false;
    harness.state_mut().snapshot.view.explained = None;
    harness.state_mut().shared.unit = Some(2);
    harness.run_steps(1);
    assert_eq!(click(&mut harness, "Take the next update apart"), [explain]);
    let mut fixture = Fixture::known("likelihood", Kind::Potts);
    fixture.snapshot.view.stage = Stage::Complete;
    let mut harness = fixture.harness([320.0, 400.0]);
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Estimate the likelihood"), [Ask::Estimate]);
}

#[test]
fn the_boxes_are_lit_in_turn_and_then_the_update_is_done() {
    let mut harness = window("slow");
    let lit = |harness: &Window| -> Vec<bool> {
        ["1 Clamp data", "2 Hidden given data", "3 Chains run free", "4 Subtract", "5 Update W"]
            .map(|label| harness.get_by_label(label).accesskit_node().toggled() == Some(Toggled::True))
            .to_vec()
    };
    for place in 0..4 {
        assert_eq!(lit(&harness).iter().position(|lit| *lit), Some(place));
        assert_eq!(click(&mut harness, "Next box"), []);
    }
    let asks = click(&mut harness, "Next box");
    assert_eq!(asks, [Ask::Train(Box::new(Command::Step(1)))], "the update is done");
    assert_eq!(lit(&harness).iter().position(|lit| *lit), Some(0));
}

#[test]
fn a_unit_is_chosen_where_it_is_seen() {
    let mut harness = window("weights");
    let grid = harness.get_by_label("Columns of W").rect();
    click_at(&mut harness, grid.left_top() + Vec2::splat(6.0));
    let unit = harness.state().shared.unit;
    assert!(unit.is_some());
    assert!(harness.query_all_by_label(&format!("Hidden unit {}", unit.unwrap() + 1)).next().is_some());
    let mut harness = window("hidden");
    let bars = harness.get_by_role_and_label(Role::Figure, "Hidden activity").rect();
    click_at(&mut harness, bars.center());
    assert!(harness.state().shared.unit.is_some());
}

#[test]
fn keys_scrub_from_checkpoint_to_checkpoint_and_to_events() {
    let mut fixture = Fixture::known("events", Kind::Digits);
    fixture.keys = true;
    let mut harness = fixture.harness([400.0, 300.0]);
    harness.run_steps(2);
    let checkpoints: Vec<u64> = harness.state().snapshot.view.checkpoints.iter().map(|each| each.update).collect();
    let before_last = checkpoints[checkpoints.len() - 2];
    asked(&mut harness, |harness| harness.key_press(Key::ArrowLeft));
    assert_eq!(harness.state().shared.cursor, Some(before_last));
    asked(&mut harness, |harness| harness.key_press(Key::ArrowRight));
    assert_eq!(harness.state().shared.cursor, None, "the last one is live");
    asked(&mut harness, |harness| harness.key_press(Key::Home));
    assert_eq!(harness.state().shared.cursor, Some(0));
    let first = harness.state().snapshot.view.events[0].update;
    assert_eq!(asked(&mut harness, |harness| harness.key_press(Key::N)), []);
    assert_eq!(harness.state().shared.cursor, Some(first));
    asked(&mut harness, |harness| harness.key_press(Key::End));
    let train = asked(&mut harness, |harness| harness.key_press(Key::N));
    assert_eq!(train, [model(TrainCmd::StopAtEvents(true)).remove(0), Ask::Train(Box::new(Command::Run))]);
    asked(&mut harness, |harness| harness.key_press(Key::L));
    assert_eq!(harness.state().shared.axes, Axes::SemiLog);
    assert_eq!(asked(&mut harness, |harness| harness.key_press(Key::P)), [Ask::Pin]);
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
fn the_lab_says_what_it_is_and_where_it_stands() {
    let mut shown = snapshot(view(Kind::Digits, 2149));
    assert_eq!(sentences::model_line(&shown.view), "PCD-20 · 784 × 20 · seed 7");
    shown.running = true;
    assert_eq!(sentences::note(&shown, None), "of 3\u{202F}000 · 23.1 updates/s · 0:37 left");
    assert!(sentences::hint(&shown, None).starts_with("update 2\u{202F}149: σ₁ = "));
    assert!(sentences::hint(&shown, Some(3)).contains("Live"));
    shown.view.stage = Stage::Halted("A weight became infinite.".to_owned());
    assert_eq!(sentences::hint(&shown, None), "A weight became infinite.");
}

#[test]
fn settings_are_called_by_words_and_no_symbol_means_two_things() {
    let mut harness = window("run");
    let sliders: Vec<String> =
        harness.get_all_by_role(Role::Slider).filter_map(|slider| slider.accesskit_node().label()).collect();
    assert_eq!(sliders, ["learning rate η", "Gibbs steps k", "sparsity (L1)", "weight decay (L2)"]);
    for slider in harness.get_all_by_role(Role::Slider) {
        assert!(slider.rect().width() >= 160.0, "{:?}", slider.rect());
    }
    harness.run_steps(1);
    assert!(help::RATE.contains(r"\Lambda_1") && !help::RATE.contains(r"\lambda"), "the penalty has that letter");
    assert!(help::L1.contains(r"\lambda_1"));
}

#[test]
fn an_archive_has_its_ln_z_and_says_why_a_chart_is_empty() {
    let mut harness = Fixture::new("likelihood", view(Kind::Archive, 2149)).window([420.0, 400.0]);
    assert_eq!(click(&mut harness, "Estimate the likelihood"), [Ask::Estimate]);
    let update = harness.state().shared.machine(&harness.state().snapshot.view).unwrap().update;
    harness.state_mut().bench.derived.likelihood =
        Some(LikelihoodEstimate { update, log_z: Some(351.25), exact: true, ..LikelihoodEstimate::default() });
    harness.run_steps(2);
    for said in ["351.25", "ln Z, exact"] {
        assert!(harness.query_by_label(said).is_some(), "{said} is not said");
    }
    let mut bare = view(Kind::Archive, 2149);
    let rows = bare.measurements.iter().map(|row| {
        Arc::new(Measurement { fixed_points: None, pseudo_likelihood: f64::NAN, ..Measurement::clone(row) })
    });
    bare.measurements = Arc::new(rows.collect());
    let harness = Fixture::new("learning", bare).window([760.0, 700.0]);
    let chart = harness.get_by_role_and_label(Role::Figure, "Fixed points and pseudo-likelihood");
    let said = chart.accesskit_node();
    let said = [said.description(), said.value()].into_iter().flatten().collect::<String>();
    assert!(said.contains("neither data nor chains"), "{said:?}");
}

#[test]
fn samples_stand_next_to_the_data_and_to_their_nearest_row() {
    let mut harness = window("samples");
    let tiles = harness.get_by_role_and_label(Role::Image, "Samples").rect();
    let asks = click_at(&mut harness, tiles.left_top() + Vec2::splat(20.0));
    assert_eq!(asks, []);
    harness.run_steps(2);
    let said = harness.get_by_label_contains("nearest of 500 rows").accesskit_node();
    let said = said.label().or_else(|| said.value()).unwrap();
    let (sample, data) = {
        let view = &harness.state().snapshot.view;
        (view.chains.row(0).unwrap().to_vec(), view.config.data.clone().unwrap().rows)
    };
    let apart = |row: &[u8]| row.iter().zip(&sample).filter(|(a, b)| a != b).count();
    let least = data.values.iter_rows().map(apart).min().unwrap();
    assert!(
        said.starts_with("Chain 1 at update") && said.ends_with(&format!(": {least} of 784 sites differ.")),
        "{said}"
    );
    click(&mut harness, "Close the nearest row");
    assert!(harness.query_by_label_contains("nearest of").is_none());
    click(&mut harness, "Data");
    assert_eq!(harness.state().shared.samples, SamplesOf::Data);
    let mut harness = Fixture::known("samples", Kind::Archive).window([760.0, 700.0]);
    click(&mut harness, "Data");
    harness.run_steps(1);
    assert!(harness.query_by_label_contains("came without its data").is_some());
}

#[test]
fn a_learning_rate_that_is_too_large_comes_with_a_lower_one() {
    let mut harness = window("run");
    assert!(harness.query_by_label("Begin again with a lower learning rate").is_none());
    let view = &mut harness.state_mut().snapshot.view;
    view.settings.learning_rate = 10.0;
    let mut rows = view.measurements.to_vec();
    let last = rows.pop().unwrap();
    rows.push(Arc::new(Measurement { pseudo_likelihood: -40.0, ..Measurement::clone(&last) }));
    view.measurements = Arc::new(rows);
    harness.run_steps(2);
    let asks = click(&mut harness, "Begin again with a lower learning rate");
    let [Ask::Train(command)] = asks.as_slice() else { panic!("{asks:?}") };
    assert!(matches!(&**command, Command::Reset(config) if config.settings.learning_rate == 1.0), "{command:?}");
}

#[test]
fn what_is_typed_beyond_a_limit_is_said_with_its_value() {
    let mut harness = window("run");
    click(&mut harness, "Change…");
    let typed = |harness: &mut Window, value: &str| {
        let name = harness.get_by_label_contains("hidden units: ").rect().center();
        click_at(harness, name);
        harness.run_steps(2);
        harness.event(Event::Text(value.to_owned()));
        harness.run_steps(1);
        harness.key_press(Key::Enter);
        harness.run_steps(2);
        refused(&harness.ctx)
    };
    assert_eq!(typed(&mut harness, "2000"), None);
    let said = typed(&mut harness, "9999999").unwrap();
    assert!(said.contains("9999999 was asked for") && said.contains("at most 10\u{202F}000"), "{said}");
}

#[test]
fn a_warning_offers_the_setting_that_helps() {
    let mut harness = window("run");
    let steps = harness.state().snapshot.view.settings.gibbs_steps;
    let rate = harness.state().snapshot.view.settings.learning_rate;
    let measured = |harness: &mut Window, pseudo_likelihood: f64, correlation: f64| {
        let view = &mut harness.state_mut().snapshot.view;
        let mut rows = view.measurements.to_vec();
        let last = rows.pop().unwrap();
        let chain_correlation = Some(correlation);
        rows.push(Arc::new(Measurement { pseudo_likelihood, chain_correlation, ..Measurement::clone(&last) }));
        view.measurements = Arc::new(rows);
        harness.run_steps(2);
    };
    measured(&mut harness, -0.2, 0.3);
    for name in ["More Gibbs steps", "Lower learning rate"] {
        assert!(harness.query_by_label(name).is_none(), "{name} without a warning");
    }
    measured(&mut harness, -0.2, 0.8);
    assert!(harness.query_by_label_contains("The chains stop mixing").is_some());
    assert_eq!(click(&mut harness, "More Gibbs steps"), model(TrainCmd::GibbsSteps(2 * steps)));
    measured(&mut harness, -5.0, 0.3);
    assert!(harness.query_by_label_contains("is too large").is_some());
    assert_eq!(click(&mut harness, "Lower learning rate"), model(TrainCmd::LearningRate(rate / 10.0)));
    // What is past has gone its way.
    harness.state_mut().snapshot.view.stage = Stage::Complete;
    harness.run_steps(2);
    assert!(harness.query_by_label("Lower learning rate").is_none());
}

#[test]
fn modes_and_weights_of_sequences_are_letters_above_and_below_an_axis() {
    let mut harness = Fixture::known("run", Kind::Potts).window([420.0, 1200.0]);
    harness.run_steps(2);
    let mode = harness.get_by_role_and_label(Role::Image, "Mode 1").rect();
    assert!(mode.height() >= 60.0, "{mode}");
    // Somewhere in the first column stands a letter.
    let mut said = String::new();
    for place in 1..20 {
        let at = mode.left_top() + Vec2::new(4.0, mode.height() * place as f32 / 20.0);
        harness.event(Event::PointerMoved(at));
        harness.run_steps(1);
        if harness.state().shell.status.starts_with("u₁ at site 1, ") {
            said = harness.state().shell.status.clone();
        }
    }
    assert!(said.contains("; click to pin it"), "{said:?}");
    assert_eq!(click_at(&mut harness, mode.center()), []);
    assert_eq!(harness.state().shared.mode, Some(0));
    let mut harness = Fixture::known("weights", Kind::Potts).window([760.0, 420.0]);
    harness.state_mut().shared.unit = Some(1);
    harness.run_steps(2);
    let unit = harness.get_by_role_and_label(Role::Image, "Hidden unit 2").rect();
    assert!(unit.width() >= 600.0 && unit.height() >= 60.0, "{unit}");
}
