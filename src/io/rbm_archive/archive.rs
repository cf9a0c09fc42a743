//! What an archive holds, whoever wrote it.

use std::sync::Arc;

use crate::io::rbm_archive::axes::AxisOrder;
use crate::io::rbm_archive::record::OwnRecord;
use crate::physics::rbm::{Configurations, HiddenUnits, Trajectory, VisibleUnits};

/// Who wrote an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveFormat {
    /// This program: as the `rbms` package, with more.
    Glassbox,
    /// The `rbms` package: `update_<n>/params`.
    Rbms,
    /// TorchRBM: `update_<n>` without `params`, next to `hyperparameters`.
    TorchRbm,
    /// annaDCA: as TorchRBM, with a layer of labels.
    AnnaDca,
    /// `update_<n>` with nothing but parameters, as the couplings of Potts machines are published.
    BareUpdates,
    /// `epoch_<n>`, as the tree programs read.
    Epochs,
    /// `W<n>`, `vbias<n>`, `hbias<n>` at the root: the first tree program, and the couplings of Ising machines.
    FlatKeys,
    /// One machine of the Julia package RestrictedBoltzmannMachines.
    Julia,
}

impl ArchiveFormat {
    /// What `info` calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glassbox => "glassbox",
            Self::Rbms => "rbms",
            Self::TorchRbm => "TorchRBM",
            Self::AnnaDca => "annaDCA",
            Self::BareUpdates => "bare updates",
            Self::Epochs => "epochs",
            Self::FlatKeys => "flat keys",
            Self::Julia => "RestrictedBoltzmannMachines.jl",
        }
    }
}

/// What a file says about how it was trained; what it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hyperparameters {
    /// Number of chains.
    pub chains: Option<u64>,
    /// Rows in a minibatch.
    pub batch: Option<u64>,
    /// k.
    pub gibbs_steps: Option<u64>,
    /// η.
    pub learning_rate: Option<f64>,
    /// λ₁.
    pub l1: Option<f64>,
    /// λ₂.
    pub l2: Option<f64>,
    /// The seed.
    pub seed: Option<u64>,
    /// Fraction of the data that was trained on.
    pub train_size: Option<f64>,
    /// The name of the file when it was written.
    pub filename: Option<String>,
    /// The method: `PCD`.
    pub method: Option<String>,
}

/// An archive in memory.
#[derive(Clone, Debug)]
pub struct Archive {
    /// Who wrote it.
    pub format: ArchiveFormat,
    /// In which order its weights lie.
    pub axes: AxisOrder,
    /// Its checkpoints, by rising update.
    pub trajectory: Trajectory,
    /// The chains of the last checkpoint.
    pub chains: Option<Arc<Configurations>>,
    /// How it was trained.
    pub hyperparameters: Hyperparameters,
    /// What this program added.
    pub own: Option<OwnRecord>,
    /// What had to be decided or left out, one sentence each.
    pub notes: Vec<String>,
}

/// What an archive holds, without its weights.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Who wrote it.
    pub format: ArchiveFormat,
    /// What the file calls the machine: `BBRBM`.
    pub kind: &'static str,
    /// Kind of the visible units.
    pub visible: VisibleUnits,
    /// Kind of the hidden units.
    pub hidden: HiddenUnits,
    /// In which order its weights lie.
    pub axes: AxisOrder,
    /// Number of visible units.
    pub sites: usize,
    /// Number of hidden units.
    pub hidden_units: usize,
    /// Updates of its checkpoints, rising.
    pub updates: Vec<u64>,
    /// How it was trained.
    pub hyperparameters: Hyperparameters,
    /// What this program added.
    pub own: Option<OwnRecord>,
    /// What had to be decided, one sentence each.
    pub notes: Vec<String>,
    /// Size of the file.
    pub bytes: u64,
}

/// Which checkpoints are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateChoice {
    /// All.
    All,
    /// The first.
    First,
    /// The last.
    Last,
    /// The one of this update.
    At(u64),
}

impl std::str::FromStr for UpdateChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            "first" => Ok(Self::First),
            "last" => Ok(Self::Last),
            number => {
                let number = number.parse().ok().map(Self::At);
                number.ok_or_else(|| "expected an update, “first”, “last” or “all”".to_owned())
            }
        }
    }
}
