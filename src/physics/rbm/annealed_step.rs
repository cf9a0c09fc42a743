//! A step of chains from one machine to the next: what importance sampling and the estimate along a training are made of.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use crate::physics::block_random::LANES;
use crate::physics::math::{log_two_cosh, softplus};
use crate::physics::rbm::activation::power_of_two;
use crate::physics::rbm::piece::{Kernel, Noise, Piece};
use crate::physics::rbm::row_sums::RowLists;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// Sixteen factors between 1 and 2, so many times, stay below the largest double.
const FACTORS: usize = 60;

/// Two neighbouring machines of a path.
pub(super) struct Move<'a> {
    old: &'a Kernel<'a>,
    new: &'a Kernel<'a>,
    /// a_new − a_old of the visible biases; nothing where they are equal.
    visible_bias: Vec<f64>,
}

impl<'a> Move<'a> {
    pub(super) fn new(old: &'a Kernel<'a>, new: &'a Kernel<'a>) -> Self {
        let pairs = old.visible_bias().iter().zip(new.visible_bias());
        let mut visible_bias: Vec<f64> = pairs.map(|(&old, &new)| f64::from(new) - f64::from(old)).collect();
        if visible_bias.iter().all(|&difference| difference == 0.0) {
            visible_bias.clear();
        }
        Self { old, new, visible_bias }
    }
}

impl Piece<'_> {
    /// The logarithm of each copy's weight gains F_old(v) − F_new(v), and a Gibbs step of the new machine follows.
    pub(super) fn annealed_step(&mut self, path: &Move<'_>, noise: &mut Noise, log_weights: &mut [f64]) {
        self.hidden_fields(path.old);
        self.add_hidden_sums(path.old, -1.0, log_weights);
        self.hidden_fields(path.new);
        self.add_hidden_sums(path.new, 1.0, log_weights);
        if !path.visible_bias.is_empty() {
            self.add_visible_sums(&path.visible_bias, log_weights);
        }
        self.step_from_fields(path.new, noise);
    }

    /// Adds ± Σ_α ln Σ_h exp((x_α + b_α) h) of the fields x of each copy.
    fn add_hidden_sums(&self, kernel: &Kernel<'_>, sign: f64, sums: &mut [f64]) {
        let (bias, hidden) = (kernel.hidden_bias(), kernel.hidden());
        for (column, sum) in self.hidden.chunks_exact(self.shape.hidden_stride()).zip(sums) {
            *sum += sign * log_partitions(&column[..bias.len()], bias, hidden);
        }
    }

    /// Adds Σ_i a_i v_i of each copy.
    fn add_visible_sums(&self, bias: &[f64], sums: &mut [f64]) {
        if self.shape.units == VisibleUnits::Ising {
            for (column, sum) in self.visible.chunks_exact(self.shape.visible_stride()).zip(sums) {
                *sum += column.iter().zip(bias).map(|(&value, bias)| f64::from(value) * bias).sum::<f64>();
            }
            return;
        }
        for (rows, sum) in self.lists.iter().flat_map(RowLists::lists).zip(sums) {
            *sum += rows.iter().filter_map(|&row| bias.get(row as usize)).sum::<f64>();
        }
    }
}

/// Σ_α ln Σ_h exp(y_α h) for y = `fields` + `bias`: Σ ln(1 + e^y), for ±1 units Σ ln 2 cosh y. To 10⁻⁷ for each unit.
fn log_partitions(fields: &[f32], bias: &[f32], hidden: HiddenUnits) -> f64 {
    pulp::Arch::new().dispatch(LogPartitions { fields, bias, hidden })
}

struct LogPartitions<'a> {
    fields: &'a [f32],
    bias: &'a [f32],
    hidden: HiddenUnits,
}

impl pulp::WithSimd for LogPartitions<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> f64 {
        let Self { fields, bias, hidden } = self;
        let (fields, fields_rest) = fields.as_chunks::<LANES>();
        let (bias, bias_rest) = bias.as_chunks::<LANES>();
        let rest = fields_rest.iter().zip(bias_rest).map(|(&field, &bias)| f64::from(field + bias));
        // ln(1 + e^y) = max(y, 0) + ln(1 + e^−|y|), ln 2 cosh y = |y| + ln(1 + e^−2|y|).
        let (mut sum, turns): (f64, f32) = match hidden {
            HiddenUnits::Bernoulli => (rest.map(softplus).sum(), -std::f32::consts::LOG2_E),
            HiddenUnits::Ising => (rest.map(log_two_cosh).sum(), -2.0 * std::f32::consts::LOG2_E),
        };
        let low = if hidden == HiddenUnits::Bernoulli { 0.0 } else { -1.0 };
        for (fields, bias) in fields.chunks(FACTORS).zip(bias.chunks(FACTORS)) {
            let (mut products, mut linear) = ([1.0_f64; LANES], [0.0_f64; LANES]);
            for (fields, bias) in fields.iter().zip(bias) {
                for lane in 0..LANES {
                    let field = fields[lane] + bias[lane];
                    let lower = low * field;
                    linear[lane] += f64::from(if field > lower { field } else { lower });
                    products[lane] *= 1.0 + f64::from(power_of_two(turns * field.abs()));
                }
            }
            sum += linear.iter().sum::<f64>() + products.iter().product::<f64>().ln();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_over_hidden_states_are_right() {
        for count in [1_usize, 16, 37, 1000, 2000] {
            for scale in [0.1_f32, 3.0, 200.0] {
                let fields: Vec<f32> = (0..count).map(|k| scale * (k as f32 * 1.7).sin()).collect();
                let bias: Vec<f32> = (0..count).map(|k| (k as f32 * 0.3).cos()).collect();
                let all = || fields.iter().zip(&bias).map(|(&field, &bias)| f64::from(field + bias));
                let kinds = [HiddenUnits::Bernoulli, HiddenUnits::Ising];
                for (hidden, wanted) in
                    kinds.into_iter().zip([all().map(softplus).sum(), all().map(log_two_cosh).sum()])
                {
                    let wanted: f64 = wanted;
                    let found = log_partitions(&fields, &bias, hidden);
                    assert!((found - wanted).abs() < 2e-7 * count as f64, "{count}, {scale}: {found} is not {wanted}");
                }
            }
        }
    }
}
