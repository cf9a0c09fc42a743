//! How alike the columns of W are, and how alike samples are: densities over [−1, 1].

use std::sync::Arc;

/// A density over equal bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Edges of the bins, one more than `density`.
    pub edges: Arc<[f64]>,
    /// Height of each bin; the area is 1 where there is any pair.
    pub density: Arc<[f64]>,
    /// Mean and standard deviation of the Gaussian that it is at the start of a training (independent random columns
    /// or fair samples).
    pub starting_gaussian: [f64; 2],
}
