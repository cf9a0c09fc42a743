//! Visible and hidden neurons that only meet in pairs, one hidden neuron for each memory; the rules of this folder and the
//! dense memories are what is left of them when the hidden neurons are fast.
//!
//! τ_v v̇_i = Σ_μ ξ_i^μ f_μ − v_i + I_i,  τ_h ḣ_μ = Σ_i ξ_i^μ g_i − h_μ,  g = ∂L_v/∂v,  f = ∂L_h/∂h,
//! E = Σ_i (v_i − I_i) g_i − L_v + Σ_μ h_μ f_μ − L_h − Σ_μi f_μ ξ_i^μ g_i, which never rises where L_v and L_h are convex
//! (Krotov and Hopfield 2021, equations 1 to 4).
//!
//! | model | L_v | g | L_h | f | with fast hidden neurons |
//! |---|---|---|---|---|---|
//! | A | Σ \|v_i\| | sign v | Σ_μ F(h_μ) | F′(h) | the dense memory −Σ_μ F(ξ_μ · σ), σ = sign v |
//! | B | ½ \|v\|² | v | (1/β) ln Σ exp(β h_μ) | softmax(β h) | the softmax rule v ← Σ softmax(β ξ · v)_μ ξ_μ |
//! | C | \|v\| | v/\|v\| | Σ_μ F(h_μ) | F′(h) | spherical memory |
//!
//! Powers are measured in the largest overlap that there can be, S = max_μ Σ_i |ξ_i^μ| for A and max_μ |ξ_μ| for C:
//! F(h) = (S/n) (h/S)^n, so that f is 1 at a perfect overlap. Of the exponential the logarithm of the sum is taken,
//! L_h = ln Σ exp h_μ, as its dense memory does.
//!
//! ## References
//!
//! * D. Krotov and J. J. Hopfield, “Large associative memory problem in neurobiology and machine learning”, ICLR 2021,
//!   arXiv:2008.06996, equations 1 to 4 and section 3
//! * G. Strang, “On the construction and comparison of difference schemes”, SIAM J. Numer. Anal. 5, 506 (1968),
//!   doi:10.1137/0705041

use super::memories::{Memories, MemoriesError};
use super::rule::ContinuousError;
use crate::physics::hopfield::dense::Interaction;

/// The Lagrangians.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TwoLayerModel {
    /// Model A: visible neurons are signs.
    Dense(Interaction),
    /// Model B: attention with inverse temperature β.
    Softmax {
        /// β.
        beta: f64,
    },
    /// Model C: visible neurons lie on a sphere.
    Spherical(Interaction),
}

/// The two time constants; 0 is a neuron that follows at once.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TimeConstants {
    /// τ_v.
    pub visible: f64,
    /// τ_h.
    pub hidden: f64,
}

/// What cannot be run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TwoLayerError {
    /// A time below zero, infinite, or not a number.
    #[error("a time of {0}; times are finite numbers, zero or more")]
    Time(f64),
    /// The rule, the memories or the state.
    #[error(transparent)]
    Continuous(#[from] ContinuousError),
    /// As above.
    #[error(transparent)]
    Memories(#[from] MemoriesError),
}

/// The neurons at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoLayer {
    model: TwoLayerModel,
    times: TimeConstants,
    visible: Vec<f64>,
    hidden: Vec<f64>,
    input: Vec<f64>,
    /// S.
    scale: f64,
    time: f64,
}

impl TwoLayer {
    /// Starts at a state of the visible neurons with the hidden ones at rest, h = 0, and without input.
    pub fn new(
        memories: &Memories,
        model: TwoLayerModel,
        times: TimeConstants,
        visible: Vec<f64>,
    ) -> Result<Self, TwoLayerError> {
        memories.check(&visible)?;
        check_model(model)?;
        for time in [times.visible, times.hidden] {
            check_time(time)?;
        }
        let ones = |mu: usize| memories.memory(mu).map_or(0.0, |memory| memory.iter().map(|value| value.abs()).sum());
        let scale = match model {
            TwoLayerModel::Dense(_) => (0..memories.count()).map(ones).fold(0.0, f64::max),
            _ => memories.largest_norm(),
        };
        let (hidden, input) = (vec![0.0; memories.count()], vec![0.0; visible.len()]);
        Ok(Self { model, times, visible, hidden, input, scale: scale.max(f64::MIN_POSITIVE), time: 0.0 })
    }

    /// A constant input I to the visible neurons.
    pub fn set_input(&mut self, memories: &Memories, input: Vec<f64>) -> Result<(), TwoLayerError> {
        memories.check(&input)?;
        self.input = input;
        Ok(())
    }

