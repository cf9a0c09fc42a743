//! Average linkage: the tree that distances alone give, to compare with.
//!
//! ## References
//!
//! * R. R. Sokal and C. D. Michener, “A statistical method for evaluating systematic relationships”, Univ. Kansas Sci.
//!   Bull. 38, 1409 (1958)
//! * F. Murtagh, “A survey of recent advances in hierarchical clustering algorithms”, Comput. J. 26, 354 (1983),
//!   doi:10.1093/comjnl/26.4.354
//! * D. Müllner, “Modern hierarchical, agglomerative clustering algorithms” (2011), arXiv:1109.2378

use super::distances::Distances;
use super::nodes::{ClusterId, Node, Scale, Tree};
use crate::physics::disjoint_sets::DisjointSets;

/// One step of an agglomeration: two clusters become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    /// The cluster with the earlier number: below n an element, else n plus the number of an earlier merge.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Their distance.
    pub height: f64,
}

/// The n − 1 merges of n elements, by ascending height.
#[derive(Clone, Debug, PartialEq)]
pub struct Linkage {
    elements: usize,
    merges: Vec<Merge>,
}

impl Linkage {
    /// Number of elements n.
    pub fn elements(&self) -> usize {
        self.elements
    }

    /// The merges.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }
}

/// Average linkage (UPGMA) in bounded steps: the distance of two clusters is the mean over all pairs,
/// d(A ∪ B, C) = (|A| d(A, C) + |B| d(B, C)) / (|A| + |B|), and the two nearest merge.
///
/// Chains of nearest neighbours end at pairs that are nearest to each other, which may merge at once in any order
/// (Murtagh 1983): O(n²) in all.
#[derive(Clone, Debug)]
pub struct AverageLinking {
    distances: Distances,
    sizes: Vec<f64>,
    /// The clusters that are left, each by its first element.
    active: Vec<usize>,
    /// Each is the nearest of the one before.
    chain: Vec<usize>,
    found: Vec<(f64, u32, u32)>,
}

