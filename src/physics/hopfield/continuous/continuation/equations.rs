//! The equations of a branch, and Newton's iteration on them.

use faer::Mat;

use super::linear::solve;
use crate::physics::hopfield::continuous::memories::Memories;
use crate::physics::hopfield::continuous::stability::{gram, spectral_radius};

/// The most memories whose fixed points are followed: each step solves as many linear equations.
pub const MOST_MEMORIES: usize = 64;
/// Newton's iterations before a step is taken back.
const MOST_ITERATIONS: usize = 12;
/// The residual at which they end, relative to the largest product.
const ACCURACY: f64 = 1e-13;

/// A point of the curve: K products over the scale, then ln β.
pub(super) type Point = Vec<f64>;

/// The fixed-point equations of some memories.
pub(super) struct Equations {
    gram: Mat<f64>,
    /// The largest product: products are measured in it.
    pub scale: f64,
    count: usize,
}

impl Equations {
    pub fn new(memories: &Memories) -> Self {
        let gram = gram(memories);
        let scale = memories.squares().iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        Self { gram, scale, count: memories.count() }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// softmax(β z) at a point.
    pub fn weights(&self, point: &[f64]) -> Vec<f64> {
        let beta = self.beta(point) * self.scale;
        let products = &point[..self.count];
        let largest = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut weights: Vec<f64> = products.iter().map(|product| (beta * (product - largest)).exp()).collect();
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= sum;
        }
        weights
    }

    pub fn beta(&self, point: &[f64]) -> f64 {
        point[self.count].exp()
    }

    pub fn radius(&self, point: &[f64]) -> f64 {
        spectral_radius(&self.gram, &self.weights(point), self.beta(point))
    }

    /// The point of some weights at some β: one step of the rule.
    pub fn point(&self, weights: &[f64], beta: f64) -> Point {
        let mut point: Point = (0..self.count).map(|mu| self.along(mu, weights) / self.scale).collect();
        point.push(beta.ln());
        point
    }

    fn along(&self, mu: usize, weights: &[f64]) -> f64 {
        (0..self.count).map(|nu| self.gram[(mu, nu)] * weights[nu]).sum()
    }

    /// z − G p, over the scale.
    fn residual(&self, point: &[f64], weights: &[f64]) -> Vec<f64> {
        (0..self.count).map(|mu| point[mu] - self.along(mu, weights) / self.scale).collect()
    }

    /// The derivatives of the residual by the products and by ln β, row by row, with a last row to be filled in.
    fn bordered(&self, point: &[f64], weights: &[f64], last: &[f64]) -> Vec<f64> {
        let (k, width) = (self.count, self.count + 1);
        let beta = self.beta(point);
        let mean: f64 = (0..k).map(|nu| weights[nu] * point[nu]).sum();
        let mut matrix = vec![0.0; width * width];
        for mu in 0..k {
            let average = self.along(mu, weights);
            let mut by_beta = 0.0;
            for nu in 0..k {
                let change = weights[nu] * (self.gram[(mu, nu)] - average);
                matrix[mu * width + nu] = f64::from(u8::from(mu == nu)) - beta * change;
                by_beta += self.gram[(mu, nu)] * weights[nu] * (point[nu] - mean);
            }
            matrix[mu * width + k] = -beta * by_beta;
        }
        matrix[k * width..].copy_from_slice(last);
        matrix
    }

    /// The unit tangent of the curve, on the side of `along`; `None` where it is not determined.
    pub fn tangent(&self, point: &[f64], along: &[f64]) -> Option<Point> {
        let mut matrix = self.bordered(point, &self.weights(point), along);
        let mut tangent = vec![0.0; self.count + 1];
        tangent[self.count] = 1.0;
        if !solve(&mut matrix, &mut tangent) {
            return None;
        }
        let norm = tangent.iter().map(|value| value * value).sum::<f64>().sqrt();
        for value in &mut tangent {
            *value /= norm;
        }
        Some(tangent)
    }

    /// The point of the curve in the plane through `guess` across `normal`, and the iterations that it took.
    pub fn corrected(&self, guess: &[f64], normal: &[f64]) -> Option<(Point, usize)> {
        let mut point = guess.to_vec();
        for iteration in 0..MOST_ITERATIONS {
            let weights = self.weights(&point);
            let mut step = self.residual(&point, &weights);
            step.push(normal.iter().zip(point.iter().zip(guess)).map(|(n, (a, b))| n * (a - b)).sum());
            let largest = step.iter().map(|value| value.abs()).fold(0.0, f64::max);
            if largest.is_nan() {
                return None;
            }
            if largest <= ACCURACY {
                return Some((point, iteration));
            }
            let mut matrix = self.bordered(&point, &weights, normal);
            if !solve(&mut matrix, &mut step) {
                return None;
            }
            point.iter_mut().zip(step).for_each(|(value, step)| *value -= step);
        }
        None
    }
}
