//! What each control of the Recall lab asks for, exactly: buttons, segments, menus, strokes, charts.
#![cfg(feature = "gui")]

mod support;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, pos2};
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::physics::corruption::{Axis, Corruption, CorruptionKind, Side};
use glassbox::physics::hopfield::learning_rules::LearningRule;
use glassbox::physics::hopfield::{Degree, Interaction, UpdateOrder};
use glassbox::physics::spins::{GridShape, Pattern};
use glassbox::ui::labs::hopfield::context::{Ask, Layer, TimeUnit};
use support::hopfield::{Fixture, SHAPE, Window, empty, full, opened};
use support::{asked, click};

fn window(id: &str, document: &Document) -> Window {
    let mut harness = Fixture::new(id, document).harness([760.0, 900.0]);
    harness.run_steps(2);
    harness
}

fn edits(cmds: impl IntoIterator<Item = RecallCmd>) -> Vec<Ask> {
    cmds.into_iter().map(|cmd| Ask::Recall(Command::Model(cmd))).collect()
}

/// Opens a menu and clicks an entry of it.
fn choose(harness: &mut Window, menu: &str, entry: &str) -> Vec<Ask> {
    asked(harness, |harness| {
        harness.get_by_role_and_label(Role::ComboBox, menu).click();
        harness.run_steps(3);
        harness.get_by_label(entry).click();
    })
}

fn name(document: &Document, index: usize) -> String {
    document.memories[index].name.to_string()
}

// Memories

#[test]
fn rules_and_orders_are_set_and_the_present_one_is_not_set_again() {
    let mut harness = window("memories", &opened());
    for (label, rule) in [("Projection", LearningRule::PseudoInverse), ("Storkey", LearningRule::Storkey)] {
        assert_eq!(click(&mut harness, label), edits([RecallCmd::SetRule(rule)]));
    }
    for (label, order) in [("In rows", UpdateOrder::FixedAsynchronous), ("At once", UpdateOrder::Synchronous)] {
        assert_eq!(click(&mut harness, label), edits([RecallCmd::SetOrder(order)]));
    }
    assert_eq!(click(&mut harness, "Hebb"), []);
    assert_eq!(click(&mut harness, "Random"), []);
}

#[test]
fn dense_memories_are_chosen_by_their_function_and_their_degree() {
    let dense = |interaction| edits([RecallCmd::SetRule(LearningRule::Dense(interaction))]);
    let [_, three, four, ..] = Degree::ALL;
    let mut harness = window("memories", &opened());
    assert_eq!(click(&mut harness, "Dense"), dense(Interaction::Polynomial(three)));
    let document = Document { rule: LearningRule::Dense(Interaction::Polynomial(three)), ..opened() };
    let mut harness = window("memories", &document);
    for (label, interaction) in [
        ("Rectified", Interaction::Rectified(three)),
        ("Exp", Interaction::Exponential),
        ("4", Interaction::Polynomial(four)),
    ] {
        assert_eq!(click(&mut harness, label), dense(interaction), "{label}");
    }
    assert_eq!(click(&mut harness, "Hebb"), edits([RecallCmd::SetRule(LearningRule::Hebb)]));
    assert_eq!((click(&mut harness, "Dense"), click(&mut harness, "Power")), (Vec::new(), Vec::new()));
}

#[test]
fn a_thumbnail_is_the_cue_and_becomes_the_selected_memory() {
    let document = opened();
    let mut harness = window("memories", &document);
    let asks = click(&mut harness, &format!("Cue from {}", name(&document, 3)));
    assert_eq!(asks, edits([RecallCmd::CueFromMemory(3)]));
    assert_eq!(harness.state().shared.selected, 3);
}

#[test]
fn the_eye_leaves_out_and_takes_in() {
    let mut document = opened();
    let mut memories = document.memories.to_vec();
    memories[2].stored = false;
    document.memories = memories.into();
    let mut harness = window("memories", &document);
    let (out, back) = (format!("Leave {} out", name(&document, 0)), format!("Store {}", name(&document, 2)));
    assert_eq!(click(&mut harness, &out), edits([RecallCmd::SetStored { index: 0, stored: false }]));
    assert_eq!(click(&mut harness, &back), edits([RecallCmd::SetStored { index: 2, stored: true }]));
}

