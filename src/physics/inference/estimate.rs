//! What estimates of couplings give, and why they may not.

use ndarray::Array2;

use crate::physics::ising::{IsingError, IsingModel, Pair, Triple};

/// Why there is no estimate.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InferenceError {
    /// Nothing to learn from.
    #[error("there are no rows to read couplings from")]
    NoRows,
    /// States of more than two values.
    #[error("a value is {0}; spins have the values 0 and 1")]
    Value(u8),
    /// Weights of rows.
    #[error("the weights of the rows must be numbers from 0 with a sum above 0")]
    Weights,
    /// Fewer than two spins that vary.
    #[error("{varying} of {spins} columns vary; couplings need two of them")]
    Constant {
        /// Columns that have both values.
        varying: usize,
        /// All columns.
        spins: usize,
    },
    /// Columns that say the same.
    #[error("columns {first} and {second} are equal or opposite in every row: any large coupling fits; {remedy}")]
    Duplicate {
        /// A column.
        first: usize,
        /// Another column.
        second: usize,
        /// What helps.
        remedy: &'static str,
    },
    /// A covariance that has no inverse.
    #[error("the covariance of {columns} columns in {rows} rows is singular; --shrink X adds X to its diagonal")]
    Singular {
        /// Columns that vary.
        columns: usize,
        /// Effective number of rows.
        rows: u64,
    },
    /// A number that is no strength.
    #[error("{what} is {value}; it is a finite number from 0")]
    Setting {
        /// Which.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// Three-body terms of an estimate that has none.
    #[error("{0} gives no couplings of three spins; pseudo-likelihood, RISE, logRISE and Boltzmann learning do")]
    Triples(&'static str),
    /// Work that was given up.
    #[error("the estimate was stopped")]
    Stopped,
}

/// Where a formula has no value and another stands in for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refusal {
    /// A spin.
    pub i: usize,
    /// Another spin.
    pub j: usize,
    /// Why there is none.
    pub reason: &'static str,
}

/// Standard errors of an estimate, and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBars {
    /// How they were found.
    pub method: &'static str,
    /// Of each field.
    pub fields: Vec<f64>,
    /// Of each pair, (N, N) with a diagonal of zeros.
    pub pairs: Array2<f64>,
    /// Of each triple, in their order.
    pub triples: Vec<f64>,
}

/// Couplings read from data.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The fields h_i.
    pub fields: Vec<f64>,
    /// The pairs J_ij, (N, N), symmetric, with a diagonal of zeros.
    pub pairs: Array2<f64>,
    /// The triples, where they were asked for.
    pub triples: Vec<Triple>,
    /// Standard errors, where they are known.
    pub errors: Option<ErrorBars>,
    /// Pairs of which the formula has no value; naive mean field stands in.
    pub refusals: Vec<Refusal>,
    /// What had to be decided, one sentence each.
    pub notes: Vec<String>,
}

impl Estimate {
    /// No couplings at all.
    pub(super) fn none(spins: usize) -> Self {
        Self {
            fields: vec![0.0; spins],
            pairs: Array2::zeros((spins, spins)),
            triples: Vec::new(),
            errors: None,
            refusals: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The estimate as a model.
    ///
    /// # Errors
    /// A coupling is not finite.
    pub fn model(&self) -> Result<IsingModel, IsingError> {
        let pairs = self.pairs.indexed_iter().filter(|((i, j), _)| i < j);
        let pairs = pairs.map(|((i, j), &value)| Pair { i, j, value });
        IsingModel::new(self.fields.clone(), pairs.collect(), self.triples.clone())
    }

    /// The root mean square of J − J* over all pairs; `None` where the models are of different sizes.
    pub fn error_rms(&self, truth: &IsingModel) -> Option<f64> {
        let spins = self.fields.len();
        if truth.spins() != spins || spins < 2 {
            return None;
        }
        let squares = (&self.pairs - &truth.pair_matrix()).mapv(|difference| difference * difference).sum();
        Some((squares / (spins * (spins - 1)) as f64).sqrt())
    }
}
