//! The head of a lesson: what is known of it before it is opened.

use serde::{Deserialize, Serialize};

/// What lectures take lessons from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pack {
    /// Storing and recalling.
    Hopfield,
    /// Temperature, mixtures, phases, dense memories.
    Thermodynamics,
    /// Boltzmann machines, their training, what is read back.
    Learning,
    /// Formulas as the sources print them, against the data.
    #[serde(rename = "Break it")]
    BreakIt,
    /// Lessons of a folder of one's own that name none.
    #[serde(rename = "Own")]
    Own,
}

impl Pack {
    /// All of them, in the order of a course.
    pub const ALL: [Self; 5] = [Self::Hopfield, Self::Thermodynamics, Self::Learning, Self::BreakIt, Self::Own];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Hopfield => "Hopfield networks",
            Self::Thermodynamics => "Thermodynamics",
            Self::Learning => "Learning",
            Self::BreakIt => "Break it",
            Self::Own => "Your own lessons",
        }
    }
}

/// What stands between the two lines `+++` at the top of a lesson, as TOML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What the command line calls it, `S4`.
    pub id: String,
    /// The question that it answers.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// What it belongs to.
    #[serde(default = "own")]
    pub pack: Pack,
    /// Whether a lecture of 45 minutes has room for it.
    #[serde(default)]
    pub core: bool,
    /// The lessons that come before it.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The labs that it uses; the first one is opened.
    pub labs: Vec<String>,
}

const fn own() -> Pack {
    Pack::Own
}