#[test]
fn a_name_is_selected_by_a_click_and_renamed_by_two() {
    let document = opened();
    let old = name(&document, 4);
    for (end, wanted) in
        [(Key::Enter, edits([RecallCmd::Rename { index: 4, name: "ship".to_owned() }])), (Key::Escape, Vec::new())]
    {
        let mut harness = window("memories", &document);
        assert_eq!(click(&mut harness, &old), []);
        assert_eq!(harness.state().shared.selected, 4);
        harness.run_steps(60);
        let asks = asked(&mut harness, |harness| {
            harness.get_by_label(&old).click();
            harness.get_by_label(&old).click();
            harness.run_steps(3);
            harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
            harness.run_steps(2);
            harness.get_by_role_and_label(Role::TextInput, "New name").type_text("ship");
            harness.run_steps(2);
            harness.key_press(end);
        });
        assert_eq!(asks, wanted, "{end:?}");
        assert!(harness.query_by_role_and_label(Role::TextInput, "New name").is_none(), "{end:?} ends the renaming");
    }
}

#[test]
fn the_menu_of_a_memory_puts_renames_and_forgets() {
    let document = opened();
    let thumbnail = format!("Cue from {}", name(&document, 1));
    for (entry, wanted) in [
        ("Put on the grid", edits([RecallCmd::CueFromMemory(1)])),
        ("Forget", edits([RecallCmd::Forget(1)])),
        ("Rename", Vec::new()),
    ] {
        for handle in [thumbnail.clone(), name(&document, 1)] {
            let mut harness = window("memories", &document);
            let asks = asked(&mut harness, |harness| {
                harness.get_by_label(&handle).click_secondary();
                harness.run_steps(3);
                harness.get_by_label(entry).click();
            });
            assert_eq!(asks, wanted, "{entry} on {handle}");
            let renaming = harness.query_by_role_and_label(Role::TextInput, "New name").is_some();
            assert_eq!(renaming, entry == "Rename");
        }
    }
}

#[test]
fn the_selected_row_has_its_menu_in_sight() {
    let document = opened();
    let mut harness = window("memories", &document);
    let menu = |index: usize| format!("Menu of {}", name(&document, index));
    assert_eq!(click(&mut harness, &name(&document, 2)), []);
    assert!(harness.query_by_label(&menu(0)).is_none());
    let asks = asked(&mut harness, |harness| {
        harness.get_by_label(&menu(2)).click();
        harness.run_steps(3);
        harness.get_by_label("Forget").click();
    });
    assert_eq!(asks, edits([RecallCmd::Forget(2)]));
}

#[test]
fn a_memory_keeps_its_letter_when_others_are_forgotten_and_has_it_once() {
    let document = opened();
    let mut harness = window("memories", &document);
    harness.state_mut().apply(Command::Model(RecallCmd::Forget(1)));
    harness.run_steps(2);
    for (letter, shown) in [("A", true), ("B", false), ("C", true), ("E", true)] {
        assert_eq!(harness.query_by_label(letter).is_some(), shown, "{letter}");
    }
    // A letter that is called by its letter.
    harness.state_mut().apply(Command::Model(RecallCmd::Rename { index: 1, name: "C".to_owned() }));
    harness.run_steps(2);
    assert_eq!(harness.query_all_by_label("C").count(), 1);
}

#[test]
fn the_state_is_stored_under_the_next_free_name() {
    let mut harness = window("memories", &opened());
    let stored = |name: &str| edits([RecallCmd::Store { name: name.to_owned() }]);
    assert_eq!(click(&mut harness, "Store state"), stored("drawing 1"));
    for name in ["drawing 1", "drawing 3"] {
        harness.state_mut().apply(Command::Model(RecallCmd::Store { name: name.to_owned() }));
    }
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Store state"), stored("drawing 2"));
    assert_eq!(click(&mut window("memories", &empty()), "Store state"), stored("drawing 1"));
}

