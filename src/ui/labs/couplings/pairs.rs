//! The couplings of pairs from every source, as one list of numbers.

use ndarray::Array2;

use crate::engine::couplings::{CouplingsView, Found};
use crate::physics::couplings::{CouplingMethod, EffectiveCouplings};
use crate::physics::potts::pairs;

/// Edges that are drawn, the strongest.
const MOST_EDGES: usize = 2_000;

/// Where the coupling of a pair comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Source {
    /// The model that the data were drawn from.
    Truth,
    /// The machine, by a method.
    Machine(CouplingMethod),
}

impl Source {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [
        Self::Truth,
        Self::Machine(CouplingMethod::Exact),
        Self::Machine(CouplingMethod::Gaussian),
        Self::Machine(CouplingMethod::LatticeGas),
    ];

    /// Its name in a menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Truth => "truth",
            Self::Machine(method) => method_title(method),
        }
    }

    /// J of all pairs, where this source has them.
    pub fn matrix(self, view: &CouplingsView) -> Option<&Array2<f64>> {
        match self {
            Self::Truth => view.true_pairs.as_deref(),
            Self::Machine(method) => view.found.as_ref()?.of(method).map(|found| &found.pairs),
        }
    }
}

/// The name of a method.
pub const fn method_title(method: CouplingMethod) -> &'static str {
    match method {
        CouplingMethod::Exact => "exact",
        CouplingMethod::Gaussian => "Gaussian",
        CouplingMethod::LatticeGas => "lattice gas",
    }
}

/// An edge of the graph of links: its sites and J.
pub type Edge = ([usize; 2], f64);

/// The links: pairs of |J| above a threshold, and how many of them the truth has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// The strongest, up to as many as are drawn, the weakest of them first: the strong are drawn over the weak.
    pub edges: Vec<Edge>,
    /// Pairs above the threshold.
    pub count: usize,
    /// Those that the truth couples, and all that it couples.
    pub right: usize,
    pub coupled: usize,
    /// The smallest |J| among coupled pairs, and the largest among the others.
    pub weakest: Option<f64>,
    pub strongest_other: Option<f64>,
}

impl Links {
    /// Counted in the couplings of one method.
    pub fn of(found: &Found, method: CouplingMethod, truth: Option<&Array2<f64>>, threshold: f64) -> Self {
        let mut links = Self::default();
        let Some(EffectiveCouplings { pairs: couplings, .. }) = found.of(method) else { return links };
        for (i, j) in pairs::all(couplings.nrows()) {
            let size = couplings[(i, j)].abs();
            let coupled = truth.is_some_and(|truth| truth[(i, j)] != 0.0);
            if size > threshold {
                links.edges.push(([i, j], couplings[(i, j)]));
            }
            links.right += usize::from(size > threshold && coupled);
            links.coupled += usize::from(coupled);
            if coupled {
                links.weakest = Some(links.weakest.map_or(size, |weakest| weakest.min(size)));
            } else {
                links.strongest_other = Some(links.strongest_other.map_or(size, |strongest| strongest.max(size)));
            }
        }
        links.count = links.edges.len();
        links.edges.sort_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        links.edges.drain(..links.count.saturating_sub(MOST_EDGES));
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn links_are_counted_next_to_the_truth() {
        let exact = EffectiveCouplings {
            pairs: array![[0.0, 0.3, -0.2], [0.3, 0.0, 0.05], [-0.2, 0.05, 0.0]],
            ..EffectiveCouplings::default()
        };
        let (others, potts) = (Some([exact.clone(), exact.clone()]), None);
        let found = Found { update: 1, exact, others, potts, comparison: None, strongest: Some([0, 1]) };
        let truth = array![[0.0, 0.3, 0.0], [0.3, 0.0, 0.3], [0.0, 0.3, 0.0]];
        let links = Links::of(&found, CouplingMethod::Exact, Some(&truth), 0.1);
        assert_eq!((links.count, links.right, links.coupled), (2, 1, 2));
        assert_eq!((links.weakest, links.strongest_other), (Some(0.05), Some(0.2)));
        assert_eq!(links.edges, [([0, 2], -0.2), ([0, 1], 0.3)]);
        assert_eq!(Links::of(&found, CouplingMethod::Exact, None, 0.25).count, 1);
    }
}
