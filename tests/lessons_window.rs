//! Lessons in the real window: each opens by its name, comes to its state, and its tasks are done by what they say.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::cli::lesson::check;
use glassbox::cli::window::INSTRUMENT;
use glassbox::io::lesson::shelf::{EMBEDDED, Shelf};
use glassbox::io::lesson::{Pack, reading};
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use support::{Window, key, says, shows, wait, wait_for, window_with};

/// Looks at a task that is shown, five milliseconds apart: longer than any takes that can be done.
const LOOKS: usize = 24_000;

fn window(lesson: Option<&str>) -> Window {
    let lesson = lesson.map(str::to_owned);
    window_with(Startup { lesson, instrument: Some(INSTRUMENT), ..Startup::default() }, Remembered::default())
}

fn tasks_done(harness: &mut Window) -> Vec<bool> {
    harness.state_mut().as_mut().unwrap().lesson().unwrap().done.clone()
}

#[test]
fn every_embedded_lesson_can_be_taught() {
    let mut wrong = Vec::new();
    for (name, text) in EMBEDDED {
        match reading::lesson(text) {
            Ok(lesson) => wrong.extend(check::commands(&lesson, text).into_iter().map(|one| (name, one))),
            Err(mistakes) => wrong.extend(mistakes.into_iter().map(|one| (name, one))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let shelf = Shelf::embedded();
    assert_eq!(shelf.lessons.len(), EMBEDDED.len(), "{:?}", shelf.refused);
    for lesson in &shelf.lessons {
        for needed in &lesson.head.needs {
            assert!(shelf.lesson(needed).is_some(), "{} needs {needed}", lesson.head.id);
        }
    }
}

/// A test for each pack, so that they go side by side.
#[test]
fn every_lesson_about_learning_is_done_by_what_it_says() {
    are_done_by_what_they_say(Pack::Learning);
}

#[test]
fn every_lesson_about_memories_is_done_by_what_it_says() {
    are_done_by_what_they_say(Pack::Hopfield);
}

#[test]
fn every_lesson_about_heat_is_done_by_what_it_says() {
    are_done_by_what_they_say(Pack::Thermodynamics);
}

#[test]
fn every_card_that_breaks_a_formula_is_done_by_what_it_says() {
    are_done_by_what_they_say(Pack::BreakIt);
}

/// Each task is open until “Show me” is pressed, whatever was done before it, and done by that.
fn are_done_by_what_they_say(pack: Pack) {
    let shelf = Shelf::embedded();
    let lessons: Vec<_> = shelf.lessons.iter().filter(|lesson| lesson.head.pack == pack).collect();
    assert!(lessons.len() > 3);
    for lesson in lessons {
        let id = lesson.head.id.as_str();
        let mut harness = window(Some(id));
        wait_for(&mut harness, &lesson.head.title);
        come_to_rest(&mut harness, id);
        let open = harness.state_mut().as_mut().unwrap().lesson().unwrap();
        let predict = open.predict().cloned();
        open.prediction.rehearse(predict.as_ref());
        harness.run_steps(3);
        assert!(lesson.tasks().next().is_some(), "{id} has nothing to do");
        for (place, task) in lesson.tasks().enumerate() {
            let what = format!("{id}, “{}”", task.text);
            assert!(!tasks_done(&mut harness)[place], "{what} is done from the start: {}", live(&mut harness));
            assert!(!task.until.is_empty(), "{what} is ended by nothing that is seen");
            let open = harness.state_mut().as_mut().unwrap().lesson().unwrap();
            open.perform(&task.show_me).unwrap();
            // It may be done before all that is shown is at its end, and what runs freely has none.
            for _ in 0..LOOKS {
                if tasks_done(&mut harness)[place] {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
                harness.step();
            }
            let readings = live(&mut harness);
            assert!(tasks_done(&mut harness)[place], "{what} is not done: {readings}; {:?}", says(&harness));
            if place + 1 < lesson.tasks().count() {
                come_to_rest(&mut harness, &what);
            }
        }
    }
}

fn come_to_rest(harness: &mut Window, what: &str) {
    wait(harness, &format!("the steps of {what}"), |harness| !harness.state().as_ref().unwrap().busy());
    harness.run_steps(3);
}

/// The live numbers, to be read where a test fails.
fn live(harness: &mut Window) -> String {
    format!("{:?}", harness.state_mut().as_mut().unwrap().lesson().unwrap().readings)
}

#[test]
fn a_lesson_asks_first_and_gives_the_lab_back() {
    let mut harness = window(None);
    key(&mut harness, Modifiers::NONE, Key::F1);
    wait_for(&mut harness, "Lessons");
    let shelf = Shelf::embedded();
    let lesson = shelf.lesson("S2").unwrap();
    let name = format!("S2: {}", lesson.head.title);
    harness.get_by_label(&name).click();
    wait_for(&mut harness, "That is my prediction");
    key(&mut harness, Modifiers::NONE, Key::Space);
    harness.run_steps(3);
    assert!(shows(&harness, "First say in the lesson what you expect"), "{:?}", says(&harness));
    harness.state_mut().as_mut().unwrap().lesson().unwrap().rehearse().unwrap();
    wait_for(&mut harness, "done");
    harness.get_by_label("Show everything of the lab").click();
    wait_for(&mut harness, "Show only what the lesson needs");
    harness.get_by_label("Close the lesson").click();
    wait(&mut harness, "the lab as it was", |harness| !shows(harness, "Show only what the lesson needs"));
}

#[test]
fn a_number_is_measured_in_the_window() {
    let mut harness = window(Some("S2"));
    let shelf = Shelf::embedded();
    let number = shelf.lesson("S2").unwrap().numbers().next().unwrap().clone();
    harness.state_mut().as_mut().unwrap().lesson().unwrap().measuring.want_number(0, &number);
    wait_for(&mut harness, "✓ agrees");
}

#[test]
fn the_first_start_says_three_sentences_and_then_none() {
    let mut harness = window_with(Startup::default(), Remembered::of_a_first_start());
    wait_for(&mut harness, "1 of 3");
    harness.get_by_label("Next").click();
    wait_for(&mut harness, "2 of 3");
    harness.get_by_label("Next").click();
    wait_for(&mut harness, "Now you.");
    // The card is as high as its text: its button has moved.
    harness.run_steps(3);
    harness.get_by_label("Begin").click();
    wait(&mut harness, "nothing more", |harness| !shows(harness, "Now you."));
}

#[test]
fn the_run_of_the_first_task_does_not_do_the_second() {
    let mut harness = window(Some("S2"));
    wait_for(&mut harness, "It never rises");
    harness.run_steps(3);
    harness.get_by_label("It never rises").click();
    harness.run_steps(3);
    harness.get_by_label("That is my prediction").click();
    wait_for(&mut harness, "Your prediction is kept");
    harness.get_by_label("Show me: 1").click();
    wait(&mut harness, "the run to its end", |harness| shows(harness, "Recalled"));
    harness.run_steps(3);
    assert_eq!(tasks_done(&mut harness), [true, false]);
    harness.get_by_label("Show me: 2").click();
    wait(&mut harness, "the second run", |harness| shows(harness, "Your prediction: 100 points of 100"));
    assert_eq!(tasks_done(&mut harness), [true, true]);
}

#[test]
fn a_lesson_is_done_with_the_keyboard_alone() {
    let mut harness = window(None);
    let press = |harness: &mut Window, keys: &[Key]| {
        for &one in keys {
            key(harness, Modifiers::NONE, one);
            harness.run_steps(2);
        }
    };
    press(&mut harness, &[Key::F1, Key::Tab, Key::Tab, Key::Enter]);
    wait_for(&mut harness, "Can a network repair a broken picture?");
    wait_for(&mut harness, "That is my prediction");
    press(&mut harness, &[Key::Tab, Key::Tab, Key::Space, Key::Tab, Key::Tab, Key::Space]);
    wait_for(&mut harness, "Your prediction is kept");
    press(&mut harness, &[Key::Space]);
    wait(&mut harness, "the run to its end", |harness| shows(harness, "Recalled"));
    harness.run_steps(3);
    assert_eq!(tasks_done(&mut harness), [true, false]);
}

#[test]
fn a_curve_is_drawn_with_the_arrow_keys() {
    let mut harness = window(Some("S4"));
    wait_for(&mut harness, "That is my prediction");
    for one in [Key::Tab, Key::ArrowUp, Key::ArrowUp].into_iter().chain([Key::ArrowRight; 47]) {
        key(&mut harness, Modifiers::NONE, one);
        harness.run_steps(1);
    }
    for one in [Key::Tab, Key::Space] {
        key(&mut harness, Modifiers::NONE, one);
        harness.run_steps(2);
    }
    wait_for(&mut harness, "Your prediction is kept");
    let open = harness.state_mut().as_mut().unwrap().lesson().unwrap();
    // 0.6 everywhere: off by 0.39, 0.39, 0.40, 0.39, 0.39, 0.38, 0.25 and 0.25 at the eight places.
    let score = open.prediction.score(open.predict()).unwrap();
    let misses = [0.4, 0.3996, 0.398, 0.3932, 0.3872, 0.3754, 0.25, 0.25];
    assert!((score - (1.0 - misses.iter().sum::<f64>() / 8.0)).abs() < 1e-9, "{score}");
}
