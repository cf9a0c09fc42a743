//! What a lesson, a session file or a rehearsal does in a lab, as data.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What the transport asks a lab for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// Begin the same run again.
    Reset,
    /// Run, or go on.
    Play,
    /// Stop here.
    Pause,
    /// One step of the size at this place of the menu.
    Step(usize),
    /// Begin again with this seed.
    Seed(u64),
}

/// One step. Those of several labs stand in one list or file with their asks as JSON; only a lab knows its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step<A = serde_json::Value> {
    /// What a panel of the lab could ask for.
    Ask(A),
    /// What the transport could ask for.
    Control(Control),
    /// Bring the panel of this id to the front of its tabs.
    Show(String),
    /// Show the panel of this id as large as the lab, until another one is brought to the front.
    Enlarge(String),
    /// Wait until nothing is under way.
    Wait,
    /// A moment that is worth a picture of its own, with its name.
    Moment(String),
}

impl<A> Step<A> {
    fn map<B>(self, ask: impl FnOnce(A) -> Result<B, serde_json::Error>) -> Result<Step<B>, String> {
        Ok(match self {
            Self::Ask(asked) => Step::Ask(ask(asked).map_err(|err| format!("this is no step of the lab: {err}"))?),
            Self::Control(control) => Step::Control(control),
            Self::Show(panel) => Step::Show(panel),
            Self::Enlarge(panel) => Step::Enlarge(panel),
            Self::Wait => Step::Wait,
            Self::Moment(name) => Step::Moment(name),
        })
    }
}

impl<A: Serialize> Step<A> {
    /// The same with its ask as JSON.
    ///
    /// # Errors
    /// A sentence where an ask cannot be written.
    pub fn encoded(self) -> Result<Step, String> {
        self.map(|ask| serde_json::to_value(ask))
    }
}

impl Step {
    /// The same for a lab that knows its asks.
    ///
    /// # Errors
    /// A sentence where they are not its own.
    pub fn decoded<A: DeserializeOwned>(self) -> Result<Step<A>, String> {
        self.map(serde_json::from_value)
    }
}

/// Steps of one lab with their asks as JSON.
///
/// # Errors
/// A sentence where an ask cannot be written.
pub fn encoded<A: Serialize>(steps: Vec<Step<A>>) -> Result<Vec<Step>, String> {
    steps.into_iter().map(Step::encoded).collect()
}
