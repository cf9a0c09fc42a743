//! The singular values that decide about phases: those of D_v^½ W D_h^½, D being the variances of the units.
//!
//! A small deviation δ of the hidden means from a mean-field state comes back, after one step up and down, as
//! D_h Wᵀ D_v W δ. The state is stable while the largest singular value of D_v^½ W D_h^½ is below 1. With fair units
//! that is σ₁ = 1 for Ising (D = 1) and σ₁ = 4 for Bernoulli units (D = ¼); a unit that is magnetised already has less
//! variance, so later modes cross later.
//!
//! During a training D is taken at the state that the data prescribe: visible means are the frequencies of the data,
//! hidden means the mean-field response to them. Before the first mode condenses this is the state without memory.
//!
//! ## References
//!
//! * D. Bachtis, G. Biroli, A. Decelle and B. Seoane, “Cascade of phase transitions in the training of energy-based
//!   models”, NeurIPS 2024, arXiv:2405.14689

use faer::linalg::svd::ComputeSvdVectors;
use ndarray::Array1;

use crate::physics::arrays::{check_shape, flat};
use crate::physics::math::sigmoid;
use crate::physics::rbm::gauge::subtract_means;
use crate::physics::rbm::{Configurations, HiddenUnits, Rbm, VisibleUnits};
use crate::physics::spectrum::singular::{SpectrumError, decompose, matrix};

/// Means of all units: where variances are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceState {
    /// ⟨v⟩ in the unit's own values; frequencies of the states for Potts units.
    pub visible: Vec<f64>,
    /// ⟨h⟩ in the unit's own values.
    pub hidden: Vec<f64>,
}

impl ReferenceState {
    /// Visible means of these rows, and the mean-field response of the hidden units to them.
    /// Without rows, what the biases alone give.
    pub fn of_data(rbm: &Rbm, rows: &Configurations) -> Self {
        let mut visible = vec![0.0; rbm.visible_rows()];
        let channels = rbm.visible().channels();
        let fraction = 1.0 / rows.rows().max(1) as f64;
        for row in rows.iter_rows() {
            for (site, &value) in visible.chunks_exact_mut(channels).zip(row) {
                match rbm.visible() {
                    VisibleUnits::Bernoulli => site[0] += if value > 0 { fraction } else { 0.0 },
                    VisibleUnits::Ising => site[0] += if value > 0 { fraction } else { -fraction },
                    VisibleUnits::Potts(_) => {
                        if let Some(state) = site.get_mut(usize::from(value)) {
                            *state += fraction;
                        }
                    }
                }
            }
        }
        if rows.rows() == 0 {
            visible = independent_means(rbm);
        }
        let mut hidden: Vec<f64> = rbm.parameters().hidden_bias.iter().map(|&bias| f64::from(bias)).collect();
        for (mean, weights) in visible.iter().zip(rbm.parameters().weights.chunks_exact(rbm.hidden_units())) {
            for (field, &weight) in hidden.iter_mut().zip(weights) {
                *field += mean * f64::from(weight);
            }
        }
        for field in &mut hidden {
            *field = match rbm.hidden() {
                HiddenUnits::Bernoulli => sigmoid(*field),
                HiddenUnits::Ising => field.tanh(),
            };
        }
        Self { visible, hidden }
    }

    /// Variance of each visible row, m(1 − m) or 1 − m².
    pub fn visible_variance(&self, rbm: &Rbm) -> Vec<f64> {
        let ising = rbm.visible() == VisibleUnits::Ising;
        self.visible.iter().map(|&mean| variance(ising, mean)).collect()
    }

    /// Variance of each hidden unit.
    pub fn hidden_variance(&self, rbm: &Rbm) -> Vec<f64> {
        let ising = rbm.hidden() == HiddenUnits::Ising;
        self.hidden.iter().map(|&mean| variance(ising, mean)).collect()
    }

    /// Singular values of C_v^½ W D_h^½, descending, with the threshold at 1. C_v is the covariance of the visible units
    /// at their means: diagonal for binary units, and a block δ_ab f_a − f_a f_b for the states of a Potts site.
    ///
    /// # Errors
    /// Sizes that do not fit the machine, numbers that are not finite, or no convergence.
    pub fn scaled_singular_values(&self, rbm: &Rbm) -> Result<Vec<f64>, SpectrumError> {
        let VisibleUnits::Potts(states) = rbm.visible() else {
            return scaled_singular_values(rbm, &self.visible_variance(rbm), &self.hidden_variance(rbm));
        };
        // C^½ W has the singular values of F^½ (W − ⟨W⟩ over the states), F = diag(f): its Gram matrix is WᵀCW.
        let mut centred = rbm.weights().mapv(f64::from);
        subtract_means(&mut centred, |site, weights| {
            let frequencies = self.visible.chunks(usize::from(states)).nth(site).unwrap_or_default();
            let mut mean = Array1::zeros(rbm.hidden_units());
            for (weights, &frequency) in weights.outer_iter().zip(frequencies) {
                mean.scaled_add(frequency, &weights);
            }
            mean
        });
        scaled(flat(&centred), rbm, &self.visible, &self.hidden_variance(rbm))
    }
}

