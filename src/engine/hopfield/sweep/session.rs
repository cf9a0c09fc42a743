//! The cells as they are filled.

use std::collections::VecDeque;
use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::sweep::batch::Batch;
use crate::engine::hopfield::sweep::config::{Measure, SweepConfig, SweepPoint};
use crate::engine::hopfield::sweep::cost;
use crate::physics::statistics::Moments;

/// Batches that may wait for an earlier one to end, so that one slow run does not keep the others idle.
const WAITING: usize = 256;

/// One cell, finished or not.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepCell {
    /// Where it lies.
    pub point: SweepPoint,
    /// Mean over its runs so far; `None` before the first.
    pub mean: Option<f64>,
    /// Standard error of the mean, from the spread of independent runs; `None` below two of them. Of a fraction of which
    /// all runs say the same it is that of Wilson's interval: they do not show what one run in so many would.
    pub stderr: Option<f64>,
    /// Runs finished. Fewer than asked for in a finished cell where a network could not be made.
    pub runs: u64,
    /// Whether all its runs are finished.
    pub done: bool,
}

/// The grid so far.
#[derive(Clone, Debug)]
pub struct SweepView {
    /// All cells, in their order.
    pub cells: Arc<[SweepCell]>,
    /// Cells finished: always the first ones.
    pub done: usize,
    /// Runs that are missing because their network could not be made.
    pub failed: u64,
    /// Why, for the first of them.
    pub failure: Option<SessionError>,
}

/// What is known of one cell.
#[derive(Clone, Debug, Default)]
struct Gathered {
    values: Vec<f64>,
    failed: u64,
}

impl Gathered {
    fn cell(&self, point: SweepPoint, runs: u64, measure: Measure) -> SweepCell {
        let moments = Moments::of(self.values.iter().copied());
        let unanimous = measure == Measure::Recalled && moments.variance == 0.0;
        let error = if unanimous { wilson(moments.mean, moments.count) } else { moments.standard_error() };
        SweepCell {
            point,
            mean: (moments.count > 0).then_some(moments.mean),
            stderr: (moments.count > 1).then_some(error),
            runs: moments.count,
            done: moments.count + self.failed == runs,
        }
    }
}

/// Half of the width of Wilson's interval of one standard error, √(f (1 − f)/n + 1/4n²)/(1 + 1/n), for a fraction f of n.
/// 1/2(n + 1) at 0 and 1 (E. B. Wilson, J. Am. Stat. Assoc. 22, 209, 1927).
fn wilson(fraction: f64, count: u64) -> f64 {
    let count = count as f64;
    (fraction * (1.0 - fraction) / count + 0.25 / (count * count)).sqrt() / (1.0 + 1.0 / count)
}

/// The sweep as a session: one step is a bounded piece of work on each of a few batches of runs.
pub struct ParameterSweep {
    config: SweepConfig,
    /// The next batch to be begun: its cell and its first run.
    next: (usize, u64),
    active: VecDeque<Batch>,
    cells: Vec<Gathered>,
    /// The finished ones among them, summed up once.
    finished: Vec<SweepCell>,
    /// Expected work, finished and in all.
    work: (u64, u64),
    failure: Option<SessionError>,
}

impl Job for ParameterSweep {
    type Config = SweepConfig;
    type View = SweepView;

    fn new(config: &SweepConfig) -> Result<Self, SessionError> {
        config.check()?;
        let all = config
            .points
            .iter()
            .fold(0_u64, |sum, point| sum.saturating_add(cost::run(config, point).saturating_mul(config.runs)));
        Ok(Self {
            config: config.clone(),
            next: (0, 0),
            active: VecDeque::new(),
            cells: vec![Gathered::default(); config.points.len()],
            finished: Vec::new(),
            work: (0, all),
            failure: None,
        })
    }

