//! The sweeps of the lab: what is under way, what was found, and how what panels ask for is carried out.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::crosstalk_table::{CrosstalkTable, CrosstalkTableConfig};
use crate::engine::hopfield::retrieval_curve::{Along, RetrievalCurve, RetrievalCurveConfig, RetrievalCurveView};
use crate::engine::hopfield::sweep::{CellRun, CellRunConfig, Measure, SweepConfig};
use crate::physics::hopfield::LearningRule;
use crate::physics::seed::Seed;
use crate::ui::files::SaveTo;
use crate::ui::jobs::Wake;
use crate::ui::labs::phases::plane::HeatCell;
use crate::ui::labs::phases::sweeps::files::{Files, Table};
use crate::ui::labs::phases::sweeps::queue::{Kept, Queue};
use crate::ui::labs::phases::sweeps::request::{Request, What};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::shell::Shell;
use crate::ui::study::Study;

/// Results of sweeps that are kept.
const KEPT: usize = 8;
/// Points of a theoretical curve.
const POINTS: usize = 97;
/// Theory depends on no revision: only on what was asked for.
const KEY: (u64, u64) = (0, 0);

/// The sizes next to each other.
pub const SIZES: [usize; 4] = [100, 400, 1000, 4000];
/// Loads from and to which their curves are measured.
pub const SIZES_LOADS: (f64, f64) = (0.1, 0.18);
const SIZES_RUNS: u64 = 60;
/// Spins of the networks that rules are compared on, small enough for the rules that need a matrix.
pub const RULES_SIZE: usize = 200;
/// The largest load of that comparison.
pub const RULES_LOAD: f64 = 1.0;
const RULES_RUNS: u64 = 40;
/// The loads of the crosstalk table, at which 0.1, 0.36, 1, 5 and 10 % of the spins are wrong after one step.
pub const CROSSTALK_LOADS: [f64; 5] = [0.105, 0.138, 0.185, 0.37, 0.61];
/// Spins of the networks that it is measured on.
pub const CROSSTALK_SIZE: usize = 1000;
const CROSSTALK_NETWORKS: u64 = 60;

/// A curve of the chart of sizes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SizeCurve {
    pub size: usize,
    /// The fraction recalled, or the overlap that is left.
    pub measure: Measure,
    pub seed: Seed,
}

/// A curve of the chart of rules.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RuleCurve {
    pub rule: LearningRule,
    pub seed: Seed,
}

/// A run of a cell that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RunOf {
    pub request: Request,
    pub cell: usize,
    /// The run, from 0.
    pub run: u64,
}

/// What a panel asks of the sweeps.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum SweepAsk {
    /// Measure this, or show it if it is known.
    Measure(Request),
    /// Stop the sweep, keeping its finished cells.
    Cancel,
    /// Show one run of a cell.
    ShowRun(RunOf),
    /// Measure these sizes, those that are known excepted.
    Sizes(Vec<SizeCurve>),
    CancelSizes,
    Rules(Seed),
    CancelRules,
    Crosstalk(Seed),
    CancelCrosstalk,
    /// Ask where to save a table.
    SaveDialog(Table),
    /// Save a table.
    Save(SaveTo, Table),
}

/// The sweeps of the lab.
pub struct Sweeps {
    /// Sweeps of the plane, capacities and basins.
    pub plane: Queue<Request>,
    /// The sweep that is shown: the last one asked for.
    pub shown: Option<Request>,
    pub sizes: Queue<SizeCurve>,
    pub rules: Queue<RuleCurve>,
    pub crosstalk: Study<CrosstalkTable, Seed>,
    /// The run of a cell that is looked at.
    pub run: Study<CellRun, RunOf>,
    /// The cells that are drawn on the plane, and what they are drawn from.
    heat: Vec<HeatCell>,
    heat_key: Option<(Request, (u64, u64))>,
    theory: Study<RetrievalCurve, Along>,
    capacity_theory: Study<RetrievalCurve, Along>,
    files: Files,
    wake: Wake,
}

impl Sweeps {
    pub fn new(wake: Wake) -> Self {
        Self {
            plane: Queue::new("sweep", KEPT),
            shown: None,
            sizes: Queue::new("sizes", 2 * SIZES.len()),
            rules: Queue::new("rules", LearningRule::DISTINCT.len()),
            crosstalk: Study::new("crosstalk table"),
            run: Study::new("cell run"),
            heat: Vec::new(),
            heat_key: None,
            theory: Study::new("theory of the sweep"),
            capacity_theory: Study::new("theory of the capacity"),
            files: Files::default(),
            wake,
        }
    }

