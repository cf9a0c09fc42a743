//! Chains that walk from one machine to another through the machines between them, and carry the weights that the walk
//! gives them. What importance sampling and the estimate along a training are made of.
//!
//! Along the path the parameters are (1 − λ)·from + λ·to, so a chain's fields at any λ follow from those of both ends.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use faer::{Accum, MatMut, MatRef, Par};
use rand::Rng as _;
use rayon::prelude::*;

use crate::physics::math::{fast_exp, log_sum_exp, log_two_cosh, softplus};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::precise::{hidden_fields, visible_sum};
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};

/// Chains that share a generator. Fixed, so that the result does not depend on threads.
pub(super) const POPULATION: usize = 32;

/// Some chains with a generator of their own.
pub(super) struct Population {
    /// Visible values, row-major.
    values: Vec<u8>,
    /// ln w of each chain.
    pub(super) log_weights: Vec<f64>,
    rng: ChaCha8Rng,
    noise: Vec<u32>,
}

/// Two machines of one shape, and the path between them.
#[derive(Clone, Copy)]
pub(super) struct AnnealingPath<'a> {
    pub(super) from: &'a Rbm,
    pub(super) to: &'a Rbm,
    /// Whether `from` has no weights and no hidden biases, which saves half of the work.
    pub(super) from_independent: bool,
}

/// The machine of independent units with these visible biases, and its ln Z.
pub(super) fn independent(like: &Rbm, visible_bias: &[f32]) -> (Rbm, f64) {
    let mut rbm = like.clone();
    let [weights, visible, hidden] = rbm.parameters_mut();
    weights.fill(0.0);
    hidden.fill(0.0);
    visible.iter_mut().zip(visible_bias).for_each(|(bias, &given)| *bias = given);
    let bias: Vec<f64> = rbm.parameters().visible_bias.iter().map(|&bias| f64::from(bias)).collect();
    let sites: f64 = match like.visible() {
        VisibleUnits::Bernoulli => bias.iter().map(|&a| softplus(a)).sum(),
        VisibleUnits::Ising => bias.iter().map(|&a| log_two_cosh(a)).sum(),
        VisibleUnits::Potts(states) => {
            bias.chunks(usize::from(states)).map(|site| log_sum_exp(site.iter().copied())).sum()
        }
    };
    (rbm, sites + like.hidden_units() as f64 * std::f64::consts::LN_2)
}

/// Chains at independent samples of a machine without weights, in whole populations but the last.
pub(super) fn start(independent: &Rbm, chains: usize, seed: Seed) -> Vec<Population> {
    let chains = chains.max(1);
    (0..chains.div_ceil(POPULATION))
        .into_par_iter()
        .map(|number| {
            let count = POPULATION.min(chains - number * POPULATION);
            let mut population = Population {
                values: vec![0; count * independent.sites()],
                log_weights: vec![0.0; count],
                rng: seed.indexed(Stream::ImportanceSampling, number as u64),
                noise: Vec::new(),
            };
            let mut fields = independent.parameters().visible_bias.repeat(count);
            population.sample_visible(independent.visible(), &mut fields);
            population
        })
        .collect()
}

/// One step of all chains from λ = `old` to `new`: each weight gains F_old(v) − F_new(v), and a Gibbs step follows at
/// the new λ.
pub(super) fn step(populations: &mut [Population], path: AnnealingPath<'_>, old: f64, new: f64) {
    populations.par_iter_mut().for_each(|population| population.step(path, old, new));
}

