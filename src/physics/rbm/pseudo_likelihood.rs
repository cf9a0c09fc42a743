//! Measures of a machine that need no ln Z: the pseudo-log-likelihood and the reconstruction error.
//!
//! ## References
//!
//! * J. Besag, “Statistical analysis of non-lattice data”, The Statistician 24, 179 (1975), doi:10.2307/2987782

use faer::{Accum, MatMut, MatRef, Par};
use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::math::{log_sum_exp, log_two_cosh, sigmoid, softplus};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::precise::hidden_fields;
use crate::physics::rbm::product_log::{LARGEST_FIELD, sum_of_logs};
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::{Seed, Stream, below, shuffle};

/// Terms ln(1 + eˣ) that [`pseudo_likelihood`] may take: some 20 ms.
const AFFORDABLE: usize = 20_000_000;
/// Rows that a subset has, where there are as many.
const ROWS_OF_SUBSET: usize = 256;
/// Rows that are taken together.
const BLOCK: usize = 32;

/// A pseudo-log-likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PseudoLikelihood {
    /// Mean of ln p(v_i | all other sites) over rows and sites, in nats.
    pub value: f64,
    /// Its standard error through the choice of rows and sites; 0 where all were taken.
    pub standard_error: f64,
    /// Whether all rows and sites were taken.
    pub complete: bool,
}

/// Mean of ln p(v_i | all other sites) over rows and sites: over all of them where that is cheap, else over a fixed
/// random choice. 0 for a perfect model; −ln q for one that knows nothing. Not a number without rows that fit.
pub fn pseudo_likelihood(rbm: &Rbm, rows: &Configurations) -> f64 {
    pseudo_likelihood_within(rbm, rows, AFFORDABLE, Seed(0)).value
}

/// The same with at most (about) so many terms ln(1 + eˣ), of which a row and site take one for each hidden unit and
/// each other state of the site.
pub fn pseudo_likelihood_within(rbm: &Rbm, rows: &Configurations, terms: usize, seed: Seed) -> PseudoLikelihood {
    let (sites, count) = (rbm.sites(), rows.rows());
    if rows.sites() != sites || count == 0 || !rbm.is_finite() {
        return PseudoLikelihood { value: f64::NAN, standard_error: 0.0, complete: false };
    }
    let of_site = rbm.hidden_units() * usize::from(rbm.visible().states() - 1);
    let complete = count.saturating_mul(sites).saturating_mul(of_site) <= terms;
    let (chosen, of_row) = if complete {
        ((0..count).collect(), sites)
    } else {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_unstable();
        shuffle(&mut order, &mut seed.indexed(Stream::Samples, u64::from(u32::MAX) + 1));
        order.truncate(ROWS_OF_SUBSET.min(count));
        (order, 0)
    };
    let of_row = if complete { of_row } else { (terms / (chosen.len() * of_site)).clamp(1, sites) };
    let flips = Flips::new(rbm);
    let means: Vec<f64> = chosen
        .par_chunks(BLOCK)
        .enumerate()
        .map(|(block, numbers)| {
            let mut rng = seed.indexed(Stream::Samples, u64::from(u32::MAX) + 2 + block as u64);
            let values: Vec<u8> = numbers.iter().filter_map(|&row| rows.row(row)).flatten().copied().collect();
            let mut fields = vec![0.0; numbers.len() * rbm.hidden_units()];
            hidden_fields(rbm, &values, sites, &mut fields);
            let lines = values.chunks_exact(sites).zip(fields.chunks_exact(rbm.hidden_units()));
            lines
                .map(|(row, fields)| {
                    let site = |k: usize| if complete { k } else { below(&mut rng, sites as u32) as usize };
                    let places: Vec<usize> = (0..of_row).map(site).collect();
                    flips.mean_log_probability(row, fields, &places)
                })
                .collect::<Vec<f64>>()
        })
        .flatten()
        .collect();
    let number = means.len() as f64;
    let value = means.iter().sum::<f64>() / number;
    let squares: f64 = means.iter().map(|mean| (mean - value).powi(2)).sum();
    let standard_error = if complete || means.len() < 2 { 0.0 } else { (squares / (number * (number - 1.0))).sqrt() };
    PseudoLikelihood { value, standard_error, complete }
}

