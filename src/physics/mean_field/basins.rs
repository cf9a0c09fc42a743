//! The basins of a machine: which of many starts end at the same fixed point.

use super::merging::{COMPARED, Clusters, places};
use super::relaxation::Relaxed;
use crate::physics::rbm::Rbm;

/// The layer whose means say whether two ends are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ComparedLayer {
    /// Visible means, or frequencies.
    #[default]
    Visible,
    /// Hidden means.
    Hidden,
}

impl ComparedLayer {
    /// Number of its units.
    pub fn units(self, rbm: &Rbm) -> usize {
        match self {
            Self::Visible => rbm.sites(),
            Self::Hidden => rbm.hidden_units(),
        }
    }
}

/// The distinct ends of many starts, deepest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basins {
    /// Where the first start of each basin ended. Ends that have not converged make basins of their own.
    pub ends: Relaxed,
    /// Starts that lead to each.
    pub sizes: Vec<usize>,
    /// The basin that each start leads to.
    pub of_start: Vec<usize>,
}

impl Basins {
    /// Distinct fixed points: basins whose end has converged.
    pub fn count(&self) -> usize {
        self.ends.converged.iter().filter(|&&converged| converged).count()
    }

    /// Starts whose iteration has not converged.
    pub fn unconverged(&self) -> usize {
        self.sizes.iter().zip(&self.ends.converged).filter(|(_, converged)| !**converged).map(|(size, _)| size).sum()
    }
}

/// Finds basins among ends by single linkage, step by step.
pub struct Merging {
    relaxed: Relaxed,
    layer: ComparedLayer,
    /// Of ends that have not converged, and of those that have.
    clusters: [Clusters; 2],
    compared: usize,
}

impl Merging {
    /// Ends whose means are at most `distance` apart (Euclidean, over the whole layer) belong together.
    pub fn new(relaxed: Relaxed, layer: ComparedLayer, distance: f64) -> Self {
        let width = match layer {
            ComparedLayer::Visible => relaxed.visible.ncols(),
            ComparedLayer::Hidden => relaxed.hidden.ncols(),
        };
        let clusters = || Clusters::new(width, distance);
        Self { relaxed, layer, clusters: [clusters(), clusters()], compared: 0 }
    }

    /// One bounded piece of work; `true` when nothing is left to do.
    pub fn step(&mut self) -> bool {
        let means = match self.layer {
            ComparedLayer::Visible => &self.relaxed.visible,
            ComparedLayer::Hidden => &self.relaxed.hidden,
        };
        let mut cost = 0;
        for (means, &converged) in means.outer_iter().zip(&self.relaxed.converged).skip(self.compared) {
            let clusters = &mut self.clusters[usize::from(converged)];
            cost += clusters.cost();
            clusters.push(self.compared, means.iter().copied());
            self.compared += 1;
            if cost > COMPARED {
                break;
            }
        }
        self.compared == self.relaxed.converged.len()
    }

    /// The basins of the ends that are compared: of all after the last [`step`](Self::step).
    pub fn basins(&self) -> Basins {
        let mut members: Vec<Vec<usize>> = self.clusters.iter().flat_map(Clusters::starts).collect();
        let first = |members: &[usize]| members.iter().copied().min().unwrap_or_default();
        let depth = |start: usize| self.relaxed.free_energy.get(start).copied().unwrap_or(f64::NAN);
        members.sort_by(|a, b| depth(first(a)).total_cmp(&depth(first(b))).then(first(a).cmp(&first(b))));
        let firsts: Vec<usize> = members.iter().map(|members| first(members)).collect();
        // Each start that is compared is in one basin.
        let of_start = places(&members, self.compared).into_iter().flatten().collect();
        Basins { ends: self.relaxed.select(&firsts), sizes: members.iter().map(Vec::len).collect(), of_start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn basins_are_listed_deepest_first_and_what_has_not_converged_apart() {
        // Two fixed points, met by starts 0, 3 and 4 and by start 1; start 2 was left near the first.
        let visible = array![[0.1, 0.9], [0.8, 0.2], [0.1, 0.9], [0.1, 0.901], [0.101, 0.9]];
        let relaxed = Relaxed {
            visible,
            hidden: Array2::from_shape_fn((5, 1), |(start, _)| start as f64),
            converged: vec![true, true, false, true, true],
            iterations: vec![3; 5],
            residual: vec![0.0; 5],
            free_energy: vec![-1.0, -2.0, -1.5, -1.0, -1.0],
        };
        let basins = |layer, distance| {
            let mut merging = Merging::new(relaxed.clone(), layer, distance);
            assert!(merging.step());
            merging.basins()
        };
        let found = basins(ComparedLayer::Visible, 0.01);
        assert_eq!((&found.sizes[..], &found.of_start[..]), (&[1, 1, 3][..], &[2, 0, 1, 2, 2][..]));
        assert_eq!((found.count(), found.unconverged()), (2, 1));
        assert_eq!(
            (&found.ends.free_energy[..], &found.ends.converged[..]),
            (&[-2.0, -1.5, -1.0][..], &[true, false, true][..])
        );
        assert_eq!(found.ends.hidden, array![[1.0], [2.0], [0.0]]);
        assert_eq!(basins(ComparedLayer::Visible, 2.0).sizes, [1, 4]);
        assert_eq!(basins(ComparedLayer::Hidden, 1.0).sizes, [1, 2, 2]);
    }
}