/// What the visible biases alone give.
fn independent_means(rbm: &Rbm) -> Vec<f64> {
    let bias: Vec<f64> = rbm.parameters().visible_bias.iter().map(|&bias| f64::from(bias)).collect();
    match rbm.visible() {
        VisibleUnits::Bernoulli => bias.into_iter().map(sigmoid).collect(),
        VisibleUnits::Ising => bias.iter().map(|a| a.tanh()).collect(),
        VisibleUnits::Potts(states) => bias
            .chunks(usize::from(states))
            .flat_map(|site| {
                let largest = site.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = site.iter().map(|a| (a - largest).exp()).sum();
                site.iter().map(move |a| (a - largest).exp() / sum)
            })
            .collect(),
    }
}

fn variance(ising: bool, mean: f64) -> f64 {
    if ising { 1.0 - mean * mean } else { mean * (1.0 - mean) }
}

/// Singular values of D_v^½ W D_h^½ with the given variances (negative ones count as 0), descending. For Potts units
/// a variance per row leaves out that the states of a site exclude each other:
/// [`ReferenceState::scaled_singular_values`] does not.
///
/// # Errors
/// Numbers of variances that do not fit, numbers that are not finite, or no convergence.
pub fn scaled_singular_values(
    rbm: &Rbm,
    visible_variance: &[f64],
    hidden_variance: &[f64],
) -> Result<Vec<f64>, SpectrumError> {
    let weights: Vec<f64> = rbm.parameters().weights.iter().map(|&weight| f64::from(weight)).collect();
    scaled(&weights, rbm, visible_variance, hidden_variance)
}

fn scaled(weights: &[f64], rbm: &Rbm, visible: &[f64], hidden: &[f64]) -> Result<Vec<f64>, SpectrumError> {
    let (rows, columns) = (rbm.visible_rows(), rbm.hidden_units());
    check_shape("the list of visible variances", &[visible.len()], &[rows])?;
    check_shape("the list of hidden variances", &[hidden.len()], &[columns])?;
    let root = |variance: &f64| variance.max(0.0).sqrt();
    let hidden: Vec<f64> = hidden.iter().map(root).collect();
    let numbers = weights.chunks_exact(columns).zip(visible).flat_map(|(row, variance)| {
        let factor = root(variance);
        row.iter().zip(&hidden).map(move |(weight, other)| weight * factor * other)
    });
    Ok(decompose(matrix(numbers, rows, columns)?.as_ref(), ComputeSvdVectors::No)?.values)
}

/// Number of condensed modes: scaled singular values above the threshold 1.
pub fn condensed<T: Copy + Into<f64>>(scaled: &[T]) -> usize {
    scaled.iter().filter(|&&value| value.into() > 1.0).count()
}

/// The singular value of W at which the first mode condenses where each unit is on half of the time: beyond it the
/// solution without memory is lost. `None` where units have no such mean.
pub const fn plain_threshold(visible: VisibleUnits, hidden: HiddenUnits) -> Option<f64> {
    match (visible, hidden) {
        (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli) => Some(4.0),
        (VisibleUnits::Ising, HiddenUnits::Ising) => Some(1.0),
        (VisibleUnits::Bernoulli, HiddenUnits::Ising) | (VisibleUnits::Ising, HiddenUnits::Bernoulli) => Some(2.0),
        (VisibleUnits::Potts(_), _) => None,
    }
}

/// (Σ σ²)² / Σ σ⁴: how many modes carry the weights, from 1 to the number of values; 0 where all are 0.
pub fn participation_ratio(values: &[f64]) -> f64 {
    let (squares, fourths) =
        values.iter().fold((0.0, 0.0), |(squares, fourths), x| (squares + x * x, fourths + x.powi(4)));
    if fourths > 0.0 { squares * squares / fourths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_potts_site_of_two_states_is_a_bernoulli_unit() {
        let weights = [0.3_f32, -1.2, 0.7, 0.4, 2.0, -0.6];
        let binary = Rbm::from_flat(
            VisibleUnits::Bernoulli,
            HiddenUnits::Bernoulli,
            weights.to_vec(),
            vec![0.1, -0.4, 0.0],
            vec![0.2, -0.1],
        )
        .unwrap();
        let doubled: Vec<f32> = weights.chunks(2).flat_map(|row| [[0.0, 0.0], [row[0], row[1]]]).flatten().collect();
        let potts = Rbm::from_flat(
            VisibleUnits::Potts(2),
            HiddenUnits::Bernoulli,
            doubled,
            vec![0.0, 0.1, 0.0, -0.4, 0.0, 0.0],
            vec![0.2, -0.1],
        )
        .unwrap();
        let rows = Configurations::new(vec![0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0], 3);
        for rows in [rows, Configurations::new(Vec::new(), 3)] {
            let (a, b) = (ReferenceState::of_data(&binary, &rows), ReferenceState::of_data(&potts, &rows));
            let (a, b) = (a.scaled_singular_values(&binary).unwrap(), b.scaled_singular_values(&potts).unwrap());
            assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-12), "{a:?} {b:?}");
        }
    }

    #[test]
    fn participation_counts_equal_modes() {
        assert_eq!(participation_ratio(&[2.0, 2.0, 2.0, 0.0]), 3.0);
        assert_eq!(participation_ratio(&[0.0]), 0.0);
    }
}
