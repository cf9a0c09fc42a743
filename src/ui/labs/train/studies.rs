//! Closer looks at the machine under the cursor, each on an engine of its own.

use std::sync::Arc;

use crate::engine::core::session::{Pace, Progress, SessionError, Snapshot};
use crate::engine::rbm::Diagnostics;
use crate::engine::rbm::{
    DiagnosticsConfig, DiagnosticsSession, FreeSampling, FreeSamplingConfig, Likelihood, LikelihoodConfig,
    SamplingStart, TrainView,
};
use crate::physics::rbm::Checkpoint;
use crate::ui::jobs::Wake;
use crate::ui::labs::train::context::{SamplesOf, Shared};
use crate::ui::labs::train::derived::{self, Derived, Kept};
use crate::ui::study::{Key, Study};

/// While a training runs, portraits of it take at most this fraction of the time …
const SHARE: f64 = 0.08;
/// … and are at least so many seconds apart.
const APART: f64 = 1.0;
/// While the cursor is dragged, portraits are asked for this often at most.
const DRAGGED: f64 = 0.12;
/// With so few units in the smaller layer the exact likelihood takes a moment: nobody has to ask.
const AT_ONCE: usize = 12;
const FREE_CHAINS: usize = 60;
/// Gibbs steps that they do in a second.
const STEPS: f64 = 12.0;

/// Whether nothing more comes: what is compared comes last.
const fn whole(diagnostics: &Diagnostics) -> bool {
    diagnostics.distances.is_some()
}

/// The studies, and what of them panels see.
pub struct Studies {
    pub derived: Derived,
    diagnostics: Study<DiagnosticsSession, Key>,
    likelihood: Study<Likelihood, Key>,
    free_chains: Study<FreeSampling, (Key, SamplingStart)>,
    wake: Wake,
    /// When the last portrait was asked for, and how long the one before took.
    asked: f64,
    took: f64,
    waiting: bool,
    generation: u64,
}

impl Studies {
    pub fn new(wake: Wake) -> Self {
        Self {
            derived: Derived::default(),
            diagnostics: Study::new("portrait"),
            likelihood: Study::new("likelihood"),
            free_chains: Study::new("free sampling"),
            wake,
            asked: f64::NEG_INFINITY,
            took: 0.0,
            waiting: false,
            generation: 0,
        }
    }

    pub fn fetch(&mut self, now: f64) {
        self.diagnostics.fetch();
        self.likelihood.fetch();
        self.free_chains.fetch();
        // What is of a run that is gone is not shown next to the present one.
        let present = |shown: Option<&Key>| shown.is_some_and(|key| key.0 == self.generation);
        let diagnostics = self.diagnostics.latest().filter(|_| present(self.diagnostics.shown()));
        let key = diagnostics.map_or((0, 0), |found| (found.generation, found.revision));
        match diagnostics {
            None => self.derived.decomposed = None,
            Some(found) if found.view.modes.is_empty() => {}
            Some(found) => self.derived.decomposed = Some((Arc::clone(&found.view), key)),
        }
        match diagnostics {
            None => (self.derived.diagnostics, self.derived.diagnostics_key) = (None, (0, 0)),
            // A portrait grows in parts: the one before stays until the new one is whole, so that no panel blinks. The
            // first of a run is shown as it grows.
            Some(found) if self.derived.diagnostics.as_ref().is_none_or(|last| !whole(last)) || whole(&found.view) => {
                self.derived.diagnostics = Some(Arc::clone(&found.view));
                self.derived.diagnostics_key = key;
            }
            Some(_) => {}
        }
        if self.waiting && !self.diagnostics.busy() {
            (self.waiting, self.took) = (false, now - self.asked);
        }
        let likelihood = self.likelihood.latest().filter(|_| present(self.likelihood.shown()));
        self.derived.estimating =
            likelihood.filter(|found| found.running).map(|found| found.progress.map_or(0.0, Progress::fraction));
        self.derived.likelihood = likelihood.map(|found| found.view.clone());
        let free = self.free_chains.latest().filter(|_| present(self.free_chains.shown().map(|(key, _)| key)));
        self.derived.free_chains = free.map(|found| derived::FreeChains {
            samples: found.view.clone(),
            running: found.running,
            key: (found.generation, found.revision),
        });
    }

