//! What each key of the Recall lab does, exactly.
#![cfg(feature = "gui")]

mod support;

use egui::{ColorImage, Event, Key, Modifiers};
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::RecallCmd;
use glassbox::physics::spins::Pattern;
use glassbox::ui::labs::hopfield::context::{Ask, Layer};
use glassbox::ui::widgets::TransportAction;
use support::hopfield::{Fixture, SHAPE, Window, empty, opened};

/// A lab after a run of two sweeps, reading its keys.
fn window() -> Window {
    let mut fixture = Fixture::new("update", &opened());
    fixture.keys = true;
    fixture.run(2);
    let mut harness = fixture.harness([500.0, 200.0]);
    harness.run_steps(2);
    harness
}

/// What a press gives: what is asked for, and what goes to the transport.
fn press(harness: &mut Window, modifiers: Modifiers, key: Key) -> (Vec<Ask>, Vec<TransportAction>) {
    harness.state_mut().asks.clear();
    harness.state_mut().actions.clear();
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(2);
    let fixture = harness.state_mut();
    (std::mem::take(&mut fixture.asks), std::mem::take(&mut fixture.actions))
}

fn edit(cmd: RecallCmd) -> (Vec<Ask>, Vec<TransportAction>) {
    (vec![Ask::Recall(Command::Model(cmd))], Vec::new())
}

fn nothing() -> (Vec<Ask>, Vec<TransportAction>) {
    (Vec::new(), Vec::new())
}

#[test]
fn the_keys_of_the_transport() {
    let mut harness = window();
    for (modifiers, key, action) in [
        (Modifiers::NONE, Key::Space, TransportAction::Play),
        (Modifiers::NONE, Key::Period, TransportAction::Step),
        (Modifiers::COMMAND, Key::R, TransportAction::Reset),
    ] {
        assert_eq!(press(&mut harness, modifiers, key), (Vec::new(), vec![action]));
    }
    harness.state_mut().apply(Command::Run);
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::Space), (Vec::new(), vec![TransportAction::Pause]));
}

#[test]
fn a_key_that_is_held_acts_once_and_moves_on() {
    let mut harness = window();
    let held = |harness: &mut Window, modifiers: Modifiers, key: Key| {
        harness.state_mut().asks.clear();
        harness.state_mut().actions.clear();
        for pressed in [true, true, true, false] {
            harness.event(egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
            harness.run_steps(1);
        }
        (harness.state().asks.len(), harness.state().actions.len())
    };
    for key in [Key::D, Key::N, Key::I, Key::Delete] {
        assert_eq!(held(&mut harness, Modifiers::COMMAND, key), (1, 0), "{key:?}");
    }
    assert_eq!(held(&mut harness, Modifiers::NONE, Key::Delete), (1, 0));
    assert_eq!(held(&mut harness, Modifiers::NONE, Key::Space), (0, 1));
    assert_eq!(held(&mut harness, Modifiers::COMMAND, Key::R), (0, 1));
    assert_eq!(held(&mut harness, Modifiers::NONE, Key::Period), (0, 3));
    assert_eq!(held(&mut harness, Modifiers::NONE, Key::ArrowLeft), (3, 0));
}

#[test]
fn the_keys_of_the_document() {
    let mut harness = window();
    let state = harness.state().snapshot.view.moment.state.clone();
    let clear = Pattern::from_bits(vec![false; SHAPE.cells()]);
    let inverted = Pattern::from_bits(state.iter().map(|&spin| spin < 0));
    for (modifiers, key, cmd) in [
        (Modifiers::COMMAND, Key::D, RecallCmd::Store { name: "drawing 1".to_owned() }),
        (Modifiers::COMMAND, Key::N, RecallCmd::CorruptAgain),
        (Modifiers::COMMAND, Key::Delete, RecallCmd::SetCue { name: "clear".to_owned(), pattern: clear }),
        (Modifiers::COMMAND, Key::I, RecallCmd::SetCue { name: "invert".to_owned(), pattern: inverted }),
        (Modifiers::NONE, Key::Delete, RecallCmd::Forget(0)),
    ] {
        assert_eq!(press(&mut harness, modifiers, key), edit(cmd), "{key:?}");
    }
    for key in [Key::D, Key::N, Key::C, Key::X, Key::I, Key::R] {
        assert_eq!(press(&mut harness, Modifiers::NONE, key), nothing(), "a letter alone destroys nothing: {key:?}");
    }
    harness.state_mut().shared.selected = 3;
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::Delete), edit(RecallCmd::Forget(3)));
    harness.state_mut().shared.selected = 99;
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::Delete), nothing());
}

