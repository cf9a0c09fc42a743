//! What has a coupling, and its averages over data and, exactly, under a model of few spins.

use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::ising::{Enumeration, IsingModel, Pair, Triple};

use super::rows::{SpinRows, product};

/// Parameters up to which the Fisher information is collected and inverted.
pub(super) const MOST_CURVED: usize = 2600;

/// What has a coupling: single spins, pairs and triples of those that vary, in this order.
pub(super) struct Features {
    sets: Vec<Vec<usize>>,
    spins: usize,
}

impl Features {
    pub(super) fn new(spins: usize, varying: &[usize], triples: bool) -> Self {
        let mut sets: Vec<Vec<usize>> = varying.iter().map(|&i| vec![i]).collect();
        let after = |at: usize| varying.iter().enumerate().skip(at + 1);
        for (a, &i) in varying.iter().enumerate() {
            sets.extend(after(a).map(|(_, &j)| vec![i, j]));
        }
        for (a, &i) in varying.iter().enumerate().filter(|_| triples) {
            sets.extend(after(a).flat_map(|(b, &j)| after(b).map(move |(_, &k)| vec![i, j, k])));
        }
        Self { sets, spins }
    }

    pub(super) fn count(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn sets(&self) -> &[Vec<usize>] {
        &self.sets
    }

    /// Their averages over data.
    pub(super) fn of_rows(&self, rows: &SpinRows) -> Vec<f64> {
        let average = |set: &Vec<usize>| {
            let mut values = rows.weights().to_vec();
            for &spin in set.iter().skip(1) {
                for (value, factor) in values.iter_mut().zip(rows.column(spin)) {
                    *value *= factor;
                }
            }
            set.first().map_or(0.0, |&first| product(&values, rows.column(first)))
        };
        self.sets.par_iter().map(average).collect()
    }

    /// The model with these couplings; fields of spins that do not vary are 0. `None` where one is not finite.
    pub(super) fn model(&self, couplings: &[f64]) -> Option<IsingModel> {
        let mut fields = vec![0.0; self.spins];
        let (mut pairs, mut triples) = (Vec::new(), Vec::new());
        for (set, &value) in self.sets.iter().zip(couplings) {
            match set[..] {
                [i] => fields[i] = value,
                [i, j] => pairs.push(Pair { i, j, value }),
                [i, j, k] => triples.push(Triple { i, j, k, value }),
                _ => {}
            }
        }
        IsingModel::new(fields, pairs, triples).ok()
    }

    /// Exact averages, and their covariance where it is wanted: the product of two products is that of the spins in just one.
    pub(super) fn exact(&self, model: &IsingModel, curved: bool) -> Option<ModelAverages> {
        let enumeration = Enumeration::of(model).ok()?;
        let moments = enumeration.moments();
        let masks: Vec<usize> = self.sets.iter().map(|set| set.iter().map(|spin| 1 << spin).sum()).collect();
        let means: Vec<f64> = masks.iter().map(|&mask| moments[mask]).collect();
        let fisher = curved.then(|| {
            Array2::from_shape_fn((masks.len(), masks.len()), |(a, b)| {
                moments[masks[a] ^ masks[b]] - means[a] * means[b]
            })
        });
        let count = means.len();
        let log_partition = Some(enumeration.log_partition());
        Some(ModelAverages { means, errors: vec![0.0; count], fisher, log_partition, looks: usize::MAX })
    }
}

/// Averages under a model.
pub(super) struct ModelAverages {
    pub(super) means: Vec<f64>,
    /// Standard errors of the means through the chains; 0 where they are exact.
    pub(super) errors: Vec<f64>,
    /// Covariance of the features.
    pub(super) fisher: Option<Array2<f64>>,
    pub(super) log_partition: Option<f64>,
    /// Configurations that the covariance is of; `usize::MAX` where it is exact.
    pub(super) looks: usize,
}
