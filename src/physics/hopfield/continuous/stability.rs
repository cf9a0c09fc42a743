//! The derivative of the softmax step at a state, and its spectral radius.
//!
//! ## References
//!
//! * H. Ramsauer et al., “Hopfield networks is all you need”, ICLR 2021, arXiv:2008.02217, appendix A, for the derivative;
//!   its symmetric form is derived here

use faer::Mat;

use super::memories::Memories;
use crate::physics::eigen;

/// The products ξ_μ · ξ_ν of all pairs, K by K.
pub fn gram(memories: &Memories) -> Mat<f64> {
    let columns: Vec<Vec<f64>> =
        (0..memories.count()).filter_map(|mu| memories.memory(mu)).map(|memory| memories.products(&memory)).collect();
    Mat::from_fn(columns.len(), columns.len(), |mu, nu| if mu <= nu { columns[mu][nu] } else { columns[nu][mu] })
}

/// The spectral radius of J = β Σ_μν ξ_μ (p_μ δ_μν − p_μ p_ν) ξ_νᵀ, the derivative of x ← Σ_μ softmax(β ξ · x)_μ ξ_μ at a
/// state with the weights p: a fixed point is stable where it is below 1. `gram` holds the products of the memories.
///
/// J has the same eigenvalues, but for zeros, as the symmetric β A G A with A = D (1 − √p √pᵀ), D = diag √p, which is K by K.
/// All of them are at least 0. Not a number where the eigenvalues are not found.
pub fn spectral_radius(gram: &Mat<f64>, weights: &[f64], beta: f64) -> f64 {
    let count = gram.nrows().min(weights.len());
    if count == 0 {
        return 0.0;
    }
    let roots: Vec<f64> = weights.iter().map(|p| p.sqrt()).collect();
    // B = (1 − √p √pᵀ) D G D (1 − √p √pᵀ), by rows and then by columns.
    let mut matrix = Mat::from_fn(count, count, |mu, nu| roots[mu] * gram[(mu, nu)] * roots[nu]);
    for column in 0..count {
        let along: f64 = (0..count).map(|mu| roots[mu] * matrix[(mu, column)]).sum();
        (0..count).for_each(|mu| matrix[(mu, column)] -= roots[mu] * along);
    }
    for row in 0..count {
        let along: f64 = (0..count).map(|nu| roots[nu] * matrix[(row, nu)]).sum();
        (0..count).for_each(|nu| matrix[(row, nu)] -= roots[nu] * along);
    }
    let symmetric = Mat::from_fn(count, count, |mu, nu| 0.5 * (matrix[(mu, nu)] + matrix[(nu, mu)]));
    let largest = eigen::symmetric(symmetric.as_ref()).and_then(|(values, _)| values.last().copied());
    beta * largest.map_or(f64::NAN, |value| value.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::continuous::{Attention, ContinuousRule};
    use ndarray::array;

    #[test]
    fn it_is_the_largest_stretch_of_the_step() {
        let rows = array![[0.4, -1.0, 0.3], [1.2, 0.1, -0.5], [-0.3, 0.8, 0.9], [0.1, 0.2, 0.3]];
        let memories = Memories::new(rows.view()).unwrap();
        let rule = ContinuousRule::new(Attention::Softmax, 1.7).unwrap();
        let state = [0.2, -0.1, 0.4];
        let weights = rule.look(&memories, &state).unwrap().weights;
        let radius = spectral_radius(&gram(&memories), &weights, 1.7);
        // The derivative by differences, and its largest eigenvalue by powers.
        let step = |state: &[f64]| rule.look(&memories, state).unwrap().next;
        let mut direction = vec![1.0, 0.3, -0.2];
        let mut stretch = 0.0;
        for _ in 0..200 {
            let at = |sign: f64| -> Vec<f64> {
                let moved: Vec<f64> = state.iter().zip(&direction).map(|(x, d)| x + sign * 1e-5 * d).collect();
                step(&moved)
            };
            let image: Vec<f64> = at(1.0).iter().zip(at(-1.0)).map(|(a, b)| (a - b) / 2e-5).collect();
            stretch = image.iter().map(|value| value * value).sum::<f64>().sqrt();
            direction = image.iter().map(|value| value / stretch).collect();
        }
        assert!((radius - stretch).abs() < 1e-8, "{radius}, {stretch}");
        assert_eq!(spectral_radius(&Mat::zeros(0, 0), &[], 2.0), 0.0);
    }
}
