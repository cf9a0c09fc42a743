//! What can be changed while a tree stands.

use crate::engine::rbm::tree::config::MergeDistance;
use crate::physics::mean_field::ComparedLayer;

/// A change that needs no new search.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum TreeCmd {
    /// Merges at another distance.
    Merge(MergeDistance),
    /// Compares the means of the other layer.
    SetLayer(ComparedLayer),
    /// Draws the rows again so many times, and counts how often each split is seen; 0 forgets what was counted.
    Resample(usize),
}
