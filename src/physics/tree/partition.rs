//! How a set of numbered elements falls into clusters.

use crate::physics::disjoint_sets::DisjointSets;

/// A partition of the elements 0 … n−1: the cluster of each, clusters numbered by the order of their first elements, so
/// that equal partitions have equal labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    labels: Vec<u32>,
    count: usize,
}

impl Partition {
    /// Elements with the same mark belong together.
    pub fn new(marks: &[u32]) -> Self {
        let mut distinct = marks.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let place = |mark| distinct.binary_search(mark).unwrap_or_default() as u32;
        Self::below(marks.iter().map(place), distinct.len())
    }

    /// As [`new`](Self::new), for marks that are all below `bound`.
    pub(super) fn below(marks: impl IntoIterator<Item = u32>, bound: usize) -> Self {
        const UNSEEN: u32 = u32::MAX;
        let mut number_of = vec![UNSEEN; bound];
        let mut count = 0;
        let number = |mark: u32| {
            let number = &mut number_of[mark as usize];
            if *number == UNSEEN {
                *number = count;
                count += 1;
            }
            *number
        };
        let labels = marks.into_iter().map(number).collect();
        Self { labels, count: count as usize }
    }

    /// The cluster of each element.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// Number of clusters.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Number of elements of each cluster.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.count];
        self.labels.iter().for_each(|&label| sizes[label as usize] += 1);
        sizes
    }

    /// The first element of each cluster, ascending.
    pub fn first_elements(&self) -> Vec<usize> {
        let mut first = Vec::with_capacity(self.count);
        for (element, &label) in self.labels.iter().enumerate() {
            if label as usize == first.len() {
                first.push(element);
            }
        }
        first
    }

    /// The finest partition that is coarser than both: elements stay together that are together in either. Elements
    /// that only one of the two has stay as they are there.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let mut sets = DisjointSets::new(self.len().max(other.len()));
        for partition in [self, other] {
            let first = partition.first_elements();
            for (element, &label) in (0..).zip(&partition.labels) {
                sets.join(first[label as usize] as u32, element);
            }
        }
        let roots = sets.roots();
        let bound = roots.len();
        Self::below(roots, bound)
    }

    /// The same clusters of these elements alone, in this order; elements beyond the last are skipped.
    #[must_use]
    pub fn restricted(&self, elements: &[usize]) -> Self {
        Self::below(elements.iter().filter_map(|&element| self.labels.get(element).copied()), self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_numbered_by_their_first_elements() {
        let partition = Partition::new(&[900, 4, 900, 7, 4]);
        assert_eq!((partition.labels(), partition.count()), (&[0, 1, 0, 2, 1][..], 3));
        assert_eq!((partition.sizes(), partition.first_elements()), (vec![2, 2, 1], vec![0, 1, 3]));
        assert_eq!(partition.restricted(&[4, 3, 1, 9]), Partition::new(&[0, 1, 0]));
        assert_eq!((Partition::new(&[]).count(), Partition::new(&[]).is_empty()), (0, true));
    }

    #[test]
    fn a_join_keeps_together_what_is_together_in_either() {
        let (a, b) = (Partition::new(&[0, 0, 1, 1, 2, 3]), Partition::new(&[0, 1, 1, 2, 3, 3]));
        assert_eq!(a.join(&b), Partition::new(&[0, 0, 0, 0, 1, 1]));
        assert_eq!(a.join(&b), b.join(&a));
        assert_eq!(a.join(&a), a);
        assert_eq!(a.join(&Partition::new(&[0, 0])), a);
    }
}
