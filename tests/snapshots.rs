//! Small pictures of panels, compared with those in `tests/snapshots`. Needs a Vulkan driver, a software one will do:
//! without one the test says so and passes, unless `GLASSBOX_PNG_TESTS=required` is set.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test snapshots` draws them again; look at them before they are committed.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test says that it is skipped, may stop at once, and writes what is then read"
)]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use egui_kittest::{SnapshotResults, wgpu::WgpuTestRenderer};
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::phases::PhasesCmd;
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::io::datasets::DataSource;
use glassbox::io::pictures::GreyPicture;
use glassbox::physics::hopfield::{Degree, Interaction, LearningRule};
use glassbox::physics::seed::Seed;
use glassbox::ui::import::Opened;
use glassbox::ui::lab::{Panel, PanelInfo, Place};
use glassbox::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Layer};
use glassbox::ui::labs::hopfield::files::Found;
use glassbox::ui::labs::hopfield::import::Import;
use glassbox::ui::labs::phases::sweeps::request::{Over, Settings, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use glassbox::ui::theme::Theme;
use support::hopfield::{Hopfield, full, opened, warm};
use support::phases::Phases;
use support::train::{Kind, Train, diagnostics};
use support::{Bench, Fixture, hopfield, phases, train};

/// The renderer, or `None` where there is no adapter and none is required.
fn renderer() -> Option<WgpuTestRenderer> {
    let renderer = catch_unwind(AssertUnwindSafe(WgpuTestRenderer::new)).ok();
    let required = std::env::var("GLASSBOX_PNG_TESTS").is_ok_and(|value| value == "required");
    assert!(renderer.is_some() || !required, "GLASSBOX_PNG_TESTS=required, but there is no graphics adapter");
    if renderer.is_none() {
        println!("skipped: no adapter");
    }
    renderer
}

/// The opening document half a sweep into its run.
fn half_way(id: &str, document: &Document) -> Fixture<Hopfield> {
    let mut fixture = hopfield::Fixture::new(id, document);
    fixture.run(30);
    let half = fixture.snapshot.view.moment.state.len() as u64 / 2;
    fixture.apply(Command::Model(RecallCmd::Scrub(Some(half))));
    fixture
}

fn measured(id: &str, document: &Document) -> Fixture<Hopfield> {
    let mut fixture = half_way(id, document);
    fixture.study(&[Ask::MeasureWeights, Ask::RunMany { runs: 40, random: false }]);
    fixture
}

/// The window that offers a picture, as if it were a panel.
struct Offer(Import);

impl Panel<HopfieldPanels> for Offer {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo { id: "import", title: "Import", tab: "Import", help: "", place: Place::Centre }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        self.0.ui(ui.ctx(), context);
    }
}

fn offered() -> Fixture<Hopfield> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disc.png");
    let grey = |x: u32, y: u32| (x.abs_diff(30).pow(2) + y.abs_diff(20).pow(2)).min(230) as u8;
    image::GrayImage::from_fn(60, 40, |x, y| image::Luma([grey(x, y)])).save(&path).unwrap();
    let mut import = Import::default();
    let picture = GreyPicture::open(&path).unwrap();
    import.offer(Found::Picture { name: "disc.png".to_owned(), picture });
    hopfield::Fixture::new("update", &opened()).showing(Box::new(Offer(import)))
}

/// A table that is read again with a threshold.
fn offered_rows() -> Fixture<Hopfield> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawings.csv");
    let cell = |row: usize, at: usize| if (at / 6 + row * at % 6).is_multiple_of(3) { 210 } else { 20 + row };
    let line = |row: usize| (0..36).map(|at| cell(row, at).to_string()).collect::<Vec<_>>().join(",");
    let kind = ["a", "b"];
    let rows = (0..9).map(|row| format!("{},{}\n", line(row), kind[row % 2])).collect::<Vec<_>>().concat();
    let headings = (0..36).map(|at| format!("pixel{at}")).collect::<Vec<_>>().join(",");
    std::fs::write(&path, format!("{headings},kind\n{rows}")).unwrap();
    let mut import = Import::default();
    import.offer(Found::Data(Opened::find("drawings.csv".to_owned(), DataSource::Path(path)).unwrap()));
    hopfield::Fixture::new("update", &opened()).showing(Box::new(Offer(import)))
}

