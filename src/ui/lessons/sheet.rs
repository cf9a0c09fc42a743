//! The pictures of a lesson's sheet: its lab as it opens and after each task, in the colours of print.

use std::sync::Arc;

use crate::io::lesson::Lesson;
use crate::physics::seed::Seed;
use crate::ui::app::{App, Startup};
use crate::ui::easel::Easel;
use crate::ui::pictures::{Staging, Until};
use crate::ui::remembered::Remembered;
use crate::ui::theme::Theme;

/// The window of which the lab is cut out, in points.
const SIZE: [f32; 2] = [1320.0, 800.0];
/// Pixels per point: sharp on paper.
pub const SCALE: f32 = 2.0;
/// Seconds between two frames, as the window sees them.
const FRAME: f32 = 0.25;

/// One picture.
pub struct SheetPicture {
    /// The task that was just done, from 0; `None` for the lab as it opens.
    pub task: Option<usize>,
    pub png: Vec<u8>,
    /// Lab, model, seed.
    pub caption: String,
}

/// Draws the pictures one after the other and hands them out; `wanted` says whether any more are.
///
/// # Errors
/// Why the next one cannot be drawn.
pub fn pictures(
    lesson: &Arc<Lesson>,
    seed: Seed,
    wanted: &mut dyn FnMut() -> bool,
    take: &mut dyn FnMut(SheetPicture) -> Result<(), String>,
) -> Result<(), String> {
    let theme = Theme::Light;
    let mut remembered = Remembered::default();
    // What else could be done is no part of a sheet.
    for lab in &lesson.head.labs {
        remembered.tried.hide(lab);
    }
    let staging = Staging {
        startup: Startup { theme: Some(theme), seed: Some(seed), ..Startup::default() },
        remembered,
        until: Until::Rest(Vec::new()),
        theme,
        size: SIZE,
        scale: SCALE,
        step: FRAME,
    };
    let begun = Arc::clone(lesson);
    let mut easel = Easel::new(staging, false, move |app: &mut App| app.begin_lesson(&begun), wanted)?;
    let caption = |easel: &Easel| easel.stage.state().app.as_ref().map_or_else(Clone::clone, |app| app.caption(None));
    let opening = SheetPicture { task: None, png: easel.png(None)?, caption: caption(&easel) };
    take(opening)?;
    let shown = lesson.tasks().map(|task| task.show_me.clone()).enumerate();
    for (task, steps) in shown.filter(|(_, steps)| !steps.0.is_empty()).collect::<Vec<_>>() {
        if !wanted() {
            return Ok(());
        }
        easel.go_on(|app| app.lesson().map_or(Ok(()), |open| open.perform(&steps)), wanted)?;
        take(SheetPicture { task: Some(task), png: easel.png(None)?, caption: caption(&easel) })?;
    }
    Ok(())
}
