//! How likely data are under a machine whose ln Z is known.

use crate::physics::configurations::Configurations;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::precise::free_energies;

/// Rows whose free energies may be added in one step: a multiple of the rows that are computed together, so that a sum
/// over steps has the bits of one over all rows.
pub const STEP: usize = 1024;

/// The mean of ln p(v) = −F(v) − ln Z over rows that come batch by batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanLogLikelihood {
    rows: usize,
    free_energy: f64,
}

impl MeanLogLikelihood {
    /// Adds the free energies of these rows. The order of rows, and batches of [`STEP`] of them, change no bit.
    pub fn add(&mut self, rbm: &Rbm, rows: &Configurations) {
        self.free_energy = free_energies(rbm, rows).into_iter().fold(self.free_energy, |sum, energy| sum + energy);
        self.rows += rows.rows();
    }

    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The mean over the rows so far, in nats; `None` without rows.
    pub fn value(&self, log_z: f64) -> Option<f64> {
        (self.rows > 0).then(|| -self.free_energy / self.rows as f64 - log_z)
    }
}

/// The mean of ln p(v) = −F(v) − ln Z over the rows, in nats; `None` without rows.
pub fn mean_log_likelihood(rbm: &Rbm, rows: &Configurations, log_z: f64) -> Option<f64> {
    let mut mean = MeanLogLikelihood::default();
    mean.add(rbm, rows);
    mean.value(log_z)
}

/// The Kullback-Leibler divergence Σ q ln(q/p) of the model p from the distribution q of the rows, of which the mean
/// log-likelihood is known.
pub fn divergence_from_data(rows: &Configurations, mean_log_likelihood: f64) -> f64 {
    -rows.entropy() - mean_log_likelihood
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

    #[test]
    fn batches_change_no_bit() {
        let weights = (0..15).map(|k| (k as f32 * 0.7).sin()).collect();
        let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
        let rbm = Rbm::from_flat(visible, hidden, weights, vec![0.3; 5], vec![-0.2; 3]).unwrap();
        let values: Vec<u8> = (0..5 * 2500_usize).map(|k| (k * k / 7 % 2) as u8).collect();
        let all = Configurations::new(values.clone(), 5);
        let mut mean = MeanLogLikelihood::default();
        assert_eq!(mean.value(1.0), None);
        for batch in values.chunks(5 * STEP) {
            mean.add(&rbm, &Configurations::new(batch.to_vec(), 5));
        }
        assert_eq!((mean.rows(), mean.value(1.0)), (2500, mean_log_likelihood(&rbm, &all, 1.0)));
    }
}
