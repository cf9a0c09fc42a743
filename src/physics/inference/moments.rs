//! Means and covariances of ±1 spins, and what is wrong with them before anything is inverted.

use ndarray::Array2;

use crate::physics::ising::Enumeration;

use super::estimate::InferenceError;
use super::rows::SpinRows;

/// A product of spins that is ±1 but for rounding.
const CERTAIN: f64 = 1.0 - 1e-12;

/// m_i = ⟨s_i⟩ and C_ij = ⟨s_i s_j⟩ − m_i m_j, with 1 − m_i² on the diagonal.
#[derive(Clone, Debug, PartialEq)]
pub struct SpinMoments {
    /// The means m_i.
    pub means: Vec<f64>,
    /// The covariance matrix C, (N, N).
    pub covariance: Array2<f64>,
    /// Effective number of rows; infinite for exact moments.
    pub rows: f64,
}

impl SpinMoments {
    /// Those of data.
    pub fn of(rows: &SpinRows) -> Self {
        Self::weighted(rows, rows.weights(), rows.effective())
    }

    /// Those of data under other weights, which have the sum 1.
    pub(super) fn weighted(rows: &SpinRows, weights: &[f64], effective: f64) -> Self {
        let (means, products) = rows.products(weights);
        Self::connected(means, products, effective)
    }

    /// Exact ones.
    pub fn exact(enumeration: &Enumeration, spins: usize) -> Self {
        let means = (0..spins).map(|i| enumeration.product(&[i])).collect();
        let products = Array2::from_shape_fn((spins, spins), |(i, j)| enumeration.product(&[i, j]));
        Self::connected(means, products, f64::INFINITY)
    }

    fn connected(means: Vec<f64>, mut covariance: Array2<f64>, rows: f64) -> Self {
        for ((i, j), value) in covariance.indexed_iter_mut() {
            // A product of a spin with itself is 1, whatever rounding made of the sum of all weights.
            *value = if i == j { 1.0 } else { *value } - means[i] * means[j];
        }
        Self { means, covariance, rows }
    }

    /// Number of spins.
    pub fn spins(&self) -> usize {
        self.means.len()
    }

    /// The spins that are +1 in some rows and −1 in others.
    pub fn varying(&self) -> Vec<usize> {
        self.means.iter().enumerate().filter(|(_, mean)| mean.abs() < CERTAIN).map(|(spin, _)| spin).collect()
    }

    /// Refuses data in which fewer than two columns vary; else those that do, and a note on the others.
    ///
    /// # Errors
    /// Fewer than two columns vary.
    pub fn usable(&self) -> Result<(Vec<usize>, Vec<String>), InferenceError> {
        let varying = self.varying();
        if varying.len() < 2 {
            return Err(InferenceError::Constant { varying: varying.len(), spins: self.spins() });
        }
        let constant: Vec<usize> = (0..self.spins()).filter(|spin| varying.binary_search(spin).is_err()).collect();
        let note = constant.first().map(|first| {
            let which = if constant.len() == 1 {
                format!("column {first} is constant: its couplings are")
            } else {
                format!("{} columns are constant, the first of them {first}: their couplings are", constant.len())
            };
            format!("{which} 0, and the field is that of one deviating row more")
        });
        Ok((varying, note.into_iter().collect()))
    }

    /// The field of a spin that is constant: that of one row more, in which it has the other value.
    pub fn field_of_constant(&self, spin: usize) -> f64 {
        let mean = self.means.get(spin).copied().unwrap_or(0.0);
        let most = 1.0 - 2.0 / (self.rows + 1.0);
        mean.clamp(-most, most).atanh()
    }

    /// Two spins that are equal or opposite in every row, if there are any.
    pub fn duplicate(&self) -> Option<(usize, usize)> {
        let varying = self.varying();
        let pairs = varying.iter().enumerate().flat_map(|(at, &i)| varying.iter().skip(at + 1).map(move |&j| (i, j)));
        let product = |i: usize, j: usize| self.covariance[(i, j)] + self.means[i] * self.means[j];
        pairs.into_iter().find(|&(i, j)| product(i, j).abs() >= CERTAIN)
    }

    /// Refuses columns that say the same.
    ///
    /// # Errors
    /// Two of them do.
    pub(super) fn refuse_duplicates(&self, remedy: &'static str) -> Result<(), InferenceError> {
        match self.duplicate() {
            Some((first, second)) => Err(InferenceError::Duplicate { first, second, remedy }),
            None => Ok(()),
        }
    }
}
