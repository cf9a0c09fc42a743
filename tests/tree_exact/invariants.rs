//! What holds for every tree.

use glassbox::physics::tree::{Age, Partition, Tree, levels, nested};
use proptest::prelude::*;

use crate::make::{ages, caterpillar, keys, tree};

/// Whether each cluster of `fine` lies in one cluster of `coarse`.
fn refines(fine: &Partition, coarse: &Partition) -> bool {
    fine.join(coarse) == *coarse
}

/// Every leaf once, ranges nested, subtrees contiguous, positions from the root to the leaves.
fn check(tree: &Tree, data: usize) {
    let mut leaves = tree.leaf_order().to_vec();
    leaves.sort_unstable();
    assert!(leaves.iter().copied().eq(0..data as u32));
    for (index, node) in (0..).zip(tree.nodes()) {
        assert!(!node.leaves.is_empty());
        match node.parent {
            None => assert_eq!((index, node.leaves.clone()), (0, 0..data as u32)),
            Some(parent) => {
                let above = &tree.nodes()[parent as usize];
                assert!(parent < index && above.position <= node.position);
                assert!(above.leaves.start <= node.leaves.start && node.leaves.end <= above.leaves.end);
                assert!(tree.children(parent).any(|child| child == index));
            }
        }
        let children: Vec<u32> = tree.children(index).collect();
        assert!(children.iter().all(|&child| tree.nodes()[child as usize].parent == Some(index)));
        let ranges: Vec<_> = children.iter().map(|&child| tree.nodes()[child as usize].leaves.clone()).collect();
        assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
        let held: usize = ranges.iter().map(ExactSizeIterator::len).sum();
        assert!(children.is_empty() || held == node.size());
    }
    for place in 0..data as u32 {
        let holder = tree.holder(place).unwrap();
        assert!(tree.nodes()[holder as usize].leaves.contains(&place) && tree.children(holder).next().is_none());
        assert_eq!(tree.common_ancestor(place, place), Some(holder));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn partitions_of_older_ages_hold_those_of_newer_ones(
        seed: u64, data in 1_usize..40, count in 1_usize..8, distance in 0.0..0.4,
    ) {
        let (ages, _) = ages(seed, data, count);
        let partitions = nested(&ages, distance).unwrap();
        prop_assert_eq!(partitions.len(), count);
        for pair in partitions.windows(2) {
            prop_assert!(refines(&pair[0], &pair[1]));
        }
        // By the definition: the join of the newer partition with the components of the points here.
        let mut points: Vec<usize> = (0..data).collect();
        let mut joined: Option<Partition> = None;
        for (age, found) in ages.iter().zip(&partitions) {
            points = points.iter().map(|&point| age.of_start()[point] as usize).collect();
            let here = age.merge().components(distance).restricted(&points);
            let wanted = joined.map_or(here.clone(), |newer| newer.join(&here));
            prop_assert_eq!(found, &wanted);
            joined = Some(wanted);
        }
        // A level is the first age, going back, with so few clusters.
        for level in levels(&ages, distance).unwrap() {
            prop_assert_eq!(&level.partition, &partitions[level.age]);
            prop_assert!(level.age == 0 || partitions[level.age - 1].count() > level.partition.count());
            prop_assert_eq!(level.points.len(), level.partition.count());
        }
    }

    #[test]
    fn trees_hold_together(seed: u64, data in 1_usize..60, count in 0_usize..8, distance in 0.0..0.4) {
        let (ages, _) = ages(seed, data, count);
        let tree = tree(seed, data, count, distance);
        check(&tree, data);
        // A cut at an age gives the clusters of that age.
        let partitions = nested(&ages, distance).unwrap();
        for (age, partition) in ages.iter().zip(&partitions) {
            prop_assert_eq!(&tree.cut(age.position()), partition);
            for place in 0..data as u32 {
                let cluster = tree.ancestor_at(place, age.position()).unwrap();
                let datum = tree.leaf_order()[place as usize] as usize;
                prop_assert_eq!(tree.data(cluster).len(), partition.sizes()[partition.labels()[datum] as usize]);
            }
        }
        for a in 0..data as u32 {
            for b in 0..data as u32 {
                let ancestor = tree.common_ancestor(a, b).unwrap();
                let holds = |node: u32| { let leaves = &tree.nodes()[node as usize].leaves; leaves.contains(&a) && leaves.contains(&b) };
                prop_assert!(holds(ancestor) && tree.children(ancestor).all(|child| !holds(child)));
            }
        }
    }
}

#[test]
fn a_tree_may_be_as_deep_as_it_has_leaves() {
    let tree = Tree::from_levels(&caterpillar(400), &keys(1, 400)).unwrap();
    check(&tree, 400);
    assert_eq!(tree.upwards(tree.holder(tree.places()[399]).unwrap()).count(), 400);
    assert_eq!(tree.splits().count(), 399);
}

#[test]
fn a_hundred_thousand_leaves_are_no_trouble() {
    let (data, count) = (100_000, 4);
    let (ages, _) = ages(3, 400, count);
    // The newest age repeats the starts of a small one.
    let newest = &ages[0];
    let of_start = (0..data).map(|datum| newest.of_start()[datum % 400]).collect();
    let first = Age::new(newest.position(), of_start, newest.merge().clone()).unwrap();
    let ages: Vec<_> = std::iter::once(first).chain(ages.into_iter().skip(1)).collect();
    let tree = Tree::from_levels(&levels(&ages, 0.02).unwrap(), &keys(3, data)).unwrap();
    check(&tree, data);
    assert_eq!(tree.cut(f64::INFINITY), nested(&ages, 0.02).unwrap()[0]);
}
