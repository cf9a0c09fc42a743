//! One update at a time from a difference of both phases.
//!
//! The gradient of the mean log-likelihood is g = β(⟨x_i x_j⟩_+ − ⟨x_i x_j⟩_−), for biases with x_i, and with weight decay
//! g − λ w. With step η:
//!
//! * gradient: θ ← θ + η g
//! * Nesterov: v ← 0.9 v + η g, θ ← θ + 0.9 v + η g
//! * Adam: m ← 0.9 m + 0.1 g, u ← 0.999 u + 0.001 g², θ ← θ + η m̂/(√û + 10⁻⁸), m̂ and û being free of the bias of the start
//! * Fisher-Newton: θ ← θ + η d with (F + ε) d = g, no component of d above 1, and η halved until KL does not rise
//!
//! ## References
//!
//! * Y. Nesterov, “A method of solving a convex programming problem with convergence rate O(1/k²)”, Sov. Math. Dokl. 27,
//!   372 (1983)
//! * D. P. Kingma and J. Ba, “Adam: a method for stochastic optimization”, ICLR 2015, arXiv:1412.6980
//! * S. Amari, “Natural gradient works efficiently in learning”, Neural Comput. 10, 251 (1998),
//!   doi:10.1162/089976698300017746

use ndarray::Array2;

use crate::physics::stop::Stop;

use super::error::BoltzmannError;
use super::exact::Exact;
use super::fisher::{fisher, newton_step};
use super::machine::Machine;
use super::moments::Phases;
use super::settings::{LearningSettings, Optimiser};
use super::target::Target;

const MOMENTUM: f64 = 0.9;
const FIRST: f64 = 0.9;
const SECOND: f64 = 0.999;
const SMALL: f64 = 1e-8;
/// Halvings of a step at most, and what KL may rise by, as rounding.
const HALVINGS: u32 = 40;
const ROUNDING: f64 = 1e-12;

/// What a Fisher-Newton step needs besides the phases.
#[derive(Clone, Debug)]
pub enum Curvature<'a> {
    /// All states of the machine and the distribution that is learned: F is exact, and KL is kept from rising.
    Exact(&'a Exact, &'a Target),
    /// F, where KL is not known (F measured on chains) or the difference of the phases does not lead down it.
    Fisher(Array2<f64>),
    /// None: a step along the gradient is taken instead, of the usual rate for that times η.
    None,
}

/// A machine and what its optimiser remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Learner {
    machine: Machine,
    settings: LearningSettings,
    /// The velocity, or the running means of g and g².
    first: Vec<f64>,
    second: Vec<f64>,
    /// Updates since the optimiser began.
    updates: i32,
}

/// The next state of a learner, before it is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The learner after the update.
    pub learner: Learner,
    /// By how much each parameter changes ([`Machine::parameters`]).
    pub step: Vec<f64>,
    /// All states of the new machine, where they were needed on the way.
    pub exact: Option<Exact>,
}

impl Learner {
    /// A machine before its first update.
    ///
    /// # Errors
    /// A setting is out of its range.
    pub fn new(machine: Machine, settings: LearningSettings) -> Result<Self, BoltzmannError> {
        settings.check()?;
        let count = machine.topology().parameters();
        Ok(Self { machine, settings, first: vec![0.0; count], second: vec![0.0; count], updates: 0 })
    }

    /// The machine.
    pub const fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The settings.
    pub const fn settings(&self) -> &LearningSettings {
        &self.settings
    }

    /// Other settings; another optimiser begins without memory.
    ///
    /// # Errors
    /// One is out of its range; nothing is changed then.
    pub fn set(&mut self, settings: LearningSettings) -> Result<(), BoltzmannError> {
        settings.check()?;
        if settings.optimiser != self.settings.optimiser {
            self.first.fill(0.0);
            self.second.fill(0.0);
            self.updates = 0;
        }
        self.settings = settings;
        Ok(())
    }

