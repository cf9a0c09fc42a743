//! The spin grid under pointer and keyboard.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::physics::spins::GridShape;
use glassbox::ui::widgets::spin_grid::{
    Cell, CellColors, CellImage, Mirror, StrokeEvent, StrokePhase, Thumbnail, ThumbnailCache, Tool,
};

use crate::scene::{GridScene, dark};

fn harness(width: usize, height: usize, size: Vec2) -> Harness<'static, GridScene> {
    Harness::builder()
        .with_size(size)
        .build_ui_state(|ui, scene: &mut GridScene| scene.show(ui), GridScene::new(width, height, dark()))
}

fn position(harness: &Harness<'_, GridScene>, col: i32, row: i32) -> Pos2 {
    harness.state().last.as_ref().expect("shown").layout.rect_of(Cell::new(col, row)).center()
}

fn stroke(harness: &mut Harness<'_, GridScene>, cells: &[(i32, i32)], button: PointerButton, modifiers: Modifiers) {
    let places: Vec<Pos2> = cells.iter().map(|&(col, row)| position(harness, col, row)).collect();
    let (first, last) = (places[0], places[places.len() - 1]);
    let press = |pos, pressed| Event::PointerButton { pos, button, pressed, modifiers };
    harness.hover_at(first);
    harness.event_modifiers(press(first, true), modifiers);
    for &place in &places[1..] {
        harness.event_modifiers(Event::PointerMoved(place), modifiers);
    }
    harness.event_modifiers(press(last, false), modifiers);
    harness.step();
    harness.run_steps(2);
}

fn take(harness: &mut Harness<'_, GridScene>) -> Vec<(StrokePhase, Vec<usize>, bool)> {
    let events: Vec<StrokeEvent> = std::mem::take(&mut harness.state_mut().events);
    events.into_iter().map(|event| (event.phase, event.cells, event.value)).collect()
}

use StrokePhase::{Continue, End, Start};

#[test]
fn a_fast_stroke_has_no_gaps_and_one_start_and_end() {
    let mut harness = harness(28, 28, vec2(400.0, 400.0));
    stroke(&mut harness, &[(1, 2), (9, 2), (9, 5)], PointerButton::Primary, Modifiers::NONE);
    let row = |cols: std::ops::RangeInclusive<usize>| cols.map(|col| 2 * 28 + col).collect::<Vec<_>>();
    assert_eq!(
        take(&mut harness),
        [
            (Start, vec![2 * 28 + 1], true),
            (Continue, row(2..=9), true),
            (Continue, vec![3 * 28 + 9, 4 * 28 + 9, 5 * 28 + 9], true),
            (End, vec![], true),
        ]
    );
}

