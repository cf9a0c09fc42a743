//! One coupling taken apart into what the hidden units add, or one hidden unit into the couplings that it adds.

use std::sync::Arc;

use crate::physics::couplings::{
    AllOrders, CouplingMethod, EffectiveCouplings, ExpansionSettings, HighestOrder, unit_contributions, unit_couplings,
    visible_contribution,
};
use crate::physics::rbm::{Rbm, RbmError};
use crate::physics::stop::NEVER;

/// The coupling of some sites by all methods.
#[derive(Clone, Debug, PartialEq)]
pub struct OfSites {
    /// The sites.
    pub sites: Arc<[usize]>,
    /// What each hidden unit adds.
    pub by_unit: Arc<[f64]>,
    /// What the visible bias adds: 0 of more than one site.
    pub visible: f64,
    /// The coupling.
    pub exact: f64,
    /// With the field of the other sites taken as Gaussian.
    pub gaussian: f64,
    /// The coefficient in {0, 1} units.
    pub lattice_gas: f64,
    /// By enumeration, where the machine is small and its states have been enumerated.
    pub enumerated: Option<f64>,
}

impl OfSites {
    /// Takes the coupling of some sites apart.
    ///
    /// # Errors
    /// No site, a site twice, or one that is not there.
    pub(super) fn new(rbm: &Rbm<f64>, sites: &[usize], enumerated: Option<&AllOrders>) -> Result<Self, RbmError> {
        let visible = |method| visible_contribution(rbm, sites, method);
        let by_unit = |method| unit_contributions(rbm, sites, method, NEVER).map(Option::unwrap_or_default);
        let total = |method| by_unit(method).map(|units| visible(method) + units.iter().sum::<f64>());
        Ok(Self {
            sites: sites.into(),
            by_unit: by_unit(CouplingMethod::Exact)?.into(),
            visible: visible(CouplingMethod::Exact),
            exact: total(CouplingMethod::Exact)?,
            gaussian: total(CouplingMethod::Gaussian)?,
            lattice_gas: total(CouplingMethod::LatticeGas)?,
            enumerated: enumerated.and_then(|all| all.coupling(sites)),
        })
    }
}

/// What one hidden unit adds to all couplings.
#[derive(Clone, Debug, PartialEq)]
pub struct OfUnit {
    /// The hidden unit.
    pub unit: usize,
    /// Its fields and pairs.
    pub couplings: EffectiveCouplings,
}

impl OfUnit {
    /// Takes all couplings of one unit.
    ///
    /// # Errors
    /// A unit that is not there.
    pub(super) fn new(rbm: &Rbm<f64>, unit: usize) -> Result<Self, RbmError> {
        let (method, order) = (CouplingMethod::Exact, HighestOrder::Pairs);
        let settings = ExpansionSettings { method, order, most_triples: 0 };
        let couplings = unit_couplings(rbm, unit, settings, NEVER)?.unwrap_or_default();
        Ok(Self { unit, couplings })
    }
}
