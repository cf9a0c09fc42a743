//! Single linkage of points for every distance at once: the minimum spanning tree.

use ndarray::Array2;
use rayon::prelude::*;

use super::partition::Partition;
use super::points::Points;
use crate::physics::disjoint_sets::DisjointSets;

/// Heights below this are rounding errors of means in single precision: the points are one.
const ROUNDING: f64 = f32::EPSILON as f64;
/// Differences below which the distances from one point are not worth a second thread.
const PARALLEL: usize = 1 << 16;

/// An edge of a spanning tree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    height: f64,
    a: u32,
    b: u32,
}

/// Which points are connected by steps of at most a distance, for every distance.
///
/// The distance of points x and y is the root mean square over the n units, d = √(Σ (x − y)² / n), where the states of
/// a Potts unit count as one unit. The components of the graph of all pairs with d ≤ ε (single linkage, DBSCAN with
/// one point per core) are those of the edges with d ≤ ε of a minimum spanning tree, which has k − 1 edges instead of
/// k (k − 1) / 2: another ε costs O(k).
///
/// ## References
///
/// * J. C. Gower and G. J. S. Ross, “Minimum spanning trees and single linkage cluster analysis”, J. R. Stat. Soc. C
///   18, 54 (1969), doi:10.2307/2346439
/// * R. C. Prim, “Shortest connection networks and some generalizations”, Bell Syst. Tech. J. 36, 1389 (1957),
///   doi:10.1002/j.1538-7305.1957.tb01515.x
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MergeTree {
    points: usize,
    /// Ascending.
    edges: Vec<Edge>,
}

impl MergeTree {
    /// The spanning tree of points (point, visible row) of a machine with `units` visible units, by Prim's algorithm.
    /// The same bits for any number of threads.
    pub fn new(points: &Array2<f32>, units: usize) -> Self {
        let points = Points::new(points, units);
        // Points that the tree has not reached, each with its nearest point of the tree.
        let mut outside: Vec<Edge> =
            (1..points.count() as u32).map(|b| Edge { height: f64::INFINITY, a: 0, b }).collect();
        let mut edges = Vec::with_capacity(outside.len());
        let mut newest = 0;
        while !outside.is_empty() {
            let approach = |edge: &mut Edge| {
                let height = points.distance(newest, edge.b);
                if height < edge.height {
                    *edge = Edge { height, a: newest, b: edge.b };
                }
            };
            if outside.len() * points.width() < PARALLEL {
                outside.iter_mut().for_each(approach);
            } else {
                outside.par_iter_mut().with_min_len(16).for_each(approach);
            }
            let mut nearest = 0;
            for place in 1..outside.len() {
                if outside[place].height < outside[nearest].height {
                    nearest = place;
                }
            }
            let edge = outside.remove(nearest);
            newest = edge.b;
            edges.push(edge);
        }
        edges.sort_by(|a, b| a.height.total_cmp(&b.height));
        Self { points: points.count(), edges }
    }

    /// The tree of as many points as there are `places`, each at the place of one of the points of this tree: those at
    /// one place are 0 apart.
    #[must_use]
    pub fn repeated(&self, places: &[u32]) -> Self {
        let mut first: Vec<Option<u32>> = vec![None; self.points];
        let mut edges = Vec::with_capacity(places.len());
        for (point, &place) in (0..).zip(places) {
            match first.get_mut(place as usize) {
                Some(Some(before)) => edges.push(Edge { height: 0.0, a: *before, b: point }),
                Some(none) => *none = Some(point),
                None => {}
            }
        }
        let at = |place: u32| first.get(place as usize).copied().flatten();
        edges.extend(self.edges.iter().filter_map(|edge| Some(Edge { a: at(edge.a)?, b: at(edge.b)?, ..*edge })));
        Self { points: places.len(), edges }
    }

    /// Number of points k.
    pub fn points(&self) -> usize {
        self.points
    }

    /// The k − 1 distances at which two components become one, ascending: the heights of the single-linkage dendrogram.
    pub fn heights(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
        self.edges.iter().map(|edge| edge.height)
    }

    /// The connected components of the graph of all pairs of points at most `distance` apart.
    pub fn components(&self, distance: f64) -> Partition {
        let mut sets = DisjointSets::new(self.points);
        for edge in self.edges.iter().take_while(|edge| edge.height <= distance) {
            sets.join(edge.a, edge.b);
        }
        Partition::below(sets.roots(), self.points)
    }

    /// The middle of the widest gap between heights, both on a logarithmic scale: the distance whose components change
    /// least when it is multiplied or divided. `None` for fewer than two different heights.
    pub fn suggested_distance(&self) -> Option<f64> {
        widest_gap(self.heights())
    }
}

