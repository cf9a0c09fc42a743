//! From the fixed points at every age of a training to the levels of a tree.
//!
//! Every datum is relaxed at the newest checkpoint; the distinct fixed points are carried back, each relaxed again at
//! the next older checkpoint, to the oldest. At each age points within the merge distance are one cluster, and what
//! was one cluster at a newer age stays one: the partitions of the data are nested, and their tree is a tree.
//!
//! ## References
//!
//! * A. Decelle, L. Rosset and B. Seoane, “Unsupervised hierarchical clustering using the learning dynamics of
//!   restricted Boltzmann machines”, Phys. Rev. E 108, 014110 (2023), doi:10.1103/PhysRevE.108.014110,
//!   arXiv:2302.01851

use super::error::{TreeError, check_length};
use super::merge_tree::{MergeTree, widest_gap};
use super::partition::Partition;
use crate::physics::disjoint_sets::DisjointSets;

/// The fixed points at one age of a training.
#[derive(Clone, Debug, PartialEq)]
pub struct Age {
    position: f64,
    of_start: Vec<u32>,
    merge: MergeTree,
}

impl Age {
    /// An age at a `position` on the axis of training. `of_start[p]` is the point that point p of the next newer age
    /// leads to; at the newest age the starts are the data.
    ///
    /// # Errors
    /// A start leads to a point that does not exist.
    pub fn new(position: f64, of_start: Vec<u32>, merge: MergeTree) -> Result<Self, TreeError> {
        let points = merge.points();
        match of_start.iter().enumerate().find(|&(_, &point)| point as usize >= points) {
            Some((number, &point)) => Err(TreeError::Point { what: "start", number, point, points }),
            None => Ok(Self { position, of_start, merge }),
        }
    }

    /// Where the age lies on the axis of training: its number of updates.
    pub fn position(&self) -> f64 {
        self.position
    }

    /// The point each start leads to.
    pub fn of_start(&self) -> &[u32] {
        &self.of_start
    }

    /// How the points merge.
    pub fn merge(&self) -> &MergeTree {
        &self.merge
    }
}

/// The clusters of the data at one age, one level of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The age, from 0 for the newest.
    pub age: usize,
    /// Where the age lies on the axis of training.
    pub position: f64,
    /// The clusters of the data.
    pub partition: Partition,
    /// The representative of each cluster: the point that its first datum leads to at this age.
    pub points: Vec<u32>,
}

/// Refuses ages whose starts are not the points of the next newer one.
pub(super) fn check_ages(ages: &[Age]) -> Result<(), TreeError> {
    ages.windows(2).try_for_each(|pair| {
        let what = "starts of an age, one for each point of the next newer";
        check_length(what, pair[0].merge.points(), pair[1].of_start.len())
    })
}