#[test]
fn every_entry_of_the_menus_asks_for_what_it_says() {
    let mut harness = window("memories", &opened());
    for (entry, ask) in [
        ("Icons 28 × 28", Ask::LoadBuiltin("icons".into())),
        ("Letters 16 × 16", Ask::LoadBuiltin("letters".into())),
        ("Letters 8 × 8", Ask::LoadBuiltin("letters8".into())),
        ("Digits 8 × 8", Ask::LoadBuiltin("digits8".into())),
        ("Handwritten digits 28 × 28", Ask::LoadBuiltin("mnist".into())),
        ("Random patterns of this grid", Ask::LoadBuiltin("random".into())),
    ] {
        assert_eq!(choose(&mut harness, "Load memories", entry), [ask]);
    }
}

// State

#[test]
fn layers_are_shared_state_and_ask_for_nothing() {
    let mut harness = window("state", &opened());
    for (label, layer) in [
        ("Field", Layer::Field),
        ("Stability", Layer::Stability),
        ("Difference", Layer::Difference),
        ("Age", Layer::Age),
        ("State", Layer::State),
    ] {
        let asks = asked(&mut harness, |harness| harness.get_by_role_and_label(Role::RadioButton, label).click());
        assert_eq!((asks, harness.state().shared.layer), (Vec::new(), layer));
    }
}

#[test]
fn every_layer_says_what_its_colours_mean() {
    let mut document = opened();
    document.corruption.amount = 0.0;
    let mut harness = window("state", &document);
    harness.state_mut().shared.selected = 1;
    for (layer, key) in [
        (Layer::State, "Spins: from σ = −1"),
        (Layer::Field, "Local field: from pulled to −1, −"),
        (Layer::Stability, "Stability: from unstable, −"),
        (Layer::Difference, &format!("0 of 784 cells differ from B {}.", name(&document, 1))),
        (Layer::Age, "Age: from flipped just now"),
    ] {
        harness.state_mut().shared.layer = layer;
        harness.run_steps(2);
        assert!(harness.query_by_label_contains(key).is_some(), "{layer:?}");
    }
}

fn corrupt(gesture: u64, kind: CorruptionKind, amount: f64, blend_with: Option<usize>) -> Vec<Ask> {
    edits([RecallCmd::Corrupt { gesture, corruption: Corruption { kind, amount }, blend_with }])
}

#[test]
fn each_kind_of_corruption_keeps_the_share_in_its_own_unit() {
    let mut harness = window("state", &opened());
    for (place, (label, kind, amount, blend_with)) in [
        ("Blank", CorruptionKind::Blank, 0.25, None),
        ("Block", CorruptionKind::Block, 0.25, None),
        ("Half", CorruptionKind::Half(Side::Bottom), 0.25, None),
        ("Shift", CorruptionKind::Shift(Axis::Columns), 7.0, None),
        ("Blend", CorruptionKind::Blend, 0.25, Some(2)),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(click(&mut harness, label), corrupt(place as u64 + 1, kind, amount, blend_with));
    }
    assert_eq!(click(&mut harness, "Flip"), []);
}

#[test]
fn a_blend_changes_the_picture_at_once_whichever_memory_is_the_cue_and_chooses_its_partner() {
    let document = opened();
    let mut harness = window("state", &document);
    let apply = |harness: &mut Window, ask: &Ask| {
        let Ask::Recall(command) = ask else { panic!("{ask:?}") };
        harness.state_mut().apply(command.clone());
        harness.run_steps(2);
    };
    let blend = click(&mut harness, "Blend");
    apply(&mut harness, &blend[0]);
    for cue in 0..5 {
        apply(&mut harness, &edits([RecallCmd::CueFromMemory(cue)])[0]);
        let view = &harness.state().snapshot.view;
        assert_ne!(*view.cue, *document.memories[cue].pattern.spins(), "blended with another than {cue}");
    }
    let asks = choose(&mut harness, "Blend with", &format!("B {}", name(&document, 1)));
    assert_eq!(asks, corrupt(2, CorruptionKind::Blend, 0.25, Some(1)));
    apply(&mut harness, &asks[0]);
    let partner = harness.state().snapshot.view.document.blend_partner();
    assert_eq!(partner, Some(1));
    // The amount keeps the partner.
    let asks = asked(&mut harness, |harness| harness.get_by_label("Amount of corruption").set_value_accesskit(0.5));
    assert_eq!(asks, corrupt(3, CorruptionKind::Blend, 0.5, Some(1)));
}

