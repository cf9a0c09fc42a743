//! Zoom, pan and reset, the same in every plot; plots over one axis follow each other.

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, Vec2, vec2};
use egui_kittest::Harness;
use glassbox::ui::widgets::plots::{Curve, LineChart};

use crate::scene::curve;

#[derive(Default)]
struct Seen {
    data: Vec<Rect>,
    ranges: Vec<(f64, f64)>,
    scrub: Vec<f64>,
}

/// Two charts over sweeps and one over temperatures.
fn charts<'a>() -> Harness<'a, Seen> {
    let points = curve(101, 10.0, |x| x / 10.0);
    let show = move |ui: &mut egui::Ui, seen: &mut Seen| {
        let curves = [Curve::new("m", egui::Color32::WHITE, &points)];
        let chart = LineChart { curves: &curves, x_range: (0.0, 10.0), height: 150.0, ..LineChart::new("a", "One") };
        let charts = [
            LineChart { x_label: "sweeps", ..chart },
            LineChart { x_label: "sweeps", ..LineChart { id: "b", name: "Two", ..chart } },
            LineChart { x_label: "T", ..LineChart { id: "c", name: "Three", ..chart } },
        ];
        seen.data.clear();
        for chart in charts {
            let answer = chart.show(ui);
            seen.data.extend(answer.data);
            seen.scrub.extend(answer.scrub);
        }
        seen.ranges = charts.iter().map(|chart| chart.visible_x(ui)).collect();
    };
    // Two clicks are a double click where they follow each other fast enough.
    let builder = Harness::builder().with_size(vec2(500.0, 500.0)).with_step_dt(1.0 / 60.0);
    builder.allow_missing_glyphs().build_ui_state(show, Seen::default())
}

fn at(harness: &Harness<'_, Seen>, chart: usize, fraction: Vec2) -> Pos2 {
    harness.state().data[chart].lerp_inside(fraction)
}

fn wheel(harness: &mut Harness<'_, Seen>, by: f32, modifiers: Modifiers) {
    harness.event_modifiers(
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers,
        },
        modifiers,
    );
    harness.run_steps(20);
}

fn button(harness: &mut Harness<'_, Seen>, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    harness.step();
}

fn drag(harness: &mut Harness<'_, Seen>, [from, to]: [Pos2; 2], with: PointerButton, modifiers: Modifiers) {
    harness.hover_at(from);
    // The key is held until the button is released.
    harness.event(Event::ModifiersChanged(modifiers));
    harness.step();
    button(harness, from, with, true, modifiers);
    // A drag begins where the pointer has gone far enough not to be a click.
    for fraction in [0.05, 0.6, 1.0] {
        harness.event(Event::PointerMoved(from.lerp(to, fraction)));
        harness.step();
    }
    button(harness, to, with, false, modifiers);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(2);
}

#[test]
fn the_wheel_zooms_with_ctrl_only_and_a_double_click_shows_all() {
    let mut harness = charts();
    harness.run_steps(2);
    let middle = at(&harness, 0, vec2(0.5, 0.5));
    harness.hover_at(middle);
    harness.step();
    wheel(&mut harness, 100.0, Modifiers::NONE);
    assert_eq!(harness.state().ranges, [(0.0, 10.0); 3], "the plain wheel scrolls the panel");
    wheel(&mut harness, 100.0, Modifiers::CTRL | Modifiers::COMMAND);
    let [one, two, three] = harness.state().ranges[..] else { panic!("three charts") };
    assert!(one.0 > 0.5 && one.1 < 9.5 && (one.0 + one.1 - 10.0).abs() < 0.2, "{one:?}");
    assert_eq!(one, two, "charts over one axis are zoomed together");
    assert_eq!(three, (0.0, 10.0), "another axis stays");
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: middle, button, pressed, modifiers });
    }
    harness.run_steps(2);
    assert_eq!(harness.state().ranges, [(0.0, 10.0); 3]);
}

#[test]
fn the_right_button_zooms_into_a_box_and_shift_moves_without_scrubbing() {
    let mut harness = charts();
    harness.run_steps(2);
    let corners = [at(&harness, 0, vec2(0.2, 0.2)), at(&harness, 0, vec2(0.6, 0.8))];
    drag(&mut harness, corners, PointerButton::Secondary, Modifiers::NONE);
    let (low, high) = harness.state().ranges[0];
    assert!((low - 2.0).abs() < 0.3 && (high - 6.0).abs() < 0.1, "{low} {high}");
    let across = [at(&harness, 0, vec2(0.75, 0.5)), at(&harness, 0, vec2(0.25, 0.5))];
    drag(&mut harness, across, PointerButton::Primary, Modifiers::SHIFT);
    let (low, high) = harness.state().ranges[0];
    assert!((low - 4.0).abs() < 0.4 && (high - 8.0).abs() < 0.4, "{low} {high}");
    assert!(harness.state().scrub.is_empty(), "{:?}", harness.state().scrub);
    drag(&mut harness, across, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(harness.state().ranges[0], (low, high), "a plain drag is the chart's own");
    let last = *harness.state().scrub.last().expect("it scrubs");
    assert!(
        (last - f64::midpoint(low, high) + 0.25 * (high - low)).abs() < 0.1,
        "scrubbing goes by what is in sight: {last}"
    );
}
