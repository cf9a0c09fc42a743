//! A tree to compare with, as a session file holds it: of the rows of the run, leaf for leaf.

use std::sync::Arc;

use crate::physics::data::Dataset;
use crate::physics::tree::{ClusterId, Node, Scale, Tree};
use crate::ui::labs::tree::derived::OtherTree;

/// The tree with its name.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct HeldTree {
    name: String,
    /// Whether positions are the heights of merges, and not training time.
    heights: bool,
    leaf_order: Vec<u32>,
    /// Of each node its position, its first leaf, the leaf after its last, and the level and number of its cluster.
    nodes: Vec<(f64, u32, u32, Option<[u32; 2]>)>,
}

impl HeldTree {
    /// The tree, where it is one of these rows: another could not be compared with theirs.
    pub fn of(OtherTree { name, tree, rows: its_rows }: &OtherTree, rows: &Arc<Dataset>) -> Option<Self> {
        let node = |node: &Node| {
            let cluster = node.cluster.map(|ClusterId { level, cluster }| [level, cluster]);
            (node.position, node.leaves.start, node.leaves.end, cluster)
        };
        let same = Arc::ptr_eq(its_rows, rows) || its_rows.values == rows.values;
        same.then(|| Self {
            name: name.clone(),
            heights: tree.scale() == Scale::MergeHeight,
            leaf_order: tree.leaf_order().to_vec(),
            nodes: tree.nodes().iter().map(node).collect(),
        })
    }

    /// The tree of these rows.
    ///
    /// # Errors
    /// A sentence where it is none.
    pub fn tree(self, rows: &Arc<Dataset>) -> Result<OtherTree, String> {
        let Self { name, heights, leaf_order, nodes } = self;
        let (leaves, expected) = (leaf_order.len(), rows.rows());
        if leaves != expected {
            return Err(format!("the tree “{name}” has {leaves} leaves where there are {expected} rows"));
        }
        let scale = if heights { Scale::MergeHeight } else { Scale::TrainingTime };
        let node = |(position, start, end, cluster): (f64, u32, u32, Option<[u32; 2]>)| {
            let cluster = cluster.map(|[level, cluster]| ClusterId { level, cluster });
            Node { parent: None, position, leaves: start..end, cluster }
        };
        let tree = Tree::from_nodes(scale, nodes.into_iter().map(node).collect(), leaf_order);
        let tree = tree.map_err(|err| format!("the tree “{name}” is none: {err}"))?;
        Ok(OtherTree { name, tree: Arc::new(tree), rows: Arc::clone(rows) })
    }
}
