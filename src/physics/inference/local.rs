//! Estimates spin by spin: each spin's field and couplings from how it follows the others.
//!
//! With z = s_i (h_i + Σ_j J_ij s_j + Σ_{j<k} K_ijk s_j s_k), averaged over the rows:
//!
//! | | minimised for each spin i | its slope −w(z) s_i s_j |
//! |---|---|---|
//! | pseudo-likelihood | ⟨ln(1 + e^−2z)⟩ | w = 2/(1 + e^2z) |
//! | RISE | ⟨e^−z⟩ | w = e^−z |
//! | logRISE | ln ⟨e^−z⟩ | w = e^−z/⟨e^−z⟩ |
//!
//! plus λ times the absolute values of the couplings, not of the field. A pair is estimated at both of its spins, a triple
//! at all three: the mean is taken. RISE and logRISE have the same minimum unless there is a penalty.
//!
//! ## References
//!
//! * J. Besag, “Statistical analysis of non-lattice data”, The Statistician 24, 179 (1975), doi:10.2307/2987782
//! * P. Ravikumar, M. J. Wainwright and J. D. Lafferty, “High-dimensional Ising model selection using ℓ1-regularized
//!   logistic regression”, Ann. Stat. 38, 1287 (2010), doi:10.1214/09-AOS691
//! * M. Vuffray, S. Misra, A. Lokhov and M. Chertkov, “Interaction screening: efficient and sample-optimal learning of Ising
//!   models”, NeurIPS 29 (2016), arXiv:1605.07252
//! * A. Y. Lokhov, M. Vuffray, S. Misra and M. Chertkov, “Optimal structure and parameter learning of Ising models”,
//!   Sci. Adv. 4, e1700791 (2018), doi:10.1126/sciadv.1700791

use rayon::prelude::*;

use crate::physics::ising::Triple;
use crate::physics::math::softplus;
use crate::physics::optimise::{Minimum, Objective, Tolerances, fista, lbfgs};
use crate::physics::stop::Stop;

use super::estimate::{Estimate, InferenceError};
use super::moments::SpinMoments;
use super::rows::SpinRows;
use super::sandwich;

/// What is minimised for each spin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalLoss {
    /// Minus the mean log-probability of the spin given all others.
    PseudoLikelihood,
    /// The interaction screening objective.
    Rise,
    /// Its logarithm.
    LogRise,
}

impl LocalLoss {
    /// The c of the penalty λ = c √(ln(N²/0.05)/M) that finds sparse graphs with the fewest rows (Lokhov et al. 2018).
    fn sparse_factor(self) -> f64 {
        match self {
            Self::PseudoLikelihood => 0.2,
            Self::Rise => 0.4,
            Self::LogRise => 0.8,
        }
    }

    /// That λ for N spins and M rows.
    pub fn sparse_penalty(self, spins: usize, rows: f64) -> f64 {
        self.sparse_factor() * ((spins as f64).powi(2) / 0.05).ln().sqrt() / rows.sqrt()
    }
}

/// How spins are estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalSettings {
    /// What is minimised.
    pub loss: LocalLoss,
    /// The strength λ of the penalty on absolute values; 0 for none.
    pub penalty: f64,
    /// Whether there are couplings of three spins.
    pub triples: bool,
    /// Whether standard errors are wanted, where they can be had.
    pub errors: bool,
}

/// Where the minimum is as good as exact.
const TOLERANCES: Tolerances = Tolerances { gradient: 1e-9, decrease: 0.0, iterations: 5000 };
/// A loss below this at its minimum: the others say exactly what the spin is.
const SEPARABLE: f64 = 1e-6;

/// Bytes that estimates of so many spins need besides the rows: what each spin may follow, and its couplings.
pub fn bytes(spins: usize, triples: bool) -> u64 {
    let n = spins as u64;
    let each = if triples { n.saturating_mul(n) / 2 } else { n };
    n.saturating_mul(each).saturating_mul(64)
}

