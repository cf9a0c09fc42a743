//! The singular value decomposition W = Σ_k σ_k u_k v_kᵀ, in its one canonical form: values descending, and the largest
//! component of each u_k positive.

use std::sync::Arc;

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::svd::{ComputeSvdVectors, svd, svd_scratch};
use faer::{Mat, MatRef, Par, Spec};

use crate::physics::arrays::ShapeError;
use crate::physics::eigen;
use crate::physics::rbm::Rbm;

/// Why there is no decomposition.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpectrumError {
    /// An entry is not a finite number.
    #[error("the {0}-th number of the matrix is {1}; a singular value decomposition needs finite numbers")]
    NotFinite(usize, f64),
    /// Neither the decomposition nor that of the Gram matrix converged.
    #[error("the singular value decomposition of a {0} × {1} matrix did not converge")]
    NoConvergence(usize, usize),
    /// An array has not the length that the machine asks for.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// One mode of W: σ, and its vectors of length 1 with canonical sign.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// The singular value.
    pub value: f32,
    /// u over the visible rows.
    pub visible: Arc<[f32]>,
    /// v over the hidden units.
    pub hidden: Arc<[f32]>,
}

/// Singular values of the weights, descending. Those of Potts units are in the zero-sum gauge, as those of
/// [`modes`]: adding the same numbers to the weights of all states of a site changes no probability, and nothing here.
///
/// # Errors
/// A weight is not finite, or no convergence.
pub fn singular_values(rbm: &Rbm) -> Result<Vec<f64>, SpectrumError> {
    Ok(decompose(weights(rbm)?.as_ref(), ComputeSvdVectors::No)?.values)
}

/// The first `count` modes of the weights, in the zero-sum gauge.
///
/// # Errors
/// A weight is not finite, or no convergence.
pub fn modes(rbm: &Rbm, count: usize) -> Result<Vec<Mode>, SpectrumError> {
    let found = decompose(weights(rbm)?.as_ref(), ComputeSvdVectors::Thin)?;
    Ok((0..count.min(found.values.len()))
        .map(|mode| {
            let column = |vectors: &Mat<f64>| vectors.col(mode).iter().map(|&x| x as f32).collect();
            Mode { value: found.values[mode] as f32, visible: column(&found.left), hidden: column(&found.right) }
        })
        .collect())
}

/// Gives each mode the sign of the most similar mode of the frame before, so that pictures do not flicker. That is the
/// one with the largest |u·u′|; modes may have changed places.
pub fn align(modes: &mut [Mode], previous: &[Mode]) {
    for mode in modes {
        let overlap = |other: &Mode| -> f32 { mode.visible.iter().zip(other.visible.iter()).map(|(a, b)| a * b).sum() };
        let best_match = previous.iter().map(overlap).max_by(|a, b| a.abs().total_cmp(&b.abs()));
        if best_match.is_some_and(|overlap| overlap < 0.0) {
            mode.visible = mode.visible.iter().map(|x| -x).collect();
            mode.hidden = mode.hidden.iter().map(|x| -x).collect();
        }
    }
}

/// W as a matrix of visible rows and hidden columns, checked. Row-major as the weights, also in the zero-sum gauge.
fn weights(rbm: &Rbm) -> Result<Mat<f64>, SpectrumError> {
    let weights = rbm.zero_sum_weights();
    matrix(weights.iter().map(|&weight| f64::from(weight)), rbm.visible_rows(), rbm.hidden_units())
}

/// Row-major numbers as a matrix, checked.
pub(super) fn matrix(
    numbers: impl IntoIterator<Item = f64>,
    rows: usize,
    columns: usize,
) -> Result<Mat<f64>, SpectrumError> {
    let numbers: Vec<f64> = numbers.into_iter().collect();
    if let Some((place, &number)) = numbers.iter().enumerate().find(|(_, number)| !number.is_finite()) {
        return Err(SpectrumError::NotFinite(place, number));
    }
    Ok(MatRef::from_row_major_slice(&numbers, rows, columns).to_owned())
}

