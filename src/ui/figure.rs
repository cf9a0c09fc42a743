//! Figures of a whole lab or of one of its panels: the real window drawn once more off screen, in a theme for print, with
//! the size of the window that asked, which does not take part. SVG needs no graphics device, and PNG is merely slower
//! without one.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Context, FullOutput, Rect, TexturesDelta};
use egui_kittest::TestRenderer;
use image::RgbaImage;

use crate::ui::app::{App, Startup};
use crate::ui::film::Work;
use crate::ui::pictures::{Stage, Staging, Until, renderer, staged};
use crate::ui::remembered::Remembered;
use crate::ui::theme::{Theme, Tokens};
use crate::ui::widgets::take_out::sheet::{Textures, keep};
use crate::ui::widgets::take_out::{Sheet, raster, svg, whole};

/// The largest scale.
pub const LARGEST: u8 = 4;
/// Largest side, in pixels, that graphics drivers can render.
const LARGEST_SIDE: f32 = 8192.0;
/// Seconds between two frames, as the window sees them.
const FRAME: f32 = 0.25;

/// How a figure is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FigureFormat {
    /// So many pixels a point.
    Png(u8),
    Svg,
}

/// How a figure is made: what the window remembers from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FigureChoice {
    pub format: FigureFormat,
    pub theme: Theme,
    /// Whether the caption goes to the clipboard.
    pub caption: bool,
}

impl Default for FigureChoice {
    fn default() -> Self {
        Self { format: FigureFormat::Png(2), theme: Theme::Light, caption: true }
    }
}

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    pub lab: String,
    /// Its panel of this id; the whole lab if there is none.
    pub panel: Option<&'static str>,
    pub work: Work,
    /// The size of the window, in points at a zoom of 1.
    pub size: [f32; 2],
    pub choice: FigureChoice,
}

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

/// Makes a figure: the contents of its file.
///
/// # Errors
/// A sentence where the lab does not come to rest, or where its panel does not stand in a window of that size.
pub fn make(picture: Picture) -> Result<Vec<u8>, String> {
    let Picture { lab, panel, work, size, choice } = picture;
    let scale = match choice.format {
        FigureFormat::Png(scale) => scale.clamp(1, LARGEST),
        FigureFormat::Svg => 1,
    };
    let mut remembered = Remembered { zoom: 1.0, ..work.remembered };
    // What could be done next is no part of a figure.
    remembered.tried.hide(&lab);
    let (folder, mut seen, held, lesson) = (work.state_folder, work.seen, work.held, work.lesson);
    // In front of all others, whatever is in front now.
    seen.extend(panel);
    let staging = Staging {
        startup: Startup { lab: Some(lab), theme: Some(choice.theme), ..Startup::default() },
        remembered,
        until: Until::Rest(seen),
        theme: choice.theme,
        size,
        scale: f32::from(scale),
        step: FRAME,
    };
    let prepare = move |app: &mut App| {
        app.goes_on_stage(folder, false, None);
        if let Some(held) = held {
            app.take_up_held(held);
        }
        // Only what the lesson shows of the lab is in the figure.
        lesson.map_or(Ok(()), |seen| app.take_up_lesson(*seen))
    };
    let fits = size.iter().all(|side| side * f32::from(scale) <= LARGEST_SIDE);
    if let FigureFormat::Png(_) = choice.format
        && fits
        && let Ok(renderer) = renderer()
    {
        // A graphics device is many times as fast.
        let mut stage = staged(staging, renderer, prepare, &mut || true)?;
        let place = place(&stage, panel)? * stage.ctx.pixels_per_point();
        let whole = stage.render()?;
        let [left, top, width, height] =
            [place.left(), place.top(), place.width(), place.height()].map(|pixels| pixels.round().max(0.0) as u32);
        let part = image::imageops::crop_imm(&whole, left, top, width, height).to_image();
        let size = [part.width() as usize, part.height() as usize];
        return Ok(raster::Pixels { size, rgba: part.into_raw() }.png());
    }
    let kept = Kept::default();
    let stage = staged(staging, kept.clone(), prepare, &mut || true)?;
    let place = place(&stage, panel)?;
    let textures = std::mem::take(&mut *kept.0.lock().unwrap_or_else(PoisonError::into_inner));
    let ground = Tokens::of(choice.theme).background;
    let sheet = Sheet::cut_out(stage.ctx.clone(), &stage.output().shapes, textures, ground, place);
    Ok(match choice.format {
        FigureFormat::Png(_) => raster::pixels(&sheet).png(),
        FigureFormat::Svg => svg::text(&sheet).into_bytes(),
    })
}

/// Where the panel stands on the stage, or the whole lab.
fn place(stage: &Stage, panel: Option<&str>) -> Result<Rect, String> {
    let place = whole::place(&stage.ctx, panel.unwrap_or(whole::LAB)).filter(Rect::is_positive);
    place.ok_or_else(|| "it is not seen in a window of this size".to_owned())
}
