//! What values the units of a restricted Boltzmann machine take.

/// The units that see the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum VisibleUnits {
    /// v ∈ {0, 1}.
    Bernoulli,
    /// v ∈ {−1, +1}.
    Ising,
    /// v ∈ {0 … q−1}, with a bias and a row of weights for each of the q states; 2 ≤ q ≤ [`MOST_STATES`].
    Potts(u8),
}

/// The units that are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum HiddenUnits {
    /// h ∈ {0, 1}.
    Bernoulli,
    /// h ∈ {−1, +1}.
    Ising,
}

/// The largest number of states of a Potts unit.
pub const MOST_STATES: u8 = 32;

impl VisibleUnits {
    /// Numbers that describe one unit: rows of the weights a site has.
    pub const fn channels(self) -> usize {
        match self {
            Self::Bernoulli | Self::Ising => 1,
            Self::Potts(states) => states as usize,
        }
    }

    /// Values that one unit can take.
    pub const fn states(self) -> u8 {
        match self {
            Self::Bernoulli | Self::Ising => 2,
            Self::Potts(states) => states,
        }
    }

    /// The word of the command line and of files: `bernoulli`, `ising`, `potts`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bernoulli => "bernoulli",
            Self::Ising => "ising",
            Self::Potts(_) => "potts",
        }
    }
}

impl HiddenUnits {
    /// The word of the command line and of files: `bernoulli`, `ising`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bernoulli => "bernoulli",
            Self::Ising => "ising",
        }
    }
}