/// What changing one site does to all hidden units, prepared: the fields change by a row of the weights, and their
/// exponentials by a factor, so that a site costs one multiplication per hidden unit and state.
struct Flips<'a> {
    rbm: &'a Rbm,
    states: usize,
    /// What a field is multiplied with before it is exponentiated: 1, and 2 for Ising hidden units, whose
    /// ln 2cosh x is −x + ln(1 + e²ˣ).
    factor: f64,
    /// exp(factor · W), `[site][state][hidden]`; state 0 of binary sites has W = 0 and state 1 the step from it.
    rising: Vec<f64>,
    /// exp(−factor · W).
    falling: Vec<f64>,
    /// What a state adds to the exponent: its bias, less Σ W of Ising hidden units.
    own: Vec<f64>,
    /// The largest exponent in `rising` and `falling`.
    largest: f64,
}

impl<'a> Flips<'a> {
    fn new(rbm: &'a Rbm) -> Self {
        let ising = rbm.hidden() == HiddenUnits::Ising;
        let factor = if ising { 2.0 } else { 1.0 };
        let units = rbm.hidden_units();
        let states = usize::from(rbm.visible().states());
        let step = if rbm.visible() == VisibleUnits::Ising { 2.0 } else { 1.0 };
        let potts = matches!(rbm.visible(), VisibleUnits::Potts(_));
        let (mut exponents, mut own) = (Vec::new(), Vec::new());
        for (row, &bias) in rbm.parameters().weights.chunks_exact(units).zip(rbm.parameters().visible_bias) {
            if !potts {
                exponents.extend(std::iter::repeat_n(0.0, units));
                own.push(0.0);
            }
            exponents.extend(row.iter().map(|&weight| factor * step * f64::from(weight)));
            let linear: f64 = if ising { row.iter().map(|&weight| step * f64::from(weight)).sum() } else { 0.0 };
            own.push(step * f64::from(bias) - linear);
        }
        Self {
            rbm,
            states,
            factor,
            rising: exponents.iter().map(|x| x.exp()).collect(),
            falling: exponents.iter().map(|x| (-x).exp()).collect(),
            own,
            largest: exponents.iter().fold(0.0, |largest, x| x.abs().max(largest)),
        }
    }

    /// Mean of ln p(v_i | others) over these sites of a row with these hidden fields.
    fn mean_log_probability(&self, row: &[u8], fields: &[f32], places: &[usize]) -> f64 {
        let exponents: Vec<f64> = fields.iter().map(|&field| self.factor * f64::from(field)).collect();
        let largest = exponents.iter().fold(0.0_f64, |largest, x| x.abs().max(largest));
        if largest + 2.0 * self.largest > LARGEST_FIELD {
            let sum: f64 = places.iter().map(|&site| self.slow(row, fields, site)).sum();
            return sum / places.len() as f64;
        }
        let powers: Vec<f64> = exponents.iter().map(|x| x.exp()).collect();
        let present: f64 = exponents.iter().map(|&x| softplus(x)).sum();
        let mut without = vec![0.0; powers.len()];
        let sum: f64 = places.iter().map(|&site| self.fast(row, &powers, present, site, &mut without)).sum();
        sum / places.len() as f64
    }

    fn fast(&self, row: &[u8], powers: &[f64], present: f64, site: usize, without: &mut [f64]) -> f64 {
        let units = powers.len();
        let place = |state: usize| site * self.states + state;
        let value = usize::from(row[site]).min(self.states - 1);
        let (rising, falling) = (&self.rising[..], &self.falling[..]);
        let change = pulp::Arch::new().dispatch(|| {
            let start = place(value) * units;
            for ((without, power), falling) in without.iter_mut().zip(powers).zip(&falling[start..start + units]) {
                *without = power * falling;
            }
            let mut changes = [f64::NEG_INFINITY; crate::physics::rbm::units::MOST_STATES as usize];
            for (state, change) in changes.iter_mut().enumerate().take(self.states) {
                let start = place(state) * units;
                *change = if state == value {
                    0.0
                } else {
                    sum_of_logs(without, &rising[start..start + units]) - present + self.own[place(state)]
                        - self.own[place(value)]
                };
            }
            changes
        });
        -log_sum_exp(change.iter().take(self.states).copied())
    }

