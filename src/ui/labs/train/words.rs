//! What settings and quantities of the Train lab are called: words first, then the symbol that formulas have for them.
//! One name for one thing, in every panel, list and sentence.

use crate::engine::rbm::TrainCmd;
use crate::physics::rbm::{HiddenUnits, Method, VisibleUnits};

pub const LEARNING_RATE: &str = TrainCmd::NAMES.learning_rate;
pub const GIBBS_STEPS: &str = TrainCmd::NAMES.gibbs_steps;
pub const L1: &str = TrainCmd::NAMES.l1;
pub const L2: &str = TrainCmd::NAMES.l2;

/// ln p of a site given all others, averaged.
pub const PSEUDO: &str = "pseudo-log-likelihood per site";
/// The modes of W, as pictures …
pub const PATTERNS: &str = "Patterns the weights have learnt";
/// … and what a textbook calls them.
pub const LEFT_VECTORS: &str = "left singular vectors u";
/// Correlation of the chains with themselves before an update.
pub const CHAIN_CORRELATION: &str = "chain correlation";
pub const PARTICIPATION: &str = "modes that carry the weights";

/// Where chains start in each update, in the order of [`Method::ALL`].
pub const fn start(method: Method) -> &'static str {
    match method {
        Method::Persistent => "persistent",
        Method::ContrastiveDivergence => "at data",
        Method::Random => "at noise",
    }
}

/// What a row of two or more values has at each site.
pub fn visible(kind: VisibleUnits) -> String {
    match kind {
        VisibleUnits::Bernoulli => "0 or 1".to_owned(),
        VisibleUnits::Ising => "±1".to_owned(),
        VisibleUnits::Potts(states) => format!("{states} states"),
    }
}

pub const fn hidden(kind: HiddenUnits) -> &'static str {
    match kind {
        HiddenUnits::Bernoulli => "0 or 1",
        HiddenUnits::Ising => "±1",
    }
}
