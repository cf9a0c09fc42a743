//! What a tree looks like from outside.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::engine::rbm::tree::config::TreeConfig;
use crate::physics::tree::{Level, Tree};

/// The ages that are complete, and the tree that they make at one merge distance.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeView {
    /// What it is grown from, with the merge distance and the layer as they are now.
    pub config: Arc<TreeConfig>,
    /// The fixed points of each age, the newest first.
    pub ages: Arc<[Arc<AgeFixedPoints>]>,
    /// Ages in all.
    pub total: usize,
    /// The merge distance in use: root mean square over the units.
    pub merge_distance: f64,
    /// The distance that a stable gap suggests; `None` where nothing merges.
    pub suggested: Option<f64>,
    /// The ages at which the number of clusters falls towards the past, the oldest first.
    pub levels: Arc<[Level]>,
    /// The tree of the rows.
    pub tree: Arc<Tree>,
    /// Raised whenever tree and levels change.
    pub tree_revision: u64,
    /// How often each split was seen, if that was asked for.
    pub support: Option<Support>,
    /// Why the search went no further, where it did not.
    pub failure: Option<SessionError>,
}

/// How often the splits of a tree are seen when its rows are drawn again.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Resamplings that are done.
    pub done: usize,
    /// Resamplings that were asked for.
    pub total: usize,
    /// For each node the fraction of the resamplings with a row of it in which its rows were together; `None` where
    /// there was none.
    pub clades: Arc<[Option<f64>]>,
    /// For each split its node, and the fraction of resamplings in which all its children were seen.
    pub splits: Arc<[(u32, f64)]>,
}

impl TreeView {
    /// Where an age lies on the axis of the tree.
    pub fn position(&self, age: &AgeFixedPoints) -> f64 {
        self.config.growth.position(age.update, age.inverse_temperature)
    }

    /// The place of the newest age that is not beyond a position; of the oldest where all are.
    pub fn age_at(&self, position: f64) -> Option<usize> {
        let within = self.ages.iter().position(|age| self.position(age) <= position);
        within.or_else(|| self.ages.len().checked_sub(1))
    }

    /// The fixed point of a node: its age, and its number there.
    pub fn fixed_point(&self, node: u32) -> Option<(&Arc<AgeFixedPoints>, usize)> {
        let position = self.tree.nodes().get(node as usize)?.position;
        let age = self.ages.get(self.age_at(position)?)?;
        Some((age, age.point_of(self.tree.data(node))?))
    }

    /// Whether every age is there.
    pub fn is_complete(&self) -> bool {
        self.ages.len() == self.total
    }
}
