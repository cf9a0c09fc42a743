//! Pictures for a person to look at.

use egui::vec2;
use egui_kittest::Harness;
use glassbox::ui::widgets::plots::{
    BandChart, Bin, Curve, Emphasis, EndMark, Histogram, Level, LineChart, PlotColors, Tail, Threshold, Ticks,
    nice_range, stack_margins,
};
use glassbox::ui::widgets::spin_grid::{
    Brush, BrushForm, Cell, CellColors, CellImage, Mirror, Thumbnail, ThumbnailCache,
};

use crate::scene::{GridScene, Profile, curve, dark, projector, wobble};

fn picture(
    name: &str,
    profile: Profile,
    size: egui::Vec2,
    scale: f32,
    hover: Option<egui::Pos2>,
    mut show: impl FnMut(&mut egui::Ui),
) {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_render_cursor(false)
        .with_theme(if profile.name == "dark" { egui::Theme::Dark } else { egui::Theme::Light })
        .wgpu()
        .build_ui(move |ui| {
            ui.painter().rect_filled(ui.ctx().content_rect(), 0, profile.panel);
            ui.visuals_mut().override_text_color = Some(profile.plots.ink);
            show(ui);
        });
    if let Some(pos) = hover {
        harness.hover_at(pos);
    }
    harness.step();
    harness.run_steps(2);
    let image = harness.render().expect("a picture needs a Vulkan driver, mesa-vulkan-drivers for one");
    let folder = std::env::temp_dir().join("glassbox-look");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join(format!("{name}-{}-{scale}.png", profile.name));
    image.save(&file).expect("a written picture");
    println!("{}", file.display());
}

fn thumbnails(ui: &mut egui::Ui, profile: Profile, caches: &mut [ThumbnailCache; 4]) {
    ui.horizontal(|ui| {
        for (size, cache) in [8, 16, 28, 64].into_iter().zip(caches) {
            let scene = grid(size, profile);
            let color_of = |index: usize| if scene.on.contains(&index) { profile.spin_on } else { profile.spin_off };
            let image = CellImage { key: (0, 0, 0), colors: CellColors::Each(&color_of) };
            Thumbnail::new("pattern", scene.shape, image, 56.0, profile.spin_off).show(ui, cache);
        }
    });
}

fn energy_and_overlap(ui: &mut egui::Ui, profile: Profile) {
    energy_and_overlap_at(ui, profile, 225.0);
}

fn energy_and_overlap_at(ui: &mut egui::Ui, profile: Profile, height: f32) {
    let colors: PlotColors = profile.plots;
    let fall = |x: f64| if x < 1.0 { -0.135 - 0.427 * x.powf(1.2) + 0.004 * wobble(x) } else { -0.562 };
    let energy = curve(1650, 2.1, fall);
    let ghost = curve(1200, 1.6, |x| (fall(x * 0.7) * 0.8).max(-0.376));
    let level = |name, value, color| Level { name, value, color, emphasis: Emphasis::Normal };
    let levels = [
        level("∞-mixture", -std::f64::consts::FRAC_1_PI, colors.soft),
        level("5-mixture", -0.352, colors.soft),
        level("3-mixture", -0.375, colors.soft),
        Level { emphasis: Emphasis::Strong, ..level("B snail", -0.562, profile.identities[1]) },
    ];
    let curves = [Curve::ghost(&ghost), Curve::new("", colors.ink, &energy)];
    let uphill = [0.11, 0.13, 0.35, 0.36, 0.361, 0.7];
    let chart = LineChart {
        curves: &curves,
        levels: &levels,
        ticks: Some(Ticks { xs: &uphill, color: profile.warning }),
        x_label: "sweeps",
        cursor: Some(0.49),
        x_range: (0.0, 2.2),
        y_range: nice_range(-0.57, 0.0),
        height,
        ..LineChart::new("energy", "Energy per spin", colors)
    };
    let settle = |start: f64, end: f64| {
        move |x: f64| start + (end - start) * x.min(1.0) + 0.01 * wobble(x * 3.0) * (1.0 - x).max(0.0)
    };
    let values = [(0.11, 0.26), (0.5, 1.0), (0.01, 0.0), (0.02, 0.05), (0.12, 0.24)];
    let points: Vec<_> = values.iter().map(|&(start, end)| curve(1650, 2.1, settle(start, end))).collect();
    let names = ["A anchor", "B snail", "C key", "D house", "E guitar"];
    let overlaps: Vec<Curve<'_>> = names
        .iter()
        .zip(&points)
        .zip(profile.identities)
        .map(|((name, points), color)| {
            let emphasis = if *name == "B snail" { Emphasis::Strong } else { Emphasis::Normal };
            Curve { emphasis, ..Curve::new(name, color, points) }
        })
        .collect();
    let overlap = LineChart {
        curves: &overlaps,
        x_label: "sweeps",
        cursor: Some(0.49),
        x_range: (0.0, 2.2),
        y_range: (-0.1, 1.0),
        height,
        ..LineChart::new("overlap", "Overlap with each memory", colors)
    };
    let margins = Some(stack_margins(ui, &[chart, overlap]));
    ui.strong("Energy per spin");
    LineChart { margins, ..chart }.show(ui);
    ui.strong("Overlap with each memory");
    LineChart { margins, ..overlap }.show(ui);
}

