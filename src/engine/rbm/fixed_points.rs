//! The mean-field fixed points of some checkpoints, each searched from the same rows.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::physics::mean_field::{FixedPointSearch, FixedPointSet, FixedPointSettings};
use crate::physics::rbm::{Checkpoint, Configurations};

/// What is searched.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedPointsConfig {
    /// The machines, in the order in which they are searched.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// The rows that the iteration starts from.
    pub starts: Arc<Configurations>,
    /// How fixed points are searched.
    pub settings: FixedPointSettings,
}

/// The fixed points of one checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckpointFixedPoints {
    /// The update of the machine.
    pub update: u64,
    /// Starts whose iteration has ended.
    pub finished: usize,
    /// The fixed points that the first starts lead to; complete when all have ended.
    pub found: Arc<FixedPointSet>,
}

/// The search along a training; one step is a bounded piece of one machine's.
pub struct FixedPointsAlongTraining {
    config: FixedPointsConfig,
    complete: Vec<CheckpointFixedPoints>,
    /// The search of the checkpoint after those that are complete.
    search: Option<FixedPointSearch>,
}

impl FixedPointsAlongTraining {
    fn next(config: &FixedPointsConfig, complete: usize) -> Option<FixedPointSearch> {
        let checkpoint = config.checkpoints.get(complete)?;
        Some(FixedPointSearch::new(&checkpoint.rbm, &config.starts, &config.settings))
    }

    fn under_way(&self) -> Option<CheckpointFixedPoints> {
        let (search, checkpoint) = self.search.as_ref().zip(self.config.checkpoints.get(self.complete.len()))?;
        let (finished, found) = (search.finished(), Arc::new(search.found()));
        Some(CheckpointFixedPoints { update: checkpoint.update, finished, found })
    }
}

impl Job for FixedPointsAlongTraining {
    type Config = FixedPointsConfig;
    /// The checkpoints that are complete, and what is found so far of the next.
    type View = Arc<[CheckpointFixedPoints]>;

    fn new(config: &FixedPointsConfig) -> Result<Self, SessionError> {
        if config.starts.rows() == 0 {
            return Err(SessionError::new("fixed points are searched from 0 rows; it must be at least 1"));
        }
        for checkpoint in config.checkpoints.iter() {
            check_sites(config.starts.sites(), &checkpoint.rbm)?;
        }
        Ok(Self { config: config.clone(), complete: Vec::new(), search: Self::next(config, 0) })
    }

    fn step(&mut self) -> Flow {
        let Some(search) = &mut self.search else { return Flow::Done };
        if search.step() {
            self.complete.extend(self.under_way());
            self.search = Self::next(&self.config, self.complete.len());
        }
        if self.search.is_some() { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<[CheckpointFixedPoints]> {
        self.complete.iter().cloned().chain(self.under_way()).collect()
    }

    fn progress(&self) -> Option<Progress> {
        let starts = self.config.starts.rows();
        let under_way = self.search.as_ref().map_or(0, FixedPointSearch::finished);
        let done = self.complete.len() * starts + under_way;
        Some(Progress { done: done as u64, total: (self.config.checkpoints.len() * starts) as u64 })
    }
}
