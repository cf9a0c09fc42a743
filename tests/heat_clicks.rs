//! What each control of the Heat lab asks for.
#![cfg(feature = "gui")]

mod support;

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::physics::annealing::Schedule;
use glassbox::physics::hopfield::Acceptance;
use glassbox::physics::theory::mixtures;
use glassbox::ui::labs::hopfield::context::Ask;
use support::hopfield::{Fixture, empty, warm};

fn shown(id: &str, document: &Document) -> Harness<'static, Fixture> {
    let mut harness = Fixture::new(id, document).harness([640.0, 420.0]);
    harness.run_steps(2);
    harness
}

/// What was asked for since the last time.
fn asked(harness: &mut Harness<'static, Fixture>) -> Vec<Ask> {
    harness.run_steps(2);
    std::mem::take(&mut harness.state_mut().asks)
}

fn cmd(cmd: RecallCmd) -> Ask {
    Ask::Recall(Command::Model(cmd))
}

fn click(harness: &mut Harness<'static, Fixture>, label: &str) -> Vec<Ask> {
    harness.get_by_label(label).click();
    asked(harness)
}

#[test]
fn the_heater_has_fine_and_coarse_steps_and_ends() {
    let mut harness = shown("temperature", &warm());
    // Each step goes on from the one before, also before the engine has answered.
    for (label, wanted) in
        [("Warmer by 0.01", 0.61), ("Warmer by 0.01", 0.62), ("Warmer by 0.1", 0.72), ("Colder by 0.1", 0.62)]
    {
        assert_eq!(click(&mut harness, label), [cmd(RecallCmd::SetTemperature(wanted))], "{label}");
    }
    for wanted in [0.61, 0.62, 0.72, 0.62] {
        harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(wanted)));
    }
    assert_eq!(click(&mut harness, "Colder by 0.01"), [cmd(RecallCmd::SetTemperature(0.61))]);
    harness.state_mut().shared.heater = None;
    harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(0.04)));
    assert_eq!(click(&mut harness, "Colder by 0.1"), [cmd(RecallCmd::SetTemperature(0.0))]);
    harness.state_mut().apply(Command::Model(RecallCmd::SetTemperature(0.0)));
    assert_eq!(click(&mut harness, "Colder by 0.1"), [], "nothing is colder than 0");
}

#[test]
fn chips_snap_to_what_theory_names() {
    let mut harness = shown("temperature", &warm());
    for (name, n) in [("T₃", 3), ("T₅", 5), ("T₇", 7)] {
        let critical = mixtures::critical_temperature(n).unwrap().unwrap();
        let label = format!("Go to {name}, T = {critical:.4}");
        assert_eq!(click(&mut harness, &label), [cmd(RecallCmd::SetTemperature(critical))]);
    }
    assert_eq!(click(&mut harness, "Go to critical, T = 1.0000"), [cmd(RecallCmd::SetTemperature(1.0))]);
}

#[test]
fn rules_of_acceptance_are_edits() {
    let mut harness = shown("temperature", &warm());
    assert_eq!(click(&mut harness, "Metropolis"), [cmd(RecallCmd::SetAcceptance(Acceptance::Metropolis))]);
}

#[test]
fn the_heater_turns_what_comes_next_while_one_looks_back() {
    let mut fixture = Fixture::new("temperature", &warm());
    fixture.run(3);
    fixture.apply(Command::Model(RecallCmd::SetTemperature(0.3)));
    fixture.apply(Command::Model(RecallCmd::Scrub(Some(10))));
    assert_eq!(fixture.snapshot.view.moment.temperature, 0.6);
    let mut harness = fixture.harness([300.0, 300.0]);
    harness.run_steps(2);
    harness.get_by_label("0.30");
    assert_eq!(click(&mut harness, "Warmer by 0.1"), [cmd(RecallCmd::SetTemperature(0.4))]);
}