    /// g: β times the difference of the phases, minus the decay.
    pub fn gradient(&self, phases: &Phases) -> Vec<f64> {
        let topology = self.machine.topology();
        let mut gradient = phases.difference.of_parameters(topology);
        for slope in &mut gradient {
            *slope *= topology.beta;
        }
        for (slope, (i, j)) in gradient.iter_mut().zip(topology.pairs()) {
            *slope -= self.settings.weight_decay * self.machine.weights()[(i, j)];
        }
        gradient
    }

    /// The next update, which [`Proposal::learner`] has made.
    ///
    /// # Errors
    /// The next machine would not be one: its numbers grow without end. Or the computation was given up.
    pub fn propose(
        &self,
        phases: &Phases,
        curvature: Curvature<'_>,
        stop: Stop<'_>,
    ) -> Result<Proposal, BoltzmannError> {
        let gradient = self.gradient(phases);
        let rate = self.settings.learning_rate;
        let mut next = self.clone();
        next.updates = self.updates.saturating_add(1);
        let along = |gradient: &[f64]| gradient.iter().map(|slope| rate * slope).collect::<Vec<f64>>();
        let step = match self.settings.optimiser {
            Optimiser::Gradient => along(&gradient),
            Optimiser::Nesterov => {
                let step = |(velocity, slope): (&mut f64, &f64)| {
                    *velocity = MOMENTUM * *velocity + rate * slope;
                    MOMENTUM * *velocity + rate * slope
                };
                next.first.iter_mut().zip(&gradient).map(step).collect()
            }
            Optimiser::Adam => next.adam(&gradient),
            Optimiser::Newton => match curvature {
                Curvature::None => {
                    let usual = rate * Optimiser::Gradient.usual_rate();
                    gradient.iter().map(|slope| usual * slope).collect()
                }
                Curvature::Fisher(fisher) => along(&newton_step(fisher, &gradient, stop)?),
                Curvature::Exact(exact, target) => {
                    let step = along(&newton_step(fisher(exact, stop)?, &gradient, stop)?);
                    return self.descend(next, step, exact, target, stop);
                }
            },
        };
        next.machine = self.machine.moved(&step)?;
        Ok(Proposal { learner: next, step, exact: None })
    }

    fn adam(&mut self, gradient: &[f64]) -> Vec<f64> {
        let unbiased = |decay: f64| 1.0 - decay.powi(self.updates);
        let (of_first, of_second) = (unbiased(FIRST), unbiased(SECOND));
        let rate = self.settings.learning_rate;
        let moments = self.first.iter_mut().zip(&mut self.second);
        moments
            .zip(gradient)
            .map(|((first, second), slope)| {
                *first = FIRST * *first + (1.0 - FIRST) * slope;
                *second = SECOND * *second + (1.0 - SECOND) * slope * slope;
                rate * (*first / of_first) / ((*second / of_second).sqrt() + SMALL)
            })
            .collect()
    }

    /// A step halved until KL, with the decay's λ Σ w²/2, does not rise; none at all where it rises however short the step.
    fn descend(
        &self,
        mut next: Self,
        mut step: Vec<f64>,
        exact: &Exact,
        target: &Target,
        stop: Stop<'_>,
    ) -> Result<Proposal, BoltzmannError> {
        let cost = |machine: &Machine, exact: &Exact| {
            let squares: f64 = machine.weights().iter().map(|weight| weight * weight / 2.0).sum();
            exact.kl(target).map(|kl| kl + self.settings.weight_decay * squares / 2.0)
        };
        let before = cost(&self.machine, exact)?;
        for _ in 0..HALVINGS {
            if let Ok(machine) = self.machine.moved(&step) {
                let exact = Exact::of(&machine, stop)?;
                if cost(&machine, &exact)? <= before + ROUNDING * before.abs().max(1.0) {
                    next.machine = machine;
                    return Ok(Proposal { learner: next, step, exact: Some(exact) });
                }
            }
            for part in &mut step {
                *part /= 2.0;
            }
        }
        let step = vec![0.0; step.len()];
        Ok(Proposal { learner: next, step, exact: Some(exact.clone()) })
    }
}
