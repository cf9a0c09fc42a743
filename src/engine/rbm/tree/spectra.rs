//! The singular values along a training, on the axis that a tree is drawn over.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::spectrum::singular;
use crate::physics::spectrum::{ReferenceState, condensed};

/// Singular values that are kept of each checkpoint.
const KEPT: usize = 24;

/// Whose singular values.
#[derive(Clone, Debug, PartialEq)]
pub struct SpectraConfig {
    /// The machines, by rising update.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// The rows whose variances scale the values.
    pub rows: Arc<Configurations>,
}

/// The first singular values of one machine, descending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spectrum {
    /// The update of the machine.
    pub update: u64,
    /// Of W.
    pub plain: Vec<f64>,
    /// Of W between the standard deviations of its units, where the threshold is 1.
    pub scaled: Vec<f64>,
    /// Modes above the threshold.
    pub condensed: usize,
}

/// One checkpoint after the other, the oldest first.
pub struct Spectra {
    config: SpectraConfig,
    found: Vec<Arc<Spectrum>>,
}

impl Job for Spectra {
    type Config = SpectraConfig;
    type View = Arc<[Arc<Spectrum>]>;

    fn new(config: &SpectraConfig) -> Result<Self, SessionError> {
        Ok(Self { config: config.clone(), found: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let Some(checkpoint) = self.config.checkpoints.get(self.found.len()) else { return Flow::Done };
        let first = |values: Vec<f64>| values.into_iter().take(KEPT).collect::<Vec<f64>>();
        let rbm = &checkpoint.rbm;
        // A machine whose numbers are not finite has no singular values: an empty place in the picture.
        let plain = singular::singular_values(rbm).map(first).unwrap_or_default();
        let scaled = ReferenceState::of_data(rbm, &self.config.rows).scaled_singular_values(rbm).map(first);
        let scaled = scaled.unwrap_or_default();
        let condensed = condensed(&scaled);
        self.found.push(Arc::new(Spectrum { update: checkpoint.update, plain, scaled, condensed }));
        if self.found.len() < self.config.checkpoints.len() { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<[Arc<Spectrum>]> {
        self.found.as_slice().into()
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.found.len() as u64, total: self.config.checkpoints.len() as u64 })
    }
}