/// A decomposition in canonical form; without vectors where only values were asked for.
pub(super) struct Decomposition {
    pub(super) values: Vec<f64>,
    pub(super) left: Mat<f64>,
    pub(super) right: Mat<f64>,
}

/// The decomposition by faer, on one thread so that threads change no bit, and by the eigenvalues of the smaller Gram
/// matrix where that does not converge.
pub(super) fn decompose(matrix: MatRef<'_, f64>, vectors: ComputeSvdVectors) -> Result<Decomposition, SpectrumError> {
    let mut found = direct(matrix, vectors).or_else(|()| {
        by_gram_matrix(matrix).map_err(|()| SpectrumError::NoConvergence(matrix.nrows(), matrix.ncols()))
    })?;
    for (mode, value) in found.values.iter_mut().enumerate() {
        *value = value.max(0.0);
        if mode < found.left.ncols() && largest_is_negative(found.left.as_ref(), mode) {
            for vectors in [&mut found.left, &mut found.right] {
                vectors.col_mut(mode).iter_mut().for_each(|x| *x = -*x);
            }
        }
    }
    Ok(found)
}

/// Whether the component of largest size is negative; of equal ones the first counts.
fn largest_is_negative(vectors: MatRef<'_, f64>, mode: usize) -> bool {
    let mut largest = 0.0_f64;
    for &component in vectors.col(mode).iter() {
        // The margin keeps components that are equal but for rounding from choosing.
        if component.abs() > largest.abs() * (1.0 + 1e-9) {
            largest = component;
        }
    }
    largest < 0.0
}

fn direct(matrix: MatRef<'_, f64>, vectors: ComputeSvdVectors) -> Result<Decomposition, ()> {
    let (rows, columns) = matrix.shape();
    let size = rows.min(columns);
    let kept = if vectors == ComputeSvdVectors::No { 0 } else { size };
    let mut values = Diag::zeros(size);
    let (mut left, mut right) = (Mat::zeros(rows, kept), Mat::zeros(columns, kept));
    let scratch = svd_scratch::<f64>(rows, columns, vectors, vectors, Par::Seq, Spec::default());
    svd(
        matrix,
        values.as_mut(),
        (kept > 0).then(|| left.as_mut()),
        (kept > 0).then(|| right.as_mut()),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        Spec::default(),
    )
    .map_err(|_no_convergence| ())?;
    Ok(Decomposition { values: values.column_vector().iter().copied().collect(), left, right })
}

