//! Figures of a whole lab or of one of its panels: the real window drawn once more off screen, in a theme for print, with
//! the size of the window that asked, which does not take part. SVG needs no graphics device, and PNG is merely slower
//! without one.

use crate::ui::app::{App, Startup};
use crate::ui::easel::Easel;
use crate::ui::film::Work;
use crate::ui::pictures::{Staging, Until};
use crate::ui::remembered::Remembered;
use crate::ui::theme::Theme;

/// The largest scale.
pub const LARGEST: u8 = 4;
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
    let by_shapes = choice.format == FigureFormat::Svg;
    let mut easel = Easel::new(staging, by_shapes, prepare, &mut || true)?;
    match choice.format {
        FigureFormat::Png(_) => easel.png(panel),
        FigureFormat::Svg => easel.svg(panel).map(String::into_bytes),
    }
}