    fn step(&mut self) -> Flow {
        self.begin_batches();
        // Each run has its own seed and they are collected in order: threads change nothing.
        let config = &self.config;
        self.active.par_iter_mut().for_each(|batch| {
            batch.advance(config);
        });
        self.collect_batches();
        if self.finished.len() == self.cells.len() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> SweepView {
        let (done, runs, measure) = (self.finished.len(), self.config.runs, self.config.measure);
        let rest = self.config.points.iter().zip(&self.cells).skip(done);
        let cells =
            self.finished.iter().copied().chain(rest.map(|(&point, gathered)| gathered.cell(point, runs, measure)));
        SweepView {
            cells: cells.collect(),
            done,
            failed: self.cells.iter().map(|gathered| gathered.failed).sum(),
            failure: self.failure.clone(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        // In expected work: a run of 4000 spins is not one of 100.
        let under_way = self.active.iter().fold(0, |sum: u64, batch| sum.saturating_add(batch.work(&self.config)));
        Some(Progress { done: self.work.0.saturating_add(under_way), total: self.work.1 })
    }
}

impl ParameterSweep {
    /// Begins as many batches as are to share the next step.
    fn begin_batches(&mut self) {
        let mut busy = self.active.iter().filter(|batch| !batch.ended()).count();
        while self.active.len() < WAITING
            && let Some(point) = self.config.points.get(self.next.0).copied()
            && busy < cost::batches_per_step(&self.config, &point)
        {
            let batch = self.begin(point);
            self.active.push_back(batch);
            busy += 1;
        }
    }

    /// Takes what the first batches found, as far as they have ended.
    fn collect_batches(&mut self) {
        while let Some(batch) = self.active.pop_front_if(|batch| batch.ended()) {
            self.collect(batch);
        }
    }

    /// The next batch of runs, which are those of the cell at `point`.
    fn begin(&mut self, point: SweepPoint) -> Batch {
        let (cell, first) = self.next;
        let end = (first + cost::runs_per_batch(&self.config, &point)).min(self.config.runs);
        self.next = if end == self.config.runs { (cell + 1, 0) } else { (cell, end) };
        Batch::new(cell, point, first..end)
    }

    fn collect(&mut self, batch: Batch) {
        let (Some(cell), Some(&point)) = (self.cells.get_mut(batch.cell), self.config.points.get(batch.cell)) else {
            return;
        };
        self.work.0 = self.work.0.saturating_add(batch.work(&self.config));
        cell.failed += batch.failed;
        self.failure = self.failure.take().or(batch.failure);
        cell.values.extend(batch.values);
        if cell.values.len() as u64 + cell.failed == self.config.runs {
            self.finished.push(cell.cell(point, self.config.runs, self.config.measure));
        }
    }

    /// What each finished run of a cell measured, in their order; empty for a cell that is not there.
    pub fn values(&self, cell: usize) -> &[f64] {
        self.cells.get(cell).map_or(&[], |gathered| &gathered.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::seed::Seed;

    /// Finished cells, finished work and means after every step, on so many threads.
    fn steps(config: &SweepConfig, threads: usize) -> Vec<(usize, Option<Progress>, Vec<SweepCell>)> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut session = ParameterSweep::new(config).unwrap();
            let mut steps = Vec::new();
            loop {
                let flow = session.step();
                let view = session.view();
                steps.push((view.done, session.progress(), view.cells.to_vec()));
                if flow == Flow::Done {
                    return steps;
                }
            }
        })
    }

    /// How many times faster so many threads are than one, if each piece takes as long as its work and goes to the thread
    /// that is free first.
    fn gain(config: &SweepConfig, threads: usize) -> f64 {
        let mut session = ParameterSweep::new(config).unwrap();
        let (mut all, mut slowest) = (0, 0);
        while session.finished.len() < session.cells.len() {
            session.begin_batches();
            let mut until = vec![0; threads];
            for batch in &mut session.active {
                let work = batch.advance(config);
                all += work;
                *until.iter_mut().min().unwrap() += work;
            }
            slowest += until.into_iter().max().unwrap();
            session.collect_batches();
        }
        all as f64 / slowest as f64
    }

    #[test]
    fn sixteen_threads_have_enough_to_do() {
        let (loads, grid) = ([0.02, 0.05, 0.1, 0.14], [0.1, 0.3, 0.5, 0.7]);
        for config in [
            SweepConfig { sweeps: 40, ..SweepConfig::phase(400, &loads, &grid, 16, Seed(5)) },
            SweepConfig::basin(400, &loads, &[0.1, 0.2, 0.3, 0.4], 64, Seed(5)),
            SweepConfig::capacity(&[200, 400], &loads, 128, Seed(5)),
        ] {
            for (threads, least) in [(2, 1.95), (4, 3.8), (16, 12.0)] {
                let gain = gain(&config, threads);
                assert!(gain >= least, "{:?} on {threads} threads: {gain}", config.measure);
            }
        }
    }

    #[test]
    fn every_step_is_the_same_on_any_number_of_threads() {
        let pseudo_inverse = SweepConfig {
            rule: LearningRule::PseudoInverse,
            ..SweepConfig::capacity(&[200], &[0.05, 1.0], 40, Seed(5))
        };
        for config in [SweepConfig::phase(500, &[0.05, 0.1], &[0.3, 0.6], 8, Seed(5)), pseudo_inverse] {
            let one = steps(&config, 1);
            assert!(one.len() > 4, "{}", one.len());
            for threads in [2, 5] {
                assert_eq!(steps(&config, threads), one, "{threads} threads");
            }
        }
    }
}
