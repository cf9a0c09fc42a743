//! How likely the data are under one checkpoint: exactly where the smaller layer can be enumerated, else by annealed
//! importance sampling with its error.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::data::TrainingData;
use crate::engine::rbm::rows::{check_sites, row_weights};
use crate::physics::rbm::importance::AnnealedImportance;
use crate::physics::rbm::likelihood::{MeanLogLikelihood, STEP, divergence_from_data};
use crate::physics::rbm::{Checkpoint, Rbm, exact};
use crate::physics::seed::Seed;

/// Chains and temperatures of the annealing.
const CHAINS: usize = 500;
const TEMPERATURES: usize = 1000;

/// What must be said of an error of ln Z that cannot be believed.
pub const UNEVEN_WEIGHTS: &str = "Few chains carry the weight: valleys that fewer still would reach may be missing, \
    ln Z is then higher by more than the error says.";

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelihoodConfig {
    /// The machine.
    pub checkpoint: Arc<Checkpoint>,
    /// The data, for their likelihood; without them there is ln Z alone.
    pub data: Option<TrainingData>,
    /// The source of all randomness.
    pub seed: Seed,
}

/// An estimate, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LikelihoodEstimate {
    /// The update of the machine.
    pub update: u64,
    /// ln Z; `None` until it is there.
    pub log_z: Option<f64>,
    /// Its standard error; 0 where it is exact.
    pub log_z_error: f64,
    /// Mean log-likelihood of a row of the data in nats: by the weights of rows where the training weights them.
    pub log_likelihood: Option<f64>,
    /// Kullback-Leibler divergence of the model from the empirical distribution of the data.
    pub divergence: Option<f64>,
    /// How many of the chains carry the estimate; `None` where it is exact.
    pub effective_sample_size: Option<f64>,
    /// Whether the error can be believed; else [`UNEVEN_WEIGHTS`] is said next to it.
    pub reliable: bool,
    /// Chains of the annealing.
    pub chains: usize,
    /// Whether ln Z is exact.
    pub exact: bool,
}

/// What is computed next.
enum Work {
    Enumerate,
    Anneal(Box<AnnealedImportance>),
    Rows(MeanLogLikelihood),
    Done,
}

/// The computation.
pub struct Likelihood {
    config: LikelihoodConfig,
    /// Of each row of the data, where rows are weighted.
    weights: Option<Vec<f32>>,
    estimate: LikelihoodEstimate,
    work: Work,
}

impl Likelihood {
    fn rows(&self) -> usize {
        self.config.data.as_ref().map_or(0, |data| data.rows.rows())
    }

    fn add_rows(&mut self, mut sum: MeanLogLikelihood) -> Work {
        let Some(data) = &self.config.data else { return Work::Done };
        let rows = &data.rows.values;
        let weights = self.weights.as_deref();
        sum.add(&self.config.checkpoint.rbm, &rows.range(sum.rows(), sum.rows() + STEP), weights);
        if sum.rows() < rows.rows() {
            return Work::Rows(sum);
        }
        self.estimate.log_likelihood = self.estimate.log_z.and_then(|log_z| sum.value(log_z));
        self.estimate.divergence = self.estimate.log_likelihood.map(|mean| divergence_from_data(rows, weights, mean));
        Work::Done
    }
}

impl Job for Likelihood {
    type Config = LikelihoodConfig;
    type View = LikelihoodEstimate;

    fn new(config: &LikelihoodConfig) -> Result<Self, SessionError> {
        let rbm = &*config.checkpoint.rbm;
        if let Some(data) = &config.data {
            check_sites(data.rows.columns(), rbm)?;
        }
        let exact = exact::is_possible(rbm);
        let work = if exact {
            Work::Enumerate
        } else {
            Work::Anneal(Box::new(AnnealedImportance::new(rbm, CHAINS, TEMPERATURES, config.seed)))
        };
        let chains = if exact { 0 } else { CHAINS };
        let update = config.checkpoint.update;
        let estimate = LikelihoodEstimate { update, exact, chains, reliable: true, ..Default::default() };
        let weights = config.data.as_ref().and_then(row_weights);
        Ok(Self { config: config.clone(), weights, estimate, work })
    }

    fn step(&mut self) -> Flow {
        let rows = Work::Rows(MeanLogLikelihood::default());
        self.work = match std::mem::replace(&mut self.work, Work::Done) {
            Work::Enumerate => {
                self.estimate.log_z = exact::log_partition(&Rbm::<f64>::from(&*self.config.checkpoint.rbm)).ok();
                rows
            }
            Work::Anneal(mut annealing) => {
                if annealing.step() {
                    let found = annealing.estimate();
                    self.estimate.log_z = Some(found.value);
                    self.estimate.log_z_error = found.standard_error;
                    self.estimate.reliable = found.is_reliable();
                    self.estimate.effective_sample_size = Some(found.effective_sample_size);
                    rows
                } else {
                    Work::Anneal(annealing)
                }
            }
            Work::Rows(sum) => self.add_rows(sum),
            Work::Done => Work::Done,
        };
        if matches!(self.work, Work::Done) { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> LikelihoodEstimate {
        self.estimate.clone()
    }

    fn progress(&self) -> Option<Progress> {
        let batches = self.rows().div_ceil(STEP).max(1);
        let anneal = if self.estimate.exact { 1 } else { TEMPERATURES };
        let done = match &self.work {
            Work::Enumerate => 0,
            Work::Anneal(annealing) => (annealing.progress() * TEMPERATURES as f64) as usize,
            Work::Rows(sum) => anneal + sum.rows() / STEP,
            Work::Done => anneal + batches,
        };
        Some(Progress { done: done as u64, total: (anneal + batches) as u64 })
    }
}
