//! Every binary machine as one of ±1 units, its weights by hidden unit.

use ndarray::Axis;

use crate::physics::rbm::{HiddenUnits, Rbm, RbmError, VisibleUnits};

/// The largest field at a hidden unit that couplings are computed for: the number of nodes grows with it.
const LARGEST_FIELD: f64 = 1e4;

/// ln p̃(s) = constant + Σ_i η_i s_i + Σ_α ln 2cosh(θ_α + Σ_i w_iα s_i) with s = ±1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct IsingForm {
    /// What the change of variables adds to ln p̃.
    pub(super) constant: f64,
    /// η.
    pub(super) fields: Vec<f64>,
    /// θ.
    pub(super) biases: Vec<f64>,
    /// w, `[hidden unit][site]`.
    pub(super) weights: Vec<f64>,
}

impl IsingForm {
    /// Of {0, 1} units v = (1 + s)/2 and h = (1 + t)/2: w = W/4, η_i = a_i/2 + Σ_α W_iα/4, θ_α = b_α/2 + Σ_i W_iα/4.
    ///
    /// # Errors
    /// Potts units, numbers that are not finite, or fields beyond 10⁴.
    pub(super) fn new(rbm: &Rbm<f64>) -> Result<Self, RbmError> {
        let ising = rbm.to_ising()?;
        let by_unit = ising.weights().index_axis_move(Axis(1), 0).reversed_axes();
        let weights: Vec<f64> = by_unit.iter().copied().collect();
        let (fields, biases) = (ising.parameters().visible_bias.to_vec(), ising.parameters().hidden_bias.to_vec());
        // v = (1 + s)/2 leaves Σ a/2, and ln(1 + eˣ) = x/2 + ln 2cosh(x/2) leaves half of the field of fair v.
        let mut constant = 0.0;
        if rbm.visible() == VisibleUnits::Bernoulli {
            constant += rbm.parameters().visible_bias.iter().sum::<f64>() / 2.0;
        }
        if rbm.hidden() == HiddenUnits::Bernoulli {
            constant += biases.iter().sum::<f64>();
        }
        let form = Self { constant, fields, biases, weights };
        form.check()?;
        Ok(form)
    }

    fn check(&self) -> Result<(), RbmError> {
        if let Some(field) = self.fields.iter().find(|field| !field.is_finite()) {
            return Err(not_finite("a visible bias", *field));
        }
        for unit in 0..self.units() {
            let (bias, weights) = self.unit(unit);
            let largest = bias.abs() + weights.iter().map(|weight| weight.abs()).sum::<f64>();
            if !largest.is_finite() {
                return Err(not_finite("the largest field at a hidden unit", largest));
            }
            if largest > LARGEST_FIELD {
                return Err(RbmError::Value {
                    what: "the largest field at a hidden unit",
                    found: format!("{largest:.0}"),
                    expected: format!("couplings are computed up to {LARGEST_FIELD}"),
                });
            }
        }
        Ok(())
    }

    /// Number of visible units.
    pub(super) fn sites(&self) -> usize {
        self.fields.len()
    }

    /// Number of hidden units.
    pub(super) fn units(&self) -> usize {
        self.biases.len()
    }

    /// θ and w of a hidden unit.
    pub(super) fn unit(&self, unit: usize) -> (f64, &[f64]) {
        let sites = self.sites();
        let weights = self.weights.get(unit * sites..(unit + 1) * sites).unwrap_or_default();
        (self.biases.get(unit).copied().unwrap_or_default(), weights)
    }
}

fn not_finite(what: &'static str, found: f64) -> RbmError {
    RbmError::Value { what, found: found.to_string(), expected: "it must be a finite number".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_without_couplings_are_refused_in_a_sentence() {
        let of = |visible: VisibleUnits, weight: f64| {
            let rows = 2 * visible.channels();
            let rbm = Rbm::from_flat(visible, HiddenUnits::Ising, vec![weight; rows], vec![0.0; rows], vec![0.0]);
            IsingForm::new(&rbm.unwrap()).unwrap_err().to_string()
        };
        assert!(of(VisibleUnits::Potts(3), 1.0).contains("more than two states"));
        assert!(of(VisibleUnits::Ising, f64::NAN).contains("is NaN; it must be a finite number"));
        assert!(of(VisibleUnits::Ising, 2e4).contains("is 40000; couplings are computed up to 10000"));
    }
}
