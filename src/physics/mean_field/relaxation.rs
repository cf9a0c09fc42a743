//! Where the mean-field iteration leads from each of many starts.

use std::sync::Arc;

use ndarray::{Array2, Axis, NdFloat};
use rayon::prelude::*;

use super::blocks::{BlockQueue, Precisions};
use super::free_energy::free_energies;
use super::iteration::End;
use super::tap::Equations;
use crate::physics::arrays::check_shape;
use crate::physics::rbm::{Configurations, Rbm, RbmError};

/// Terms of the expansion in the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Order {
    /// Naive mean field.
    First,
    /// With the Onsager term: TAP.
    Second,
    /// With the third cumulants.
    Third,
}

impl Order {
    /// 1, 2 or 3.
    pub const fn number(self) -> usize {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
        }
    }
}

/// How the equations are iterated.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RelaxationSettings {
    /// Terms of the expansion.
    pub order: Order,
    /// A state has converged when a sweep wants to move no mean, visible or hidden, by more than this.
    pub tolerance: f64,
    /// Sweeps of one attempt. There are up to three: with the last stretch mixed; from the start again as the equations
    /// themselves lead, where that did not converge; and with damping ½ (or more, if more is asked for) for states that
    /// oscillate or have not converged even so.
    pub most_iterations: usize,
    /// Whether a state that no longer gets nearer goes on as long as it moves one way, as on the long flat paths between
    /// basins, and is damped or given up only where it goes back and forth. Otherwise it is after some tens of sweeps.
    pub persistent: bool,
    /// ρ of the first attempt: how much of the old means stays in a sweep.
    pub damping: f64,
}

impl Default for RelaxationSettings {
    fn default() -> Self {
        Self { order: Order::Second, tolerance: 1e-4, most_iterations: 1000, persistent: false, damping: 0.0 }
    }
}

/// Visible means to start from; the hidden means start at what answers them to the first order.
#[derive(Clone, Debug, PartialEq)]
pub enum Starts {
    /// Rows of data.
    Rows(Configurations),
    /// Means (start, visible row): frequencies of the states for Potts units.
    Means(Array2<f32>),
}

