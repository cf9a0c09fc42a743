//! The window off screen, and parts of what it shows as pictures. A graphics device is many times as fast; without one
//! the shapes of the window are drawn one by one.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, Context, FullOutput, Rect, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;

use crate::ui::app::App;
use crate::ui::pictures::{Stage, Staging, come_to_rest, renderer, staged};
use crate::ui::theme::Tokens;
use crate::ui::widgets::take_out::sheet::{Textures, keep};
use crate::ui::widgets::take_out::{Sheet, raster, svg, whole};

/// Largest side, in pixels, that graphics drivers can render.
const LARGEST_SIDE: f32 = 8192.0;

/// Keeps the pictures that a window draws with, and draws nothing.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Textures>>);

impl TestRenderer for Kept {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        #[expect(clippy::iter_over_hash_type, reason = "each picture is kept under its own number")]
        for (id, deltas) in delta.set.drain() {
            for delta in deltas {
                keep(&mut textures, id, &delta);
            }
        }
        delta.free.clear();
    }

    fn render(&mut self, _ctx: &Context, _output: &FullOutput) -> Result<RgbaImage, String> {
        Err("a figure is made of its shapes".to_owned())
    }
}

/// A window off screen.
pub(super) struct Easel {
    pub stage: Stage,
    /// What it draws with, where no device draws it.
    kept: Option<Kept>,
    ground: Color32,
}

impl Easel {
    /// A window that has come to rest; `by_shapes` where its shapes are wanted and not its pixels.
    ///
    /// # Errors
    /// A sentence where the lab does not come to rest.
    pub fn new(
        staging: Staging,
        by_shapes: bool,
        prepare: impl FnOnce(&mut App) -> Result<(), String> + 'static,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<Self, String> {
        let ground = Tokens::of(staging.theme).background;
        let fits = staging.size.iter().all(|side| side * staging.scale <= LARGEST_SIDE);
        if fits
            && !by_shapes
            && let Ok(renderer) = renderer()
        {
            return Ok(Self { stage: staged(staging, renderer, prepare, wanted)?, kept: None, ground });
        }
        let kept = Kept::default();
        Ok(Self { stage: staged(staging, kept.clone(), prepare, wanted)?, kept: Some(kept), ground })
    }

    /// Does something in the window, and waits until nothing more is under way.
    ///
    /// # Errors
    /// A sentence where it cannot be done, or the lab does not come to rest.
    pub fn go_on(
        &mut self,
        act: impl FnOnce(&mut App) -> Result<(), String>,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<(), String> {
        match &mut self.stage.state_mut().app {
            Ok(app) => act(app)?,
            Err(sentence) => return Err(sentence.clone()),
        }
        come_to_rest(&mut self.stage, wanted)
    }

    /// The panel of this id, or the whole lab, as PNG.
    ///
    /// # Errors
    /// A sentence where it is not seen.
    pub fn png(&mut self, panel: Option<&str>) -> Result<Vec<u8>, String> {
        if self.kept.is_some() {
            return Ok(raster::pixels(&self.sheet(panel)?).png());
        }
        let place = self.place(panel)? * self.stage.ctx.pixels_per_point();
        let drawn = self.stage.render()?;
        let [left, top, width, height] =
            [place.left(), place.top(), place.width(), place.height()].map(|pixels| pixels.round().max(0.0) as u32);
        let part = image::imageops::crop_imm(&drawn, left, top, width, height).to_image();
        let size = [part.width() as usize, part.height() as usize];
        Ok(raster::Pixels { size, rgba: part.into_raw() }.png())
    }

    /// The same as SVG, of a window that is there by its shapes.
    ///
    /// # Errors
    /// A sentence where it is not seen.
    pub fn svg(&self, panel: Option<&str>) -> Result<String, String> {
        self.sheet(panel).map(|sheet| svg::text(&sheet))
    }

    fn sheet(&self, panel: Option<&str>) -> Result<Sheet, String> {
        let place = self.place(panel)?;
        let textures = self.kept.as_ref().map(|kept| kept.0.lock().unwrap_or_else(PoisonError::into_inner).clone());
        let shapes = &self.stage.output().shapes;
        Ok(Sheet::cut_out(self.stage.ctx.clone(), shapes, textures.unwrap_or_default(), self.ground, place))
    }

    /// Where the panel stands in the window, or the whole lab.
    fn place(&self, panel: Option<&str>) -> Result<Rect, String> {
        let place = whole::place(&self.stage.ctx, panel.unwrap_or(whole::LAB)).filter(Rect::is_positive);
        place.ok_or_else(|| "it is not seen in a window of this size".to_owned())
    }
}
