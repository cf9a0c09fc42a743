//! What is measured of the machine at some updates: a row of the curves.

use std::sync::Arc;

/// Mean-field fixed points reached from rows of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedPoints {
    /// Distinct fixed points.
    pub count: usize,
    /// Rows from which the iteration did not converge.
    pub unconverged: usize,
    /// Rows from which it started.
    pub starts: usize,
}

/// Hidden units that do not take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenActivity {
    /// Units that are off for nearly every row of the data (mean below 1 %).
    pub dead: usize,
    /// Units that are on for nearly every row (mean above 99 %).
    pub saturated: usize,
}

/// One measurement; what costs too much at an update is `None` there.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// The update it belongs to.
    pub update: u64,
    /// Whether rows of the data were measured. Where the data are not at hand, chains of the checkpoint stand for them:
    /// how well those are predicted says nothing about the training.
    pub of_data: bool,
    /// Singular values of W, descending.
    pub singular_values: Arc<[f32]>,
    /// Singular values of D_v^½ W D_h^½ with the variances of the units, descending: the mean-field solution without
    /// memory is lost where the first passes 1.
    pub scaled_singular_values: Arc<[f32]>,
    /// Fixed points reached from the data.
    pub fixed_points: Option<FixedPoints>,
    /// Mean pseudo-log-likelihood of the data per site, in nats.
    pub pseudo_likelihood: f64,
    /// Mean log-likelihood of a row in nats, by enumeration, where the smaller layer allows it.
    pub log_likelihood: Option<f64>,
    /// Mean fraction of sites that one step down and up gets wrong. It can fall while the likelihood falls.
    pub reconstruction_error: f64,
    /// Correlation of the chains with themselves before the update, 0 for independent and 1 for frozen ones;
    /// `None` where the chains do not persist.
    pub chain_correlation: Option<f64>,
    /// Units that do not take part.
    pub activity: HiddenActivity,
    /// Participation ratio of the singular values: how many modes carry the weights.
    pub participation: f64,
}
