//! Pictures of the window without a window: the real application, staged and rendered off screen.

use std::time::Duration;

use egui_kittest::Harness;
use egui_kittest::wgpu::WgpuTestRenderer;
use image::RgbaImage;

use crate::physics::seed::Seed;
use crate::ui::app::{App, Startup};
use crate::ui::remembered::Remembered;
use crate::ui::theme::{self, Theme};

/// What a picture shows, and how large.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The lab, by id.
    pub lab: String,
    /// Dark, light or projector.
    pub theme: Theme,
    /// Points in a row and in a column.
    pub size: [u32; 2],
    /// Pixels per point.
    pub scale: f32,
    /// The seed of the document.
    pub seed: Seed,
    /// How many stages the lab is led through; `None` for all.
    pub stages: Option<usize>,
}

/// Frames that a staged lab may take to come to rest, each a few milliseconds of waiting: a minute in all.
const PATIENCE: usize = 12_000;

/// The application on a stage: it is led through its rehearsal, frame by frame.
struct Staged {
    app: Result<App, String>,
    stage: Option<usize>,
    /// The stage that is not entered any more.
    end: usize,
    waiting: bool,
}

impl eframe::App for Staged {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let Ok(app) = &mut self.app else { return };
        app.logic(ctx);
        if let Some(stage) = self.stage
            && !app.busy()
        {
            self.stage = if stage < self.end { app.rehearse(stage) } else { None };
        }
        self.waiting = self.stage.is_some() || app.busy();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if let Ok(app) = &mut self.app {
            app.ui(ui);
        }
    }
}

/// What draws off screen. It has no other way than a panic to say that there is no driver.
fn renderer() -> Result<WgpuTestRenderer, String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let renderer = std::panic::catch_unwind(WgpuTestRenderer::new);
    std::panic::set_hook(hook);
    renderer.ok().ok_or_else(|| "there is no graphics driver, not even a software one".to_owned())
}

/// Renders a picture. Fails with a sentence where there is no graphics driver, not even a software one.
pub fn render(picture: &Picture) -> Result<RgbaImage, String> {
    let startup = Startup {
        lab: Some(picture.lab.clone()),
        theme: Some(picture.theme),
        seed: Some(picture.seed),
        ..Startup::default()
    };
    let theme = picture.theme;
    let end = picture.stages.unwrap_or(usize::MAX);
    let renderer = renderer()?;
    let mut harness = Harness::builder()
        .with_size(picture.size.map(|side| side as f32))
        .with_pixels_per_point(picture.scale)
        .with_render_cursor(false)
        .with_accessibility_check(false)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .renderer(renderer)
        .build_eframe(|cc| Staged {
            app: App::new(&cc.egui_ctx, Remembered::default(), &startup),
            stage: Some(0),
            end,
            waiting: true,
        });
    for _ in 0..PATIENCE {
        harness.step();
        if !harness.state().waiting || harness.state().app.is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    if let Err(sentence) = &harness.state().app {
        return Err(sentence.clone());
    }
    if harness.state().waiting {
        return Err("the model did not come to rest within a minute".to_owned());
    }
    // Layout that depends on the last frame's sizes settles.
    harness.run_steps(3);
    harness.render()
}
