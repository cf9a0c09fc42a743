//! Whether a fixed point of the second order is a minimum of its free energy.
//!
//! The Hessian of F at the means x and m is
//!
//! ```text
//! (  D_v  −B  )
//! ( −Bᵀ   D_h )
//! ```
//!
//! with D_v = 1/χ(x_i) + Σ_α W²_iα χ(m_α), the same for D_h, and B = W_iα + ½χ′(x_i) χ′(m_α) W²_iα for two binary layers.
//! Both D are positive, so that the Hessian is positive definite where the smallest eigenvalue of
//!
//! 1 − D_h^−½ Bᵀ D_v⁻¹ B D_h^−½
//!
//! is positive. At a Potts site D_v is the block δ_qr/f_q + Σ_α χ(m_α) W_qα W_rα, inverted on the plane Σ f = 1, D_h takes
//! the variance of W_i·α over its states and B = W + ½χ′(m_α) (W² − 2 W U).
//!
//! ## References
//!
//! * T. Plefka, “Convergence condition of the TAP equation for the infinite-ranged Ising spin glass model”, J. Phys.
//!   A 15, 1971 (1982), doi:10.1088/0305-4470/15/6/035

use faer::MatRef;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};

use super::relaxation::Order;
use super::tap::Equations;
use crate::physics::arrays::{check_shape, flat};
use crate::physics::eigen;
use crate::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use crate::physics::spectrum::singular::SpectrumError;

/// The smallest eigenvalue of 1 − D_h^−½ Bᵀ D_v⁻¹ B D_h^−½ at visible means (visible row) and hidden means (unit): above 0 a
/// stationary point of the second order is a minimum, below it a saddle.
///
/// # Errors
/// Numbers of means that are not those of the machine, numbers that are not finite, or no convergence.
pub fn stability(rbm: &Rbm<f64>, visible: &[f64], hidden: &[f64]) -> Result<f64, SpectrumError> {
    let (rows, units) = (rbm.visible_rows(), rbm.hidden_units());
    check_shape("the list of visible means", &[visible.len()], &[rows])?;
    check_shape("the list of hidden means", &[hidden.len()], &[units])?;
    let equations = Equations::<f64>::new(rbm, Order::Second);
    let mut block = equations.block(visible.to_vec(), hidden.to_vec(), 0.0);
    equations.sum_for_hidden(&mut block);
    let (ising, hidden) = (rbm.hidden() == HiddenUnits::Ising, ArrayView1::from(hidden));
    let units = Units { chi: hidden.mapv(|m| variance(ising, m)), half_slope: hidden.mapv(|m| half_slope(ising, m)) };
    // D_h = 1/χ + Σ_i of what the terms of the second order hold.
    let inverse =
        Zip::from(&units.chi).and(&block.hidden_sums.second[..]).map_collect(|chi, sum| chi / (1.0 + chi * sum));
    let channels = rbm.visible().channels();
    let mut response = Array2::zeros((rows, units.chi.len()));
    let sites = response.axis_chunks_iter_mut(Axis(0), channels).zip(visible.chunks_exact(channels));
    for ((mut site, means), weights) in sites.zip(rbm.weights().outer_iter()) {
        let found = match rbm.visible() {
            VisibleUnits::Potts(_) => units.potts(&weights, &ArrayView1::from(means)),
            VisibleUnits::Bernoulli | VisibleUnits::Ising => {
                units.binary(&weights, means[0], rbm.visible() == VisibleUnits::Ising)
            }
        };
        site.assign(&found);
    }
    response *= &inverse.mapv(|inverse| inverse.max(0.0).sqrt());
    Ok(1.0 - largest_square(&response)?)
}

/// χ and ½χ′ of the hidden units.
struct Units {
    chi: Array1<f64>,
    half_slope: Array1<f64>,
}

impl Units {
    /// The row of D_v^−½ B of a binary unit.
    fn binary(&self, weights: &ArrayView2<'_, f64>, mean: f64, ising: bool) -> Array2<f64> {
        let (chi, slope) = (variance(ising, mean), half_slope(ising, mean));
        let squares = weights.mapv(|w| w * w);
        let factor = (chi / (1.0 + chi * squares.dot(&self.chi).sum())).max(0.0).sqrt();
        (weights + &(squares * &self.half_slope * (2.0 * slope))) * factor
    }

    /// The rows of R B of a Potts site, RᵀR being the inverse of its block of D_v on the plane of constant sum.
    ///
    /// Without the weights that inverse is Σ = L Lᵀ with L = diag(√f) − f √fᵀ, with them L (1 + Lᵀ W χ Wᵀ L)⁻¹ Lᵀ: the middle is
    /// at least 1, and elimination without pivots gives its roots.
    fn potts(&self, weights: &ArrayView2<'_, f64>, frequencies: &ArrayView1<'_, f64>) -> Array2<f64> {
        let mean = frequencies.dot(weights);
        let b = weights + &((weights * weights - 2.0 * weights * &mean) * &self.half_slope);
        let projected = |matrix: &ArrayView2<'_, f64>| -> Array2<f64> {
            let roots = frequencies.mapv(|f| f.max(0.0).sqrt()).insert_axis(Axis(1));
            (matrix - &frequencies.dot(matrix)) * &roots
        };
        let (mut rows, deviations) = (projected(&b.view()), projected(weights));
        let mut middle = (&deviations * &self.chi).dot(&deviations.t()) + Array2::<f64>::eye(frequencies.len());
        for pivot in 0..frequencies.len() {
            let (of_middle, of_rows) = (middle.row(pivot).to_owned(), rows.row(pivot).to_owned());
            for below in pivot + 1..frequencies.len() {
                let factor = middle[[below, pivot]] / of_middle[pivot];
                middle.row_mut(below).scaled_add(-factor, &of_middle);
                rows.row_mut(below).scaled_add(-factor, &of_rows);
            }
            rows.row_mut(pivot).mapv_inplace(|x| x / of_middle[pivot].sqrt());
        }
        rows
    }
}

fn variance(ising: bool, mean: f64) -> f64 {
    if ising { 1.0 - mean * mean } else { mean * (1.0 - mean) }
}

fn half_slope(ising: bool, mean: f64) -> f64 {
    if ising { -mean } else { 0.5 - mean }
}

/// The square of the largest singular value.
fn largest_square(matrix: &Array2<f64>) -> Result<f64, SpectrumError> {
    if let Some((place, &number)) = matrix.iter().enumerate().find(|(_, number)| !number.is_finite()) {
        return Err(SpectrumError::NotFinite(place, number));
    }
    let (rows, columns) = matrix.dim();
    let gram = if rows < columns { matrix.dot(&matrix.t()) } else { matrix.t().dot(matrix) };
    let size = rows.min(columns);
    let found = eigen::symmetric(MatRef::from_row_major_slice(flat(&gram), size, size));
    let largest = found.and_then(|(values, _)| values.last().copied());
    largest.ok_or(SpectrumError::NoConvergence(rows, columns))
}
