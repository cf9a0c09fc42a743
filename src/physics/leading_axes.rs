//! The directions in which a quadratic form is largest: eigenvectors of a symmetric matrix.
//!
//! A x = λ x with |x| = 1, by falling λ, each with the sign that makes its largest entry positive, the first of equal ones.
//!
//! ## References
//!
//! * G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed. (Johns Hopkins, 2013), chapter 8

use faer::Mat;
use ndarray::Array2;

use crate::physics::eigen;

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The eigenvalue λ.
    pub value: f64,
    /// The eigenvector, of length 1.
    pub vector: Vec<f64>,
}

/// The `count` axes of largest eigenvalue of a symmetric matrix, of which the lower half is read; fewer where it is
/// smaller, none where it is not square, a number is not finite or the iteration does not converge.
pub fn leading_axes(matrix: &Array2<f64>, count: usize) -> Vec<Axis> {
    let size = matrix.nrows();
    if matrix.ncols() != size || matrix.iter().any(|number| !number.is_finite()) {
        return Vec::new();
    }
    let Some((values, vectors)) = eigen::symmetric(Mat::from_fn(size, size, |i, j| matrix[(i, j)]).as_ref()) else {
        return Vec::new();
    };
    let axis = |place: usize| {
        let vector: Vec<f64> = vectors.col(place).iter().copied().collect();
        // The margin keeps entries that are equal but for rounding from choosing.
        let largest =
            vector.iter().fold(0.0_f64, |largest, &x| if x.abs() > largest.abs() * (1.0 + 1e-9) { x } else { largest });
        Axis { value: values[place], vector: vector.into_iter().map(|x| x * largest.signum()).collect() }
    };
    (0..size).rev().take(count).map(axis).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn they_are_eigenvectors_by_falling_value() {
        let matrix = array![[2.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, -1.0]];
        let found = leading_axes(&matrix, 2);
        assert!(found.len() == 2 && found[0].value > found[1].value);
        for Axis { value, vector } in &found {
            let product = matrix.dot(&ndarray::Array1::from(vector.clone()));
            assert!(product.iter().zip(vector).all(|(a, x)| (a - value * x).abs() < 1e-12));
            assert!((vector.iter().map(|x| x * x).sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(vector.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap() > 0.0);
        }
        assert_eq!(leading_axes(&array![[3.0]], 2).len(), 1);
        assert!(leading_axes(&array![[f64::NAN]], 1).is_empty() && leading_axes(&array![[1.0, 2.0]], 1).is_empty());
    }
}
