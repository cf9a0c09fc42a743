//! The clusters of the rows at one age: what tree, table, plane and colours all speak of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::rbm::tree::TreeView;
use crate::physics::data::LabelColumn;
use crate::physics::tree::Tree;

/// The clusters where the tree is cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClustersAt {
    /// Where it is cut, on the axis of the tree.
    pub position: f64,
    /// The age that is shown there, a place in the list of ages.
    pub age: Option<usize>,
    /// The clusters in the order of their leaves.
    pub clusters: Vec<ClusterAt>,
    /// The cluster of each row.
    pub of_row: Vec<u32>,
}

/// One cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterAt {
    /// Its node of the tree.
    pub node: u32,
    /// Its rows.
    pub rows: Arc<[u32]>,
    /// The fixed point that its first row leads to, at the age that is shown.
    pub point: usize,
}

/// How the labels of some rows are spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// Rows of each class that occurs, the most frequent first.
    pub classes: Vec<(u32, usize)>,
    /// Rows that have a label.
    pub labelled: usize,
}

impl ClustersAt {
    /// The clusters of a tree where it is cut at `position`; beyond the last age they are those of the last.
    pub fn new(view: &TreeView, position: f64) -> Self {
        let tree = &*view.tree;
        let age = view.age_at(position);
        let mut clusters = Vec::new();
        let mut of_row = vec![0; tree.leaf_order().len()];
        let mut place = 0;
        while let Some(node) = tree.ancestor_at(place, position) {
            let rows: Arc<[u32]> = tree.data(node).into();
            for &row in rows.iter() {
                if let Some(cluster) = of_row.get_mut(row as usize) {
                    *cluster = clusters.len() as u32;
                }
            }
            let point = age.and_then(|age| view.ages.get(age)?.point_of(&rows)).unwrap_or_default();
            place += rows.len() as u32;
            if rows.is_empty() {
                break;
            }
            clusters.push(ClusterAt { node, rows, point });
        }
        Self { position, age, clusters, of_row }
    }

    /// The cluster of a node that is cut, or that lies in one that is.
    pub fn of_node(&self, tree: &Tree, node: u32) -> Option<usize> {
        let first = tree.data(node).first()?;
        self.of_row.get(*first as usize).map(|&cluster| cluster as usize)
    }
}

impl Composition {
    /// The labels of these rows.
    pub fn of(rows: &[u32], column: &LabelColumn) -> Self {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for class in rows.iter().filter_map(|&row| column.of_row.get(row as usize).copied().flatten()) {
            *counts.entry(class).or_default() += 1;
        }
        let mut classes: Vec<(u32, usize)> = counts.into_iter().collect();
        classes.sort_by_key(|&(class, count)| (std::cmp::Reverse(count), class));
        let labelled = classes.iter().map(|(_, count)| count).sum();
        Self { classes, labelled }
    }

    /// The most frequent class and its fraction of the labelled rows.
    pub fn majority(&self) -> Option<(u32, f64)> {
        self.classes.first().map(|&(class, count)| (class, count as f64 / self.labelled.max(1) as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_counted_where_they_are_known() {
        let classes = vec!["a".to_owned(), "b".to_owned()];
        let of_row = vec![Some(1), None, Some(0), Some(1)];
        let column = LabelColumn { name: "x".to_owned(), classes, of_row };
        let found = Composition::of(&[0, 1, 2, 3, 9], &column);
        assert_eq!((found.classes.as_slice(), found.labelled), (&[(1, 2), (0, 1)][..], 3));
        assert_eq!(found.majority(), Some((1, 2.0 / 3.0)));
        assert_eq!(Composition::of(&[1], &column).majority(), None);
    }
}
