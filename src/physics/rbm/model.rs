//! The machine: units, weights and biases.

use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::units::{HiddenUnits, MOST_STATES, VisibleUnits};

/// The largest number of weights: 4 GB of them.
pub(super) const MOST_WEIGHTS: usize = 1 << 30;

/// A restricted Boltzmann machine of energy
///
/// E(v, h) = −Σ_i a_i v_i − Σ_α b_α h_α − Σ_iα v_i W_iα h_α,
///
/// and for Potts units E(v, h) = −Σ_i a_i(v_i) − Σ_α b_α h_α − Σ_iα W_iα(v_i) h_α. The inverse temperature is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Rbm {
    visible: VisibleUnits,
    hidden: HiddenUnits,
    sites: usize,
    weights: Vec<f32>,
    visible_bias: Vec<f32>,
    hidden_bias: Vec<f32>,
}

impl Rbm {
    /// A machine from its parameters. `weights` is row-major `[site][state][hidden]`, `visible_bias` is `[site][state]`
    /// (one state for binary units).
    ///
    /// # Errors
    /// No units of one kind, a number of states out of range, or arrays whose lengths do not fit.
    pub fn new(
        visible: VisibleUnits,
        hidden: HiddenUnits,
        weights: Vec<f32>,
        visible_bias: Vec<f32>,
        hidden_bias: Vec<f32>,
    ) -> Result<Self, RbmError> {
        let (rows, columns) = (visible_bias.len(), hidden_bias.len());
        let value =
            |what, found: String, expected: &str| Err(RbmError::Value { what, found, expected: expected.to_owned() });
        if let VisibleUnits::Potts(states) = visible
            && !(2..=MOST_STATES).contains(&states)
        {
            return value("the number of states", states.to_string(), "it can be 2 to 32");
        }
        if rows == 0 || !rows.is_multiple_of(visible.channels()) {
            return value(
                "the length of the visible bias",
                rows.to_string(),
                "it must be a number of states for each site",
            );
        }
        if columns == 0 {
            return value("the number of hidden units", "0".to_owned(), "it must be at least 1");
        }
        let Some(expected) = rows.checked_mul(columns).filter(|&count| count <= MOST_WEIGHTS) else {
            return value("the number of weights", format!("{rows} × {columns}"), "it can be at most 2^30");
        };
        if weights.len() != expected {
            return Err(RbmError::Size { what: "the weight matrix", expected, found: weights.len() });
        }
        Ok(Self { visible, hidden, sites: rows / visible.channels(), weights, visible_bias, hidden_bias })
    }

    /// Kind of the visible units.
    pub fn visible(&self) -> VisibleUnits {
        self.visible
    }

    /// Kind of the hidden units.
    pub fn hidden(&self) -> HiddenUnits {
        self.hidden
    }

    /// Number of visible units.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// Number of rows of the weights: sites times the states of a Potts unit.
    pub fn visible_rows(&self) -> usize {
        self.visible_bias.len()
    }

    /// Number of hidden units.
    pub fn hidden_units(&self) -> usize {
        self.hidden_bias.len()
    }

    /// W, row-major `[site][state][hidden]`.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// a, `[site][state]`.
    pub fn visible_bias(&self) -> &[f32] {
        &self.visible_bias
    }

    /// b.
    pub fn hidden_bias(&self) -> &[f32] {
        &self.hidden_bias
    }

    /// Weights, visible and hidden bias, to be changed in place by a training.
    pub fn parameters_mut(&mut self) -> [&mut [f32]; 3] {
        [&mut self.weights, &mut self.visible_bias, &mut self.hidden_bias]
    }

    /// Whether every parameter is a finite number.
    pub fn is_finite(&self) -> bool {
        [&self.weights, &self.visible_bias, &self.hidden_bias].iter().all(|array| array.iter().all(|x| x.is_finite()))
    }
}
