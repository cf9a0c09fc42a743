//! What one frame of the whole window costs the processor in each lab: logic, layout and tessellation. Recall and Heat
//! show every panel at once.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark prints, and may stop at once"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, FullOutput, Pos2, RawInput, Rect, Vec2};
use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::Command;
use glassbox::engine::rbm::{Train, TrainConfig};
use glassbox::physics::seed::Seed;
use glassbox::ui::app::{App, Startup};
use glassbox::ui::chassis::Step;
use glassbox::ui::lab::{LabName, PanelList, Place};
use glassbox::ui::labs::hopfield::context::HopfieldPanels;
use glassbox::ui::labs::{heat, list, recall, train};
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::tree_view::axis::DepthAxis;
use glassbox::ui::widgets::tree_view::rows::Rows;
use glassbox::ui::widgets::tree_view::{self, LabelColumn, TreeScene, TreeView};

#[path = "../tests/tree_view/planted.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod planted;

const SIZE: Vec2 = Vec2::new(1600.0, 1000.0);

/// A window without a window: what eframe does between two pictures, less the drawing of triangles.
struct Window {
    ctx: Context,
    app: App,
    time: f64,
}

impl Window {
    fn new(lab: LabName) -> Self {
        let ctx = Context::default();
        theme::install(&ctx, Theme::Dark);
        let mut remembered = Remembered { lab: lab.id.to_owned(), ..Remembered::default() };
        if lab == recall::LAB.name {
            remembered.layouts.insert(lab.id.to_owned(), everything_shown(&recall::panels::panels()));
        } else if lab == heat::LAB.name {
            remembered.layouts.insert(lab.id.to_owned(), everything_shown(&heat::panels::panels()));
        }
        let app = App::new(&ctx, remembered, &Startup::default()).expect("the built-in icons are there");
        Self { ctx, app, time: 0.0 }
    }

    fn frame(&mut self) -> usize {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: vec![egui::Event::PointerMoved(Pos2::new(500.0 + (self.time * 60.0 % 40.0) as f32, 500.0))],
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            self.app.logic(ui.ctx());
            self.app.ui(ui);
        });
        output.textures_delta.clear();
        let FullOutput { shapes, pixels_per_point, .. } = output;
        self.ctx.tessellate(shapes, pixels_per_point).len()
    }

    /// Draws frames until the model and every study rest.
    fn settle(&mut self) {
        for _ in 0..4_000 {
            self.frame();
            if !self.app.busy() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        println!("the window did not come to rest; the figures include work of the model");
    }
}

/// Every panel in a pane of its own, none behind a tab: the grid at the left, the others in columns.
fn everything_shown(panels: &PanelList<HopfieldPanels>) -> String {
    let mut tiles = egui_tiles::Tiles::default();
    let infos = panels.iter().map(|panel| panel.info()).filter(|info| info.place != Place::Left);
    let panes: Vec<_> = infos.map(|info| tiles.insert_pane(info.id.to_owned())).collect();
    let (state, rest) = panes.split_first().expect("the lab has panels");
    let columns = rest.chunks(3).map(|column| tiles.insert_vertical_tile(column.to_vec())).collect::<Vec<_>>();
    let root = tiles.insert_horizontal_tile([&[*state][..], &columns].concat());
    let tree = egui_tiles::Tree::new(egui::Id::unique("every pane"), root, tiles);
    serde_json::json!({ "tree": tree, "shared": {} }).to_string()
}

fn frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(100).measurement_time(Duration::from_secs(5));
    for kind in list::LABS {
        let mut window = Window::new(kind.name);
        window.settle();
        for step in window.app.rehearsal().expect("the rehearsal is data") {
            let waits = step == Step::Wait;
            window.app.perform(step).expect("the steps are of this lab");
            if waits {
                window.settle();
            }
        }
        window.settle();
        let name = format!("{}, 1600 x 1000", kind.name.title);
        group.bench_function(name, |bencher| bencher.iter(|| black_box(window.frame())));
    }
    group.finish();
}

/// A tree of 100,000 leaves by itself: its rows, a frame in which nothing changed, a frame after a step of zoom.
fn tree(criterion: &mut Criterion) {
    let skeleton = planted::planted(100_000, 1);
    let classes: Vec<Option<u16>> = (0..100_000).map(|datum: u32| Some((datum / 10_000) as u16)).collect();
    let columns = [LabelColumn { name: "digit", classes: &classes, texts: &[], pale: false }];
    let scene = TreeScene { columns: &columns, ..TreeScene::new("Tree", &skeleton, (0, 0)) };
    let ctx = Context::default();
    theme::install(&ctx, Theme::Dark);
    let mut view = TreeView::default();
    let mut frame = |zoom: Option<f64>| {
        if let Some(share) = zoom {
            view.state.sight.window = tree_view::Window::WHOLE.zoomed([1.0, 1.0 + 40.0 * share], [0.5, 0.3]);
        }
        let input = RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)), ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| drop(view.show(ui, &scene, SIZE)));
        output.textures_delta.clear();
        let FullOutput { shapes, pixels_per_point, .. } = output;
        ctx.tessellate(shapes, pixels_per_point).len()
    };
    let mut group = criterion.benchmark_group("tree of 100,000 leaves");
    group.sample_size(50);
    group.bench_function("layout", |bencher| {
        bencher.iter(|| black_box(Rows::new(&skeleton, &DepthAxis::new(&skeleton, true, None), &[])));
    });
    group.bench_function("frame", |bencher| bencher.iter(|| black_box(frame(None))));
    let mut step = 0u32;
    group.bench_function("frame after a step of zoom", |bencher| {
        bencher.iter(|| {
            step = (step + 1) % 100;
            black_box(frame(Some(f64::from(step) / 100.0)))
        });
    });
    group.finish();
}

/// Updates in a second of the opening run of the Train lab: bare, without a window; then with the window open, drawn 30
/// times a second.
fn training(_: &mut Criterion) {
    const UPDATES: u64 = 1000;
    const EACH_FRAME: Duration = Duration::from_millis(33);
    let config = train::opening::FIRST.config(Seed(1)).expect("the built-in digits are there");
    let bare = TrainConfig { measured: false, ..config };
    let mut driver = Driver::<Train>::new(&bare).expect("the opening run is possible");
    driver.apply(Command::Step(UPDATES)).expect("a step is never refused");
    let start = Instant::now();
    driver.run_until_idle(UPDATES);
    let headless = UPDATES as f64 / start.elapsed().as_secs_f64();
    let mut window = Window::new(train::NAME);
    window.settle();
    let start = Instant::now();
    let (mut drawn, mut frames) = (Duration::ZERO, 0);
    // The steps to the picture but the last, which estimates, are training alone.
    let steps = window.app.rehearsal().expect("the rehearsal is data");
    for step in steps.into_iter().rev().skip(1).rev() {
        window.app.perform(step).expect("the steps are of this lab");
        while window.app.busy() {
            let begun = Instant::now();
            window.frame();
            (drawn, frames) = (drawn + begun.elapsed(), frames + 1);
            std::thread::sleep(EACH_FRAME.saturating_sub(begun.elapsed()));
        }
    }
    let open = UPDATES as f64 / start.elapsed().as_secs_f64();
    let fraction = 100.0 * open / headless;
    println!(
        "training, {UPDATES} updates: {headless:.1} updates/s bare, {open:.1} with the window open ({fraction:.0} %)"
    );
    println!("a frame meanwhile: {:.2} ms in the mean", drawn.as_secs_f64() * 1e3 / f64::from(frames.max(1)));
}

criterion_group!(benches, tree, frame, training);
criterion_main!(benches);
