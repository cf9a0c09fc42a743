//! Machines of the same distribution: the zero-sum gauge of Potts units, and the maps between {0, 1} and ±1 units.
//! Energies differ by a constant only.
//!
//! ## References
//!
//! * M. Ekeberg, C. Lövkvist, Y. Lan, M. Weigt and E. Aurell, “Improved contact prediction in proteins: using
//!   pseudolikelihoods to infer Potts models”, Phys. Rev. E 87, 012707 (2013), doi:10.1103/PhysRevE.87.012707,
//!   arXiv:1211.1281

use ndarray::{Array1, Array3, ArrayView2, Axis, NdFloat};

use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// Subtracts from weights (site, state, hidden) a mean over the states of each site, which `mean` gives for its number
/// and its weights (state, hidden). What was subtracted, summed over the sites.
pub fn subtract_means<T: NdFloat>(
    weights: &mut Array3<T>,
    mean: impl Fn(usize, ArrayView2<'_, T>) -> Array1<T>,
) -> Array1<T> {
    let mut subtracted = Array1::zeros(weights.len_of(Axis(2)));
    for (number, mut site) in weights.outer_iter_mut().enumerate() {
        let mean = mean(number, site.view());
        site -= &mean;
        subtracted += &mean;
    }
    subtracted
}

impl Rbm {
    /// W in the zero-sum gauge: less the mean over the states of each Potts site; of binary units W itself.
    pub fn zero_sum_weights(&self) -> Array3<f32> {
        let mut weights = self.weights().to_owned();
        if let VisibleUnits::Potts(states) = self.visible() {
            subtract_means(&mut weights, |_, site| site.sum_axis(Axis(0)) / f32::from(states));
        }
        weights
    }
}

impl Rbm<f64> {
    /// The same machine with Σ_q W_iα(q) = 0 and Σ_q a_i(q) = 0 at each Potts site; the hidden biases take what the
    /// weights lose. Binary units have no such freedom: the machine itself.
    ///
    /// # Errors
    /// None in fact: the shapes stay as they were.
    pub fn zero_sum(&self) -> Result<Self, RbmError> {
        let VisibleUnits::Potts(states) = self.visible() else { return Ok(self.clone()) };
        let states = f64::from(states);
        let mut weights = self.weights().to_owned();
        let gained = subtract_means(&mut weights, |_, site| site.sum_axis(Axis(0)) / states);
        let visible = self.visible_bias();
        let means = (visible.sum_axis(Axis(1)) / states).insert_axis(Axis(1));
        Self::new(self.visible(), self.hidden(), weights, &visible - &means, &self.hidden_bias() + &gained)
    }

    /// The same machine with ±1 units on both sides: v = (1 + s)/2 and h = (1 + t)/2 where they were {0, 1}.
    ///
    /// # Errors
    /// Potts units.
    pub fn to_ising(&self) -> Result<Self, RbmError> {
        // v = 0 + (1/2)(1 + s).
        self.with_binary_units(VisibleUnits::Ising, HiddenUnits::Ising, [0.5, 0.5])
    }

    /// The same machine with {0, 1} units on both sides: s = 2v − 1 and t = 2h − 1 where they were ±1.
    ///
    /// # Errors
    /// Potts units.
    pub fn to_bernoulli(&self) -> Result<Self, RbmError> {
        self.with_binary_units(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, [-1.0, 2.0])
    }

    /// Every unit x that is not yet of the wanted kind is replaced by c + m x'.
    fn with_binary_units(
        &self,
        to_visible: VisibleUnits,
        to_hidden: HiddenUnits,
        [offset, multiple]: [f64; 2],
    ) -> Result<Self, RbmError> {
        if matches!(self.visible(), VisibleUnits::Potts(_)) {
            return Err(RbmError::Unsupported(format!(
                "{} units have more than two states: they cannot become {} units",
                self.visible().name(),
                to_visible.name()
            )));
        }
        let (visible_offset, visible_multiple) =
            if self.visible() == to_visible { (0.0, 1.0) } else { (offset, multiple) };
        let (hidden_offset, hidden_multiple) = if self.hidden() == to_hidden { (0.0, 1.0) } else { (offset, multiple) };
        let weights = self.weights();
        let visible = (weights.sum_axis(Axis(2)) * hidden_offset + self.visible_bias()) * visible_multiple;
        let over_visible = weights.sum_axis(Axis(0)).sum_axis(Axis(0));
        let hidden = (over_visible * visible_offset + self.hidden_bias()) * hidden_multiple;
        Self::new(to_visible, to_hidden, &weights * (visible_multiple * hidden_multiple), visible, hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Energies of all states, the visible ones first, by the formula.
    fn energies(rbm: &Rbm<f64>) -> Vec<f64> {
        let channels = rbm.visible().channels();
        let states = usize::from(rbm.visible().states());
        let mut all = Vec::new();
        for visible in 0..states.pow(rbm.sites() as u32) {
            for hidden in 0..1_usize << rbm.hidden_units() {
                let mut energy = 0.0;
                let h = |unit: usize| {
                    let bit = (hidden >> unit & 1) as f64;
                    if rbm.hidden() == HiddenUnits::Ising { 2.0 * bit - 1.0 } else { bit }
                };
                for (unit, &bias) in rbm.parameters().hidden_bias.iter().enumerate() {
                    energy -= bias * h(unit);
                }
                for site in 0..rbm.sites() {
                    let value = visible / states.pow(site as u32) % states;
                    let (row, v) = match rbm.visible() {
                        VisibleUnits::Potts(_) => (site * channels + value, 1.0),
                        VisibleUnits::Ising => (site, 2.0 * value as f64 - 1.0),
                        VisibleUnits::Bernoulli => (site, value as f64),
                    };
                    energy -= rbm.parameters().visible_bias[row] * v;
                    for unit in 0..rbm.hidden_units() {
                        energy -= v * rbm.parameters().weights[row * rbm.hidden_units() + unit] * h(unit);
                    }
                }
                all.push(energy);
            }
        }
        all
    }

    fn machine(visible: VisibleUnits, hidden: HiddenUnits) -> Rbm<f64> {
        let rows = 3 * visible.channels();
        let number = |k: usize| ((k * 37 % 23) as f64 - 11.0) / 8.0;
        let weights = (0..2 * rows).map(number).collect();
        Rbm::from_flat(visible, hidden, weights, (3..rows + 3).map(number).collect(), vec![0.5, -1.25]).unwrap()
    }

    fn differ_by_a_constant(a: &Rbm<f64>, b: &Rbm<f64>) {
        let differences: Vec<f64> = energies(a).iter().zip(energies(b)).map(|(a, b)| a - b).collect();
        assert!(differences.len() > 31);
        assert!(differences.iter().all(|d| (d - differences[0]).abs() < 1e-12), "{differences:?}");
    }

    #[test]
    fn maps_change_energies_by_a_constant() {
        for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising] {
            for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
                let machine = machine(visible, hidden);
                let (ising, bernoulli) = (machine.to_ising().unwrap(), machine.to_bernoulli().unwrap());
                assert_eq!((ising.visible(), ising.hidden()), (VisibleUnits::Ising, HiddenUnits::Ising));
                assert_eq!(
                    (bernoulli.visible(), bernoulli.hidden()),
                    (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli)
                );
                differ_by_a_constant(&machine, &ising);
                differ_by_a_constant(&machine, &bernoulli);
                // Every number here has few bits: the way back is exact.
                assert_eq!(bernoulli.to_ising().unwrap(), ising);
            }
        }
        assert!(machine(VisibleUnits::Potts(3), HiddenUnits::Bernoulli).to_ising().is_err());
    }

    #[test]
    fn the_zero_sum_gauge_changes_energies_by_a_constant() {
        for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
            let machine = machine(VisibleUnits::Potts(3), hidden);
            let gauged = machine.zero_sum().unwrap();
            differ_by_a_constant(&machine, &gauged);
            assert!(gauged.weights().sum_axis(Axis(1)).iter().all(|sum| sum.abs() < 1e-12));
            assert!(gauged.visible_bias().sum_axis(Axis(1)).iter().all(|sum| sum.abs() < 1e-12));
            let single = machine.to_single().zero_sum_weights();
            assert!(single.iter().zip(&gauged.weights()).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-6));
            assert_ne!(gauged.hidden_bias(), machine.hidden_bias());
        }
        let binary = machine(VisibleUnits::Ising, HiddenUnits::Ising);
        assert_eq!(binary.zero_sum().unwrap(), binary);
    }
}
