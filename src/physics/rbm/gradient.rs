//! The gradient of the likelihood from correlations over data and chains, plain or centred.
//!
//! With Δv, Δh the differences of the means of data and chains and C the difference of their correlations ⟨v h⟩, the
//! plain gradient is (C, Δv, Δh). The centred one takes deviations from the means v̄, h̄ of the minibatch in both phases:
//! dW = C − v̄ Δhᵀ − Δv h̄ᵀ, da = Δv − dW h̄, db = Δh − dWᵀ v̄.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use rayon::prelude::*;

use crate::physics::block_random::LANES;
use crate::physics::rbm::activation::padded;
use crate::physics::rbm::block::Block;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::settings::TrainingSettings;

/// Slabs of the weights, whose parts of the gradient of the hidden biases are added up one after the other.
const SLABS: usize = 8;
/// Visible rows of a slab, at least.
const LEAST_ROWS: usize = 32;

/// A gradient, with what is needed to judge it.
#[derive(Clone, Debug, Default)]
pub(super) struct Gradient {
    pub(super) weights: Vec<f32>,
    pub(super) visible: Vec<f32>,
    pub(super) hidden: Vec<f32>,
    /// Means over the minibatch.
    pub(super) data_visible: Vec<f32>,
    pub(super) data_hidden: Vec<f32>,
    /// Means of data less those of chains.
    visible_difference: Vec<f32>,
    hidden_difference: Vec<f32>,
    /// Its Euclidean norm.
    pub(super) norm: f64,
    /// The largest of its numbers, by absolute value.
    pub(super) largest: f32,
    /// The largest of the machine's weights, by absolute value.
    pub(super) largest_weight: f32,
}

impl Gradient {
    /// From blocks of data, whose factors sum to 1, and of chains, whose factors sum to −1.
    pub(super) fn measure(
        &mut self,
        rbm: &Rbm,
        settings: &TrainingSettings,
        (data, chains): (&[Block], &[Block]),
        threads: usize,
    ) {
        let (units, rows) = (rbm.hidden_units(), rbm.visible_rows());
        let sum = |blocks: &[Block], of: fn(&Block) -> &Vec<f32>, length: usize| {
            let mut total = vec![0.0_f32; length];
            for block in blocks {
                total.iter_mut().zip(of(block)).for_each(|(total, value)| *total += value);
            }
            total
        };
        self.data_visible = sum(data, |block| &block.visible_sums, rows);
        self.data_hidden = sum(data, |block| &block.hidden_sums, padded(units));
        let add = |mut a: Vec<f32>, b: &[f32]| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        };
        self.visible_difference = add(sum(chains, |block| &block.visible_sums, rows), &self.data_visible);
        self.hidden_difference = add(sum(chains, |block| &block.hidden_sums, padded(units)), &self.data_hidden);
        self.weights.resize(rows * units, 0.0);
        self.visible.resize(rows, 0.0);
        let step = rows.div_ceil(SLABS).max(LEAST_ROWS);
        // The correlations of a slab can be cut further, since no sum is taken over its rows there.
        let part = step.div_ceil(threads.div_ceil(rows.div_ceil(step)));
        let Self { weights, visible, data_visible, data_hidden, visible_difference, hidden_difference, .. } = self;
        let slab = |(number, (gradient, visible)): (usize, (&mut [f32], &mut [f32]))| {
            let first = number * step;
            let range = first..first + visible.len();
            let correlate = |(number, gradient): (usize, &mut [f32])| {
                let first = first + number * part;
                gradient.fill(0.0);
                for block in data.iter().chain(chains) {
                    block.add_correlations(first..first + gradient.len() / units, gradient);
                }
            };
            if threads > 1 {
                gradient.par_chunks_mut(part * units).enumerate().for_each(correlate);
            } else {
                correlate((0, gradient));
            }
            let weights = rbm.parameters().weights.get(range.start * units..range.end * units).unwrap_or_default();
            let slab = Slab {
                gradient,
                visible,
                weights,
                data_visible: &data_visible[range.clone()],
                visible_difference: &visible_difference[range],
                data_hidden: &data_hidden[..units],
                hidden_difference: &hidden_difference[..units],
                settings,
            };
            pulp::Arch::new().dispatch(slab)
        };
        let done: Vec<Done> = if threads > 1 {
            let slabs = weights.par_chunks_mut(step * units).zip(visible.par_chunks_mut(step));
            slabs.enumerate().map(slab).collect()
        } else {
            weights.chunks_mut(step * units).zip(visible.chunks_mut(step)).enumerate().map(slab).collect()
        };
        self.hidden.clear();
        self.hidden.extend_from_slice(&self.hidden_difference[..units]);
        let mut squares = 0.0;
        (self.largest, self.largest_weight) = (0.0, 0.0);
        for slab in &done {
            self.largest_weight = self.largest_weight.max(slab.largest_weight);
            squares += slab.squares;
            self.largest = self.largest.max(slab.largest);
            for (bias, part) in self.hidden.iter_mut().zip(&slab.hidden) {
                *bias -= part;
            }
        }
        for &value in self.visible.iter().chain(&self.hidden) {
            squares += f64::from(value) * f64::from(value);
            self.largest = self.largest.max(value.abs());
        }
        self.norm = squares.sqrt();
    }

    /// What the gradient is to be multiplied with so that it is no longer than the settings allow.
    pub(super) fn scale(&self, settings: &TrainingSettings) -> f64 {
        settings.largest_norm.filter(|&most| self.norm > most).map_or(1.0, |most| most / self.norm)
    }

    /// Adds `factor` times the gradient to the parameters.
    pub(super) fn apply(&self, rbm: &mut Rbm, factor: f32, threads: usize) {
        let [weights, visible, hidden] = rbm.parameters_mut();
        let add = |(parameters, gradient): (&mut [f32], &[f32])| {
            pulp::Arch::new().dispatch(Add { parameters, gradient, factor });
        };
        if threads > 1 {
            let step = self.weights.len().div_ceil(threads);
            weights.par_chunks_mut(step).zip(self.weights.par_chunks(step)).for_each(add);
        } else {
            add((weights, &self.weights));
        }
        add((visible, &self.visible));
        add((hidden, &self.hidden));
    }
}