/// Reads couplings off rows, one spin after the other.
///
/// # Errors
/// Fewer than two columns vary, two columns say the same and there is no penalty, or the work was given up.
pub fn local(rows: &SpinRows, settings: LocalSettings, stop: Stop<'_>) -> Result<Estimate, InferenceError> {
    let penalty = settings.penalty;
    if !(penalty.is_finite() && penalty >= 0.0) {
        return Err(InferenceError::Setting { what: "--l1", value: penalty });
    }
    let moments = SpinMoments::of(rows);
    let (varying, notes) = moments.usable()?;
    if penalty == 0.0 {
        moments.refuse_duplicates("--l1 X penalises large couplings")?;
    }
    let neighbourhoods: Vec<Neighbourhood> =
        varying.iter().map(|&spin| Neighbourhood::new(spin, &varying, settings.triples)).collect();
    let minima: Vec<Minimum> =
        neighbourhoods.par_iter().map(|neighbourhood| minimum(rows, neighbourhood, settings, stop)).collect();
    if stop() {
        return Err(InferenceError::Stopped);
    }
    let mut estimate = Estimate { notes, ..Estimate::none(rows.spins()) };
    gather(&mut estimate, &neighbourhoods, &minima);
    for spin in (0..rows.spins()).filter(|spin| varying.binary_search(spin).is_err()) {
        estimate.fields[spin] = moments.field_of_constant(spin);
    }
    let unfinished = minima.iter().filter(|minimum| !minimum.ending.is_minimum()).count();
    if unfinished > 0 {
        estimate.notes.push(format!("the estimate of {unfinished} spins did not reach its minimum"));
    }
    let separable = minima.iter().filter(|minimum| settings.loss.floor(minimum.value) < SEPARABLE).count();
    if separable > 0 && penalty == 0.0 {
        let sentence =
            format!("{separable} spins follow from the others in every row: their couplings have no finite value");
        estimate.notes.push(sentence);
    } else if settings.errors && penalty == 0.0 {
        estimate.errors = sandwich::errors(rows, settings.loss, &neighbourhoods, &minima, &estimate, stop);
    }
    if stop() { Err(InferenceError::Stopped) } else { Ok(estimate) }
}

impl LocalLoss {
    /// The loss on a scale on which perfect prediction is 0.
    fn floor(self, value: f64) -> f64 {
        if self == Self::LogRise { value.exp() } else { value }
    }

    /// The loss of z, and w(z): for logRISE before the division by the mean.
    pub(super) fn of(self, z: f64) -> [f64; 2] {
        match self {
            Self::PseudoLikelihood => [softplus(-2.0 * z), 2.0 / (1.0 + (2.0 * z).exp())],
            Self::Rise | Self::LogRise => [(-z).exp(); 2],
        }
    }
}

/// A spin with what it may follow: nothing (its field), other spins, and products of two others.
pub(super) struct Neighbourhood {
    pub(super) spin: usize,
    pub(super) others: Vec<usize>,
    pub(super) products: Vec<(usize, usize)>,
}

impl Neighbourhood {
    fn new(spin: usize, varying: &[usize], triples: bool) -> Self {
        let others: Vec<usize> = varying.iter().copied().filter(|&other| other != spin).collect();
        let after = |at: usize| others.iter().skip(at + 1);
        let all = others.iter().enumerate().flat_map(|(at, &j)| after(at).map(move |&k| (j, k)));
        Self { spin, products: if triples { all.collect() } else { Vec::new() }, others }
    }

    /// Parameters: the field, pairs, triples.
    pub(super) fn parameters(&self) -> usize {
        1 + self.others.len() + self.products.len()
    }

    /// Calls `f` with each feature's values in a range of distinct rows.
    pub(super) fn features(&self, rows: &SpinRows, range: std::ops::Range<usize>, mut f: impl FnMut(usize, &[f64])) {
        let of = |spin: usize| rows.column(spin).get(range.clone()).unwrap_or_default();
        let mut place = 0;
        let mut next = |values: &[f64]| {
            f(place, values);
            place += 1;
        };
        next(&vec![1.0; range.len()]);
        for &other in &self.others {
            next(of(other));
        }
        let mut product = vec![0.0; range.len()];
        for &(j, k) in &self.products {
            for ((product, a), b) in product.iter_mut().zip(of(j)).zip(of(k)) {
                *product = a * b;
            }
            next(&product);
        }
    }
}

