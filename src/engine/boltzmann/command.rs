//! What can be changed while a machine learns.

use crate::physics::boltzmann::{ChainStart, GradientSource, Optimiser, PositivePhase};

/// A live command.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum BoltzmannCmd {
    /// η of the next updates.
    LearningRate(f64),
    /// λ of the next updates.
    WeightDecay(f64),
    /// Another optimiser; it begins without momentum.
    Optimiser(Optimiser),
    /// Where the averages come from. The phases at hand are measured again.
    Source(GradientSource),
    /// How the hidden units of the positive phase are averaged. The phases at hand are measured again.
    Positive(PositivePhase),
    /// Whether chains continue or restart, from the next update on.
    Chains(ChainStart),
    /// M: the standard errors of exact phases are those of a sample of so many rows.
    Samples(usize),
    /// Whether the positive phase is the formula as the lecture text prints it. The phases at hand are measured again.
    AsPrinted(bool),
    /// Moves the end of the run; not before the present update.
    Extend(u64),
    /// Looks at the last kept checkpoint up to this update, while learning may go on.
    Look(u64),
    /// Looks at the present update again.
    Live,
    /// Which weight is explained: of units i and j.
    Watch {
        /// A unit.
        i: usize,
        /// Another one; the same for its bias.
        j: usize,
    },
    /// Holds the first clamped chain, and the explanation, to this row of the data.
    Clamp(usize),
    /// Lets it go through the rows again, one an update.
    Free,
}
