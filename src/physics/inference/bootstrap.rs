//! Standard errors by drawing the rows again: the bootstrap.
//!
//! As many rows as there are are drawn with replacement, the estimate is made of them, and this is repeated; the spread of
//! the estimates is the error. The draws come from a stream of the seed, one index each, so that they may be done in any
//! order.
//!
//! ## References
//!
//! * B. Efron, “Bootstrap methods: another look at the jackknife”, Ann. Stat. 7, 1 (1979), doi:10.1214/aos/1176344552

use ndarray::Array2;

use crate::physics::seed::{Seed, Stream, below};
use crate::physics::stop::Stop;

use super::closed_form::{ClosedForm, closed_form};
use super::estimate::{ErrorBars, Estimate};
use super::moments::SpinMoments;
use super::rows::SpinRows;

/// Times that rows are drawn again: their spread is known to a tenth.
const DRAWS: u64 = 50;
/// Most multiplications that error bars are worth.
const AFFORDABLE: f64 = 5e10;

/// Standard errors of an estimate by a formula; `None` where they would take too long, fewer than two draws have an
/// estimate, or the work was given up.
pub fn errors(form: ClosedForm, rows: &SpinRows, shrinkage: f64, seed: Seed, stop: Stop<'_>) -> Option<ErrorBars> {
    let spins = rows.spins();
    let work = DRAWS as f64 * (rows.distinct() * spins) as f64 * spins as f64 / 2.0;
    if work > AFFORDABLE {
        return None;
    }
    let mut estimates: Vec<Estimate> = Vec::new();
    for draw in 0..DRAWS {
        if stop() {
            return None;
        }
        let weights = drawn(rows, seed, draw);
        let moments = SpinMoments::weighted(rows, &weights, rows.effective());
        estimates.extend(closed_form(form, &moments, shrinkage));
    }
    if estimates.len() < 2 {
        return None;
    }
    let spread = |of: &dyn Fn(&Estimate) -> f64| {
        let values = estimates.iter().map(of);
        crate::physics::statistics::Moments::of(values).standard_deviation()
    };
    let fields = (0..spins).map(|spin| spread(&|estimate| estimate.fields[spin])).collect();
    let pairs = Array2::from_shape_fn((spins, spins), |(i, j)| {
        if i == j { 0.0 } else { spread(&|estimate| estimate.pairs[(i.min(j), i.max(j))]) }
    });
    Some(ErrorBars { method: "bootstrap", fields, pairs, triples: Vec::new() })
}

/// The weights of the distinct rows among rows that are drawn with replacement; their sum is 1.
fn drawn(rows: &SpinRows, seed: Seed, draw: u64) -> Vec<f64> {
    let mut rng = seed.indexed(Stream::Resampling, draw);
    let mut weights = vec![0.0; rows.distinct()];
    let origins = rows.origins();
    for _ in 0..origins.len() {
        if let Some(&(row, weight)) = origins.get(below(&mut rng, origins.len() as u32) as usize)
            && let Some(sum) = weights.get_mut(row as usize)
        {
            *sum += weight;
        }
    }
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}
