//! Matrix products on one thread, for blocks of copies as columns.

use faer::linalg::matmul::matmul;
use faer::prelude::ReborrowMut as _;
use faer::{Accum, MatMut, MatRef, Par};

/// A matrix in a slice: element (row, column) lies at `row · row_stride + column · column_stride`, one of them 1.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) values: &'a [f32],
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The distance of columns.
    pub(super) stride: usize,
}

impl<'a> View<'a> {
    /// A matrix whose columns are contiguous.
    pub(super) fn columns(values: &'a [f32], rows: usize, columns: usize, stride: usize) -> Self {
        Self { values, rows, columns, stride }
    }

    fn matrix(self) -> MatRef<'a, f32> {
        MatRef::from_column_major_slice_with_stride(self.values, self.rows, self.columns, self.stride)
    }
}

/// Terms of a sum that are added at once. faer adds so many in their order, one after the other, whatever the size of
/// the product; of more it makes parts, on some processors by the size of the product. As parts of this length a number
/// of a product depends on its row and column alone, and not on what is computed next to it.
const DEPTH: usize = 512;

/// A matrix of contiguous columns that is written to.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) stride: usize,
}

impl Target<'_> {
    /// This = a b.
    pub(super) fn set_product(self, a: View<'_>, b: View<'_>) {
        self.multiply(Accum::Replace, a.matrix(), b.matrix());
    }

    /// This = aᵀ b.
    pub(super) fn set_transposed_product(self, a: View<'_>, b: View<'_>) {
        self.multiply(Accum::Replace, a.matrix().transpose(), b.matrix());
    }

    /// This += a bᵀ.
    pub(super) fn add_product_transposed(self, a: View<'_>, b: View<'_>) {
        self.multiply(Accum::Add, a.matrix(), b.matrix().transpose());
    }

    fn multiply(self, mut accum: Accum, a: MatRef<'_, f32>, b: MatRef<'_, f32>) {
        let Self { values, rows, columns, stride } = self;
        let mut product = MatMut::from_column_major_slice_with_stride_mut(values, rows, columns, stride);
        for first in (0..a.ncols()).step_by(DEPTH) {
            let depth = DEPTH.min(a.ncols() - first);
            let (a, b) = (a.subcols(first, depth), b.subrows(first, depth));
            matmul(product.rb_mut(), accum, a, b, 1.0, Par::Seq);
            accum = Accum::Add;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|k| ((k * 7919) % 1013) as f32 * 1e-3 - 0.5).collect()
    }

    #[test]
    fn a_column_does_not_depend_on_its_neighbours() {
        for (rows, depth) in [(16, 300), (37, 784), (500, 100), (130, 1300), (1, 900)] {
            let (a, b) = (numbers(rows * depth), numbers(depth * 125));
            let product = |a: View<'_>, first: usize, count: usize| {
                let mut values = vec![f32::NAN; rows * count];
                let b = View::columns(&b[first * depth..], depth, count, depth);
                Target { values: &mut values, rows, columns: count, stride: rows }.set_product(a, b);
                values
            };
            let all = View::columns(&a, rows, depth, rows);
            let whole = product(all, 0, 125);
            for (first, count) in [(0, 16), (16, 32), (48, 77), (112, 13)] {
                let part = product(all, first, count);
                assert!(part == whole[first * rows..(first + count) * rows], "{rows} × {depth}, {first} and {count}");
            }
        }
    }

    #[test]
    fn a_product_and_its_transpose_have_the_same_numbers() {
        for (units, sites, copies) in [(500, 784, 125), (500, 784, 16), (32, 700, 37), (513, 64, 30)] {
            let (weights, hidden) = (numbers(units * sites), numbers(units * copies));
            let (weights, hidden) =
                (View::columns(&weights, units, sites, units), View::columns(&hidden, units, copies, units));
            let (mut by_copy, mut by_site) = (vec![0.0; copies * sites], vec![0.0; copies * sites]);
            Target { values: &mut by_copy, rows: sites, columns: copies, stride: sites }
                .set_transposed_product(weights, hidden);
            Target { values: &mut by_site, rows: copies, columns: sites, stride: copies }
                .set_transposed_product(hidden, weights);
            assert!((0..sites * copies).all(|k| by_copy[k] == by_site[k % sites * copies + k / sites]));
        }
    }
}
