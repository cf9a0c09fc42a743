//! The general widgets without a renderer: what a click gives, what a reader hears, and that no size breaks them.
#![cfg(feature = "gui")]

use std::cell::RefCell;

use egui::{Key, Ui, Vec2, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::{
    key_list::{KeyList, Listed},
    shortcuts::{self, Keymap, Shortcut},
    theme::{self, Theme},
    widgets::{
        Button, Card, Chip, Mark, MatrixMap, MatrixSource, MatrixView, Part, Segmented, SliderField, Timeline,
        TimelineChange, Toast, Tone, Track, TransportAction, TransportState, chips_ui, overlap_bar_ui, seed_field_ui,
        sentence_ui, stacked_bar_ui, status_ui, transport_ui, value_row_ui,
    },
};

/// Draws `ui` in a window of `size`, with the theme installed before the first pass.
fn harness<'a>(theme: Theme, size: Vec2, mut ui: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    Harness::builder()
        .with_size(size)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .build_ui(move |under| ui(under))
}

fn wide<'a>(ui: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    harness(Theme::Dark, Vec2::new(900.0, 300.0), ui)
}

const TRANSPORT: TransportState<'static> = TransportState {
    running: false,
    blocked: None,
    step_sizes: &["one spin", "one sweep", "to the end"],
    step_size: 0,
    speed: 100.0,
    speed_range: (1.0, 10_000.0),
    speed_text: "100 spins per second",
    speed_short: "100 spins/s",
    speed_widest: "9999 spins/s",
    seed: 7,
    reset_tip: "Begins the same run again",
};

const TIMELINE: Timeline<'static> = Timeline {
    name: "timeline",
    cursor: 0.49,
    recorded: 2.2,
    step: 0.1,
    live: false,
    readout: "sweep 0.49",
    note: "recorded 2.2",
    marks: &[Mark { at: 1.0, text: "fixed point", ghost: false }, Mark { at: 0.3, text: "branched", ghost: true }],
    axis: None,
};

const SHORTCUTS: [Shortcut; 3] = [
    Shortcut::new("Space", "Play or pause"),
    Shortcut::new("R", "Begin the same run again"),
    Shortcut::new("Ctrl Z", "Undo the last edit"),
];

/// Every widget once, with ordinary and with strange input.
fn everything(ui: &mut Ui, matrix: &mut MatrixView, toast: &mut Toast) {
    transport_ui(ui, &TRANSPORT);
    Card::new("A title that is rather long").note("and an explanation that is even longer").show(ui, |ui| {
        Button::new("Reset").show(ui);
        Button::new("Forget").disabled_because(Some("Nothing is stored")).show(ui);
        Segmented::new("rule", 0, &[(0, "Hebb", ""), (1, "Projection", "pseudo-inverse"), (2, "Storkey", "")]).show(ui);
        for (label, value, range) in [
            ("noise", 0.25, 0.0..=1.0),
            ("nothing", f64::NAN, 1.0..=1.0),
            ("turned", 5.0, 1.0..=0.0),
            ("endless", 1e300, 0.0..=f64::INFINITY),
        ] {
            SliderField::new(label, value, range).show(ui);
        }
        Track::new("bare", 3.0, 1.0..=1e6).logarithmic(true).show(ui);
        let id = ui.make_persistent_id("seed under test");
        seed_field_ui(ui, id, u64::MAX);
        value_row_ui(ui, "load α = p/N", "0.0064", None);
        sentence_ui(ui, "Correlated patterns: the Hebb capacity 0.138 N does not apply.", None);
        let tokens = theme::tokens(ui.ctx());
        for overlap in [0.74, -0.3, 0.0, f64::NAN, 7.0] {
            overlap_bar_ui(ui, "snail", overlap, tokens.identity(1));
        }
        let part = |value| Part {
            labels: ["B snail 172", "B 172", "172"],
            sentence: "172 snails",
            value,
            colour: tokens.accent,
        };
        stacked_bar_ui(ui, "many runs", &[part(172.0), part(0.0), part(f64::NAN), part(-3.0), part(1.0)]);
        stacked_bar_ui(ui, "no runs", &[]);
        let values = [1.0, -2.0, f32::NAN, 0.0, 0.5];
        let source = MatrixSource { rows: 2, columns: 3, values: &values, order: &[], key: (0, 0) };
        let size = ui.available_size().min(Vec2::splat(200.0));
        matrix.show(ui, "weights", source, MatrixMap::Diverging { limit: None }, size);
        chips_ui(ui, &[Chip::new("pick i = 137"), Chip::new("hᵢ = −0.214"), Chip::new("flip").tone(Tone::Accent)]);
        chips_ui(ui, &[]);
    });
    TIMELINE.show(ui);
    Timeline { recorded: f64::NAN, cursor: f64::INFINITY, name: "broken", ..TIMELINE }.show(ui);
    status_ui(ui, "row 12, column 7: σ = +1", "28 × 28 · Hebb · T = 0", "The last messages");
    _ = toast.show(ui.ctx(), 80.0);
}