#[test]
fn a_shifted_picture_goes_back_to_a_share_that_every_kind_understands() {
    let mut document = opened();
    document.corruption = Corruption { kind: CorruptionKind::Shift(Axis::Columns), amount: 14.0 };
    let mut harness = window("state", &document);
    assert_eq!(click(&mut harness, "Flip"), corrupt(1, CorruptionKind::Flip, 0.5, None));
    let asks = asked(&mut harness, |harness| harness.get_by_label("Amount of corruption").set_value_accesskit(0.25));
    assert_eq!(asks, corrupt(2, CorruptionKind::Shift(Axis::Columns), 7.0, None));
}

#[test]
fn the_amount_moves_by_keyboard_one_gesture_a_press() {
    let mut harness = window("state", &opened());
    harness.get_by_label("Amount of corruption").focus();
    harness.run_steps(2);
    let asks = asked(&mut harness, |harness| harness.key_press(Key::ArrowRight));
    let [Ask::Recall(Command::Model(RecallCmd::Corrupt { gesture: 1, corruption, blend_with: None }))] = &asks[..]
    else {
        panic!("{asks:?}")
    };
    assert_eq!(corruption.kind, CorruptionKind::Flip);
    assert!((corruption.amount - 0.27).abs() < 1e-6, "{}", corruption.amount);
    let asks = asked(&mut harness, |harness| harness.key_press(Key::End));
    assert_eq!(asks, corrupt(2, CorruptionKind::Flip, 1.0, None));
}

#[test]
fn a_drag_of_the_amount_is_one_gesture() {
    let mut harness = window("state", &opened());
    let rect = harness.get_by_label("Amount of corruption").rect();
    let asks = asked(&mut harness, |harness| {
        harness.drag_at(rect.center());
        for step in 1..=5_u8 {
            harness.hover_at(rect.center() + Vec2::new(f32::from(step) * 8.0, 0.0));
        }
        harness.run_steps(1);
        harness.drop_at(rect.center() + Vec2::new(40.0, 0.0));
    });
    assert!(asks.len() >= 3, "{asks:?}");
    for ask in &asks {
        let Ask::Recall(Command::Model(RecallCmd::Corrupt { gesture, .. })) = ask else { panic!("{ask:?}") };
        assert_eq!(*gesture, 1);
    }
}

#[test]
fn buttons_over_the_grid_edit_all_of_it() {
    let mut harness = window("state", &opened());
    assert_eq!(click(&mut harness, "Apply again"), edits([RecallCmd::CorruptAgain]));
    let clear = Pattern::from_bits(vec![false; SHAPE.cells()]);
    assert_eq!(click(&mut harness, "Clear"), edits([RecallCmd::SetCue { name: "clear".to_owned(), pattern: clear }]));
    let state = harness.state().snapshot.view.moment.state.clone();
    let pattern = Pattern::from_bits(state.iter().map(|&spin| spin < 0));
    assert_eq!(click(&mut harness, "Invert"), edits([RecallCmd::SetCue { name: "invert".to_owned(), pattern }]));
}

#[test]
fn the_grid_menu_asks_for_another_size_only() {
    let mut harness = window("state", &opened());
    for side in [8, 12, 16, 20, 32, 48, 64] {
        let asks = choose(&mut harness, "Grid size", &format!("{side} × {side}"));
        assert_eq!(asks, edits([RecallCmd::SetGrid(GridShape::new(side, side))]));
    }
    assert_eq!(choose(&mut harness, "Grid size", "28 × 28"), []);
}

/// The grid of the state panel: where it is, and the middle of a cell.
fn grid(harness: &Window) -> (Rect, f32) {
    let rect = harness.get_by_label("State grid").rect();
    (rect, rect.width() / SHAPE.width as f32)
}

fn middle(harness: &Window, column: usize, row: usize) -> Pos2 {
    let (rect, cell) = grid(harness);
    rect.min + Vec2::new(column as f32 + 0.5, row as f32 + 0.5) * cell
}

fn press(harness: &Window, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerButton { pos, button, pressed, modifiers });
}

