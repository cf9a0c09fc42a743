//! Scores against their definitions over all pairs of data.

use glassbox::physics::tree::{Contingency, Partition, Tree, dendrogram_purity};
use proptest::prelude::*;

use crate::make::tree;

/// The adjusted Rand index from the four kinds of pairs.
fn by_pairs(clusters: &[u32], classes: &[u32]) -> f64 {
    let mut kinds = [[0.0_f64; 2]; 2];
    for i in 0..clusters.len() {
        for j in 0..i {
            kinds[usize::from(clusters[i] == clusters[j])][usize::from(classes[i] == classes[j])] += 1.0;
        }
    }
    let [[neither, only_class], [only_cluster, both]] = kinds;
    let chance = (neither + only_class) * (only_class + both) + (neither + only_cluster) * (only_cluster + both);
    if only_class == 0.0 && only_cluster == 0.0 {
        1.0
    } else {
        2.0 * (both * neither - only_class * only_cluster) / chance
    }
}

/// H(a | b) in nats from frequencies.
fn conditional_entropy(a: &[u32], b: &[u32]) -> f64 {
    let total = a.len() as f64;
    let frequency = |wanted: &dyn Fn(usize) -> bool| (0..a.len()).filter(|&k| wanted(k)).count() as f64 / total;
    let mut pairs: Vec<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let term = |&(x, y): &(u32, u32)| {
        let joint = frequency(&|k| a[k] == x && b[k] == y);
        -joint * (joint / frequency(&|k| b[k] == y)).ln()
    };
    pairs.iter().map(term).sum()
}

/// Dendrogram purity over all pairs of data with equal labels.
fn purity_of_pairs(tree: &Tree, labels: &[Option<u32>]) -> Option<f64> {
    let places = tree.places();
    let mut fractions = Vec::new();
    for i in 0..labels.len() {
        for j in 0..i {
            if labels[i].is_some() && labels[i] == labels[j] {
                let ancestor = tree.common_ancestor(places[i], places[j]).unwrap();
                let known: Vec<u32> = tree.data(ancestor).iter().filter_map(|&datum| labels[datum as usize]).collect();
                let same = known.iter().filter(|&&label| Some(label) == labels[i]).count();
                fractions.push(same as f64 / known.len() as f64);
            }
        }
    }
    (!fractions.is_empty()).then(|| fractions.iter().sum::<f64>() / fractions.len() as f64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scores_of_clusters(pairs in proptest::collection::vec((0_u32..5, 0_u32..4), 1..40)) {
        let (clusters, classes): (Vec<u32>, Vec<u32>) = pairs.into_iter().unzip();
        let labels: Vec<Option<u32>> = classes.iter().map(|&class| Some(class)).collect();
        let found = Contingency::new(&Partition::new(&clusters), &labels).unwrap();
        prop_assert!((found.adjusted_rand() - by_pairs(&clusters, &classes)).abs() < 1e-12);
        let constant = vec![0; clusters.len()];
        let one_minus = |conditional: f64, own: f64| if own == 0.0 { 1.0 } else { 1.0 - conditional / own };
        let h = one_minus(conditional_entropy(&classes, &clusters), conditional_entropy(&classes, &constant));
        let c = one_minus(conditional_entropy(&clusters, &classes), conditional_entropy(&clusters, &constant));
        let wanted = if h + c == 0.0 { 0.0 } else { 2.0 * h * c / (h + c) };
        prop_assert!((found.v_measure() - wanted).abs() < 1e-9, "{} is not {wanted}", found.v_measure());
        let most: usize = (0..5)
            .map(|k| (0..4).map(|c| (0..classes.len()).filter(|&i| clusters[i] == k && classes[i] == c).count()).max())
            .map(Option::unwrap)
            .sum();
        prop_assert!((found.purity() - most as f64 / classes.len() as f64).abs() < 1e-15);
    }

    #[test]
    fn dendrogram_purity_is_the_mean_over_pairs(
        seed: u64, labels in proptest::collection::vec(proptest::option::of(0_u32..4), 1..40), distance in 0.0..0.4,
    ) {
        let tree = tree(seed, labels.len(), 5, distance);
        let found = dendrogram_purity(&tree, &labels).unwrap();
        match (found, purity_of_pairs(&tree, &labels)) {
            (Some(found), Some(wanted)) => prop_assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}"),
            (found, wanted) => prop_assert_eq!(found, wanted),
        }
    }
}
