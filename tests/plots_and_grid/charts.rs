//! The plots: alignment, scrubbing, hovering, and whatever data come.

use egui::{Color32, Rect, Vec2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use egui_plot::PlotPoint;
use glassbox::ui::theme::{Theme, Tokens};
use glassbox::ui::widgets::plots::{
    Band, BandChart, BandHover, Bin, ChartHover, Curve, Emphasis, EndMark, Histogram, HistogramHover, Level, LineChart,
    Tail, Threshold, Ticks, stack_margins,
};

use crate::scene::curve;

#[derive(Default)]
struct Told {
    data: Vec<Option<Rect>>,
    scrub: Vec<f64>,
    hover: Option<ChartHover>,
    bin: Option<HistogramHover>,
    step: Option<BandHover>,
}

fn harness<'a>(size: Vec2, show: impl FnMut(&mut egui::Ui, &mut Told) + 'a) -> Harness<'a, Told> {
    Harness::builder().with_size(size).allow_missing_glyphs().build_ui_state(show, Told::default())
}

#[test]
fn stacked_charts_line_up() {
    let tokens = Tokens::of(Theme::Dark);
    let points = curve(50, 2.0, |x| -0.1 * x);
    let (short, long) = ([Curve::new("B", tokens.ink, &points)], [Curve::new("a long name", tokens.ink, &points)]);
    let energy = LineChart { curves: &short, y_range: (-0.625, 0.0), ..LineChart::new("energy", "Energy") };
    let overlap =
        LineChart { curves: &long, y_range: (0.0, 1.0), x_label: "sweeps", ..LineChart::new("overlap", "Overlap") };
    let harness = harness(vec2(500.0, 500.0), |ui, seen| {
        let margins = Some(stack_margins(ui, &[energy, overlap]));
        seen.data.clear();
        seen.data.push(LineChart { margins, ..energy }.show(ui).data);
        seen.data.push(LineChart { margins, ..overlap }.show(ui).data);
        seen.data.push(energy.show(ui).data);
    });
    let data: Vec<Rect> = harness.state().data.iter().map(|data| data.expect("there is room")).collect();
    assert_eq!((data[0].left(), data[0].right()), (data[1].left(), data[1].right()));
    assert_ne!(data[0].right(), data[2].right(), "alone, a chart takes the room its own names leave");
}

#[test]
fn a_click_and_a_drag_ask_for_a_cursor() {
    let tokens = Tokens::of(Theme::Dark);
    let points = curve(11, 10.0, |x| x / 10.0);
    let curves = [Curve::new("m", tokens.ink, &points), Curve::ghost(&points), Curve::new("none", tokens.ink, &[])];
    let chart =
        LineChart { curves: &curves, x_range: (0.0, 10.0), cursor: Some(4.0), ..LineChart::new("c", "Overlap") };
    let mut harness = harness(vec2(500.0, 300.0), |ui, seen| {
        let response = chart.show(ui);
        seen.data = vec![response.data];
        seen.scrub.extend(response.scrub);
        seen.hover = response.hover;
    });
    let data = harness.state().data[0].expect("there is room");
    let at = |fraction: f32| data.lerp_inside(vec2(fraction, 0.5));
    harness.hover_at(at(0.32));
    harness.step();
    assert!(harness.state().scrub.is_empty(), "hovering asks for nothing");
    let hover = harness.state().hover.clone().expect("over the data");
    assert_eq!((hover.x, hover.values[0], hover.values[2]), (3.0, Some(0.3), None));
    harness.drag_at(at(0.5));
    harness.hover_at(at(0.8));
    harness.hover_at(at(3.0));
    harness.drop_at(at(3.0));
    harness.step();
    harness.run_steps(2);
    let scrub = &harness.state().scrub;
    assert!((scrub[0] - 5.0).abs() < 0.02, "{scrub:?}");
    assert!(scrub.iter().any(|x| (x - 8.0).abs() < 0.02), "{scrub:?}");
    assert_eq!(scrub.last(), Some(&10.0), "beyond the end is the end");
    assert!(harness.query_by_label("Overlap").is_some());
}

#[test]
fn a_chart_of_steps_says_what_the_step_under_the_pointer_has() {
    let tokens = Tokens::of(Theme::Dark);
    let at = PlotPoint::new;
    let (steps, low, high) = (
        [at(0.0, 0.2), at(6.0, 0.2), at(6.0, 0.8), at(10.0, 0.8)],
        [at(0.0, 0.0), at(10.0, 0.0)],
        [at(0.0, 0.1), at(10.0, 0.1)],
    );
    let curves = [Curve { stepped: true, ..Curve::new("score", tokens.ink, &steps) }];
    let bands = [Band { name: "chance", color: tokens.soft, low: &low, high: &high }];
    let chart = LineChart { curves: &curves, bands: &bands, x_range: (0.0, 10.0), ..LineChart::new("c", "Score") };
    let mut harness = harness(vec2(500.0, 300.0), |ui, seen| {
        let response = chart.show(ui);
        seen.data = vec![response.data];
        seen.hover = response.hover;
    });
    let data = harness.state().data[0].expect("there is room");
    for (fraction, value) in [(0.1, 0.2), (0.5, 0.2), (0.65, 0.8), (0.95, 0.8)] {
        harness.hover_at(data.lerp_inside(vec2(fraction, 0.9)));
        harness.step();
        let hover = harness.state().hover.clone().expect("over the data");
        assert_eq!(hover.values, [Some(value)]);
        assert!((hover.x - 10.0 * f64::from(fraction)).abs() < 0.1, "{} is not where the pointer is", hover.x);
    }
}

