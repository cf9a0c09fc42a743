//! Distances of all pairs of rows.

use rayon::prelude::*;

use crate::physics::configurations::{Configurations, differing};

/// Distances of all pairs of n elements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distances {
    elements: usize,
    /// Row after row of the lower triangle.
    below: Vec<f64>,
}

impl Distances {
    /// The distances that `between(a, b)` gives for b < a, computed row by row on all threads.
    pub fn new(elements: usize, between: impl Fn(usize, usize) -> f64 + Sync) -> Self {
        let mut distances = Self::default();
        distances.extend(elements, between);
        distances
    }

    /// Adds elements until there are `elements`, with the distances that `between(a, b)` gives for b < a: a long
    /// computation in pieces, with the same bits as [`new`](Self::new).
    pub fn extend(&mut self, elements: usize, between: impl Fn(usize, usize) -> f64 + Sync) {
        let rows: Vec<Vec<f64>> =
            (self.elements..elements).into_par_iter().map(|a| (0..a).map(|b| between(a, b)).collect()).collect();
        self.below.reserve(rows.iter().map(Vec::len).sum());
        for row in &rows {
            self.below.extend_from_slice(row);
        }
        self.elements = self.elements.max(elements);
    }

    /// Number of elements.
    pub fn elements(&self) -> usize {
        self.elements
    }

    /// The distance of two elements; 0 of one from itself.
    pub fn get(&self, a: usize, b: usize) -> f64 {
        if a == b { 0.0 } else { self.below[Self::place(a, b)] }
    }

    /// Changes the distance of two different elements.
    pub(super) fn set(&mut self, a: usize, b: usize, distance: f64) {
        self.below[Self::place(a, b)] = distance;
    }

    fn place(a: usize, b: usize) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        high * (high - 1) / 2 + low
    }
}

/// The Hamming distances of all pairs of rows.
pub fn hamming_distances(rows: &Configurations) -> Distances {
    Distances::new(rows.rows(), |a, b| hamming_distance(rows, a, b))
}

/// The Hamming distance of two rows by their numbers: the fraction of sites that differ. It is 0 where a row is missing.
pub fn hamming_distance(rows: &Configurations, a: usize, b: usize) -> f64 {
    let sites = rows.sites().max(1) as f64;
    match (rows.row(a), rows.row(b)) {
        (Some(a), Some(b)) => f64::from(differing(a, b)) / sites,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_that_grow_in_pieces_are_the_same() {
        let between = |a: usize, b: usize| (a as f64).sqrt() - (b as f64).cbrt();
        let whole = Distances::new(40, between);
        let mut pieces = Distances::default();
        for elements in [1, 2, 2, 17, 9, 40] {
            pieces.extend(elements, between);
        }
        assert_eq!(pieces, whole);
        assert_eq!((whole.get(3, 7), whole.get(7, 3), whole.get(5, 5)), (between(7, 3), between(7, 3), 0.0));
    }
}
