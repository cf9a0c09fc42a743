//! The couplings of pairs from every source, as one list of numbers.

use ndarray::Array2;

use crate::engine::couplings::{CouplingsView, Found};
use crate::physics::couplings::CouplingMethod;

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
    pub fn matrix(self, view: &CouplingsView) -> Option<Array2<f64>> {
        match self {
            Self::Truth => view.config.truth.as_ref().map(|truth| truth.pair_matrix()),
            Self::Machine(method) => view.found.as_ref().map(|found| found.of(method).pairs.clone()),
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

/// The pairs of `sites` sites in the order in which their numbers are listed: by the second site.
pub fn all(sites: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..sites).flat_map(|j| (0..j).map(move |i| [i, j]))
}

/// The pair at a place of that list.
pub fn at(sites: usize, place: usize) -> Option<[usize; 2]> {
    let before = |second: usize| second * second.saturating_sub(1) / 2;
    let second = (1..sites).rev().find(|&second| before(second) <= place)?;
    let first = place - before(second);
    (first < second).then_some([first, second])
}

/// The links: pairs of |J| above a threshold, and how many of them the truth has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Links {
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
        let pairs = &found.of(method).pairs;
        let mut links = Self::default();
        for [i, j] in all(pairs.nrows()) {
            let size = pairs[(i, j)].abs();
            let coupled = truth.is_some_and(|truth| truth[(i, j)] != 0.0);
            links.count += usize::from(size > threshold);
            links.right += usize::from(size > threshold && coupled);
            links.coupled += usize::from(coupled);
            if coupled {
                links.weakest = Some(links.weakest.map_or(size, |weakest| weakest.min(size)));
            } else {
                links.strongest_other = Some(links.strongest_other.map_or(size, |strongest| strongest.max(size)));
            }
        }
        links
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_pairs_can_be_read_backwards() {
        let listed: Vec<_> = all(5).collect();
        assert_eq!(listed.len(), 10);
        for (place, pair) in listed.into_iter().enumerate() {
            assert_eq!(at(5, place), Some(pair));
        }
        assert_eq!((at(5, 10), at(0, 0), at(1, 0)), (None, None, None));
    }
}