    /// Advances by a time: half of it the hidden neurons, all of it the visible, half of it the hidden ones, each exactly
    /// for the others held fast, which is Strang's splitting and right to the second order. A step of any length is stable;
    /// with τ_h = 0 and a step that is long for τ_v it is one step of the rule: h = ξ · g(v), v = Σ_μ ξ_μ f_μ(h) + I.
    pub fn advance(&mut self, memories: &Memories, step: f64) -> Result<(), TwoLayerError> {
        check_time(step)?;
        self.relax_hidden(memories, 0.5 * step);
        let target = memories.weighted_sum(&self.hidden_activity());
        let kept = decay(step, self.times.visible);
        for ((value, target), input) in self.visible.iter_mut().zip(target).zip(&self.input) {
            let target = target + input;
            *value = target + (*value - target) * kept;
        }
        self.relax_hidden(memories, 0.5 * step);
        self.time += step;
        Ok(())
    }

    fn relax_hidden(&mut self, memories: &Memories, step: f64) {
        let target = memories.products(&self.visible_activity());
        let kept = decay(step, self.times.hidden);
        self.hidden.iter_mut().zip(target).for_each(|(value, target)| *value = target + (*value - target) * kept);
    }

    /// g, the activity of the visible neurons.
    pub fn visible_activity(&self) -> Vec<f64> {
        match self.model {
            TwoLayerModel::Dense(_) => self.visible.iter().map(|&v| if v == 0.0 { 0.0 } else { v.signum() }).collect(),
            TwoLayerModel::Softmax { .. } => self.visible.clone(),
            TwoLayerModel::Spherical(_) => {
                let norm = norm(&self.visible);
                self.visible.iter().map(|v| if norm > 0.0 { v / norm } else { 0.0 }).collect()
            }
        }
    }

    /// f, the activity of the hidden neurons: one number for each memory.
    pub fn hidden_activity(&self) -> Vec<f64> {
        match self.model {
            TwoLayerModel::Softmax { beta } => softmax(&self.hidden, beta),
            TwoLayerModel::Dense(Interaction::Exponential) | TwoLayerModel::Spherical(Interaction::Exponential) => {
                softmax(&self.hidden, 1.0)
            }
            TwoLayerModel::Dense(power) | TwoLayerModel::Spherical(power) => {
                let degree = power.degree().map_or(1.0, f64::from);
                self.hidden.iter().map(|h| power.slope(h / self.scale) / degree).collect()
            }
        }
    }

    /// The energy of the neurons.
    pub fn energy(&self, memories: &Memories) -> f64 {
        let (g, f) = (self.visible_activity(), self.hidden_activity());
        let of_visible = match self.model {
            TwoLayerModel::Dense(_) => self.visible.iter().map(|v| v.abs()).sum(),
            TwoLayerModel::Softmax { .. } => 0.5 * self.visible.iter().map(|v| v * v).sum::<f64>(),
            TwoLayerModel::Spherical(_) => norm(&self.visible),
        };
        let of_hidden = match self.model {
            TwoLayerModel::Softmax { beta } => log_sum(&self.hidden, beta),
            TwoLayerModel::Dense(Interaction::Exponential) | TwoLayerModel::Spherical(Interaction::Exponential) => {
                log_sum(&self.hidden, 1.0)
            }
            TwoLayerModel::Dense(power) | TwoLayerModel::Spherical(power) => {
                let degree = power.degree().map_or(1.0, f64::from);
                self.hidden.iter().map(|h| self.scale / degree * power.value(h / self.scale)).sum()
            }
        };
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
        let visible = dot(&self.visible, &g) - dot(&self.input, &g) - of_visible;
        visible + dot(&self.hidden, &f) - of_hidden - dot(&memories.products(&g), &f)
    }

    /// v.
    pub fn visible(&self) -> &[f64] {
        &self.visible
    }

    /// h.
    pub fn hidden(&self) -> &[f64] {
        &self.hidden
    }

    /// The time since the start.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// The time constants.
    pub fn times(&self) -> TimeConstants {
        self.times
    }

    /// The model.
    pub fn model(&self) -> TwoLayerModel {
        self.model
    }
}

fn check_time(time: f64) -> Result<(), TwoLayerError> {
    if time.is_finite() && time >= 0.0 { Ok(()) } else { Err(TwoLayerError::Time(time)) }
}

fn check_model(model: TwoLayerModel) -> Result<(), ContinuousError> {
    match model {
        TwoLayerModel::Softmax { beta } if !(beta.is_finite() && beta >= 0.0) => Err(ContinuousError::Beta(beta)),
        _ => Ok(()),
    }
}

/// What is left of a deviation after a time.
fn decay(step: f64, constant: f64) -> f64 {
    if constant > 0.0 { (-step / constant).exp() } else { 0.0 }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum::<f64>().sqrt()
}

fn softmax(values: &[f64], beta: f64) -> Vec<f64> {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = values.iter().map(|value| (beta * (value - largest)).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// (1/β) ln Σ exp(β h); without memories 0, and at β = 0 without its constant, the mean.
fn log_sum(values: &[f64], beta: f64) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.is_empty() {
        return 0.0;
    }
    if beta == 0.0 {
        return values.iter().sum::<f64>() / values.len() as f64;
    }
    largest + values.iter().map(|value| (beta * (value - largest)).exp()).sum::<f64>().ln() / beta
}