/// The plane with a small network that was measured at some places, over the cells of a coarse sweep.
fn measured_plane() -> Fixture<Phases> {
    let mut fixture = swept("plane", Over::Grid);
    for (patterns, temperature) in [(50, 0.1), (50, 0.6), (120, 0.2), (180, 0.1), (50, 0.4)] {
        fixture.apply(Command::Model(PhasesCmd::Move { patterns, temperature }));
        fixture.apply(Command::Step(60));
    }
    fixture.study();
    fixture
}

/// A sweep of small networks, done.
fn swept(id: &str, over: Over) -> Fixture<Phases> {
    let settings = Settings { over, size: 100, runs: 4, sweeps: 20, ..Settings::preset(What::Phase) };
    let mut fixture = phases::Fixture::measured(id);
    fixture.sweep(SweepAsk::Measure(settings.request((0.05, 0.4), 0.2, Seed(1))));
    fixture.idle();
    fixture
}

/// Histograms with those of two earlier updates.
fn pinned_distances() -> Fixture<Train> {
    let mut fixture = train::Fixture::known("distances", Kind::Digits);
    fixture.bench.derived.pinned = vec![diagnostics(Kind::Digits, 10), diagnostics(Kind::Digits, 300)];
    fixture
}

/// Name, size, theme, and what is drawn.
type Approved<'a, B> = (&'a str, [f32; 2], Theme, &'a dyn Fn() -> Fixture<B>);

fn compare<B: Bench>(pictures: &[Approved<'_, B>]) {
    let mut results = SnapshotResults::new();
    for &(name, size, theme, fixture) in pictures {
        let Some(renderer) = renderer() else { return };
        let mut fixture = fixture();
        fixture.shell.theme = theme;
        let mut harness = fixture.drawn_by(size, Some(renderer));
        harness.run_steps(4);
        results.add(harness.try_snapshot(name));
    }
}

#[test]
fn panels_of_a_network_look_as_they_were_approved() {
    compare::<Hopfield>(&[
        ("memories", [280.0, 620.0], Theme::Dark, &|| half_way("memories", &opened())),
        ("memories-dense", [280.0, 1060.0], Theme::Dark, &|| {
            let rule = LearningRule::Dense(Interaction::Polynomial(Degree::ALL[1]));
            let mut fixture = half_way("memories", &Document { rule, ..opened() });
            fixture.shared.as_printed = true;
            fixture
        }),
        ("state", [440.0, 460.0], Theme::Dark, &|| {
            let mut fixture = half_way("state", &opened());
            fixture.shared.layer = Layer::Stability;
            fixture
        }),
        ("energy", [460.0, 400.0], Theme::Dark, &|| half_way("energy", &opened())),
        ("update", [460.0, 140.0], Theme::Dark, &|| half_way("update", &opened())),
        ("crosstalk", [460.0, 260.0], Theme::Dark, &|| measured("crosstalk", &full())),
        ("many-runs-projector", [560.0, 300.0], Theme::Projector, &|| measured("many-runs", &opened())),
        ("import", [400.0, 560.0], Theme::Dark, &offered),
        ("import-rows", [600.0, 760.0], Theme::Dark, &offered_rows),
        ("temperature", [280.0, 262.0], Theme::Dark, &|| half_way("temperature", &warm())),
        ("energy-warm", [520.0, 420.0], Theme::Dark, &|| {
            let document = Document { follows_schedule: true, ..warm() };
            half_way("energy", &document)
        }),
        ("wells-projector", [560.0, 400.0], Theme::Projector, &|| half_way("wells", &warm())),
        ("mixtures", [620.0, 400.0], Theme::Dark, &|| half_way("mixtures", &warm())),
        ("schedule", [620.0, 300.0], Theme::Dark, &|| half_way("schedule", &warm())),
    ]);
}

#[test]
fn panels_of_the_plane_look_as_they_were_approved() {
    compare::<Phases>(&[
        ("plane", [640.0, 480.0], Theme::Dark, &measured_plane),
        ("sweep-projector", [560.0, 460.0], Theme::Projector, &|| swept("sweep", Over::Column)),
    ]);
}

#[test]
fn panels_of_a_training_look_as_they_were_approved() {
    compare::<Train>(&[
        ("samples", [380.0, 460.0], Theme::Dark, &|| train::Fixture::known("samples", Kind::Digits)),
        ("learning", [560.0, 460.0], Theme::Dark, &|| train::Fixture::known("learning", Kind::Digits)),
        ("distances-projector", [900.0, 420.0], Theme::Projector, &pinned_distances),
    ]);
}
