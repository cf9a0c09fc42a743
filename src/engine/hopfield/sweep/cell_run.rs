//! One of the runs of a cell once more, sweep by sweep: what a mean over runs does not show.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::sweep::config::{SweepConfig, SweepPoint};
use crate::engine::hopfield::sweep::run::{Run, Stage};

/// Which run.
#[derive(Clone, Debug, PartialEq)]
pub struct CellRunConfig {
    /// The sweep that it belongs to.
    pub sweep: SweepConfig,
    /// Its cell.
    pub cell: usize,
    /// Its number within the cell, from 0.
    pub run: u64,
}

/// The run so far.
#[derive(Clone, Debug, PartialEq)]
pub struct CellRunView {
    /// Where its cell lies.
    pub point: SweepPoint,
    /// The overlap with the pattern after each sweep.
    pub overlaps: Arc<[f64]>,
    /// What the run measured, when it has ended: the very number that went into the mean of the cell.
    pub value: Option<f64>,
}

/// The run as a session.
pub struct CellRun {
    sweep: SweepConfig,
    point: SweepPoint,
    run: Option<Run>,
    ended: Option<(f64, Vec<f64>)>,
}

impl Job for CellRun {
    type Config = CellRunConfig;
    type View = CellRunView;

    fn new(config: &CellRunConfig) -> Result<Self, SessionError> {
        let CellRunConfig { sweep, cell, run } = config;
        sweep.check()?;
        let cells = sweep.points.len();
        let Some(&point) = sweep.points.get(*cell) else {
            return Err(SessionError::new(format!("there is no cell {}: the sweep has {cells}", cell + 1)));
        };
        let begun = Run::begin(sweep, &point, sweep.run_seed(*cell, *run))?;
        Ok(Self { sweep: sweep.clone(), point, run: Some(begun), ended: None })
    }

    fn step(&mut self) -> Flow {
        let Some(run) = self.run.take() else { return Flow::Done };
        match run.advance(&self.sweep, &self.point, &mut 0) {
            Ok(Stage::UnderWay(run)) => {
                self.run = Some(run);
                return Flow::Continue;
            }
            Ok(Stage::Ended(value, overlaps)) => self.ended = Some((value, overlaps)),
            // A network that could not be made has no run, in the sweep as here.
            Err(_) => {}
        }
        Flow::Done
    }

    fn view(&self) -> CellRunView {
        let overlaps = match (&self.ended, &self.run) {
            (Some((_, overlaps)), _) => overlaps,
            (None, Some(run)) => run.overlaps(),
            (None, None) => &[][..],
        };
        CellRunView {
            point: self.point,
            overlaps: overlaps.into(),
            value: self.ended.as_ref().map(|(value, _)| *value),
        }
    }

    fn progress(&self) -> Option<Progress> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::hopfield::sweep::ParameterSweep;
    use crate::physics::seed::Seed;

    #[test]
    fn the_run_shown_is_the_run_that_was_counted() {
        for sweep in [
            SweepConfig { sweeps: 9, ..SweepConfig::phase(60, &[0.05, 0.3], &[0.0, 0.4], 3, Seed(7)) },
            SweepConfig::basin(60, &[0.05, 0.2], &[0.1, 0.4], 3, Seed(7)),
        ] {
            let mut whole = ParameterSweep::new(&sweep).unwrap();
            whole.run_to_end();
            for (cell, run) in [(0, 0), (3, 2)] {
                let config = CellRunConfig { sweep: sweep.clone(), cell, run };
                let mut one = CellRun::new(&config).unwrap();
                one.run_to_end();
                let view = one.view();
                assert_eq!(view.value, whole.values(cell).get(run as usize).copied());
                assert_eq!(view.point, sweep.points[cell]);
                assert!(!view.overlaps.is_empty() && view.overlaps.len() as u64 <= sweep.sweeps);
            }
        }
        let sweep = SweepConfig::basin(60, &[0.05], &[0.1], 3, Seed(7));
        let refused = CellRun::new(&CellRunConfig { sweep, cell: 1, run: 0 }).err().unwrap().to_string();
        assert_eq!(refused, "there is no cell 2: the sweep has 1");
    }
}
