//! Chains that run freely at one checkpoint: what the machine itself generates. They never touch the training.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::engine::rbm::data::TrainingData;
use crate::engine::rbm::rows::chosen_rows;
use crate::physics::rbm::gibbs::Chains;
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::seed::{Seed, Stream};

/// Where the chains start.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum SamplingStart {
    /// At the persistent chains of the checkpoint; at noise where it has none.
    Chains,
    /// At rows of the data.
    Data,
    /// At fair noise.
    Noise,
    /// All at one drawing: values of the sites.
    Drawing(#[serde(with = "crate::engine::core::shared")] Arc<[u8]>),
}

/// What defines the chains.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeSamplingConfig {
    /// The machine.
    pub checkpoint: Arc<Checkpoint>,
    /// Where the chains start.
    pub start: SamplingStart,
    /// Number of chains.
    pub count: usize,
    /// The data, for a start there.
    pub data: Option<TrainingData>,
    /// The source of all randomness.
    pub seed: Seed,
}

/// The chains as they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeSamples {
    /// The update of the machine.
    pub update: u64,
    /// Gibbs steps since the start.
    pub steps: u64,
    /// The chains.
    pub states: Arc<Configurations>,
}

/// Chains that run until they are paused; one step is one Gibbs step of all.
pub struct FreeSampling {
    checkpoint: Arc<Checkpoint>,
    chains: Chains,
    steps: u64,
}

impl Job for FreeSampling {
    type Config = FreeSamplingConfig;
    type View = FreeSamples;

    fn new(config: &FreeSamplingConfig) -> Result<Self, SessionError> {
        if config.count == 0 {
            return Err(SessionError::new("the number of chains is 0; it must be at least 1"));
        }
        let rbm = &*config.checkpoint.rbm;
        Chains::check(rbm, config.count).map_err(SessionError::new)?;
        let (seed, stream) = (config.seed, Stream::Samples);
        let start = match &config.start {
            SamplingStart::Noise => None,
            SamplingStart::Chains => config.checkpoint.chains.as_ref().map(|chains| chains.first(config.count)),
            SamplingStart::Data => {
                let data =
                    config.data.as_ref().ok_or_else(|| SessionError::new("this run has no data to start from"))?;
                Some(chosen_rows(&data.rows, config.count, seed, config.checkpoint.update))
            }
            SamplingStart::Drawing(drawing) if drawing.len() == rbm.sites() => {
                Some(Configurations::new(drawing.repeat(config.count), rbm.sites()))
            }
            SamplingStart::Drawing(drawing) => {
                let (found, expected) = (drawing.len(), rbm.sites());
                return Err(SessionError::new(format!(
                    "the drawing has {found} cells; the machine has {expected} sites"
                )));
            }
        };
        let chains = match start {
            Some(start) if start.rows() > 0 => Chains::at(rbm, &start, seed, stream).map_err(SessionError::new)?,
            _ => Chains::fair(rbm, config.count, seed, stream).map_err(SessionError::new)?,
        };
        Ok(Self { checkpoint: Arc::clone(&config.checkpoint), chains, steps: 0 })
    }

    fn step(&mut self) -> Flow {
        self.chains.advance(&self.checkpoint.rbm, 1, self.steps);
        self.steps += 1;
        Flow::Continue
    }

    fn view(&self) -> FreeSamples {
        let states = Arc::new(self.chains.configurations());
        FreeSamples { update: self.checkpoint.update, steps: self.steps, states }
    }
}
