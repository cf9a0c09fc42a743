//! Sweeps that are measured one after another in the background, and what they found.

use std::collections::VecDeque;

use crate::engine::core::session::{Progress, SessionError, Snapshot};
use crate::engine::hopfield::sweep::{ParameterSweep, SweepConfig, SweepView};
use crate::ui::jobs::Wake;
use crate::ui::study::Study;

/// A sweep that was measured, or is being measured.
pub struct Kept<W> {
    pub what: W,
    /// What it found so far.
    pub view: SweepView,
    /// Changes whenever the view does, and is of this view alone: the key of what is drawn from it.
    pub key: (u64, u64),
}

/// One engine, the sweeps that wait for it, and the last results.
pub struct Queue<W> {
    study: Study<ParameterSweep, W>,
    waiting: VecDeque<(W, SweepConfig)>,
    kept: Vec<Kept<W>>,
    most: usize,
    /// Requests so far: a key of their own for each, also where an old result is measured again.
    asked: u64,
}

impl<W: Copy + PartialEq> Queue<W> {
    /// Keeps the last `most` results.
    pub fn new(name: &'static str, most: usize) -> Self {
        Self { study: Study::new(name), waiting: VecDeque::new(), kept: Vec::new(), most, asked: 0 }
    }

    /// Measures this at once, unless it is known; whatever was under way is left as it is.
    ///
    /// # Errors
    /// What cannot be measured.
    pub fn measure(&mut self, what: W, config: &SweepConfig, wake: &Wake) -> Result<(), SessionError> {
        self.waiting.clear();
        self.begin(what, config, wake)
    }

    /// Measures these one after another, without those that are known.
    ///
    /// # Errors
    /// The first of them cannot be measured.
    pub fn measure_all(
        &mut self,
        all: impl Iterator<Item = (W, SweepConfig)>,
        wake: &Wake,
    ) -> Result<(), SessionError> {
        self.waiting = all.filter(|(what, _)| !self.complete(what)).collect();
        self.next(wake)
    }

    fn next(&mut self, wake: &Wake) -> Result<(), SessionError> {
        let Some((what, config)) = self.waiting.pop_front() else { return Ok(()) };
        self.begin(what, &config, wake)
    }

    fn begin(&mut self, what: W, config: &SweepConfig, wake: &Wake) -> Result<(), SessionError> {
        if self.complete(&what) {
            // Shown at once; the last one asked for is the last to be forgotten.
            if let Some(place) = self.kept.iter().position(|kept| kept.what == what) {
                let kept = self.kept.remove(place);
                self.kept.push(kept);
            }
            return Ok(());
        }
        self.asked += 1;
        self.study.start(config, what, (self.asked, 0), wake)
    }

    /// Stops what is under way and forgets what waits; finished cells are kept.
    ///
    /// # Errors
    /// The engine is busy for a moment.
    pub fn cancel(&mut self) -> Result<(), SessionError> {
        self.waiting.clear();
        if self.study.stop() { Ok(()) } else { Err(SessionError::new("The sweep is busy; ask again in a moment.")) }
    }

    /// Takes the latest picture, once per frame, and goes on to the next sweep when one is finished.
    pub fn fetch(&mut self, wake: &Wake) -> Result<(), SessionError> {
        // Asked before the fetch: what is idle now has published its last picture.
        let idle = !self.study.busy();
        self.study.fetch();
        let (Some(snapshot), Some(&what)) = (self.study.latest(), self.study.shown()) else { return Ok(()) };
        let key = (snapshot.generation, snapshot.revision);
        let view = snapshot.view.clone();
        match self.kept.iter_mut().find(|kept| kept.what == what) {
            Some(kept) if kept.key == key => {}
            Some(kept) => (kept.view, kept.key) = (view, key),
            None => {
                self.kept.push(Kept { what, view, key });
                let spare = self.kept.len().saturating_sub(self.most);
                self.kept.drain(..spare);
            }
        }
        if idle { self.next(wake) } else { Ok(()) }
    }

    /// Puts what was found before in the place of what is known.
    pub fn restore(&mut self, found: impl IntoIterator<Item = (W, SweepView)>) {
        // No engine counts its generations so far.
        let kept = found.into_iter().zip(0..).map(|((what, view), place)| Kept { what, view, key: (u64::MAX, place) });
        self.kept = kept.collect();
        let spare = self.kept.len().saturating_sub(self.most);
        self.kept.drain(..spare);
    }

