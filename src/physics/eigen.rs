//! Eigenvalues of symmetric matrices.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd, self_adjoint_evd_scratch};
use faer::{Mat, MatRef, Par, Spec};

/// The eigenvalues of a symmetric matrix, ascending, and its eigenvectors as columns; `None` where the iteration does
/// not converge. On one thread, because threads would change bits.
pub(super) fn symmetric(matrix: MatRef<'_, f64>) -> Option<(Vec<f64>, Mat<f64>)> {
    let size = matrix.nrows();
    let mut values = Diag::zeros(size);
    let mut vectors = Mat::zeros(size, size);
    let scratch = self_adjoint_evd_scratch::<f64>(size, ComputeEigenvectors::Yes, Par::Seq, Spec::default());
    let mut memory = MemBuffer::new(scratch);
    let stack = MemStack::new(&mut memory);
    self_adjoint_evd(matrix, values.as_mut(), Some(vectors.as_mut()), Par::Seq, stack, Spec::default()).ok()?;
    Some((values.column_vector().iter().copied().collect(), vectors))
}
