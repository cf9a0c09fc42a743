//! Some runs of one cell, cut into bounded pieces.

use std::ops::Range;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::sweep::config::{SweepConfig, SweepPoint};
use crate::engine::hopfield::sweep::cost;
use crate::engine::hopfield::sweep::run::{Run, Stage};

/// Consecutive runs of one cell.
pub(super) struct Batch {
    pub(super) cell: usize,
    point: SweepPoint,
    left: Range<u64>,
    current: Option<Run>,
    /// Work done on the current run.
    spent: u64,
    /// What the finished runs measured, in their order.
    pub(super) values: Vec<f64>,
    /// Runs whose network could not be made.
    pub(super) failed: u64,
    /// Why, for the first of them.
    pub(super) failure: Option<SessionError>,
}

impl Batch {
    pub(super) fn new(cell: usize, point: SweepPoint, runs: Range<u64>) -> Self {
        Self { cell, point, left: runs, current: None, spent: 0, values: Vec::new(), failed: 0, failure: None }
    }

    pub(super) fn ended(&self) -> bool {
        self.current.is_none() && self.left.is_empty()
    }

    /// Finished runs, those that failed among them.
    pub(super) fn runs(&self) -> u64 {
        self.values.len() as u64 + self.failed
    }

    /// The expected work of what is done: a run that is under way counts up to what it was expected to cost.
    pub(super) fn work(&self, config: &SweepConfig) -> u64 {
        let run = cost::run(config, &self.point);
        self.runs().saturating_mul(run).saturating_add(self.spent.min(run))
    }

    /// Works on for about one piece: at least the next part that cannot be cut. Gives the work done.
    pub(super) fn advance(&mut self, config: &SweepConfig) -> u64 {
        let mut done = 0;
        while done < cost::PIECE {
            let run = match self.current.take() {
                Some(run) => Ok(run),
                None => match self.left.next() {
                    Some(number) => Run::begin(config, &self.point, config.run_seed(self.cell, number)),
                    None => break,
                },
            };
            let before = done;
            match run.and_then(|run| run.advance(config, &self.point, &mut done)) {
                Ok(Stage::UnderWay(run)) => {
                    self.current = Some(run);
                    self.spent = self.spent.saturating_add(done - before);
                }
                Ok(Stage::Ended(value, _)) => {
                    self.values.push(value);
                    self.spent = 0;
                }
                Err(error) => {
                    self.failed += 1;
                    self.failure.get_or_insert(error);
                    self.spent = 0;
                }
            }
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::seed::Seed;

    /// The most work that one call did, and all of it, until the batch ended.
    fn worked(config: &SweepConfig) -> (u64, u64) {
        let mut batch = Batch::new(0, config.points[0], 0..config.runs);
        let (mut most, mut all) = (0, 0);
        while !batch.ended() {
            let done = batch.advance(config);
            assert!(done > 0);
            (most, all) = (most.max(done), all + done);
        }
        assert_eq!(batch.runs(), config.runs);
        (most, all)
    }

    #[test]
    fn large_networks_are_made_and_run_in_pieces() {
        let config = SweepConfig { sweeps: 2, ..SweepConfig::phase(20_000, &[0.02], &[0.5], 1, Seed(3)) };
        let (most, all) = worked(&config);
        // A piece goes on until it is full: beyond that by one pattern at most.
        assert!(most < cost::PIECE + 4 * 20_000, "{most}");
        // 400 patterns are drawn spin by spin, and visited twice.
        let least = 20_000 * 400 * 4 + 2 * 20_000 * 400;
        assert!((least..2 * least).contains(&all), "{all} for {least}");
        assert_eq!(all, cost::run(&config, &config.points[0]));
    }

    #[test]
    fn what_cannot_be_stopped_promptly_says_so() {
        let capacity =
            |rule, size, alpha| SweepConfig { rule, ..SweepConfig::capacity(&[200, size], &[alpha], 1, Seed(3)) };
        assert!(capacity(LearningRule::Hebb, 1 << 20, 0.0005).stops_promptly());
        for (rule, prompt, long) in [(LearningRule::PseudoInverse, 400, 450), (LearningRule::Storkey, 2800, 3000)] {
            assert!(capacity(rule, prompt, 0.9).stops_promptly(), "{rule:?}");
            assert!(!capacity(rule, long, 0.9).stops_promptly(), "{rule:?}");
        }
    }

    #[test]
    fn storkeys_couplings_are_made_in_pieces() {
        let config = SweepConfig {
            rule: LearningRule::Storkey,
            sweeps: 1,
            ..SweepConfig::capacity(&[700], &[0.02], 1, Seed(3))
        };
        let (most, all) = worked(&config);
        assert!(most < cost::PIECE + 5 * 700 * 700, "{most}");
        assert!(all >= 14 * 700 * 700, "{all}");
    }
}
