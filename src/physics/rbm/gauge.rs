//! Machines of the same distribution: the zero-sum gauge of Potts units, and the maps between {0, 1} and ±1 units.
//! Energies differ by a constant only.

use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

impl Rbm {
    /// The same machine with Σ_q W_iα(q) = 0 and Σ_q a_i(q) = 0 at each Potts site; the hidden biases take what the
    /// weights lose. Binary units have no such freedom: the machine itself.
    #[must_use]
    pub fn zero_sum(&self) -> Self {
        let mut machine = self.clone();
        let VisibleUnits::Potts(states) = self.visible() else { return machine };
        let (states, units) = (usize::from(states), self.hidden_units());
        let [weights, visible, hidden] = machine.parameters_mut();
        let mut gained: Vec<f64> = hidden.iter().map(|&bias| f64::from(bias)).collect();
        for site in weights.chunks_exact_mut(states * units) {
            for (unit, gained) in gained.iter_mut().enumerate() {
                let row = || site.iter().skip(unit).step_by(units);
                let mean = row().map(|&weight| f64::from(weight)).sum::<f64>() / states as f64;
                *gained += mean;
                for weight in site.iter_mut().skip(unit).step_by(units) {
                    *weight = (f64::from(*weight) - mean) as f32;
                }
            }
        }
        for (bias, gained) in hidden.iter_mut().zip(gained) {
            *bias = gained as f32;
        }
        for site in visible.chunks_exact_mut(states) {
            let mean = site.iter().map(|&bias| f64::from(bias)).sum::<f64>() / states as f64;
            for bias in site {
                *bias = (f64::from(*bias) - mean) as f32;
            }
        }
        machine
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
        let units = self.hidden_units();
        let (visible_offset, visible_multiple) =
            if self.visible() == to_visible { (0.0, 1.0) } else { (offset, multiple) };
        let (hidden_offset, hidden_multiple) = if self.hidden() == to_hidden { (0.0, 1.0) } else { (offset, multiple) };
        let mut hidden: Vec<f64> = self.hidden_bias().iter().map(|&bias| f64::from(bias)).collect();
        let mut visible = Vec::with_capacity(self.sites());
        let mut weights = Vec::with_capacity(self.weights().len());
        for (row, &bias) in self.weights().chunks_exact(units).zip(self.visible_bias()) {
            let mut sum = 0.0;
            for (&weight, hidden) in row.iter().zip(&mut hidden) {
                let weight = f64::from(weight);
                sum += weight;
                *hidden += visible_offset * weight;
                weights.push((visible_multiple * hidden_multiple * weight) as f32);
            }
            visible.push((visible_multiple * (f64::from(bias) + hidden_offset * sum)) as f32);
        }
        let hidden = hidden.into_iter().map(|bias| (hidden_multiple * bias) as f32).collect();
        Self::new(to_visible, to_hidden, weights, visible, hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Energies of all states, the visible ones first, by the formula.
    fn energies(rbm: &Rbm) -> Vec<f64> {
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
                for (unit, &bias) in rbm.hidden_bias().iter().enumerate() {
                    energy -= f64::from(bias) * h(unit);
                }
                for site in 0..rbm.sites() {
                    let value = visible / states.pow(site as u32) % states;
                    let (row, v) = match rbm.visible() {
                        VisibleUnits::Potts(_) => (site * channels + value, 1.0),
                        VisibleUnits::Ising => (site, 2.0 * value as f64 - 1.0),
                        VisibleUnits::Bernoulli => (site, value as f64),
                    };
                    energy -= f64::from(rbm.visible_bias()[row]) * v;
                    for unit in 0..rbm.hidden_units() {
                        energy -= v * f64::from(rbm.weights()[row * rbm.hidden_units() + unit]) * h(unit);
                    }
                }
                all.push(energy);
            }
        }
        all
    }

    fn machine(visible: VisibleUnits, hidden: HiddenUnits) -> Rbm {
        let rows = 3 * visible.channels();
        let number = |k: usize| ((k * 37 % 23) as f32 - 11.0) / 8.0;
        let weights = (0..2 * rows).map(number).collect();
        Rbm::new(visible, hidden, weights, (3..rows + 3).map(number).collect(), vec![0.5, -1.25]).unwrap()
    }

    fn differ_by_a_constant(a: &Rbm, b: &Rbm) {
        let differences: Vec<f64> = energies(a).iter().zip(energies(b)).map(|(a, b)| a - b).collect();
        assert!(differences.len() > 31);
        assert!(differences.iter().all(|d| (d - differences[0]).abs() < 1e-5), "{differences:?}");
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
            let gauged = machine.zero_sum();
            differ_by_a_constant(&machine, &gauged);
            for site in gauged.weights().chunks_exact(6) {
                assert!((site[0] + site[2] + site[4]).abs() < 1e-6 && (site[1] + site[3] + site[5]).abs() < 1e-6);
            }
            assert!(gauged.visible_bias().chunks_exact(3).all(|site| site.iter().sum::<f32>().abs() < 1e-6));
            assert_ne!(gauged.hidden_bias(), machine.hidden_bias());
        }
        let binary = machine(VisibleUnits::Ising, HiddenUnits::Ising);
        assert_eq!(binary.zero_sum(), binary);
    }
}
