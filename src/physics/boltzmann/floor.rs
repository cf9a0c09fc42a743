//! The distance that a machine without hidden units cannot go below.

/// The smallest KL(q‖p) of a machine without hidden units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// Its value in nats, from above.
    pub kl: f64,
    /// Updates that led there.
    pub updates: usize,
    /// The largest difference of moments that is left.
    pub largest_difference: f64,
    /// Whether a machine has this KL. Where states of q have no weight, parameters may grow for ever and KL falls towards
    /// its infimum, which no machine has; the value is then within a billionth of a nat of that.
    pub is_attained: bool,
}
