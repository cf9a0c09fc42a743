//! The couplings of the visible units of a machine, and the methods by which they are computed.

use ndarray::Array2;

use crate::physics::ising::Triple;

/// ln p̃(s) = C + Σ_i H_i s_i + Σ_{i<j} J_ij s_i s_j + Σ_{i<j<k} J_ijk s_i s_j s_k + …, the hidden units being summed over:
/// p̃(v) = Σ_h exp(−E(v, h)).
///
/// s = ±1 for every binary machine, also for one of {0, 1} units (v = (1 + s)/2); only
/// [`CouplingMethod::LatticeGas`] gives the coefficients of v = 0, 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EffectiveCouplings {
    /// C, where it is computed: ln p̃(s) averaged over all states.
    pub constant: Option<f64>,
    /// H, of each site.
    pub fields: Vec<f64>,
    /// J_ij, (site, site): symmetric, with zeros on its diagonal; 0 × 0 where they are not computed.
    pub pairs: Array2<f64>,
    /// J_ijk of sites i < j < k, the largest first; empty where they are not computed.
    pub triples: Vec<Triple>,
}

impl EffectiveCouplings {
    /// The coupling of one, two or three ascending sites, as far as it is kept.
    pub fn coupling(&self, sites: &[usize]) -> Option<f64> {
        match *sites {
            [i] => self.fields.get(i).copied(),
            [i, j] => self.pairs.get((i, j)).copied(),
            _ => self.triples.iter().find(|triple| triple.sites() == sites).map(|triple| triple.value),
        }
    }
}

/// How couplings are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum CouplingMethod {
    /// As they are, to rounding.
    #[default]
    Exact,
    /// The field that all other sites make at a hidden unit is taken as Gaussian, by the central limit theorem.
    Gaussian,
    /// The expansion in {0, 1} units around all sites being 0, exact and with other coefficients.
    LatticeGas,
}

impl CouplingMethod {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Gaussian, Self::LatticeGas];

    /// Whether the coefficients are those of ±1 spins.
    pub const fn is_of_spins(self) -> bool {
        !matches!(self, Self::LatticeGas)
    }
}

/// The highest order that is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum HighestOrder {
    /// Fields alone.
    Fields,
    /// Fields and pairs.
    Pairs,
    /// Fields, pairs and triples.
    Triples,
}

impl HighestOrder {
    /// 1, 2 or 3.
    pub const fn number(self) -> usize {
        self as usize + 1
    }
}
