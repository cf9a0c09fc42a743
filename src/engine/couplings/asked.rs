//! One coupling taken apart into what the hidden units add, or one hidden unit into the couplings that it adds.

use std::sync::Arc;

use crate::physics::couplings::{
    AllOrders, CouplingMethod, EffectiveCouplings, ExpansionSettings, unit_contributions, unit_couplings,
    visible_contribution,
};
use crate::physics::rbm::{Rbm, RbmError};
use crate::physics::stop::NEVER;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Asked {
    /// The coupling of some sites: a field, a pair, a triple or more.
    Sites(Vec<usize>),
    /// A hidden unit.
    Unit(usize),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Of some sites.
    Sites(OfSites),
    /// Of a hidden unit: its number, and the couplings that it adds.
    Unit(usize, Arc<EffectiveCouplings>),
}

/// The coupling of some sites by all methods.
#[derive(Clone, Debug, PartialEq)]
pub struct OfSites {
    /// The sites.
    pub sites: Arc<[usize]>,
    /// What each hidden unit adds, by the method of the session.
    pub by_unit: Arc<[f64]>,
    /// What the visible bias adds, by that method: 0 of more than one site.
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

impl Answer {
    /// Takes apart what is asked for.
    pub(super) fn new(
        rbm: &Rbm<f64>,
        asked: &Asked,
        settings: ExpansionSettings,
        enumerated: Option<&AllOrders>,
    ) -> Result<Self, RbmError> {
        match asked {
            Asked::Unit(unit) => {
                let found = unit_couplings(rbm, *unit, settings, NEVER)?.unwrap_or_default();
                Ok(Self::Unit(*unit, Arc::new(found)))
            }
            Asked::Sites(sites) => {
                let visible = |method| visible_contribution(rbm, sites, method);
                let by_unit = |method| unit_contributions(rbm, sites, method, NEVER).map(Option::unwrap_or_default);
                let total = |method| by_unit(method).map(|units| visible(method) + units.iter().sum::<f64>());
                Ok(Self::Sites(OfSites {
                    sites: sites.as_slice().into(),
                    by_unit: by_unit(settings.method)?.into(),
                    visible: visible(settings.method),
                    exact: total(CouplingMethod::Exact)?,
                    gaussian: total(CouplingMethod::Gaussian)?,
                    lattice_gas: total(CouplingMethod::LatticeGas)?,
                    enumerated: enumerated.and_then(|all| all.coupling(sites)),
                }))
            }
        }
    }
}
