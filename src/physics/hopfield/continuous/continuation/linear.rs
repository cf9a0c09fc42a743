//! Linear equations of a few unknowns.

/// Solves A x = b by elimination with row pivoting; A is given row by row, both are overwritten, and x stands in `b`.
/// False where a pivot vanishes.
pub(super) fn solve(matrix: &mut [f64], b: &mut [f64]) -> bool {
    let n = b.len();
    for k in 0..n {
        let pivot =
            (k..n).fold(k, |best, row| if matrix[row * n + k].abs() > matrix[best * n + k].abs() { row } else { best });
        if matrix[pivot * n + k] == 0.0 || !matrix[pivot * n + k].is_finite() {
            return false;
        }
        if pivot != k {
            (0..n).for_each(|column| matrix.swap(k * n + column, pivot * n + column));
            b.swap(k, pivot);
        }
        for row in k + 1..n {
            let factor = matrix[row * n + k] / matrix[k * n + k];
            if factor != 0.0 {
                for column in k..n {
                    matrix[row * n + column] -= factor * matrix[k * n + column];
                }
                b[row] -= factor * b[k];
            }
        }
    }
    for k in (0..n).rev() {
        let rest: f64 = (k + 1..n).map(|column| matrix[k * n + column] * b[column]).sum();
        b[k] = (b[k] - rest) / matrix[k * n + k];
    }
    b.iter().all(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_solve() {
        let matrix = [0.0, 2.0, 1.0, 1.0, -1.0, 3.0, 4.0, 0.5, -2.0];
        let mut x = [3.0, -2.0, 7.0];
        let b = x;
        assert!(solve(&mut matrix.clone(), &mut x));
        for row in 0..3 {
            let product: f64 = (0..3).map(|column| matrix[row * 3 + column] * x[column]).sum();
            assert!((product - b[row]).abs() < 1e-14);
        }
        assert!(!solve(&mut [1.0, 2.0, 2.0, 4.0], &mut [1.0, 1.0]));
    }
}