    /// The same, straight from the formula, for fields whose exponentials overflow.
    fn slow(&self, row: &[u8], fields: &[f32], site: usize) -> f64 {
        let units = fields.len();
        let channels = self.rbm.visible().channels();
        let weights = |state: usize, unit: usize| -> f64 {
            let weight =
                |channel: usize| f64::from(self.rbm.parameters().weights[(site * channels + channel) * units + unit]);
            match self.rbm.visible() {
                VisibleUnits::Bernoulli => state as f64 * weight(0),
                VisibleUnits::Ising => (2.0 * state as f64 - 1.0) * weight(0),
                VisibleUnits::Potts(_) => weight(state),
            }
        };
        let bias = |state: usize| match self.rbm.visible() {
            VisibleUnits::Bernoulli => state as f64 * f64::from(self.rbm.parameters().visible_bias[site]),
            VisibleUnits::Ising => (2.0 * state as f64 - 1.0) * f64::from(self.rbm.parameters().visible_bias[site]),
            VisibleUnits::Potts(_) => f64::from(self.rbm.parameters().visible_bias[site * channels + state]),
        };
        let value = usize::from(row[site]).min(self.states - 1);
        let exponent = |state: usize| {
            let field = |(unit, &field): (usize, &f32)| {
                let field = f64::from(field) + weights(state, unit) - weights(value, unit);
                match self.rbm.hidden() {
                    HiddenUnits::Bernoulli => softplus(field),
                    HiddenUnits::Ising => log_two_cosh(field),
                }
            };
            bias(state) + fields.iter().enumerate().map(field).sum::<f64>()
        };
        let exponents: Vec<f64> = (0..self.states).map(exponent).collect();
        exponents[value] - log_sum_exp(exponents.iter().copied())
    }
}

/// Mean fraction of sites that one deterministic step up and down gets wrong: hidden units at their means given the row,
/// and each site in its most probable state given those means (the lower one of equals). A site counts as wrong when
/// that is not its value. It can fall while the likelihood falls: it asks whether a row is near a minimum, not how
/// many others there are. 0 without rows that fit.
pub fn reconstruction_error(rbm: &Rbm, rows: &Configurations) -> f64 {
    let (sites, units, lines) = (rbm.sites(), rbm.hidden_units(), rbm.visible_rows());
    if rows.sites() != sites || rows.rows() == 0 {
        return 0.0;
    }
    let states = rbm.visible().channels();
    let wrong: Vec<u64> = rows
        .as_slice()
        .par_chunks(BLOCK * sites)
        .map(|block| {
            let count = block.len() / sites;
            let mut hidden = vec![0.0_f32; count * units];
            hidden_fields(rbm, block, sites, &mut hidden);
            for field in &mut hidden {
                *field = match rbm.hidden() {
                    HiddenUnits::Bernoulli => sigmoid(f64::from(*field)) as f32,
                    HiddenUnits::Ising => field.tanh(),
                };
            }
            let mut fields = rbm.parameters().visible_bias.repeat(count);
            faer::linalg::matmul::matmul(
                MatMut::from_row_major_slice_mut(&mut fields, count, lines),
                Accum::Add,
                MatRef::from_row_major_slice(&hidden, count, units),
                MatRef::from_row_major_slice(rbm.parameters().weights, lines, units).transpose(),
                1.0_f32,
                Par::Seq,
            );
            let guesses = fields.chunks_exact(states).map(|site| match site {
                [field] => u8::from(*field > 0.0),
                site => {
                    site.iter()
                        .enumerate()
                        .fold(
                            (0, f32::NEG_INFINITY),
                            |best, (state, &field)| {
                                if field > best.1 { (state as u8, field) } else { best }
                            },
                        )
                        .0
                }
            });
            guesses.zip(block).map(|(guess, value)| u64::from(guess != *value)).sum()
        })
        .collect();
    wrong.iter().sum::<u64>() as f64 / rows.as_slice().len() as f64
}
