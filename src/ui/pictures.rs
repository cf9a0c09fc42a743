//! Pictures of the window without a window: the real application, staged and rendered off screen.

use std::time::Duration;

use egui_kittest::Harness;
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
}

/// Frames that a staged lab may take to come to rest, each a few milliseconds of waiting.
const PATIENCE: usize = 2_000;

/// Renders a picture. Fails with a sentence where there is no graphics driver, not even a software one.
pub fn render(picture: &Picture) -> Result<RgbaImage, String> {
    let theme = picture.theme;
    let startup =
        Startup { lab: Some(picture.lab.clone()), theme: Some(theme), seed: Some(picture.seed), ..Startup::default() };
    let mut stage = Some(0);
    let mut app: Option<App> = None;
    let size = picture.size.map(|side| side as f32);
    let waiting = std::cell::Cell::new(true);
    let failed = std::cell::RefCell::new(None::<String>);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(picture.scale)
        .with_render_cursor(false)
        .with_accessibility_check(false)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .wgpu()
        .build_ui(|ui| {
            if app.is_none() {
                match App::new(ui.ctx(), Remembered::default(), &startup) {
                    Ok(built) => app = Some(built),
                    Err(sentence) => *failed.borrow_mut() = Some(sentence),
                }
            }
            let Some(app) = &mut app else { return };
            app.logic(ui.ctx());
            if let Some(at) = stage
                && !app.busy()
            {
                stage = app.rehearse(at);
            }
            waiting.set(stage.is_some() || app.busy());
            app.ui(ui);
        });
    for _ in 0..PATIENCE {
        harness.step();
        if !waiting.get() || failed.borrow().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    // Layout that depends on the last frame's sizes settles, and tooltips of nothing go.
    harness.run_steps(3);
    if let Some(sentence) = failed.borrow_mut().take() {
        return Err(sentence);
    }
    harness.render()
}
