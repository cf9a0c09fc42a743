//! What can be asked for while couplings are computed.

/// A closer look.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CouplingsCmd {
    /// At the last checkpoint that is not after this update.
    Look(u64),
    /// At what each hidden unit adds to the coupling of some sites.
    Sites(Vec<usize>),
    /// At what one hidden unit adds to all pairs.
    Unit(usize),
}