#[test]
fn arrows_turn_the_heater() {
    let mut fixture = Fixture::new("energy", &warm());
    fixture.keys = true;
    let mut harness = fixture.harness([640.0, 420.0]);
    for (modifiers, key, wanted) in [
        (Modifiers::NONE, Key::ArrowUp, 0.61),
        (Modifiers::NONE, Key::ArrowDown, 0.6),
        (Modifiers::SHIFT, Key::ArrowUp, 0.7),
        (Modifiers::SHIFT, Key::ArrowDown, 0.6),
    ] {
        harness.key_press_modifiers(modifiers, key);
        assert_eq!(asked(&mut harness), [cmd(RecallCmd::SetTemperature(wanted))]);
    }
    // Two presses that come with one frame are two.
    let press = egui::Event::Key {
        key: Key::ArrowUp,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    harness.input_mut().events.extend([press.clone(), press]);
    let wanted = [0.61, 0.62].map(|wanted| cmd(RecallCmd::SetTemperature(wanted)));
    assert_eq!(asked(&mut harness), wanted);
}

#[test]
fn the_schedule_is_followed_left_and_given_another_form() {
    let mut harness = shown("schedule", &warm());
    assert_eq!(click(&mut harness, "Follow"), [cmd(RecallCmd::FollowSchedule)]);
    let geometric = Schedule::Geometric { from: 1.1, to: 0.02, sweeps: 55 };
    assert_eq!(click(&mut harness, "Geometric"), [cmd(RecallCmd::SetSchedule { gesture: 1, schedule: geometric })]);
    harness.state_mut().apply(Command::Model(RecallCmd::FollowSchedule));
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "By hand"), [cmd(RecallCmd::SetTemperature(1.1))]);
}

/// The middle of a point of the schedule.
fn place(harness: &Harness<'static, Fixture>, point: usize) -> Pos2 {
    let label = format!("Temperature over the sweeps, point {point}");
    harness.get_by_role_and_label(Role::Slider, &label).rect().center()
}

fn press(harness: &Harness<'static, Fixture>, at: Pos2, button: PointerButton, pressed: bool) {
    harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
}

#[test]
fn a_point_is_dragged_in_one_gesture() {
    let mut harness = shown("schedule", &warm());
    let at = place(&harness, 1);
    harness.hover_at(at);
    press(&harness, at, PointerButton::Primary, true);
    harness.step();
    let mut edits = Vec::new();
    for step in 1..=4_u8 {
        harness.hover_at(at + egui::vec2(0.0, 12.0 * f32::from(step)));
        harness.step();
        for ask in asked(&mut harness) {
            let Ask::Recall(Command::Model(RecallCmd::SetSchedule { gesture, schedule })) = ask else {
                panic!("{ask:?}");
            };
            edits.push((gesture, schedule.temperature(0.0), schedule.temperature(54.0)));
        }
    }
    assert_eq!(asked(&mut harness), [], "a point that is held still asks for nothing");
    press(&harness, at + egui::vec2(0.0, 48.0), PointerButton::Primary, false);
    assert_eq!(asked(&mut harness), []);
    assert!(edits.len() >= 4);
    assert!(edits.iter().all(|edit| edit.0 == edits[0].0 && edit.2 == 0.02), "{edits:?}");
    assert!(edits.is_sorted_by(|a, b| a.1 >= b.1) && edits[0].1 < 1.1, "down is colder: {edits:?}");
}

#[test]
fn what_changes_nothing_is_no_edit() {
    let mut harness = shown("schedule", &warm());
    for key in [Key::Delete, Key::ArrowLeft] {
        harness.get_by_role_and_label(Role::Slider, "Temperature over the sweeps, point 1").focus();
        harness.run_steps(2);
        harness.key_press(key);
        assert_eq!(asked(&mut harness), [], "{key:?}: the first of two points stays");
    }
}

