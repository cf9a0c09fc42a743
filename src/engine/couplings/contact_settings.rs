//! How contacts are predicted.

use crate::physics::inference::potts::mean_field::PSEUDOCOUNT;
use crate::physics::potts::AverageProduct;
use crate::physics::rbm::reweighting::IDENTITY;

/// How couplings are estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ContactMethod {
    /// From the inverse of the covariances.
    #[default]
    MeanField,
    /// By the pseudo-likelihood, site by site, from the mean field on.
    PseudoLikelihood,
}

impl ContactMethod {
    /// All of them, the fastest first.
    pub const ALL: [Self; 2] = [Self::MeanField, Self::PseudoLikelihood];
}

/// What can be moved.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ContactSettings {
    /// How couplings are estimated.
    pub method: ContactMethod,
    /// Rows with this fraction of equal sites share their weight.
    pub identity: f64,
    /// The fraction of rows that are imagined to be uniform: by the mean field, and where mutual information is counted.
    pub pseudocount: f64,
    /// The correction for sites that score high with all others.
    pub correction: AverageProduct,
    /// Sites so far apart along the sequence, or farther, make a pair.
    pub separation: usize,
    /// Sites at most so far apart in the structure are in contact, in ångström.
    pub cutoff: f64,
}

impl ContactSettings {
    /// Whether couplings of the same sequences by other settings are those of these.
    pub fn has_couplings_of(&self, other: &Self) -> bool {
        let same = self.method == other.method && self.identity == other.identity;
        same && (self.method == ContactMethod::PseudoLikelihood || self.pseudocount == other.pseudocount)
    }
}

impl Default for ContactSettings {
    fn default() -> Self {
        Self {
            method: ContactMethod::MeanField,
            identity: IDENTITY,
            pseudocount: PSEUDOCOUNT,
            correction: AverageProduct::Mean,
            separation: 5,
            cutoff: 8.0,
        }
    }
}
