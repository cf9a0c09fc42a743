//! The nearest point of the simplex.
//!
//! ## References
//!
//! * A. Martins and R. Astudillo, “From softmax to sparsemax”, ICML 2016, arXiv:1602.02068

/// sparsemax(z): the p with p_μ ≥ 0 and Σ p = 1 that is nearest to z; p_μ = max(z_μ − τ, 0) with
/// τ = (Σ_{j ≤ k} z_(j) − 1)/k over the k largest values, k the largest number with 1 + k z_(k) > Σ_{j ≤ k} z_(j)
/// (Martins and Astudillo 2016). In O(K log K). Empty of nothing; equal values share their weight; an infinite value, or
/// values so large that their differences are, leave it to the largest.
pub fn sparsemax(values: &[f64]) -> Vec<f64> {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // p does not change when all values are shifted, and 1 does not vanish next to differences.
    let shifted: Vec<f64> = values.iter().map(|&value| if value == largest { 0.0 } else { value - largest }).collect();
    let mut order = shifted.clone();
    order.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut threshold) = (0.0, 0.0);
    for (k, &value) in order.iter().enumerate() {
        let count = (k + 1) as f64;
        sum += value;
        if 1.0 + count * value <= sum {
            break;
        }
        threshold = (sum - 1.0) / count;
    }
    shifted.into_iter().map(|value| (value - threshold).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_nearest_point_of_the_simplex() {
        let cases: [(&[f64], &[f64]); 7] = [
            (&[], &[]),
            (&[7.0], &[1.0]),
            (&[0.3, 0.3, 0.3], &[1.0 / 3.0; 3]),
            (&[1.0, 0.5, -4.0], &[0.75, 0.25, 0.0]),
            (&[2.0, 1.0, 0.0], &[1.0, 0.0, 0.0]),
            (&[1e300, -1e300, 1e300], &[0.5, 0.0, 0.5]),
            (&[1.0, 0.8, 0.6], &[8.0 / 15.0, 1.0 / 3.0, 2.0 / 15.0]),
        ];
        for (values, wanted) in cases {
            for (found, wanted) in sparsemax(values).into_iter().zip(wanted) {
                assert!((found - wanted).abs() < 1e-15, "{values:?}: {found}, {wanted}");
            }
        }
        // The conditions of the minimum: p = max(z − τ, 0), and a sum of 1.
        let values: Vec<f64> = (0..50).map(|k| (f64::from(k) * 1.7).sin()).collect();
        let found = sparsemax(&values);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        let threshold = values.iter().zip(&found).find(|(_, p)| **p > 0.0).map(|(z, p)| z - p).unwrap();
        for (value, p) in values.iter().zip(&found) {
            assert!((p - (value - threshold).max(0.0)).abs() < 1e-14);
        }
    }
}
