//! What is minimised, when it is good enough, and how a minimisation ended.

/// A differentiable function of many variables.
pub trait Objective {
    /// The value at `point`; the gradient goes to `gradient`, which has the same length.
    ///
    /// Where the function has no value, or was given up half-way because its caller no longer wants it, it is `NaN`.
    fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64;
}

impl<F: FnMut(&[f64], &mut [f64]) -> f64> Objective for F {
    fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
        self(point, gradient)
    }
}

/// When a minimum is good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerances {
    /// Largest component of the gradient; with a penalty, of the change that one proximal step of unit length makes.
    pub gradient: f64,
    /// Smallest decrease of an iteration, relative to the larger of 1 and the value; 0 asks for the gradient alone.
    pub decrease: f64,
    /// Most iterations.
    pub iterations: usize,
}

impl Default for Tolerances {
    /// As far as double precision goes for a function of order 1 with second derivatives of order 1.
    fn default() -> Self {
        Self { gradient: 1e-9, decrease: 0.0, iterations: 1000 }
    }
}

/// Why a minimisation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The gradient is as small as was asked for.
    Gradient,
    /// The last iteration decreased the value by less than was asked for.
    Decrease,
    /// No step decreases the value any more: it is as low as its rounding lets one see.
    Rounding,
    /// All iterations were used.
    Iterations,
    /// It was given up.
    Stopped,
    /// The function has no value at the start, or none next to it.
    NotFinite,
}

impl Ending {
    /// Whether the point is a minimum, as far as was asked for or can be seen.
    pub fn is_minimum(self) -> bool {
        matches!(self, Self::Gradient | Self::Decrease | Self::Rounding)
    }
}

/// Where a minimisation ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Minimum {
    /// The lowest point found.
    pub point: Vec<f64>,
    /// The value there, penalty included.
    pub value: f64,
    /// How far it is from a stationary point: see [`Tolerances::gradient`].
    pub gradient: f64,
    /// Iterations made.
    pub iterations: usize,
    /// Why it ended.
    pub ending: Ending,
}

/// Σ a_i b_i, as eight sums side by side: one after the other, additions would wait for each other.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// The largest absolute value; `NaN` where one is not a number.
pub(super) fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values
        .fold(0.0, |largest: f64, value| if largest.is_nan() || value.abs() <= largest { largest } else { value.abs() })
}
