//! The machine: units, weights and biases.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, ArrayView3, Dimension, Ix1, Ix2, Ix3, NdFloat};

use crate::physics::arrays::{check_shape, flat, flat_mut, shaped, standard};
use crate::physics::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::units::{HiddenUnits, MOST_STATES, VisibleUnits};

/// The largest number of weights: 4 GB of them.
pub(super) const MOST_WEIGHTS: usize = 1 << 30;

/// A restricted Boltzmann machine of energy
///
/// E(v, h) = −Σ_i a_i v_i − Σ_α b_α h_α − Σ_iα v_i W_iα h_α,
///
/// and for Potts units E(v, h) = −Σ_i a_i(v_i) − Σ_α b_α h_α − Σ_iα W_iα(v_i) h_α. The inverse temperature is 1.
///
/// `Rbm`, with numbers in single precision, is what is trained and sampled; `Rbm<f64>` is what exact sums are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Rbm<T = f32> {
    visible: VisibleUnits,
    hidden: HiddenUnits,
    weights: Array3<T>,
    visible_bias: Array2<T>,
    hidden_bias: Array1<T>,
}

/// The numbers behind the arrays of a machine, the last axis fastest: what inner loops work on. A visible row is a site,
/// or a site and a state of Potts units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters<'a, T> {
    /// W, one row of hidden units per visible row.
    pub weights: &'a [T],
    /// a of each visible row.
    pub visible_bias: &'a [T],
    /// b.
    pub hidden_bias: &'a [T],
}

impl<T: NdFloat> Rbm<T> {
    /// A machine from its parameters: W (site, state, hidden), a (site, state) and b, with one state for binary units.
    ///
    /// # Errors
    /// No units of one kind, a number of states out of range, or arrays whose shapes do not fit.
    pub fn new(
        visible: VisibleUnits,
        hidden: HiddenUnits,
        weights: Array3<T>,
        visible_bias: Array2<T>,
        hidden_bias: Array1<T>,
    ) -> Result<Self, RbmError> {
        let shape = sizes(visible, visible_bias.nrows(), hidden_bias.len())?;
        check_shape("the visible bias", visible_bias.shape(), &shape.slice()[..2])?;
        check_shape("the array of weights", weights.shape(), shape.slice())?;
        let (weights, visible_bias, hidden_bias) = (standard(weights), standard(visible_bias), standard(hidden_bias));
        Ok(Self { visible, hidden, weights, visible_bias, hidden_bias })
    }

    /// A machine from lists of its parameters, the last axis fastest.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn from_flat(
        visible: VisibleUnits,
        hidden: HiddenUnits,
        weights: Vec<T>,
        visible_bias: Vec<T>,
        hidden_bias: Vec<T>,
    ) -> Result<Self, RbmError> {
        let sites = visible_bias.len().checked_div(visible.channels()).unwrap_or(0);
        let shape = sizes(visible, sites, hidden_bias.len())?;
        let bias_shape = Ix2(shape[0], shape[1]);
        Ok(Self {
            visible,
            hidden,
            visible_bias: shaped("the visible bias", visible_bias, bias_shape)?,
            hidden_bias: shaped("the hidden bias", hidden_bias, Ix1(shape[2]))?,
            weights: shaped("the list of weights", weights, shape)?,
        })
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
        self.visible_bias.nrows()
    }

    /// Number of visible rows: sites times the states of a Potts unit.
    pub fn visible_rows(&self) -> usize {
        self.visible_bias.len()
    }

    /// Number of hidden units.
    pub fn hidden_units(&self) -> usize {
        self.hidden_bias.len()
    }

    /// W, (site, state, hidden).
    pub fn weights(&self) -> ArrayView3<'_, T> {
        self.weights.view()
    }

    /// a, (site, state).
    pub fn visible_bias(&self) -> ArrayView2<'_, T> {
        self.visible_bias.view()
    }

    /// b.
    pub fn hidden_bias(&self) -> ArrayView1<'_, T> {
        self.hidden_bias.view()
    }

    /// The numbers behind the arrays.
    pub fn parameters(&self) -> Parameters<'_, T> {
        Parameters {
            weights: flat(&self.weights),
            visible_bias: flat(&self.visible_bias),
            hidden_bias: flat(&self.hidden_bias),
        }
    }

    /// The numbers of weights, visible and hidden bias, to be changed in place.
    pub fn parameters_mut(&mut self) -> [&mut [T]; 3] {
        [flat_mut(&mut self.weights), flat_mut(&mut self.visible_bias), flat_mut(&mut self.hidden_bias)]
    }

    /// The machine at the inverse temperature β: all parameters times β.
    #[must_use]
    pub fn at_inverse_temperature(&self, inverse_temperature: T) -> Self {
        let mut machine = self.clone();
        machine.parameters_mut().into_iter().flatten().for_each(|parameter| *parameter *= inverse_temperature);
        machine
    }

    /// Whether every parameter is a finite number.
    pub fn is_finite(&self) -> bool {
        let Parameters { weights, visible_bias, hidden_bias } = self.parameters();
        [weights, visible_bias, hidden_bias].iter().all(|numbers| numbers.iter().all(|x| x.is_finite()))
    }

    /// Refuses rows that are not states of the visible units.
    ///
    /// # Errors
    /// Rows of another length, or values that the units do not take.
    pub fn check_rows(&self, rows: &Configurations) -> Result<(), RbmError> {
        if rows.sites() != self.sites() {
            let (found, expected) = (rows.sites(), self.sites());
            return Err(RbmError::Size { what: "a row of states", expected, found });
        }
        match rows.as_slice().iter().max() {
            Some(&largest) if largest >= self.visible.states() => Err(RbmError::Value {
                what: "a state",
                found: largest.to_string(),
                expected: format!("it can be 0 to {}", self.visible.states() - 1),
            }),
            _ => Ok(()),
        }
    }

    /// The machine with other numbers.
    fn map<U: Clone>(&self, number: impl Fn(T) -> U) -> Rbm<U> {
        Rbm {
            visible: self.visible,
            hidden: self.hidden,
            weights: self.weights.mapv(&number),
            visible_bias: self.visible_bias.mapv(&number),
            hidden_bias: self.hidden_bias.mapv(&number),
        }
    }
}

