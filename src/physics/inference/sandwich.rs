//! Standard errors of estimates spin by spin: the sandwich of curvature and scatter.
//!
//! What one row of weight w adds to the error of spin i's parameters is its influence ψ = w H_i⁻¹ g, with the gradient g of
//! the row's loss and the curvature H_i of the mean loss. A coupling is the mean of what it is at its spins, its influence
//! the mean of theirs, and its variance the sum of the squares over all rows.
//!
//! ## References
//!
//! * P. J. Huber, “The behavior of maximum likelihood estimates under nonstandard conditions”, Proc. Fifth Berkeley Symp. 1,
//!   221 (1967)

use faer::linalg::matmul::matmul;
use faer::linalg::solvers::Solve as _;
use faer::{Accum, Mat, Par, Side};
use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::optimise::Minimum;
use crate::physics::stop::Stop;

use super::estimate::{ErrorBars, Estimate};
use super::local::{BLOCK, LocalLoss, Neighbourhood, margins};
use super::rows::SpinRows;

/// Most multiplications that error bars are worth.
const AFFORDABLE: f64 = 2e11;
/// Most numbers of all curvatures together.
const MOST_NUMBERS: usize = 1 << 27;

/// Standard errors; `None` where they would take too long, a curvature has no inverse, or the work was given up.
pub(super) fn errors(
    rows: &SpinRows,
    loss: LocalLoss,
    neighbourhoods: &[Neighbourhood],
    minima: &[Minimum],
    estimate: &Estimate,
    stop: Stop<'_>,
) -> Option<ErrorBars> {
    let parameters: Vec<usize> = neighbourhoods.iter().map(Neighbourhood::parameters).collect();
    let numbers: usize = parameters.iter().map(|&count| count * count).sum();
    if numbers > MOST_NUMBERS || 2.0 * numbers as f64 * rows.distinct() as f64 > AFFORDABLE {
        return None;
    }
    let inverses: Option<Vec<Mat<f64>>> = neighbourhoods
        .par_iter()
        .zip(minima)
        .map(|(neighbourhood, minimum)| inverse_curvature(rows, loss, neighbourhood, &minimum.point, stop))
        .collect();
    let inverses = inverses?;
    let spins = rows.spins();
    let mut place_of = vec![None; spins];
    for (place, neighbourhood) in neighbourhoods.iter().enumerate() {
        place_of[neighbourhood.spin] = Some(place);
    }
    let (mut fields, mut pairs) = (vec![0.0; spins], Array2::<f64>::zeros((spins, spins)));
    let mut triples = vec![0.0; estimate.triples.len()];
    let distinct = rows.distinct();
    for start in (0..distinct).step_by(BLOCK) {
        if stop() {
            return None;
        }
        let range = start..(start + BLOCK).min(distinct);
        let influences: Vec<Mat<f64>> = neighbourhoods
            .par_iter()
            .zip(minima)
            .zip(&inverses)
            .map(|((neighbourhood, minimum), inverse)| {
                influence(rows, loss, neighbourhood, &minimum.point, inverse, range.clone())
            })
            .collect();
        let squares = rows.squares().get(range).unwrap_or_default();
        // The variance that these rows add to a mean of parameters, each named by spin and place.
        let variance = |parts: &[(usize, usize)]| -> f64 {
            let columns: Vec<&[f64]> = parts
                .iter()
                .filter_map(|&(spin, place)| Some(influences.get(place_of.get(spin).copied()??)?.col_as_slice(place)))
                .collect();
            let mean = |row: usize| columns.iter().map(|column| column[row]).sum::<f64>() / columns.len().max(1) as f64;
            squares.iter().enumerate().map(|(row, square)| square * mean(row).powi(2)).sum()
        };
        let place = |spin: usize, other: usize| -> usize {
            let found = place_of[spin].and_then(|at| neighbourhoods[at].others.binary_search(&other).ok());
            found.map_or(0, |found| found + 1)
        };
        for (a, first) in neighbourhoods.iter().enumerate() {
            let i = first.spin;
            fields[i] += variance(&[(i, 0)]);
            for j in neighbourhoods.iter().skip(a + 1).map(|second| second.spin) {
                pairs[(i, j)] += variance(&[(i, place(i, j)), (j, place(j, i))]);
            }
        }
        for (sum, triple) in triples.iter_mut().zip(&estimate.triples) {
            let parts =
                [(triple.i, triple.j, triple.k), (triple.j, triple.i, triple.k), (triple.k, triple.i, triple.j)];
            let parts = parts.map(|(spin, j, k)| {
                let found = place_of[spin].and_then(|at| {
                    let neighbourhood = &neighbourhoods[at];
                    let found = neighbourhood.products.binary_search(&(j, k)).ok()?;
                    Some(1 + neighbourhood.others.len() + found)
                });
                (spin, found.unwrap_or(0))
            });
            *sum += variance(&parts);
        }
    }
    let roots = |values: Vec<f64>| values.into_iter().map(f64::sqrt).collect();
    let pairs = Array2::from_shape_fn((spins, spins), |(i, j)| pairs[(i.min(j), i.max(j))].sqrt());
    Some(ErrorBars { method: "sandwich", fields: roots(fields), pairs, triples: roots(triples) })
}