    /// Fetches the latest pictures and says what was written, once per frame.
    pub fn fetch(&mut self, shell: &mut Shell) {
        let wake = Arc::clone(&self.wake);
        for fetched in [self.plane.fetch(&wake), self.sizes.fetch(&wake), self.rules.fetch(&wake)] {
            if let Err(sentence) = fetched {
                shell.say(sentence.to_string());
            }
        }
        self.crosstalk.fetch();
        self.run.fetch();
        self.theory.fetch();
        self.capacity_theory.fetch();
        self.files.take(shell);
        let heat = self.heat().map(|kept| (kept.what, kept.key));
        if self.heat_key != heat {
            self.heat_key = heat;
            self.heat = self.heat().map(heat_cells).unwrap_or_default();
        }
    }

    /// The sweep over the plane that is drawn on it: the one shown, or the last one.
    pub fn heat(&self) -> Option<&Kept<Request>> {
        let grid = |kept: &&Kept<Request>| kept.what.what == What::Phase && kept.what.is_grid();
        self.result().filter(grid).or_else(|| self.plane.all().filter(grid).last())
    }

    pub fn cells(&self) -> &[HeatCell] {
        &self.heat
    }

    /// Which of `cells`, those of that sweep, lies at a place, as a sentence.
    pub fn cell_at(&self, cells: &[HeatCell], load: f64, temperature: f64) -> Option<String> {
        let within = |(low, high): (f64, f64), value: f64| low <= value && value < high;
        let at = |cell: &HeatCell| within(cell.load, load) && within(cell.temperature, temperature);
        let kept = self.heat()?;
        let cell = kept.view.cells.get(cells.iter().position(at)?)?;
        Some(sentences::cell(&kept.what, cell))
    }

    /// Asks theory for the curves that measured ones are drawn next to. A full queue is asked again in the next frame.
    pub fn keep_up(&mut self) {
        if let Some(along) = self.shown.and_then(|request| request.line())
            && !self.theory.is_of(&along, KEY)
        {
            self.theory.start(&RetrievalCurveConfig { along, points: POINTS }, along, KEY, &self.wake).ok();
        }
        let cold = Along::Load { temperature: 0.0 };
        if self.sizes.all().next().is_some() && !self.capacity_theory.is_of(&cold, KEY) {
            let config = RetrievalCurveConfig { along: cold, points: POINTS };
            self.capacity_theory.start(&config, cold, KEY, &self.wake).ok();
        }
    }

    /// Carries out what a panel asked for.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn carry_out(&mut self, ask: SweepAsk, shell: &Shell) -> Result<(), SessionError> {
        let busy = || SessionError::new("The measurement is busy; ask again in a moment.");
        match ask {
            SweepAsk::Measure(request) => {
                self.plane.measure(request, &request.config(), &self.wake)?;
                self.shown = Some(request);
                Ok(())
            }
            SweepAsk::Cancel => self.plane.cancel(),
            SweepAsk::ShowRun(of) => {
                let config = CellRunConfig { sweep: of.request.config(), cell: of.cell, run: of.run };
                self.run.start(&config, of, KEY, &self.wake)
            }
            SweepAsk::Sizes(curves) => {
                self.sizes.measure_all(curves.into_iter().map(|curve| (curve, curve.config())), &self.wake)
            }
            SweepAsk::CancelSizes => self.sizes.cancel(),
            SweepAsk::Rules(seed) => {
                let curves = LearningRule::DISTINCT.map(|rule| RuleCurve { rule, seed });
                self.rules.measure_all(curves.into_iter().map(|curve| (curve, curve.config())), &self.wake)
            }
            SweepAsk::CancelRules => self.rules.cancel(),
            SweepAsk::Crosstalk(seed) => {
                let config = CrosstalkTableConfig {
                    size: CROSSTALK_SIZE,
                    loads: CROSSTALK_LOADS.into(),
                    networks: CROSSTALK_NETWORKS,
                    seed,
                };
                self.crosstalk.start(&config, seed, KEY, &self.wake)
            }
            SweepAsk::CancelCrosstalk => self.crosstalk.stop().then_some(()).ok_or_else(busy),
            SweepAsk::SaveDialog(table) => self.files.ask(table, shell),
            SweepAsk::Save(to, table) => self.files.save(to, table, shell),
        }
    }

    /// What was found of the sweep that is shown.
    pub fn result(&self) -> Option<&Kept<Request>> {
        self.plane.found(self.shown.as_ref()?)
    }

    /// The measured share of spins that turn in the first step, at the load below the capacity.
    pub fn first_step_error(&self) -> Option<f64> {
        let table = &self.crosstalk.latest()?.view;
        table.rows.iter().find(|row| row.load == CROSSTALK_LOADS[1])?.measured
    }

    /// How many cells of the last map of basins are measured.
    pub fn basin_cells(&self) -> Option<f64> {
        let kept = self.plane.all().filter(|kept| kept.what.what == What::Basin).last()?;
        Some(kept.view.done as f64)
    }

    /// Theory's curve next to the row or column that is shown.
    pub fn theory(&self) -> Option<&RetrievalCurveView> {
        let wanted = self.shown.and_then(|request| request.line())?;
        self.theory.latest().map(|snapshot| &snapshot.view).filter(|view| view.along == wanted)
    }

    /// Theory's overlap over the load at T = 0.
    pub fn capacity_theory(&self) -> Option<&RetrievalCurveView> {
        self.capacity_theory.latest().map(|snapshot| &snapshot.view)
    }

    /// Whether anything is at work.
    pub fn busy(&self) -> bool {
        self.plane.busy()
            || self.sizes.busy()
            || self.rules.busy()
            || self.crosstalk.busy()
            || self.run.busy()
            || self.theory.busy()
            || self.capacity_theory.busy()
            || self.files.busy()
    }
}

