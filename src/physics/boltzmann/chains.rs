//! Chains of both phases, and averages over them with standard errors.
//!
//! Chains are independent of each other, and each is looked at once in an update, so that the standard error of an average
//! follows from how much chains differ. Where there are at least two clamped chains for each distinct row of the data, every
//! row has chains of its own for good, about in proportion to its weight q_r, and
//!
//! ⟨f⟩_+ = Σ_r q_r f̄_r,  error² = Σ_r q_r² s_r²/n_r
//!
//! with the mean f̄_r and the variance s_r² over the n_r chains of a row: what the rows differ among each other is no error.
//! Where there are more rows, clamped chains take fresh rows in each update, a batch; averages of visible units alone are
//! then those of all rows.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, Axis, Slice};

use crate::physics::configurations::Configurations;
use crate::physics::seed::{Seed, uniform};
use crate::physics::stop::Stop;

use super::error::BoltzmannError;
use super::fisher::MOST_PARAMETERS;
use super::gibbs::{Sweeps, Use, generator, sweep_states};
use super::machine::{Machine, Topology, Units};
use super::moments::Moments;
use super::settings::ChainStart;
use super::target::Target;

/// Fewest chains of a row.
const FEWEST: usize = 2;
/// Chains of one product: of the largest machines such a product takes a tenth of a second.
const ROWS: usize = 32;

/// The states of the chains of both phases, each unit 0 or 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Chains {
    topology: Topology,
    /// Number of free chains.
    count: usize,
    free: Vec<u8>,
    clamped: Vec<u8>,
    /// How many clamped chains each row has, in order; empty where they take batches.
    of_rows: Vec<usize>,
    seed: Seed,
}

impl Chains {
    /// So many free chains, and about as many clamped ones: visible units at rows, hidden units at fair noise.
    ///
    /// # Errors
    /// The rows do not fit, or there are fewer than two chains.
    pub fn new(topology: Topology, target: &Target, count: usize, seed: Seed) -> Result<Self, BoltzmannError> {
        if target.visible() != topology.visible {
            let (found, visible) = (target.visible(), topology.visible);
            let sentence = format!("the rows have {found} bits; the machine has {visible} visible units");
            return Err(BoltzmannError::Rows(sentence));
        }
        if count < FEWEST {
            return Err(BoltzmannError::value("the number of chains", count, "it is 2 or more"));
        }
        let rows = target.rows().rows();
        let of_rows: Vec<usize> = if FEWEST * rows <= count {
            let share = |weight: &f64| ((weight * count as f64).round() as usize).max(FEWEST);
            target.weights().iter().map(share).collect()
        } else {
            Vec::new()
        };
        let of_rows = if topology.hidden == 0 { Vec::new() } else { of_rows };
        let clamped = if topology.hidden == 0 { 0 } else { of_rows.iter().sum::<usize>().max(count) };
        let clamped = if of_rows.is_empty() { clamped } else { of_rows.iter().sum() };
        let size = topology.size();
        let mut chains =
            Self { topology, count, free: vec![0; count * size], clamped: vec![0; clamped * size], of_rows, seed };
        chains.restart(target, 0);
        Ok(chains)
    }

    /// Number of free chains.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The states of the free chains.
    pub fn free(&self) -> Configurations {
        Configurations::new(self.free.clone(), self.topology.size())
    }

    /// Sweeps of both phases at an update, with the machine as it is then. Clamped chains that take batches are given fresh
    /// rows first.
    ///
    /// # Errors
    /// They were given up; the chains are then of no use.
    pub fn advance(
        &mut self,
        machine: &Machine,
        target: &Target,
        sweeps: usize,
        start: ChainStart,
        update: u64,
        stop: Stop<'_>,
    ) -> Result<(), BoltzmannError> {
        if start == ChainStart::Restart {
            self.restart(target, update);
        } else if self.of_rows.is_empty() {
            self.take_rows(target, update);
        }
        let sweeps = |of| Sweeps { of, count: sweeps, seed: self.seed, update };
        let [clamped, free] = [sweeps(Use::Clamped), sweeps(Use::Free)];
        sweep_states(machine, &mut self.clamped, clamped, stop)?;
        sweep_states(machine, &mut self.free, free, stop)
    }

