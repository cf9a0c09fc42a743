//! The picture of a recall that panels draw from.

use std::sync::Arc;

use crate::engine::hopfield::common_part::CommonPart;
use crate::engine::hopfield::recall::document::Document;
use crate::engine::hopfield::verdict::Verdict;
use crate::physics::hopfield::Outcome;
use crate::physics::hopfield::network::Network;

/// Everything the Recall lab shows.
#[derive(Clone, Debug)]
pub struct RecallView {
    /// The shelf, the rule, the cue.
    pub document: Arc<Document>,
    /// Raised by every edit: the key of whatever is derived from the document.
    pub document_revision: u64,
    /// Raised when the shelf or the rule changes: the key of whatever is derived from the network, not from the cue.
    pub network_revision: u64,
    /// The network of the stored memories; immutable. `None` when nothing is stored.
    pub network: Option<Arc<Network>>,
    /// For each pattern of the network, its place on the shelf.
    pub stored: Arc<[usize]>,
    /// The cue: the state at update 0 of an unbranched run.
    pub cue: Arc<[i8]>,
    /// What is under the cursor.
    pub moment: Moment,
    /// The first update that can be shown.
    pub base: u64,
    /// The last update recorded.
    pub recorded: u64,
    /// Whether the cursor follows the run.
    pub live: bool,
    /// How the run came to rest; `None` while it may go on.
    pub outcome: Option<Outcome>,
    /// Whether nothing is left to be run: it came to rest, or its schedule is over.
    pub ended: bool,
    /// Whether its document gives this run again: it never branched, and nobody turned the heater on the way.
    pub repeatable: bool,
    /// What its last state is, wherever the cursor is; `None` until it has ended.
    pub verdict: Option<Arc<Verdict>>,
    /// A few moments of a run that has ended, the last of them its end; none until then.
    pub stills: Arc<[Still]>,
    /// The curves of the run.
    pub curves: Arc<Curves>,
    /// Earlier runs, oldest first.
    pub ghosts: Arc<[Ghost]>,
    /// What the load of the network is.
    pub load: Arc<Load>,
    /// (place on the shelf, energy per spin) of the memories nearest to the cue, where not all energies are known.
    pub near_energies: Arc<[(usize, f64)]>,
    /// The name of the edit that undo would take back.
    pub undo: Option<Arc<str>>,
    /// The name of the edit that redo would do again.
    pub redo: Option<Arc<str>>,
}

impl RecallView {
    /// Energy per spin of the memory at a place of the shelf, where it is known.
    pub fn memory_energy(&self, place: usize) -> Option<f64> {
        match &self.load.memory_energies {
            Some(energies) => energies.get(place).copied(),
            None => self.near_energies.iter().find(|near| near.0 == place).map(|near| near.1),
        }
    }
}

/// One moment of a run.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Updates done.
    pub update: u64,
    /// The state.
    pub state: Arc<[i8]>,
    /// Local fields h_i.
    pub fields: Arc<[f32]>,
    /// Updates since the last flip of each spin; `u32::MAX` for never.
    pub age: Arc<[u32]>,
    /// The temperature of the visit that led here; before the first, and where the run goes on, that of the next.
    pub temperature: f64,
    /// Energy per spin.
    pub energy: f64,
    /// Overlap with every memory on the shelf, stored or not.
    pub overlaps: Arc<[f64]>,
    /// The update that led here.
    pub explanation: Option<Explanation>,
}

/// The state at one moment of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Still {
    /// Updates done.
    pub update: u64,
    /// The state.
    pub state: Arc<[i8]>,
}

/// One update with its numbers filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explanation {
    /// The spin visited.
    pub spin: usize,
    /// Its local field.
    pub field: f64,
    /// Its value before.
    pub before: i8,
    /// Its value after.
    pub after: i8,
    /// What flipping it changes the energy by, 2 σ_i h_i.
    pub delta_energy: f64,
    /// How chance decided; `None` at T = 0.
    pub chance: Option<Chance>,
}

