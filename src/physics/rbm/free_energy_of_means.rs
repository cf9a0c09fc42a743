//! The free energy of a machine over the means of its visible units.
//!
//! Of visible units that are drawn independently with means m,
//!
//! G(m) = −Σ_i a_i m_i − Σ_α ln Σ_h exp(x_α h) − S(m),  x_α = b_α + Σ_i W_iα m_i,
//!
//! the free energy F of [`Rbm::<f64>::free_energy`] continued to real values, less the entropy S of the units. At a
//! configuration S is 0 and G is F(v), to the rounding of single precision. Within, G(m) ≥ ⟨F(v)⟩ − S(m) ≥ −ln Z: the first
//! because −ln Σ_h exp(x h) is concave in x, the second being the principle of Gibbs and Bogoliubov. It is the naive
//! mean-field free energy with the hidden means that make it least, and its stationary points are the solutions of the naive
//! mean-field equations. Without weights it is Σ_i KL(m_i‖s(a_i)) − ln Z, the rate at which such means become unlikely.
//!
//! ## References
//!
//! * M. Gabrié, E. W. Tramel and F. Krzakala, “Training restricted Boltzmann machines via the
//!   Thouless-Anderson-Palmer free energy”, NIPS 2015, arXiv:1506.02914
//! * M. Opper and D. Saad (eds), *Advanced Mean Field Methods* (MIT Press, 2001), chapter 2, for the bound

use faer::{Accum, MatMut, MatRef, Par};
use ndarray::Array2;

use crate::physics::arrays::{ShapeError, check_shape, flat, standard};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::precise::hidden_sum;
use crate::physics::rbm::units::VisibleUnits;

/// G of each row of visible means (row, visible row), in nats: products in single precision on one thread, sums in double.
///
/// # Errors
/// Means of another width than the machine's.
pub fn free_energies_of_means(rbm: &Rbm, means: &Array2<f32>) -> Result<Vec<f64>, ShapeError> {
    let (count, rows, units) = (means.nrows(), rbm.visible_rows(), rbm.hidden_units());
    check_shape("the array of visible means", means.shape(), &[count, rows])?;
    let means = standard(means.clone());
    let mut fields: Vec<f32> = rbm.parameters().hidden_bias.repeat(count);
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(&mut fields, count, units),
        Accum::Add,
        MatRef::from_row_major_slice(flat(&means), count, rows),
        MatRef::from_row_major_slice(rbm.parameters().weights, rows, units),
        1.0_f32,
        Par::Seq,
    );
    let each = flat(&means).chunks_exact(rows).zip(fields.chunks_exact(units));
    Ok(each
        .map(|(means, fields)| {
            let biases = means.iter().zip(rbm.parameters().visible_bias);
            let visible: f64 = biases.map(|(&mean, &bias)| f64::from(mean) * f64::from(bias)).sum();
            -visible - hidden_sum(rbm.hidden(), fields, 1.0) - entropy(rbm.visible(), means)
        })
        .collect())
}

/// S(m) of independent units, in nats.
fn entropy(units: VisibleUnits, means: &[f32]) -> f64 {
    // p ln p → 0 at p = 0.
    let of = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    let means = means.iter().map(|&mean| f64::from(mean));
    match units {
        VisibleUnits::Bernoulli => means.map(|mean| of(mean) + of(1.0 - mean)).sum(),
        VisibleUnits::Ising => means.map(|mean| of(f64::midpoint(1.0, mean)) + of(f64::midpoint(1.0, -mean))).sum(),
        VisibleUnits::Potts(_) => means.map(of).sum(),
    }
}