#[test]
fn everything_draws_in_every_theme_at_every_size() {
    for theme in Theme::ALL {
        for size in
            [Vec2::ZERO, Vec2::new(1.0, 1.0), Vec2::new(90.0, 60.0), Vec2::new(320.0, 240.0), Vec2::new(2560.0, 1440.0)]
        {
            let mut matrix = MatrixView::default();
            let mut toast = Toast::default();
            toast.error("The file has 3 columns in row 7, where 5 were expected");
            let mut open = true;
            let mut harness = harness(theme, size, move |ui| {
                everything(ui, &mut matrix, &mut toast);
                let listed = Listed { groups: &[("Keys", &SHORTCUTS)], together: &[], terms: &[] };
                KeyList::default().show(ui.ctx(), &mut open, &mut Keymap::default(), &listed);
            });
            harness.run_steps(3);
        }
    }
}

#[test]
fn everything_has_its_name() {
    let (mut matrix, mut toast) = (MatrixView::default(), Toast::default());
    toast.error("No such file");
    let mut harness =
        harness(Theme::Light, Vec2::new(900.0, 2400.0), move |ui| everything(ui, &mut matrix, &mut toast));
    harness.run_steps(3);
    for name in [
        "Reset",
        "Play",
        "Step: one spin",
        "Step size",
        "New seed",
        "Keys",
        "speed",
        "Hebb",
        "Projection",
        "noise",
        "load α = p/N 0.0064",
        "overlap with snail +0.74",
        "overlap with snail −0.30",
        "many runs",
        "weights",
        "flip",
        "timeline",
        "Live",
        "row 12, column 7: σ = +1",
        "28 × 28 · Hebb · T = 0",
        "No such file",
        "Dismiss",
        "A title that is rather long",
        "and an explanation that is even longer",
        "fixed point",
    ] {
        assert!(harness.query_all_by_label(name).next().is_some(), "nothing is called {name:?}");
    }
}

/// Runs `ui`, does `act`, and gives what was reported meanwhile.
fn reported<T>(ui: impl Fn(&mut Ui) -> Vec<T>, act: impl FnOnce(&mut Harness<'_>)) -> Vec<T> {
    let reports = RefCell::new(Vec::new());
    {
        let mut harness = wide(|under| reports.borrow_mut().extend(ui(under)));
        harness.run_steps(2);
        act(&mut harness);
        harness.run_steps(3);
    }
    reports.into_inner()
}

fn click(label: &'static str) -> impl FnOnce(&mut Harness<'_>) {
    move |harness| harness.get_by_label(label).click()
}

#[test]
fn each_button_of_the_transport_gives_its_action() {
    let transport = |ui: &mut Ui| transport_ui(ui, &TRANSPORT);
    for (label, action) in [
        ("Reset", TransportAction::Reset),
        ("Play", TransportAction::Play),
        ("Step: one spin", TransportAction::Step),
        ("New seed", TransportAction::NewSeed),
        ("Keys", TransportAction::Keys),
    ] {
        assert_eq!(reported(transport, click(label)), [action]);
    }
    let running = TransportState { running: true, ..TRANSPORT };
    assert_eq!(reported(|ui| transport_ui(ui, &running), click("Pause")), [TransportAction::Pause]);
    let sizes = reported(transport, |harness| {
        harness.get_by_label("Step size").click();
        harness.run_steps(3);
        harness.get_by_label("one sweep").click();
    });
    assert_eq!(sizes, [TransportAction::StepSize(1)]);
}

#[test]
fn the_mouse_reaches_the_fastest_speed_to_the_last_bit() {
    // The end of the rail means “without limit”: a rounded power just below it would not.
    for speed_range in [(0.01, 1_000.0), (1.0, 1_000.0), (0.5, 2_000.0)] {
        let state = TransportState { speed_range, speed: 1.0, ..TRANSPORT };
        let moved = reported(
            |ui| transport_ui(ui, &state),
            |harness| {
                let rect = harness.get_by_role_and_label(Role::Slider, "speed").rect();
                harness.drag_at(rect.center());
                harness.run_steps(2);
                harness.hover_at(rect.right_center());
                harness.run_steps(2);
                harness.drop_at(rect.right_center());
            },
        );
        assert_eq!(moved.last(), Some(&TransportAction::Speed(speed_range.1)), "{moved:?}");
    }
}

#[test]
fn a_blocked_transport_does_not_play_and_says_why() {
    let blocked = TransportState { blocked: Some("Store a memory first"), ..TRANSPORT };
    let mut harness = wide(move |ui| assert_eq!(transport_ui(ui, &blocked), []));
    harness.run_steps(2);
    harness.get_by_label("Play").click();
    harness.run_steps(2);
    harness.get_by_label("Play").hover();
    harness.run_steps(8);
    assert!(harness.query_by_label("Store a memory first").is_some());
}

#[test]
fn a_typed_seed_is_applied_with_enter_and_forgotten_with_escape() {
    let transport = |ui: &mut Ui| transport_ui(ui, &TRANSPORT);
    let type_seed = |harness: &mut Harness<'_>, end: Key| {
        harness.get_by_role_and_label(Role::TextInput, "seed").focus();
        harness.run_steps(2);
        harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        harness.get_by_role_and_label(Role::TextInput, "seed").type_text("42");
        harness.run_steps(2);
        harness.key_press(end);
    };
    assert_eq!(reported(transport, |harness| type_seed(harness, Key::Enter)), [TransportAction::Seed(42)]);
    assert_eq!(reported(transport, |harness| type_seed(harness, Key::Escape)), []);
}

