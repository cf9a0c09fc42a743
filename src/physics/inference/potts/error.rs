//! Why data give no couplings.

/// What is wrong with the data or with what was asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InferenceError {
    /// Without rows nothing is known.
    #[error("there are no rows to learn from")]
    NoRows,
    /// One site has no pair.
    #[error("rows of {sites} {} have no pairs of sites", if *sites == 1 { "site" } else { "sites" })]
    NoPairs {
        /// Length of a row.
        sites: usize,
    },
    /// A value beyond the states.
    #[error("a row holds the state {state}; the states of a site are 0 to {}", states.saturating_sub(1))]
    State {
        /// The value.
        state: u8,
        /// How many states there are.
        states: u8,
    },
    /// Other weights than rows.
    #[error("there are {weights} weights for {rows} rows")]
    Weights {
        /// How many weights.
        weights: usize,
        /// How many rows.
        rows: usize,
    },
    /// A setting out of its range.
    #[error("{what} is {value}; {expected} was expected")]
    Setting {
        /// Which setting.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What can be.
        expected: &'static str,
    },
    /// Covariances without an inverse.
    #[error(
        "the covariances of the data are singular: state {state} of site {site} follows from others; a larger pseudocount \
         than {pseudocount} makes them invertible"
    )]
    Singular {
        /// The first site, from 0, whose states follow from those before.
        site: usize,
        /// The state, from 0.
        state: usize,
        /// The pseudocount that was too small.
        pseudocount: f64,
    },
    /// Numbers that overflow.
    #[error("the estimate of the couplings left the range of numbers")]
    NotFinite,
    /// It was given up.
    #[error("the estimate of the couplings was given up")]
    Stopped,
}
