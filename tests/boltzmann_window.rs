//! The Boltzmann lab in the real window: parity is learned before one's eyes, taken apart, changed and raced.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Vec2};
use egui_kittest::kittest::Queryable as _;
use glassbox::physics::boltzmann::{Links, Topology, Units};
use glassbox::ui::app::Startup;
use glassbox::ui::labs::boltzmann::context::Dragged;
use glassbox::ui::labs::boltzmann::places::Places;
use glassbox::ui::remembered::Remembered;
use support::{Window, choose, key, says, shows, wait, wait_for, window_with};

fn window() -> Window {
    let startup = Startup { lab: Some("boltzmann".to_owned()), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait_for(&mut harness, "19 parameters");
    harness
}

/// The number at the right end of a row of the read-out.
fn read(harness: &Window, row: &str) -> f64 {
    let said = says(harness).into_iter().find_map(|said| said.strip_prefix(row).map(str::to_owned));
    let number = said.unwrap().trim().split(' ').next().unwrap().replace('−', "-").replace('\u{202F}', "");
    number.parse().unwrap()
}

#[test]
fn parity_is_learned_from_the_first_frame_on() {
    let mut harness = window();
    for said in ["What is learned: even parity of 3", "of 4: ", "KL(q‖p), nats", "Two phases"] {
        wait_for(&mut harness, said);
    }
    wait(&mut harness, "KL below ln 2", |harness| read(harness, "KL(q‖p), nats") < 0.5);
    harness.check_accessibility();
}

#[test]
fn without_hidden_units_the_divergence_stays_at_its_floor() {
    let mut harness = window();
    harness.get_by_label("Without hidden units").click();
    wait_for(&mut harness, "6 parameters");
    let ln_2 = |harness: &Window| (read(harness, "KL(q‖p), nats") - std::f64::consts::LN_2).abs() < 1e-4;
    wait(&mut harness, "ln 2", ln_2);
    wait_for(&mut harness, "Without hidden units KL cannot go below 0.693 nats");
    assert!(ln_2(&harness), "{:?}", says(&harness));
}

#[test]
fn the_pairs_of_a_machine_without_hidden_units_are_read_in_couplings() {
    let mut harness = window();
    assert!(!shows(&harness, "Its pairs in Couplings"));
    // Rows of even parity have no pair; those of another last bit have.
    harness.get_by_label("row 4, bit 3").click();
    wait_for(&mut harness, "What is learned: own rows");
    harness.get_by_label("Without hidden units").click();
    wait_for(&mut harness, "6 parameters");
    wait(&mut harness, "some updates", |harness| read(harness, "KL(q‖p), nats") < 0.6);
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait_for(&mut harness, "Play");
    wait_for(&mut harness, "Its pairs in Couplings");
    harness.get_by_label("Its pairs in Couplings").click();
    for said in
        ["pairs of own rows, update", "3 × 3", "each of its pairs is one hidden unit", "exact couplings, update"]
    {
        wait_for(&mut harness, said);
    }
    wait_for(&mut harness, "All 3 couplings");
}

#[test]
fn rows_are_typed_and_the_machine_follows() {
    let mut harness = window();
    harness.get_by_label("row 1, bit 2").click();
    wait_for(&mut harness, "What is learned: own rows");
    wait_for(&mut harness, "row 1 of 4: 0 1 0");
    harness.get_by_label("Add a row").click();
    wait_for(&mut harness, "5 rows");
    harness.get_all_by_label("Remove this row").next().unwrap().click();
    wait_for(&mut harness, "4 rows");
    harness.get_by_label("Hold row 3").click();
    wait_for(&mut harness, "Let go");
    harness.get_by_label("Let go").click();
    wait(&mut harness, "the next rows", |harness| !shows(harness, "Let go"));
}

#[test]
fn units_and_edges_are_chosen_and_chains_have_errors() {
    let mut harness = window();
    harness.get_by_role_and_label(Role::RadioButton, "Full").click();
    wait_for(&mut harness, "28 parameters");
    harness.get_by_role_and_label(Role::RadioButton, "0 and 1").click();
    wait_for(&mut harness, "full · 0 and 1");
    harness.get_by_role_and_label(Role::RadioButton, "Chains").click();
    wait_for(&mut harness, "β of the chains");
    wait_for(&mut harness, "400 chains");
    assert!(shows(&harness, "in standard errors"), "{:?}", says(&harness));
    choose(&mut harness, "What is learned: even parity of 3", "4-2-4 encoder");
    wait_for(&mut harness, "row 1 of 4: 1 0 0 0 1 0 0 0");
}

#[test]
fn brackets_go_along_the_training_and_end_returns() {
    let mut harness = window();
    wait(&mut harness, "some updates", |harness| read(harness, "KL(q‖p), nats") < 0.6);
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait_for(&mut harness, "Play");
    let before = read(&harness, "KL(q‖p), nats");
    for _ in 0..12 {
        key(&mut harness, Modifiers::NONE, Key::OpenBracket);
    }
    wait(&mut harness, "twelve checkpoints before", |harness| read(harness, "KL(q‖p), nats") > before + 0.005);
    key(&mut harness, Modifiers::NONE, Key::End);
    wait(&mut harness, "the present update", |harness| read(harness, "KL(q‖p), nats") == before);
}

#[test]
fn the_race_is_won_by_the_natural_gradient() {
    let mut harness = window();
    harness.get_by_label("Which optimiser is fastest?").click();
    wait_for(&mut harness, "Fisher-Newton: ");
    wait_for(&mut harness, "Start the race");
    assert!(shows(&harness, "Adam"), "{:?}", says(&harness));
}

#[test]
fn five_boxes_make_one_update() {
    let mut harness = window();
    key(&mut harness, Modifiers::NONE, Key::Space);
    harness.run_steps(3);
    wait_for(&mut harness, "1  Clamp");
    let update = |harness: &Window| says(harness).into_iter().find(|said| said.contains("at update ")).unwrap();
    let before = update(&harness);
    for _ in 0..5 {
        harness.run_steps(3);
        harness.get_by_label("Next box").click();
    }
    wait(&mut harness, "the next update", |harness| update(harness) != before);
    for said in ["2  Average: data", "pp = ⟨v₁ h₁⟩", "4  Compare", "5  Learn"] {
        assert!(shows(&harness, said), "{said}: {:?}", says(&harness));
    }
}

#[test]
fn a_unit_is_dragged_and_put_back() {
    let mut harness = window();
    key(&mut harness, Modifiers::NONE, Key::Space);
    wait_for(&mut harness, "Play");
    let picture = harness.query_all_by_label_contains("A machine of 3 visible").next().unwrap().rect();
    let topology = Topology { visible: 3, hidden: 4, units: Units::Ising, links: Links::RESTRICTED, beta: 1.0 };
    let from = Places::new(&topology, &Dragged::default(), picture, 1.0).unit(0);
    let press = |pos, pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        Event::PointerButton { pos, button, pressed, modifiers }
    };
    // A quick hand: from one frame to the next it is far from the unit.
    let to = from + Vec2::new(60.0, -30.0);
    for event in [Event::PointerMoved(from), press(from, true), Event::PointerMoved(to), press(to, false)] {
        harness.event(event);
        harness.step();
    }
    wait_for(&mut harness, "Arrange");
    harness.run_steps(3);
    harness.get_by_label("Arrange").click();
    wait(&mut harness, "the units back", |harness| !shows(harness, "Arrange"));
}

#[test]
fn a_change_of_the_machine_is_undone_and_done_again() {
    let mut harness = window();
    harness.get_by_label("Without hidden units").click();
    wait_for(&mut harness, "3 visible, 0 hidden");
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut harness, "3 visible, 4 hidden");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    wait_for(&mut harness, "3 visible, 0 hidden");
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    wait_for(&mut harness, "There is nothing to redo.");
}
