//! The steps of Boltzmann learning along the inverse of the Fisher information F, and the error bars that it gives.
//!
//! Where F is a covariance measured on S configurations of P features, the eigenvalues of F̂⁻¹F are those that Marchenko and
//! Pastur found, between 1/(1 + √γ)² and 1/(1 − √γ)² with γ = P/S. Whole steps F̂⁻¹g would go more than twice too far along
//! some directions once γ > (1 − 1/√2)², and farther with each step. Steps η F̂⁻¹g with η = (1 − γ)²/(1 + γ), the inverse of
//! the mean of both ends, shorten the worst of the errors most. A step δ moves the model by the Kullback-Leibler distance
//! δᵀFδ/2 as long as that is small, and it is kept so.
//!
//! ## References
//!
//! * V. A. Marčenko and L. A. Pastur, “Distribution of eigenvalues for some sets of random matrices”, Math. USSR Sb. 1, 457
//!   (1967), doi:10.1070/SM1967v001n04ABEH001994

use ndarray::{Array2, ArrayView1};

use crate::physics::positive_definite::{NoInverse, invert};
use crate::physics::stop::Stop;

use super::estimate::InferenceError;

/// The largest component of a step.
const LONGEST: f64 = 1.0;
/// The largest Kullback-Leibler distance of a step: ln p then changes by ½ in the root mean square.
const FARTHEST: f64 = 0.125;
/// The distance of all steps since F was measured, beyond which it is measured again.
const STALE: f64 = 0.125;

/// F⁻¹, and how far the model has come since.
pub(super) struct Curvature {
    inverse: Array2<f64>,
    /// γ; 0 of an exact F.
    ratio: f64,
    travelled: f64,
}

impl Curvature {
    /// Of the Fisher information measured on so many configurations (`usize::MAX` where it is exact), with `damping` added
    /// to its diagonal; `None` where it has no inverse.
    pub(super) fn new(
        mut fisher: Array2<f64>,
        configurations: usize,
        damping: f64,
        stop: Stop<'_>,
    ) -> Result<Option<Self>, InferenceError> {
        let ratio = if configurations == usize::MAX { 0.0 } else { fisher.nrows() as f64 / configurations as f64 };
        fisher.diag_mut().mapv_inplace(|variance| variance + damping);
        match invert(&mut fisher, stop) {
            Ok(()) => Ok(Some(Self { inverse: fisher, ratio, travelled: 0.0 })),
            Err(NoInverse::Singular { .. }) => Ok(None),
            Err(NoInverse::Stopped) => Err(InferenceError::Stopped),
        }
    }

    /// Whether F is no longer that of the model.
    pub(super) fn is_stale(&self) -> bool {
        self.travelled > STALE
    }

    /// η F⁻¹ g, shortened where it goes too far.
    pub(super) fn step(&mut self, gradient: &[f64]) -> Vec<f64> {
        let gain = (1.0 - self.ratio).powi(2) / (1.0 + self.ratio);
        let step = gain * self.inverse.dot(&ArrayView1::from(gradient));
        let longest = step.iter().fold(0.0, |longest: f64, part| longest.max(part.abs()));
        let distance = gain * step.iter().zip(gradient).map(|(part, slope)| part * slope).sum::<f64>() / 2.0;
        let shorter = (LONGEST / longest).min((FARTHEST / distance).sqrt()).min(1.0);
        self.travelled += distance * shorter * shorter;
        step.iter().map(|part| shorter * part).collect()
    }

    /// √((F⁻¹)_aa/M). The inverse of a measured covariance is too large by 1/(1 − γ).
    pub(super) fn deviations(&self, rows: f64) -> Vec<f64> {
        self.inverse.diag().iter().map(|variance| (variance * (1.0 - self.ratio) / rows).max(0.0).sqrt()).collect()
    }
}
