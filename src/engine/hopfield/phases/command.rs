//! What can be changed live.

use crate::engine::hopfield::phases::config::PhasesStart;
use crate::engine::hopfield::phases::measurement::MeasuredPoint;
use crate::physics::hopfield::LearningRule;
use crate::physics::seed::Seed;

/// A live change of the network's place, of how it is run, or of the points that it left. All but the last begin a new
/// measurement.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum PhasesCmd {
    /// To another place of the (α, T) plane. A run that goes on, goes on there.
    Move {
        /// Number of memories p.
        patterns: usize,
        /// Temperature T.
        temperature: f64,
    },
    /// Another number of spins, at the same load; one memory stays one.
    SetSize(usize),
    /// Where the network starts from now on.
    SetStart(PhasesStart),
    /// How memories become couplings.
    SetRule(LearningRule),
    /// Other memories and other noise.
    SetSeed(Seed),
    /// The same measurement once more: the same start, the same random numbers.
    Restart,
    /// Forgets all measured points, also the one at hand, which starts over.
    ForgetPoints,
    /// Puts points that were measured before behind those that are there. Of one place the newer point stays.
    BringBack(Vec<MeasuredPoint>),
}
