//! The error of the couplings at each checkpoint of a run.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::couplings::session::check_truth;
use crate::physics::couplings::{Comparison, Expansion, ExpansionSettings};
use crate::physics::ising::IsingModel;
use crate::physics::rbm::{Checkpoint, Rbm};

/// What is compared with what.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorConfig {
    /// The machines, by rising update.
    pub checkpoints: Arc<[Arc<Checkpoint>]>,
    /// Method and order.
    pub settings: ExpansionSettings,
    /// The model that made the data.
    pub truth: Arc<IsingModel>,
}

/// The error of one checkpoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckpointError {
    /// The update of the machine.
    pub update: u64,
    /// Its couplings next to the true ones: pairs that the truth couples and the others apart.
    pub comparison: Comparison,
}

/// One checkpoint after the other, the oldest first; one step is a piece of one.
pub struct ErrorAlongTraining {
    config: ErrorConfig,
    found: Vec<CheckpointError>,
    /// The next machine's couplings.
    expansion: Option<Box<Expansion>>,
}

impl ErrorAlongTraining {
    /// Begins with the checkpoint after those that are found; that it has couplings was seen when the job was made.
    fn next(config: &ErrorConfig, found: usize) -> Option<Box<Expansion>> {
        let checkpoint = config.checkpoints.get(found)?;
        Expansion::new(&Rbm::<f64>::from(&*checkpoint.rbm), config.settings).ok().map(Box::new)
    }
}

impl Job for ErrorAlongTraining {
    type Config = ErrorConfig;
    /// The checkpoints that are complete.
    type View = Arc<[CheckpointError]>;

    fn new(config: &ErrorConfig) -> Result<Self, SessionError> {
        if !config.settings.method.is_of_spins() {
            return Err(SessionError::new("the coefficients of the lattice gas are not those of the true model"));
        }
        for checkpoint in config.checkpoints.iter() {
            check_truth(Some(&config.truth), &checkpoint.rbm)?;
            let rbm = Rbm::<f64>::from(&*checkpoint.rbm);
            Expansion::new(&rbm, config.settings).map_err(SessionError::new)?;
        }
        Ok(Self { config: config.clone(), found: Vec::new(), expansion: Self::next(config, 0) })
    }

    fn step(&mut self) -> Flow {
        let Some(mut expansion) = self.expansion.take() else { return Flow::Done };
        if expansion.step() {
            self.expansion = Some(expansion);
            return Flow::Continue;
        }
        let couplings = expansion.couplings();
        let update = self.config.checkpoints.get(self.found.len()).map(|checkpoint| checkpoint.update);
        if let Some((update, comparison)) = update.zip(Comparison::new(&couplings, &self.config.truth)) {
            self.found.push(CheckpointError { update, comparison });
            self.expansion = Self::next(&self.config, self.found.len());
        }
        if self.expansion.is_some() { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<[CheckpointError]> {
        self.found.as_slice().into()
    }

    fn progress(&self) -> Option<Progress> {
        let [done, total] = self.expansion.as_ref().map_or([0, 1], |expansion| expansion.progress());
        let (found, checkpoints) = (self.found.len() * total, self.config.checkpoints.len() * total);
        Some(Progress { done: (found + done) as u64, total: checkpoints as u64 })
    }
}
