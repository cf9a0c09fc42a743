//! Measures the checkpoints of a run that was opened: the curves that its training would have drawn.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::findings::Findings;
use crate::engine::rbm::measure::{Measurer, Measuring};
use crate::engine::rbm::view::{CHAINS_SHOWN, Stage, TrainView};
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::stop::{NEVER, Stop};

/// The measurement of one checkpoint after the other.
pub struct PastMeasuring {
    config: Arc<TrainConfig>,
    checkpoints: Arc<Vec<Arc<Checkpoint>>>,
    last: Arc<Checkpoint>,
    measurer: Measurer,
    /// Of the checkpoint that is next.
    measuring: Option<Measuring>,
    findings: Findings,
    done: usize,
}

impl PastMeasuring {
    /// What measures: its rows are those that a training goes on to be measured with.
    pub(super) const fn measurer(&self) -> &Measurer {
        &self.measurer
    }

    /// What was found so far.
    pub(super) const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// The run as it is, without a training: it stands at its last checkpoint.
    pub(super) fn picture(&self) -> TrainView {
        let (config, last) = (&self.config, &self.last);
        let none = || Configurations::none(last.rbm.sites());
        TrainView {
            config: Arc::clone(config),
            settings: last.settings.unwrap_or(config.settings),
            stage: Stage::Complete,
            measuring: None,
            update: last.update,
            last_update: config.updates.max(last.update),
            epoch: 0.0,
            rbm: Arc::clone(&last.rbm),
            chains: Arc::new(last.chains.as_ref().map_or_else(none, |chains| chains.first(CHAINS_SHOWN))),
            rows: self.measurer.rows().cloned(),
            measurements: Arc::clone(&self.findings.measurements),
            modes: None,
            checkpoints: Arc::clone(&self.checkpoints),
            events: Arc::clone(&self.findings.events),
            explained: None,
            stops_at_events: false,
        }
    }

    /// Whether all checkpoints are measured.
    pub fn is_done(&self) -> bool {
        self.done >= self.checkpoints.len()
    }
}

impl Job for PastMeasuring {
    type Config = TrainConfig;
    type View = Findings;

    fn new(config: &TrainConfig) -> Result<Self, SessionError> {
        let checkpoints = config.before.as_ref().map(|past| past.trajectory.checkpoints.clone()).unwrap_or_default();
        let Some(last) = checkpoints.last().cloned() else {
            return Err(SessionError::new("there is no checkpoint to measure: this run has not begun"));
        };
        let found = config.before.as_ref().and_then(|past| past.findings.clone());
        let done = if found.is_some() { checkpoints.len() } else { 0 };
        let (config, checkpoints) = (Arc::new(config.clone()), Arc::new(checkpoints));
        let measurer = Measurer::new(&config);
        Ok(Self { last, config, checkpoints, measurer, measuring: None, findings: found.unwrap_or_default(), done })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        if let Some(checkpoint) = self.checkpoints.get(self.done) {
            let begin = || {
                let chains = checkpoint.chains.as_ref();
                self.measurer.begin(checkpoint.update, &checkpoint.rbm, chains, None, true)
            };
            let measuring = self.measuring.get_or_insert_with(begin);
            let Some(measurement) = measuring.advance(stop) else { return Flow::Unfinished };
            self.measuring = None;
            self.findings.take(Arc::new(measurement));
            self.done += 1;
        }
        if self.is_done() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> Findings {
        self.findings.clone()
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done as u64, total: self.checkpoints.len() as u64 })
    }
}
