//! The orders in which spins are updated.

use std::str::FromStr;

/// In which order spins are visited, and whether they see one another's changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateOrder {
    /// Each sweep visits every spin once, in a fresh random order.
    #[default]
    RandomAsynchronous,
    /// Each sweep visits spins 0, 1, …, N−1.
    FixedAsynchronous,
    /// Each sweep decides all spins from the fields at its start.
    Synchronous,
}

impl UpdateOrder {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::RandomAsynchronous, Self::FixedAsynchronous, Self::Synchronous];

    /// The name on the command line and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RandomAsynchronous => "async",
            Self::FixedAsynchronous => "async-fixed",
            Self::Synchronous => "sync",
        }
    }
}

/// A name that is not that of an update order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an update order; they are async, async-fixed and sync")]
pub struct UnknownOrder(pub String);

impl FromStr for UpdateOrder {
    type Err = UnknownOrder;

    fn from_str(name: &str) -> Result<Self, UnknownOrder> {
        Self::ALL.into_iter().find(|order| order.name() == name).ok_or_else(|| UnknownOrder(name.to_owned()))
    }
}