#[test]
fn undo_and_redo_are_asked_for_only_where_there_is_something() {
    let mut harness = window();
    let redo = Modifiers::COMMAND | Modifiers::SHIFT;
    assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::Z), nothing());
    assert_eq!(press(&mut harness, redo, Key::Z), nothing());
    harness.state_mut().apply(Command::Model(RecallCmd::CorruptAgain));
    assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::Z), edit(RecallCmd::Undo));
    assert_eq!(press(&mut harness, redo, Key::Z), nothing());
    harness.state_mut().apply(Command::Model(RecallCmd::Undo));
    assert_eq!(press(&mut harness, redo, Key::Z), edit(RecallCmd::Redo));
    assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::Y), edit(RecallCmd::Redo));
    assert_eq!(press(&mut harness, Modifiers::COMMAND, Key::Z), nothing());
}

#[test]
fn the_keys_of_the_cursor() {
    let mut harness = window();
    let view = &harness.state().snapshot.view;
    let (recorded, base) = (view.recorded, view.base);
    let tenth = (recorded - base) / 10;
    let scrub = |update: Option<u64>| edit(RecallCmd::Scrub(update));
    assert!(tenth > 1 && base == 0, "{recorded} recorded from {base}");
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::ArrowLeft), scrub(Some(recorded - 1)));
    assert_eq!(press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft), scrub(Some(recorded - tenth)));
    harness.state_mut().apply(Command::Model(RecallCmd::Scrub(Some(7))));
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::ArrowRight), scrub(Some(8)));
    assert_eq!(press(&mut harness, Modifiers::SHIFT, Key::ArrowRight), scrub(Some(7 + tenth)));
    assert_eq!(press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft), scrub(Some(0)));
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::End), scrub(None));
    harness.state_mut().apply(Command::Run);
    let (asks, _) = press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(asks, [Ask::Recall(Command::Pause), Ask::Recall(Command::Model(RecallCmd::Scrub(Some(6))))]);
}

#[test]
fn shift_and_a_digit_choose_the_layer() {
    let mut harness = window();
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
    for (layer, key) in Layer::ALL.into_iter().zip(digits).rev() {
        assert_eq!(press(&mut harness, Modifiers::SHIFT, key), nothing());
        assert_eq!(harness.state().shared.layer, layer);
        assert_eq!(press(&mut harness, Modifiers::NONE, key), nothing(), "a bare digit goes to a lab");
        assert_eq!(harness.state().shared.layer, layer);
    }
}

#[test]
fn with_nothing_stored_no_key_asks_for_what_there_is_not() {
    let mut fixture = Fixture::new("update", &empty());
    fixture.keys = true;
    let mut harness = fixture.harness([500.0, 200.0]);
    harness.run_steps(2);
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::Delete), nothing());
    assert_eq!(press(&mut harness, Modifiers::NONE, Key::ArrowLeft), edit(RecallCmd::Scrub(Some(0))));
    assert_eq!(
        press(&mut harness, Modifiers::COMMAND, Key::D),
        edit(RecallCmd::Store { name: "drawing 1".to_owned() })
    );
}

/// What an event gives that the window hands on.
fn given(harness: &mut Window, event: Event) -> (Vec<Ask>, Vec<TransportAction>) {
    harness.state_mut().asks.clear();
    harness.event(event);
    harness.run_steps(2);
    (std::mem::take(&mut harness.state_mut().asks), Vec::new())
}

#[test]
fn text_and_pictures_are_pasted_as_the_cue() {
    let mut harness = window();
    // The left half is up.
    let on = |place: usize| place % SHAPE.width < SHAPE.width / 2;
    let cue = || {
        let pattern = Pattern::from_bits((0..SHAPE.cells()).map(on));
        edit(RecallCmd::SetCue { name: "paste".to_owned(), pattern })
    };
    let text: String = (0..SHAPE.cells()).map(|place| if on(place) { '#' } else { '.' }).collect();
    assert!(given(&mut harness, Event::Paste(text)) == cue(), "the text");
    // On light paper what is dark is up.
    let levels: Vec<u8> = (0..SHAPE.cells()).map(|place| if on(place) { 40 } else { 250 }).collect();
    let picture = ColorImage::from_gray([SHAPE.width, SHAPE.height], &levels);
    assert!(given(&mut harness, Event::PasteImage(picture.into())) == cue(), "the picture");
    assert_eq!(given(&mut harness, Event::Paste("##..".to_owned())), nothing());
    assert_eq!(given(&mut harness, Event::PasteImage(ColorImage::default().into())), nothing());
}
