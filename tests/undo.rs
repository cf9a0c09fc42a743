//! Undo in every lab: what a person edited is taken back by Ctrl Z and done again; where one looks is no edit.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::engine::core::session::Command;
use glassbox::engine::rbm::TrainCmd;
use glassbox::ui::app::Startup;
use glassbox::ui::chassis::{Control, Step};
use glassbox::ui::labs::train;
use glassbox::ui::remembered::Remembered;
use serde::Serialize;
use serde_json::Value;
use support::{Window, choose, key, press, says, shows, wait, wait_for, window_with};

fn in_lab(lab: &str) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "a lab", |harness| harness.query_by_label("Play").is_some());
    rests(&mut harness);
    harness
}

fn rests(harness: &mut Window) {
    wait(harness, "rest", |harness| !harness.state().as_ref().unwrap().busy());
    harness.run_steps(3);
}

fn undo(harness: &mut Window, what: &str) {
    press(harness, Modifiers::COMMAND, Key::Z);
    wait_for(harness, &format!("Taken back: {what}."));
    rests(harness);
}

fn redo(harness: &mut Window, what: &str) {
    press(harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    wait_for(harness, &format!("Done again: {what}."));
    rests(harness);
}

fn nothing_more(harness: &mut Window) {
    press(harness, Modifiers::COMMAND, Key::Z);
    wait_for(harness, "There is nothing to undo.");
}

/// The choice of a row of buttons.
fn pressed(harness: &mut Window, choice: &str) {
    harness.get_by_role_and_label(Role::RadioButton, choice).click();
    harness.run_steps(3);
    rests(harness);
}

fn is_chosen(harness: &Window, choice: &str) -> bool {
    let node = harness.get_by_role_and_label(Role::RadioButton, choice);
    node.accesskit_node().is_selected() == Some(true)
        || format!("{:?}", node.accesskit_node().toggled()).contains("True")
}

fn ask(harness: &mut Window, ask: impl Serialize) {
    let step = Step::<Value>::Ask(serde_json::to_value(ask).unwrap());
    harness.state_mut().as_mut().unwrap().perform(step).unwrap();
    harness.run_steps(3);
    rests(harness);
}

/// What is remembered of the view of a lab.
fn view(harness: &mut Window, lab: &str) -> Value {
    harness.state_mut().as_mut().unwrap().as_session().labs[lab].layout["shared"].clone()
}

#[test]
fn settings_of_phases_are_taken_back_and_the_puck_stays() {
    let mut harness = in_lab("phases");
    pressed(&mut harness, "400");
    wait_for(&mut harness, "N\u{A0}=\u{A0}400, p");
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    rests(&mut harness);
    pressed(&mut harness, "Projection");
    harness.state_mut().as_mut().unwrap().perform(Step::Show("sweep".to_owned())).unwrap();
    wait_for(&mut harness, "Capacity");
    harness.get_by_label("Capacity").click();
    harness.run_steps(3);
    assert_eq!(view(&mut harness, "phases")["sweep"]["what"], "Capacity");
    undo(&mut harness, "the settings of the sweep");
    assert_eq!(view(&mut harness, "phases")["sweep"]["what"], "Phase");
    undo(&mut harness, "the learning rule");
    assert!(is_chosen(&harness, "Hebb"));
    undo(&mut harness, "the number of spins");
    assert!(is_chosen(&harness, "1\u{202F}000"));
    nothing_more(&mut harness);
    redo(&mut harness, "the number of spins");
    redo(&mut harness, "the learning rule");
    assert!(is_chosen(&harness, "400") && is_chosen(&harness, "Projection"));
    assert_eq!(view(&mut harness, "phases")["sweep"]["what"], "Phase");
    redo(&mut harness, "the settings of the sweep");
    assert_eq!(view(&mut harness, "phases")["sweep"]["what"], "Capacity");
}

/// The measured points of Phases, as they are remembered.
fn points(harness: &mut Window) -> usize {
    let remembered = harness.state_mut().as_mut().unwrap().remember();
    let work: Value = serde_json::from_str(&remembered.work["phases"]).unwrap();
    work["points"].as_array().unwrap().len()
}

#[test]
fn points_of_the_phase_diagram_that_were_forgotten_come_back() {
    let mut harness = in_lab("phases");
    key(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    rests(&mut harness);
    let step = Step::<Value>::Control(Control::Step(1));
    harness.state_mut().as_mut().unwrap().perform(step).unwrap();
    rests(&mut harness);
    assert_eq!(points(&mut harness), 2);
    key(&mut harness, Modifiers::COMMAND, Key::Delete);
    rests(&mut harness);
    assert_eq!(points(&mut harness), 0);
    undo(&mut harness, "forgetting the measured points");
    assert_eq!(points(&mut harness), 2);
    redo(&mut harness, "forgetting the measured points");
    assert_eq!(points(&mut harness), 0);
    undo(&mut harness, "forgetting the measured points");
    assert_eq!(points(&mut harness), 2);
    nothing_more(&mut harness);
}

#[test]
fn settings_of_a_training_are_taken_back_and_then_the_run() {
    let mut harness = in_lab("train");
    let rate = |harness: &Window| {
        let texts = says(harness);
        let at = texts.iter().position(|said| said == TrainCmd::NAMES.learning_rate).unwrap();
        texts[at + 1].clone()
    };
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    rests(&mut harness);
    let usual = rate(&harness);
    let model = |cmd: TrainCmd| train::context::Ask::Train(Box::new(Command::Model(cmd)));
    ask(&mut harness, model(TrainCmd::LearningRate(0.25)));
    assert!(rate(&harness).contains("0.25"), "{}", rate(&harness));
    harness.get_by_label("Step: one update").click();
    wait_for(&mut harness, "update 1");
    rests(&mut harness);
    ask(&mut harness, model(TrainCmd::GibbsSteps(3)));
    undo(&mut harness, "the number of Gibbs steps");
    undo(&mut harness, "the learning rate");
    assert_eq!(rate(&harness), usual);
    assert!(shows(&harness, "update 1"), "what was learned stays");
    redo(&mut harness, "the learning rate");
    assert!(rate(&harness).contains("0.25"), "{}", rate(&harness));
    undo(&mut harness, "the learning rate");
    // The run before had come nowhere: it is begun again. This one is put aside, and comes back with its update.
    undo(&mut harness, "the beginning of another run");
    wait(&mut harness, "the first run", |harness| !shows(harness, "21 × 8"));
    nothing_more(&mut harness);
    redo(&mut harness, "the beginning of another run");
    wait_for(&mut harness, "21 × 8");
    wait_for(&mut harness, "update 1");
}

#[test]
fn a_dragged_distance_of_the_tree_is_one_edit() {
    let mut harness = in_lab("tree");
    let distance = |harness: &mut Window| view(harness, "tree")["merge"].clone();
    let usual = distance(&mut harness);
    let slider = harness.get_by_role_and_label(Role::Slider, "distance").rect();
    let press = |pos, pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    harness.event(press(slider.center(), true));
    for step in 0_u8..6 {
        harness.event(Event::PointerMoved(slider.center() + vec2(4.0 * f32::from(step), 0.0)));
        harness.run_steps(4);
    }
    harness.event(press(slider.center() + vec2(20.0, 0.0), false));
    rests(&mut harness);
    let dragged = distance(&mut harness);
    assert_ne!(usual, dragged);
    key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    pressed(&mut harness, "128");
    undo(&mut harness, "the number of rows");
    undo(&mut harness, "the distance at which fixed points merge");
    assert_eq!(distance(&mut harness), usual);
    nothing_more(&mut harness);
    redo(&mut harness, "the distance at which fixed points merge");
    assert_eq!(distance(&mut harness), dragged);
}

#[test]
fn a_learning_rate_is_taken_back_while_a_machine_learns() {
    let mut harness = in_lab_that_runs("boltzmann");
    pressed_while_it_runs(&mut harness, "Nesterov");
    wait(&mut harness, "the optimiser", |harness| is_chosen(harness, "Nesterov"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "Taken back: the optimiser.");
    wait(&mut harness, "the optimiser of before", |harness| !is_chosen(harness, "Nesterov"));
    assert!(!shows(&harness, "update 0 "), "it goes on from where it was");
}

fn in_lab_that_runs(lab: &str) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "a run", |harness| harness.query_by_label("Pause").is_some());
    harness.run_steps(5);
    harness
}

fn pressed_while_it_runs(harness: &mut Window, choice: &str) {
    harness.get_by_role_and_label(Role::RadioButton, choice).click();
    harness.run_steps(5);
}
