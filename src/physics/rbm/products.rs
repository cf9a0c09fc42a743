//! Matrix products on one thread, for blocks of copies as columns.

use faer::linalg::matmul::matmul;
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

/// A matrix of contiguous columns that is written to.
pub(super) struct Target<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) stride: usize,
}

impl Target<'_> {
    fn matrix(&mut self) -> MatMut<'_, f32> {
        MatMut::from_column_major_slice_with_stride_mut(self.values, self.rows, self.columns, self.stride)
    }

    /// This = a b.
    pub(super) fn set_product(mut self, a: View<'_>, b: View<'_>) {
        matmul(self.matrix(), Accum::Replace, a.matrix(), b.matrix(), 1.0, Par::Seq);
    }

    /// This = aᵀ b.
    pub(super) fn set_transposed_product(mut self, a: View<'_>, b: View<'_>) {
        matmul(self.matrix(), Accum::Replace, a.matrix().transpose(), b.matrix(), 1.0, Par::Seq);
    }

    /// This += a bᵀ.
    pub(super) fn add_product_transposed(mut self, a: View<'_>, b: View<'_>) {
        matmul(self.matrix(), Accum::Add, a.matrix(), b.matrix().transpose(), 1.0, Par::Seq);
    }
}