/// σ² and one side's vectors from WᵀW or WWᵀ, the other side's as W v / σ. Values below 10⁻⁸ σ₁ are lost in rounding.
fn by_gram_matrix(matrix: MatRef<'_, f64>) -> Result<Decomposition, ()> {
    let wide = matrix.nrows() < matrix.ncols();
    let tall = if wide { matrix.transpose() } else { matrix };
    let size = tall.ncols();
    let gram = tall.transpose() * tall;
    let (squares, vectors) = eigen::symmetric(gram.as_ref()).ok_or(())?;
    // Eigenvalues ascend.
    let values: Vec<f64> = (0..size).rev().map(|k| squares[k].max(0.0).sqrt()).collect();
    let short = Mat::from_fn(size, size, |row, mode| vectors[(row, size - 1 - mode)]);
    let mut long = tall * &short;
    for (mode, &value) in values.iter().enumerate() {
        long.col_mut(mode).iter_mut().for_each(|x| *x = if value > 0.0 { *x / value } else { 0.0 });
    }
    Ok(if wide {
        Decomposition { values, left: short, right: long }
    } else {
        Decomposition { values, left: long, right: short }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::{HiddenUnits, VisibleUnits};
    use crate::physics::seed::{Seed, Stream, uniform};

    fn random(rows: usize, columns: usize) -> Rbm {
        let mut rng = Seed(3).stream(Stream::Weights);
        let weights = (0..rows * columns).map(|_| uniform(&mut rng) as f32 - 0.5).collect();
        Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, weights, vec![0.0; rows], vec![0.0; columns]).unwrap()
    }

    #[test]
    fn the_gauge_of_potts_weights_changes_no_mode() {
        let (sites, states, units) = (5, 4, 3);
        let rows = sites * states;
        let plain = random(rows, units);
        let potts = |weights: Vec<f32>| {
            let (visible, hidden) = (VisibleUnits::Potts(states as u8), HiddenUnits::Bernoulli);
            Rbm::from_flat(visible, hidden, weights, vec![0.0; rows], vec![0.0; units]).unwrap()
        };
        let weights = plain.parameters().weights.to_vec();
        // The same numbers for all states of a site.
        let moved =
            weights.iter().enumerate().map(|(k, w)| w + ((k / (states * units)) * units + k % units) as f32 * 0.3);
        let (one, other) = (potts(weights.clone()), potts(moved.collect()));
        let values = [&one, &other].map(|rbm| singular_values(rbm).unwrap());
        assert!(values[0].iter().zip(&values[1]).all(|(a, b)| (a - b).abs() < 1e-6), "{values:?}");
        let found = [&one, &other].map(|rbm| modes(rbm, units).unwrap());
        for (a, b) in found[0].iter().zip(&found[1]) {
            let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4);
            assert!(near(&a.visible, &b.visible) && near(&a.hidden, &b.hidden), "{a:?} {b:?}");
            let sums = a.visible.chunks(states).map(|site| site.iter().sum::<f32>().abs());
            assert!(sums.fold(0.0, f32::max) < 1e-6);
        }
        // Not so the matrix as it stands.
        let raw = singular_values(&plain).unwrap();
        assert!((raw[0] - values[0][0]).abs() > 1e-3);
    }

    #[test]
    fn the_modes_rebuild_the_weights_and_both_ways_agree() {
        for (rows, columns) in [(12, 5), (4, 9), (1, 1), (7, 7)] {
            let rbm = random(rows, columns);
            let matrix = weights(&rbm).unwrap();
            let direct = decompose(matrix.as_ref(), ComputeSvdVectors::Thin).unwrap();
            let rebuilt = Mat::from_fn(rows, columns, |i, j| {
                (0..direct.values.len())
                    .map(|k| direct.left[(i, k)] * direct.values[k] * direct.right[(j, k)])
                    .sum::<f64>()
            });
            assert!((&rebuilt - &matrix).norm_max() < 1e-14);
            assert!(direct.values.windows(2).all(|pair| pair[0] >= pair[1]));
            let other = by_gram_matrix(matrix.as_ref()).unwrap();
            let values = singular_values(&rbm).unwrap();
            for (k, value) in values.iter().enumerate() {
                assert!((value - direct.values[k]).abs() < 1e-13 && (other.values[k] - value).abs() < 1e-7);
                let overlap: f64 = (0..rows).map(|i| other.left[(i, k)] * direct.left[(i, k)]).sum();
                assert!((overlap.abs() - 1.0).abs() < 1e-6, "{rows} × {columns}, mode {k}: {overlap}");
            }
        }
    }

    #[test]
    fn signs_are_canonical_until_they_are_aligned() {
        let found = modes(&random(12, 5), 3).unwrap();
        assert_eq!(found.len(), 3);
        for mode in &found {
            let largest = mode.visible.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap();
            assert!(largest > 0.0);
        }
        let flipped: Vec<Mode> = found
            .iter()
            .rev()
            .map(|mode| Mode { visible: mode.visible.iter().map(|x| -x).collect(), ..mode.clone() })
            .collect();
        let mut aligned = found.clone();
        align(&mut aligned, &flipped);
        for (mode, before) in aligned.iter().zip(&found) {
            assert!(mode.visible.iter().zip(before.visible.iter()).all(|(a, b)| *a == -b));
            assert!(mode.hidden.iter().zip(before.hidden.iter()).all(|(a, b)| *a == -b));
        }
    }

    #[test]
    fn a_number_that_is_none_is_named() {
        let mut rbm = random(3, 2);
        rbm.parameters_mut()[0][4] = f32::INFINITY;
        assert_eq!(singular_values(&rbm).unwrap_err(), SpectrumError::NotFinite(4, f64::INFINITY));
    }
}
