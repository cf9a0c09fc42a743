//! What is open in the window, whichever lab opened it.

use std::sync::Arc;

use crate::engine::rbm::TrainConfig;
use crate::io::run::OpenRun;

/// Runs that are kept; the oldest goes where there are more, for each holds all its checkpoints.
const MOST_RUNS: usize = 8;

/// The archives that are open, for every lab.
#[derive(Debug, Default)]
pub struct Workspace {
    runs: Vec<Arc<OpenRun>>,
}

impl Workspace {
    /// The open runs, the oldest first.
    pub fn runs(&self) -> &[Arc<OpenRun>] {
        &self.runs
    }

    /// Keeps a run; one of the same name gives way to it.
    pub fn keep(&mut self, run: Arc<OpenRun>) {
        self.runs.retain(|known| known.name != run.name);
        self.runs.push(run);
        let surplus = self.runs.len().saturating_sub(MOST_RUNS);
        self.runs.drain(..surplus);
    }

    /// The open run that a configuration goes on from.
    pub fn run_of(&self, config: &TrainConfig) -> Option<&Arc<OpenRun>> {
        self.runs.iter().find(|run| run.is_continued_by(config))
    }
}
