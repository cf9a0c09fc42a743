//! The softmax step in one pass over the memories: each is read once, and its product and its part of the mean are both
//! taken while it is near.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use rayon::prelude::*;

use super::memories::{BLOCK, Memories};

/// What the pass gives.
pub(super) struct Pass {
    /// ξ_μ · x.
    pub products: Vec<f64>,
    /// softmax(β ξ · x).
    pub weights: Vec<f64>,
    /// Σ_μ p_μ ξ_μ.
    pub mean: Vec<f64>,
    /// (1/β) ln (1/K) Σ_μ exp(β ξ_μ · x): between the mean and the largest product.
    pub log_mean_exp: f64,
}

/// Some memories: their largest product, and sums of exp(β (z − that)).
struct Part {
    largest: f64,
    sum: f64,
    mean: Vec<f64>,
}

/// The pass over at least one memory.
pub(super) fn softmax(memories: &Memories, state: &[f64], beta: f64) -> Pass {
    let mut products = vec![0.0; memories.count()];
    let parts: Vec<Part> = products
        .par_chunks_mut(BLOCK)
        .enumerate()
        .map(|(block, products)| {
            pulp::Arch::new().dispatch(Block { memories, first: block * BLOCK, products, state, beta })
        })
        .collect();
    let largest = parts.iter().map(|part| part.largest).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut mean) = (0.0, vec![0.0; memories.size()]);
    // In the order of the blocks, whoever was first.
    for part in parts {
        let factor = factor(beta, part.largest - largest);
        sum += factor * part.sum;
        mean.iter_mut().zip(part.mean).for_each(|(mean, part)| *mean += factor * part);
    }
    for value in &mut mean {
        *value /= sum;
    }
    let weights = products.iter().map(|product| factor(beta, product - largest) / sum).collect();
    let log_mean_exp = largest + log_mean(&products, largest, beta);
    Pass { products, weights, mean, log_mean_exp }
}

/// exp(β d) for d ≤ 0; 1 where both are 0, and 0 where the product is −∞.
#[inline(always)]
fn factor(beta: f64, difference: f64) -> f64 {
    (beta * difference).exp()
}

/// (1/β) ln (1/K) Σ exp(β (z − largest)), without cancellation for small β; its limit, the mean of z − largest, at β = 0.
pub(super) fn log_mean(products: &[f64], largest: f64, beta: f64) -> f64 {
    let count = products.len() as f64;
    let mean = products.iter().map(|product| product - largest).sum::<f64>() / count;
    // Below the smallest normal number β d has no digits; the second term of the series is of the order of it.
    if beta < 1e-290 {
        return mean;
    }
    let sum: f64 = products.iter().map(|product| (beta * (product - largest)).exp_m1()).sum();
    (sum / count).ln_1p() / beta
}

struct Block<'a> {
    memories: &'a Memories,
    first: usize,
    products: &'a mut [f64],
    state: &'a [f64],
    beta: f64,
}

impl pulp::WithSimd for Block<'_> {
    type Output = Part;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> Part {
        let Self { memories, first, products, state, beta } = self;
        let mut largest = f64::NEG_INFINITY;
        for (k, product) in products.iter_mut().enumerate() {
            *product = memories.row(first + k).dot_here(state);
            largest = largest.max(*product);
        }
        let (mut sum, mut mean) = (0.0, vec![0.0; memories.size()]);
        for (k, product) in products.iter().enumerate() {
            let weight = factor(beta, product - largest);
            if weight > 0.0 {
                sum += weight;
                memories.row(first + k).add_to_here(weight, &mut mean);
            }
        }
        Part { largest, sum, mean }
    }
}
