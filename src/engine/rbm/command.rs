//! What can be changed while a run goes on.

/// Where chains are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ChainStart {
    /// At rows of the data.
    Data,
    /// At fair noise.
    Noise,
}

/// What the settings are called, in what is recorded and what is shown: words, then the symbol of the formulas.
#[derive(Clone, Copy, Debug)]
pub struct SettingNames {
    /// Of η.
    pub learning_rate: &'static str,
    /// Of k.
    pub gibbs_steps: &'static str,
    /// Of λ₁.
    pub l1: &'static str,
    /// Of λ₂.
    pub l2: &'static str,
}

/// A live command.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum TrainCmd {
    /// η of the next updates.
    LearningRate(f64),
    /// How the learning rate falls.
    Decay(f64),
    /// k of the next updates.
    GibbsSteps(u32),
    /// λ₁.
    L1(f64),
    /// λ₂.
    L2(f64),
    /// The largest norm of a gradient.
    LargestNorm(Option<f64>),
    /// Puts the persistent chains elsewhere.
    RestartChains(ChainStart),
    /// Moves the end of the run; not before the present update.
    Extend(u64),
    /// Whether the run pauses when something happens ([`crate::engine::rbm::Event`]).
    StopAtEvents(bool),
    /// Shows the next update in slow motion, for this hidden unit, without doing it.
    Explain(usize),
    /// Keeps a checkpoint at the present update.
    Keep,
}

impl TrainCmd {
    /// The names of the settings that can be changed live.
    pub const NAMES: SettingNames = SettingNames {
        learning_rate: "learning rate η",
        gibbs_steps: "Gibbs steps k",
        l1: "sparsity (L1)",
        l2: "weight decay (L2)",
    };
}
