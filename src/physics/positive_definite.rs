//! The inverse of a symmetric positive definite matrix.
//!
//! Blocks of rows are swept one after the other. With the pivot block P = A_kk, whose Cholesky factor gives P⁻¹, and the
//! panel C_i = A_ik, a sweep makes
//!
//! A_ij ← A_ij − C_i P⁻¹ C_jᵀ,  A_ik ← C_i P⁻¹,  A_kk ← −P⁻¹,
//!
//! and after all of them A has become −A⁻¹. Every pivot is the Schur complement of the blocks before, so a matrix is
//! positive definite exactly if all Cholesky factors exist. These are n³ operations in products of blocks of one size:
//! the bits do not depend on the number of threads.
//!
//! ## References
//!
//! * J. H. Goodnight, “A tutorial on the SWEEP operator”, Am. Stat. 33, 149 (1979), doi:10.1080/00031305.1979.10482685

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::{factor, inverse};
use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, MatMut, MatRef, Par, Spec};
use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::arrays::flat_mut;
use crate::physics::stop::Stop;

/// Rows of a block: products with panels of so many columns run at full speed.
const BLOCK: usize = 192;
/// A pivot below this times its diagonal element is rounding.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// Why there is no inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoInverse {
    /// The matrix is singular to rounding, or has a negative eigenvalue.
    #[error("a matrix of {size} rows has no inverse: row {row} depends on those before it")]
    Singular {
        /// Number of rows of the matrix.
        size: usize,
        /// The first row, counted from 0, at which that is seen.
        row: usize,
    },
    /// It was given up.
    #[error("the inversion of a matrix was given up")]
    Stopped,
}

/// Replaces a matrix, of which only the lower triangle is read, by its inverse.
///
/// # Errors
/// The matrix is not positive definite, or `stop` gave it up; the matrix is then of no use.
pub fn invert(matrix: &mut Array2<f64>, stop: Stop<'_>) -> Result<(), NoInverse> {
    let size = matrix.nrows().min(matrix.ncols());
    let diagonal = matrix.diag().to_vec();
    let numbers = flat_mut(matrix);
    for first in (0..size).step_by(BLOCK) {
        if stop() {
            return Err(NoInverse::Stopped);
        }
        let width = BLOCK.min(size - first);
        let panel = panel(numbers, size, first, width);
        let pivot = MatRef::from_row_major_slice(&panel[first * width..(first + width) * width], width, width);
        let inverse = inverse_of_block(pivot, &diagonal[first..first + width])
            .map_err(|row| NoInverse::Singular { size, row: first + row })?;
        let mut scaled = vec![0.0; panel.len()];
        scaled.par_chunks_mut(BLOCK * width).zip(panel.par_chunks(BLOCK * width)).for_each(|(scaled, panel)| {
            let rows = panel.len() / width;
            let scaled = MatMut::from_row_major_slice_mut(scaled, rows, width);
            let panel = MatRef::from_row_major_slice(panel, rows, width);
            matmul(scaled, Accum::Replace, panel, inverse.as_ref(), 1.0, Par::Seq);
        });
        let swept = Swept { first, width, panel: &panel, scaled: &scaled, inverse: inverse.as_ref() };
        numbers.par_chunks_mut(BLOCK * size).enumerate().try_for_each(|(strip, numbers)| {
            if stop() {
                return Err(NoInverse::Stopped);
            }
            swept.change(strip * BLOCK, numbers, size);
            Ok(())
        })?;
    }
    for row in 0..size {
        for column in 0..=row {
            let value = -numbers[row * size + column];
            numbers[row * size + column] = value;
            numbers[column * size + row] = value;
        }
    }
    Ok(())
}

/// The columns of the pivot, row after row, whichever of the lower triangle's blocks hold them.
fn panel(numbers: &[f64], size: usize, first: usize, width: usize) -> Vec<f64> {
    let mut panel = vec![0.0; size * width];
    for (row, panel) in panel.chunks_exact_mut(width).enumerate() {
        if row < first {
            for (column, value) in panel.iter_mut().enumerate() {
                *value = numbers[(first + column) * size + row];
            }
        } else {
            panel.copy_from_slice(&numbers[row * size + first..][..width]);
        }
    }
    panel
}

