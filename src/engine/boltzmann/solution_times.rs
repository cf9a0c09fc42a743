//! Over many seeds: at which update a machine has found a code.

use std::sync::Arc;

use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::engine::core::session::{Flow, Job, SessionError};

/// The runs.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SolutionTimesConfig {
    /// One of them; the others differ by their seed, and all end at its `updates`.
    pub run: BoltzmannConfig,
    /// Number of seeds.
    pub seeds: usize,
    /// Updates between two looks at whether it is solved.
    pub every: u64,
}

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// Its number: its seed is `run.seed.numbered(number)`.
    pub number: u64,
    /// The update at which it was found to be solved, and stayed so until the next look; `None` if it never was.
    pub update: Option<u64>,
    /// KL(q‖p) at the end, in nats.
    pub kl: f64,
    /// The most probable hidden state of each row at the end: bit a is hidden unit a. The code map.
    pub codes: Vec<u32>,
}

/// The runs so far.
#[derive(Clone, Debug)]
pub struct SolutionTimesView {
    /// What is run.
    pub config: Arc<SolutionTimesConfig>,
    /// Those that are finished, in the order of their numbers.
    pub runs: Arc<[Solved]>,
    /// The share of them that is solved, with its standard error; `None` before the first.
    pub share: Option<(f64, f64)>,
    /// The median update of those that are solved.
    pub median: Option<u64>,
}

/// The job.
pub struct SolutionTimes {
    view: SolutionTimesView,
}

impl Job for SolutionTimes {
    type Config = SolutionTimesConfig;
    type View = SolutionTimesView;

    fn new(_config: &SolutionTimesConfig) -> Result<Self, SessionError> {
        Err(SessionError::new("this job is being written"))
    }

    fn step(&mut self) -> Flow {
        Flow::Done
    }

    fn view(&self) -> SolutionTimesView {
        self.view.clone()
    }
}
