//! Which cells, what is measured there, and with which random numbers.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::ensemble::check_runs;
use crate::engine::hopfield::sweep::cost;
use crate::physics::hopfield::network::{LARGEST_DUAL, LARGEST_MATRIX, LARGEST_SIZE, NetworkError};
use crate::physics::hopfield::{LearningRule, UpdateOrder};
use crate::physics::seed::Seed;

/// The most cells of one sweep.
pub const MOST_CELLS: usize = 1_000_000;
const MOST_SWEEPS: u64 = 1_000_000;
/// N p from which the integers of a network no longer hold its overlaps.
const TOO_MANY: u64 = 1 << 30;

/// Refuses a number of cells that no sweep has; asked before they are made.
pub fn check_cells(cells: usize) -> Result<(), SessionError> {
    if (1..=MOST_CELLS).contains(&cells) {
        return Ok(());
    }
    Err(SessionError::new(format!("the sweep has {cells} cells; it can have 1 to {MOST_CELLS}")))
}

/// Where one cell lies.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepPoint {
    /// Number of spins N.
    pub size: usize,
    /// The load α that was asked for; the number of patterns is the nearest to α N, at least 1.
    pub alpha: f64,
    /// Temperature T.
    pub temperature: f64,
    /// Fraction of the pattern's spins reversed at the start.
    pub flip: f64,
}

impl SweepPoint {
    /// Number of patterns p.
    pub fn patterns(&self) -> usize {
        ((self.alpha * self.size as f64).round() as usize).max(1)
    }

    /// The load p/N that this is.
    pub fn load(&self) -> f64 {
        self.patterns() as f64 / self.size.max(1) as f64
    }
}

/// What a run is asked. Each has random patterns of its own and starts from the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Measure {
    /// Whether it ends with an overlap above 0.9: 1 or 0, so that the mean is the fraction recalled.
    Recalled,
    /// The overlap with the pattern, averaged over the second half of the sweeps; once the run has come to rest, as
    /// at T = 0 it does, the overlap there.
    Overlap,
}

/// A grid of cells and what is done in each.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepConfig {
    /// The cells, in the order in which they are finished.
    pub points: Arc<[SweepPoint]>,
    /// What is measured.
    pub measure: Measure,
    /// How patterns become couplings.
    pub rule: LearningRule,
    /// Order of updates.
    pub order: UpdateOrder,
    /// Runs in each cell.
    pub runs: u64,
    /// Sweeps of a run; one that comes to rest ends earlier.
    pub sweeps: u64,
    /// Run r of cell c draws from [`run_seed`](Self::run_seed)(c, r).
    pub seed: Seed,
}

impl SweepConfig {
    /// The sweeps of a run where nothing else is said.
    pub const USUAL_SWEEPS: u64 = 100;

    /// The fraction of memories that are kept, load by load for each size: Hebb's rule, T = 0, started on the memory.
    pub fn capacity(sizes: &[usize], alphas: &[f64], runs: u64, seed: Seed) -> Self {
        let points = sizes
            .iter()
            .flat_map(|&size| alphas.iter().map(move |&alpha| SweepPoint { size, alpha, temperature: 0.0, flip: 0.0 }));
        Self::of(points.collect(), Measure::Recalled, runs, seed)
    }

    /// The fraction of memories recalled from a distance, flip by flip for each load: Hebb's rule, T = 0.
    pub fn basin(size: usize, alphas: &[f64], flips: &[f64], runs: u64, seed: Seed) -> Self {
        let points = alphas
            .iter()
            .flat_map(|&alpha| flips.iter().map(move |&flip| SweepPoint { size, alpha, temperature: 0.0, flip }));
        Self::of(points.collect(), Measure::Recalled, runs, seed)
    }

    /// The overlap that is left of a memory, temperature by temperature for each load: Hebb's rule.
    pub fn phase(size: usize, alphas: &[f64], temperatures: &[f64], runs: u64, seed: Seed) -> Self {
        let points = alphas.iter().flat_map(|&alpha| {
            temperatures.iter().map(move |&temperature| SweepPoint { size, alpha, temperature, flip: 0.0 })
        });
        Self::of(points.collect(), Measure::Overlap, runs, seed)
    }

    fn of(points: Arc<[SweepPoint]>, measure: Measure, runs: u64, seed: Seed) -> Self {
        let (rule, order) = (LearningRule::Hebb, UpdateOrder::RandomAsynchronous);
        Self { points, measure, rule, order, runs, sweeps: Self::USUAL_SWEEPS, seed }
    }

    /// The seed of one run: its patterns, corruption and dynamics are the streams of this seed, so that a lab can
    /// show the very run. More runs of a cell begin with the same ones.
    pub fn run_seed(&self, cell: usize, run: u64) -> Seed {
        let number = ((cell as u64) << 24) + run + 1;
        self.seed.numbered(number)
    }

    /// Whether the sweep can be stopped within 100 ms at any time. Hebb's rule always can; the pseudo-inverse of many
    /// patterns (some 370 of them at α near 1) and a pattern stored by Storkey's rule in more than 2900 spins are made
    /// in one piece.
    pub fn stops_promptly(&self) -> bool {
        self.points.iter().all(|point| cost::longest_part(point, self.rule) <= cost::PROMPT)
    }

    /// Refuses what cannot be run, with the reason.
    ///
    /// # Errors
    /// What is outside of what can be measured.
    pub fn check(&self) -> Result<(), SessionError> {
        check_cells(self.points.len())?;
        check_runs(self.runs)?;
        if self.sweeps == 0 || self.sweeps > MOST_SWEEPS {
            let sweeps = self.sweeps;
            return Err(SessionError::new(format!("{sweeps} sweeps were asked for; it can be 1 to {MOST_SWEEPS}")));
        }
        self.points.iter().try_for_each(|point| self.check_point(point))
    }

    fn check_point(&self, point: &SweepPoint) -> Result<(), SessionError> {
        let &SweepPoint { size, alpha, temperature, flip } = point;
        if !(alpha.is_finite() && alpha >= 0.0) {
            return Err(SessionError::new(format!("the load is {alpha}; it must be a finite number, zero or more")));
        }
        if !(temperature.is_finite() && temperature >= 0.0) {
            let sentence = format!("the temperature is {temperature}; it must be a finite number, zero or more");
            return Err(SessionError::new(sentence));
        }
        if !(0.0..=1.0).contains(&flip) {
            return Err(SessionError::new(format!(
                "the fraction of flipped spins is {flip}; it must lie between 0 and 1"
            )));
        }
        let patterns = point.patterns();
        let product = (size as u64).saturating_mul(patterns as u64);
        let refused = match self.rule {
            _ if size == 0 => Some(NetworkError::NoSpins),
            _ if size > LARGEST_SIZE => Some(NetworkError::TooManySpins { size }),
            _ if product >= TOO_MANY => Some(NetworkError::TooManyPatterns { size, patterns, limit: TOO_MANY }),
            LearningRule::PseudoInverse if product > LARGEST_DUAL as u64 => {
                Some(NetworkError::DualTooLarge { size, patterns })
            }
            LearningRule::Storkey if size > LARGEST_MATRIX => Some(NetworkError::MatrixTooLarge { size }),
            _ => None,
        };
        refused.map_or(Ok(()), |error| Err(SessionError::new(error)))
    }
}