impl Population {
    fn step(&mut self, path: AnnealingPath<'_>, old: f64, new: f64) {
        let (count, units) = (self.log_weights.len(), path.to.hidden_units());
        let sites = path.to.sites();
        let mut from = vec![0.0_f32; count * units];
        if !path.from_independent {
            hidden_fields(path.from, &self.values, sites, &mut from);
        }
        let mut fields = vec![0.0_f32; count * units];
        hidden_fields(path.to, &self.values, sites, &mut fields);
        let chains = self.values.chunks_exact(sites).zip(&mut self.log_weights);
        for ((row, log_weight), (from, to)) in chains.zip(from.chunks_exact(units).zip(fields.chunks_exact(units))) {
            let (visible_from, visible_to) = (visible_sum(path.from, row), visible_sum(path.to, row));
            let negative_free_energy = |fraction: f64| {
                let mix = |a: f64, b: f64| (1.0 - fraction) * a + fraction * b;
                let terms = from.iter().zip(to).map(|(&a, &b)| mix(f64::from(a), f64::from(b)));
                let hidden: f64 = match path.to.hidden() {
                    HiddenUnits::Bernoulli => terms.map(softplus).sum(),
                    HiddenUnits::Ising => terms.map(log_two_cosh).sum(),
                };
                mix(visible_from, visible_to) + hidden
            };
            *log_weight += negative_free_energy(new) - negative_free_energy(old);
        }
        let (fraction, rest) = (new as f32, (1.0 - new) as f32);
        for (field, from) in fields.iter_mut().zip(&from) {
            *field = rest * from + fraction * *field;
        }
        self.sample_hidden(path.to.hidden(), &mut fields);
        self.visible_step(path, &fields, fraction, rest);
    }

    /// The down half of a Gibbs step, `hidden` being values of the hidden units.
    fn visible_step(&mut self, path: AnnealingPath<'_>, hidden: &[f32], fraction: f32, rest: f32) {
        let (count, rows, units) = (self.log_weights.len(), path.to.visible_rows(), path.to.hidden_units());
        let biases = path.from.parameters().visible_bias.iter().zip(path.to.parameters().visible_bias);
        let mut fields = biases.map(|(from, to)| rest * from + fraction * to).collect::<Vec<f32>>().repeat(count);
        for (rbm, factor) in [(path.to, fraction), (path.from, rest)] {
            if factor == 0.0 || path.from_independent && std::ptr::eq(rbm, path.from) {
                continue;
            }
            faer::linalg::matmul::matmul(
                MatMut::from_row_major_slice_mut(&mut fields, count, rows),
                Accum::Add,
                MatRef::from_row_major_slice(hidden, count, units),
                MatRef::from_row_major_slice(rbm.parameters().weights, rows, units).transpose(),
                factor,
                Par::Seq,
            );
        }
        self.sample_visible(path.to.visible(), &mut fields);
    }

    /// Turns fields into values: 0 or ±1.
    fn sample_hidden(&mut self, hidden: HiddenUnits, fields: &mut [f32]) {
        self.draw(fields.len());
        let noise = &self.noise;
        pulp::Arch::new().dispatch(|| {
            let (factor, low) = match hidden {
                HiddenUnits::Bernoulli => (1.0, 0.0),
                HiddenUnits::Ising => (2.0, -1.0),
            };
            for (field, &noise) in fields.iter_mut().zip(noise) {
                *field = if is_up(factor * *field, noise) { 1.0 } else { low };
            }
        });
    }

    /// Sets the chains from the fields of their units.
    fn sample_visible(&mut self, visible: VisibleUnits, fields: &mut [f32]) {
        if let VisibleUnits::Potts(states) = visible {
            let states = usize::from(states);
            self.draw(fields.len() / states);
            for ((site, value), &noise) in fields.chunks_exact_mut(states).zip(&mut self.values).zip(&self.noise) {
                let largest = site.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let mut sum = 0.0;
                for field in site.iter_mut() {
                    sum += (*field - largest).exp();
                    *field = sum;
                }
                let target = unit(noise) * sum;
                *value = site.iter().position(|&until| until > target).unwrap_or(states - 1) as u8;
            }
            return;
        }
        self.draw(fields.len());
        let factor = if visible == VisibleUnits::Ising { 2.0 } else { 1.0 };
        let (noise, values) = (&self.noise, &mut self.values);
        pulp::Arch::new().dispatch(|| {
            for ((value, &field), &noise) in values.iter_mut().zip(fields.iter()).zip(noise) {
                *value = u8::from(is_up(factor * field, noise));
            }
        });
    }

