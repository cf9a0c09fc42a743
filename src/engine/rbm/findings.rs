//! What is known of a run: the rows of its curves, and what happened between them.

use std::sync::Arc;

use crate::engine::rbm::event::{Event, Happening, Watch};
use crate::engine::rbm::measurement::Measurement;
use crate::engine::rbm::view::{Stage, TrainView};

/// Measurements that are kept; beyond, every second one goes.
pub(super) const MOST_MEASUREMENTS: usize = 4000;

/// Measurements and events by rising update.
///
/// Both are appended to in place. They are copied only where a snapshot still shows them: at most once in a publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// The measurements, at most some thousands.
    pub measurements: Arc<Vec<Arc<Measurement>>>,
    /// What happened.
    pub events: Arc<Vec<Event>>,
    watch: Watch,
}

impl Findings {
    /// What a run found up to its last checkpoint, which is where it goes on when it is taken up again. `None` while its
    /// checkpoints are measured, and for a run that is not.
    pub fn of(view: &TrainView) -> Option<Self> {
        let last = view.checkpoints.last()?.update;
        let rows = &view.measurements;
        let measured = rows.partition_point(|row| row.update <= last);
        let happened = view.events.partition_point(|event| event.update <= last);
        let (rows, events) = (rows.get(..measured)?, view.events.get(..happened)?);
        let complete = view.measuring.is_none() && !rows.is_empty();
        complete.then(|| Self {
            watch: Watch::after(rows, events),
            measurements: Arc::new(rows.to_vec()),
            events: Arc::new(events.to_vec()),
        })
    }

    /// Why the run was halted, where that is the last that happened.
    pub(super) fn halted(&self) -> Option<Stage> {
        match &self.events.last()?.happening {
            Happening::Halted(why) => Some(Stage::Halted(why.clone())),
            _ => None,
        }
    }

    /// Adds a measurement, and what has happened since the one before.
    pub(super) fn take(&mut self, measurement: Arc<Measurement>) {
        for event in self.watch.see(&measurement) {
            self.insert(event);
        }
        let rows = Arc::make_mut(&mut self.measurements);
        // A row that is measured again, thoroughly now, takes the place of the one before.
        if rows.last().is_some_and(|last| last.update == measurement.update) {
            rows.pop();
        }
        if rows.len() >= MOST_MEASUREMENTS {
            // Every second one goes, but for the first and what is thorough enough to count fixed points.
            let mut place = 0;
            rows.retain(|row| {
                place += 1;
                place % 2 == 1 || row.fixed_points.is_some()
            });
            if rows.len() > MOST_MEASUREMENTS / 4 * 3 {
                *rows = rows.iter().step_by(2).cloned().collect();
            }
        }
        rows.push(measurement);
    }

    /// Adds what happened, after what happened at the same update.
    pub(super) fn insert(&mut self, event: Event) {
        let later = self.events.partition_point(|known| known.update <= event.update);
        Arc::make_mut(&mut self.events).insert(later, event);
    }

    /// Notes a setting. A slider that is dragged writes many values at one update: the last one counts.
    pub(super) fn set(&mut self, update: u64, sentence: String) {
        let name = sentence.split(' ').next().unwrap_or_default();
        let same = |event: &Event| {
            event.update == update && matches!(&event.happening, Happening::Setting(old) if old.starts_with(name))
        };
        if self.events.last().is_some_and(same) {
            Arc::make_mut(&mut self.events).pop();
        }
        self.insert(Event { update, happening: Happening::Setting(sentence) });
    }

    /// These, and then those of the training that goes on from here. Its modes and fixed points are compared with these.
    #[must_use]
    pub(super) fn followed_by(&self, training: &Self) -> Self {
        let mut all = self.clone();
        for measurement in training.measurements.iter() {
            all.take(Arc::clone(measurement));
        }
        let done = |event: &&Event| matches!(event.happening, Happening::Setting(_) | Happening::Halted(_));
        for event in training.events.iter().filter(done) {
            all.insert(event.clone());
        }
        all
    }
}
