//! Small pictures of panels, compared with those in `tests/snapshots`. Needs a Vulkan driver, a software one will do:
//! without one the test says so and passes, unless `GLASSBOX_PNG_TESTS=required` is set.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test snapshots` draws them again; look at them before they are committed.
#![cfg(feature = "gui")]
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a test says that it is skipped, and may stop at once")]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use egui_kittest::{SnapshotResults, wgpu::WgpuTestRenderer};
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::{Document, RecallCmd};
use glassbox::io::pictures::GreyPicture;
use glassbox::ui::lab::{Panel, PanelInfo, Place};
use glassbox::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Layer};
use glassbox::ui::labs::hopfield::files::Found;
use glassbox::ui::labs::hopfield::import::Import;
use glassbox::ui::theme::Theme;
use support::hopfield::{Fixture, full, opened, warm};

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
fn half_way(id: &str, document: &Document) -> Fixture {
    let mut fixture = Fixture::new(id, document);
    fixture.run(30);
    let half = fixture.snapshot.view.moment.state.len() as u64 / 2;
    fixture.apply(Command::Model(RecallCmd::Scrub(Some(half))));
    fixture
}

fn measured(id: &str, document: &Document) -> Fixture {
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

fn offered() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disc.png");
    let grey = |x: u32, y: u32| (x.abs_diff(30).pow(2) + y.abs_diff(20).pow(2)).min(230) as u8;
    image::GrayImage::from_fn(60, 40, |x, y| image::Luma([grey(x, y)])).save(&path).unwrap();
    let mut import = Import::default();
    let picture = GreyPicture::open(&path).unwrap();
    import.offer(Found::Picture { name: "disc.png".to_owned(), picture });
    Fixture::new("update", &opened()).showing(Box::new(Offer(import)))
}

/// Name, size, theme, and what is drawn.
type Approved<'a> = (&'a str, [f32; 2], Theme, &'a dyn Fn() -> Fixture);

#[test]
fn panels_look_as_they_were_approved() {
    let pictures: [Approved<'_>; 12] = [
        ("memories", [280.0, 620.0], Theme::Dark, &|| half_way("memories", &opened())),
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
        ("temperature", [280.0, 262.0], Theme::Dark, &|| half_way("temperature", &warm())),
        ("energy-warm", [520.0, 420.0], Theme::Dark, &|| {
            let document = Document { follows_schedule: true, ..warm() };
            half_way("energy", &document)
        }),
        ("wells-projector", [560.0, 400.0], Theme::Projector, &|| half_way("wells", &warm())),
        ("mixtures", [620.0, 400.0], Theme::Dark, &|| half_way("mixtures", &warm())),
        ("schedule", [620.0, 300.0], Theme::Dark, &|| half_way("schedule", &warm())),
    ];
    let mut results = SnapshotResults::new();
    for (name, size, theme, fixture) in pictures {
        let Some(renderer) = renderer() else { return };
        let mut fixture = fixture();
        fixture.shell.theme = theme;
        let mut harness = fixture.drawn_by(size, Some(renderer));
        harness.run_steps(4);
        results.add(harness.try_snapshot(name));
    }
}
