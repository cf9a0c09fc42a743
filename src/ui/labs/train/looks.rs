//! The closer looks at the machine under the cursor, as panels find them in a frame: each there or not yet.

use std::sync::Arc;

use crate::engine::train::TrainView;
use crate::engine::train::portrait::Portrait;
use crate::engine::train::{Dreaming, LikelihoodEstimate};
use crate::ui::study::Key;

/// Ghosts of histograms that are kept.
pub const MOST_PINNED: usize = 4;

/// What is known beyond the training itself.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Modes, histograms, moments and samples of the machine under the cursor (or of the one before it, until its own
    /// are there).
    pub portrait: Option<Arc<Portrait>>,
    /// What the portrait belongs to: the key of caches.
    pub portrait_key: Key,
    /// The newest portrait of which the modes are there, whole or not, and its key.
    pub decomposed: Option<(Arc<Portrait>, Key)>,
    /// Portraits kept as ghosts, oldest first.
    pub pinned: Vec<Arc<Portrait>>,
    /// The likelihood that was asked for last.
    pub likelihood: Option<LikelihoodEstimate>,
    /// How far its estimate has come, while it is made.
    pub estimating: Option<f64>,
    /// Chains that run apart from the training.
    pub dream: Option<Dream>,
    /// An earlier run, to compare with.
    pub kept: Option<Kept>,
}

impl Looks {
    /// The portrait to take modes from: they are there long before the rest, and follow a cursor that is dragged.
    pub fn modes(&self) -> Option<(Arc<Portrait>, Key)> {
        let whole = || self.portrait.clone().map(|portrait| (portrait, self.portrait_key));
        self.decomposed.clone().or_else(whole)
    }
}

/// Dreaming chains, and what they dream with.
#[derive(Clone, Debug)]
pub struct Dream {
    /// Where they are.
    pub dreaming: Dreaming,
    /// Whether they run.
    pub running: bool,
    /// Changes with every step: the key of textures.
    pub key: Key,
}

/// An earlier run.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its last picture.
    pub view: TrainView,
    /// Its generation: the key of caches.
    pub generation: u64,
}
