//! What a session file holds of the sweeps: what was asked for, with its seed, and what was found.

use serde::{Deserialize, Serialize};

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::sweep::{SweepCell, SweepConfig, SweepView};
use crate::physics::seed::Seed;
use crate::ui::labs::phases::sweeps::queue::{Kept, Queue};
use crate::ui::labs::phases::sweeps::request::Request;
use crate::ui::labs::phases::sweeps::sweep_store::{RuleCurve, SizeCurve, SweepAsk, Sweeps};
use crate::ui::shell::Shell;

/// What stands for a sweep.
pub trait Swept: Copy + PartialEq {
    fn sweep(&self) -> SweepConfig;
}

impl Swept for Request {
    fn sweep(&self) -> SweepConfig {
        self.config()
    }
}

impl Swept for SizeCurve {
    fn sweep(&self) -> SweepConfig {
        self.config()
    }
}

impl Swept for RuleCurve {
    fn sweep(&self) -> SweepConfig {
        self.config()
    }
}

/// A cell without its place, which follows from what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Found {
    mean: Option<f64>,
    stderr: Option<f64>,
    runs: u64,
}

/// A sweep, finished or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct HeldSweep<W> {
    what: W,
    /// Cells that are finished: the first ones.
    done: usize,
    cells: Vec<Found>,
    /// Runs whose network could not be made, and why.
    #[serde(default)]
    failed: u64,
    #[serde(default)]
    failure: Option<String>,
}

impl<W: Swept> HeldSweep<W> {
    fn of(kept: &Kept<W>) -> Self {
        let SweepView { cells, done, failed, failure } = &kept.view;
        let found = |&SweepCell { mean, stderr, runs, .. }: &SweepCell| Found { mean, stderr, runs };
        Self {
            what: kept.what,
            done: *done,
            cells: cells.iter().map(found).collect(),
            failed: *failed,
            failure: failure.as_ref().map(ToString::to_string),
        }
    }

    /// The sweep as it was found; a sentence where it is none.
    fn view(&self) -> Result<SweepView, String> {
        let config = self.what.sweep();
        config.check().map_err(|err| err.to_string())?;
        let (cells, points) = (self.cells.len(), config.points.len());
        if cells != points || self.done > cells {
            let done = self.done;
            return Err(format!("a sweep has {cells} cells, {done} of them finished, where there are {points}"));
        }
        let places = config.points.iter().zip(&self.cells).enumerate();
        let cell = |(place, (&point, &Found { mean, stderr, runs })): (usize, (_, &Found))| SweepCell {
            point,
            mean,
            stderr,
            runs,
            done: place < self.done,
        };
        Ok(SweepView {
            cells: places.map(cell).collect(),
            done: self.done,
            failed: self.failed,
            failure: self.failure.clone().map(SessionError::new),
        })
    }
}

/// The sweeps of the lab. Files of before have none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldSweeps {
    plane: Vec<HeldSweep<Request>>,
    shown: Option<Request>,
    sizes: Vec<HeldSweep<SizeCurve>>,
    rules: Vec<HeldSweep<RuleCurve>>,
    /// The seed of the table of crosstalk, which is measured again.
    crosstalk: Option<Seed>,
}

impl Sweeps {
    pub fn held(&self) -> HeldSweeps {
        HeldSweeps {
            plane: self.plane.all().map(HeldSweep::of).collect(),
            shown: self.shown.filter(|shown| self.plane.found(shown).is_some()),
            sizes: self.sizes.all().map(HeldSweep::of).collect(),
            rules: self.rules.all().map(HeldSweep::of).collect(),
            crosstalk: self.crosstalk.shown().copied(),
        }
    }

    /// Puts the sweeps of a session file in the place of these.
    ///
    /// # Errors
    /// One of them is none; nothing is taken then.
    pub fn take_up(&mut self, held: &HeldSweeps, shell: &Shell) -> Result<(), String> {
        let (plane, sizes, rules) = (views(&held.plane)?, views(&held.sizes)?, views(&held.rules)?);
        self.plane.restore(plane);
        self.sizes.restore(sizes);
        self.rules.restore(rules);
        self.shown = held.shown.filter(|shown| self.plane.found(shown).is_some());
        match held.crosstalk {
            Some(seed) => self.carry_out(SweepAsk::Crosstalk(seed), shell).map_err(|err| err.to_string()),
            None => Ok(()),
        }
    }

    /// Tells what was found at one moment from what was at another.
    pub fn mark(&self) -> u64 {
        let shown = u64::from(self.shown.is_some());
        [self.plane.mark(), self.sizes.mark(), self.rules.mark()].into_iter().fold(shown, |sum, mark| {
            // Each in bits of its own, as long as there are few.
            sum.wrapping_mul(1 << 20).wrapping_add(mark)
        })
    }
}

fn views<W: Swept>(held: &[HeldSweep<W>]) -> Result<Vec<(W, SweepView)>, String> {
    held.iter().map(|sweep| Ok((sweep.what, sweep.view()?))).collect()
}

impl<W: Copy + PartialEq> Queue<W> {
    /// How many cells were found, and how often something was asked for.
    fn mark(&self) -> u64 {
        self.all().map(|kept| kept.view.done as u64).sum::<u64>().wrapping_add(self.asked() << 12)
    }
}
