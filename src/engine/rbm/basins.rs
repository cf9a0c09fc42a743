//! The basins of some checkpoints: where the mean-field iteration leads from the same starts, and how deep each lies.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::mean_field::{Basins, ComparedLayer, Merging, Relaxation, RelaxationSettings, Starts};
use crate::physics::rbm::Checkpoint;

/// What is searched.
#[derive(Clone, Debug, PartialEq)]
pub struct BasinsConfig {
    /// The machines, in the order in which they are searched.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// Where the iteration starts.
    pub starts: Arc<Starts>,
    /// How the equations are iterated.
    pub settings: RelaxationSettings,
    /// The layer whose means are compared.
    pub layer: ComparedLayer,
    /// Ends at most this far apart belong together (Euclidean, over the whole layer).
    pub merge_distance: f64,
}

/// The basins of one checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckpointBasins {
    /// The update of the machine.
    pub update: u64,
    /// Its basins, deepest first.
    pub basins: Arc<Basins>,
}

/// The search along a training; one step is a bounded piece of one machine's.
pub struct BasinsAlongTraining {
    config: BasinsConfig,
    complete: Vec<CheckpointBasins>,
    stage: Stage,
}

/// What is done for the checkpoint after those that are complete.
enum Stage {
    Relaxing(Box<Relaxation>),
    Merging(Box<Merging>),
    Done,
}

impl BasinsAlongTraining {
    /// The search of the next checkpoint; that its starts fit was seen when the job was made.
    fn next(config: &BasinsConfig, complete: usize) -> Stage {
        let checkpoint = config.checkpoints.get(complete);
        let relaxation =
            checkpoint.and_then(|next| Relaxation::new(&next.rbm, (*config.starts).clone(), &config.settings).ok());
        relaxation.map_or(Stage::Done, |relaxation| Stage::Relaxing(Box::new(relaxation)))
    }

    fn complete(&mut self, basins: Basins) -> Stage {
        if let Some(checkpoint) = self.config.checkpoints.get(self.complete.len()) {
            self.complete.push(CheckpointBasins { update: checkpoint.update, basins: Arc::new(basins) });
        }
        Self::next(&self.config, self.complete.len())
    }
}

impl Job for BasinsAlongTraining {
    type Config = BasinsConfig;
    /// The checkpoints that are complete.
    type View = Arc<[CheckpointBasins]>;

    fn new(config: &BasinsConfig) -> Result<Self, SessionError> {
        if config.starts.count() == 0 {
            return Err(SessionError::new("basins are searched from 0 starts; it must be at least 1"));
        }
        for checkpoint in config.checkpoints.iter() {
            config.starts.check(&checkpoint.rbm).map_err(SessionError::new)?;
        }
        Ok(Self { config: config.clone(), complete: Vec::new(), stage: Self::next(config, 0) })
    }

    fn step(&mut self) -> Flow {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Relaxing(mut relaxation) => {
                if relaxation.step() {
                    let BasinsConfig { layer, merge_distance, .. } = self.config;
                    Stage::Merging(Box::new(Merging::new(relaxation.relaxed(), layer, merge_distance)))
                } else {
                    Stage::Relaxing(relaxation)
                }
            }
            Stage::Merging(mut merging) => {
                if merging.step() {
                    self.complete(merging.basins())
                } else {
                    Stage::Merging(merging)
                }
            }
            Stage::Done => Stage::Done,
        };
        if matches!(self.stage, Stage::Done) { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> Arc<[CheckpointBasins]> {
        self.complete.as_slice().into()
    }

    fn progress(&self) -> Option<Progress> {
        let starts = self.config.starts.count();
        let under_way = match &self.stage {
            Stage::Relaxing(relaxation) => relaxation.finished(),
            Stage::Merging(_) => starts,
            Stage::Done => 0,
        };
        let done = self.complete.len() * starts + under_way;
        Some(Progress { done: done as u64, total: (self.config.checkpoints.len() * starts) as u64 })
    }
}