/// Drags from one cell to another: press, one move, release.
fn stroke(
    harness: &mut Window,
    [from, to]: [(usize, usize); 2],
    button: PointerButton,
    modifiers: Modifiers,
) -> Vec<Ask> {
    let (from, to) = (middle(harness, from.0, from.1), middle(harness, to.0, to.1));
    asked(harness, |harness| {
        harness.hover_at(from);
        press(harness, from, button, true, modifiers);
        harness.hover_at(to);
        press(harness, to, button, false, modifiers);
    })
}

fn paints(gesture: u64, on: bool, parts: &[&[u32]]) -> Vec<Ask> {
    edits(parts.iter().map(|cells| RecallCmd::Paint { gesture, cells: (*cells).into(), on }))
}

#[test]
fn strokes_paint_also_from_an_on_cell_and_erase_by_shift_or_right() {
    let mut document = empty();
    document.clean = Pattern::from_bits((0..SHAPE.cells()).map(|cell| cell / 28 == 5));
    let mut harness = window("state", &document);
    let row = |row: u32, columns: std::ops::Range<u32>| columns.map(|c| row * 28 + c).collect::<Vec<u32>>();
    let left = PointerButton::Primary;
    let painted = stroke(&mut harness, [(3, 2), (7, 2)], left, Modifiers::NONE);
    assert_eq!(painted, paints(1, true, &[&row(2, 3..4), &row(2, 4..8)]));
    // The engine has not answered: what was drawn counts as on already, so that a click erases it.
    let clicked = stroke(&mut harness, [(3, 2), (3, 2)], left, Modifiers::NONE);
    assert_eq!(clicked, paints(2, false, &[&row(2, 3..4)]));
    let painted = stroke(&mut harness, [(3, 5), (6, 5)], left, Modifiers::NONE);
    assert_eq!(painted, paints(3, true, &[&row(5, 3..7)]));
    let erased = stroke(&mut harness, [(3, 9), (4, 9)], PointerButton::Secondary, Modifiers::NONE);
    assert_eq!(erased, paints(4, false, &[&row(9, 3..4), &row(9, 4..5)]));
    let erased = stroke(&mut harness, [(3, 9), (4, 9)], left, Modifiers::SHIFT);
    assert_eq!(erased, paints(5, false, &[&row(9, 3..4), &row(9, 4..5)]));
}

#[test]
fn an_empty_grid_invites_to_draw() {
    let invites = |document: &Document| {
        let mut harness = window("state", document);
        harness.step();
        harness.output().shapes.iter().any(|shape| match &shape.shape {
            egui::Shape::Text(text) => text.galley.text() == "Draw here",
            _ => false,
        })
    };
    assert!(invites(&empty()) && !invites(&opened()));
}

#[test]
fn the_text_tool_takes_the_keyboard_and_takes_it_back_after_a_stamp() {
    let mut harness = window("state", &opened());
    click(&mut harness, "Text");
    // While a field is typed in, the window gives no key to the lab.
    assert!(harness.ctx.text_edit_focused());
    let pos = middle(&harness, 14, 14);
    let stamped = asked(&mut harness, |harness| {
        harness.hover_at(pos);
        press(harness, pos, PointerButton::Primary, true, Modifiers::NONE);
        press(harness, pos, PointerButton::Primary, false, Modifiers::NONE);
    });
    assert!(matches!(stamped[..], [Ask::Recall(Command::Model(RecallCmd::Paint { on: true, .. }))]), "{stamped:?}");
    assert!(harness.ctx.text_edit_focused());
    harness.event(Event::Text("SN".to_owned()));
    harness.run_steps(2);
    let field = harness.get_by_role_and_label(Role::TextInput, "Letters to stamp");
    assert_eq!(field.value().as_deref(), Some("ASN"));
}

