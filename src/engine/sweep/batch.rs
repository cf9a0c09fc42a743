//! Some runs of one cell, cut into bounded pieces.

use std::ops::Range;
use std::sync::Arc;

use crate::engine::session::SessionError;
use crate::engine::sweep::config::{Measure, SweepConfig, SweepPoint};
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::classify::RECALLED;
use crate::physics::hopfield::{Dynamics, LearningRule, Network};
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// Work of one batch in one step, in visits of a spin times patterns: about a millisecond.
const PIECE: u64 = 1 << 20;
/// What the visit of a spin costs beside its patterns, in patterns: random numbers and an exponential.
const VISIT: u64 = 64;
/// Sweeps after which most recalls have come to rest.
const RECALL_SWEEPS: u64 = 12;

/// What the making of a network costs: its random spins, and what the rule does with them.
fn store_work(point: &SweepPoint, rule: LearningRule) -> u64 {
    let (n, p) = (point.size as u64, point.patterns() as u64);
    let spins = n * p * 4;
    match rule {
        LearningRule::Hebb => spins,
        LearningRule::PseudoInverse => spins.saturating_add(p * p * n),
        LearningRule::Storkey => spins.saturating_add(p * n * n),
    }
}

fn sweep_work(point: &SweepPoint, rule: LearningRule) -> u64 {
    let per_visit = if rule == LearningRule::Storkey { 0 } else { point.patterns() as u64 };
    point.size as u64 * (per_visit + VISIT)
}

/// What one run is expected to cost.
pub(super) fn run_work(config: &SweepConfig, point: &SweepPoint) -> u64 {
    let sweeps = match config.measure {
        Measure::Recalled if point.temperature == 0.0 => config.sweeps.min(RECALL_SWEEPS),
        _ => config.sweeps,
    };
    store_work(point, config.rule).saturating_add(sweeps.saturating_mul(sweep_work(point, config.rule)))
}

/// The runs that are done together: as many as fill one step, at least one.
pub(super) fn runs_per_batch(config: &SweepConfig, point: &SweepPoint) -> u64 {
    (PIECE / run_work(config, point).max(1)).clamp(1, config.runs.max(1))
}

/// How many batches share one step: enough for several threads, but fewer where the making of one network, which
/// cannot be cut, is long.
pub(super) fn batches_per_step(config: &SweepConfig, point: &SweepPoint) -> usize {
    const MOST: u64 = 8;
    const LEAST: u64 = 4;
    (MOST * PIECE / store_work(point, config.rule).max(PIECE)).clamp(LEAST, MOST) as usize
}

/// Consecutive runs of one cell.
pub(super) struct Batch {
    pub(super) cell: usize,
    point: SweepPoint,
    left: Range<u64>,
    current: Option<Run>,
    /// What the finished runs measured, in their order.
    pub(super) values: Vec<f64>,
    /// Runs whose network could not be made.
    pub(super) failed: u64,
    /// Why, for the first of them.
    pub(super) failure: Option<SessionError>,
}

struct Run {
    dynamics: Dynamics,
    /// Overlaps of the second half of the sweeps, and their number.
    sum: f64,
    count: u64,
}

impl Batch {
    pub(super) fn new(cell: usize, point: SweepPoint, runs: Range<u64>) -> Self {
        Self { cell, point, left: runs, current: None, values: Vec::new(), failed: 0, failure: None }
    }

    pub(super) fn ended(&self) -> bool {
        self.current.is_none() && self.left.is_empty()
    }

    /// Works on for about one piece: whole sweeps, and the making of one network at least.
    pub(super) fn advance(&mut self, config: &SweepConfig) {
        let per_sweep = sweep_work(&self.point, config.rule).max(1);
        let mut budget = PIECE;
        while budget > 0 {
            let Some(run) = &mut self.current else {
                let Some(number) = self.left.next() else { return };
                match Run::start(config, &self.point, config.run_seed(self.cell, number)) {
                    Ok(run) => self.current = Some(run),
                    Err(error) => {
                        self.failed += 1;
                        self.failure.get_or_insert(error);
                    }
                }
                budget = budget.saturating_sub(store_work(&self.point, config.rule));
                continue;
            };
            budget = budget.saturating_sub(per_sweep);
            if let Some(value) = run.sweep(config) {
                self.values.push(value);
                self.current = None;
            }
        }
    }
}

impl Run {
    fn start(config: &SweepConfig, point: &SweepPoint, seed: Seed) -> Result<Self, SessionError> {
        let mut rng = seed.stream(Stream::Patterns);
        let patterns: Vec<Pattern> = (0..point.patterns()).map(|_| Pattern::random(point.size, &mut rng)).collect();
        let network = Network::store(&patterns, config.rule).map_err(SessionError::new)?;
        let first = patterns.first().ok_or_else(|| SessionError::new("there is no pattern to start from"))?;
        let start = Corruption::flip(point.flip)
            .apply(first, GridShape::new(point.size, 1), None, seed)
            .map_err(SessionError::new)?;
        let rng = seed.stream(Stream::Dynamics);
        let dynamics = Dynamics::new(Arc::new(network), &start, config.order, point.temperature, rng)
            .map_err(SessionError::new)?;
        Ok(Self { dynamics, sum: 0.0, count: 0 })
    }

    /// One sweep; the result after the last one.
    fn sweep(&mut self, config: &SweepConfig) -> Option<f64> {
        let sweep = self.dynamics.sweep();
        let overlap = self.dynamics.overlap(0);
        if self.dynamics.sweeps() > config.sweeps / 2 {
            self.sum += overlap;
            self.count += 1;
        }
        let rests = sweep.outcome.is_some();
        if !rests && self.dynamics.sweeps() < config.sweeps {
            return None;
        }
        Some(match config.measure {
            Measure::Recalled => f64::from(u8::from(overlap > RECALLED)),
            Measure::Overlap if rests => overlap,
            Measure::Overlap => self.sum / self.count.max(1) as f64,
        })
    }
}
