//! How likely data are under a machine whose ln Z is known.

use crate::physics::configurations::Configurations;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::precise::free_energies;

/// Rows whose free energies may be added in one step: a multiple of the rows that are computed together, so that a sum
/// over steps has the bits of one over all rows.
pub const STEP: usize = 1024;

/// The mean Σ w ln p(v) / Σ w of ln p(v) = −F(v) − ln Z over rows that come batch by batch, with weights w where rows count
/// differently.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanLogLikelihood {
    rows: usize,
    weight: f64,
    free_energy: f64,
}

impl MeanLogLikelihood {
    /// Adds the free energies of these rows. The order of rows, and batches of [`STEP`] of them, change no bit.
    ///
    /// `weights` are those of all rows, in their order from the first batch on; without them all count alike.
    pub fn add(&mut self, rbm: &Rbm, rows: &Configurations, weights: Option<&[f32]>) {
        for energy in free_energies(rbm, rows) {
            let weight = weights.map_or(1.0, |all| all.get(self.rows).copied().map_or(0.0, f64::from));
            self.free_energy += weight * energy;
            self.weight += weight;
            self.rows += 1;
        }
    }

    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The mean over the rows so far, in nats; `None` without rows.
    pub fn value(&self, log_z: f64) -> Option<f64> {
        (self.weight > 0.0).then(|| -self.free_energy / self.weight - log_z)
    }
}

/// The mean of ln p(v) = −F(v) − ln Z over the rows, by their weights where they have some, in nats; `None` without rows.
pub fn mean_log_likelihood(rbm: &Rbm, rows: &Configurations, weights: Option<&[f32]>, log_z: f64) -> Option<f64> {
    let mut mean = MeanLogLikelihood::default();
    mean.add(rbm, rows, weights);
    mean.value(log_z)
}

/// The Kullback-Leibler divergence Σ q ln(q/p) of the model p from the distribution q of the rows, by the weights with which
/// their mean log-likelihood was taken.
pub fn divergence_from_data(rows: &Configurations, weights: Option<&[f32]>, mean_log_likelihood: f64) -> f64 {
    let entropy = weights.map_or_else(|| rows.entropy(), |weights| rows.weighted_entropy(weights));
    -entropy - mean_log_likelihood
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

    fn machine() -> Rbm {
        let weights = (0..15).map(|k| (k as f32 * 0.7).sin()).collect();
        let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
        Rbm::from_flat(visible, hidden, weights, vec![0.3; 5], vec![-0.2; 3]).unwrap()
    }

    #[test]
    fn a_row_of_weight_two_counts_as_two_rows() {
        let rbm = machine();
        let values: Vec<u8> = (0..5 * 40_usize).map(|k| (k * k / 7 % 2) as u8).collect();
        let rows = Configurations::new(values.clone(), 5);
        let doubled: Vec<u8> =
            values.chunks(5).enumerate().flat_map(|(row, v)| v.repeat(if row % 3 == 0 { 2 } else { 1 })).collect();
        let doubled = Configurations::new(doubled, 5);
        let weights: Vec<f32> = (0..40).map(|row| if row % 3 == 0 { 2.0 } else { 1.0 }).collect();
        let weighted = mean_log_likelihood(&rbm, &rows, Some(&weights), 1.5).unwrap();
        let counted = mean_log_likelihood(&rbm, &doubled, None, 1.5).unwrap();
        assert!((weighted - counted).abs() < 1e-12, "{weighted} {counted}");
        // Only the ratios of weights matter, and equal ones are none.
        let halves: Vec<f32> = weights.iter().map(|weight| weight / 2.0).collect();
        assert!((mean_log_likelihood(&rbm, &rows, Some(&halves), 1.5).unwrap() - counted).abs() < 1e-12);
        let plain = mean_log_likelihood(&rbm, &rows, None, 1.5).unwrap();
        assert_eq!(mean_log_likelihood(&rbm, &rows, Some(&[1.0; 40]), 1.5), Some(plain));
        assert!((plain - counted).abs() > 1e-3, "the weights matter, or this shows nothing");
        let divergence = divergence_from_data(&rows, Some(&weights), weighted);
        assert!((divergence - divergence_from_data(&doubled, None, counted)).abs() < 1e-12);
        assert_eq!(mean_log_likelihood(&rbm, &Configurations::none(5), Some(&[]), 1.5), None);
    }

    #[test]
    fn batches_change_no_bit() {
        let rbm = machine();
        let values: Vec<u8> = (0..5 * 2500_usize).map(|k| (k * k / 7 % 2) as u8).collect();
        let all = Configurations::new(values.clone(), 5);
        let mut mean = MeanLogLikelihood::default();
        assert_eq!(mean.value(1.0), None);
        for batch in values.chunks(5 * STEP) {
            mean.add(&rbm, &Configurations::new(batch.to_vec(), 5), None);
        }
        assert_eq!((mean.rows(), mean.value(1.0)), (2500, mean_log_likelihood(&rbm, &all, None, 1.0)));
    }
}