    fn draw(&mut self, count: usize) {
        self.noise.resize(count, 0);
        for noise in &mut self.noise {
            *noise = self.rng.next_u32();
        }
    }

    /// ln of the mean weight.
    pub(super) fn log_mean_weight(&self) -> f64 {
        log_sum_exp(self.log_weights.iter().copied()) - (self.log_weights.len() as f64).ln()
    }

    /// The effective fraction of chains, (Σ w)² / (n Σ w²).
    pub(super) fn effective_fraction(&self) -> f64 {
        let sum = log_sum_exp(self.log_weights.iter().copied());
        let squares = log_sum_exp(self.log_weights.iter().map(|weight| 2.0 * weight));
        (2.0 * sum - squares).exp() / self.log_weights.len() as f64
    }

    /// Systematic resampling: as many copies of each chain as its weight asks for, and all weights 1 again.
    pub(super) fn resample(&mut self, sites: usize) {
        let count = self.log_weights.len();
        let sum = log_sum_exp(self.log_weights.iter().copied());
        let offset = uniform(&mut self.rng);
        let (mut chain, mut until) = (0, (self.log_weights[0] - sum).exp() * count as f64);
        let mut values = Vec::with_capacity(self.values.len());
        for copy in 0..count {
            while until <= offset + copy as f64 && chain + 1 < count {
                chain += 1;
                until += (self.log_weights[chain] - sum).exp() * count as f64;
            }
            values.extend_from_slice(&self.values[chain * sites..(chain + 1) * sites]);
        }
        self.values = values;
        self.log_weights.fill(0.0);
    }
}

/// The top 24 bits as a number in [0, 1).
#[inline(always)]
fn unit(noise: u32) -> f32 {
    (noise >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// True with probability 1/(1 + e^−field).
#[inline(always)]
fn is_up(field: f32, noise: u32) -> bool {
    unit(noise) * (1.0 + fast_exp(-field)) < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::math::sigmoid;

    fn population(log_weights: Vec<f64>) -> Population {
        let values = (0..log_weights.len() as u8).collect();
        Population { values, log_weights, rng: Seed(3).stream(Stream::ImportanceSampling), noise: Vec::new() }
    }

    #[test]
    fn resampling_keeps_each_chain_by_its_weight() {
        let mut counts = [0_u32; 4];
        let mut population = population(vec![0.0; 4]);
        for _ in 0..5000 {
            population.values = vec![0, 1, 2, 3];
            population.log_weights = [0.5_f64, 0.125, 0.125, 0.25].map(f64::ln).to_vec();
            assert!((population.effective_fraction() - 1.0 / (4.0 * 0.34375)).abs() < 1e-12);
            assert!((population.log_mean_weight() - 0.25_f64.ln()).abs() < 1e-12);
            population.resample(1);
            assert_eq!(&population.values[..2], &[0, 0]);
            assert_ne!(population.values[2], 0);
            assert_eq!(population.log_weights, [0.0; 4]);
            population.values.iter().for_each(|&chain| counts[usize::from(chain)] += 1);
        }
        // The right sign: heavy chains multiply.
        for (count, wanted) in counts.into_iter().zip([10_000.0, 2500.0, 2500.0, 5000.0]) {
            assert!((f64::from(count) - wanted).abs() < 200.0, "{counts:?}");
        }
    }

    #[test]
    fn units_are_up_as_often_as_their_fields_say() {
        let mut rng = Seed(4).stream(Stream::ImportanceSampling);
        for field in [-3.0_f32, -0.4, 0.0, 1.1, 6.0] {
            let ups = (0..40_000).filter(|_| is_up(field, rng.next_u32())).count() as f64;
            let p = sigmoid(f64::from(field));
            assert!((ups - 4e4 * p).abs() < 4.5 * (4e4 * p * (1.0 - p)).sqrt(), "{field}: {ups}");
        }
        assert!(is_up(300.0, u32::MAX) && !is_up(-300.0, 1 << 20));
    }
}