#[test]
fn a_segment_reports_only_a_change() {
    const PIECES: [(char, &str, &str); 3] = [('h', "Hebb", ""), ('p', "Projection", ""), ('s', "Storkey", "")];
    let control = |ui: &mut Ui| Segmented::new("rule", 'h', &PIECES).show(ui).into_iter().collect();
    assert_eq!(reported(control, click("Projection")), ['p']);
    assert_eq!(reported(control, click("Hebb")), Vec::<char>::new());
    let by_key = |key| {
        move |harness: &mut Harness<'_>| {
            harness.get_by_label("Hebb").focus();
            harness.run_steps(2);
            harness.key_press(key);
        }
    };
    assert_eq!(reported(control, by_key(Key::ArrowRight)), ['p']);
    assert_eq!(reported(control, by_key(Key::ArrowLeft)), Vec::<char>::new());
}

#[test]
fn narrow_segments_take_several_rows_inside_their_width() {
    let pieces = [(0, "State", ""), (1, "Field", ""), (2, "Stability", ""), (3, "Difference", ""), (4, "Age", "")];
    let mut harness = harness(Theme::Dark, Vec2::new(200.0, 200.0), move |ui| {
        Segmented::new("layer", 0, &pieces).show(ui);
    });
    harness.run_steps(2);
    let rects: Vec<egui::Rect> = pieces.iter().map(|(_, label, _)| harness.get_by_label(label).rect()).collect();
    assert!(rects.iter().all(|rect| rect.right() <= 200.0));
    assert!(rects.last().unwrap().top() > rects[0].top());
}

#[test]
fn a_slider_moves_by_pointer_key_reader_and_typing() {
    let field =
        |ui: &mut Ui| SliderField::new("noise", 0.5, 0.0..=1.0).step(0.05).show(ui).into_iter().collect::<Vec<f64>>();
    let by_key = reported(field, |harness| {
        harness.get_by_label("noise").focus();
        harness.run_steps(2);
        harness.key_press(Key::ArrowRight);
    });
    assert_eq!(by_key.len(), 1);
    assert!((by_key[0] - 0.55).abs() < 1e-12);
    let by_reader = reported(field, |harness| harness.get_by_label("noise").set_value_accesskit(0.21));
    assert!((by_reader[0] - 0.2).abs() < 1e-12);
    let to_the_end = reported(field, |harness| {
        let rect = harness.get_by_label("noise").rect();
        harness.drag_at(rect.center());
        harness.run_steps(2);
        harness.hover_at(rect.right_center() + Vec2::new(400.0, 0.0));
        harness.run_steps(2);
        harness.drop_at(rect.right_center() + Vec2::new(400.0, 0.0));
    });
    assert_eq!(to_the_end.last().copied(), Some(1.0));
    let typed = reported(field, |harness| {
        harness.get_by_label("noise: 0.50, type a value").click();
        harness.run_steps(3);
        harness.get_by_label("noise value").type_text("7,5");
        harness.run_steps(2);
        harness.key_press(Key::Enter);
    });
    assert_eq!(typed, [1.0], "beyond the range is the end of the range");
}

#[test]
fn the_timeline_gives_the_cursor_and_the_way_back() {
    let timeline = |ui: &mut Ui| TIMELINE.show(ui).into_iter().collect();
    assert_eq!(reported(timeline, click("Live")), [TimelineChange::Live]);
    let stepped = reported(timeline, |harness| {
        harness.get_by_label("timeline").focus();
        harness.run_steps(2);
        harness.key_press(Key::ArrowLeft);
    });
    let [TimelineChange::Cursor(cursor)] = stepped[..] else { panic!("{stepped:?}") };
    assert!((cursor - 0.39).abs() < 1e-9);
}

