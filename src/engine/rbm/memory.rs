//! What a training needs in memory, found before it begins.

use crate::engine::rbm::config::TrainConfig;
use crate::physics::rbm::{Chains, Method, RbmError, VisibleUnits};

/// Machines besides the checkpoints: the one that is trained, its gradient, and one on its way into a file or a picture.
const MACHINES: u64 = 3;
/// What the program takes by itself.
const PROGRAM: u64 = 32 << 20;

impl TrainConfig {
    /// Bytes that the run needs when it has all its checkpoints, which are kept in memory: an estimate, right within a
    /// third for machines of more than a few megabytes.
    ///
    /// # Errors
    /// No training has so many chains of so many units, however much memory there is.
    pub fn memory(&self) -> Result<u64, RbmError> {
        let last = self.before.as_ref().and_then(|past| past.trajectory.last());
        let rows = self.data.as_ref().map(|data| &data.rows);
        let (sites, hidden) = match last {
            Some(last) => (last.rbm.sites(), last.rbm.hidden_units()),
            None => (rows.map_or(0, |rows| rows.columns()), self.hidden_units),
        };
        let states = match self.visible {
            VisibleUnits::Potts(states) => u64::from(states),
            VisibleUnits::Bernoulli | VisibleUnits::Ising => 1,
        };
        let machine = (sites as u64 * states).saturating_mul(hidden as u64).saturating_mul(4);
        let count = rows.map_or(0, |rows| rows.rows());
        let batch = self.settings.batch.min(count);
        let chains = if self.settings.method == Method::ContrastiveDivergence { batch } else { self.settings.chains };
        let begun = last.map_or(0, |last| last.update);
        let planned = self.checkpoints.updates(self.updates).into_iter().filter(|&update| update >= begun).count();
        let past = self.before.as_ref().map_or(0, |past| past.trajectory.checkpoints.len());
        let kept = (planned + past) as u64;
        let checkpoint = machine.saturating_add((chains as u64).saturating_mul(sites as u64));
        let parts = [
            kept.saturating_mul(checkpoint),
            MACHINES.saturating_mul(machine),
            Chains::memory(batch.saturating_add(chains), sites, hidden)?,
            // The chains as other programs read them, on their way into a file: as numbers, as bytes and as what is written.
            12 * (chains as u64).saturating_mul(sites as u64),
            // The rows, and what is learnt from of them.
            2 * (count as u64).saturating_mul(sites as u64),
        ];
        Ok(parts.into_iter().fold(PROGRAM, u64::saturating_add))
    }
}
