//! The search for fixed points in bounded steps.

use std::sync::Arc;

use ndarray::Array2;

use super::blocks::{BlockQueue, Precisions};
use super::fixed_points::{FixedPointSet, FixedPointSettings};
use super::merging::Clusters;
use super::relaxation::Starts;
use super::tap::Equations;
use crate::physics::rbm::{Configurations, Rbm};

/// Differences of means that are squared in one step to see which ends are one fixed point: some 50 ms.
const COMPARED: usize = 1 << 27;

/// A search for the fixed points that are reached from rows of data, step by step.
///
/// What is found after each step has the same bits for any number of threads.
pub struct FixedPointSearch {
    starts: Starts,
    blocks: BlockQueue,
    clusters: Clusters,
    /// For each start that was compared its number among those that converged.
    converged: Vec<Option<usize>>,
}

impl FixedPointSearch {
    /// Nothing searched yet. Starts that are no states of the machine, and those of a machine whose parameters are not
    /// finite, do not converge.
    pub fn new(rbm: &Rbm, starts: &Configurations, settings: &FixedPointSettings) -> Self {
        let fits = starts.sites() == rbm.sites() && rbm.is_finite();
        let total = if fits { starts.rows() } else { 0 };
        let relaxation = settings.relaxation;
        let double = || Arc::new(Equations::new(rbm, relaxation.order));
        let precisions = Precisions::of(rbm, &relaxation, double);
        let distance = settings.merge_distance * (rbm.sites() as f64).sqrt();
        Self {
            starts: Starts::Rows(starts.clone()),
            blocks: BlockQueue::new(precisions, total, relaxation),
            clusters: Clusters::new(rbm.visible_rows(), distance),
            converged: vec![None; starts.rows() - total],
        }
    }

    /// One bounded piece of work; `true` when nothing is left to do.
    pub fn step(&mut self) -> bool {
        self.blocks.advance(&self.starts);
        let mut compared = 0;
        while compared < COMPARED
            && let Some(ends) = self.blocks.take()
        {
            for end in ends {
                compared += self.clusters.cost();
                let means: Vec<f32> = end.visible.iter().map(|&mean| mean as f32).collect();
                self.converged.push(end.converged.then(|| self.clusters.push(&means)));
            }
        }
        self.blocks.complete()
    }

    /// Starts whose iteration has ended.
    pub fn finished(&self) -> usize {
        self.converged.len() + self.blocks.finished()
    }

    /// The fixed points that the first starts lead to, as far as they are compared; the others have none in `of_start`.
    pub fn found(&self) -> FixedPointSet {
        let clusters = self.clusters.in_order();
        let mut representatives = Array2::zeros((clusters.len(), self.clusters.width()));
        for (mut row, cluster) in representatives.rows_mut().into_iter().zip(clusters) {
            row.iter_mut().zip(cluster.representative.iter()).for_each(|(mean, &found)| *mean = found);
        }
        let mut cluster_of = vec![None; self.converged.len()];
        for (place, cluster) in clusters.iter().enumerate() {
            for &member in &cluster.members {
                cluster_of[member] = Some(place);
            }
        }
        let of_compared = self.converged.iter().map(|number| number.and_then(|number| cluster_of[number]));
        let mut of_start: Vec<Option<usize>> = of_compared.collect();
        of_start.resize(self.starts.count(), None);
        FixedPointSet {
            count: clusters.len(),
            unconverged: self.converged.iter().filter(|number| number.is_none()).count(),
            representatives,
            basins: clusters.iter().map(|cluster| cluster.members.len()).collect(),
            of_start,
        }
    }
}
