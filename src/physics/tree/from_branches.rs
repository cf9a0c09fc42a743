//! The tree of branches that another program found.

use super::error::{TreeError, check_length};
use super::nodes::{ClusterId, Node, Scale, Tree};

/// A branch with the node at its end, in preorder.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Branch {
    /// The branch it starts from; the root has none.
    pub parent: Option<u32>,
    /// Its length; a branch without one counts as 1. Negative lengths, which some methods give, count as 0.
    pub length: Option<f64>,
    /// The datum at its end, where it ends in one.
    pub datum: Option<u32>,
}

impl Tree {
    /// The tree of branches in preorder over the data 0 … `data` − 1. Positions are the distances from the root, so that
    /// they grow towards the leaves. Branches that lead to no datum are left out.
    ///
    /// # Errors
    /// A datum is missing or stands at the end of more than one branch.
    pub fn from_branches(branches: &[Branch], data: usize) -> Result<Self, TreeError> {
        let leaf_order: Vec<u32> = branches.iter().filter_map(|branch| branch.datum).collect();
        let mut sorted = leaf_order.clone();
        sorted.sort_unstable();
        sorted.dedup();
        check_length("data at the ends of branches", data, leaf_order.len())?;
        let known = sorted.iter().filter(|&&datum| (datum as usize) < data).count();
        check_length("different data at the ends of branches", data, known)?;
        let mut positions: Vec<f64> = Vec::with_capacity(branches.len());
        let mut starts = Vec::with_capacity(branches.len());
        let mut sizes = vec![0_u32; branches.len()];
        let mut place = 0;
        for branch in branches {
            let length = branch.length.unwrap_or(1.0).max(0.0);
            let before = branch.parent.and_then(|parent| positions.get(parent as usize));
            // The root is at 0 whatever hangs above it.
            positions.push(before.map_or(0.0, |before| before + length));
            starts.push(place);
            place += u32::from(branch.datum.is_some());
        }
        for (index, branch) in branches.iter().enumerate().rev() {
            sizes[index] += u32::from(branch.datum.is_some());
            if let Some(parent) = branch.parent.filter(|&parent| (parent as usize) < index) {
                sizes[parent as usize] += sizes[index];
            }
        }
        let nodes = (0..).zip(branches).zip(positions.iter().zip(starts).zip(&sizes));
        let nodes =
            nodes.filter(|(_, (_, size))| **size > 0).map(|((cluster, branch), ((&position, start), &size))| {
                let cluster = branch.datum.is_none().then_some(ClusterId { level: 0, cluster });
                Node { parent: None, position, leaves: start..start + size, cluster }
            });
        Ok(Self::assemble(Scale::TrainingTime, nodes.collect(), leaf_order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::Partition;

    fn branch(parent: Option<u32>, length: f64, datum: Option<u32>) -> Branch {
        Branch { parent, length: Some(length), datum }
    }

    /// ((2:1, 0:3):2, (nothing):1, 1:4).
    fn branches() -> Vec<Branch> {
        vec![
            branch(None, 9.0, None),
            branch(Some(0), 2.0, None),
            branch(Some(1), 1.0, Some(2)),
            branch(Some(1), 3.0, Some(0)),
            branch(Some(0), 1.0, None),
            branch(Some(4), 1.0, None),
            branch(Some(0), 4.0, Some(1)),
        ]
    }

    #[test]
    fn positions_are_distances_from_the_root() {
        let tree = Tree::from_branches(&branches(), 3).unwrap();
        assert_eq!(tree.leaf_order(), [2, 0, 1]);
        let found: Vec<(f64, u32, u32)> =
            tree.nodes().iter().map(|node| (node.position, node.leaves.start, node.leaves.end)).collect();
        assert_eq!(found, [(0.0, 0, 3), (2.0, 0, 2), (3.0, 0, 1), (5.0, 1, 2), (4.0, 2, 3)]);
        assert_eq!(tree.cut(0.0).count(), 1);
        assert_eq!(tree.cut(1.0), Partition::new(&[0, 1, 0]));
        assert_eq!(tree.cut(2.5).count(), 3);
    }

    #[test]
    fn data_that_do_not_fit_are_refused() {
        let error = Tree::from_branches(&branches(), 4).unwrap_err();
        assert_eq!(error.to_string(), "data at the ends of branches: 4 were expected, 3 are given");
        let mut twice = branches();
        twice[3].datum = Some(1);
        let error = Tree::from_branches(&twice, 3).unwrap_err();
        assert_eq!(error.to_string(), "different data at the ends of branches: 3 were expected, 2 are given");
        assert_eq!(Tree::from_branches(&[], 0).unwrap().nodes().len(), 0);
    }
}