/// How chance decided at T > 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The temperature.
    pub temperature: f64,
    /// The probability of pointing up after the visit: 1/(1+exp(−2h/T)) by Glauber's rule.
    pub up: f64,
    /// The uniform number that was drawn: the spin points up where it is below `up`.
    pub drawn: f64,
}

/// The curves of a run over its updates.
#[derive(Clone, Debug, Default)]
pub struct Curves {
    /// (update, energy per spin).
    pub energy: Vec<[f64; 2]>,
    /// (place on the shelf, its overlap over the updates).
    pub overlaps: Vec<(usize, Vec<[f64; 2]>)>,
    /// (update, temperature); empty where every visit was at T = 0.
    pub temperature: Vec<[f64; 2]>,
    /// Moves that raised the energy.
    pub uphill: UphillMoves,
}

/// Moves that raised the energy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UphillMoves {
    /// How many there were in the whole run.
    pub count: u64,
    /// The updates of the first of them: of all where they are few.
    pub first: Vec<u64>,
    /// (from update, to update, fraction of the visits between that raised the energy).
    pub rates: Vec<[f64; 3]>,
}

/// An earlier run, kept as a faint trace.
#[derive(Clone, Debug)]
pub struct Ghost {
    /// (update, energy per spin).
    pub energy: Arc<[[f64; 2]]>,
    /// (update, overlap with the memory it came closest to).
    pub overlap: Arc<[[f64; 2]]>,
    /// Seed and settings as a sentence.
    pub what: Arc<str>,
}

/// Spins of the stored memories that flip at their first visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneStep {
    /// How many do.
    pub unstable: usize,
    /// How many were looked at: all of the first memories, as many as can be looked at without a pause.
    pub spins: usize,
}

impl OneStep {
    /// The measured probability that a spin of a stored memory flips at its first visit.
    pub fn fraction(self) -> f64 {
        self.unstable as f64 / self.spins.max(1) as f64
    }
}

/// How much is stored and what that leads one to expect.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Load {
    /// Number of spins N.
    pub size: usize,
    /// Number of stored memories p.
    pub stored: usize,
    /// α = p/N.
    pub alpha: f64,
    /// Probability that one spin of a random memory is unstable: under Hebb's rule, ½ erfc(√(N/2p)), and under that of a
    /// dense memory; `None` where nothing is stored.
    pub one_step_error: Option<f64>,
    /// What is found of it under the rule in force.
    pub one_step: Option<OneStep>,
    /// Pairs of stored memories, where they are too many to be compared: then neither the largest overlap nor the energies
    /// of all memories are known. `None` where all were.
    pub uncompared: Option<u64>,
    /// The two memories on the shelf that are stored and most alike, with their overlap; `None` where pairs are
    /// [not compared](Self::uncompared).
    pub largest_overlap: Option<(usize, usize, f64)>,
    /// Whether that overlap is beyond 3/√N, so that the patterns are not random to each other.
    pub correlated: bool,
    /// What the stored memories have in common, where Hebb's rule fails for it.
    pub common: Option<CommonPart>,
    /// Energy per spin of every memory on the shelf; `None` where nothing is stored, and where pairs are
    /// [not compared](Self::uncompared).
    pub memory_energies: Option<Vec<f64>>,
    /// How many mixtures of three stored memories are at rest; `None` where there are too many to be looked at.
    pub mixtures_at_rest: Option<usize>,
    /// What the energy of a dense memory is as it is sometimes printed; `None` under other rules, and where nothing is stored.
    pub as_printed: Option<Printed>,
}

/// The energy of a dense memory with the sum over spins outside F.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// What is wrong with it, in one sentence.
    pub sentence: &'static str,
    /// The energy of every state divided by N and K, −½ [F(1) + F(−1)], where it is a constant.
    pub constant: Option<f64>,
    /// The one state in which every cue ends, where it is a field: the majority of the memories; a spin without one up.
    pub end: Option<Arc<[i8]>>,
    /// The overlaps of that state with the stored memories, in their order; empty where there is no such state.
    pub overlaps: Vec<f64>,
}
