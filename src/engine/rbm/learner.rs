//! What learns: a trainer with its data, or the machine of an archive that is only looked at.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::rbm::config::TrainConfig;
use crate::physics::rbm::{Checkpoint, Configurations, Halt, Rbm, RbmError, Trainer, TrainerSetup, TrainingSettings};

/// A trainer, or a machine that stays as it is.
pub(super) enum Learner {
    /// It has data.
    Trainer(Box<Trainer>),
    /// The last checkpoint of an archive.
    Machine(Arc<Checkpoint>),
}

impl Learner {
    /// Begins a run, goes on from the last checkpoint, or just shows it.
    pub(super) fn new(config: &TrainConfig) -> Result<Self, RbmError> {
        let last = config.before.as_ref().and_then(|past| past.trajectory.last());
        match (&config.data, last) {
            (Some(data), None) => {
                let setup = TrainerSetup {
                    visible: config.visible,
                    hidden: config.hidden,
                    hidden_units: config.hidden_units,
                    settings: config.settings,
                    initial_spread: config.initial_spread,
                    reweighted: data.reference.reweighted,
                    seed: config.seed,
                };
                Ok(Self::Trainer(Box::new(Trainer::new(&data.rows, &setup)?)))
            }
            (Some(data), Some(last)) => {
                let settings = last.settings.unwrap_or(config.settings);
                let trainer = Trainer::resume(&data.rows, data.reference.reweighted, last, settings, config.seed)?;
                Ok(Self::Trainer(Box::new(trainer)))
            }
            (None, Some(last)) => Ok(Self::Machine(Arc::clone(last))),
            (None, None) => {
                Err(RbmError::Data("there is nothing to learn from: neither data nor a checkpoint".to_owned()))
            }
        }
    }

    /// The trainer, or why there is none.
    pub(super) fn trainer_mut(&mut self) -> Result<&mut Trainer, SessionError> {
        match self {
            Self::Trainer(trainer) => Ok(trainer),
            Self::Machine(_) => {
                Err(SessionError::new("this run is only looked at: to train on it needs the data that it learnt from"))
            }
        }
    }

    pub(super) fn update(&mut self) -> Result<(), Halt> {
        match self {
            Self::Trainer(trainer) => trainer.update(),
            Self::Machine(_) => Ok(()),
        }
    }

    pub(super) fn rbm(&self) -> &Rbm {
        match self {
            Self::Trainer(trainer) => trainer.rbm(),
            Self::Machine(checkpoint) => &checkpoint.rbm,
        }
    }

    pub(super) fn updates(&self) -> u64 {
        match self {
            Self::Trainer(trainer) => trainer.updates(),
            Self::Machine(checkpoint) => checkpoint.update,
        }
    }

    pub(super) fn epoch(&self) -> f64 {
        match self {
            Self::Trainer(trainer) => trainer.epoch(),
            Self::Machine(_) => 0.0,
        }
    }

    pub(super) fn settings(&self) -> Option<TrainingSettings> {
        match self {
            Self::Trainer(trainer) => Some(*trainer.settings()),
            Self::Machine(checkpoint) => checkpoint.settings,
        }
    }

    pub(super) fn chain_correlation(&self) -> Option<f64> {
        match self {
            Self::Trainer(trainer) => trainer.chain_correlation(),
            Self::Machine(_) => None,
        }
    }

    /// The first chains, at most `rows`.
    pub(super) fn first_chains(&self, rows: usize) -> Configurations {
        match self {
            Self::Trainer(trainer) => trainer.first_chains(rows),
            Self::Machine(checkpoint) => checkpoint
                .chains
                .as_ref()
                .map_or_else(|| Configurations::new(Vec::new(), checkpoint.rbm.sites()), |chains| chains.first(rows)),
        }
    }

    /// The machine as it is now, with its chains and settings.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        match self {
            Self::Trainer(trainer) => Checkpoint {
                update: trainer.updates(),
                rbm: Arc::new(trainer.rbm().clone()),
                chains: Some(Arc::new(trainer.chains())),
                settings: Some(*trainer.settings()),
                seconds: None,
            },
            Self::Machine(checkpoint) => Checkpoint::clone(checkpoint),
        }
    }
}
