//! What a frame costs.
#![expect(clippy::disallowed_methods, reason = "measures time")]

use std::time::{Duration, Instant};

use egui::{RawInput, Rect, pos2, vec2};
use glassbox::ui::widgets::plots::{Curve, LineChart};

use crate::scene::{GridScene, curve, dark, wobble};

#[test]
#[ignore = "measures time: run alone"]
fn a_grid_and_two_charts() {
    let profile = dark();
    let mut scene = GridScene::new(28, 28, profile);
    scene.fill(|col, row| (col * row) % 3 == 0);
    let points: Vec<_> =
        (0..4).map(|k| curve(2000, 2.0, |x| 0.2 * f64::from(k) + 0.02 * wobble(x * 5.0 + f64::from(k)))).collect();
    let curves: Vec<Curve<'_>> = ["A", "B", "C", "D"]
        .iter()
        .zip(&points)
        .map(|(name, points)| Curve::new(name, profile.plots.ink, points))
        .collect();
    let chart = |id| LineChart {
        curves: &curves,
        x_range: (0.0, 2.0),
        cursor: Some(0.7),
        height: 240.0,
        ..LineChart::new(id, id, profile.plots)
    };
    let ctx = egui::Context::default();
    let mut times: Vec<(Duration, Duration)> = Vec::new();
    for frame in 0..220 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1600.0, 1000.0))),
            time: Some(f64::from(frame) / 60.0),
            ..RawInput::default()
        };
        let start = Instant::now();
        let output = ctx.run_ui(input, |ui| {
            ui.columns(2, |columns| {
                scene.show(&mut columns[0]);
                chart("energy").show(&mut columns[1]);
                chart("overlap").show(&mut columns[1]);
            });
        });
        let pass = start.elapsed();
        let start = Instant::now();
        let (shapes, scale) = (output.shapes.clone(), output.pixels_per_point);
        let primitives = ctx.tessellate(shapes, scale);
        times.push((pass, start.elapsed()));
        assert!(!primitives.is_empty());
        output.drop_without_applying_deltas();
    }
    let median = |part: fn(&(Duration, Duration)) -> Duration| {
        let mut sorted: Vec<Duration> = times.iter().skip(20).map(part).collect();
        sorted.sort_unstable();
        sorted[sorted.len() / 2]
    };
    let (pass, tessellation) = (median(|time| time.0), median(|time| time.1));
    println!("ui pass {pass:?}, tessellation {tessellation:?}");
    assert!(pass + tessellation < Duration::from_millis(20), "{pass:?} + {tessellation:?}");
}
