//! One coupling taken apart into what the hidden units add, or one hidden unit into the couplings that it adds.

use std::sync::Arc;

use ndarray::Array2;
use rayon::prelude::*;

use crate::engine::couplings::reading::norms;
use crate::physics::couplings::{
    AllOrders, CouplingMethod, EffectiveCouplings, ExpansionSettings, HighestOrder, PottsExpansion, unit_contributions,
    unit_couplings, unit_potts_couplings, visible_contribution,
};
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::{Rbm, RbmError, VisibleUnits};
use crate::physics::stop::NEVER;

/// The coupling of some sites by all methods.
#[derive(Clone, Debug, PartialEq)]
pub struct OfSites {
    /// The sites.
    pub sites: Arc<[usize]>,
    /// What each hidden unit adds; of a block of Potts units its part along the block, Σ J^α J / |J|, so that the parts add up
    /// to the norm.
    pub by_unit: Arc<[f64]>,
    /// What the visible bias adds: 0 of more than one site.
    pub visible: f64,
    /// The coupling; of a block its norm.
    pub exact: f64,
    /// With the field of the other sites taken as Gaussian, and the coefficient in {0, 1} units: of binary units.
    pub others: Option<[f64; 2]>,
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
            others: Some([total(CouplingMethod::Gaussian)?, total(CouplingMethod::LatticeGas)?]),
            enumerated: enumerated.and_then(|all| all.coupling(sites)),
        })
    }

    /// Takes the block of a pair of Potts units apart.
    ///
    /// # Errors
    /// Anything but two different sites.
    pub(super) fn of_potts(rbm: &Rbm<f64>, sites: &[usize], potts: &PottsCouplings) -> Result<Self, RbmError> {
        let pair = <[usize; 2]>::try_from(sites).ok();
        let block = pair.and_then(|[i, j]| Some((pair?, potts.block(i, j)?)));
        let Some((pair, block)) = block else {
            return Err(RbmError::Value {
                what: "the set of sites",
                found: format!("{sites:?}"),
                expected: format!("of Potts units it can be two different sites below {}", potts.sites()),
            });
        };
        let norm = block.iter().map(|value| value * value).sum::<f64>().sqrt();
        let along = |part: Array2<f64>| (&part * &block).sum() / norm.max(f64::MIN_POSITIVE);
        let machine = PottsExpansion::new(rbm)?;
        let part = |unit: usize| machine.unit_block(unit, pair).map_or(0.0, along);
        let by_unit: Vec<f64> = (0..rbm.hidden_units()).into_par_iter().map(part).collect();
        Ok(Self {
            sites: sites.into(),
            by_unit: by_unit.into(),
            visible: 0.0,
            exact: norm,
            others: None,
            enumerated: None,
        })
    }
}

/// What one hidden unit adds to all couplings.
#[derive(Clone, Debug, PartialEq)]
pub struct OfUnit {
    /// The hidden unit.
    pub unit: usize,
    /// Its fields and pairs; of Potts units their norms.
    pub couplings: EffectiveCouplings,
}

impl OfUnit {
    /// Takes all couplings of one unit.
    ///
    /// # Errors
    /// A unit that is not there.
    pub(super) fn new(rbm: &Rbm<f64>, unit: usize) -> Result<Self, RbmError> {
        if matches!(rbm.visible(), VisibleUnits::Potts(_)) {
            let couplings = norms(&unit_potts_couplings(rbm, unit)?);
            return Ok(Self { unit, couplings });
        }
        let (method, order) = (CouplingMethod::Exact, HighestOrder::Pairs);
        let settings = ExpansionSettings { method, order, most_triples: 0 };
        let couplings = unit_couplings(rbm, unit, settings, NEVER)?.unwrap_or_default();
        Ok(Self { unit, couplings })
    }
}
