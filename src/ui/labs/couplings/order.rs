//! In which order the sites stand along the matrix: as they are numbered, those that are coupled side by side, or by their
//! distance from one of them.

use std::collections::VecDeque;

use ndarray::Array2;

use crate::physics::tree::{Distances, average_linkage};

/// An order of sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum SiteOrder {
    /// As they are numbered.
    Site,
    /// As the leaves of the tree in which the strongest |J| merge first (average linkage).
    Cluster,
    /// By the number of links on the way from a site.
    Distance,
}

impl SiteOrder {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Site, Self::Cluster, Self::Distance];

    /// Its name in a menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Site => "by site",
            Self::Cluster => "by cluster",
            Self::Distance => "by distance",
        }
    }

    /// The sites in this order. Links are pairs of |J| above `threshold`; distances are those from the site `from`.
    pub fn of(self, couplings: &Array2<f64>, threshold: f64, from: usize) -> Vec<usize> {
        match self {
            Self::Site => (0..couplings.nrows()).collect(),
            Self::Cluster => by_cluster(couplings),
            Self::Distance => by_distance(couplings, threshold, from),
        }
    }
}

fn by_cluster(couplings: &Array2<f64>) -> Vec<usize> {
    let sites = couplings.nrows();
    let strongest = couplings.iter().fold(0.0_f64, |strongest, coupling| strongest.max(coupling.abs()));
    let apart = |a: usize, b: usize| strongest - couplings[(a, b)].abs();
    let linkage = average_linkage(Distances::new(sites, apart));
    let mut clusters: Vec<Vec<usize>> = (0..sites).map(|site| vec![site]).collect();
    for merge in linkage.merges() {
        let mut merged = Vec::new();
        for part in [merge.left, merge.right] {
            if let Some(part) = clusters.get_mut(part as usize) {
                merged.append(part);
            }
        }
        clusters.push(merged);
    }
    clusters.into_iter().flatten().collect()
}

/// Breadth first; sites of the same distance by number, those without a way last.
fn by_distance(couplings: &Array2<f64>, threshold: f64, from: usize) -> Vec<usize> {
    let sites = couplings.nrows();
    let mut away = vec![usize::MAX; sites];
    if let Some(start) = away.get_mut(from) {
        *start = 0;
    }
    let mut waiting = VecDeque::from([from]);
    while let Some(site) = waiting.pop_front().filter(|site| *site < sites) {
        let next = away[site].saturating_add(1);
        for other in (0..sites).filter(|other| couplings[(site, *other)].abs() > threshold) {
            if away[other] == usize::MAX {
                away[other] = next;
                waiting.push_back(other);
            }
        }
    }
    let mut order: Vec<usize> = (0..sites).collect();
    order.sort_by_key(|site| (away[*site], *site));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rings that are woven into each other: even and odd sites.
    fn woven() -> Array2<f64> {
        Array2::from_shape_fn((8, 8), |(i, j)| {
            let apart = i.abs_diff(j);
            if apart == 2 || apart == 6 { -0.4 } else { 0.01 * f64::from(u8::from(i != j)) }
        })
    }

    #[test]
    fn clusters_stand_side_by_side() {
        let order = SiteOrder::Cluster.of(&woven(), 0.1, 0);
        let parities: Vec<usize> = order.iter().map(|site| site % 2).collect();
        assert!(parities == [0, 0, 0, 0, 1, 1, 1, 1] || parities == [1, 1, 1, 1, 0, 0, 0, 0], "{order:?}");
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, SiteOrder::Site.of(&woven(), 0.1, 0));
    }

    #[test]
    fn distance_counts_links() {
        assert_eq!(SiteOrder::Distance.of(&woven(), 0.1, 3), [3, 1, 5, 7, 0, 2, 4, 6]);
        assert_eq!(SiteOrder::Distance.of(&woven(), 1.0, 3), [3, 0, 1, 2, 4, 5, 6, 7]);
        for order in SiteOrder::ALL {
            assert!(order.of(&Array2::zeros((0, 0)), 0.1, 0).is_empty());
            assert_eq!(order.of(&Array2::zeros((1, 1)), 0.1, 9), [0]);
        }
    }
}
