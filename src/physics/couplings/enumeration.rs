//! All couplings of all orders of a small machine, from ln p̃ of each of its states.

use ndarray::Array2;
use rayon::prelude::*;

use super::effective::{EffectiveCouplings, HighestOrder};
use super::ising_form::IsingForm;
use crate::physics::ising::{Enumeration, Triple};
use crate::physics::math::log_two_cosh;
use crate::physics::potts::pairs::all_triples;
use crate::physics::rbm::{Rbm, RbmError};
use crate::physics::stop::Stop;
use crate::physics::walsh_hadamard::{moebius, walsh_hadamard};

/// Visible units that are enumerated at most: 2²⁰ states.
pub const MOST_SITES: usize = 20;
/// Sites of the part of a state whose fields are tabled.
const LOW_SITES: usize = 10;

/// What the coefficients multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variables {
    /// s = ±1.
    Spins,
    /// v = 0, 1.
    Occupations,
}

/// The coefficients of ln p̃ in products of visible units.
#[derive(Clone, Debug, PartialEq)]
pub struct AllOrders {
    sites: usize,
    /// Of each set of sites, which are the bits of its number.
    coefficients: Vec<f64>,
}

impl AllOrders {
    /// Sums over all states of the visible units; `None` where that is no longer wanted.
    ///
    /// # Errors
    /// More than [`MOST_SITES`] sites, Potts units, or numbers that are not finite or too large.
    pub fn new(rbm: &Rbm<f64>, variables: Variables, stop: Stop<'_>) -> Result<Option<Self>, RbmError> {
        let form = IsingForm::new(rbm)?;
        let sites = form.sites();
        if sites > MOST_SITES {
            return Err(RbmError::Value {
                what: "the number of visible units",
                found: sites.to_string(),
                expected: format!("the states of at most {MOST_SITES} can be enumerated"),
            });
        }
        let Some(mut coefficients) = log_weights(&form, stop) else { return Ok(None) };
        match variables {
            Variables::Spins => walsh_hadamard(&mut coefficients),
            Variables::Occupations => moebius(&mut coefficients),
        }
        Ok(Some(Self { sites, coefficients }))
    }

    /// The coefficient of the product of some different sites; of none the constant. `None` for sites that are not there.
    pub fn coupling(&self, sites: &[usize]) -> Option<f64> {
        let valid = sites.iter().all(|&site| site < self.sites);
        let set = sites.iter().filter(|_| valid).fold(0, |set, site| set | 1 << site);
        self.coefficients.get(set).copied().filter(|_| valid)
    }

    /// The probabilities of all states and the averages of all products of ±1 spins, where these are the coefficients of
    /// spins.
    pub fn enumeration(&self) -> Enumeration {
        Enumeration::of_coefficients(self.coefficients.clone())
    }

    /// Those of at most an order, all triples in the order of their sites.
    pub fn up_to(&self, order: HighestOrder) -> EffectiveCouplings {
        let n = self.sites;
        let of = |set: usize| self.coefficients.get(set).copied().unwrap_or_default();
        let size = if order >= HighestOrder::Pairs { n } else { 0 };
        let pair = |(i, j): (usize, usize)| if i == j { 0.0 } else { of(1 << i | 1 << j) };
        let wants_triples = order >= HighestOrder::Triples;
        let triples = all_triples(if wants_triples { n } else { 0 });
        EffectiveCouplings {
            constant: Some(of(0)),
            fields: (0..n).map(|site| of(1 << site)).collect(),
            pairs: Array2::from_shape_fn((size, size), pair),
            triples: triples.map(|[i, j, k]| Triple { i, j, k, value: of(1 << i | 1 << j | 1 << k) }).collect(),
        }
    }
}

/// ln p̃ of each state, a spin being +1 where its bit is set.
fn log_weights(form: &IsingForm, stop: Stop<'_>) -> Option<Vec<f64>> {
    let (sites, units) = (form.sites(), form.units());
    let low_sites = sites.min(LOW_SITES);
    // The visible term first, then the field at each hidden unit.
    let part = |first: usize, last: usize, state: usize| {
        let spins = (first..last).map(|site| (site, if state >> site & 1 == 1 { 1.0 } else { -1.0 }));
        let mut sums = vec![0.0; units + 1];
        for (site, spin) in spins {
            sums[0] += spin * form.fields[site];
            for (unit, sum) in sums[1..].iter_mut().enumerate() {
                *sum += spin * form.weights[unit * sites + site];
            }
        }
        sums
    };
    let low: Vec<Vec<f64>> = (0..1 << low_sites).map(|state| part(0, low_sites, state)).collect();
    let of_high = |high: usize| {
        if stop() {
            return None;
        }
        let mut sums = part(low_sites, sites, high << low_sites);
        sums[0] += form.constant;
        sums[1..].iter_mut().zip(&form.biases).for_each(|(sum, bias)| *sum += bias);
        let weight = |low: &Vec<f64>| {
            let fields = sums[1..].iter().zip(&low[1..]);
            sums[0] + low[0] + fields.map(|(a, b)| log_two_cosh(a + b)).sum::<f64>()
        };
        Some(low.iter().map(weight).collect::<Vec<f64>>())
    };
    let parts: Option<Vec<Vec<f64>>> = (0..1 << (sites - low_sites)).into_par_iter().map(of_high).collect();
    Some(parts?.concat())
}