#[test]
fn a_seven_drawn_in_two_strokes_is_all_ink() {
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    stroke(&mut harness, &[(1, 1), (5, 1)], PointerButton::Primary, Modifiers::NONE);
    let bar = harness.state().on.clone();
    take(&mut harness);
    // The stem begins on the end of the bar.
    stroke(&mut harness, &[(5, 1), (5, 3)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(take(&mut harness), [(Start, vec![], true), (Continue, vec![13, 21, 29], true), (End, vec![], true)]);
    assert!(harness.state().on.is_superset(&bar) && harness.state().on.len() == bar.len() + 2);
}

#[test]
fn right_button_and_shift_erase_even_off_cells() {
    for (button, modifiers) in [(PointerButton::Secondary, Modifiers::NONE), (PointerButton::Primary, Modifiers::SHIFT)]
    {
        let mut harness = harness(8, 8, vec2(200.0, 200.0));
        stroke(&mut harness, &[(0, 0), (1, 0)], button, modifiers);
        assert_eq!(take(&mut harness), [(Start, vec![0], false), (Continue, vec![1], false), (End, vec![], false)]);
    }
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    stroke(&mut harness, &[(0, 0), (1, 0)], PointerButton::Middle, Modifiers::NONE);
    assert_eq!(take(&mut harness), []);
}

#[test]
fn a_stroke_may_leave_the_grid() {
    let mut harness = harness(8, 8, vec2(300.0, 200.0));
    stroke(&mut harness, &[(6, 1), (11, 1), (11, 4), (7, 4)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(
        take(&mut harness),
        [(Start, vec![14], true), (Continue, vec![15], true), (Continue, vec![39], true), (End, vec![], true)]
    );
}

#[test]
fn a_click_within_one_frame_is_a_whole_stroke() {
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    let pos = position(&harness, 3, 3);
    harness.hover_at(pos);
    harness.step();
    let press =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    harness.input_mut().events.extend([press(true), press(false)]);
    harness.run_steps(3);
    assert_eq!(take(&mut harness), [(Start, vec![27], true), (End, vec![], true)]);
    // On ink it takes the ink away, in one stroke too.
    harness.input_mut().events.extend([press(true), press(false)]);
    harness.run_steps(3);
    assert_eq!(take(&mut harness), [(Start, vec![], true), (End, vec![27], false)]);
    assert!(harness.state().on.is_empty());
}

#[test]
fn tools_and_mirror_reach_the_events() {
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    harness.state_mut().editor.tool = Tool::Line;
    stroke(&mut harness, &[(0, 0), (1, 7), (3, 0)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(take(&mut harness), [(Start, vec![], true), (End, vec![0, 1, 2, 3], true)]);
    harness.state_mut().editor.tool = Tool::Rectangle;
    stroke(&mut harness, &[(0, 5), (2, 7)], PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(take(&mut harness), [(Start, vec![], true), (End, vec![40, 41, 42, 48, 49, 50, 56, 57, 58], true)]);
    harness.state_mut().editor.tool = Tool::Fill;
    harness.state_mut().editor.mirror = Mirror::Off;
    stroke(&mut harness, &[(1, 6)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(take(&mut harness)[0], (Start, vec![40, 41, 42, 48, 49, 50, 56, 57, 58], false));
    harness.state_mut().editor.tool = Tool::Brush;
    harness.state_mut().editor.mirror = Mirror::LeftRight;
    stroke(&mut harness, &[(1, 6)], PointerButton::Primary, Modifiers::NONE);
    assert_eq!(take(&mut harness), [(Start, vec![49, 54], true), (End, vec![], true)]);
}

#[test]
fn escape_ends_a_line_without_drawing_it() {
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    harness.state_mut().editor.tool = Tool::Line;
    let (from, to) = (position(&harness, 0, 0), position(&harness, 5, 5));
    harness.hover_at(from);
    harness.drag_at(from);
    harness.hover_at(to);
    harness.key_press(Key::Escape);
    harness.drop_at(to);
    harness.step();
    harness.run_steps(2);
    assert_eq!(take(&mut harness), [(Start, vec![], true), (End, vec![], true)]);
}

#[test]
fn the_keyboard_moves_draws_and_erases() {
    let mut harness = harness(8, 8, vec2(200.0, 200.0));
    harness.get_by_label("State").focus();
    harness.run_steps(2);
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowDown, Key::Enter] {
        harness.key_press(key);
    }
    harness.step();
    harness.run_steps(2);
    assert_eq!(take(&mut harness), [(Start, vec![10], true), (End, vec![], true)]);
    assert_eq!(harness.get_by_label("State").value().as_deref(), Some("row 2, column 3: on"));
    for (wanted, cells) in [(false, vec![10]), (true, vec![])] {
        harness.key_press(Key::Enter);
        harness.step();
        harness.run_steps(2);
        assert_eq!(take(&mut harness).last(), Some(&(End, cells, wanted)), "Enter switches the cell");
    }
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    harness.step();
    harness.run_steps(2);
    assert_eq!(take(&mut harness), [(Start, vec![10], false), (End, vec![], false)]);
    harness.key_press(Key::Space);
    harness.step();
    harness.run_steps(2);
    assert_eq!(take(&mut harness), [], "Space is Play");
    assert_eq!(harness.get_by_label("State").value().as_deref(), Some("row 2, column 3: off"));
}

#[test]
fn brackets_and_alt_change_the_brush() {
    let mut harness = harness(28, 28, vec2(400.0, 400.0));
    let pos = position(&harness, 10, 10);
    harness.hover_at(pos);
    for key in [Key::CloseBracket, Key::CloseBracket, Key::OpenBracket] {
        harness.key_press(key);
    }
    harness.step();
    assert_eq!(harness.state().editor.brush.size(), 2);
    harness.event_modifiers(Event::PointerMoved(pos + vec2(45.0, 0.0)), Modifiers::ALT);
    harness.step();
    assert_eq!(harness.state().editor.brush.size(), 5);
    assert_eq!(take(&mut harness), []);
}

#[test]
fn the_hovered_cell_is_told() {
    let mut harness = harness(28, 20, vec2(400.0, 400.0));
    let pos = position(&harness, 27, 19);
    harness.hover_at(pos);
    harness.step();
    assert_eq!(harness.state().last.as_ref().expect("shown").hovered, Some((27, 19)));
    harness.remove_cursor();
    harness.step();
    assert_eq!(harness.state().last.as_ref().expect("shown").hovered, None);
}

#[test]
fn every_size_is_survived() {
    for (width, height) in [(0, 0), (0, 5), (1, 1), (8, 8), (64, 64), (300, 2)] {
        for size in [vec2(0.0, 0.0), vec2(3.0, 900.0), vec2(40.0, 30.0), vec2(3000.0, 2000.0)] {
            let mut harness = harness(width, height, size);
            harness.state_mut().differing = vec![0, 7, 100_000];
            harness.state_mut().unstable = vec![1, 100_000];
            harness.state_mut().updating = Some(63);
            harness.state_mut().editor.mirror = Mirror::Both;
            harness.hover_at(Pos2::new(size.x / 2.0, size.y / 2.0));
            harness.step();
            harness.get_by_label("State").focus();
            harness.key_press(Key::Enter);
            harness.step();
            harness.run_steps(2);
            let layout = harness.state().last.as_ref().expect("shown").layout;
            assert!(layout.rect.width() <= size.x.max(0.0) && layout.rect.height() <= size.y.max(0.0));
        }
    }
}

#[test]
fn a_thumbnail_is_square_and_named_whatever_it_shows() {
    for (width, height, side) in [(0, 0, 56.0), (28, 28, 56.0), (100, 3, 20.0), (8, 8, 0.0), (8, 8, -1.0)] {
        let harness = Harness::builder().with_size(vec2(200.0, 200.0)).build_ui_state(
            |ui, cache: &mut ThumbnailCache| {
                let colors = [dark().spin_on; 9];
                let image = CellImage { key: (1, 2, 3), colors: CellColors::Slice(&colors) };
                let shape = GridShape::new(width, height);
                Thumbnail::new("snail", shape, image, side, dark().spin_off).show(ui, cache);
            },
            ThumbnailCache::default(),
        );
        let rect = harness.get_by_label("snail").rect();
        assert_eq!(rect.size(), egui::Vec2::splat(side.max(0.0)));
    }
}
