//! How a machine is trained.
//!
//! ## References
//!
//! * CD: G. E. Hinton, “Training products of experts by minimizing contrastive divergence”, Neural Comput. 14, 1771
//!   (2002), doi:10.1162/089976602760128018
//! * PCD: T. Tieleman, “Training restricted Boltzmann machines using approximations to the likelihood gradient”, ICML
//!   2008, doi:10.1145/1390156.1390290
//! * Rdm: A. Decelle, C. Furtlehner and B. Seoane, “Equilibrium and non-equilibrium regimes in the learning of
//!   restricted Boltzmann machines”, NeurIPS 2021, arXiv:2105.13889

use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::Seed;

/// The largest number of Gibbs steps of an update, and of rows or chains.
const MOST: usize = 1 << 20;

/// Where the chains of the negative phase start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Method {
    /// CD-k: at the minibatch.
    ContrastiveDivergence,
    /// PCD-k: where the update before left them.
    Persistent,
    /// Rdm-k: at fresh noise.
    Random,
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 3] = [Self::Persistent, Self::ContrastiveDivergence, Self::Random];

    /// The word of the command line: `pcd`, `cd`, `rdm`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContrastiveDivergence => "cd",
            Self::Persistent => "pcd",
            Self::Random => "rdm",
        }
    }

    /// As written in papers: `PCD`, `CD`, `Rdm`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ContrastiveDivergence => "CD",
            Self::Persistent => "PCD",
            Self::Random => "Rdm",
        }
    }
}

/// How a training proceeds. All but `batch`, `chains`, `method` and `centred` can be changed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TrainingSettings {
    /// Where the chains of the negative phase start.
    pub method: Method,
    /// k: Gibbs steps of the chains in each update, 1 or more.
    pub gibbs_steps: u32,
    /// Rows of the data in a minibatch; all rows where there are fewer.
    pub batch: usize,
    /// Number of chains; CD-k uses `batch` of them instead.
    pub chains: usize,
    /// η: what the gradient is multiplied with.
    pub learning_rate: f64,
    /// The learning rate at update t is η / (1 + decay · t); 0 keeps it constant.
    pub decay: f64,
    /// Whether the gradient is centred: correlations of deviations from the means of data.
    pub centred: bool,
    /// λ₁: the gradient loses λ₁ sign(W).
    pub l1: f64,
    /// λ₂: the gradient loses λ₂ W.
    pub l2: f64,
    /// The gradient is scaled down to this norm where it is longer; `None` leaves it.
    pub largest_norm: Option<f64>,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            method: Method::Persistent,
            gibbs_steps: 20,
            batch: 500,
            chains: 500,
            learning_rate: 0.01,
            decay: 0.0,
            centred: true,
            l1: 0.0,
            l2: 0.0,
            largest_norm: None,
        }
    }
}

impl TrainingSettings {
    /// Whether a training can proceed like this.
    ///
    /// # Errors
    /// The first setting that is out of its range, with its value.
    pub fn check(&self) -> Result<(), RbmError> {
        let value = |what, found: String, expected: String| {
            Err(RbmError::Value { what, found, expected: format!("it can be {expected}") })
        };
        let counts = [
            ("the number of Gibbs steps k", self.gibbs_steps as usize),
            ("the size of the minibatch", self.batch),
            ("the number of chains", self.chains),
        ];
        for (what, count) in counts {
            if !(1..=MOST).contains(&count) {
                return value(what, count.to_string(), format!("1 to {MOST}"));
            }
        }
        let numbers = [
            ("the learning rate", self.learning_rate),
            ("the decay of the learning rate", self.decay),
            ("the L1 penalty", self.l1),
            ("the L2 penalty", self.l2),
        ];
        for (what, number) in numbers {
            if !(number.is_finite() && number >= 0.0) {
                return value(what, number.to_string(), "0 or a positive number".to_owned());
            }
        }
        match self.largest_norm {
            Some(norm) if !(norm.is_finite() && norm > 0.0) => {
                value("the largest norm of the gradient", norm.to_string(), "a positive number".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// The learning rate at update `update`.
    pub fn rate_at(&self, update: u64) -> f64 {
        self.learning_rate / (1.0 + self.decay * update as f64)
    }

    /// Method and number of steps as written in papers: `PCD-20`.
    pub fn title(&self) -> String {
        format!("{}-{}", self.method.title(), self.gibbs_steps)
    }
}

/// Everything that defines a training before its first update, except the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainerSetup {
    /// Kind of the visible units; their number is that of the columns of the data.
    pub visible: VisibleUnits,
    /// Kind of the hidden units.
    pub hidden: HiddenUnits,
    /// Number of hidden units.
    pub hidden_units: usize,
    /// How the training proceeds.
    pub settings: TrainingSettings,
    /// Standard deviation of the weights at update 0.
    pub initial_spread: f64,
    /// Whether rows are weighted by 1/(number of rows at least 0.8 identical).
    pub reweighted: bool,
    /// The source of all randomness.
    pub seed: Seed,
}
