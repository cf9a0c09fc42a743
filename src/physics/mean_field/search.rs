//! The search for fixed points in bounded steps.

use std::sync::Arc;

use ndarray::Array2;

use super::blocks::{BlockQueue, Precisions};
use super::fixed_points::{FixedPointSet, FixedPointSettings};
use super::merging::{COMPARED, Clusters, places};
use super::relaxation::Starts;
use super::tap::Equations;
use crate::physics::rbm::{Configurations, Rbm};

/// A search for the fixed points that are reached from rows of data, step by step.
///
/// What is found after each step has the same bits for any number of threads.
pub struct FixedPointSearch {
    starts: Starts,
    blocks: BlockQueue,
    clusters: Clusters,
    /// Starts whose ends are compared, those that did not converge among them.
    compared: usize,
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
            compared: starts.rows() - total,
        }
    }

    /// One bounded piece of work; `true` when nothing is left to do.
    pub fn step(&mut self) -> bool {
        self.blocks.advance(&self.starts);
        let mut cost = 0;
        while cost < COMPARED
            && let Some(ends) = self.blocks.take()
        {
            for end in ends {
                cost += self.clusters.cost();
                if end.converged {
                    self.clusters.push(self.compared, end.visible.iter().copied());
                }
                self.compared += 1;
            }
        }
        self.blocks.complete()
    }

    /// Starts whose iteration has ended.
    pub fn finished(&self) -> usize {
        self.compared + self.blocks.finished()
    }

    /// The fixed points that the first starts lead to, as far as they are compared; the others have none in `of_start`.
    pub fn found(&self) -> FixedPointSet {
        let clusters = self.clusters.in_order();
        let mut representatives = Array2::zeros((clusters.len(), self.clusters.width()));
        for (mut row, cluster) in representatives.rows_mut().into_iter().zip(clusters) {
            row.iter_mut().zip(cluster.representative.iter()).for_each(|(mean, &found)| *mean = found);
        }
        let starts: Vec<Vec<usize>> = self.clusters.starts().collect();
        FixedPointSet {
            count: clusters.len(),
            unconverged: self.compared - self.clusters.states(),
            representatives,
            basins: starts.iter().map(Vec::len).collect(),
            of_start: places(&starts, self.starts.count()),
        }
    }
}