impl Starts {
    /// Number of starts.
    pub fn count(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.rows(),
            Self::Means(means) => means.nrows(),
        }
    }

    /// Refuses what are no states of the visible units.
    ///
    /// # Errors
    /// Another number of means or values than the machine has, or values that its units do not take.
    pub fn check<T: NdFloat>(&self, rbm: &Rbm<T>) -> Result<(), RbmError> {
        let means = match self {
            Self::Rows(rows) => return rbm.check_rows(rows),
            Self::Means(means) => means,
        };
        check_shape("the array of starting means", means.shape(), &[means.nrows(), rbm.visible_rows()])?;
        match means.iter().find(|mean| !mean.is_finite()) {
            Some(mean) => Err(RbmError::Value {
                what: "a starting mean",
                found: mean.to_string(),
                expected: "it must be finite".to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// Where the iteration ended from each start, in the order of the starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relaxed {
    /// Visible means (start, visible row): frequencies of the states for Potts units.
    pub visible: Array2<f64>,
    /// Hidden means (start, unit).
    pub hidden: Array2<f64>,
    /// Whether the iteration converged. Where it did not, the means are those it was left at.
    pub converged: Vec<bool>,
    /// Sweeps of all attempts.
    pub iterations: Vec<u32>,
    /// The largest difference between a mean and the answer to its field in the last sweep; infinite where there was
    /// none.
    pub residual: Vec<f64>,
    /// The estimate of −ln Z of the basin, as [`free_energy`](super::free_energy()): lower is deeper.
    pub free_energy: Vec<f64>,
}

impl Relaxed {
    /// The ends of some starts, in this order.
    pub(super) fn select(&self, starts: &[usize]) -> Self {
        Self {
            visible: self.visible.select(Axis(0), starts),
            hidden: self.hidden.select(Axis(0), starts),
            converged: starts.iter().map(|&start| self.converged[start]).collect(),
            iterations: starts.iter().map(|&start| self.iterations[start]).collect(),
            residual: starts.iter().map(|&start| self.residual[start]).collect(),
            free_energy: starts.iter().map(|&start| self.free_energy[start]).collect(),
        }
    }
}

/// The iteration from many starts, step by step. The same bits for any number of threads and any slicing.
///
/// A machine whose parameters are not finite is not iterated: all of its starts stay where they are, unconverged.
pub struct Relaxation {
    starts: Starts,
    blocks: BlockQueue,
    /// For free energies.
    equations: Arc<Equations<f64>>,
    ends: Vec<End>,
    free_energy: Vec<f64>,
}

impl Relaxation {
    /// Nothing iterated yet. Small machines are iterated in double precision, larger ones in single precision, and on in
    /// double precision where the tolerance asks for it.
    ///
    /// # Errors
    /// Starts that are no states of the machine.
    pub fn new(rbm: &Rbm, starts: Starts, settings: &RelaxationSettings) -> Result<Self, RbmError> {
        starts.check(rbm)?;
        let equations = Arc::new(Equations::new(rbm, settings.order));
        let precisions = Precisions::of(rbm, settings, || Arc::clone(&equations));
        Ok(Self::begin(equations, precisions, starts, rbm.is_finite(), settings))
    }

    /// The same of a machine in double precision, which all numbers keep.
    ///
    /// # Errors
    /// Starts that are no states of the machine.
    pub fn precise(rbm: &Rbm<f64>, starts: Starts, settings: &RelaxationSettings) -> Result<Self, RbmError> {
        starts.check(rbm)?;
        let equations = Arc::new(Equations::new(rbm, settings.order));
        let precisions = Precisions::Double(Arc::clone(&equations));
        Ok(Self::begin(equations, precisions, starts, rbm.is_finite(), settings))
    }

    fn begin(
        equations: Arc<Equations<f64>>,
        precisions: Precisions,
        starts: Starts,
        finite: bool,
        settings: &RelaxationSettings,
    ) -> Self {
        let total = if finite { starts.count() } else { 0 };
        let mut ends = Vec::new();
        for start in total..starts.count() {
            let (visible, hidden) = (equations.means(&starts, start..start + 1), vec![0.0; equations.units]);
            ends.push(End { visible, hidden, residual: f64::INFINITY, ..End::default() });
        }
        let free_energy = vec![f64::NAN; ends.len()];
        Self { starts, blocks: BlockQueue::new(precisions, total, *settings), equations, ends, free_energy }
    }

    /// One bounded piece of work; `true` when nothing is left to do.
    pub fn step(&mut self) -> bool {
        self.blocks.advance(&self.starts);
        let ended: Vec<Vec<End>> = std::iter::from_fn(|| self.blocks.take()).collect();
        let energies: Vec<Vec<f64>> = ended.par_iter().map(|ends| free_energies(&self.equations, ends)).collect();
        self.ends.extend(ended.into_iter().flatten());
        self.free_energy.extend(energies.into_iter().flatten());
        self.blocks.complete()
    }

    /// Starts whose iteration has ended.
    pub fn finished(&self) -> usize {
        self.ends.len() + self.blocks.finished()
    }

    /// The ends of the first starts, as far as all before them have ended: of all after the last [`step`](Self::step).
    pub fn relaxed(self) -> Relaxed {
        let (ends, free_energy) = (self.ends, self.free_energy);
        let array = |means: fn(&End) -> &[f64], width: usize| -> Array2<f64> {
            let means = ends.iter().flat_map(means).copied().collect();
            // Each end has as many means as the machine has rows and units.
            Array2::from_shape_vec((ends.len(), width), means).unwrap_or_default()
        };
        Relaxed {
            visible: array(|end| &end.visible, self.equations.rows),
            hidden: array(|end| &end.hidden, self.equations.units),
            converged: ends.iter().map(|end| end.converged).collect(),
            iterations: ends.iter().map(|end| end.iterations as u32).collect(),
            residual: ends.iter().map(|end| end.residual).collect(),
            free_energy,
        }
    }
}

/// Where the iteration ends from these starts. The same bits for any number of threads.
///
/// # Errors
/// Starts that are no states of the machine.
pub fn relax(rbm: &Rbm, starts: Starts, settings: &RelaxationSettings) -> Result<Relaxed, RbmError> {
    let mut relaxation = Relaxation::new(rbm, starts, settings)?;
    while !relaxation.step() {}
    Ok(relaxation.relaxed())
}
