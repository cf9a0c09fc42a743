//! Averages over the model and over data, and their difference: the gradient of the mean log-likelihood.

use ndarray::{Array1, Array2, Array3};

use super::check;
use super::enumeration::Enumeration;
use crate::physics::arrays::flat_mut;
use crate::physics::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// ⟨v⟩, ⟨h⟩ and ⟨v h⟩ in the units' own values, or a difference of two such; the shapes are those of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// ⟨v_i⟩ (site, state); frequencies of the states of Potts units.
    pub visible: Array2<f64>,
    /// ⟨h_α⟩.
    pub hidden: Array1<f64>,
    /// ⟨v_i h_α⟩ (site, state, hidden).
    pub products: Array3<f64>,
}

impl Moments {
    /// Zeros in the shapes of a machine's parameters.
    pub fn zeros(rbm: &Rbm<f64>) -> Self {
        Self {
            visible: Array2::zeros(rbm.visible_bias().raw_dim()),
            hidden: Array1::zeros(rbm.hidden_units()),
            products: Array3::zeros(rbm.weights().raw_dim()),
        }
    }

    /// This less another: with the other of the model, the gradient in a, b and W.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self {
            visible: &self.visible - &other.visible,
            hidden: &self.hidden - &other.hidden,
            products: &self.products - &other.products,
        }
    }

    /// Adds a configuration with this weight, the hidden units at their means.
    pub(super) fn add(&mut self, rbm: &Rbm<f64>, row: &[u8], weight: f64) {
        let means = rbm.hidden_means(row);
        self.hidden.iter_mut().zip(&means).for_each(|(sum, mean)| *sum += weight * mean);
        let channels = rbm.visible().channels();
        for (site, &value) in row.iter().enumerate() {
            let (place, factor) = match rbm.visible() {
                VisibleUnits::Bernoulli => (site, f64::from(u8::from(value > 0))),
                VisibleUnits::Ising => (site, if value > 0 { 1.0 } else { -1.0 }),
                VisibleUnits::Potts(_) => (site * channels + usize::from(value), 1.0),
            };
            flat_mut(&mut self.visible)[place] += weight * factor;
            let products = flat_mut(&mut self.products)[place * means.len()..].iter_mut();
            products.zip(&means).for_each(|(sum, mean)| *sum += weight * factor * mean);
        }
    }
}

/// Averages over the rows, with ⟨h⟩ given v.
///
/// # Errors
/// The rows do not fit.
pub fn data_moments(rbm: &Rbm<f64>, rows: &Configurations) -> Result<Moments, RbmError> {
    check(rbm, rows)?;
    let mut moments = Moments::zeros(rbm);
    let weight = 1.0 / rows.rows() as f64;
    rows.iter_rows().for_each(|row| moments.add(rbm, row, weight));
    Ok(moments)
}

/// Averages over the model.
///
/// # Errors
/// Both layers have too many states.
pub fn model_moments(rbm: &Rbm<f64>) -> Result<Moments, RbmError> {
    let sum = Enumeration::new(rbm)?;
    let joint = sum.joint();
    let mut moments = Moments::zeros(rbm);
    let (units, channels) = (rbm.hidden_units(), rbm.visible().channels());
    let potts = matches!(rbm.visible(), VisibleUnits::Potts(_));
    let visible_low = if rbm.visible() == VisibleUnits::Ising { -1.0 } else { 0.0 };
    let hidden_low = if rbm.hidden() == HiddenUnits::Ising { -1.0 } else { 0.0 };
    // Of a unit with values `low` and 1 that is up with probability `up` while something of probability `all` is so.
    let value = |low: f64, up: f64, all: f64| up + low * (all - up);
    let others = sum.width * sum.channels;
    for row in 0..rbm.visible_rows() {
        let (site, channel) = (row / channels, row % channels);
        for unit in 0..units {
            let joint_of = |hidden_state: usize| -> f64 {
                if sum.over_hidden {
                    let up = joint.pairs[(unit * 2 + hidden_state) * others + channel * sum.width + site];
                    return value(visible_low, up, if potts { up } else { joint.states[unit * 2 + hidden_state] });
                }
                // ⟨v⟩ restricted to a hidden state, of the states of the site.
                let part = |state: usize| {
                    let up = joint.pairs[(site * sum.states + state) * others + unit];
                    if hidden_state > 0 { up } else { joint.states[site * sum.states + state] - up }
                };
                if potts { part(channel) } else { part(1) + visible_low * part(0) }
            };
            flat_mut(&mut moments.products)[row * units + unit] = joint_of(1) + hidden_low * joint_of(0);
        }
        flat_mut(&mut moments.visible)[row] = if sum.over_hidden {
            let up = joint.others[channel * sum.width + site];
            if potts { up } else { value(visible_low, up, 1.0) }
        } else if potts {
            joint.states[row]
        } else {
            joint.states[site * 2 + 1] + visible_low * joint.states[site * 2]
        };
    }
    for (unit, mean) in moments.hidden.iter_mut().enumerate() {
        let up = if sum.over_hidden { joint.states[unit * 2 + 1] } else { joint.others[unit] };
        *mean = value(hidden_low, up, 1.0);
    }
    Ok(moments)
}

/// The gradient of the mean log-likelihood of the rows: in a, b and W.
///
/// # Errors
/// Both layers have too many states, or the rows do not fit.
pub fn gradient(rbm: &Rbm<f64>, rows: &Configurations) -> Result<Moments, RbmError> {
    Ok(data_moments(rbm, rows)?.minus(&model_moments(rbm)?))
}
