//! Closer looks at the machine under the cursor, each on an engine of its own.

use std::sync::Arc;

use crate::engine::core::session::{Pace, Progress, SessionError, Snapshot};
use crate::engine::rbm::Diagnostics;
use crate::engine::rbm::{
    DiagnosticsConfig, DiagnosticsSession, FreeEnergySurfaceConfig, FreeEnergySurvey, FreeSampling, FreeSamplingConfig,
    Likelihood, LikelihoodConfig, SamplingStart, SurfaceDirections, TrainView,
};
use crate::physics::rbm::Checkpoint;
use crate::ui::jobs::Wake;
use crate::ui::labs::train::context::{SamplesOf, Shared};
use crate::ui::labs::train::derived::{self, Derived, Kept, ShownSurface};
use crate::ui::study::{Key, Study};

/// While a training runs, portraits of it take at most this fraction of the time …
const SHARE: f64 = 0.08;
/// … and are at least so many seconds apart.
const APART: f64 = 1.0;
/// While the cursor is dragged, portraits are asked for this often at most.
const DRAGGED: f64 = 0.12;
/// With so few units in the smaller layer the exact likelihood takes a moment: nobody has to ask.
const AT_ONCE: usize = 12;
/// Points along each side of the landscape, and the fraction of the time that it takes while a training runs.
const SURFACE: usize = 61;
const SURFACE_SHARE: f64 = 0.2;
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
    surface: Study<FreeEnergySurvey, (SurfaceDirections, Key)>,
    /// When the last landscape was asked for, and whether it is not there yet.
    surveyed: f64,
    surveying: bool,
    survey_took: f64,
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
            surface: Study::new("landscape"),
            surveyed: f64::NEG_INFINITY,
            surveying: false,
            survey_took: 0.0,
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
        self.surface.fetch();
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
        self.fetch_surface(now);
    }

    /// The landscape: the one before stays until the new one is whole, the first of a run is shown as it grows.
    fn fetch_surface(&mut self, now: f64) {
        if self.surveying && !self.surface.busy() {
            (self.surveying, self.survey_took) = (false, now - self.surveyed);
        }
        let Some((directions, key)) = self.surface.shown().copied() else { return };
        let Some(found) = self.surface.latest().filter(|_| key.0 == self.generation) else {
            self.derived.surface = None;
            return;
        };
        let whole = !found.running;
        let before = self.derived.surface.as_ref().filter(|shown| shown.whole && shown.directions == directions);
        if whole || before.is_none() && found.view.plane.is_some() {
            self.derived.surface = Some(ShownSurface { surface: found.view.clone(), directions, key, whole });
        }
    }

    /// Asks for the landscape of the machine under the cursor, where its panel is on screen and it was not asked for yet.
    /// One that is being made is finished first: a cursor that is dragged would never see any.
    pub fn survey(&mut self, snapshot: &Snapshot<TrainView>, shared: &Shared, now: f64) {
        let Some(machine) = shared.machine(&snapshot.view) else { return };
        let has_rows = snapshot.view.rows.is_some();
        let directions = if has_rows { shared.landscape.directions } else { SurfaceDirections::Modes };
        let key = (snapshot.generation, machine.update);
        let live = snapshot.running && shared.cursor.is_none();
        let apart = if live { self.survey_took / SURFACE_SHARE } else { 0.0 };
        if self.surface.is_of(&(directions, key), key) || self.surface.busy() || now - self.surveyed < apart {
            return;
        }
        let known = self.derived.modes().filter(|(portrait, of)| {
            of.0 == self.generation && portrait.update == machine.update && self.diagnostics.is_for(key)
        });
        let earlier = self.derived.surface.as_ref().filter(|shown| shown.key.0 == snapshot.generation);
        let config = FreeEnergySurfaceConfig {
            checkpoint: machine,
            directions,
            rows: snapshot.view.rows.clone(),
            modes: known.map(|(portrait, _)| Arc::clone(&portrait.modes)),
            before: self.derived.modes().map_or_else(Arc::default, |(shown, _)| Arc::clone(&shown.modes)),
            laid: earlier.and_then(|shown| shown.surface.laid.clone()),
            side: SURFACE,
        };
        if self.surface.start(&config, (directions, key), key, &self.wake).is_ok() {
            (self.surveyed, self.surveying) = (now, true);
        }
    }

    /// Whether the landscape of the machine under the cursor is still to be asked for.
    pub fn survey_behind(&self, snapshot: &Snapshot<TrainView>, shared: &Shared) -> bool {
        let machine = shared.machine(&snapshot.view);
        let of = |update: u64| (snapshot.generation, update);
        machine.is_some_and(|machine| {
            !self.surface.is_for(of(machine.update))
                || self.surface.wanted().is_some_and(|(directions, _)| {
                    snapshot.view.rows.is_some() && *directions != shared.landscape.directions
                })
        })
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
        self.diagnostics.busy() || self.likelihood.busy() || self.surface.busy()
    }

    fn key(&self, update: u64) -> Key {
        (self.generation, update)
    }

    /// Forgets what belongs to a run that is gone; the kept run stays.
    fn begin(&mut self) {
        self.derived.pinned.clear();
        // Chains that run on with the machine of another run would be taken for those of this one.
        let _stopped = [self.likelihood.stop(), self.free_chains.stop()];
        (self.asked, self.surveyed, self.survey_took) = (f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0);
        self.derived.surface = None;
    }
}
