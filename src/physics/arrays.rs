//! Arrays with shapes for those who ask, slices for those who compute.
//!
//! What physics gives and takes are arrays of `ndarray`, always in standard layout (the last axis runs fastest). Inner
//! loops and faer work on the numbers behind them, through [`flat`] and [`flat_mut`].

use ndarray::{Array, ArrayBase, Data, DataMut, Dimension};

/// An array has not the shape that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} has the shape {}; {} was expected", sizes(found), sizes(expected))]
pub struct ShapeError {
    /// Which array.
    pub what: &'static str,
    /// Its length along each axis.
    pub found: Vec<usize>,
    /// The right ones.
    pub expected: Vec<usize>,
}

/// Sizes as people write them: `784 × 500`; a single number is 1.
pub fn sizes(shape: &[usize]) -> String {
    if shape.is_empty() { "1".to_owned() } else { shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ") }
}

/// Refuses an array of another shape.
///
/// # Errors
/// The shapes differ.
pub fn check_shape(what: &'static str, found: &[usize], expected: &[usize]) -> Result<(), ShapeError> {
    if found == expected {
        return Ok(());
    }
    Err(ShapeError { what, found: found.to_vec(), expected: expected.to_vec() })
}

/// Row-major numbers as an array.
///
/// # Errors
/// Their number is not that of the shape.
pub fn shaped<T, D: Dimension>(what: &'static str, numbers: Vec<T>, shape: D) -> Result<Array<T, D>, ShapeError> {
    let found = vec![numbers.len()];
    let expected = vec![shape.slice().iter().fold(1, |product: usize, &length| product.saturating_mul(length))];
    Array::from_shape_vec(shape, numbers).map_err(|_other_length| ShapeError { what, found, expected })
}

/// The same array in standard layout: copied only where it is not.
pub fn standard<T: Clone, D: Dimension>(array: Array<T, D>) -> Array<T, D> {
    if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() }
}

/// The numbers of an array in [standard layout](standard), the last axis fastest.
#[inline]
pub fn flat<S: Data, D: Dimension>(array: &ArrayBase<S, D>) -> &[S::Elem] {
    debug_assert!(array.is_standard_layout(), "arrays are brought to standard layout where they enter");
    array.as_slice().unwrap_or_default()
}

/// The numbers of an array in [standard layout](standard), to be changed in place.
#[inline]
pub fn flat_mut<S: DataMut, D: Dimension>(array: &mut ArrayBase<S, D>) -> &mut [S::Elem] {
    debug_assert!(array.is_standard_layout(), "arrays are brought to standard layout where they enter");
    array.as_slice_mut().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Ix2, array};

    #[test]
    fn shapes_that_do_not_fit_are_named() {
        let error = check_shape("the weight matrix", &[3, 2], &[2, 3]).unwrap_err();
        assert_eq!(error.to_string(), "the weight matrix has the shape 3 × 2; 2 × 3 was expected");
        let error = shaped("a row", vec![1, 2, 3], Ix2(2, 2)).unwrap_err();
        assert_eq!(error.to_string(), "a row has the shape 3; 4 was expected");
    }

    #[test]
    fn a_transposed_array_is_brought_to_standard_layout() {
        let turned = array![[1, 2, 3], [4, 5, 6]].reversed_axes();
        let mut turned = standard(turned);
        flat_mut(&mut turned)[0] = 7;
        assert_eq!(flat(&turned), [7, 4, 2, 5, 3, 6]);
    }
}
