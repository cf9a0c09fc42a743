//! How well a whole tree agrees with labels, and with another tree.
//!
//! ## References
//!
//! * K. A. Heller and Z. Ghahramani, “Bayesian hierarchical clustering”, ICML 2005, doi:10.1145/1102351.1102389
//! * T. Galili, “dendextend: an R package for visualizing, adjusting and comparing trees of hierarchical clustering”,
//!   Bioinformatics 31, 3718 (2015), doi:10.1093/bioinformatics/btv428

use super::error::{TreeError, check_length};
use super::nodes::Tree;

/// Dendrogram purity: over all pairs of data with the same label, the mean fraction of that label among the labelled
/// leaves of their deepest common node.
///
/// With n_v labelled leaves of node v, n_vc of class c,
/// DP = Σ_v Σ_c (n_vc / n_v) (n_vc² − Σ_w n_wc²) / Σ_v Σ_c (n_vc² − Σ_w n_wc²), w over the children of v, leaves among
/// them: the bracket counts the ordered pairs that meet in v. O(nodes × classes). `None` where no two data have the
/// same label.
///
/// # Errors
/// There is not one label, known or not, for each datum.
pub fn dendrogram_purity(tree: &Tree, labels: &[Option<u32>]) -> Result<Option<f64>, TreeError> {
    check_length("labels of the data", tree.leaf_order().len(), labels.len())?;
    let of_place: Vec<Option<u32>> = tree.leaf_order().iter().map(|&datum| labels[datum as usize]).collect();
    let mut classes: Vec<u32> = of_place.iter().copied().flatten().collect();
    classes.sort_unstable();
    classes.dedup();
    let labelled = in_nodes(tree, &of_place, |label| label.is_some());
    let (mut pure, mut pairs) = (0.0, 0.0);
    for class in classes {
        let counts = in_nodes(tree, &of_place, |label| label == Some(class));
        // What is left of each node's square when those of its children and single leaves are taken away.
        let mut meeting: Vec<f64> = counts.iter().map(|&count| count * count).collect();
        let mut single = counts.clone();
        for (node, &count) in tree.nodes().iter().zip(&counts) {
            if let Some(parent) = node.parent {
                meeting[parent as usize] -= count * count;
                single[parent as usize] -= count;
            }
        }
        for (node, (meeting, single)) in meeting.iter().zip(&single).enumerate() {
            let here = meeting - single;
            if here > 0.0 {
                pure += counts[node] / labelled[node] * here;
                pairs += here;
            }
        }
    }
    Ok((pairs > 0.0).then(|| pure / pairs))
}

/// For each node the number of its leaves with a wanted label.
fn in_nodes(tree: &Tree, of_place: &[Option<u32>], wanted: impl Fn(Option<u32>) -> bool) -> Vec<f64> {
    let mut before = vec![0_u32];
    before.extend(of_place.iter().scan(0, |sum, &label| {
        *sum += u32::from(wanted(label));
        Some(*sum)
    }));
    let within = |place: u32| before[place as usize];
    tree.nodes().iter().map(|node| f64::from(within(node.leaves.end) - within(node.leaves.start))).collect()
}

/// Entanglement of two orders of the same leaves: Σ |place in a − place in b| over its largest value ⌊n²/2⌋, 0 for
/// equal orders and 1 for opposite ones. Leaves that only one of them has are passed over.
pub fn entanglement(a: &[u32], b: &[u32]) -> f64 {
    let mut places: Vec<(u32, usize)> = b.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let place_in_b = |leaf: &u32| {
        let found = places.binary_search_by_key(leaf, |&(leaf, _)| leaf).ok()?;
        Some(places[found].1)
    };
    let apart: usize = a.iter().enumerate().filter_map(|(place, leaf)| Some(place_in_b(leaf)?.abs_diff(place))).sum();
    apart as f64 / (a.len() * a.len() / 2).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entanglement_goes_from_0_to_1() {
        for count in [1_u32, 2, 5, 8] {
            let order: Vec<u32> = (10..10 + count).collect();
            let opposite: Vec<u32> = order.iter().rev().copied().collect();
            assert_eq!(entanglement(&order, &order), 0.0);
            assert_eq!(entanglement(&order, &opposite), if count > 1 { 1.0 } else { 0.0 });
        }
        assert_eq!(entanglement(&[0, 1, 2, 3], &[1, 0, 2, 3]), 0.25);
        assert_eq!((entanglement(&[], &[]), entanglement(&[0], &[1])), (0.0, 0.0));
    }
}
