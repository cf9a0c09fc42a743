//! Resampling against trees that are made again from the rows drawn.

use std::collections::BTreeSet;

use glassbox::physics::seed::{Seed, Stream, below};
use glassbox::physics::tree::{Age, MergeTree, Partition, Resampling, Tree, levels, nested, pairs_within};
use ndarray::{Array2, Axis};

use crate::make::{ages, keys};

const DATA: usize = 24;
const DISTANCE: f64 = 0.15;

fn resampling(seed: u64, resamplings: usize) -> (Resampling, Tree, Vec<Age>, Vec<Array2<f32>>) {
    let (ages, points) = ages(seed, DATA, 5);
    let tree = Tree::from_levels(&levels(&ages, DISTANCE).unwrap(), &keys(seed, DATA)).unwrap();
    let pairs = points.iter().map(|points| pairs_within(points, 2, DISTANCE)).collect();
    (Resampling::new(&tree, &ages, pairs, resamplings, Seed(seed)).unwrap(), tree, ages, points)
}

/// All clusters, at any age, of the fixed points of these data alone.
fn clusters(ages: &[Age], points: &[Array2<f32>], data: &[u32]) -> BTreeSet<BTreeSet<u32>> {
    // The number of each point among those that are reached.
    let mut reached: Vec<u32> = data.to_vec();
    let mut fewer = Vec::new();
    for (age, points) in ages.iter().zip(points) {
        let ends: Vec<u32> = reached.iter().map(|&start| age.of_start()[start as usize]).collect();
        let distinct: Vec<u32> = ends.iter().copied().collect::<BTreeSet<u32>>().into_iter().collect();
        let of_start = ends.iter().map(|end| distinct.binary_search(end).unwrap() as u32).collect();
        let rows: Vec<usize> = distinct.iter().map(|&point| point as usize).collect();
        let merge = MergeTree::new(&points.select(Axis(0), &rows), 2);
        fewer.push(Age::new(age.position(), of_start, merge).unwrap());
        reached = distinct;
    }
    let partitions = nested(&fewer, DISTANCE).unwrap();
    let members = |partition: &Partition, cluster: u32| {
        let members = data.iter().zip(partition.labels()).filter(|&(_, &label)| label == cluster);
        members.map(|(&datum, _)| datum).collect::<BTreeSet<u32>>()
    };
    let mut found: BTreeSet<_> =
        partitions.iter().flat_map(|all| (0..all.count() as u32).map(|cluster| members(all, cluster))).collect();
    found.insert(data.iter().copied().collect());
    found
}

#[test]
fn clades_are_counted_as_trees_made_again_have_them() {
    const TIMES: u64 = 12;
    for seed in 0..20 {
        let (mut resampling, tree, ages, points) = resampling(seed, TIMES as usize);
        while !resampling.step() {}
        assert!(resampling.step() && resampling.done() == TIMES as usize);
        let (nodes, splits) = (tree.nodes().len(), tree.splits().collect::<Vec<_>>());
        let (mut found, mut drawn_in) = (vec![0.0; nodes], vec![0.0; nodes]);
        let mut found_splits = vec![0.0; splits.len()];
        for time in 0..TIMES {
            let mut rng = Seed(seed).indexed(Stream::Resampling, time);
            let drawn: BTreeSet<u32> = (0..DATA).map(|_| below(&mut rng, DATA as u32)).collect();
            let clusters = clusters(&ages, &points, &drawn.iter().copied().collect::<Vec<u32>>());
            let restricted = |node: u32| -> BTreeSet<u32> {
                tree.data(node).iter().copied().filter(|datum| drawn.contains(datum)).collect()
            };
            for node in 0..nodes {
                let clade = restricted(node as u32);
                drawn_in[node] += f64::from(u8::from(!clade.is_empty()));
                found[node] += f64::from(u8::from(clusters.contains(&clade)));
            }
            for ((_, children), found) in splits.iter().zip(&mut found_splits) {
                let clades = children.iter().map(|&child| restricted(child));
                *found += f64::from(u8::from(clades.filter(|clade| !clade.is_empty()).all(|c| clusters.contains(&c))));
            }
        }
        let support = resampling.support();
        for node in 0..nodes {
            assert_eq!(support.clades[node], (drawn_in[node] > 0.0).then(|| found[node] / drawn_in[node]));
        }
        let wanted: Vec<(u32, f64)> =
            splits.iter().zip(found_splits).map(|((node, _), found)| (*node, found / TIMES as f64)).collect();
        assert_eq!(support.splits, wanted);
    }
}

#[test]
fn far_groups_are_certain_and_a_bridge_is_not() {
    // Two groups far apart; in the second one datum holds two halves together.
    let points = Array2::from_shape_vec((5, 1), vec![0.0_f32, 0.05, 5.0, 5.1, 5.2]).unwrap();
    let merge = MergeTree::new(&points, 1);
    let newest = Age::new(1.0, vec![0, 0, 1, 1, 2, 3, 4], merge).unwrap();
    let ages = [newest];
    let tree = Tree::from_levels(&levels(&ages, 0.11).unwrap(), &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]).unwrap();
    let pairs = vec![pairs_within(&points, 1, 0.11)];
    let mut resampling = Resampling::new(&tree, &ages, pairs, 4000, Seed(5)).unwrap();
    while !resampling.step() {}
    let support = resampling.support();
    assert_eq!((support.clades[0], support.clades[1]), (Some(1.0), Some(1.0)));
    // The second group is lost where both ends are drawn and the bridge is not. `missed` is the chance that `count` given
    // data of the seven are not drawn; counted are the resamplings that draw any of the three.
    let missed = |count: f64| ((7.0 - count) / 7.0).powi(7);
    let lost = missed(1.0) - 2.0 * missed(2.0) + missed(3.0);
    let wanted = 1.0 - lost / (1.0 - missed(3.0));
    let error = (wanted * (1.0 - wanted) / 4000.0).sqrt();
    assert!((support.clades[2].unwrap() - wanted).abs() < 3.0 * error, "{:?} is not {wanted}", support.clades[2]);
    assert_eq!(support.splits.len(), 1);
}

#[test]
fn what_does_not_fit_is_refused() {
    let (_, tree, ages, points) = resampling(1, 1);
    let pairs = || points.iter().map(|points| pairs_within(points, 2, DISTANCE)).collect::<Vec<_>>();
    let refused = |tree, ages, pairs| Resampling::new(tree, ages, pairs, 1, Seed(1)).unwrap_err().to_string();
    assert_eq!(refused(&tree, &ages, Vec::new()), "lists of pairs, one for each age: 5 were expected, 0 are given");
    let mut wrong = pairs();
    wrong[2] = vec![(0, 99)];
    assert!(refused(&tree, &ages, wrong).starts_with("pair 0 leads to point 99, but there are "));
    let other = Tree::from_levels(&[], &[0.0; 3]).unwrap();
    assert_eq!(refused(&other, &ages, pairs()), "data of the newest age: 3 were expected, 24 are given");
    assert!(Resampling::new(&tree, &ages, pairs(), 0, Seed(1)).unwrap().step());
}