    /// Averages over the free chains, and their standard errors.
    ///
    /// # Errors
    /// The computation was given up.
    pub fn negative(&self, stop: Stop<'_>) -> Result<(Moments, Moments), BoltzmannError> {
        let states = values(&self.free, &self.topology);
        let mut sums = Sums::new(self.topology);
        sums.add(1.0, &states.view(), stop)?;
        Ok(sums.finish())
    }

    /// Averages over the clamped chains, and their standard errors.
    ///
    /// # Errors
    /// The computation was given up.
    pub fn positive(&self, target: &Target, stop: Stop<'_>) -> Result<(Moments, Moments), BoltzmannError> {
        let states = values(&self.clamped, &self.topology);
        let mut sums = Sums::new(self.topology);
        if self.of_rows.is_empty() {
            sums.add(1.0, &states.view(), stop)?;
        } else {
            let mut first = 0;
            for (&weight, &count) in target.weights().iter().zip(&self.of_rows) {
                sums.add(weight, &states.slice_axis(Axis(0), Slice::from(first..first + count)), stop)?;
                first += count;
            }
        }
        let (mut means, mut errors) = sums.finish();
        // What the rows alone say has no error.
        let of_rows = target.moments(self.topology.units);
        for (pair, &mean) in of_rows.pairs.indexed_iter() {
            (means.pairs[pair], errors.pairs[pair]) = (mean, 0.0);
        }
        for (unit, mean) in of_rows.means.into_iter().enumerate() {
            (means.means[unit], errors.means[unit]) = (mean, 0.0);
        }
        Ok((means, errors))
    }

    /// β² times the covariance of the statistics x_i x_j and x_i over the free chains, by parameter: the Fisher information of
    /// visible and hidden units together, divided by the gain (1 − γ)²/(1 + γ) with γ = parameters/chains that keeps steps
    /// along the inverse of a measured covariance from going too far (Marchenko and Pastur; see
    /// [`crate::physics::inference`]). `None` where there are fewer than two chains for each parameter.
    ///
    /// # Errors
    /// The computation was given up.
    pub fn fisher(&self, stop: Stop<'_>) -> Result<Option<Array2<f64>>, BoltzmannError> {
        let count = self.topology.parameters();
        if FEWEST * count > self.count || count > MOST_PARAMETERS {
            return Ok(None);
        }
        let states = values(&self.free, &self.topology);
        let pairs = self.topology.pairs();
        let mut statistics = Array2::zeros((self.count, count));
        for (mut into, state) in statistics.rows_mut().into_iter().zip(states.rows()) {
            let products = pairs.iter().map(|&(i, j)| state[i] * state[j]);
            into.iter_mut().zip(products.chain(state.iter().copied())).for_each(|(into, value)| *into = value);
        }
        let Some(means) = statistics.mean_axis(Axis(0)) else { return Ok(None) };
        statistics -= &means;
        let ratio = count as f64 / self.count as f64;
        let gain = (1.0 - ratio).powi(2) / (1.0 + ratio);
        let scale = self.topology.beta.powi(2) / (self.count as f64 - 1.0) / gain;
        Ok(Some(products(&statistics.view(), stop)? * scale))
    }

    /// Puts all chains at rows, hidden units at fair noise.
    fn restart(&mut self, target: &Target, update: u64) {
        let (size, visible) = (self.topology.size(), self.topology.visible);
        let mut rng = generator(self.seed, update, Use::Start, 0);
        let cumulative = cumulative(target);
        let fixed: Vec<usize> = self.of_rows.iter().enumerate().flat_map(|(row, &n)| vec![row; n]).collect();
        let clamped = self.clamped.chunks_exact_mut(size).enumerate();
        let free = self.free.chunks_exact_mut(size);
        for (state, row) in clamped.map(|(at, state)| (state, fixed.get(at))).chain(free.map(|state| (state, None))) {
            let row = row.copied().unwrap_or_else(|| place(&cumulative, uniform(&mut rng)));
            if let Some(row) = target.rows().row(row) {
                state[..visible].copy_from_slice(row);
            }
            state[visible..].fill_with(|| u8::from(uniform(&mut rng) < 0.5));
        }
    }