#[test]
fn bars_and_steps_under_the_pointer_are_told() {
    let tokens = Tokens::of(Theme::Dark);
    let bins: Vec<Bin> =
        (0..4).map(|k| Bin { from: f64::from(k), to: f64::from(k + 1), height: f64::from(k) }).collect();
    let xs = [0.0, 1.0, 2.0];
    let mark = |name| EndMark { name, color: tokens.ink };
    let histogram = Histogram { bins: &bins, x_range: Some((0.0, 4.0)), ..Histogram::new("Crosstalk", tokens.soft) };
    let band = BandChart {
        xs: &xs,
        min: &[0.0; 3],
        mean: &[0.5; 3],
        max: &[1.0; 3],
        ..BandChart::new("Path", tokens.ink, mark("A"), mark("B"))
    };
    let mut harness = harness(vec2(500.0, 400.0), |ui, seen| {
        let (first, second) = (histogram.show(ui), band.show(ui));
        seen.data = vec![first.data, second.data];
        (seen.bin, seen.step) = (first.hover, second.hover);
    });
    let places = [0, 1].map(|k| harness.state().data[k].expect("there is room").lerp_inside(vec2(0.6, 0.5)));
    harness.hover_at(places[0]);
    harness.step();
    assert_eq!(harness.state().bin.map(|hover| hover.bin), Some(2));
    assert_eq!(harness.state().step, None);
    harness.hover_at(places[1]);
    harness.step();
    assert_eq!(harness.state().step, Some(BandHover { index: 1, x: 1.0 }));
}

fn troubles() -> Vec<Vec<PlotPoint>> {
    let at = PlotPoint::new;
    vec![
        vec![],
        vec![at(0.5, 0.5)],
        vec![at(0.0, f64::NAN), at(f64::INFINITY, 0.0), at(1.0, f64::NEG_INFINITY)],
        vec![at(0.0, 0.2), at(0.5, f64::NAN), at(1.0, 0.4)],
        vec![at(0.0, 3.0); 10],
        vec![at(-1e300, 1e300), at(1e300, -1e300)],
        vec![at(0.0, f64::MAX), at(1.0, f64::MIN), at(2.0, f64::MIN_POSITIVE)],
        vec![at(1.0, 1.0), at(0.0, 0.0), at(0.5, 2.0)],
        curve(5000, 1.0, |x| (x * 40.0).sin()),
    ]
}

#[test]
fn every_size_range_and_datum_is_survived() {
    let tokens = Tokens::of(Theme::Dark);
    let ranges = [
        (0.0, 1.0),
        (3.0, 3.0),
        (0.0, 0.0),
        (1.0, -1.0),
        (f64::NAN, f64::INFINITY),
        (-1e308, 1e308),
        (1.0, 1.0 + 1e-15),
        (0.0, 1e-200),
    ];
    for size in [vec2(0.0, 0.0), vec2(30.0, 500.0), vec2(600.0, 400.0), vec2(5000.0, 900.0)] {
        for points in troubles() {
            for range in ranges {
                let _harness = harness(size, |ui, _| {
                    let curves = [
                        Curve {
                            dashed: true,
                            ..Curve::new("a name that is much too long for any margin at all", tokens.ink, &points)
                        },
                        Curve { emphasis: Emphasis::Strong, ..Curve::new("B", tokens.ink, &points) },
                        Curve::ghost(&points),
                    ];
                    let xs: Vec<f64> = points.iter().map(|point| point.x).collect();
                    let ys: Vec<f64> = points.iter().map(|point| point.y).collect();
                    let levels: Vec<Level<'_>> = [0.0, 0.5, f64::NAN, 1e300]
                        .map(|value| Level { name: "level", value, color: tokens.soft, emphasis: Emphasis::Normal })
                        .into();
                    let band = Band { name: "chance", color: tokens.soft, low: &points, high: &points };
                    let chart = LineChart {
                        curves: &curves,
                        levels: &levels,
                        bands: &[band],
                        ticks: Some(Ticks { xs: &xs, strip: &[], color: tokens.accent }),
                        cursor: Some(range.0),
                        x_range: range,
                        y_range: range,
                        height: size.y / 3.0,
                        ..LineChart::new("c", "Chart")
                    };
                    chart.show(ui);
                    let mark = EndMark { name: "A", color: tokens.ink };
                    let band = BandChart {
                        xs: &xs,
                        min: &ys,
                        mean: &ys,
                        max: &xs,
                        levels: &levels,
                        y_range: range,
                        height: size.y / 3.0,
                        ..BandChart::new("Band", tokens.ink, mark, mark)
                    };
                    band.show(ui);
                    let bins: Vec<Bin> =
                        points.iter().map(|point| Bin { from: point.x, to: point.x + 0.1, height: point.y }).collect();
                    for logarithmic in [false, true] {
                        let threshold = Threshold { x: range.0, name: "1", color: Color32::RED, tail: Tail::Above };
                        let histogram = Histogram {
                            bins: &bins,
                            theory: &points,
                            threshold: Some(threshold),
                            logarithmic,
                            height: size.y / 6.0,
                            ..Histogram::new("Histogram", tokens.soft)
                        };
                        histogram.show(ui);
                    }
                });
            }
        }
    }
}
