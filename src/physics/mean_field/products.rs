//! The matrix products of a sweep, of row-major matrices and on one thread.

use faer::prelude::ReborrowMut as _;
use faer::{Accum, MatMut, MatRef, Par};

use super::scalar::Scalar;

/// C ← A B, [rows of A, columns of A, columns of B].
pub(super) fn product<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(c, m, n),
        Accum::Replace,
        MatRef::from_row_major_slice(a, m, k),
        MatRef::from_row_major_slice(b, k, n),
        T::from_f64(1.0),
        Par::Seq,
    );
}

/// C ← A Bᵀ, [rows of A, columns of A and B, rows of B].
pub(super) fn product_transposed<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(c, m, n),
        Accum::Replace,
        MatRef::from_row_major_slice(a, m, k),
        MatRef::from_row_major_slice(b, n, k).transpose(),
        T::from_f64(1.0),
        Par::Seq,
    );
}

/// One site of Potts units: `q` visible rows of `states` copies of a machine of `units` hidden units.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) place: usize,
    pub(super) q: usize,
    pub(super) states: usize,
    pub(super) units: usize,
}

impl Site {
    /// C ← F B: the averages over the states of the site, of its frequencies F among those of all sites.
    pub(super) fn averages<T: Scalar>(self, c: &mut [T], frequencies: &[T], b: &[T]) {
        let Self { place, q, states, units } = self;
        let rows = frequencies.len() / states;
        faer::linalg::matmul::matmul(
            MatMut::from_row_major_slice_mut(c, states, units),
            Accum::Replace,
            MatRef::from_row_major_slice(frequencies, states, rows).subcols(place * q, q),
            MatRef::from_row_major_slice(b, q, units),
            T::from_f64(1.0),
            Par::Seq,
        );
    }

    /// C ← A Bᵀ, or added to it, C being the fields of the site among those of all sites.
    pub(super) fn fields<T: Scalar>(self, c: &mut [T], accum: Accum, a: &[T], b: &[T]) {
        let Self { place, q, states, units } = self;
        let rows = c.len() / states;
        faer::linalg::matmul::matmul(
            MatMut::from_row_major_slice_mut(c, states, rows).rb_mut().subcols_mut(place * q, q),
            accum,
            MatRef::from_row_major_slice(a, states, units),
            MatRef::from_row_major_slice(b, q, units).transpose(),
            T::from_f64(1.0),
            Par::Seq,
        );
    }
}
