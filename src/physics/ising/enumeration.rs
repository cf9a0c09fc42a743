//! Exact averages of up to twenty spins, of every order at once, by two Walsh-Hadamard transforms.
//!
//! A set A of spins is a mask of bits, and so is a configuration: bit i is set where s_i = −1. Then
//! Π_{i∈A} s_i = (−1)^{|A ∧ s|}, and the transform f̂(s) = Σ_A f(A) (−1)^{|A ∧ s|} turns the couplings, by mask, into
//! ln p(s) + ln Z of all 2^N configurations, and the probabilities into the averages ⟨Π_{i∈A} s_i⟩ of all 2^N sets. It takes
//! N 2^N additions, no more than to visit each configuration once by a Gray code, and gives the moments of every order.

use crate::physics::walsh_hadamard::signed_sums;

use super::model::{IsingModel, Pair, Triple};

/// Most spins that are enumerated.
pub const MOST_ENUMERATED: usize = 20;

/// A model of too many spins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} spins; up to {MOST_ENUMERATED} of them can be enumerated")]
pub struct TooManySpins(pub usize);

/// All configurations of a small model with their probabilities, and the averages of all products of spins.
#[derive(Clone, Debug)]
pub struct Enumeration {
    log_partition: f64,
    energy: f64,
    energy_variance: f64,
    probabilities: Vec<f64>,
    moments: Vec<f64>,
}

impl Enumeration {
    /// Enumerates a model.
    ///
    /// # Errors
    /// It has more than twenty spins.
    pub fn of(model: &IsingModel) -> Result<Self, TooManySpins> {
        let count = model.spins();
        if count > MOST_ENUMERATED {
            return Err(TooManySpins(count));
        }
        let mut weights = vec![0.0; 1 << count];
        for (i, &field) in model.fields().iter().enumerate() {
            weights[1 << i] = field;
        }
        for &Pair { i, j, value } in model.pairs() {
            weights[1 << i | 1 << j] = value;
        }
        for &Triple { i, j, k, value } in model.triples() {
            weights[1 << i | 1 << j | 1 << k] = value;
        }
        Ok(Self::of_coefficients(weights))
    }

    /// Enumerates ln p(s) = Σ_A J_A Π_{i∈A} s_i − ln Z from J of every mask A of spins, 2^N of them.
    pub(in crate::physics) fn of_coefficients(mut weights: Vec<f64>) -> Self {
        signed_sums(&mut weights);
        let largest = weights.iter().fold(f64::NEG_INFINITY, |largest, &weight| largest.max(weight));
        let sum: f64 = weights.iter().map(|weight| (weight - largest).exp()).sum();
        let log_partition = largest + sum.ln();
        let probabilities: Vec<f64> = weights.iter().map(|weight| (weight - largest).exp() / sum).collect();
        let average =
            |f: &dyn Fn(f64) -> f64| probabilities.iter().zip(&weights).map(|(p, &weight)| p * f(weight)).sum();
        let energy: f64 = average(&|weight| -weight);
        let energy_variance = average(&|weight| (-weight - energy).powi(2));
        let mut moments = probabilities.clone();
        signed_sums(&mut moments);
        Self { log_partition, energy, energy_variance, probabilities, moments }
    }

    /// ln Z.
    pub fn log_partition(&self) -> f64 {
        self.log_partition
    }

    /// ⟨E⟩ with E = −(ln p + ln Z): dimensionless, β times the energy.
    pub fn energy(&self) -> f64 {
        self.energy
    }

    /// ⟨E²⟩ − ⟨E⟩²: β² times that of the energy, which is the heat capacity.
    pub fn energy_variance(&self) -> f64 {
        self.energy_variance
    }

    /// ⟨Π_{i∈A} s_i⟩ for every mask A of spins, 2^N of them; 1 for the empty set.
    pub fn moments(&self) -> &[f64] {
        &self.moments
    }

    /// p(s) for every configuration, by the mask of the spins that are −1.
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// ⟨Π_{i∈A} s_i⟩ of the spins listed, each once; 0 where there is no such spin.
    pub fn product(&self, spins: &[usize]) -> f64 {
        let mask =
            spins.iter().fold(0_usize, |mask, &spin| mask ^ 1_usize.checked_shl(spin as u32).unwrap_or(usize::MAX));
        self.moments.get(mask).copied().unwrap_or(0.0)
    }

    /// ⟨f(Σ_i s_i / N)⟩: of |m|, m² or the like.
    pub fn of_magnetisation(&self, f: impl Fn(f64) -> f64) -> f64 {
        let spins = self.moments.len().trailing_zeros();
        let magnetisation = |mask: usize| 1.0 - 2.0 * f64::from(mask.count_ones()) / f64::from(spins);
        self.probabilities.iter().enumerate().map(|(mask, p)| p * f(magnetisation(mask))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_those_of_all_configurations() {
        let pairs =
            vec![Pair { i: 0, j: 1, value: 0.4 }, Pair { i: 1, j: 3, value: -0.7 }, Pair { i: 2, j: 3, value: 0.2 }];
        let triples = vec![Triple { i: 0, j: 2, k: 3, value: 0.5 }];
        let model = IsingModel::new(vec![0.1, -0.3, 0.0, 0.25], pairs, triples).unwrap();
        let states: Vec<[i8; 4]> =
            (0..16).map(|mask| std::array::from_fn(|i| if mask >> i & 1 == 1 { -1 } else { 1 })).collect();
        let weights: Vec<f64> = states.iter().map(|state| model.log_weight(state).exp()).collect();
        let z: f64 = weights.iter().sum();
        let average = |f: &dyn Fn(&[i8; 4]) -> f64| states.iter().zip(&weights).map(|(s, w)| f(s) * w / z).sum::<f64>();
        let exact = Enumeration::of(&model).unwrap();
        let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-14, "{found} is not {wanted}");
        close(exact.log_partition(), z.ln());
        close(exact.product(&[1]), average(&|s| f64::from(s[1])));
        close(exact.product(&[0, 3]), average(&|s| f64::from(s[0] * s[3])));
        close(exact.product(&[0, 2, 3]), average(&|s| f64::from(s[0] * s[2] * s[3])));
        close(exact.energy(), average(&|s| -model.log_weight(s)));
        let square = average(&|s| model.log_weight(s).powi(2));
        close(exact.energy_variance(), square - exact.energy().powi(2));
        close(exact.of_magnetisation(f64::abs), average(&|s| f64::from(s.iter().sum::<i8>().abs()) / 4.0));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let model = IsingModel::new(vec![0.0; 21], Vec::new(), Vec::new()).unwrap();
        assert_eq!(Enumeration::of(&model).unwrap_err().to_string(), "21 spins; up to 20 of them can be enumerated");
    }
}