    /// How often something was asked for.
    pub const fn asked(&self) -> u64 {
        self.asked
    }

    /// What was found of this, if it was asked for lately.
    pub fn found(&self, what: &W) -> Option<&Kept<W>> {
        self.kept.iter().find(|kept| kept.what == *what)
    }

    /// All that was found, the last ones last.
    pub fn all(&self) -> impl Iterator<Item = &Kept<W>> {
        self.kept.iter()
    }

    /// Whether every cell of it is finished.
    pub fn complete(&self, what: &W) -> bool {
        self.found(what).is_some_and(|kept| kept.view.done == kept.view.cells.len())
    }

    /// What is being measured now, or will be in a moment.
    pub fn under_way(&self) -> Option<&W> {
        self.study.wanted().filter(|_| self.study.busy())
    }

    /// Whether anything is under way or still to come.
    pub fn busy(&self) -> bool {
        self.study.busy() || !self.waiting.is_empty()
    }

    /// Whether more waits behind what is under way.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How far the sweep under way has come, and the seconds that it still needs.
    pub fn progress(&self) -> Option<(Progress, Option<f64>)> {
        let snapshot = self.study.latest().filter(|snapshot| snapshot.running)?;
        Some((snapshot.progress?, snapshot.eta))
    }

    /// Why the last one was refused or stopped.
    pub fn error(&self) -> Option<&SessionError> {
        self.snapshot()?.error.as_ref()
    }

    fn snapshot(&self) -> Option<&Snapshot<SweepView>> {
        self.study.latest()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::physics::seed::Seed;

    /// Milliseconds: longer than anything takes that is not broken.
    const PATIENCE: usize = 20_000;

    fn sweep(size: usize) -> (usize, SweepConfig) {
        (size, SweepConfig::capacity(&[size], &[0.05, 0.2], 3, Seed(2)))
    }

    fn wait(queue: &mut Queue<usize>, wake: &Wake) {
        for _ in 0..PATIENCE {
            let idle = !queue.busy() && queue.waiting() == 0;
            queue.fetch(wake).unwrap();
            if idle && !queue.busy() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the sweeps did not end");
    }

    #[test]
    fn sweeps_follow_one_another_and_the_last_ones_are_kept() {
        let wake: Wake = Arc::new(|| {});
        let mut queue = Queue::new("test", 3);
        queue.measure_all([20, 30, 40].into_iter().map(sweep), &wake).unwrap();
        wait(&mut queue, &wake);
        let sizes = |queue: &Queue<usize>| queue.all().map(|kept| kept.what).collect::<Vec<_>>();
        assert_eq!(sizes(&queue), [20, 30, 40]);
        assert!([20, 30, 40].iter().all(|what| queue.complete(what)));
        // A known one is not measured again, and outlives an older one.
        let key = queue.found(&20).unwrap().key;
        queue.measure(20, &sweep(20).1, &wake).unwrap();
        assert!(!queue.busy());
        queue.measure(50, &sweep(50).1, &wake).unwrap();
        wait(&mut queue, &wake);
        assert_eq!(sizes(&queue), [40, 20, 50]);
        assert_eq!(queue.found(&20).unwrap().key, key);
    }

    #[test]
    fn a_cancelled_sweep_keeps_its_cells_and_can_be_asked_for_again() {
        let wake: Wake = Arc::new(|| {});
        let mut queue = Queue::new("test", 3);
        let long = SweepConfig::phase(400, &[0.05; 200], &[0.5], 2, Seed(2));
        queue.measure(1, &long, &wake).unwrap();
        let begun = (0..PATIENCE).any(|_| {
            std::thread::sleep(Duration::from_millis(1));
            queue.fetch(&wake).unwrap();
            queue.found(&1).is_some_and(|kept| kept.view.done > 0)
        });
        assert!(begun);
        queue.cancel().unwrap();
        wait(&mut queue, &wake);
        let done = queue.found(&1).unwrap().view.done;
        assert!(done > 0 && done < 200, "{done}");
        assert!(!queue.complete(&1) && queue.under_way().is_none());
        queue.measure(1, &long, &wake).unwrap();
        wait(&mut queue, &wake);
        assert!(queue.complete(&1));
    }
}