/// The cells of a sweep over the plane as rectangles around their places.
fn heat_cells(kept: &Kept<Request>) -> Vec<HeatCell> {
    let (loads, temperatures) = (kept.what.loads(), kept.what.others());
    let half = |values: &[f64]| 0.5 * values.first().copied().unwrap_or(0.0);
    let (across, up) = (half(&loads), half(&temperatures));
    let around = |value: f64, half: f64| (value - half, value + half);
    let cells = kept.view.cells.iter();
    cells
        .map(|cell| HeatCell {
            load: around(cell.point.alpha, across),
            temperature: around(cell.point.temperature, up),
            value: cell.mean.filter(|_| cell.done),
        })
        .collect()
}

impl SizeCurve {
    /// The sweep of this curve.
    pub fn config(&self) -> SweepConfig {
        let (first, last) = SIZES_LOADS;
        let n = self.size as f64;
        let memories = |k: i32| ((first + (last - first) * f64::from(k) / 16.0) * n).round();
        let mut loads: Vec<f64> = (0..=16).map(|k| memories(k) / n).collect();
        // Of 100 spins some of these are the same number of memories.
        loads.dedup();
        SweepConfig { measure: self.measure, ..SweepConfig::capacity(&[self.size], &loads, SIZES_RUNS, self.seed) }
    }
}

impl RuleCurve {
    /// The sweep of this curve.
    pub fn config(&self) -> SweepConfig {
        // Dense where Hebb's rule fails, then every 0.05.
        let loads: Vec<f64> =
            (2..=10).map(|k| 0.02 * f64::from(k)).chain((5..=20).map(|k| 0.05 * f64::from(k))).collect();
        let loads: Vec<f64> = loads.into_iter().map(|load| (load * 1e6).round() / 1e6).collect();
        SweepConfig { rule: self.rule, ..SweepConfig::capacity(&[RULES_SIZE], &loads, RULES_RUNS, self.seed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_in_the_background_can_be_stopped_at_once() {
        for rule in LearningRule::DISTINCT {
            assert!(RuleCurve { rule, seed: Seed(1) }.config().stops_promptly(), "{rule:?}");
        }
        for size in SIZES {
            let curve = SizeCurve { size, measure: Measure::Recalled, seed: Seed(1) };
            let config = curve.config();
            assert!(config.stops_promptly());
            let loads: Vec<f64> = config.points.iter().map(|point| point.alpha).collect();
            assert_eq!(loads.len(), if size == 100 { 9 } else { 17 });
            assert!(loads.is_sorted_by(|a, b| a < b) && (loads[0], loads[loads.len() - 1]) == (0.1, 0.18));
            assert!(config.points.iter().all(|point| point.load() == point.alpha), "{size}");
        }
    }
}