impl AverageLinking {
    /// Nothing merged yet.
    pub fn new(distances: Distances) -> Self {
        let elements = distances.elements();
        Self {
            distances,
            sizes: vec![1.0; elements],
            active: (0..elements).collect(),
            chain: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Clusters that are left.
    pub fn clusters(&self) -> usize {
        self.active.len()
    }

    /// Looks for the nearest neighbour of one cluster, and merges the two if they are that to each other: one pass over
    /// the clusters that are left, or two. `true` when nothing is left to merge.
    pub fn step(&mut self) -> bool {
        if self.chain.is_empty() {
            self.chain.extend(self.active.first());
        }
        let Some(&tip) = self.chain.last() else { return true };
        let before = self.chain.len().checked_sub(2).map(|place| self.chain[place]);
        // The one before wins a tie, so that no chain runs in circles.
        let mut nearest = before.map(|before| (self.distances.get(tip, before), before));
        for &other in self.active.iter().filter(|&&other| other != tip) {
            let apart = self.distances.get(tip, other);
            if nearest.is_none_or(|(least, _)| apart < least) {
                nearest = Some((apart, other));
            }
        }
        let Some((apart, neighbour)) = nearest else { return true };
        if before == Some(neighbour) {
            self.chain.truncate(self.chain.len() - 2);
            self.merge(tip.min(neighbour), tip.max(neighbour), apart);
        } else {
            self.chain.push(neighbour);
        }
        self.active.len() < 2
    }

    /// One cluster becomes part of another.
    fn merge(&mut self, kept: usize, gone: usize, apart: f64) {
        self.active.retain(|&cluster| cluster != gone);
        let (own, joined) = (self.sizes[kept], self.sizes[gone]);
        for &other in self.active.iter().filter(|&&other| other != kept) {
            let weighted = own * self.distances.get(kept, other) + joined * self.distances.get(gone, other);
            self.distances.set(kept, other, weighted / (own + joined));
        }
        self.sizes[kept] += joined;
        self.found.push((apart, kept as u32, gone as u32));
    }

    /// The merges that were found: all of them after the last [`step`](Self::step).
    pub fn linkage(&self) -> Linkage {
        let (elements, mut found) = (self.distances.elements(), self.found.clone());
        found.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
        Linkage { elements, merges: numbered(elements, &found) }
    }
}

/// [`AverageLinking`] in one go.
pub fn average_linkage(distances: Distances) -> Linkage {
    let mut linking = AverageLinking::new(distances);
    while !linking.step() {}
    linking.linkage()
}

/// Merges of elements, each standing for its cluster, as merges of numbered clusters.
fn numbered(elements: usize, found: &[(f64, u32, u32)]) -> Vec<Merge> {
    let mut sets = DisjointSets::new(elements);
    let mut number_of: Vec<u32> = (0..elements as u32).collect();
    let mut merges = Vec::with_capacity(found.len());
    for (next, &(height, a, b)) in (elements as u32..).zip(found) {
        let [first, second] = [a, b].map(|element| number_of[sets.root(element) as usize]);
        sets.join(a, b);
        number_of[sets.root(a) as usize] = next;
        merges.push(Merge { left: first.min(second), right: first.max(second), height });
    }
    merges
}

impl Tree {
    /// The dendrogram of a linkage: a node for each merge and, at height 0, one for each element. Children are ordered
    /// by the mean `key` of their data, as in [`Tree::from_levels`]; missing keys count as 0.
    pub fn from_linkage(linkage: &Linkage, keys: &[f64]) -> Self {
        let elements = linkage.elements;
        let key = |element: usize| keys.get(element).copied().unwrap_or_default();
        // Sizes and sums of keys of the elements, then of the merges.
        let mut sizes = vec![1_u32; elements];
        let mut sums: Vec<f64> = (0..elements).map(key).collect();
        for merge in &linkage.merges {
            let (left, right) = (merge.left as usize, merge.right as usize);
            sizes.push(sizes[left] + sizes[right]);
            sums.push(sums[left] + sums[right]);
        }
        let mean = |cluster: u32| sums[cluster as usize] / f64::from(sizes[cluster as usize]);
        let mut starts = vec![0; sizes.len()];
        let mut nodes = Vec::with_capacity(sizes.len());
        for (number, merge) in (0..linkage.merges.len() as u32).zip(&linkage.merges).rev() {
            let own = elements + number as usize;
            let swap = mean(merge.right) < mean(merge.left);
            let (first, second) = if swap { (merge.right, merge.left) } else { (merge.left, merge.right) };
            starts[first as usize] = starts[own];
            starts[second as usize] = starts[own] + sizes[first as usize];
            nodes.push(Node {
                parent: None,
                position: merge.height,
                leaves: starts[own]..starts[own] + sizes[own],
                cluster: Some(ClusterId { level: 0, cluster: number }),
            });
        }
        let mut leaf_order = vec![0; elements];
        for (element, &start) in (0..elements as u32).zip(&starts) {
            leaf_order[start as usize] = element;
            nodes.push(Node { parent: None, position: 0.0, leaves: start..start + 1, cluster: None });
        }
        Self::assemble(Scale::MergeHeight, nodes, leaf_order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::Partition;

    #[test]
    fn four_points_on_a_line() {
        let line = [0.0_f64, 1.0, 3.0, 7.0];
        let linkage = average_linkage(Distances::new(4, |a, b| (line[a] - line[b]).abs()));
        let merge = |left, right, height| Merge { left, right, height };
        assert_eq!(linkage.merges(), [merge(0, 1, 1.0), merge(2, 4, 2.5), merge(3, 5, 17.0 / 3.0)]);
        let tree = Tree::from_linkage(&linkage, &[3.0, 2.0, 1.0, 9.0]);
        assert_eq!(tree.leaf_order(), [2, 1, 0, 3]);
        assert_eq!(tree.cut(2.5), Partition::new(&[0, 0, 0, 1]));
        assert_eq!((tree.cut(2.4).count(), tree.cut(0.0).count(), tree.cut(9.0).count()), (3, 4, 1));
        assert_eq!(tree.splits().count(), 3);
    }

    #[test]
    fn one_element_is_a_tree_and_none_is_none() {
        let tree = |elements| Tree::from_linkage(&average_linkage(Distances::new(elements, |_, _| 1.0)), &[]);
        assert_eq!((tree(1).nodes().len(), tree(1).cut(0.0).count()), (1, 1));
        assert!(tree(0).nodes().is_empty());
        assert_eq!(tree(5).cut(1.0).count(), 1);
    }
}
