//! A tree of nested clusters.

use super::ages::Level;
use super::error::{TreeError, check_length};
use super::nodes::{ClusterId, Node, Scale, Tree};

impl Tree {
    /// The tree of levels, the oldest first: one node for each cluster of each level, a root above them where the
    /// oldest level has several.
    ///
    /// Children are ordered by the mean `key` of their data, leaves of one cluster by their own. The key of a datum
    /// should not depend on the age (its first principal component), so that the order is the same in every tree of
    /// the same data.
    ///
    /// # Errors
    /// The levels do not speak of the same data as the keys, or are not nested.
    pub fn from_levels(levels: &[Level], keys: &[f64]) -> Result<Self, TreeError> {
        let mut order = Order { ranks: vec![0; keys.len()], starts: vec![0] };
        let mut nodes = Vec::new();
        for (number, level) in (0..).zip(levels) {
            check_length("data of a level", keys.len(), level.partition.len())?;
            order = order.refined(number as usize, level, keys)?;
            let size_of = level.partition.sizes();
            for (cluster, first) in (0..).zip(level.partition.first_elements()) {
                let start = order.starts[order.ranks[first] as usize];
                nodes.push(Node {
                    parent: None,
                    position: level.position,
                    leaves: start..start + size_of[cluster as usize] as u32,
                    cluster: Some(ClusterId { level: number, cluster }),
                });
            }
        }
        let mut leaf_order: Vec<u32> = (0..keys.len() as u32).collect();
        let place = |datum: &u32| (order.ranks[*datum as usize], keys[*datum as usize]);
        leaf_order.sort_by(|a, b| {
            let ((rank, key), (other_rank, other_key)) = (place(a), place(b));
            rank.cmp(&other_rank).then(key.total_cmp(&other_key))
        });
        Ok(Self::assemble(Scale::TrainingTime, nodes, leaf_order))
    }
}

/// The clusters of one level from left to right.
struct Order {
    /// For each datum the rank of its cluster.
    ranks: Vec<u32>,
    /// For each rank the place of its first leaf.
    starts: Vec<u32>,
}

impl Order {
    /// The order of the clusters of the next newer level, within that of the clusters they are parts of.
    fn refined(&self, number: usize, level: &Level, keys: &[f64]) -> Result<Self, TreeError> {
        let labels = level.partition.labels();
        let sizes = level.partition.sizes();
        let first = level.partition.first_elements();
        let mut means = vec![0.0; sizes.len()];
        for (datum, &label) in labels.iter().enumerate() {
            if self.ranks[datum] != self.ranks[first[label as usize]] {
                return Err(TreeError::NotNested { level: number });
            }
            means[label as usize] += keys[datum] / sizes[label as usize] as f64;
        }
        let mut clusters: Vec<usize> = (0..sizes.len()).collect();
        clusters.sort_by(|&a, &b| {
            let rank = |cluster: usize| self.ranks[first[cluster]];
            rank(a).cmp(&rank(b)).then(means[a].total_cmp(&means[b]))
        });
        let mut rank_of = vec![0; sizes.len()];
        let mut starts = Vec::with_capacity(sizes.len());
        let mut start = 0;
        for (rank, &cluster) in (0..).zip(&clusters) {
            rank_of[cluster] = rank;
            starts.push(start);
            start += sizes[cluster] as u32;
        }
        Ok(Self { ranks: labels.iter().map(|&label| rank_of[label as usize]).collect(), starts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::Partition;

    fn level(position: f64, marks: &[u32]) -> Level {
        Level { age: 0, position, partition: Partition::new(marks), points: Vec::new() }
    }

    #[test]
    fn clusters_become_nodes_in_the_order_of_their_keys() {
        let levels = [level(10.0, &[0, 1, 0, 1, 1]), level(20.0, &[0, 1, 0, 2, 1]), level(30.0, &[0, 1, 0, 2, 1])];
        let keys = [5.0, 3.0, 4.0, 1.0, 0.5];
        let tree = Tree::from_levels(&levels, &keys).unwrap();
        // {1, 3, 4} before {0, 2}; in it {3} (mean key 1) before {1, 4} (mean key 1.75), in that 4 before 1.
        assert_eq!(tree.leaf_order(), [3, 4, 1, 2, 0]);
        assert_eq!(tree.places(), [4, 2, 3, 0, 1]);
        let drawn: Vec<(Option<u32>, f64, u32, u32)> =
            tree.nodes().iter().map(|node| (node.parent, node.position, node.leaves.start, node.leaves.end)).collect();
        let wanted = [
            (None, 0.0, 0, 5),
            (Some(0), 10.0, 0, 3),
            (Some(1), 20.0, 0, 1),
            (Some(2), 30.0, 0, 1),
            (Some(1), 20.0, 1, 3),
            (Some(4), 30.0, 1, 3),
            (Some(0), 10.0, 3, 5),
            (Some(6), 20.0, 3, 5),
            (Some(7), 30.0, 3, 5),
        ];
        assert_eq!(drawn, wanted);
        assert_eq!(tree.nodes()[1].cluster, Some(ClusterId { level: 0, cluster: 1 }));
        assert_eq!(tree.splits().collect::<Vec<_>>(), [(0, vec![1, 6]), (1, vec![2, 4])]);
        assert_eq!((tree.data(4), tree.holder(0), tree.common_ancestor(0, 2)), (&[4, 1][..], Some(3), Some(1)));
        assert_eq!((tree.ancestor_at(0, 15.0), tree.ancestor_at(0, 99.0)), (Some(2), Some(3)));
        // The added root is no cluster of any age.
        assert_eq!(tree.cut(0.0), Partition::new(&[0, 1, 0, 1, 1]));
        assert_eq!(tree.cut(20.0), tree.cut(1000.0));
    }

    #[test]
    fn no_data_no_nodes_and_no_levels_one_root() {
        let none = Tree::from_levels(&[], &[]).unwrap();
        assert!(none.nodes().is_empty() && none.cut(0.0).is_empty() && none.ancestor_at(0, 0.0).is_none());
        let alone = Tree::from_levels(&[], &[2.0, 1.0]).unwrap();
        assert_eq!((alone.nodes().len(), alone.leaf_order(), alone.cut(5.0).count()), (1, &[1, 0][..], 1));
    }

    #[test]
    fn levels_that_do_not_fit_are_refused() {
        let refused = |levels: &[Level]| Tree::from_levels(levels, &[0.0; 3]).unwrap_err().to_string();
        assert_eq!(refused(&[level(1.0, &[0, 1])]), "data of a level: 3 were expected, 2 are given");
        assert_eq!(
            refused(&[level(1.0, &[0, 0, 1]), level(2.0, &[0, 1, 1])]),
            "level 1: the clusters are not parts of those of the level before"
        );
    }
}