struct Add<'a> {
    parameters: &'a mut [f32],
    gradient: &'a [f32],
    factor: f32,
}

impl pulp::WithSimd for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        for (parameter, gradient) in self.parameters.iter_mut().zip(self.gradient) {
            *parameter += self.factor * gradient;
        }
    }
}

/// From correlations to the gradient of some visible rows.
struct Slab<'a> {
    gradient: &'a mut [f32],
    visible: &'a mut [f32],
    weights: &'a [f32],
    data_visible: &'a [f32],
    visible_difference: &'a [f32],
    data_hidden: &'a [f32],
    hidden_difference: &'a [f32],
    settings: &'a TrainingSettings,
}

/// What slabs give to the whole.
struct Done {
    /// Their part of dWᵀ v̄.
    hidden: Vec<f32>,
    squares: f64,
    largest: f32,
    largest_weight: f32,
}

impl pulp::WithSimd for Slab<'_> {
    type Output = Done;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> Done {
        let units = self.data_hidden.len();
        let mut done = Done { hidden: vec![0.0; units], squares: 0.0, largest: 0.0, largest_weight: 0.0 };
        let rows = self.gradient.chunks_exact_mut(units).zip(self.weights.chunks_exact(units));
        let means = self.data_visible.iter().zip(self.visible_difference);
        for (((gradient, weights), visible), (&mean, &difference)) in rows.zip(self.visible).zip(means) {
            *visible = difference;
            if self.settings.centred {
                let hidden = self.data_hidden.iter().zip(self.hidden_difference);
                for ((gradient, (&hidden, &change)), part) in gradient.iter_mut().zip(hidden).zip(&mut done.hidden) {
                    *gradient -= mean * change + difference * hidden;
                    *part += mean * *gradient;
                }
                *visible -= sum_of_products(gradient, self.data_hidden);
            }
            if self.settings.l1 != 0.0 || self.settings.l2 != 0.0 {
                let (l1, l2) = (self.settings.l1 as f32, self.settings.l2 as f32);
                for (gradient, &weight) in gradient.iter_mut().zip(weights) {
                    let sign = f32::from(i8::from(weight > 0.0) - i8::from(weight < 0.0));
                    *gradient -= l1 * sign + l2 * weight;
                }
            }
            done.squares += f64::from(sum_of_products(gradient, gradient));
            done.largest = largest(gradient).max(done.largest);
            done.largest_weight = largest(weights).max(done.largest_weight);
        }
        done
    }
}

/// Σ_k a_k b_k in sixteen partial sums: a fixed order that fits vectors of any width.
#[inline(always)]
fn sum_of_products(a: &[f32], b: &[f32]) -> f32 {
    let mut parts = [0.0_f32; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            parts[lane] += a[lane] * b[lane];
        }
    }
    parts.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

#[inline(always)]
fn largest(values: &[f32]) -> f32 {
    let mut parts = [0.0_f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            parts[lane] = if chunk[lane].abs() > parts[lane] { chunk[lane].abs() } else { parts[lane] };
        }
    }
    parts.iter().copied().chain(rest.iter().map(|x| x.abs())).fold(0.0, f32::max)
}
