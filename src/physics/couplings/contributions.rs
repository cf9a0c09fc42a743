//! What each hidden unit adds to a coupling: ln p̃(v) is a sum over hidden units, and so is each of its coefficients.

use ndarray::{Array1, Axis};
use rayon::prelude::*;

use super::effective::{CouplingMethod, EffectiveCouplings, HighestOrder};
use super::expansion::{ExpansionSettings, effective_couplings};
use super::ising_form::IsingForm;
use super::nodes::unit_coupling;
use super::potts::PottsExpansion;
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::{Rbm, RbmError, VisibleUnits};
use crate::physics::stop::{NEVER, Stop};

/// What a hidden unit adds.
type OfUnit<'a> = Box<dyn Fn(usize) -> Result<f64, RbmError> + Sync + 'a>;

/// What each hidden unit adds to the coupling of some sites, of any order. Together they are the coupling; of a single
/// site the [visible bias](visible_contribution) is missing.
///
/// `None` where it is no longer wanted.
///
/// # Errors
/// No site, a site twice, a site that is not there, or as [`Expansion::new`](super::Expansion::new).
pub fn unit_contributions(
    rbm: &Rbm<f64>,
    sites: &[usize],
    method: CouplingMethod,
    stop: Stop<'_>,
) -> Result<Option<Vec<f64>>, RbmError> {
    check_sites(sites, rbm.sites())?;
    let form = IsingForm::new(rbm)?;
    let of_unit: OfUnit<'_> = match (sites, method) {
        // A {0, 1} unit also adds to the fields by the change of variables.
        (&[site], _) => Box::new(move |unit| {
            let settings = ExpansionSettings { method, order: HighestOrder::Fields, most_triples: 0 };
            let found = effective_couplings(&single_unit(rbm, unit)?, settings, NEVER)?.unwrap_or_default();
            Ok(found.fields.get(site).copied().unwrap_or_default())
        }),
        (_, CouplingMethod::LatticeGas) => {
            let machine = rbm.to_bernoulli()?;
            Box::new(move |unit| Ok(occupation_coefficient(&machine, unit, sites)))
        }
        _ => Box::new(move |unit| {
            let (bias, weights) = form.unit(unit);
            let is_gaussian = method == CouplingMethod::Gaussian;
            Ok(unit_coupling(bias, weights, is_gaussian, sites))
        }),
    };
    let units: Result<Vec<Option<f64>>, RbmError> = (0..rbm.hidden_units())
        .into_par_iter()
        .map(|unit| if stop() { Ok(None) } else { of_unit(unit).map(Some) })
        .collect();
    Ok(units?.into_iter().collect())
}

/// What the visible bias adds to the coupling of some sites: nothing to that of more than one.
pub fn visible_contribution(rbm: &Rbm<f64>, sites: &[usize], method: CouplingMethod) -> f64 {
    let &[site] = sites else { return 0.0 };
    let bias = rbm.visible_bias().get([site, 0]).copied().unwrap_or_default();
    match (rbm.visible(), method.is_of_spins()) {
        // a v = a/2 + (a/2) s with v = (1 + s)/2.
        (VisibleUnits::Bernoulli, true) => bias / 2.0,
        // a s = −a + 2a v.
        (VisibleUnits::Ising, false) => 2.0 * bias,
        _ => bias,
    }
}

/// What one hidden unit adds to all couplings; the visible biases are not part of it.
///
/// # Errors
/// A unit that is not there, or as [`Expansion::new`](super::Expansion::new).
pub fn unit_couplings(
    rbm: &Rbm<f64>,
    unit: usize,
    settings: ExpansionSettings,
    stop: Stop<'_>,
) -> Result<Option<EffectiveCouplings>, RbmError> {
    effective_couplings(&single_unit(rbm, unit)?, settings, stop)
}

/// What one hidden unit adds to all fields and blocks of Potts units; the visible fields are not part of it.
///
/// # Errors
/// A unit that is not there, or as [`PottsExpansion::new`].
pub fn unit_potts_couplings(rbm: &Rbm<f64>, unit: usize) -> Result<PottsCouplings, RbmError> {
    let mut expansion = PottsExpansion::new(&single_unit(rbm, unit)?)?;
    while expansion.step() {}
    expansion.couplings()
}

/// The machine of one hidden unit alone, without visible biases.
fn single_unit(rbm: &Rbm<f64>, unit: usize) -> Result<Rbm<f64>, RbmError> {
    if unit >= rbm.hidden_units() {
        return Err(RbmError::Value {
            what: "the hidden unit",
            found: unit.to_string(),
            expected: format!("it can be 0 to {}", rbm.hidden_units() - 1),
        });
    }
    let weights = rbm.weights().index_axis(Axis(2), unit).to_owned().insert_axis(Axis(2));
    let bias = Array1::from_elem(1, rbm.hidden_bias().get(unit).copied().unwrap_or_default());
    Rbm::new(rbm.visible(), rbm.hidden(), weights, &rbm.visible_bias() * 0.0, bias)
}

/// Σ_{B⊆A} (−1)^(|A| − |B|) ln(1 + exp(b + Σ_{i∈B} W_i)) of a machine of {0, 1} units.
fn occupation_coefficient(rbm: &Rbm<f64>, unit: usize, sites: &[usize]) -> f64 {
    let bias = rbm.hidden_bias().get(unit).copied().unwrap_or_default();
    let weight = |site: usize| rbm.weights().get([site, 0, unit]).copied().unwrap_or_default();
    let subset = |set: usize| {
        let inside = sites.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
        let field = bias + inside.map(|(_, &site)| weight(site)).sum::<f64>();
        let sign = if (sites.len() - set.count_ones() as usize).is_multiple_of(2) { 1.0 } else { -1.0 };
        sign * crate::physics::math::softplus(field)
    };
    (0..1_usize << sites.len()).map(subset).sum()
}

/// The largest number of sites of a coupling that is asked for.
const MOST_SITES: usize = 8;

fn check_sites(sites: &[usize], count: usize) -> Result<(), RbmError> {
    let refusal = |expected: String| {
        let found = sites.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        Err(RbmError::Value { what: "the set of sites", found: format!("{{{found}}}"), expected })
    };
    let mut sorted = sites.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() < sites.len() || sites.is_empty() || sites.len() > MOST_SITES {
        return refusal(format!("it can be 1 to {MOST_SITES} different sites"));
    }
    if sorted.last().is_some_and(|&last| last >= count) {
        return refusal(format!("sites are 0 to {}", count.saturating_sub(1)));
    }
    Ok(())
}
