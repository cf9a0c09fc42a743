//! Which of two trees agrees better with labels at the same number of clusters.

use crate::physics::tree::{Contingency, Partition, Tree, dendrogram_purity};
use crate::ui::theme::numbers::{grouped, number};

/// Differences of the adjusted Rand index below this are not worth a word.
const EQUAL: f64 = 0.01;

/// The scores of two trees.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Left and right.
    pub sides: [SideScores; 2],
}

/// The scores of one tree, cut into clusters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideScores {
    pub clusters: usize,
    pub adjusted_rand: f64,
    pub v_measure: f64,
    /// Of the whole tree; `None` where no two rows have the same label.
    pub dendrogram_purity: Option<f64>,
}

impl Agreement {
    /// Of two trees, each with its clusters; `None` where the labels are not those of their rows.
    pub fn new(trees: [&Tree; 2], clusters: [Partition; 2], labels: &[Option<u32>]) -> Option<Self> {
        let [left, right] = clusters;
        Some(Self { sides: [SideScores::new(trees[0], &left, labels)?, SideScores::new(trees[1], &right, labels)?] })
    }
}

impl SideScores {
    /// Of a tree with its clusters; `None` where the labels are not those of its rows.
    pub fn new(tree: &Tree, clusters: &Partition, labels: &[Option<u32>]) -> Option<Self> {
        let found = Contingency::new(clusters, labels).ok()?;
        Some(Self {
            clusters: clusters.count(),
            adjusted_rand: found.adjusted_rand(),
            v_measure: found.v_measure(),
            dendrogram_purity: dendrogram_purity(tree, labels).ok()?,
        })
    }
}

/// Says which tree agrees better with the labels, or that neither does.
pub fn sentence(agreement: &Agreement, labels: &str, other: &str) -> String {
    let [left, right] = &agreement.sides;
    let (count, against) = (grouped(left.clusters as u64), grouped(right.clusters as u64));
    let [ours, theirs] = [left, right].map(|side| number(side.adjusted_rand, 3));
    let numbers = if left.clusters == right.clusters {
        format!("At {count} clusters")
    } else {
        format!("At {count} clusters against {against}, as near as the other comes,")
    };
    if left.clusters == 1 {
        return "Cut where there is more than one cluster to see which tree agrees better.".to_owned();
    }
    let gain = left.adjusted_rand - right.adjusted_rand;
    if gain.abs() < EQUAL {
        return format!("{numbers} both agree with {labels} equally well: adjusted Rand index {ours} and {theirs}.");
    }
    let better = if gain > 0.0 { "the tree of fixed points".to_owned() } else { format!("“{other}”") };
    format!("{numbers} {better} agrees better with {labels}: adjusted Rand index {ours} here, {theirs} there.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(clusters: usize, adjusted_rand: f64) -> SideScores {
        SideScores { clusters, adjusted_rand, v_measure: 0.5, dendrogram_purity: None }
    }

    #[test]
    fn the_sentence_says_which_is_better_and_at_how_many_clusters() {
        let said = |left, right| sentence(&Agreement { sides: [left, right] }, "digit", "Average linkage");
        let better = said(side(12, 0.5), side(12, 0.3));
        assert!(better.starts_with("At 12 clusters the tree of fixed points agrees better with digit"), "{better}");
        assert!(said(side(12, 0.2), side(11, 0.3)).contains("against 11"));
        assert!(said(side(12, 0.2), side(12, 0.3)).contains("“Average linkage” agrees better"));
        assert!(said(side(12, 0.3), side(12, 0.305)).contains("equally well"));
        assert!(said(side(1, 0.0), side(1, 0.0)).starts_with("Cut where"));
    }
}
