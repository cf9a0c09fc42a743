//! How sure the clades of a tree are: the fraction of resamplings of the data in which they are found again.
//!
//! ## References
//!
//! * J. Felsenstein, “Confidence limits on phylogenies: an approach using the bootstrap”, Evolution 39, 783 (1985),
//!   doi:10.1111/j.1558-5646.1985.tb00420.x

use super::ages::{Age, check_ages, descend};
use super::error::{TreeError, check_length};
use super::nodes::Tree;
use super::partition::Partition;
use crate::physics::disjoint_sets::DisjointSets;
use crate::physics::seed::{Seed, Stream, below};

/// How often clades and splits were found again.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// For each node of the tree the fraction of the resamplings with a leaf of it in which its clade, restricted to
    /// the data drawn, is a cluster at some age; `None` where no resampling drew one of its leaves.
    pub clades: Vec<Option<f64>>,
    /// For each split, in the order of [`Tree::splits`], its node and the fraction of all resamplings in which the
    /// clade of each child of which a leaf was drawn is found.
    pub splits: Vec<(u32, f64)>,
}

/// Resamples the rows of the data with replacement, joins the fixed points of the rows drawn at every age, and looks
/// for the clades of the tree, one resampling a step.
///
/// A cluster of fewer rows can fall apart: points that connected others may be missing. So not only the spanning trees
/// but all pairs within the distance are kept while this lasts.
#[derive(Clone, Debug)]
pub struct Resampling {
    tree: Tree,
    places: Vec<u32>,
    ages: Vec<Age>,
    /// For each age the pairs of points within the distance.
    near: Vec<Vec<(u32, u32)>>,
    resamplings: usize,
    seed: Seed,
    done: usize,
    /// For each node how often its clade was found, and in how many resamplings it had a leaf.
    clades: Vec<(u32, u32)>,
    /// For each split its node, its children, and how often it was found.
    splits: Vec<(u32, Vec<u32>, u32)>,
}

impl Resampling {
    /// Nothing drawn yet. The tree is that of the levels of these ages; `pairs[a]` are the pairs of points of age a
    /// within the merge distance ([`pairs_within`](super::pairs_within)).
    ///
    /// # Errors
    /// The ages, pairs and leaves do not fit together.
    pub fn new(
        tree: &Tree,
        ages: &[Age],
        pairs: Vec<Vec<(u32, u32)>>,
        resamplings: usize,
        seed: Seed,
    ) -> Result<Self, TreeError> {
        check_length("lists of pairs, one for each age", ages.len(), pairs.len())?;
        let data = ages.first().map_or(0, |newest| newest.of_start().len());
        check_length("data of the newest age", tree.leaf_order().len(), data)?;
        check_ages(ages)?;
        for (age, pairs) in ages.iter().zip(&pairs) {
            let points = age.merge().points();
            let beyond = pairs.iter().enumerate().find(|&(_, &(a, b))| a.max(b) as usize >= points);
            if let Some((number, &(a, b))) = beyond {
                return Err(TreeError::Point { what: "pair", number, point: a.max(b), points });
            }
        }
        Ok(Self {
            places: tree.places(),
            ages: ages.to_vec(),
            near: pairs,
            resamplings,
            seed,
            done: 0,
            clades: vec![(0, 0); tree.nodes().len()],
            splits: tree.splits().map(|(node, children)| (node, children, 0)).collect(),
            tree: tree.clone(),
        })
    }

    /// One resampling; `true` when nothing is left to do.
    pub fn step(&mut self) -> bool {
        if self.done >= self.resamplings {
            return true;
        }
        let drawn = self.draw();
        let found = self.clusters_of(&drawn);
        // Number of drawn leaves before each place.
        let mut before = vec![0_u32];
        before.extend(drawn.iter().scan(0, |sum, &drawn| {
            *sum += u32::from(drawn);
            Some(*sum)
        }));
        let restricted = |node: u32| {
            let leaves = &self.tree.nodes()[node as usize].leaves;
            (before[leaves.start as usize], before[leaves.end as usize])
        };
        let is_found = |node: u32| {
            let (start, end) = restricted(node);
            start == end || found.binary_search(&(start, end)).is_ok()
        };
        for (node, (times, of)) in (0..).zip(&mut self.clades) {
            let (start, end) = restricted(node);
            *of += u32::from(start < end);
            *times += u32::from(start < end && is_found(node));
        }
        for (_, children, times) in &mut self.splits {
            *times += u32::from(children.iter().all(|&child| is_found(child)));
        }
        self.done += 1;
        self.done == self.resamplings
    }

    /// Which places are drawn.
    fn draw(&self) -> Vec<bool> {
        let mut rng = self.seed.indexed(Stream::Resampling, self.done as u64);
        let data = self.places.len();
        let mut drawn = vec![false; data];
        for _ in 0..data {
            drawn[self.places[below(&mut rng, data as u32) as usize] as usize] = true;
        }
        drawn
    }

    /// The clusters at all ages of the data drawn alone that are contiguous in the order of leaves, sorted: their ranges
    /// among the drawn leaves. No other cluster can be a clade.
    fn clusters_of(&self, drawn: &[bool]) -> Vec<(u32, u32)> {
        let leaves = self.tree.leaf_order().iter().zip(drawn);
        let data: Vec<u32> = leaves.filter_map(|(&datum, &drawn)| drawn.then_some(datum)).collect();
        let mut found = vec![(0, data.len() as u32)];
        let among_reached = |index: usize, age: &Age, points: &[u32]| {
            let mut reached = vec![false; age.merge().points()];
            for &point in points {
                reached[point as usize] = true;
            }
            let mut sets = DisjointSets::new(reached.len());
            for &(a, b) in self.near[index].iter().filter(|&&(a, b)| reached[a as usize] && reached[b as usize]) {
                sets.join(a, b);
            }
            Partition::below(sets.roots(), reached.len())
        };
        descend(&self.ages, data, among_reached, |_, _, partition, _| {
            // First rank, the one after the last, and size of each cluster.
            let mut ranges = vec![(u32::MAX, 0, 0); partition.count()];
            for (rank, &cluster) in (0..).zip(partition.labels()) {
                let (first, end, size) = &mut ranges[cluster as usize];
                (*first, *end, *size) = (rank.min(*first), rank + 1, *size + 1);
            }
            found.extend(ranges.iter().filter(|(first, end, size)| end - first == *size).map(|&(a, b, _)| (a, b)));
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Resamplings made so far.
    pub fn done(&self) -> usize {
        self.done
    }

    /// What is found so far.
    pub fn support(&self) -> Support {
        let fraction = |times: u32, of: u32| f64::from(times) / f64::from(of.max(1));
        Support {
            clades: self.clades.iter().map(|&(times, of)| (of > 0).then(|| fraction(times, of))).collect(),
            splits: self.splits.iter().map(|&(node, _, times)| (node, fraction(times, self.done as u32))).collect(),
        }
    }
}