    /// Asks for the portrait of the machine under the cursor, where it was not asked for yet.
    pub fn keep_up(&mut self, snapshot: &Snapshot<TrainView>, shared: &Shared, now: f64) {
        if self.generation != snapshot.generation {
            self.generation = snapshot.generation;
            self.begin();
        }
        if shared.samples == SamplesOf::Chains && self.free_chains.running() {
            // Nobody sees where they go, and they take time from the training.
            self.free_chains.stop();
        }
        let Some(machine) = shared.machine(&snapshot.view) else { return };
        let key = (snapshot.generation, machine.update);
        if self.diagnostics.is_for(key) {
            return;
        }
        let live = snapshot.running && shared.cursor.is_none();
        let small = machine.rbm.hidden_units().min(machine.rbm.sites()) <= AT_ONCE;
        if small && !live && machine.update > 0 && !self.likelihood.is_for(key) {
            // It is asked again in the next frame where the queue was full.
            self.estimate(snapshot, Arc::clone(&machine)).ok();
        }
        let apart = if live { APART.max(self.took / SHARE) } else { DRAGGED };
        if now - self.asked < apart || (live && self.diagnostics.busy()) {
            return;
        }
        let view = &snapshot.view;
        let start = view.checkpoints.first().map_or_else(|| Arc::clone(&machine.rbm), |first| Arc::clone(&first.rbm));
        let (rows, seed) = (view.rows.clone(), view.config.seed);
        let before = self.derived.modes().map_or_else(Arc::default, |(shown, _)| Arc::clone(&shown.modes));
        let config = DiagnosticsConfig { checkpoint: Arc::clone(&machine), start, before, rows, seed };
        if self.diagnostics.start(&config, key, key, &self.wake).is_ok() {
            (self.asked, self.waiting) = (now, true);
        }
    }

    /// Whether the portrait of the machine under the cursor is still to be asked for: a frame is needed for that.
    pub fn behind(&self, snapshot: &Snapshot<TrainView>, shared: &Shared) -> bool {
        let machine = shared.machine(&snapshot.view);
        !snapshot.running
            && machine.is_some_and(|machine| !self.diagnostics.is_for((snapshot.generation, machine.update)))
    }

    /// Estimates the likelihood of a machine.
    ///
    /// # Errors
    /// A sentence.
    pub fn estimate(&mut self, snapshot: &Snapshot<TrainView>, machine: Arc<Checkpoint>) -> Result<(), SessionError> {
        let (view, update) = (&snapshot.view, machine.update);
        let config = LikelihoodConfig { checkpoint: machine, data: view.config.data.clone(), seed: view.config.seed };
        let key = self.key(update);
        self.likelihood.start(&config, key, key, &self.wake)
    }

    pub fn stop_estimate(&self) -> bool {
        self.likelihood.stop()
    }

    /// Lets chains run at a machine.
    ///
    /// # Errors
    /// A sentence.
    pub fn sample_freely(
        &mut self,
        snapshot: &Snapshot<TrainView>,
        checkpoint: Arc<Checkpoint>,
        start: SamplingStart,
    ) -> Result<(), SessionError> {
        let (view, key) = (&snapshot.view, self.key(checkpoint.update));
        let config = FreeSamplingConfig {
            checkpoint,
            start: start.clone(),
            count: FREE_CHAINS,
            data: view.config.data.clone(),
            seed: view.config.seed,
        };
        self.free_chains.start(&config, (key, start), key, &self.wake)?;
        // Fast enough to see where they go, slow enough to see how.
        if self.free_chains.pace(Pace::StepsPerSecond(STEPS)) {
            Ok(())
        } else {
            Err(SessionError::new("Free sampling is busy."))
        }
    }

    pub fn stop_free_sampling(&self) -> bool {
        self.free_chains.stop()
    }

    /// Keeps the present histograms as a ghost; the oldest goes where there are too many.
    pub fn pin(&mut self) {
        let Some(diagnostics) = self.derived.diagnostics.clone().filter(|diagnostics| diagnostics.distances.is_some())
        else {
            return;
        };
        let pinned = &mut self.derived.pinned;
        if pinned.iter().all(|each| each.update != diagnostics.update) {
            pinned.push(diagnostics);
            if pinned.len() > derived::MOST_PINNED {
                pinned.remove(0);
            }
        }
    }

    /// Keeps a run as A: one that was `put_aside` under a name, or one that was chosen, which stays until it is forgotten.
    pub fn keep_run(&mut self, snapshot: &Snapshot<TrainView>, put_aside: Option<String>) {
        let chosen = self.derived.kept.as_ref().is_some_and(|kept| kept.put_aside.is_none());
        if put_aside.is_none() || !chosen {
            let (view, generation) = (snapshot.view.clone(), snapshot.generation);
            self.derived.kept = Some(Kept { view, generation, put_aside });
        }
    }

    /// Whether anything but free sampling, which has no end, is at work.
    pub fn busy(&self) -> bool {
        self.diagnostics.busy() || self.likelihood.busy()
    }

    fn key(&self, update: u64) -> Key {
        (self.generation, update)
    }

    /// Forgets what belongs to a run that is gone; the kept run stays.
    fn begin(&mut self) {
        self.derived.pinned.clear();
        // Chains that run on with the machine of another run would be taken for those of this one.
        let _stopped = [self.likelihood.stop(), self.free_chains.stop()];
        self.asked = f64::NEG_INFINITY;
    }
}