    /// Gives clamped chains fresh rows; hidden units stay as they are.
    fn take_rows(&mut self, target: &Target, update: u64) {
        let (size, visible) = (self.topology.size(), self.topology.visible);
        let mut rng = generator(self.seed, update, Use::Start, 1);
        let cumulative = cumulative(target);
        for state in self.clamped.chunks_exact_mut(size) {
            if let Some(row) = target.rows().row(place(&cumulative, uniform(&mut rng))) {
                state[..visible].copy_from_slice(row);
            }
        }
    }
}

/// Running sums of the weights.
fn cumulative(target: &Target) -> Vec<f64> {
    let sum = |sum: &mut f64, weight: &f64| {
        *sum += weight;
        Some(*sum)
    };
    target.weights().iter().scan(0.0, sum).collect()
}

/// The row in whose part of [0, 1) a number lies.
fn place(cumulative: &[f64], number: f64) -> usize {
    cumulative.partition_point(|&sum| sum <= number).min(cumulative.len().saturating_sub(1))
}

/// States of 0 and 1 as values of units, (chain, unit).
fn values(states: &[u8], topology: &Topology) -> Array2<f64> {
    let size = topology.size();
    let numbers = states.iter().map(|&bit| topology.units.value(bit)).collect();
    Array2::from_shape_vec((states.len() / size.max(1), size), numbers).unwrap_or_default()
}

/// XᵀX, a few rows at a time.
fn products(rows: &ArrayView2<'_, f64>, stop: Stop<'_>) -> Result<Array2<f64>, BoltzmannError> {
    let mut sum = Array2::zeros((rows.ncols(), rows.ncols()));
    for rows in rows.axis_chunks_iter(Axis(0), ROWS) {
        if stop() {
            return Err(BoltzmannError::Stopped);
        }
        general_mat_mul(1.0, &rows.t(), &rows, 1.0, &mut sum);
    }
    Ok(sum)
}

/// Weighted averages over groups of chains, and the squares of their errors.
struct Sums {
    topology: Topology,
    means: Moments,
    squares: Moments,
}

impl Sums {
    fn new(topology: Topology) -> Self {
        let zero = Moments::zero(topology.size());
        Self { topology, means: zero.clone(), squares: zero }
    }

    /// Adds a group of independent chains whose average counts by `weight`.
    fn add(&mut self, weight: f64, states: &ArrayView2<'_, f64>, stop: Stop<'_>) -> Result<(), BoltzmannError> {
        let count = states.nrows() as f64;
        if count < 2.0 {
            return Ok(());
        }
        // The square of x is 1 for spins and x for bits.
        let is_spin = self.topology.units == Units::Ising;
        let square = |mean: f64| {
            let second = if is_spin { 1.0 } else { mean };
            weight * weight * (second - mean * mean).max(0.0) / (count - 1.0)
        };
        let pairs = products(states, stop)? / count;
        for ((into, squares), mean) in self.means.pairs.iter_mut().zip(&mut self.squares.pairs).zip(pairs) {
            *into += weight * mean;
            *squares += square(mean);
        }
        for ((into, squares), column) in self.means.means.iter_mut().zip(&mut self.squares.means).zip(states.columns())
        {
            let mean = column.sum() / count;
            *into += weight * mean;
            *squares += square(mean);
        }
        Ok(())
    }

    fn finish(self) -> (Moments, Moments) {
        let errors = self.squares.with(&self.squares, |square, _| square.sqrt());
        (self.means, errors)
    }
}
