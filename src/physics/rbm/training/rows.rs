//! The rows that a training learns from, and what each counts.

use crate::physics::configurations::Configurations;
use crate::physics::data::Dataset;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::initial;
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::rbm::units::VisibleUnits;

/// Rows to learn from.
#[derive(Clone, Debug)]
pub(super) struct Data {
    pub(super) values: Configurations,
    /// Weight of each row, where they differ.
    pub(super) weights: Option<Vec<f32>>,
}

impl Data {
    pub(super) fn new(data: &Dataset, visible: VisibleUnits, reweighted: bool) -> Result<Self, RbmError> {
        initial::check_data(data, visible)?;
        let weights = reweighted.then(|| sequence_weights(&data.values, IDENTITY));
        Ok(Self { values: data.values.clone(), weights })
    }

    pub(super) fn row(&self, row: u32) -> &[u8] {
        self.values.row(row as usize).unwrap_or_default()
    }

    pub(super) fn rows<'a>(&'a self, rows: &'a [u32]) -> impl Iterator<Item = &'a [u8]> {
        rows.iter().map(|&row| self.row(row))
    }

    pub(super) fn count(&self) -> usize {
        self.values.rows()
    }

    /// The share of each row in its minibatch.
    pub(super) fn shares(&self, rows: &[u32]) -> Vec<f32> {
        let Some(weights) = &self.weights else { return vec![1.0 / rows.len() as f32; rows.len()] };
        let weights = || rows.iter().map(|&row| f64::from(weights[row as usize]));
        let total: f64 = weights().sum();
        weights().map(|weight| (weight / total) as f32).collect()
    }
}
