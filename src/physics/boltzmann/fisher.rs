//! The Fisher information of what a machine shows, and steps along its inverse.
//!
//! Of p(v) with θ = (w, b) the score is ∂ln p(v)/∂θ_a = β(E[f_a|v] − ⟨f_a⟩), f_a = x_i x_j or x_i, so
//!
//! F_ab = β² Cov_{p(v)}(E[f_a|v], E[f_b|v]).
//!
//! Without hidden units it is the covariance of the statistics. With hidden ones the covariance of the statistics
//! themselves would be the Fisher information of v and h together, which is larger: its steps (those of expectation and
//! maximisation) are safe but slow, because they count as known what is not seen. The one here measures by how much p(v)
//! changes; where hidden units are exchangeable it is singular, and a damping ε makes (F + ε)⁻¹ exist.
//!
//! ## References
//!
//! * S. Amari, K. Kurata and H. Nagaoka, “Information geometry of Boltzmann machines”, IEEE Trans. Neural Netw. 3, 260
//!   (1992), doi:10.1109/72.125867

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::arrays::flat_mut;
use crate::physics::positive_definite::{NoInverse, invert};
use crate::physics::stop::Stop;
use crate::physics::walsh_hadamard::{spin_moments, superset_sums};

use super::error::BoltzmannError;
use super::exact::{Exact, bit};
use super::machine::Units;

/// ε: what is added to each variance.
pub const DAMPING: f64 = 1e-4;
/// The largest component of a step.
pub const LONGEST: f64 = 1.0;
/// Pieces of the visible states, each summed by itself: a fixed number, so that sums do not depend on threads.
const PIECES: usize = 32;
/// Visible states of one product.
const ROWS: usize = 64;
/// Most parameters of a machine whose Fisher information is taken.
pub const MOST_PARAMETERS: usize = 512;

/// F of the parameters ([`super::machine::Topology::pairs`], then biases), (P, P).
///
/// # Errors
/// There are more than [`MOST_PARAMETERS`] parameters, or the computation was given up.
pub fn fisher(exact: &Exact, stop: Stop<'_>) -> Result<Array2<f64>, BoltzmannError> {
    let topology = exact.topology();
    let count = topology.parameters();
    if count > MOST_PARAMETERS {
        let expected = "the Fisher information is taken of up to 512";
        return Err(BoltzmannError::value("the number of parameters", count, expected));
    }
    let pairs = topology.pairs();
    let masks: Vec<usize> = pairs
        .iter()
        .map(|&(i, j)| 1 << bit(topology, i) | 1 << bit(topology, j))
        .chain((0..topology.size()).map(|i| 1 << bit(topology, i)))
        .collect();
    let scale = topology.beta * topology.beta;
    if topology.hidden == 0 {
        let moments = exact.all_moments();
        let together = |a: usize, b: usize| if topology.units == Units::Ising { a ^ b } else { a | b };
        return Ok(Array2::from_shape_fn((count, count), |(a, b)| {
            let (a, b) = (masks[a], masks[b]);
            scale * (moments[together(a, b)] - moments[a] * moments[b])
        }));
    }
    let probabilities = exact.probabilities();
    let size = probabilities.len().div_ceil(PIECES);
    let pieces: Vec<Option<(Vec<f64>, Vec<f64>)>> = probabilities
        .par_chunks(size)
        .enumerate()
        .map(|(piece, probabilities)| piece_of(exact, &masks, piece * size, probabilities, stop))
        .collect();
    let mut means = vec![0.0; count];
    let mut products = Array2::zeros((count, count));
    for piece in pieces {
        let Some((of_means, of_products)) = piece else { return Err(BoltzmannError::Stopped) };
        means.iter_mut().zip(of_means).for_each(|(sum, part)| *sum += part);
        flat_mut(&mut products).iter_mut().zip(of_products).for_each(|(sum, part)| *sum += part);
    }
    for ((a, b), value) in products.indexed_iter_mut() {
        *value = scale * (*value - means[a] * means[b]);
    }
    Ok(products)
}

/// Σ p(v) E[f|v] and Σ p(v) E[f|v] E[f|v]ᵀ over visible states from `first` on; `None` where it was given up.
fn piece_of(
    exact: &Exact,
    masks: &[usize],
    first: usize,
    probabilities: &[f64],
    stop: Stop<'_>,
) -> Option<(Vec<f64>, Vec<f64>)> {
    let (topology, count) = (exact.topology(), masks.len());
    let hidden_bits = (1 << topology.hidden) - 1;
    let mut means = vec![0.0; count];
    let mut products = vec![0.0; count * count];
    let mut rows = vec![0.0; ROWS * count];
    for (block, probabilities) in probabilities.chunks(ROWS).enumerate() {
        if stop() {
            return None;
        }
        for (at, (probability, row)) in probabilities.iter().zip(rows.chunks_exact_mut(count)).enumerate() {
            let state = first + block * ROWS + at;
            let mut moments = exact.conditional(state).to_vec();
            match topology.units {
                Units::Binary => superset_sums(&mut moments),
                Units::Ising => spin_moments(&mut moments),
            }
            let root = probability.sqrt();
            for ((into, mean), mask) in row.iter_mut().zip(&mut means).zip(masks) {
                let (seen, unseen) = (mask >> topology.hidden, mask & hidden_bits);
                let on = (state & seen).count_ones();
                let value = match topology.units {
                    Units::Binary => f64::from(u8::from(on == seen.count_ones())),
                    Units::Ising => {
                        if (seen.count_ones() - on).is_multiple_of(2) {
                            1.0
                        } else {
                            -1.0
                        }
                    }
                };
                let value = value * moments.get(unseen).copied().unwrap_or(0.0);
                *mean += probability * value;
                *into = root * value;
            }
        }
        let filled = &rows[..probabilities.len() * count];
        let part = MatRef::from_row_major_slice(filled, probabilities.len(), count);
        let into = MatMut::from_row_major_slice_mut(&mut products, count, count);
        matmul(into, Accum::Add, part.transpose(), part, 1.0, Par::Seq);
    }
    Some((means, products))
}

/// d = (F + ε)⁻¹ g, made shorter where a component is longer than [`LONGEST`]; g itself where there is no inverse.
///
/// # Errors
/// The computation was given up.
pub fn newton_step(mut fisher: Array2<f64>, gradient: &[f64], stop: Stop<'_>) -> Result<Vec<f64>, BoltzmannError> {
    fisher.diag_mut().mapv_inplace(|variance| variance + DAMPING);
    let mut step = match invert(&mut fisher, stop) {
        Ok(()) => fisher.dot(&ndarray::ArrayView1::from(gradient)).to_vec(),
        Err(NoInverse::Singular { .. }) => gradient.to_vec(),
        Err(NoInverse::Stopped) => return Err(BoltzmannError::Stopped),
    };
    let longest = step.iter().fold(0.0, |longest: f64, part| longest.max(part.abs()));
    if longest > LONGEST {
        for part in &mut step {
            *part *= LONGEST / longest;
        }
    }
    Ok(step)
}
