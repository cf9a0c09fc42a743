//! A tree from its nodes, as it was written down before.

use super::error::{TreeError, check_length};
use super::nodes::{Node, Scale, Tree};

impl Tree {
    /// The tree of nodes in preorder over `leaf_order`; the parents that they name are not asked for, since they follow
    /// from the ranges of leaves. The inverse of [`Tree::nodes`], [`Tree::scale`] and [`Tree::leaf_order`].
    ///
    /// # Errors
    /// `leaf_order` is no order of all data, a node has leaves that are not there, a position is no number, or two nodes
    /// have some but not all leaves in common.
    pub fn from_nodes(scale: Scale, nodes: Vec<Node>, leaf_order: Vec<u32>) -> Result<Self, TreeError> {
        let data = leaf_order.len();
        let mut sorted = leaf_order.clone();
        sorted.sort_unstable();
        let in_place = (0..).zip(&sorted).filter(|(place, datum)| *place == **datum).count();
        check_length("different data in the order of leaves", data, in_place)?;
        let mut open: Vec<u32> = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            let leaves = &node.leaves;
            if leaves.is_empty() || leaves.end as usize > data {
                return Err(TreeError::Point { what: "node", number, point: leaves.end, points: data });
            }
            while open.last().is_some_and(|&end| end <= leaves.start) {
                open.pop();
            }
            let before = number.checked_sub(1).and_then(|before| nodes.get(before));
            let in_order = before.is_none_or(|before| before.leaves.start <= leaves.start);
            if !node.position.is_finite() || !in_order || open.last().is_some_and(|&end| leaves.end > end) {
                return Err(TreeError::NotNested { level: number });
            }
            open.push(leaves.end);
        }
        Ok(Self::assemble(scale, nodes, leaf_order))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::Branch;

    fn tree() -> Tree {
        let branch = |parent, datum| Branch { parent, length: Some(1.5), datum };
        let branches = [
            branch(None, None),
            branch(Some(0), None),
            branch(Some(1), None),
            branch(Some(2), Some(2)),
            branch(Some(2), Some(0)),
            branch(Some(0), Some(1)),
        ];
        Tree::from_branches(&branches, 3).unwrap()
    }

    #[test]
    fn a_tree_is_made_again_of_its_nodes() {
        let tree = tree();
        let again = Tree::from_nodes(tree.scale(), tree.nodes().to_vec(), tree.leaf_order().to_vec());
        assert_eq!(again.unwrap(), tree);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let tree = tree();
        let of = |nodes: Vec<Node>, order: &[u32]| Tree::from_nodes(tree.scale(), nodes, order.to_vec());
        let nodes = || tree.nodes().to_vec();
        assert!(matches!(of(nodes(), &[2, 2, 1]), Err(TreeError::Length { .. })));
        assert!(matches!(of(nodes(), &[1, 0]), Err(TreeError::Point { .. })));
        for (node, leaves, position) in [(1, 1..3, 0.0), (2, 0..3, 0.0), (4, 1..2, f64::NAN), (5, 0..1, 0.0)] {
            let mut nodes = nodes();
            (nodes[node].leaves, nodes[node].position) = (leaves, position);
            assert!(matches!(of(nodes, tree.leaf_order()), Err(TreeError::NotNested { .. })), "{node}");
        }
    }
}
