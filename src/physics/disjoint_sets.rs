//! Disjoint sets of numbered elements, joined one pair at a time.

/// A forest with one tree for each set; paths are halved as they are walked, and the root of a set is its smallest
/// element, so that no result depends on the order of the joins.
pub(super) struct DisjointSets {
    parent: Vec<u32>,
}

impl DisjointSets {
    /// Each element a set of its own.
    pub(super) fn new(elements: usize) -> Self {
        Self { parent: (0..elements as u32).collect() }
    }

    /// The smallest element of the set that `element` belongs to.
    pub(super) fn root(&mut self, mut element: u32) -> u32 {
        while self.parent[element as usize] != element {
            let above = self.parent[self.parent[element as usize] as usize];
            self.parent[element as usize] = above;
            element = above;
        }
        element
    }

    /// Makes one set of two; `false` where they are one already.
    pub(super) fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
        a != b
    }

    /// The root of each element, in order.
    pub(super) fn roots(&mut self) -> Vec<u32> {
        (0..self.parent.len() as u32).map(|element| self.root(element)).collect()
    }
}
