//! The tree itself: nodes in preorder over leaves in an order.

use std::ops::Range;

use super::partition::Partition;

/// What the positions of a tree's nodes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Training time: it grows from the root to the leaves.
    TrainingTime,
    /// The height of a merge: it falls from the root to the leaves.
    MergeHeight,
}

/// The cluster that a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClusterId {
    /// Level, from 0 for the oldest; 0 for all merges of a linkage.
    pub level: u32,
    /// Number among the clusters of the level, or among the merges.
    pub cluster: u32,
}

/// A clade: a set of leaves that are together from some position on towards the root.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The node above; the root has none.
    pub parent: Option<u32>,
    /// Training time or height, by the scale of the tree.
    pub position: f64,
    /// Its leaves, as places in the order of leaves.
    pub leaves: Range<u32>,
    /// The cluster it is. A root that was only added to hold the clusters of the oldest level together has none, and
    /// neither have the single data of a linkage.
    pub cluster: Option<ClusterId>,
}

impl Node {
    /// Number of leaves.
    pub fn size(&self) -> usize {
        self.leaves.len()
    }
}

/// A rooted tree over data. A node with one child is normal: a cluster at an age at which it does not split.
///
/// Nodes are in preorder, so that a subtree is a range of nodes and a clade a range of places. Nothing recurses: a tree
/// may be as deep as it has nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    scale: Scale,
    nodes: Vec<Node>,
    /// For each node the number after the last of its subtree.
    ends: Vec<u32>,
    leaf_order: Vec<u32>,
    /// For each place its deepest node.
    holders: Vec<u32>,
}

impl Tree {
    /// Puts nodes with nested ranges of leaves into preorder. Of nodes with the same leaves the first given is the
    /// uppermost; parents are found from the ranges. Where no node has all leaves a root is added, at the start of the
    /// training.
    pub(super) fn assemble(scale: Scale, mut nodes: Vec<Node>, leaf_order: Vec<u32>) -> Self {
        let all = 0..leaf_order.len() as u32;
        if !leaf_order.is_empty() && nodes.iter().all(|node| node.leaves != all) {
            let position = nodes.iter().map(|node| node.position).fold(0.0, f64::min);
            nodes.push(Node { parent: None, position, leaves: all, cluster: None });
        }
        nodes.sort_by_key(|node| (node.leaves.start, std::cmp::Reverse(node.leaves.end)));
        let mut ends = vec![nodes.len() as u32; nodes.len()];
        let mut holders: Vec<u32> = Vec::with_capacity(leaf_order.len());
        let mut open: Vec<u32> = Vec::new();
        for index in 0..nodes.len() {
            let start = nodes[index].leaves.start;
            while let Some(&last) = open.last()
                && nodes[last as usize].leaves.end <= start
            {
                holders.resize(nodes[last as usize].leaves.end as usize, last);
                ends[last as usize] = index as u32;
                open.pop();
            }
            nodes[index].parent = open.last().copied();
            // Leaves before the first child and between children hang from the parent itself.
            holders.resize(start as usize, nodes[index].parent.unwrap_or_default());
            open.push(index as u32);
        }
        for &last in open.iter().rev() {
            holders.resize(nodes[last as usize].leaves.end as usize, last);
        }
        Self { scale, nodes, ends, leaf_order, holders }
    }

    /// What the positions are.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// All nodes in preorder; the first is the root.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The datum at each place in the order of leaves.
    pub fn leaf_order(&self) -> &[u32] {
        &self.leaf_order
    }

    /// The data of a clade.
    pub fn data(&self, node: u32) -> &[u32] {
        let leaves = self.nodes.get(node as usize).map_or(0..0, |node| node.leaves.clone());
        &self.leaf_order[leaves.start as usize..leaves.end as usize]
    }

    /// The children of a node, in the order of their leaves.
    pub fn children(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.ends.get(node as usize).copied().unwrap_or_default();
        let within = move |child: u32| (child < end).then_some(child);
        std::iter::successors(within(node.saturating_add(1)), move |&child| within(self.ends[child as usize]))
    }

    /// The deepest node that holds the leaf at a place.
    pub fn holder(&self, place: u32) -> Option<u32> {
        self.holders.get(place as usize).copied()
    }

    /// The node and those above it, up to the root.
    pub fn upwards(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let first = ((node as usize) < self.nodes.len()).then_some(node);
        std::iter::successors(first, move |&node| self.nodes[node as usize].parent)
    }

    /// The cluster at `position` of the leaf at a place: the uppermost of its nodes that lies at the position or
    /// between it and the leaf; the deepest where none does.
    pub fn ancestor_at(&self, place: u32, position: f64) -> Option<u32> {
        let holder = self.holder(place)?;
        Some(self.upwards(holder).take_while(|&node| self.is_cut(node, position)).last().unwrap_or(holder))
    }

    /// Whether the branch to the node from above, or one below it, crosses the position.
    fn is_cut(&self, node: u32, position: f64) -> bool {
        let own = &self.nodes[node as usize];
        match self.scale {
            // A root that was added holds several clusters of the oldest age.
            Scale::TrainingTime if own.cluster.is_none() && self.children(node).next().is_some() => false,
            Scale::TrainingTime => own.position >= position,
            Scale::MergeHeight => own.position <= position,
        }
    }

    /// The deepest node that holds both places.
    pub fn common_ancestor(&self, a: u32, b: u32) -> Option<u32> {
        let holder = self.holder(a)?;
        self.upwards(holder).find(|&node| self.nodes[node as usize].leaves.contains(&b))
    }

    /// The clusters of the data at a position, numbered by their first data.
    pub fn cut(&self, position: f64) -> Partition {
        let mut holders = self.holders.clone();
        let mut node = 0;
        while (node as usize) < self.nodes.len() {
            if self.is_cut(node, position) {
                let leaves = self.nodes[node as usize].leaves.clone();
                holders[leaves.start as usize..leaves.end as usize].fill(node);
                node = self.ends[node as usize];
            } else {
                node += 1;
            }
        }
        let mut cluster_of = vec![0; self.leaf_order.len()];
        for (&datum, node) in self.leaf_order.iter().zip(holders) {
            cluster_of[datum as usize] = node;
        }
        Partition::below(cluster_of, self.nodes.len())
    }

    /// The finest cut with at most `count` clusters, or the coarsest there is.
    pub fn cut_into(&self, count: usize) -> Partition {
        let mut positions: Vec<f64> = self.nodes.iter().map(|node| node.position).collect();
        positions.sort_by(f64::total_cmp);
        positions.dedup();
        if self.scale == Scale::MergeHeight {
            positions.reverse();
        }
        // From the root on, clusters only become more.
        let finer = positions.partition_point(|&position| self.cut(position).count() <= count);
        positions.get(finer.saturating_sub(1)).map_or_else(Partition::default, |&position| self.cut(position))
    }

    /// The nodes with more than one child, each with its children.
    pub fn splits(&self) -> impl Iterator<Item = (u32, Vec<u32>)> + '_ {
        let with_children = |node| (node, self.children(node).collect::<Vec<u32>>());
        (0..self.nodes.len() as u32).map(with_children).filter(|(_, children)| children.len() > 1)
    }

    /// The place of each datum.
    pub fn places(&self) -> Vec<u32> {
        let mut places = vec![0; self.leaf_order.len()];
        for (place, &datum) in (0..).zip(&self.leaf_order) {
            places[datum as usize] = place;
        }
        places
    }
}