fn others(ui: &mut egui::Ui, profile: Profile) {
    let colors = profile.plots;
    let density = |x: f64| (-x * x / (2.0 * 0.16)).exp() / (0.4 * std::f64::consts::TAU.sqrt());
    let bins: Vec<Bin> = (0..40)
        .map(|k| {
            let from = -2.0 + 0.1 * f64::from(k);
            let height = 20_000.0 * (density(from + 0.05) * (1.0 + 0.05 * wobble(from))).max(0.0);
            Bin { from, to: from + 0.1, height: height.floor() }
        })
        .collect();
    let theory = curve(200, 4.0, |x| 20_000.0 * density(x - 2.0));
    let theory: Vec<_> = theory.into_iter().map(|point| egui_plot::PlotPoint::new(point.x - 2.0, point.y)).collect();
    let threshold = Threshold { x: 1.0, name: "flips beyond 1", color: profile.warning, tail: Tail::Above };
    for logarithmic in [false, true] {
        ui.strong("Crosstalk");
        let histogram = Histogram {
            bins: &bins,
            bar_color: profile.identities[1],
            theory: &theory,
            threshold: Some(threshold),
            x_label: "C",
            logarithmic,
            ..Histogram::new("Crosstalk", colors)
        };
        histogram.show(ui);
    }
    ui.strong("Energy along flips from A to B");
    let xs: Vec<f64> = (0..=384).map(f64::from).collect();
    let mean: Vec<f64> = xs.iter().map(|x| -0.56 + 0.42 * (std::f64::consts::PI * x / 384.0).sin()).collect();
    let spread = |sign: f64| -> Vec<f64> {
        xs.iter()
            .zip(&mean)
            .map(|(x, m)| m + sign * 0.04 * (std::f64::consts::PI * x / 384.0).sin() * (1.0 + 0.3 * wobble(x / 90.0)))
            .collect()
    };
    let (min, max) = (spread(-1.0), spread(1.0));
    let levels = [Level { name: "3-mixture", value: -0.375, color: colors.soft, emphasis: Emphasis::Normal }];
    let band = BandChart {
        xs: &xs,
        min: &min,
        mean: &mean,
        max: &max,
        color: colors.ink,
        levels: &levels,
        y_range: nice_range(-0.57, -0.05),
        x_label: "flips",
        ..BandChart::new(
            "Path",
            EndMark { name: "A anchor", color: profile.identities[0] },
            EndMark { name: "B snail", color: profile.identities[1] },
            colors,
        )
    };
    band.show(ui);
}

fn grid(size: usize, profile: Profile) -> GridScene {
    let mut scene = GridScene::new(size, size, profile);
    let middle = (size as f64 - 1.0) / 2.0;
    scene.fill(|col, row| {
        let radius = (col as f64 - middle).hypot(row as f64 - middle) / size as f64;
        (0.2..0.42).contains(&radius) || (col * 7 + row * 13).is_multiple_of(19)
    });
    scene.differing = (0..size * size).filter(|index| (index * 7 + index / size * 13).is_multiple_of(19)).collect();
    scene.unstable = (0..size * size).filter(|index| index.is_multiple_of(23)).collect();
    scene.updating = Some(size * size / 3);
    scene.editor.mirror = Mirror::LeftRight;
    scene.editor.brush = Brush::new(if size > 10 { 5 } else { 2 }, BrushForm::Round);
    scene
}

#[test]
#[ignore = "writes pictures for a person to look at; needs a Vulkan driver"]
fn write_pictures() {
    for profile in [dark(), projector()] {
        for scale in [1.0, 2.0] {
            picture("charts", profile, vec2(540.0, 540.0), scale, Some(egui::pos2(330.0, 400.0)), |ui| {
                energy_and_overlap(ui, profile);
            });
            picture("others", profile, vec2(540.0, 580.0), scale, None, |ui| others(ui, profile));
            let mut caches: [ThumbnailCache; 4] = Default::default();
            picture("narrow", profile, vec2(270.0, 380.0), scale, None, move |ui| {
                energy_and_overlap_at(ui, profile, 125.0);
                thumbnails(ui, profile, &mut caches);
            });
            for size in [8, 28] {
                let mut scene = grid(size, profile);
                let side = 420.0;
                let place = egui::pos2(side * 0.25, side * 0.3);
                picture(&format!("grid{size}"), profile, vec2(side, side), scale, Some(place), move |ui| {
                    scene.show(ui);
                    assert!(
                        scene.last.as_ref().is_some_and(|last| last.layout.cell_at(place) != Some(Cell::new(-1, -1)))
                    );
                });
            }
        }
    }
}
