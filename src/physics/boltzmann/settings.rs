//! How the two phases are measured, and how a machine learns from them.
//!
//! ## References
//!
//! * PCD: T. Tieleman, “Training restricted Boltzmann machines using approximations to the likelihood gradient”, ICML
//!   2008, doi:10.1145/1390156.1390290
//! * Mean field for the clamped phase: C. Peterson and J. R. Anderson, “A mean field theory learning algorithm for neural
//!   networks”, Complex Systems 1, 995 (1987)

use super::error::BoltzmannError;
use super::machine::Topology;

/// Most units, visible and hidden together, whose states are enumerated.
pub const MOST_ENUMERATED: usize = 20;
/// Most chains of a phase.
pub const MOST_CHAINS: usize = 1 << 16;
/// Most sweeps of an update.
pub const MOST_SWEEPS: usize = 1 << 16;

/// Where the averages of the negative phase, and of the positive one if it is sampled, come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum GradientSource {
    /// All 2^(V + H) states.
    Exact,
    /// Chains of Gibbs sampling, with standard errors.
    Sampled {
        /// Chains of each phase, 2 or more.
        chains: usize,
        /// Sweeps over all units that are free in one update, 1 or more.
        sweeps: usize,
    },
}

/// How the hidden units are averaged while the visible ones are held to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum PositivePhase {
    /// Over p(h|v), exactly.
    Enumerated,
    /// By clamped chains; with an exact source, which has none, it is enumerated.
    Sampled,
    /// By m_h = σ(β(Σ_i w_ih v_i + Σ_h' w_hh' m_h' + b_h)), iterated: as if hidden units were independent given v.
    MeanField,
}

impl PositivePhase {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Enumerated, Self::Sampled, Self::MeanField];

    /// The word of the command line: `enumerated`, `sampled`, `mean-field`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enumerated => "enumerated",
            Self::Sampled => "sampled",
            Self::MeanField => "mean-field",
        }
    }
}

/// Where chains start in an update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ChainStart {
    /// Where the update before left them.
    #[default]
    Continue,
    /// Free chains at rows of the data, hidden units of all chains at fair noise.
    Restart,
}

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Optimiser {
    /// θ ← θ + η g.
    Gradient,
    /// With Nesterov's momentum of 0.9.
    Nesterov,
    /// Adam: each component scaled by the running mean of its square.
    Adam,
    /// θ ← θ + η (F + ε)⁻¹ g with the Fisher information F of the visible units.
    Newton,
}

impl Optimiser {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Gradient, Self::Nesterov, Self::Adam, Self::Newton];

    /// The word of the command line: `gradient`, `nesterov`, `adam`, `newton`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Nesterov => "nesterov",
            Self::Adam => "adam",
            Self::Newton => "newton",
        }
    }

    /// As it is called on screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Gradient => "Gradient",
            Self::Nesterov => "Nesterov",
            Self::Adam => "Adam",
            Self::Newton => "Fisher-Newton",
        }
    }

    /// The learning rate with which it is usually run.
    pub const fn usual_rate(self) -> f64 {
        match self {
            Self::Gradient | Self::Nesterov => 0.1,
            Self::Adam => 0.02,
            Self::Newton => 1.0,
        }
    }
}

/// How parameters are moved.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LearningSettings {
    /// Which way.
    pub optimiser: Optimiser,
    /// η, above 0.
    pub learning_rate: f64,
    /// λ: the gradient of each weight is lowered by λ w. Biases do not decay.
    pub weight_decay: f64,
}

impl LearningSettings {
    /// An optimiser with its usual rate, without decay.
    pub const fn usual(optimiser: Optimiser) -> Self {
        Self { optimiser, learning_rate: optimiser.usual_rate(), weight_decay: 0.0 }
    }

    /// Refuses numbers out of their range.
    ///
    /// # Errors
    /// The rate is not above 0 and up to 1000, or the decay is not from 0 to 1000.
    pub fn check(&self) -> Result<(), BoltzmannError> {
        if !(self.learning_rate > 0.0 && self.learning_rate <= 1e3) {
            let expected = "it can be above 0 and up to 1000";
            return Err(BoltzmannError::value("the learning rate", self.learning_rate, expected));
        }
        if !(0.0..=1e3).contains(&self.weight_decay) {
            return Err(BoltzmannError::value("the weight decay", self.weight_decay, "it can be 0 to 1000"));
        }
        Ok(())
    }
}

/// How the phases are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Measuring {
    /// Where the averages come from.
    pub source: GradientSource,
    /// How the hidden units of the positive phase are averaged.
    pub positive: PositivePhase,
    /// Where chains start.
    pub chains: ChainStart,
    /// M of the standard errors of exact phases: they are those of a sample of so many rows.
    pub samples: usize,
    /// Whether the positive phase is the formula as the lecture text prints it, with p(v, h) in the place of p(h|v); for
    /// an exact source with an enumerated positive phase.
    pub as_printed: bool,
}

impl Measuring {
    /// Exact phases, errors as of 1,000 rows.
    pub const EXACT: Self = Self {
        source: GradientSource::Exact,
        positive: PositivePhase::Enumerated,
        chains: ChainStart::Continue,
        samples: 1000,
        as_printed: false,
    };

    /// Refuses what cannot be done with such a machine.
    ///
    /// # Errors
    /// There are too many units to enumerate, or a number is out of its range.
    pub fn check(&self, topology: &Topology) -> Result<(), BoltzmannError> {
        let few = topology.size() <= MOST_ENUMERATED;
        let exact = self.source == GradientSource::Exact;
        // Hidden units that are not joined are independent given v, however many there are.
        let enumerates = self.positive == PositivePhase::Enumerated && topology.links.hidden_hidden;
        if !few && (exact || enumerates) {
            let what = "visible and hidden units";
            return Err(BoltzmannError::TooMany { what, units: topology.size(), most: MOST_ENUMERATED });
        }
        if let GradientSource::Sampled { chains, sweeps } = self.source {
            if !(2..=MOST_CHAINS).contains(&chains) {
                return Err(BoltzmannError::value("the number of chains", chains, "it can be 2 to 65536"));
            }
            if !(1..=MOST_SWEEPS).contains(&sweeps) {
                return Err(BoltzmannError::value("the number of sweeps", sweeps, "it can be 1 to 65536"));
            }
        }
        if self.samples == 0 {
            return Err(BoltzmannError::value("the size of a sample", 0, "it is 1 or more"));
        }
        if self.as_printed && !(exact && self.positive != PositivePhase::MeanField) {
            let sentence = "the formula as printed is for exact phases: it needs the probability of all states";
            return Err(BoltzmannError::Rows(sentence.to_owned()));
        }
        Ok(())
    }
}