/// The features of the rows in a range: one row each.
fn features(rows: &SpinRows, neighbourhood: &Neighbourhood, range: std::ops::Range<usize>) -> Mat<f64> {
    let mut features = Mat::zeros(range.len(), neighbourhood.parameters());
    neighbourhood.features(rows, range, |place, values| features.col_as_slice_mut(place).copy_from_slice(values));
    features
}

/// H⁻¹ of one spin. The slope of w(z) is −w'(z): 4 e^2z/(1 + e^2z)² for pseudo-likelihood, e^−z for RISE.
fn inverse_curvature(
    rows: &SpinRows,
    loss: LocalLoss,
    neighbourhood: &Neighbourhood,
    point: &[f64],
    stop: Stop<'_>,
) -> Option<Mat<f64>> {
    let count = neighbourhood.parameters();
    let mut curvature = Mat::zeros(count, count);
    for start in (0..rows.distinct()).step_by(BLOCK) {
        if stop() {
            return None;
        }
        let range = start..(start + BLOCK).min(rows.distinct());
        let plain = features(rows, neighbourhood, range.clone());
        let mut weighted = plain.clone();
        let bends: Vec<f64> = margins(rows, neighbourhood, point, range.clone())
            .into_iter()
            .zip(rows.weights().get(range).unwrap_or_default())
            .map(|(z, weight)| {
                let [_, slope] = loss.of(z);
                weight * if loss == LocalLoss::PseudoLikelihood { slope * (2.0 - slope) } else { slope }
            })
            .collect();
        for place in 0..count {
            for (value, bend) in weighted.col_as_slice_mut(place).iter_mut().zip(&bends) {
                *value *= bend;
            }
        }
        matmul(curvature.as_mut(), Accum::Add, plain.transpose(), weighted.as_ref(), 1.0, Par::Seq);
    }
    let factor = curvature.llt(Side::Lower).ok()?;
    Some(factor.solve(Mat::<f64>::identity(count, count)))
}

/// H⁻¹ g of each row in a range, without its weight: g = −w(z) s_i times the features.
fn influence(
    rows: &SpinRows,
    loss: LocalLoss,
    neighbourhood: &Neighbourhood,
    point: &[f64],
    inverse: &Mat<f64>,
    range: std::ops::Range<usize>,
) -> Mat<f64> {
    let mut gradients = features(rows, neighbourhood, range.clone());
    let own = rows.column(neighbourhood.spin).get(range.clone()).unwrap_or_default();
    let slopes: Vec<f64> = margins(rows, neighbourhood, point, range)
        .into_iter()
        .zip(own)
        .map(|(z, own)| {
            let [_, slope] = loss.of(z);
            -slope * own
        })
        .collect();
    for place in 0..neighbourhood.parameters() {
        for (value, slope) in gradients.col_as_slice_mut(place).iter_mut().zip(&slopes) {
            *value *= slope;
        }
    }
    let mut influence = Mat::zeros(gradients.nrows(), gradients.ncols());
    matmul(influence.as_mut(), Accum::Replace, gradients.as_ref(), inverse.as_ref(), 1.0, Par::Seq);
    influence
}