/// P⁻¹, both triangles, from the lower triangle of P; the first row without a pivot, measured by the diagonal that the
/// matrix had before it was swept.
fn inverse_of_block(block: MatRef<'_, f64>, diagonal: &[f64]) -> Result<Mat<f64>, usize> {
    let size = block.nrows();
    let mut root = block.to_owned();
    let room = factor::cholesky_in_place_scratch::<f64>(size, Par::Seq, Spec::default())
        .or(inverse::inverse_scratch::<f64>(size, Par::Seq));
    let mut memory = MemBuffer::new(room);
    let stack = MemStack::new(&mut memory);
    factor::cholesky_in_place(root.as_mut(), factor::LltRegularization::default(), Par::Seq, stack, Spec::default())
        .map_err(|factor::LltError::NonPositivePivot { index }| index)?;
    let lost = (0..size).find(|&row| root[(row, row)] * root[(row, row)] <= ROUNDING * diagonal[row]);
    if let Some(row) = lost {
        return Err(row);
    }
    let mut inverted = Mat::zeros(size, size);
    inverse::inverse(inverted.as_mut(), root.as_ref(), Par::Seq, stack);
    for row in 0..size {
        for column in 0..row {
            inverted[(column, row)] = inverted[(row, column)];
        }
    }
    Ok(inverted)
}

/// One sweep: the pivot, its panel C and C P⁻¹.
struct Swept<'a> {
    first: usize,
    width: usize,
    panel: &'a [f64],
    scaled: &'a [f64],
    inverse: MatRef<'a, f64>,
}

impl Swept<'_> {
    /// What the sweep makes of the rows of a block that begin with `start`.
    fn change(&self, start: usize, numbers: &mut [f64], size: usize) {
        let Self { first, width, panel, scaled, inverse } = *self;
        let rows = numbers.len() / size;
        if start == first {
            for (row, numbers) in numbers.chunks_exact_mut(size).enumerate() {
                for (number, scaled) in numbers[..first].iter_mut().zip(scaled.chunks_exact(width)) {
                    *number = scaled[row];
                }
                for (column, number) in numbers[first..first + width].iter_mut().enumerate() {
                    *number = -inverse[(row, column)];
                }
            }
            return;
        }
        let scaled = MatRef::from_row_major_slice(&scaled[start * width..][..rows * width], rows, width);
        let end = start + rows;
        let target = MatMut::from_row_major_slice_mut(numbers, rows, size).subcols_mut(0, end);
        let panel = MatRef::from_row_major_slice(&panel[..end * width], end, width);
        matmul(target, Accum::Add, scaled, panel.transpose(), -1.0, Par::Seq);
        if start > first {
            let target = MatMut::from_row_major_slice_mut(numbers, rows, size);
            target.subcols_mut(first, width).copy_from(scaled);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    /// A AᵀA-like matrix that is well away from singular, only its lower triangle filled in.
    fn some(size: usize) -> Array2<f64> {
        let number = |i: usize, j: usize| ((i * 31 + j * 17 + i * j) % 23) as f64 / 23.0 - 0.5;
        Array2::from_shape_fn((size, size), |(i, j)| match i.cmp(&j) {
            std::cmp::Ordering::Less => f64::NAN,
            std::cmp::Ordering::Equal => size as f64,
            std::cmp::Ordering::Greater => number(i, j),
        })
    }

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        for size in [0, 1, 5, BLOCK, BLOCK + 1, 2 * BLOCK + 100] {
            let lower = some(size);
            let whole = Array2::from_shape_fn((size, size), |(i, j)| lower[[i.max(j), i.min(j)]]);
            let mut inverse = lower;
            invert(&mut inverse, NEVER).unwrap();
            assert_eq!(inverse, inverse.t(), "symmetric to the bit");
            let product = whole.dot(&inverse);
            for ((i, j), value) in product.indexed_iter() {
                assert!((value - f64::from(u8::from(i == j))).abs() < 1e-12, "{size}: {i}, {j}: {value}");
            }
        }
    }

    #[test]
    fn a_row_that_repeats_another_is_named() {
        for (size, row) in [(5, 3), (BLOCK + 40, BLOCK + 30)] {
            let mut matrix = some(size);
            // The row becomes a copy of the first one.
            for j in 0..size {
                let of_first = if j == 0 || j == row { size as f64 } else { matrix[[j, 0]] };
                let (i, j) = (row.max(j), row.min(j));
                matrix[[i, j]] = of_first;
            }
            assert_eq!(invert(&mut matrix, NEVER), Err(NoInverse::Singular { size, row }));
        }
        assert_eq!(invert(&mut some(3), &|| true), Err(NoInverse::Stopped));
    }

    #[test]
    fn the_bits_do_not_depend_on_the_number_of_threads() {
        let inverse = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut matrix = some(2 * BLOCK + 7);
            pool.install(|| invert(&mut matrix, NEVER)).unwrap();
            matrix
        };
        assert_eq!(inverse(1), inverse(3));
    }
}
