//! What is taken out of figures: each kind has the menu, and each entry gives what it says.

use std::sync::Arc;

use egui::{Color32, Context, Event, Modifiers, OutputCommand, PointerButton, Pos2, Ui, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use egui_plot::PlotPoint;
use glassbox::physics::rbm::VisibleUnits;
use glassbox::physics::spins::GridShape;
use glassbox::ui::machine::{Heights, Palette, Profile};
use glassbox::ui::theme::{self, Theme, Tokens};
use glassbox::ui::widgets::plots::{
    BandChart, Bar, Bars, Bin, Cloud, Curve, EndMark, HeightGrid, Histogram, LadderView, Landscape, LandscapeScene,
    LineChart, PointEditor, Rung, RungSide, Scatter, SimplexView,
};
use glassbox::ui::widgets::spin_grid::{
    CellColors, CellImage, GridColors, GridEditor, SpinGrid, Thumbnail, ThumbnailCache,
};
use glassbox::ui::widgets::take_out::{Figure, TakeOut, saving, svg};
use glassbox::ui::widgets::{MatrixMap, MatrixSource, MatrixView, TileGrid, TileLayout, Tiles};

const SIZE: egui::Vec2 = vec2(320.0, 200.0);

fn line_ui(ui: &mut Ui) {
    let points = [PlotPoint::new(0.0, 0.25), PlotPoint::new(1.0, 0.5), PlotPoint::new(2.0, 1.0)];
    let ink = theme::tokens(ui.ctx()).identity_ink(0);
    let curves = [Curve::new("A < snail", ink, &points)];
    let chart = LineChart {
        curves: &curves,
        x_range: (0.0, 2.0),
        x_label: "sweeps",
        height: SIZE.y,
        ..LineChart::new("line", "Overlap")
    };
    chart.show(ui);
}

type Kind = (&'static str, fn(&mut Ui), &'static str);

/// Every kind of figure, with the first line of its data.
const KINDS: [Kind; 14] = [
    ("line", line_ui, "series\tsweeps\tOverlap"),
    (
        "histogram",
        |ui| {
            let bins = [Bin { from: 0.0, to: 1.0, height: 3.0 }];
            Histogram { bins: &bins, height: SIZE.y, ..Histogram::new("Couplings", Color32::WHITE) }.show(ui);
        },
        "series\tfrom\tto\theight",
    ),
    (
        "bars",
        |ui| {
            let bars = [Bar { value: 0.5, color: Color32::WHITE }];
            Bars { bars: &bars, x_label: "units", height: SIZE.y, ..Bars::new("Activity") }.show(ui);
        },
        "units\tActivity",
    ),
    (
        "scatter",
        |ui| {
            let clouds = [Cloud { points: &[[0.5, 0.5]], color: Color32::WHITE, side: 3.0 }];
            Scatter { clouds: &clouds, x_label: "data", ..Scatter::new("Moments", SIZE) }.show(ui);
        },
        "cloud\tdata\tMoments",
    ),
    (
        "band",
        |ui| {
            let end = EndMark { name: "A", color: Color32::WHITE };
            let band = BandChart {
                xs: &[0.0, 1.0],
                min: &[0.0; 2],
                mean: &[0.5; 2],
                max: &[1.0; 2],
                x_label: "flips",
                height: SIZE.y,
                ..BandChart::new("Path", Color32::WHITE, end, end)
            };
            band.show(ui);
        },
        "step\tflips\tsmallest\tmean\tlargest",
    ),
    (
        "landscape",
        |ui| {
            let scene = LandscapeScene {
                name: "Two wells",
                summary: "",
                range: (-1.0, 1.0),
                axes: [("m1", Color32::WHITE), ("m2", Color32::WHITE)],
                trail: &[],
                marble: None,
                minima: &[],
            };
            let heights = HeightGrid { columns: 3, values: &[0.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 0.0] };
            Landscape::default().show(ui, scene, heights, 1, SIZE);
        },
        "point\tm1\tm2\theight",
    ),
    (
        "simplex",
        |ui| {
            let view = SimplexView {
                name: "Mixtures",
                summary: "",
                corners: [("A", Color32::WHITE); 6],
                path: &[[0.5, 0.25, 0.0]],
                theory: &[],
                live: None,
                levels: &[],
            };
            view.show(ui, SIZE);
        },
        "series\tm1\tm2\tm3",
    ),
    (
        "ladder",
        |ui| {
            let rung = |name, value| Rung {
                name,
                value,
                side: RungSide::Left,
                dashed: false,
                color: Color32::WHITE,
                priority: 1,
            };
            let rungs = [rung("low", -0.5), rung("high", 0.0)];
            LadderView { name: "Energies", summary: "", rungs: &rungs, mark: None }.show(ui, SIZE);
        },
        "level\tEnergies",
    ),
    (
        "matrix",
        |ui| {
            let source = MatrixSource { rows: 2, columns: 2, values: &[1.0, -1.0, 0.5, 0.0], order: &[], key: (0, 0) };
            MatrixView::default().show(ui, "Couplings", source, MatrixMap::Diverging { limit: None }, SIZE);
        },
        "row\t1\t2",
    ),
    (
        "tiles",
        |ui| {
            let tiles = Tiles {
                name: "Samples",
                count: 2,
                shape: [2, 1],
                key: (0, 0, 0),
                value: &|tile, cell| Some((tile + cell) as f32),
                colour: &|_, _| Color32::WHITE,
                layout: TileLayout::Pictures { most: 90.0, least: 10.0 },
                chosen: None,
                clickable: false,
            };
            TileGrid::default().show(ui, &tiles, SIZE);
        },
        "row\t1\t2",
    ),
    (
        "spins",
        |ui| {
            let colors = GridColors { gap: Color32::BLACK, accent: Color32::WHITE, mark: Color32::WHITE };
            let color = |index: usize| if index == 0 { Color32::WHITE } else { Color32::BLACK };
            let image = CellImage { key: (0, 0, 0), colors: CellColors::Each(&color) };
            SpinGrid::new("State", GridShape::new(2, 2), image, &|index| index == 0, colors)
                .editable(false)
                .show(ui, &mut GridEditor::new());
        },
        "row\t1\t2",
    ),
    (
        "thumbnail",
        |ui| {
            let color = |index: usize| if index == 0 { Color32::WHITE } else { Color32::BLACK };
            let image = CellImage { key: (0, 0, 0), colors: CellColors::Each(&color) };
            let thumbnail = Thumbnail::new("Cue from snail", GridShape::new(2, 2), image, SIZE.y, Color32::BLACK);
            let thumbnail = thumbnail.sense(egui::Sense::CLICK);
            let drawn = thumbnail.show(ui, &mut ThumbnailCache::default());
            thumbnail.offer(ui, &drawn, "snail", &[1, -1, -1, -1], |ui| drop(ui.button("Forget")));
        },
        "row\t1\t2",
    ),
    (
        "profile",
        |ui| {
            let (visible, alphabet) = (VisibleUnits::Potts(2), Some("AC"));
            let (values, heights) = (&[0.25, 0.75], Heights::Frequencies);
            let profile = Profile { name: "Letters", values, heights, visible, alphabet, size: SIZE };
            profile.show(ui, &Palette::default().colours(ui.ctx()));
        },
        "site\tA\tC",
    ),
    ("points", points_ui, "series\tsweeps\tTemperature"),
];

fn points_ui(ui: &mut Ui) {
    let chart = LineChart { x_label: "sweeps", scrub: false, height: SIZE.y, ..LineChart::new("t", "Temperature") };
    PointEditor { chart, points: &[[0.0, 1.0], [0.75, 0.5]], color: Color32::WHITE, ground: Color32::BLACK }.show(ui);
}

fn harness<'a>(show: fn(&mut Ui)) -> Harness<'a> {
    let mut harness = Harness::builder()
        .with_size(vec2(400.0, 420.0))
        .with_context_setup(|ctx| theme::install(ctx, Theme::Dark))
        .build_ui(move |ui| {
            // Keeps the figure as small as a figure, whatever takes all the room it gets.
            let room = egui::Rect::from_min_size(egui::pos2(10.0, 10.0), SIZE);
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(room));
            show(&mut ui);
        });
    harness.run_steps(3);
    harness
}