/// Distinct rows that are taken together: their values stay in the cache.
pub(super) const BLOCK: usize = 512;

/// The loss of one spin.
struct Loss<'a> {
    rows: &'a SpinRows,
    neighbourhood: &'a Neighbourhood,
    kind: LocalLoss,
    stop: Stop<'a>,
}

/// z of the distinct rows in a range.
pub(super) fn margins(
    rows: &SpinRows,
    neighbourhood: &Neighbourhood,
    point: &[f64],
    range: std::ops::Range<usize>,
) -> Vec<f64> {
    let mut z = vec![0.0; range.len()];
    neighbourhood.features(rows, range.clone(), |place, values| {
        let coupling = point.get(place).copied().unwrap_or(0.0);
        if coupling != 0.0 {
            for (z, value) in z.iter_mut().zip(values) {
                *z += coupling * value;
            }
        }
    });
    let own = rows.column(neighbourhood.spin).get(range).unwrap_or_default();
    for (z, own) in z.iter_mut().zip(own) {
        *z *= own;
    }
    z
}

impl Objective for Loss<'_> {
    fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut sum = 0.0;
        let distinct = self.rows.distinct();
        for start in (0..distinct).step_by(BLOCK) {
            if (self.stop)() {
                return f64::NAN;
            }
            let range = start..(start + BLOCK).min(distinct);
            let mut slopes = margins(self.rows, self.neighbourhood, point, range.clone());
            let own = self.rows.column(self.neighbourhood.spin).get(range.clone()).unwrap_or_default();
            let weights = self.rows.weights().get(range.clone()).unwrap_or_default();
            for ((z, own), weight) in slopes.iter_mut().zip(own).zip(weights) {
                let [loss, slope] = self.kind.of(*z);
                sum += weight * loss;
                *z = weight * slope * own;
            }
            self.neighbourhood.features(self.rows, range, |place, values| {
                if let Some(gradient) = gradient.get_mut(place) {
                    *gradient -= super::rows::product(&slopes, values);
                }
            });
        }
        if self.kind == LocalLoss::LogRise {
            for slope in gradient {
                *slope /= sum;
            }
            return sum.ln();
        }
        sum
    }
}

fn minimum(rows: &SpinRows, neighbourhood: &Neighbourhood, settings: LocalSettings, stop: Stop<'_>) -> Minimum {
    let mut loss = Loss { rows, neighbourhood, kind: settings.loss, stop };
    let start = vec![0.0; neighbourhood.parameters()];
    if settings.penalty == 0.0 {
        return lbfgs::minimise(&mut loss, &start, TOLERANCES, stop);
    }
    let mut penalties = vec![settings.penalty; neighbourhood.parameters()];
    if let Some(field) = penalties.first_mut() {
        *field = 0.0;
    }
    fista::minimise(&mut loss, &penalties, &start, TOLERANCES, stop)
}

/// Takes the means of what each coupling is at its spins.
fn gather(estimate: &mut Estimate, neighbourhoods: &[Neighbourhood], minima: &[Minimum]) {
    let mut triples = std::collections::BTreeMap::new();
    for (neighbourhood, minimum) in neighbourhoods.iter().zip(minima) {
        let spin = neighbourhood.spin;
        let mut values = minimum.point.iter().copied();
        estimate.fields[spin] = values.next().unwrap_or(0.0);
        for (&other, value) in neighbourhood.others.iter().zip(&mut values) {
            estimate.pairs[(spin, other)] += 0.5 * value;
            estimate.pairs[(other, spin)] += 0.5 * value;
        }
        for (&(j, k), value) in neighbourhood.products.iter().zip(&mut values) {
            let mut spins = [spin, j, k];
            spins.sort_unstable();
            *triples.entry(spins).or_insert(0.0) += value / 3.0;
        }
    }
    estimate.triples = triples.into_iter().map(|([i, j, k], value)| Triple { i, j, k, value }).collect();
}
