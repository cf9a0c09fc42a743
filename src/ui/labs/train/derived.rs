//! The closer looks at the machine under the cursor, as panels find them in a frame: each there or not yet.

use std::sync::Arc;

use crate::engine::rbm::TrainView;
use crate::engine::rbm::diagnostics::Diagnostics;
use crate::engine::rbm::{FreeEnergySurface, FreeSamples, LikelihoodEstimate, Mode, SurfaceDirections};
use crate::ui::study::Key;

/// Ghosts of histograms that are kept.
pub const MOST_PINNED: usize = 4;

/// What is known beyond the training itself.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// Modes, histograms, moments and samples of the machine under the cursor (or of the one before it, until its own
    /// are there).
    pub diagnostics: Option<Arc<Diagnostics>>,
    /// What the portrait belongs to: the key of caches.
    pub diagnostics_key: Key,
    /// The newest portrait of which the modes are there, whole or not, and its key.
    pub decomposed: Option<(Arc<Diagnostics>, Key)>,
    /// Portraits kept as ghosts, oldest first.
    pub pinned: Vec<Arc<Diagnostics>>,
    /// The likelihood that was asked for last.
    pub likelihood: Option<LikelihoodEstimate>,
    /// How far its estimate has come, while it is made.
    pub estimating: Option<f64>,
    /// Chains that run apart from the training.
    pub free_chains: Option<FreeChains>,
    /// The free energy over two directions.
    pub surface: Option<ShownSurface>,
    /// An earlier run, to compare with.
    pub kept: Option<Kept>,
}

impl Derived {
    /// The portrait to take modes from: they are there long before the rest, and follow a cursor that is dragged.
    pub fn modes(&self) -> Option<(Arc<Diagnostics>, Key)> {
        let whole = || self.diagnostics.clone().map(|diagnostics| (diagnostics, self.diagnostics_key));
        self.decomposed.clone().or_else(whole)
    }
}

/// The modes that are shown as pictures.
#[derive(Clone, Debug)]
pub struct Patterns {
    pub modes: Arc<[Mode]>,
    /// The update that they belong to.
    pub update: u64,
    /// The key of their textures.
    pub key: Key,
}

/// Chains that run freely.
#[derive(Clone, Debug)]
pub struct FreeChains {
    pub samples: FreeSamples,
    pub running: bool,
    /// Changes with every step: the key of textures.
    pub key: Key,
}

/// The free energy of a machine over two directions.
#[derive(Clone, Debug)]
pub struct ShownSurface {
    pub surface: FreeEnergySurface,
    pub directions: SurfaceDirections,
    /// Generation and update of its machine.
    pub key: Key,
    /// Whether nothing more comes.
    pub whole: bool,
}

#[derive(Clone, Debug)]
pub struct Kept {
    pub view: TrainView,
    /// Its generation: the key of caches.
    pub generation: u64,
    /// Its name, where it was put aside; `None` where the person chose it.
    pub put_aside: Option<String>,
}
