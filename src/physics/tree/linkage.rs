//! Average linkage: the tree that distances alone give, to compare with.
//!
//! ## References
//!
//! * R. R. Sokal and C. D. Michener, “A statistical method for evaluating systematic relationships”, Univ. Kansas Sci.
//!   Bull. 38, 1409 (1958)
//! * F. Murtagh, “A survey of recent advances in hierarchical clustering algorithms”, Comput. J. 26, 354 (1983),
//!   doi:10.1093/comjnl/26.4.354
//! * D. Müllner, “Modern hierarchical, agglomerative clustering algorithms” (2011), arXiv:1109.2378

use rayon::prelude::*;

use super::disjoint_sets::DisjointSets;
use super::nodes::{ClusterId, Node, Scale, Tree};
use crate::physics::configurations::Configurations;

/// Distances of all pairs of n elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    elements: usize,
    /// Row after row of the lower triangle.
    below: Vec<f64>,
}

impl Distances {
    /// The distances that `between(a, b)` gives for b < a, computed row by row on all threads.
    pub fn new(elements: usize, between: impl Fn(usize, usize) -> f64 + Sync) -> Self {
        let rows: Vec<Vec<f64>> =
            (0..elements).into_par_iter().map(|a| (0..a).map(|b| between(a, b)).collect()).collect();
        Self { elements, below: rows.concat() }
    }

    /// Number of elements.
    pub fn elements(&self) -> usize {
        self.elements
    }

    /// The distance of two elements; 0 of one from itself.
    pub fn get(&self, a: usize, b: usize) -> f64 {
        if a == b { 0.0 } else { self.below[Self::place(a, b)] }
    }

    fn place(a: usize, b: usize) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        high * (high - 1) / 2 + low
    }
}

/// The Hamming distances of all pairs of rows: the fraction of sites that differ.
pub fn hamming_distances(rows: &Configurations) -> Distances {
    let sites = rows.sites().max(1) as f64;
    Distances::new(rows.rows(), |a, b| match (rows.row(a), rows.row(b)) {
        (Some(a), Some(b)) => f64::from(differing(a, b)) / sites,
        _ => 0.0,
    })
}

/// The row that differs from a configuration at the fewest sites, the first of several, and that number. `None` without
/// rows.
pub fn nearest_row(rows: &Configurations, configuration: &[u8]) -> Option<(usize, u32)> {
    let distances = rows.iter_rows().map(|row| differing(row, configuration)).enumerate();
    distances.min_by_key(|&(row, distance)| (distance, row))
}

/// Number of sites that differ.
pub(super) fn differing(a: &[u8], b: &[u8]) -> u32 {
    // Blocks whose sums fit into a byte become vector code.
    let block = |(a, b): (&[u8], &[u8])| u32::from(a.iter().zip(b).map(|(x, y)| u8::from(x != y)).sum::<u8>());
    a.chunks(128).zip(b.chunks(128)).map(block).sum()
}

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

/// Average linkage (UPGMA): the distance of two clusters is the mean over all pairs,
/// d(A ∪ B, C) = (|A| d(A, C) + |B| d(B, C)) / (|A| + |B|), and the two nearest merge.
///
/// Chains of nearest neighbours end at pairs that are nearest to each other, which may merge at once in any order
/// (Murtagh 1983): O(n²) in all.
pub fn average_linkage(mut distances: Distances) -> Linkage {
    let elements = distances.elements;
    let mut sizes = vec![1.0; elements];
    let mut active: Vec<usize> = (0..elements).collect();
    let mut chain: Vec<usize> = Vec::new();
    let mut found: Vec<(f64, u32, u32)> = Vec::new();
    while active.len() > 1 {
        if chain.is_empty() {
            chain.extend(active.first());
        }
        let Some(&tip) = chain.last() else { break };
        let before = chain.len().checked_sub(2).map(|place| chain[place]);
        // The one before wins a tie, so that no chain runs in circles.
        let mut nearest = before.map(|before| (distances.get(tip, before), before));
        for &other in active.iter().filter(|&&other| other != tip) {
            let apart = distances.get(tip, other);
            if nearest.is_none_or(|(least, _)| apart < least) {
                nearest = Some((apart, other));
            }
        }
        let Some((apart, neighbour)) = nearest else { break };
        if before != Some(neighbour) {
            chain.push(neighbour);
            continue;
        }
        chain.truncate(chain.len() - 2);
        let (kept, gone) = (tip.min(neighbour), tip.max(neighbour));
        active.retain(|&cluster| cluster != gone);
        let (own, joined) = (sizes[kept], sizes[gone]);
        for &other in active.iter().filter(|&&other| other != kept) {
            let weighted = own * distances.get(kept, other) + joined * distances.get(gone, other);
            distances.below[Distances::place(kept, other)] = weighted / (own + joined);
        }
        sizes[kept] += joined;
        found.push((apart, kept as u32, gone as u32));
    }
    found.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    Linkage { elements, merges: numbered(elements, &found) }
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

    #[test]
    fn the_first_of_the_nearest_rows_is_found() {
        let rows = Configurations::new(vec![0, 0, 0, 2, 1, 1, 0, 1, 1], 3);
        assert_eq!(nearest_row(&rows, &[2, 1, 0]), Some((1, 1)));
        assert_eq!(nearest_row(&rows, &[1, 1, 1]), Some((1, 1)), "the first of two");
        assert_eq!(nearest_row(&Configurations::none(3), &[1, 1, 1]), None);
    }

    #[test]
    fn differing_sites_are_counted_in_rows_of_any_length() {
        let row = |sites: usize, step: usize| (0..sites).map(|site| u8::from(site % step == 0)).collect::<Vec<u8>>();
        for sites in [0, 1, 127, 128, 300] {
            let wanted = (0..sites).filter(|site| (site % 2 == 0) != (site % 3 == 0)).count();
            assert_eq!(differing(&row(sites, 2), &row(sites, 3)) as usize, wanted);
        }
    }
}
