//! What the window is opened with.

use std::path::PathBuf;

use crate::physics::seed::Seed;
use crate::ui::lessons::Instrument;
use crate::ui::theme::Theme;

/// What the command line asks of the window.
#[derive(Clone, Debug, Default)]
pub struct Startup {
    /// A session, a run, a data set or a picture to open.
    pub file: Option<PathBuf>,
    /// Whether it is a session, whatever its name ends with.
    pub as_session: bool,
    /// The lab to open in, by id.
    pub lab: Option<String>,
    /// The theme, instead of the remembered one.
    pub theme: Option<Theme>,
    /// The size of everything, instead of the remembered one.
    pub font_scale: Option<f32>,
    /// The lesson to open, by id.
    pub lesson: Option<String>,
    /// What measures the numbers of lessons.
    pub instrument: Option<Instrument>,
    /// The folder of the person's own lessons.
    pub lessons_folder: Option<PathBuf>,
    /// The seed of the first document.
    pub seed: Option<Seed>,
    /// The folder for what is remembered that is too large for text; without one such things are not.
    pub state_folder: Option<PathBuf>,
}