impl From<&Rbm> for Rbm<f64> {
    fn from(rbm: &Rbm) -> Self {
        rbm.map(f64::from)
    }
}

impl Rbm<f64> {
    /// The nearest machine in single precision.
    pub fn to_single(&self) -> Rbm {
        self.map(|number| number as f32)
    }
}

/// The shape of the weights, if there can be a machine of these sizes.
fn sizes(visible: VisibleUnits, sites: usize, hidden_units: usize) -> Result<Ix3, RbmError> {
    let value =
        |what, found: String, expected: &str| Err(RbmError::Value { what, found, expected: expected.to_owned() });
    if let VisibleUnits::Potts(states) = visible
        && !(2..=MOST_STATES).contains(&states)
    {
        return value("the number of states", states.to_string(), "it can be 2 to 32");
    }
    for (what, count) in [("the number of visible units", sites), ("the number of hidden units", hidden_units)] {
        if count == 0 {
            return value(what, "0".to_owned(), "it must be at least 1");
        }
    }
    let rows = sites.checked_mul(visible.channels());
    if rows.and_then(|rows| rows.checked_mul(hidden_units)).is_none_or(|count| count > MOST_WEIGHTS) {
        let found = format!("{sites} × {} × {hidden_units}", visible.channels());
        return value("the number of weights", found, "it can be at most 2^30");
    }
    Ok(Ix3(sites, visible.channels(), hidden_units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_that_do_not_fit_are_refused_by_name() {
        let (visible, hidden) = (VisibleUnits::Potts(3), HiddenUnits::Bernoulli);
        let make = |weights, bias| {
            Rbm::<f32>::new(visible, hidden, Array3::zeros(weights), Array2::zeros(bias), Array1::zeros(4))
        };
        assert!(make((2, 3, 4), (2, 3)).is_ok());
        let error = make((2, 4, 3), (2, 3)).unwrap_err().to_string();
        assert_eq!(error, "the array of weights has the shape 2 × 4 × 3; 2 × 3 × 4 was expected");
        assert!(make((2, 2, 4), (2, 2)).unwrap_err().to_string().contains("the visible bias has the shape 2 × 2"));
        assert!(make((0, 3, 4), (0, 3)).unwrap_err().to_string().contains("at least 1"));
        let short = Rbm::from_flat(visible, hidden, vec![0.0_f32; 5], vec![0.0; 6], vec![0.0; 4]);
        assert_eq!(short.unwrap_err().to_string(), "the list of weights has the shape 5; 24 was expected");
    }

    #[test]
    fn weights_in_another_layout_mean_the_same_machine() {
        let weights = Array3::from_shape_fn((2, 1, 3), |(site, _, unit)| (3 * site + unit) as f32);
        let turned =
            weights.clone().permuted_axes([2, 1, 0]).as_standard_layout().into_owned().permuted_axes([2, 1, 0]);
        assert!(!turned.is_standard_layout());
        let (visible, hidden) = (VisibleUnits::Ising, HiddenUnits::Ising);
        let make = |weights| Rbm::new(visible, hidden, weights, Array2::zeros((2, 1)), Array1::zeros(3)).unwrap();
        assert_eq!(make(weights).parameters(), make(turned).parameters());
    }
}
