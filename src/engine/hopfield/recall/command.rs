//! What can be asked of a recall while it lives.

use std::sync::Arc;

use crate::engine::hopfield::recall::document::{Document, Memory};
use crate::physics::annealing::Schedule;
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::physics::hopfield::{Acceptance, UpdateOrder};
use crate::physics::seed::Seed;
use crate::physics::spins::{GridShape, Pattern};

/// Edits of the document, which can be undone; then what acts on the run or moves through it.
///
/// A `gesture` numbers a stroke or a drag: its commands are taken back together.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum RecallCmd {
    /// Sets cells of the state shown to +1 or −1; the result becomes the cue.
    Paint {
        /// The stroke it belongs to.
        gesture: u64,
        /// Cells in row-major order.
        #[serde(with = "crate::engine::core::shared")]
        cells: Arc<[u32]>,
        /// +1 or −1.
        on: bool,
    },
    /// Puts a whole configuration on the grid as the cue.
    SetCue {
        /// What the edit is called in the undo list.
        name: String,
        /// The configuration.
        pattern: Pattern,
    },
    /// Puts a memory on the grid; the corruption set now is applied to it.
    CueFromMemory(usize),
    /// Corrupts the clean configuration again.
    Corrupt {
        /// The drag of the slider it belongs to.
        gesture: u64,
        /// Kind and amount.
        corruption: Corruption,
        /// The memory that a blend takes its cells from.
        blend_with: Option<usize>,
    },
    /// Takes the corrupted cue as clean, so that the next corruption comes on top of it.
    CorruptAgain,
    /// Puts the state shown on the shelf.
    Store {
        /// Its name.
        name: String,
    },
    /// Takes a memory off the shelf.
    Forget(usize),
    /// Gives a memory another name.
    Rename {
        /// Place on the shelf.
        index: usize,
        /// The new name.
        name: String,
    },
    /// Opens or closes the eye of a memory: whether it is part of the couplings.
    SetStored {
        /// Place on the shelf.
        index: usize,
        /// Whether it is part of the couplings.
        stored: bool,
    },
    /// Replaces the shelf and the grid.
    Load {
        /// Where the memories came from, for the undo list.
        name: String,
        /// The grid they fit.
        shape: GridShape,
        /// The new shelf.
        #[serde(with = "crate::engine::core::shared")]
        memories: Arc<[Memory]>,
    },
    /// Replaces everything by a document that was saved.
    Open {
        /// Where it came from, for the undo list.
        name: String,
        /// The document.
        #[serde(with = "crate::engine::core::shared")]
        document: Arc<Document>,
    },
    /// Adds memories of the present grid to the shelf.
    Add(#[serde(with = "crate::engine::core::shared")] Arc<[Memory]>),
    /// Another learning rule.
    SetRule(LearningRule),
    /// Another order of updates.
    SetOrder(UpdateOrder),
    /// Draws everything again on another grid.
    SetGrid(GridShape),
    /// Another seed.
    SetSeed(Seed),
    /// Another rule of acceptance at T > 0.
    SetAcceptance(Acceptance),
    /// Another schedule, which the run then follows from its start.
    SetSchedule {
        /// The drag that it belongs to.
        gesture: u64,
        /// The schedule.
        schedule: Schedule,
    },
    /// Follows the schedule from the start of a new run.
    FollowSchedule,
    /// Changes the temperature of the run from its next visit on, and leaves the schedule. Not an edit: the run goes on.
    SetTemperature(f64),
    /// Takes the last edit back.
    Undo,
    /// Does the last undone edit again.
    Redo,
    /// Back to the cue with the same seed: the same run again.
    Rewind,
    /// Shows an earlier moment of the record; `None` follows the run.
    Scrub(Option<u64>),
}