#[test]
fn tools_brush_and_mirror_shape_the_stroke() {
    let mut harness = window("state", &empty());
    let cells = |asks: &[Ask]| -> Vec<u32> {
        let mut all = Vec::new();
        for ask in asks {
            let Ask::Recall(Command::Model(RecallCmd::Paint { cells, on: true, .. })) = ask else { panic!("{ask:?}") };
            all.extend(cells.iter());
        }
        all.sort_unstable();
        all
    };
    let drag = |harness: &mut Window| {
        let asks = stroke(harness, [(2, 2), (5, 4)], PointerButton::Primary, Modifiers::NONE);
        // The next stroke begins on an empty grid again.
        harness.state_mut().apply(Command::Model(RecallCmd::Rewind));
        harness.run_steps(2);
        cells(&asks)
    };
    let tool = |harness: &mut Window, label: &str| {
        assert_eq!(click(harness, label), []);
    };
    tool(&mut harness, "Box");
    assert_eq!(drag(&mut harness).len(), 10, "the outline of 4 × 3 cells");
    tool(&mut harness, "Line");
    assert_eq!(drag(&mut harness).len(), 4);
    tool(&mut harness, "Mirror");
    assert_eq!(drag(&mut harness).len(), 8);
    tool(&mut harness, "Mirror");
    tool(&mut harness, "Fill");
    assert_eq!(drag(&mut harness).len(), SHAPE.cells());
    tool(&mut harness, "Text");
    assert!(drag(&mut harness).len() > 5, "the letter A");
    tool(&mut harness, "Brush");
    asked(&mut harness, |harness| harness.get_by_label("Brush size").set_value_accesskit(3.0));
    let centre = stroke(&mut harness, [(10, 10), (10, 10)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(cells(&centre).len(), 9);
}

#[test]
fn escape_ends_a_box_without_drawing_it() {
    let mut harness = window("state", &empty());
    click(&mut harness, "Box");
    let (from, to) = (middle(&harness, 2, 2), middle(&harness, 9, 9));
    let asks = asked(&mut harness, |harness| {
        harness.hover_at(from);
        press(harness, from, PointerButton::Primary, true, Modifiers::NONE);
        harness.hover_at(to);
        harness.key_press(Key::Escape);
        press(harness, to, PointerButton::Primary, false, Modifiers::NONE);
    });
    assert_eq!(asks, []);
}

#[test]
fn the_pointer_over_a_cell_fills_the_status_line() {
    let mut harness = window("state", &opened());
    let at = middle(&harness, 6, 11);
    harness.hover_at(at);
    harness.run_steps(2);
    let status = harness.state().shell.status.clone();
    assert!(status.starts_with("row 12, column 7: σ = "), "{status}");
}

// Energy

fn chart(harness: &Window, name: &str) -> Rect {
    harness.get_by_role_and_label(Role::Figure, name).rect()
}

#[test]
fn a_click_in_a_chart_moves_the_cursor_of_the_lab() {
    let mut fixture = Fixture::new("energy", &opened());
    fixture.run(30);
    let recorded = fixture.snapshot.view.recorded;
    let mut harness = fixture.harness([700.0, 700.0]);
    harness.run_steps(2);
    for name in ["Energy per spin", "Overlap with each memory"] {
        let rect = chart(&harness, name);
        let mut places = Vec::new();
        for fraction in [0.3, 0.5] {
            let at = pos2(egui::lerp(rect.x_range(), fraction), rect.center().y);
            let mut asks = asked(&mut harness, |harness| {
                harness.hover_at(at);
                press(harness, at, PointerButton::Primary, true, Modifiers::NONE);
                press(harness, at, PointerButton::Primary, false, Modifiers::NONE);
            });
            asks.dedup();
            let [Ask::Recall(Command::Model(RecallCmd::Scrub(Some(update))))] = asks[..] else { panic!("{asks:?}") };
            places.push(update);
        }
        assert!(places[0] > 0 && places[0] < places[1] && places[1] < recorded * 2, "{places:?} of {recorded}");
    }
}

#[test]
fn scrubbing_a_running_model_pauses_it_first() {
    let mut fixture = Fixture::new("energy", &opened());
    fixture.run(1);
    fixture.apply(Command::Run);
    let mut harness = fixture.harness([700.0, 700.0]);
    harness.run_steps(2);
    let at = chart(&harness, "Energy per spin").center();
    let asks = asked(&mut harness, |harness| {
        harness.hover_at(at);
        press(harness, at, PointerButton::Primary, true, Modifiers::NONE);
    });
    assert_eq!(asks[0], Ask::Recall(Command::Pause));
    assert!(matches!(asks[1], Ask::Recall(Command::Model(RecallCmd::Scrub(Some(_))))), "{asks:?}");
}

#[test]
fn the_unit_of_time_is_shared_and_names_the_same_moment() {
    let mut fixture = Fixture::new("energy", &opened());
    fixture.run(30);
    let mut harness = fixture.harness([700.0, 700.0]);
    harness.run_steps(2);
    let scrub = |harness: &mut Window| {
        let at = chart(harness, "Energy per spin").center();
        let asks = asked(harness, |harness| {
            harness.hover_at(at);
            press(harness, at, PointerButton::Primary, true, Modifiers::NONE);
            press(harness, at, PointerButton::Primary, false, Modifiers::NONE);
        });
        let Some(Ask::Recall(Command::Model(RecallCmd::Scrub(Some(update))))) = asks.last() else { panic!("{asks:?}") };
        *update
    };
    let in_sweeps = scrub(&mut harness);
    assert_eq!(click(&mut harness, "updates"), []);
    assert_eq!(harness.state().shared.unit, TimeUnit::Updates);
    let in_updates = scrub(&mut harness);
    // Margins and the round end of the axis differ a little between the units.
    assert!(in_sweeps.abs_diff(in_updates) < SHAPE.cells() as u64 / 2, "{in_sweeps} and {in_updates}");
    assert_eq!(click(&mut harness, "sweeps"), []);
    assert_eq!(harness.state().shared.unit, TimeUnit::Sweeps);
}

// Studies

#[test]
fn many_runs_start_as_chosen_and_stop() {
    let mut harness = window("many-runs", &opened());
    assert_eq!(click(&mut harness, "Run them"), [Ask::RunMany { runs: 200, random: false }]);
    for (label, runs) in [("20", 20), ("100", 100), ("500", 500)] {
        assert_eq!(click(&mut harness, label), []);
        assert_eq!(click(&mut harness, "Run them"), [Ask::RunMany { runs, random: false }]);
    }
    assert_eq!(click(&mut harness, "From random"), []);
    assert_eq!(click(&mut harness, "Run them"), [Ask::RunMany { runs: 500, random: true }]);
    let fixture = harness.state_mut();
    fixture.bench.studies.run_many(&fixture.snapshot, 1_000_000, true).unwrap();
    while !harness.state().bench.studies.many_runs.running() {
        harness.state_mut().bench.studies.fetch();
    }
    harness.run_steps(2);
    assert!(harness.query_by_label("Run them").is_none());
    assert_eq!(click(&mut harness, "Stop"), [Ask::StopMany]);
}

#[test]
fn another_end_of_the_path_asks_for_another_slice() {
    let document = opened();
    let mut harness = window("path", &document);
    let entry = |index: usize| format!("{} {}", ["A", "B", "C", "D", "E"][index], name(&document, index));
    for (menu, index, from, to) in [("Path from", 3, 3, 1), ("Path to", 2, 3, 2)] {
        let mut asks = choose(&mut harness, menu, &entry(index));
        let last = asks.pop();
        assert_eq!(last, Some(Ask::Slice { from, to, orders: 60 }));
        harness.state_mut().study(&[last.unwrap()]);
    }
    assert_eq!(asked(&mut harness, |_| {}), []);
}

#[test]
fn a_path_from_a_memory_to_itself_is_asked_for_once_and_draws() {
    let document = opened();
    let mut harness = window("path", &document);
    let asks = choose(&mut harness, "Path to", &format!("A {}", name(&document, 0)));
    let ask = Ask::Slice { from: 0, to: 0, orders: 60 };
    assert_eq!(asks.last(), Some(&ask));
    harness.state_mut().study(&[ask]);
    assert_eq!(asked(&mut harness, |_| {}), []);
}

#[test]
fn a_full_shelf_shows_its_first_memories_and_scrolls_to_the_last() {
    let document = full();
    let mut harness = window("memories", &document);
    assert!(harness.query_by_label(&format!("Cue from {}", name(&document, 0))).is_some());
    let last = format!("Cue from {}", name(&document, 59));
    assert!(harness.query_by_label(&last).is_none());
    let over = harness.get_by_label(&format!("Cue from {}", name(&document, 1))).rect().center();
    harness.hover_at(over);
    for _ in 0..60 {
        harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: Vec2::new(0.0, -400.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run_steps(20);
    assert_eq!(click(&mut harness, &last), edits([RecallCmd::CueFromMemory(59)]));
}