/// Calls `visit` with the clusters of some of the `data` at each age and the point that each of them leads to, the
/// newest first. `components` gives the clusters of all points of an age, of which these data reach some.
pub(super) fn descend<'a>(
    ages: &'a [Age],
    data: Vec<u32>,
    mut components: impl FnMut(usize, &'a Age, &[u32]) -> Partition,
    mut visit: impl FnMut(usize, &'a Age, Partition, &[u32]),
) {
    let mut sets = DisjointSets::new(data.len());
    let mut points = data;
    for (index, age) in ages.iter().enumerate() {
        for point in &mut points {
            *point = age.of_start[*point as usize];
        }
        let clusters = components(index, age, &points);
        let mut first = vec![None; clusters.count()];
        for (datum, &point) in (0..).zip(&points) {
            let cluster = clusters.labels()[point as usize] as usize;
            sets.join(*first[cluster].get_or_insert(datum), datum);
        }
        visit(index, age, Partition::below(sets.roots(), points.len()), &points);
    }
}

/// As [`descend`] for all data, points at most `distance` apart being one.
fn descend_all<'a>(
    ages: &'a [Age],
    distance: f64,
    visit: impl FnMut(usize, &'a Age, Partition, &[u32]),
) -> Result<(), TreeError> {
    check_ages(ages)?;
    let data = ages.first().map_or(0, |newest| newest.of_start.len());
    descend(ages, (0..data as u32).collect(), |_, age, _| age.merge.components(distance), visit);
    Ok(())
}

/// The clusters of the data at each age, the newest first: points at most `distance` apart are one, and so is what was
/// one at a newer age.
///
/// # Errors
/// The starts of an age are not the points of the next newer one.
pub fn nested(ages: &[Age], distance: f64) -> Result<Vec<Partition>, TreeError> {
    let mut partitions = Vec::with_capacity(ages.len());
    descend_all(ages, distance, |_, _, partition, _| partitions.push(partition))?;
    Ok(partitions)
}

/// The levels of the tree, the oldest first: the newest age, and going back each age at which the number of clusters
/// falls. So the clusters of a level are those of all ages after the next older level, up to its own.
///
/// # Errors
/// The starts of an age are not the points of the next newer one.
pub fn levels(ages: &[Age], distance: f64) -> Result<Vec<Level>, TreeError> {
    let mut levels: Vec<Level> = Vec::new();
    descend_all(ages, distance, |index, age, partition, points| {
        if levels.last().is_none_or(|newer| partition.count() < newer.partition.count()) {
            let points = partition.first_elements().into_iter().map(|datum| points[datum]).collect();
            levels.push(Level { age: index, position: age.position, partition, points });
        }
    })?;
    levels.reverse();
    Ok(levels)
}

/// One merge distance for all ages: the middle of the widest gap between the heights of all of them, as
/// [`MergeTree::suggested_distance`] for one.
pub fn suggested_distance(ages: &[Age]) -> Option<f64> {
    let mut heights: Vec<f64> = ages.iter().flat_map(|age| age.merge.heights()).collect();
    heights.sort_by(f64::total_cmp);
    widest_gap(heights.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Points on a line.
    fn age(position: f64, of_start: &[u32], points: &[f32]) -> Age {
        let points = Array2::from_shape_vec((points.len(), 1), points.to_vec()).unwrap();
        Age::new(position, of_start.to_vec(), MergeTree::new(&points, 1)).unwrap()
    }

    /// Six data at four points, which become three, stay three, and become one.
    fn example() -> Vec<Age> {
        vec![
            age(100.0, &[0, 0, 1, 2, 3, 3], &[0.0, 0.2, 0.6, 0.9]),
            age(50.0, &[0, 1, 2, 2], &[0.0, 0.3, 0.8]),
            age(20.0, &[0, 1, 2], &[0.1, 0.4, 0.7]),
            age(10.0, &[0, 1, 2], &[0.5, 0.5, 0.5]),
        ]
    }

    #[test]
    fn levels_are_where_the_number_falls() {
        let levels = levels(&example(), 0.1).unwrap();
        let found: Vec<(f64, usize, &[u32])> =
            levels.iter().map(|level| (level.position, level.age, &level.points[..])).collect();
        assert_eq!(found, [(10.0, 3, &[0][..]), (50.0, 1, &[0, 1, 2]), (100.0, 0, &[0, 1, 2, 3])]);
        assert_eq!(levels[1].partition, Partition::new(&[0, 0, 1, 2, 2, 2]));
    }

    #[test]
    fn what_has_merged_at_a_newer_age_stays_one() {
        // At distance 0.25 the first two points are one at 100, though 0.3 apart at 50.
        let partitions = nested(&example(), 0.25).unwrap();
        assert_eq!(partitions[0], Partition::new(&[0, 0, 0, 1, 2, 2]));
        assert_eq!(partitions[1], Partition::new(&[0, 0, 0, 1, 1, 1]));
        assert_eq!(partitions[3].count(), 1);
    }

    #[test]
    fn one_distance_is_suggested_for_all_ages() {
        let suggested = suggested_distance(&example()).unwrap();
        assert!(suggested > 1e-7 && suggested < 0.2, "{suggested}");
        assert_eq!(suggested_distance(&[]), None);
    }

    #[test]
    fn ages_that_do_not_fit_are_refused() {
        let merge = MergeTree::new(&Array2::zeros((2, 3)), 3);
        let error = Age::new(1.0, vec![0, 2], merge.clone()).unwrap_err();
        assert_eq!(error.to_string(), "start 1 leads to point 2, but there are 2 points");
        let newest = Age::new(2.0, vec![0, 1, 1], merge.clone()).unwrap();
        let older = Age::new(1.0, vec![0, 1, 0], merge).unwrap();
        let error = nested(&[newest, older], 0.1).unwrap_err();
        assert_eq!(
            error.to_string(),
            "starts of an age, one for each point of the next newer: 2 were expected, 3 are given"
        );
        assert_eq!(levels(&[], 0.1).unwrap(), []);
        assert_eq!(MergeTree::new(&Array2::zeros((0, 3)), 3).components(0.1).count(), 0);
    }
}