/// Opens the menu where all figures have something.
fn open_menu(harness: &mut Harness<'_>, by_key: bool) {
    for place in [Pos2::new(60.0, 50.0), Pos2::new(100.0, 100.0), Pos2::new(60.0, 20.0), Pos2::new(160.0, 100.0)] {
        harness.hover_at(place);
        harness.step();
        if by_key {
            harness.key_press(egui::Key::E);
        } else {
            for pressed in [true, false] {
                let modifiers = Modifiers::NONE;
                harness.event(Event::PointerButton {
                    pos: place,
                    button: PointerButton::Secondary,
                    pressed,
                    modifiers,
                });
                harness.step();
            }
        }
        harness.run_steps(3);
        if harness.query_by_label("Copy data").is_some() {
            return;
        }
    }
}

fn copied(harness: &Harness<'_>) -> Option<String> {
    harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn every_kind_of_figure_has_the_menu_by_button_and_by_key() {
    for by_key in [false, true] {
        for (kind, show, first) in KINDS {
            let mut harness = harness(show);
            open_menu(&mut harness, by_key);
            for entry in ["Copy picture", "Save data as CSV…", "Save as SVG…", "Save as PNG…", "Colours for print"]
            {
                assert!(harness.query_by_label_contains(entry).is_some(), "{kind} has no “{entry}” (key: {by_key})");
            }
            harness.get_by_label("Copy data").click();
            harness.step();
            let text = copied(&harness).unwrap_or_else(|| panic!("{kind} copies nothing"));
            assert_eq!(text.lines().next(), Some(first), "{kind}");
            assert!(text.lines().count() > 1, "{kind} has data");
        }
    }
}

#[test]
fn the_data_of_a_chart_are_exactly_its_points_and_names() {
    let mut harness = harness(line_ui);
    open_menu(&mut harness, false);
    harness.get_by_label("Save data as CSV…").click();
    harness.run_steps(2);
    let (name, bytes) = saving::waiting(&harness.ctx).expect("a file waits for its path");
    assert_eq!(name, "overlap.csv");
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    assert_eq!(text, "series,sweeps,Overlap\nA < snail,0,0.25\nA < snail,1,0.5\nA < snail,2,1\n");
}

#[test]
fn points_that_are_edited_are_taken_out_with_their_chart() {
    let mut harness = harness(points_ui);
    open_menu(&mut harness, true);
    harness.get_by_label("Copy data").click();
    harness.step();
    assert_eq!(
        copied(&harness).as_deref(),
        Some("series\tsweeps\tTemperature\nTemperature\t0\t1\nTemperature\t0.75\t0.5\n")
    );
}

fn take(what: TakeOut, print: bool) -> (String, Arc<[u8]>) {
    let ctx = Context::default();
    theme::install(&ctx, Theme::Dark);
    let figure =
        Figure { name: "Overlap", size: SIZE, table: &Default::default, draw: &|ui| line_ui(ui), gestures: "" };
    figure.take(&ctx, what, print);
    saving::waiting(&ctx).expect("a file waits for its path")
}

#[test]
fn an_svg_is_sound_and_its_text_is_text() {
    let (name, bytes) = take(TakeOut::Svg, true);
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    assert_eq!(name, "overlap.svg");
    for word in [">sweeps</text>", ">A &lt; snail</text>", ">0.5</text>"] {
        assert!(text.contains(word), "no {word} in {text}");
    }
    // Every element that is opened is closed, in order.
    let mut open: Vec<&str> = Vec::new();
    for tag in text.split('<').skip(1) {
        let (tag, rest) = tag.split_once('>').expect("a tag ends");
        assert!(!rest.contains('>'), "{rest}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let ink = Tokens::of(Theme::Projector).identity_ink(0).to_array();
    assert!(text.contains(&format!("#{:02x}{:02x}{:02x}", ink[0], ink[1], ink[2])), "the curve is coloured for print");
}

#[test]
fn pictures_have_the_size_that_was_asked_for() {
    for scale in 1..=4u8 {
        let (_, bytes) = take(TakeOut::Png(scale), false);
        let picture = image::load_from_memory(&bytes).expect("a picture").into_rgba8();
        let side = |points: f32| ((points + 20.0) * f32::from(scale)) as u32;
        assert_eq!(picture.dimensions(), (side(SIZE.x), side(SIZE.y)));
        let ground = Tokens::of(Theme::Dark).panel.to_array();
        assert_eq!(picture.get_pixel(0, 0).0, ground);
        assert!(picture.pixels().filter(|pixel| pixel.0 != ground).count() > 500, "something is drawn");
    }
}

#[test]
fn a_picture_is_copied_whole() {
    let mut harness = harness(line_ui);
    open_menu(&mut harness, false);
    harness.get_by_label("Copy picture").click();
    harness.step();
    let size = harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyImage(image) => Some(image.size),
        _ => None,
    });
    let side = |points: f32| ((points + 20.0) * 2.0) as usize;
    assert_eq!(size, Some([side(SIZE.x), side(SIZE.y)]));
    assert!(
        svg::text(&Figure { name: "", size: SIZE, table: &Default::default, draw: &|_| (), gestures: "" }.sheet(
            &harness.ctx,
            1,
            false
        ))
        .ends_with("</svg>\n")
    );
}
