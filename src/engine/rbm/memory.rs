//! What a training, and a search for fixed points, need in memory, found before they begin.

use crate::engine::rbm::config::TrainConfig;
use crate::physics::rbm::{Chains, Method, Rbm, RbmError, VisibleUnits};

/// Machines besides the checkpoints: the one that is trained, its gradient, and one on its way into a file or a picture.
const MACHINES: u64 = 3;
/// What the program takes by itself.
const PROGRAM: u64 = 32 << 20;

/// Bytes that the search of mean-field fixed points from so many starts needs at one checkpoint: the means of all its
/// ends, in the search and where they are compared, and the starts. An estimate, right within a third.
pub fn search_memory(rbm: &Rbm, starts: usize) -> u64 {
    let means = (rbm.visible_rows() + rbm.hidden_units()) as u64 * size_of::<f64>() as u64;
    let of_start = means.saturating_mul(2).saturating_add(4 * rbm.sites() as u64);
    of_start.saturating_mul(starts as u64).saturating_add(PROGRAM)
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::HiddenUnits;

    #[test]
    fn a_search_needs_what_was_measured() {
        let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
        let rbm = Rbm::from_flat(visible, hidden, vec![0.0; 784 * 40], vec![0.0; 784], vec![0.0; 40]).unwrap();
        // Peak of the process in kB, from 20,000 and 60,000 random starts on a run of these sizes.
        for (starts, measured) in [(20_000, 371_296.0), (60_000, 1_018_812.0)] {
            let ratio = search_memory(&rbm, starts) as f64 / 1024.0 / measured;
            assert!((2.0 / 3.0..1.5).contains(&ratio), "{starts} starts: {ratio}");
        }
    }
}
