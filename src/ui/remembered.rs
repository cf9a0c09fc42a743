//! What the window remembers from one start to the next.

use std::collections::BTreeMap;

use crate::ui::chassis::Tried;
use crate::ui::figure::FigureChoice;
use crate::ui::files::Recent;
use crate::ui::film::FilmChoice;
use crate::ui::lessons::Progress;
use crate::ui::shortcuts::Keymap;
use crate::ui::theme::Theme;

/// Saved when the window closes and every half minute; what is missing or does not parse takes its default.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Remembered {
    pub theme: Theme,
    /// The size that the person chose; that of the theme comes on top.
    pub zoom: f32,
    /// The lab that was open.
    pub lab: String,
    /// The seed of the first document.
    pub seed: u64,
    /// The arrangement of each lab's panes.
    pub layouts: BTreeMap<String, String>,
    /// What was done in each lab.
    pub work: BTreeMap<String, String>,
    /// Which suggestions were followed.
    pub tried: Tried,
    /// The files that were opened and saved last.
    pub recent: Recent,
    /// Whether the captions of the first minute were read or put away.
    pub introduced: bool,
    /// Which lessons were done.
    pub lessons: Progress,
    /// The keys that the person chose.
    pub keys: Keymap,
    /// What the last film was like.
    pub film: FilmChoice,
    /// What the last figure was like.
    pub figure: FigureChoice,
    /// The session that was open.
    pub session: Option<OpenSession>,
}

/// The session file that is open.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpenSession {
    pub file: String,
    /// Whether the labs differ from it.
    pub changed: bool,
}

impl Default for Remembered {
    fn default() -> Self {
        Self {
            theme: Theme::Dark,
            zoom: 1.0,
            lab: "recall".to_owned(),
            seed: 1,
            layouts: BTreeMap::new(),
            work: BTreeMap::new(),
            tried: Tried::default(),
            recent: Recent::default(),
            introduced: true,
            lessons: Progress::default(),
            keys: Keymap::default(),
            film: FilmChoice::default(),
            figure: FigureChoice::default(),
            session: None,
        }
    }
}

impl Remembered {
    /// Nothing: the window is opened for the first time, and says what it is.
    pub fn of_a_first_start() -> Self {
        Self { introduced: false, ..Self::default() }
    }
}