#[test]
fn stretching_to_and_fro_is_one_edit_and_keeps_the_points() {
    let points = vec![(0.0, 1.2), (10.0, 0.9), (20.0, 0.4), (54.0, 0.02)];
    let document = Document { schedule: Schedule::Piecewise(points.clone()), ..warm() };
    let mut harness = shown("schedule", &document);
    let track = harness.get_by_role_and_label(Role::Slider, "sweeps").rect();
    let start = track.center();
    harness.hover_at(start);
    press(&harness, start, PointerButton::Primary, true);
    harness.step();
    let mut edits = Vec::new();
    for x in [track.left() + 1.0, track.center().x + 20.0] {
        harness.hover_at(Pos2::new(x, track.center().y));
        harness.step();
        for ask in asked(&mut harness) {
            let Ask::Recall(command) = ask else { panic!("{ask:?}") };
            let Command::Model(RecallCmd::SetSchedule { gesture, schedule }) = &command else { panic!("{command:?}") };
            edits.push((*gesture, schedule.clone()));
            harness.state_mut().apply(command);
        }
    }
    press(&harness, start, PointerButton::Primary, false);
    let (first, last) = (&edits[0], edits.last().unwrap());
    assert!(edits.iter().all(|edit| edit.0 == first.0), "{edits:?}");
    let Schedule::Piecewise(stretched) = &last.1 else { panic!("{last:?}") };
    assert_eq!(stretched.iter().map(|point| point.1).collect::<Vec<_>>(), [1.2, 0.9, 0.4, 0.02]);
    let factor = stretched[3].0 / 54.0;
    assert!((stretched[1].0 - 10.0 * factor).abs() <= 0.5, "{stretched:?}");
}

#[test]
fn points_are_added_and_taken_away() {
    let mut harness = shown("schedule", &warm());
    let between = place(&harness, 1).lerp(place(&harness, 2), 0.5) - egui::vec2(0.0, 40.0);
    harness.hover_at(between);
    press(&harness, between, PointerButton::Primary, true);
    harness.step();
    press(&harness, between, PointerButton::Primary, false);
    let asks = asked(&mut harness);
    let [Ask::Recall(Command::Model(RecallCmd::SetSchedule { schedule: Schedule::Piecewise(points), .. }))] =
        asks.as_slice()
    else {
        panic!("{asks:?}");
    };
    assert_eq!((points.len(), points[1].0), (3, 27.0));
    assert!(points[1].1 > 0.56, "above the line: {points:?}");
    let schedule = Schedule::Piecewise(points.clone());
    harness.state_mut().apply(Command::Model(RecallCmd::SetSchedule { gesture: 9, schedule }));
    harness.run_steps(2);
    let label = "Temperature over the sweeps, point 2";
    harness.get_by_role_and_label(Role::Slider, label).focus();
    harness.run_steps(2);
    harness.key_press(Key::Delete);
    let asks = asked(&mut harness);
    let [Ask::Recall(Command::Model(RecallCmd::SetSchedule { schedule, .. }))] = asks.as_slice() else {
        panic!("{asks:?}");
    };
    assert_eq!(schedule, &Schedule::Piecewise(vec![(0.0, 1.1), (54.0, 0.02)]));
}

#[test]
fn quench_and_annealing_are_asked_for_together_and_told_apart() {
    let mut harness = shown("quench", &warm());
    assert_eq!(click(&mut harness, "50"), []);
    let asks = click(&mut harness, "Run them");
    assert_eq!(asks, [Ask::CompareCooling { runs: 50 }]);
    harness.state_mut().study(&asks);
    harness.run_steps(3);
    let studies = &harness.state().bench.studies;
    let [quench, anneal, temper] = [studies.quench.latest(), studies.anneal.latest(), studies.temper.latest()]
        .map(|latest| latest.unwrap().view.clone());
    assert_eq!([quench.done, anneal.done, temper.done], [50; 3]);
    let [quenched, annealed, tempered] = [quench.pure(), anneal.pure(), temper.pure()];
    let wanted = format!("{quenched} of 50 quenched, {annealed} of 50 annealed, {tempered} of 50 tempered");
    harness.get_by_label_contains(&wanted);
    let mut harness = shown("quench", &empty());
    assert_eq!(click(&mut harness, "Run them"), [], "nothing is stored");
}

#[test]
fn the_update_shows_its_chances_when_it_is_warm() {
    let mut fixture = Fixture::new("update", &warm());
    fixture.run(1);
    let chance = fixture.snapshot.view.moment.explanation.unwrap().chance.unwrap();
    let mut harness = fixture.harness([640.0, 300.0]);
    harness.run_steps(2);
    harness.get_by_label_contains(&format!("p(+1) = {:.3}", chance.up));
    harness.get_by_label_contains(&format!("drew {:.3}", chance.drawn));
    let cold = Document { temperature: 0.0, ..warm() };
    let mut fixture = Fixture::new("update", &cold);
    fixture.run(1);
    let mut harness = fixture.harness([640.0, 300.0]);
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("drew").is_none(), "at T = 0 nothing is drawn");
}