/// All pairs of points (point, visible row) at most `distance` apart, as [`MergeTree`] measures it, in a fixed order.
pub fn pairs_within(points: &Array2<f32>, units: usize, distance: f64) -> Vec<(u32, u32)> {
    let points = &Points::new(points, units);
    let near = |b: u32| (0..b).filter(move |&a| points.distance(a, b) <= distance).map(move |a| (a, b));
    (0..points.count() as u32).into_par_iter().flat_map_iter(near).collect()
}

/// The geometric mean of the ends of the widest gap, by their ratio, between sorted heights.
pub(super) fn widest_gap(heights: impl Iterator<Item = f64>) -> Option<f64> {
    let heights: Vec<f64> = heights.map(|height| height.max(ROUNDING)).collect();
    let gaps = heights.windows(2).map(|pair| (pair[1] / pair[0], (pair[0] * pair[1]).sqrt()));
    // The last of equal ones: the coarser choice.
    let widest = gaps.max_by(|(a, _), (b, _)| a.total_cmp(b));
    widest.filter(|&(ratio, _)| ratio > 1.0).map(|(_, middle)| middle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream, below};
    use ndarray::array;

    /// Whole numbers, so that equal distances are equal in every bit.
    fn random_points(count: usize, width: usize, index: u64) -> Array2<f32> {
        let mut rng = Seed(8).indexed(Stream::Samples, index);
        Array2::from_shape_simple_fn((count, width), || below(&mut rng, 12) as f32)
    }

    #[test]
    fn components_are_those_of_all_pairs() {
        for (index, (count, width)) in [(0, 3), (1, 2), (7, 1), (60, 2), (90, 3), (70, 4)].into_iter().enumerate() {
            let points = random_points(count, width, index as u64);
            let tree = MergeTree::new(&points, width);
            assert_eq!(tree.points(), count);
            for square in 0..40 {
                // Halfway between two distances that can occur.
                let distance = ((f64::from(square) + 0.5) / width as f64).sqrt();
                let mut sets = DisjointSets::new(count);
                let mut pairs = Vec::new();
                for (a, row) in (0..).zip(points.rows()) {
                    for (b, other) in (0..a).zip(points.rows()) {
                        let apart: f32 = row.iter().zip(other).map(|(x, y)| (x - y) * (x - y)).sum();
                        if apart <= square as f32 {
                            sets.join(a, b);
                            pairs.push((b, a));
                        }
                    }
                }
                assert_eq!(pairs_within(&points, width, distance), pairs);
                assert_eq!(tree.components(distance), Partition::below(sets.roots(), count), "{count} {distance}");
            }
            assert_eq!(tree.components(f64::INFINITY).count(), count.min(1));
            assert!(tree.heights().is_sorted());
        }
    }

    #[test]
    fn repeated_points_merge_at_once_and_the_others_as_before() {
        let points = random_points(20, 2, 3);
        let places: Vec<u32> = (0..60).map(|point| (7 * point + 3) % 20).collect();
        let rows: Vec<usize> = places.iter().map(|&place| place as usize).collect();
        let all = MergeTree::new(&points.select(ndarray::Axis(0), &rows), 2);
        let repeated = MergeTree::new(&points, 2).repeated(&places);
        for distance in [0.0, 0.5, 1.0, 1.5, 2.5, 9.0] {
            assert_eq!(repeated.components(distance), all.components(distance), "{distance}");
        }
        assert_eq!(repeated.heights().len(), 59);
    }

    #[test]
    fn threads_change_nothing() {
        let points = random_points(400, 200, 9);
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| MergeTree::new(&points, 200))
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn heights_are_root_mean_squares_over_the_units() {
        // Two Potts units of three states: 4 differences of 1 over 2 units.
        let tree = MergeTree::new(&array![[1., 0., 0., 1., 0., 0.], [0., 1., 0., 0., 1., 0.]], 2);
        assert!((tree.heights().next().unwrap() - 2_f64.sqrt()).abs() < 1e-7);
    }

    #[test]
    fn the_widest_gap_suggests_a_distance() {
        // Pairs 0.01 apart in two groups 0.2 apart, the groups 0.6 apart.
        let line = array![[0.0_f32], [0.01], [0.21], [0.22], [0.82], [0.83]];
        let suggested = MergeTree::new(&line, 1).suggested_distance().unwrap();
        assert!((suggested - (0.01_f64 * 0.2).sqrt()).abs() < 1e-6, "{suggested}");
        // Equal points are nearer than anything else.
        let suggested = MergeTree::new(&array![[0.0_f32], [0.0], [0.25]], 1).suggested_distance().unwrap();
        assert!(suggested > 1e-7 && suggested < 0.25, "{suggested}");
        assert_eq!(MergeTree::new(&array![[0.0_f32], [0.5]], 1).suggested_distance(), None);
        assert_eq!(MergeTree::new(&array![[0.0_f32], [0.5], [1.0]], 1).suggested_distance(), None);
    }
}