#[test]
fn the_matrix_tells_the_cell_under_the_pointer_and_keeps_its_texture() {
    let values: Vec<f32> = (0..6).map(|value| value as f32 - 2.5).collect();
    let cells = RefCell::new(Vec::new());
    let mut matrix = MatrixView::default();
    {
        let mut harness = wide(|ui| {
            let source = MatrixSource { rows: 2, columns: 3, values: &values, order: &[], key: (1, 1) };
            let map = MatrixMap::Sequential { low: -2.5, high: 2.5 };
            let (_, hover) = matrix.show(ui, "weights", source, map, Vec2::new(244.0, 120.0));
            cells.borrow_mut().extend(hover);
        });
        harness.run_steps(2);
        let created: usize = harness.output().textures_delta.set.len();
        let rect = harness.get_by_label("weights").rect();
        harness.hover_at(rect.right_bottom() - Vec2::splat(3.0));
        harness.run_steps(2);
        assert_eq!(created, 0, "the second frame builds no texture");
        assert!(harness.query_by_label("weights: row 2, column 3: +2.500").is_some());
    }
    let last = cells.into_inner().pop().unwrap();
    assert_eq!((last.row, last.column, last.value), (1, 2, 2.5));
}

#[test]
fn a_toast_goes_when_dismissed_and_when_its_time_is_over() {
    for dismissed in [true, false] {
        let toast = RefCell::new(Toast::default());
        toast.borrow_mut().error("first");
        let (sentence, role) = if dismissed { ("row 7 is ragged", Role::Alert) } else { ("Saved", Role::Status) };
        if role == Role::Alert {
            toast.borrow_mut().error(sentence);
        } else {
            toast.borrow_mut().news(sentence);
        }
        let mut harness = wide(|ui| _ = toast.borrow_mut().show(ui.ctx(), 80.0));
        harness.run_steps(3);
        assert!(harness.query_by_role_and_label(role, sentence).is_some());
        assert!(harness.query_by_label("first").is_none());
        if dismissed {
            harness.get_by_label("Dismiss").click();
            harness.run_steps(2);
        } else {
            harness.run_steps(60);
        }
        assert_eq!(toast.borrow().message(), None);
    }
}

#[test]
fn the_list_of_keys_names_them_and_escape_closes_it() {
    let open = RefCell::new(true);
    let mut harness = wide(|ui| {
        let listed = Listed { groups: &[("Recall", &SHORTCUTS)], together: &[], terms: &[] };
        KeyList::default().show(ui.ctx(), &mut open.borrow_mut(), &mut Keymap::default(), &listed);
    });
    harness.run_steps(3);
    assert!(harness.query_by_label("Ctrl Z: Undo the last edit").is_some());
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(!*open.borrow());
}

#[test]
fn a_key_that_is_held_counts_once() {
    let pressed = RefCell::new(0);
    let mut harness = wide(|ui| {
        if shortcuts::pressed_once(ui.ctx(), egui::Modifiers::NONE, Key::R) {
            *pressed.borrow_mut() += 1;
        }
    });
    harness.run_steps(2);
    for repeat in [false, true, true] {
        let modifiers = egui::Modifiers::NONE;
        harness.event(egui::Event::Key { key: Key::R, physical_key: None, pressed: true, repeat, modifiers });
        harness.step();
    }
    assert_eq!(*pressed.borrow(), 1);
}

#[test]
fn no_sign_of_the_labs_is_missing_from_any_family() {
    const SIGNS: &str = "σᵢ hᵢ → ← ↑ ↓ ⟨⟩ ∈ ℝ ∇ Wᵀ ∝ 10⁻³⁰ ξ μ α β Δ Σ ∑ ≤ ≥ ≠ ≈ × · ± ∞ − … ▾ ▶ ⏸ ⏮ ✓ ₀₁₂₃₄₅₆₇₈₉ ⁰¹²³⁴⁵⁶⁷⁸⁹ ₋ ⁻ ⁺ η λ √";
    // The harness refuses a character without glyph.
    let mut harness = wide(|ui| {
        for font in [
            egui::FontId::proportional(13.5),
            egui::FontId::monospace(13.0),
            theme::medium(13.0),
            theme::semibold(13.0),
        ] {
            ui.label(egui::RichText::new(SIGNS).font(font));
        }
    });
    harness.run();
    assert_eq!(harness.query_all_by_label(SIGNS).count(), 4);
}
